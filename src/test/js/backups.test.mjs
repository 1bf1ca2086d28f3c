import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEPT_FOR_EVER, TERMINAL, TIME, addAddon, bucket, completed, deviation, js, ofTeam, projectWithAddon, read, refused, takeBackup, until } from './official.mjs';

const addon = await projectWithAddon('Backups Project');
const customDestinationId = await bucket('Backups Bucket');
const short = (it) => it;

test('backups are taken, listed and read', async () => {
  const made = (await js('backup.addon', { parameters: addon, data: { name: 'by short path', customDestinationId } })).data;
  assert.deepEqual([made.id, made.name, made.config.source], ['by-short-path', 'by short path', { type: 'sameAddon' }]);
  assert.match(made.createdAt, TIME);
  const team = await js('backup.addon', ofTeam({ parameters: addon, data: { name: 'by team path', compressionType: 'zstd', customDestinationId } }));
  const done = await completed({ ...addon, backupId: made.id });
  await completed({ ...addon, backupId: team.data.id });
  assert.ok(Number(done.config.size) > 0);
  assert.deepEqual(await read('get.addon.backup', { parameters: { ...addon, backupId: made.id } }), done);
  const { backups } = await read('get.addon.backups', { parameters: addon });
  assert.deepEqual(backups.map((it) => it.id), ['by-team-path', 'by-short-path']);
  assert.deepEqual(backups.map((it) => it.config.compressionType), ['zstd', 'gz']);
  assert.deepEqual(backups.map((it) => it.customDestinationId), [customDestinationId, customDestinationId]);
  for (const path of [short, ofTeam]) {
    const all = await js('get.addon.backups.all', path({ parameters: addon, options: { per_page: 1 } }));
    assert.deepEqual(all.data.backups.map((it) => it.id), ['by-team-path', 'by-short-path']);
  }
});

test('a backup goes to further destinations too', async () => {
  const further = await bucket('Further Bucket');
  const additionalDestinations = [{ destinationId: further, retentionTime: 7, type: 'custom' }];
  const { id } = await takeBackup(addon, { name: 'twice', customDestinationId, additionalDestinations });
  const items = await read('list.backupDestinationsBackups', { parameters: { backupDestinationId: further } });
  assert.deepEqual(items.map((it) => [it.id, it.status]), [[id, 'completed']]);
  assert.ok(items[0].expiredBy < KEPT_FOR_EVER);
});

test('a name that is taken is refused', async () => {
  await takeBackup(addon, { name: 'taken' });
  const again = js('backup.addon', { parameters: addon, data: { name: 'taken' } });
  await assert.rejects(again, (error) => error.status === 409 && error.id === 'hf-conflict');
});

test('backups are retained and deleted', async () => {
  for (const [name, path] of [['short', short], ['team', ofTeam]]) {
    const parameters = { ...addon, backupId: (await takeBackup(addon, { name, customDestinationId })).id };
    assert.deepEqual((await js('retain.addon.backup', path({ parameters }))).data, {});
    assert.deepEqual((await js('delete.backup', path({ parameters }))).data, {});
    await assert.rejects(js('get.addon.backup', { parameters }), (error) => error.status === 404);
  }
});

test('a backup is aborted before it has ended', async () => {
  const blocked = await addAddon(addon, 'Blocked', process.env.LOCKED_URI);
  for (const path of [short, ofTeam]) {
    const { id: backupId } = (await js('backup.addon', { parameters: blocked, data: {} })).data;
    const parameters = { ...blocked, backupId };
    assert.deepEqual((await js('abort.addon.backup', path({ parameters }))).data, {});
    const look = async () => (await js('get.addon.backup', { parameters })).data.status;
    assert.equal(await until(look, (it) => TERMINAL.has(it)), 'aborted');
  }
});

deviation('backup.addon', 'a dump is the default, and `customDestinationId` and `additionalDestinations` are for dumps too.', async () => {
  const destinationId = await bucket('Dumps Further');
  const additionalDestinations = [{ destinationId, type: 'custom' }];
  const made = await takeBackup(addon, { name: 'default kind', customDestinationId, additionalDestinations });
  assert.equal(made.backupType, 'dump');
  assert.deepEqual(made.copies.map((it) => [it.destinationId, it.status]), [[customDestinationId, 'completed'], [destinationId, 'completed']]);
});

deviation('backup.addon', 'a snapshot of a PostgreSQL server goes into a `customDestinationId` too.', async () => {
  const made = await takeBackup(addon, { name: 'physical', backupType: 'snapshot', customDestinationId });
  assert.equal(made.config.source.type, 'snapshot');
  assert.deepEqual(made.copies.map((it) => [it.destinationId, it.status]), [[customDestinationId, 'completed']]);
});

deviation('restore.addon.backup', 'a snapshot of a PostgreSQL server is unpacked into a folder, and not restored over the wire (409).', async () => {
  const made = await takeBackup(addon, { name: 'whole server', backupType: 'snapshot', customDestinationId });
  const parameters = { ...addon, backupId: made.id };
  await assert.rejects(js('restore.addon.backup', { parameters }), refused(409));
});

deviation('get.addon.backups', 'the newest is the first.', async () => {
  for (const name of ['earlier', 'later']) await takeBackup(addon, { name });
  const { backups } = (await js('get.addon.backups', { parameters: addon })).data;
  assert.deepEqual(backups.slice(0, 2).map((it) => it.name), ['later', 'earlier']);
  assert.deepEqual(backups.map((it) => it.createdAt), backups.map((it) => it.createdAt).sort().reverse());
});

deviation('backup.addon', 'a default name carries the date and the time.', async () => {
  const { name, createdAt } = await takeBackup(addon);
  const [date, time] = createdAt.split('T');
  assert.ok(name.includes(date) && name.replaceAll(/\D/g, '').includes(time.slice(0, 5).replace(':', '')), `${name} of ${createdAt}`);
});

deviation('backup.addon', 'a name that is taken is refused (409), so that a request that a client sends again never makes a second backup.', async () => {
  const data = { name: 'only once' };
  await takeBackup(addon, data);
  await assert.rejects(js('backup.addon', { parameters: addon, data }), (error) => error.status === 409);
});
