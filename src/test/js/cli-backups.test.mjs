import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { TERMINAL, addAddon, cli, completed, deviation, input, projectWithAddon, run, stallingBucket, until } from './official.mjs';

const addon = await projectWithAddon('Cli Backups');
const target = await addAddon(addon, 'Target', process.env.CLI_URI);
const blocked = await addAddon(addon, 'Blocked', process.env.LOCKED_URI);
const bucket = await stallingBucket('Cli Backups Bucket');
const customDestinationId = bucket.id;
const options = (parameters) => Object.entries(parameters).flatMap(([name, value]) => [`--${name}`, value]);
const origin = { ...addon, backupId: 'by-command' };
const restored = options({ ...target, backupId: 'by-command', sourceProjectId: addon.projectId, sourceAddonId: addon.addonId });
const inDestination = options({ backupDestinationId: customDestinationId });

before(async () => {
  const made = await cli('backup addon', [...options(addon), ...input({ name: 'by command', customDestinationId })]);
  assert.deepEqual([made.id, made.status], ['by-command', 'scheduled']);
  await completed(origin);
});

test('backups are read, listed and retained', async () => {
  assert.equal((await cli('get addon backup', options(origin))).status, 'completed');
  assert.deepEqual((await cli('get addon backups', options(addon))).backups.map((it) => it.id), ['by-command']);
  const listed = await cli('list backup-destinations-backups', [...inDestination, '--page', '1']);
  assert.deepEqual(listed.map((it) => [it.id, it.status]), [['by-command', 'completed']]);
  assert.deepEqual(await cli('retain addon backup', options(origin)), {});
});

test('a backup is aborted and deleted', async () => {
  const { id: backupId } = await cli('backup addon', [...options(blocked), ...input({})]);
  const parameters = options({ ...blocked, backupId });
  assert.deepEqual(await cli('abort addon backup', parameters), {});
  await until(async () => (await cli('get addon backup', parameters)).status, (it) => it === 'aborted');
  assert.deepEqual(await cli('delete backup', [...parameters, '--force']), {});
  const gone = await run('get addon backup', parameters);
  assert.equal(gone.code, 1);
  assert.match(gone.stderr, /404/);
});

test('a backup is restored, and the restores are listed', async () => {
  const { restoreId } = await cli('restore addon backup', restored);
  const look = async () => (await cli('get addon restores', options(target))).restores.find((it) => it.id === restoreId);
  assert.equal((await until(look, (it) => TERMINAL.has(it.status))).status, 'completed');
  assert.deepEqual((await cli('get addon backup restores', restored)).restores.map((it) => it.id), [restoreId]);
});

test('a restore is aborted while it runs', async () => {
  bucket.hold();
  const { restoreId } = await cli('restore addon backup', restored);
  assert.deepEqual(await cli('abort addon restore', [...restored, ...input({ restoreId })]), {});
  bucket.release();
  const look = async () => (await cli('get addon restores', options(target))).restores.find((it) => it.id === restoreId);
  assert.equal((await until(look, (it) => TERMINAL.has(it.status))).status, 'aborted');
});

deviation('list backup-destinations-backups', 'the command itself wraps the array of a single page in `{"0": [...]}`; with `--page 1` it prints the array.', async () => {
  const wrapped = await cli('list backup-destinations-backups', inDestination);
  const plain = await cli('list backup-destinations-backups', [...inDestination, '--page', '1']);
  assert.deepEqual(wrapped, { 0: plain });
});
