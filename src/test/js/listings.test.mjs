// The reference endpoint: the backups that lie in a destination.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEPT_FOR_EVER, TIME, addAddon, bucket, deviation, js, ofTeam, projectWithAddon, read, refused, takeBackup, until } from './official.mjs';

const addon = await projectWithAddon('Listings Project');
const backupDestinationId = await bucket('Listings Bucket');
const parameters = { backupDestinationId };
const first = await takeBackup(addon, { name: 'first', customDestinationId: backupDestinationId });
const second = await takeBackup(addon, { name: 'second', compressionType: 'zstd', customDestinationId: backupDestinationId });
const ids = (answer) => answer.data.map((it) => it.id);

test('each backup is listed with all that the vendor says of it, the newest first', async () => {
  const items = await read('list.backupDestinationsBackups', { parameters });
  assert.deepEqual(items.map((it) => it.id), ['second', 'first']);
  for (const [item, backup] of [[items[0], second], [items[1], first]]) {
    assert.equal(item.name, backup.name);
    assert.equal(item.status, 'completed');
    assert.deepEqual(item.project, { id: 'listings-project', name: 'Listings Project' });
    assert.deepEqual(item.addon, { id: 'source', name: 'Source' });
    assert.deepEqual(item.config.source, { type: 'global' });
    assert.deepEqual([item.config.addonType, item.config.size], ['postgresql', backup.config.size]);
    assert.match(item.config.addonVersion, /^14\./);
    assert.ok(Number(item.config.size) > 0);
    assert.deepEqual(item.schedules, []);
    assert.deepEqual([item.createdAt, item.completedAt], [backup.createdAt, backup.completedAt]);
    assert.match(item.completedAt, TIME);
  }
});

test('pages are walked by getNextPage and by all', async () => {
  for (const path of [(it) => it, ofTeam]) {
    const page = await js('list.backupDestinationsBackups', path({ parameters, options: { per_page: 1 } }));
    assert.deepEqual([ids(page), page.pagination.hasNextPage, page.pagination.count], [['second'], true, 1]);
    const next = await page.pagination.getNextPage();
    assert.deepEqual(ids(next), ['first']);
    assert.ok(!('cursor' in next.pagination) || next.pagination.cursor === undefined);
    const all = await js('list.backupDestinationsBackups.all', path({ parameters }));
    assert.deepEqual(ids(all), ['second', 'first']);
  }
});

test('a page out of range and an unknown destination are refused with what the client shows', async () => {
  const wide = js('list.backupDestinationsBackups', { parameters, options: { per_page: 101 } });
  await assert.rejects(wide, (error) => error.status === 400 && error.details.per_page.length === 1);
  const nowhere = js('list.backupDestinationsBackups', { parameters: { backupDestinationId: 'nowhere' } });
  await assert.rejects(nowhere, (error) => error.status === 404 && error.id === 'hf-not-found');
});

deviation('list.backupDestinationsBackups', '`expiredBy` is a number, as the declarations say (an example of the vendor shows a string); what is kept for ever has 253402300799999.', async () => {
  for (const item of (await js('list.backupDestinationsBackups', { parameters })).data) {
    assert.strictEqual(item.expiredBy, KEPT_FOR_EVER);
  }
});

deviation('list.backupDestinationsBackups', '`completedAt` is `""` until the backup has ended, and one that was aborted is kept for 30 days from `createdAt`.', async () => {
  const blocked = await addAddon(addon, 'Blocked', process.env.LOCKED_URI);
  const data = { name: 'blocked', customDestinationId: backupDestinationId };
  const { id: backupId } = (await js('backup.addon', { parameters: blocked, data })).data;
  const item = async () => (await js('list.backupDestinationsBackups', { parameters })).data.find((it) => it.id === backupId);
  assert.strictEqual((await item()).completedAt, '');
  await js('abort.addon.backup', { parameters: { ...blocked, backupId } });
  const ended = await until(item, (it) => it.status === 'aborted');
  assert.match(ended.completedAt, TIME);
  assert.equal(ended.expiredBy, Date.parse(ended.createdAt) + 30 * 24 * 60 * 60 * 1000);
});

deviation('list.projects', 'a query parameter that is wrong is refused as a body is: 400, with `details` that name it; so it is by `list.backupDestinationsBackups`.', async () => {
  const refusal = refused(400, 'per_page');
  await assert.rejects(js('list.backupDestinationsBackups', { parameters, options: { per_page: 101 } }), refusal);
  await assert.rejects(js('list.projects', { options: { per_page: 0 } }), refusal);
});
