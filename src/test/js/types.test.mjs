// What works for PostgreSQL works for every type of database.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TERMINAL, billing, bucket, js, takeBackup, until } from './official.mjs';

/** A database of each type and two empty ones beside it, which are as the first when all is done. */
const databases = JSON.parse(process.env.OTHER_TYPES);
const customDestinationId = await bucket('Types Bucket');

async function restored(parameters, restoreId) {
  const look = async () => (await js('get.addon.restores', { parameters })).data.restores.find((it) => !restoreId || it.id === restoreId);
  const ended = await until(look, (it) => TERMINAL.has(it?.status));
  assert.equal(ended.status, 'completed', JSON.stringify(ended));
}

for (const { type, source, target, fork, all } of databases) {
  test(`a database of the type ${type} is backed up, restored into another addon, imported with all others or alone, and forked`, async () => {
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

    const imported = async (name, connectionString, more) => {
      await js('import.addon.backup', { parameters: into, data: { name, connectionString, customDestinationId, ...more } });
      const look = async () => (await js('get.addon.backups', { parameters: into })).data.backups.find((it) => it.name === name);
      const ended = await until(look, (it) => TERMINAL.has(it?.status));
      assert.equal(ended.status, 'completed', JSON.stringify(ended));
      return (await js('get.addon.backup', { parameters: { ...into, backupId: ended.id } })).data;
    };
    await imported('live', source);
    const { databases: found } = await imported('all', all, { importAllDatabases: true });
    assert.ok(found.some(({ name }) => name === decodeURIComponent(new URL(source).pathname.slice(1))), JSON.stringify(found));

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
