import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bucket, deviation, js, ofTeam, plain, projectWithAddon, read, refused, s3, takeBackup, until } from './official.mjs';

const data = { name: 'Own Bucket', description: 'elsewhere', type: 's3', prefix: 'own/', credentials: s3 };
const short = (it) => it;

test('destinations are added, read, changed and deleted', async () => {
  for (const path of [short, ofTeam]) {
    const made = (await js('add.backupDestination', path({ data }))).data;
    assert.deepEqual([made.id, made.name, made.type, made.prefix], ['own-bucket', 'Own Bucket', 's3', 'own/']);
    const parameters = { backupDestinationId: made.id };
    assert.deepEqual((await js('patch.backupDestination', path({ parameters, data: { description: 'changed' } }))).data, {});
    const seen = await read('get.backupDestination', { parameters });
    assert.equal(seen.description, 'changed');
    assert.equal(seen.credentials.bucketName, s3.bucketName);
    assert.equal(seen.credentials.endpoint, s3.endpoint);
    assert.deepEqual((await js('delete.backupDestination', path({ parameters }))).data, {});
    await assert.rejects(js('get.backupDestination', { parameters }), (error) => error.status === 404);
  }
});

test('new credentials are tried before they are taken', async () => {
  const parameters = { backupDestinationId: await bucket('Tried Bucket') };
  const change = (credentials) => js('patch.backupDestination', { parameters, data: { credentials } });
  await assert.rejects(change({ ...s3, secretKey: 'wrong' }), (error) => error.status === 400 && error.details.credentials.length > 0);
  assert.deepEqual((await change(s3)).data, {});
});

test('destinations are listed page by page and all at once', async () => {
  const made = [await bucket('Listed One'), await bucket('Listed Two')];
  for (const path of [short, ofTeam]) {
    const first = await js('list.backupDestinations', path({ options: { per_page: 1 } }));
    assert.deepEqual([first.data.backupDestinations.length, first.pagination.count, first.pagination.hasNextPage], [1, 1, true]);
    assert.match(first.pagination.cursor, /^[\w-]{24}$/);
    const next = await first.pagination.getNextPage();
    assert.notEqual(next.data.backupDestinations[0].id, first.data.backupDestinations[0].id);
    const all = (await js('list.backupDestinations.all', path({ options: { per_page: 1 } }))).data.backupDestinations;
    for (const id of [...made, 'built-in']) assert.equal(all.filter((it) => it.id === id).length, 1, id);
  }
});

deviation('list.backupDestinations', 'the built-in destination is of type `local` and has a `path` instead of `credentials`.', async () => {
  const all = (await js('list.backupDestinations', { options: { per_page: 100 } })).data.backupDestinations;
  const builtIn = all.find((it) => it.id === 'built-in');
  assert.deepEqual([builtIn.type, typeof builtIn.path, 'credentials' in builtIn], ['local', 'string', false]);
});

deviation('get.backupDestination', 'the secret key is never returned, and of the access key only the last four characters are shown.', async () => {
  const parameters = { backupDestinationId: await bucket('Discreet Bucket') };
  const { credentials } = (await js('get.backupDestination', { parameters })).data;
  assert.match(credentials.secretKey, /^\*+$/);
  assert.match(credentials.accessKey, /^\*+.{4}$/);
  assert.ok(s3.accessKey.endsWith(credentials.accessKey.slice(-4)));
});

deviation('add.backupDestination', 'the bucket is tried by writing a small object before the destination is kept; a request with our `?skipTest=true`, which the client cannot send, skips that.', async () => {
  const nowhere = { ...data, name: 'Nowhere', credentials: { ...s3, bucketName: 'no-such-bucket' } };
  for (const options of [{}, { skipTest: true }]) {
    await assert.rejects(js('add.backupDestination', { data: nowhere, options }), refused(400, 'credentials'));
  }
  await assert.rejects(js('get.backupDestination', { parameters: { backupDestinationId: 'nowhere' } }), refused(404));
  const { id: backupDestinationId } = await plain('POST', '/v1/backup-destinations?skipTest=true', nowhere);
  await js('delete.backupDestination', { parameters: { backupDestinationId } });
});

deviation('delete.backupDestination', 'a destination that a backup or a schedule still uses is not deleted (409); what others have stored in its place stays.', async () => {
  const addon = await projectWithAddon('Destinations Project');
  const backupDestinationId = await bucket('Used Bucket');
  const remove = () => js('delete.backupDestination', { parameters: { backupDestinationId } });
  const schedule = { scheduling: { interval: 'daily', minute: [15], hour: [4] }, backupType: 'dump', retentionTime: 30 };
  const named = { ...schedule, customDestinationId: backupDestinationId };
  const { id: scheduleId } = (await js('create.addon.backupSchedule', { parameters: addon, data: named })).data;
  await assert.rejects(remove(), refused(409));
  await js('delete.addon.backupSchedule', { parameters: { ...addon, scheduleId } });
  const { id: backupId } = await takeBackup(addon, { customDestinationId: backupDestinationId });
  await assert.rejects(remove(), refused(409));
  await js('delete.backup', { parameters: { ...addon, backupId } });
  await until(() => remove().then(() => true, () => false), (deleted) => deleted);
  assert.equal((await fetch(process.env.FOREIGN_OBJECT)).status, 200);
});

deviation('patch.backupDestination', 'renaming keeps the id.', async () => {
  const parameters = { backupDestinationId: await bucket('First Name') };
  await js('patch.backupDestination', { parameters, data: { name: 'Second Name' } });
  const { id, name } = (await js('get.backupDestination', { parameters })).data;
  assert.deepEqual([id, name], ['first-name', 'Second Name']);
});

deviation('add.backupDestination', 'a name that is taken is refused (409), and so is one of which the same id would be made.', async () => {
  await bucket('Only One');
  for (const name of ['Only One', 'only-one']) {
    await assert.rejects(js('add.backupDestination', { data: { ...data, name } }), refused(409));
  }
});
