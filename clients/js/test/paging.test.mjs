import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { HoldfastClient } from '@holdfast/client';
import { access, addonOf, backupOf, client, collect } from './server.mjs';

const parameters = { backupDestinationId: 'paging' };
const ids = (items) => items.map((it) => it.id);
const expected = ['third', 'second', 'first'];
let addon;

before(async () => {
  await client.add.backupDestination({ data: { name: 'Paging', type: 'local' } });
  addon = await addonOf('Paging Project');
  for (const name of ['first', 'second', 'third']) await backupOf(addon, { name, customDestinationId: 'paging' });
});

for (const [shape, list, request, itemsOf] of [
  ['a bare array', (it) => it.list.backupDestinationsBackups, () => ({ parameters }), (data) => data],
  ['a named list', (it) => it.get.addon.backups, () => ({ parameters: addon }), (data) => data.backups],
]) {
  test(`${shape}: all, items and pages give every item once, for pages of any size`, async () => {
    for (const options of [undefined, { per_page: 1 }, { per_page: 2 }, { per_page: 3 }]) {
      const asked = { ...request(), ...(options && { options }) };
      assert.deepEqual(ids(itemsOf((await list(client).all(asked)).data)), expected);
      assert.deepEqual(ids(await collect(list(client).items(asked))), expected);
      const pages = await collect(list(client).pages(asked));
      assert.deepEqual(ids(pages.flatMap((it) => itemsOf(it.data))), expected);
      assert.equal(pages.length, Math.ceil(3 / (options?.per_page ?? 100)));
    }
  });

  test(`${shape}: getNextPage goes on from a page, and after the last one gives empty pages`, async () => {
    let page = await list(client)({ ...request(), options: { per_page: 2 } });
    assert.deepEqual([page.pagination.hasNextPage, page.pagination.count], [true, 2]);
    page = await page.pagination.getNextPage();
    assert.deepEqual(ids(itemsOf(page.data)), ['first']);
    assert.deepEqual([page.pagination.hasNextPage, page.pagination.cursor], [false, undefined]);
    for (let beyond = 0; beyond < 2; beyond++) {
      page = await page.pagination.getNextPage();
      assert.deepEqual([itemsOf(page.data), page.pagination.hasNextPage, page.pagination.count], [[], false, 0]);
    }
  });
}

test('a list of one item is a list of one item', async () => {
  await client.add.backupDestination({ data: { name: 'Single', type: 'local' } });
  await backupOf(addon, { name: 'only', customDestinationId: 'single' });
  const { data } = await client.list.backupDestinationsBackups.all({ parameters: { backupDestinationId: 'single' } });
  assert.deepEqual(ids(data), ['only']);
});

test('a loop that is left asks for no further page', async () => {
  const asked = [];
  const counting = new HoldfastClient({ ...access, fetch: (url, init) => (asked.push(url), fetch(url, init)) });
  for await (const item of counting.list.backupDestinationsBackups.items({ parameters, options: { per_page: 1 } })) {
    if (item.id === 'second') break;
  }
  assert.equal(asked.length, 2);
});

test('a page that is asked for by its number is followed by cursor', async () => {
  const page = await client.list.backupDestinationsBackups({ parameters, options: { per_page: 1, page: 2 } });
  assert.deepEqual(ids(page.data), ['second']);
  assert.deepEqual(ids((await page.pagination.getNextPage()).data), ['first']);
});

test('a walk that is refused throws, also in a client that answers errors', async () => {
  const nowhere = { parameters: { backupDestinationId: 'nowhere' } };
  const quiet = new HoldfastClient(access);
  await assert.rejects(collect(quiet.list.backupDestinationsBackups.items(nowhere)), { name: 'ApiError', status: 404 });
  assert.equal((await quiet.list.backupDestinationsBackups.all(nowhere)).error.status, 404);
});
