import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TIME, client, deviation, js, ofTeam, postgresql, projectWithAddon, read } from './official.mjs';

const { SOURCE_URI, ADDONS_URI } = process.env;
const addon = await projectWithAddon('Addons Project');
const project = { projectId: addon.projectId };

test('a wrong token is refused', async () => {
  const stranger = await client('list.projects', 'wrong');
  await assert.rejects(stranger.list.projects({}), (error) => error.status === 401 && error.message.includes('Unauthorized'));
});

test('projects are created, put, changed, listed, read and deleted', async () => {
  for (const [name, path] of [['Short Lived', (it) => it], ['Team Owned', ofTeam]]) {
    const made = (await js('create.project', path({ data: { name, description: 'made', region: 'local' } }))).data;
    assert.equal(made.name, name);
    assert.match(made.createdAt, TIME);
    const parameters = { projectId: made.id };
    const changed = (await js('patch.project', path({ parameters, data: { description: 'changed' } }))).data;
    assert.equal(changed.description, 'changed');
    const put = (await js('put.project', path({ data: { name, description: 'put', region: 'local' } }))).data;
    assert.deepEqual([put.id, put.description], [made.id, 'put']);
    const seen = await read('get.project', { parameters });
    assert.deepEqual(seen.deployment, { region: 'local' });
    assert.deepEqual([seen.services, seen.jobs, seen.addons], [[], [], []]);
    const { projects } = await read('list.projects');
    assert.deepEqual(projects.find((it) => it.id === made.id), { id: made.id, name, description: 'put' });
    assert.deepEqual((await js('delete.project', path({ parameters }))).data, {});
    await assert.rejects(js('get.project', { parameters }), (error) => error.status === 404);
  }
});

test('all projects are walked', async () => {
  const { projects } = (await js('list.projects.all')).data;
  assert.ok(projects.some((it) => it.id === project.projectId));
  assert.ok((await js('list.projects.all', ofTeam())).data.projects.length > 0);
});

test('a project that is not empty stays', async () => {
  await assert.rejects(js('delete.project', { parameters: project }), (error) => error.status === 409);
});

test('addons are created, put, changed, listed, read and deleted', async () => {
  for (const [name, path] of [['Short Lived', (it) => it], ['Team Owned', ofTeam]]) {
    const body = postgresql(name, ADDONS_URI);
    const made = (await js('create.addon', path({ parameters: project, data: body }))).data;
    assert.equal(made.status, 'running');
    assert.match(made.version, /^14\./);
    assert.deepEqual(made.billing, body.billing);
    const parameters = { ...project, addonId: made.id };
    const changed = (await js('patch.addon', path({ parameters, data: { description: 'changed' } }))).data;
    assert.equal(changed.description, 'changed');
    const put = (await js('put.addon', path({ parameters: project, data: { ...body, description: 'put' } }))).data;
    assert.deepEqual([put.id, put.description], [made.id, 'put']);
    const seen = await read('get.addon', { parameters });
    assert.equal(seen.appId, `/holdfast/${project.projectId}/${made.id}`);
    assert.deepEqual(seen.spec.config.deployment, { replicas: 1, storageClass: '', storageSize: 4096, planId: 'nf-compute-20', region: 'local' });
    const { addons } = await read('list.addons', { parameters: project });
    assert.deepEqual(addons.map((it) => it.id).sort(), [made.id, addon.addonId].sort());
    assert.deepEqual((await js('delete.addon', path({ parameters }))).data, {});
    await assert.rejects(js('get.addon', { parameters }), (error) => error.status === 404);
  }
});

test('all addons are walked', async () => {
  for (const path of [(it) => it, ofTeam]) {
    const { addons } = (await js('list.addons.all', path({ parameters: project, options: { per_page: 1 } }))).data;
    assert.ok(addons.some((it) => it.id === addon.addonId));
  }
});

test("an addon's version is the database's", async () => {
  const version = await read('get.addon.version', { parameters: addon });
  assert.match(version.version, /^14\./);
  assert.deepEqual([version.upgradeTo, version.upgradeHistory], [[], []]);
});

test('types, plans and regions are those of an installation', async () => {
  const { addonTypes } = (await js('get.addon.types')).data;
  const postgres = addonTypes.find((it) => it.type === 'postgresql');
  assert.equal(postgres.features.backupsDump, true);
  const { regions } = (await js('list.regions')).data;
  assert.deepEqual(regions.map((it) => it.id), ['local']);
});

deviation('list.plans', 'the list is empty: Holdfast runs no databases and sells nothing.', async () => {
  assert.deepEqual((await js('list.plans')).data, { plans: [] });
});

deviation('create.addon', 'an addon is an existing database, so `connection.uri` has to be given, and the `version` is the one found there.', async () => {
  const { connection, ...body } = postgresql('Unconnected', SOURCE_URI);
  assert.ok(connection);
  const refused = (error) => error.status === 400 && error.details.connection.includes('is required');
  await assert.rejects(js('create.addon', { parameters: project, data: body }), refused);
});

deviation('get.addon', 'the password in `connection.uri` is never returned.', async () => {
  const text = JSON.stringify((await js('get.addon', { parameters: addon })).data);
  assert.ok(text.includes(':***@'));
  const { password } = new URL(SOURCE_URI);
  assert.ok(!text.includes(password) && !text.includes(decodeURIComponent(password)));
});

deviation('every team path', 'one installation is one team: any team id means it.', async () => {
  const { data } = await js('get.project', { parameters: { ...project, teamId: 'whatever' } });
  assert.equal(data.id, project.projectId);
});
