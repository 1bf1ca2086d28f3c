import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TIME, bucket, client, deviation, js, ofTeam, plain, postgresql, projectWithAddon, read, refused, takeBackup } from './official.mjs';

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

deviation('create.addon', 'an addon is an existing database, so `connection.uri` has to be given, and the `version` is the one found there, not the one asked for.', async () => {
  const { connection, ...body } = postgresql('Unconnected', SOURCE_URI);
  await assert.rejects(js('create.addon', { parameters: project, data: body }), refused(400, 'connection'));
  const made = (await js('create.addon', { parameters: project, data: { ...body, connection, version: '99.9' } })).data;
  assert.match(made.version, /^14\./);
  await js('delete.addon', { parameters: { ...project, addonId: made.id } });
});

test('all types of addons are there', async () => {
  assert.deepEqual((await js('get.addon.types')).data.addonTypes.map((it) => it.type), ['postgresql', 'mysql', 'mongodb', 'redis']);
});

deviation('patch.addon', 'a `source` is ignored, and so it is by `put.addon` where the addon exists: only a new addon is a fork.', async () => {
  const { id: backupId } = await takeBackup(addon, { name: 'no source' });
  const source = { ...addon, backupId };
  await js('patch.addon', { parameters: addon, data: { source } });
  await js('put.addon', { parameters: project, data: { ...postgresql('Source', SOURCE_URI), source } });
  assert.deepEqual((await js('get.addon.restores', { parameters: addon })).data.restores, []);
});

deviation('create.project', 'a name that another project has is refused (409), and so is an addon of a name that another one of the project has.', async () => {
  await assert.rejects(js('create.project', { data: { name: 'Addons Project', region: 'local' } }), refused(409));
  await assert.rejects(js('create.addon', { parameters: project, data: postgresql('Source', SOURCE_URI) }), refused(409));
});

deviation('patch.project', 'renaming keeps the id, of addons too.', async () => {
  const renamed = await projectWithAddon('Once');
  const parameters = { projectId: renamed.projectId };
  const named = (await js('patch.project', { parameters, data: { name: 'Now' } })).data;
  assert.deepEqual([named.id, named.name], ['once', 'Now']);
  const base = (await js('patch.addon', { parameters: renamed, data: { name: 'Base' } })).data;
  assert.deepEqual([base.id, base.name], ['source', 'Base']);
  assert.equal((await js('get.addon', { parameters: renamed })).data.name, 'Base');
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

deviation('get.project', 'what a token may not see is a 404, as what is not there; and its role being limited to projects limits no permission on destinations.', async () => {
  const hidden = await projectWithAddon('Hidden Project');
  const backupDestinationId = await bucket('Hidden Bucket');
  const { id } = await takeBackup(hidden, { customDestinationId: backupDestinationId });
  const permissions = ['Project > Projects > Manage > Read', 'Account > BackupDestinations > General > Read'];
  const role = await plain('POST', '/v1/roles', { name: 'Limited', permissions, projects: [project.projectId] });
  const { token } = await plain('POST', '/v1/tokens', { name: 'limited', roleId: role.id });
  const { projects } = (await (await client('list.projects', token)).list.projects({})).data;
  assert.deepEqual(projects.map((it) => it.id), [project.projectId]);
  const get = (await client('get.project', token)).get;
  const refusal = async (projectId) => {
    const error = await get.project({ parameters: { projectId } }).then(assert.fail, (it) => it);
    assert.deepEqual([error.status, error.id], [404, 'hf-not-found']);
    return error.message.replaceAll(projectId, 'ID');
  };
  assert.equal(await refusal(hidden.projectId), await refusal('not-there'));
  const list = (await client('list.backupDestinationsBackups', token)).list;
  const items = (await list.backupDestinationsBackups({ parameters: { backupDestinationId } })).data;
  assert.deepEqual(items.map((it) => it.id), [id]);
});
