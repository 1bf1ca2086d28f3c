// What works for PostgreSQL works for every type of database.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { TERMINAL, billing, bucket, js, plain, takeBackup, until } from './official.mjs';

/** A database of each type and three empty ones beside it, which are as the first when all is done. */
const databases = JSON.parse(process.env.OTHER_TYPES);
const customDestinationId = await bucket('Types Bucket');

async function restored(parameters, restoreId) {
  const look = async () => (await js('get.addon.restores', { parameters })).data.restores.find((it) => !restoreId || it.id === restoreId);
  const ended = await until(look, (it) => TERMINAL.has(it?.status));
  assert.equal(ended.status, 'completed', JSON.stringify(ended));
}

/** Where the stored bytes of a backup can be fetched by anybody. The vendor's link is to dumps only: one to a snapshot has to be asked for. */
async function published({ projectId, addonId }, backupId) {
  const link = await plain('GET', `/v1/projects/${projectId}/addons/${addonId}/backups/${backupId}/download-link?snapshot=true`);
  const bytes = Buffer.from(await (await fetch(link.downloadLink)).arrayBuffer());
  const server = createServer((request, response) => response.end(bytes)).listen(0, '127.0.0.1');
  after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${server.address().port}/file`;
}

for (const { type, source, target, fork, byUrl, all } of databases) {
  test(`a database of the type ${type} is backed up, restored into another addon, imported with all others, alone or by URL, and forked`, async () => {
    const { id: projectId } = (await js('create.project', { data: { name: `Type ${type}`, region: 'local' } })).data;
    const add = async (name, uri, more = {}) => {
      const data = { name, type, version: 'latest', billing, connection: { uri }, ...more };
      return { projectId, addonId: (await js('create.addon', { parameters: { projectId }, data })).data.id };
    };
    const from = await add('Source', source);
    const { id: backupId, config } = await takeBackup(from, { name: 'first', customDestinationId });
    assert.ok(Number(config.size) > 0);
    const into = await add('Target', target);

    const options = { sourceProjectId: projectId, sourceAddonId: from.addonId };
    const { restoreId } = (await js('restore.addon.backup', { parameters: { ...into, backupId }, options })).data;
    await restored(into, restoreId);

    const imported = async (name, what) => {
      await js('import.addon.backup', { parameters: into, data: { name, customDestinationId, ...what } });
      const look = async () => (await js('get.addon.backups', { parameters: into })).data.backups.find((it) => it.name === name);
      const ended = await until(look, (it) => TERMINAL.has(it?.status));
      assert.equal(ended.status, 'completed', JSON.stringify(ended));
      return (await js('get.addon.backup', { parameters: { ...into, backupId: ended.id } })).data;
    };
    assert.equal((await imported('live', { connectionString: source })).config.source.type, 'liveInstance');
    const { databases: found } = await imported('all', { connectionString: all, importAllDatabases: true });
    assert.ok(found.some(({ name }) => name === decodeURIComponent(new URL(source).pathname.slice(1))), JSON.stringify(found));

    const file = await imported('file', { importUrl: await published(from, backupId) });
    assert.equal(file.config.source.type, 'externalDump');
    const filled = await add('By URL', byUrl);
    const elsewhere = { sourceProjectId: projectId, sourceAddonId: into.addonId };
    await js('restore.addon.backup', { parameters: { ...filled, backupId: file.id }, options: elsewhere });
    await restored(filled);

    await restored(await add('Fork', fork, { source: { addonId: from.addonId, backupId } }));
  });
}

test('each type tells what it can', async () => {
  const { addonTypes } = (await js('get.addon.types')).data;
  for (const { type } of databases) {
    const { features } = addonTypes.find((it) => it.type === type);
    assert.deepEqual([features.forkAddon, features.importLive, features.importDump], [true, true, true], type);
  }
});
