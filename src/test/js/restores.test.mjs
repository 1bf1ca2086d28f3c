import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TERMINAL, TIME, addAddon, contents, deviation, js, ofTeam, projectWithAddon, read, stallingBucket, takeBackup, until } from './official.mjs';

const { RESTORES_URI, NEIGHBOUR_URI } = process.env;
const addon = await projectWithAddon('Restores Project');
const target = await addAddon(addon, 'Target', RESTORES_URI);
const bucket = await stallingBucket('Restores Bucket');
const { id: backupId } = await takeBackup(addon, { name: 'origin', customDestinationId: bucket.id });
const parameters = { ...target, backupId };
const options = { sourceProjectId: addon.projectId, sourceAddonId: addon.addonId };
const ways = [(it) => it, ofTeam];

async function ended(restoreId) {
  const look = async () =>
    (await js('get.addon.backup.restores', { parameters, options })).data.restores.find((it) => it.id === restoreId);
  return until(look, (it) => TERMINAL.has(it.status));
}

test('a backup is restored into another addon, and the restores are listed', async () => {
  for (const path of ways) {
    const { restoreId } = (await js('restore.addon.backup', path({ parameters, options }))).data;
    assert.match(restoreId, /^[0-9a-f]{24}$/);
    const done = await ended(restoreId);
    assert.equal(done.status, 'completed', JSON.stringify(done));
    assert.match(done.completedAt, TIME);
    const ofTarget = await read('get.addon.restores', { parameters: target });
    assert.deepEqual([ofTarget.restores[0].id, ofTarget.restores[0].backupId], [restoreId, backupId]);
    const ofBackup = await read('get.addon.backup.restores', { parameters, options });
    assert.equal(ofBackup.restores[0].id, restoreId);
  }
  for (const path of ways) {
    const paged = { options: { ...options, per_page: 1 } };
    assert.equal((await js('get.addon.backup.restores.all', path({ parameters, ...paged }))).data.restores.length, 2);
    assert.equal((await js('get.addon.restores.all', path({ parameters: target, options: { per_page: 1 } }))).data.restores.length, 2);
  }
});

test('a restore is aborted while it runs', async () => {
  for (const path of ways) {
    bucket.hold();
    const { restoreId } = (await js('restore.addon.backup', { parameters, options })).data;
    assert.deepEqual((await js('abort.addon.restore', path({ parameters, options, data: { restoreId } }))).data, {});
    bucket.release();
    assert.equal((await ended(restoreId)).status, 'aborted');
  }
});

test('the backup tells its last restore', async () => {
  const { lastRestore } = (await js('get.addon.backup', { parameters: { ...addon, backupId } })).data;
  assert.equal(lastRestore.status, 'aborted');
  assert.match(lastRestore.restoreTimestamp, TIME);
});

deviation('restore.addon.backup', 'a second restore into an addon where one runs is refused (409).', async () => {
  bucket.hold();
  const { restoreId } = (await js('restore.addon.backup', { parameters, options })).data;
  await assert.rejects(js('restore.addon.backup', { parameters, options }), (error) => error.status === 409);
  await js('abort.addon.restore', { parameters, options, data: { restoreId } });
  bucket.release();
  await ended(restoreId);
});

deviation('restore.addon.backup', 'only the database that the `connection.uri` of the target names is replaced; the vendor clears the whole server.', async () => {
  const before = await contents(NEIGHBOUR_URI);
  assert.match(before, /CREATE TABLE/);
  const { restoreId } = (await js('restore.addon.backup', { parameters, options })).data;
  assert.equal((await ended(restoreId)).status, 'completed');
  assert.ok((await contents(NEIGHBOUR_URI)) === before, 'the database beside it has changed');
});

deviation('restore.addon.backup', 'all or nothing: of a damaged backup nothing is restored, and the database stays as it was.', async () => {
  const damaged = await stallingBucket('Damaged Bucket');
  const { id } = await takeBackup(addon, { name: 'damaged', customDestinationId: damaged.id });
  damaged.damage();
  const before = await contents(RESTORES_URI);
  const request = { parameters: { ...target, backupId: id }, options };
  const { restoreId } = (await js('restore.addon.backup', request)).data;
  const look = async () => (await js('get.addon.restores', { parameters: target })).data.restores.find((it) => it.id === restoreId);
  assert.equal((await until(look, (it) => TERMINAL.has(it.status))).status, 'failed');
  assert.ok((await contents(RESTORES_URI)) === before, 'the database has changed');
});
