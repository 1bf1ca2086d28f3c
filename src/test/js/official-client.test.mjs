// The official JavaScript client, unmodified, does the main job against a running Holdfast server.
// Set by OfficialClientTest: HOLDFAST_URL, HOLDFAST_TOKEN, DATABASE_URI, TARGET_URI, and S3_* of a real bucket.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiClient, ApiClientInMemoryContextProvider } from '@northflank/js-client';

const { HOLDFAST_URL, HOLDFAST_TOKEN, DATABASE_URI, TARGET_URI } = process.env;
const s3 = {
  accessKey: process.env.S3_ACCESS_KEY,
  secretKey: process.env.S3_SECRET_KEY,
  bucketName: process.env.S3_BUCKET,
  region: 'us-east-1',
  endpoint: process.env.S3_ENDPOINT,
};
const TERMINAL = new Set(['completed', 'failed', 'aborted', 'not-supported']);
const project = { projectId: 'conformance-project' };
const addon = { ...project, addonId: 'source-database' };
const target = { ...project, addonId: 'target-database' };
const destination = { backupDestinationId: 'conformance-bucket' };

async function client(token) {
  const contexts = new ApiClientInMemoryContextProvider();
  await contexts.addContext({ name: 'local', host: HOLDFAST_URL, token });
  return new ApiClient(contexts, { throwErrorOnHttpErrorCode: true });
}

async function until(look, done) {
  for (let i = 0; i < 600; i++) {
    const value = await look();
    if (done(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('did not happen within a minute');
}

const api = await client(HOLDFAST_TOKEN);
const backup = async (backupId) =>
  (await api.get.addon.backup({ parameters: { ...addon, backupId } })).data;

async function completedBackup(data) {
  const made = (await api.backup.addon({ parameters: addon, data })).data;
  const done = await until(() => backup(made.id), (it) => TERMINAL.has(it.status));
  assert.equal(done.status, 'completed', JSON.stringify(done));
  return done;
}

test('a wrong token is refused', async () => {
  const stranger = await client('wrong');
  await assert.rejects(stranger.list.projects({}), (error) => error.status === 401);
});

test('projects are created, listed, read and changed', async () => {
  const made = await api.create.project({
    data: { name: 'Conformance Project', description: 'for tests', region: 'local' },
  });
  assert.equal(made.data.id, project.projectId);
  const listed = await api.list.projects({});
  assert.ok(listed.data.projects.some((it) => it.id === project.projectId));
  await api.patch.project({ parameters: project, data: { description: 'changed' } });
  const read = await api.get.project({ parameters: project });
  assert.equal(read.data.description, 'changed');
  await api.put.project({ data: { name: 'Conformance Project', region: 'local', description: 'put' } });
});

test('destinations are added, listed, read and changed, and keep their secrets', async () => {
  const made = await api.add.backupDestination({
    data: { name: 'Conformance Bucket', type: 's3', prefix: 'conformance/', credentials: s3 },
  });
  assert.equal(made.data.id, destination.backupDestinationId);
  assert.ok(!JSON.stringify(made.data).includes(s3.secretKey));
  await api.patch.backupDestination({ parameters: destination, data: { description: 'changed' } });
  const read = await api.get.backupDestination({ parameters: destination });
  assert.equal(read.data.description, 'changed');
  assert.ok(!JSON.stringify(read.data).includes(s3.secretKey));
  const all = await api.list.backupDestinations.all({});
  assert.deepEqual(
    all.data.backupDestinations.map((it) => it.id).sort(),
    ['built-in', 'conformance-bucket'],
  );
});

test('addons are created, listed and read', async () => {
  for (const [name, uri] of [['Source Database', DATABASE_URI], ['Target Database', TARGET_URI]]) {
    const made = await api.create.addon({
      parameters: project,
      data: {
        name,
        type: 'postgresql',
        version: 'latest',
        billing: { deploymentPlan: 'nf-compute-20', storage: 4096, replicas: 1 },
        connection: { uri },
      },
    });
    assert.equal(made.data.status, 'running');
    assert.ok(!JSON.stringify(made.data).includes(new URL(uri).password));
  }
  const listed = await api.list.addons({ parameters: project });
  assert.equal(listed.data.addons.length, 2);
  const read = await api.get.addon({ parameters: addon });
  assert.equal(read.data.name, 'Source Database');
  const version = await api.get.addon.version({ parameters: addon });
  assert.match(version.data.version, /^14\b/);
});

test('addons are changed and put', async () => {
  await api.patch.addon({ parameters: target, data: { description: 'patched' } });
  assert.equal((await api.get.addon({ parameters: target })).data.description, 'patched');
  await api.put.addon({
    parameters: project,
    data: {
      name: 'Target Database',
      description: 'put',
      type: 'postgresql',
      version: 'latest',
      billing: { deploymentPlan: 'nf-compute-20', storage: 4096, replicas: 1 },
      connection: { uri: TARGET_URI },
    },
  });
  assert.equal((await api.get.addon({ parameters: target })).data.description, 'put');
  assert.equal((await api.list.addons({ parameters: project })).data.addons.length, 2);
});

test('backups are taken in both compressions, and the reference endpoint lists them', async () => {
  await completedBackup({ name: 'first', customDestinationId: 'conformance-bucket' });
  const second = await completedBackup({
    name: 'second',
    backupType: 'dump',
    compressionType: 'zstd',
    customDestinationId: 'conformance-bucket',
  });
  const answer = await api.list.backupDestinationsBackups({ parameters: destination });
  assert.deepEqual(answer.data.map((it) => it.id), ['second', 'first']);
  assert.equal(answer.pagination.hasNextPage, false);
  assert.equal(answer.pagination.count, 2);
  assert.ok(!('cursor' in answer.pagination));
  const [item] = answer.data;
  assert.equal(item.status, 'completed');
  assert.deepEqual(item.project, { id: 'conformance-project', name: 'Conformance Project' });
  assert.deepEqual(item.addon, { id: 'source-database', name: 'Source Database' });
  assert.equal(item.config.addonType, 'postgresql');
  assert.deepEqual(item.config.source, { type: 'global' });
  assert.equal(item.config.size, second.config.size);
  assert.ok(Number(item.config.size) > 0);
  assert.deepEqual(item.schedules, []);
  assert.equal(item.expiredBy, 253402300799999);
});

test('pages are walked by getNextPage and by all', async () => {
  const first = await api.list.backupDestinationsBackups({
    parameters: destination,
    options: { per_page: 1 },
  });
  assert.equal(first.pagination.hasNextPage, true);
  const next = await first.pagination.getNextPage();
  assert.deepEqual(next.data.map((it) => it.id), ['first']);
  assert.equal(next.pagination.cursor, undefined);
  const all = await api.list.backupDestinationsBackups.all({ parameters: destination });
  assert.deepEqual(all.data.map((it) => it.id), ['second', 'first']);
  const ofAddon = await api.get.addon.backups.all({ parameters: addon });
  assert.deepEqual(ofAddon.data.backups.map((it) => it.id), ['second', 'first']);
});

test('a backup is restored into another addon, and the restores are listed', async () => {
  const parameters = { ...target, backupId: 'second' };
  const options = { sourceProjectId: addon.projectId, sourceAddonId: addon.addonId };
  const { restoreId } = (await api.restore.addon.backup({ parameters, options })).data;
  const look = async () =>
    (await api.get.addon.backup.restores({ parameters, options })).data.restores
      .find((it) => it.id === restoreId);
  const done = await until(look, (it) => TERMINAL.has(it.status));
  assert.equal(done.status, 'completed', JSON.stringify(done));
  const ofTarget = await api.get.addon.restores({ parameters: target });
  assert.equal(ofTarget.data.restores[0].backupId, 'second');
});

test('a scheduled or running backup is aborted, a finished one is retained', async () => {
  const made = (await api.backup.addon({ parameters: addon, data: { name: 'unwanted' } })).data;
  await api.abort.addon.backup({ parameters: { ...addon, backupId: made.id } }).catch((error) => {
    assert.equal(error.status, 409, 'it may have completed before the abort arrived');
  });
  const done = await until(() => backup(made.id), (it) => TERMINAL.has(it.status));
  assert.ok(['aborted', 'completed'].includes(done.status));
  await api.retain.addon.backup({ parameters: { ...addon, backupId: 'second' } });
  const { data } = await api.list.backupDestinationsBackups({ parameters: destination });
  assert.equal(data.find((it) => it.id === 'second').expiredBy, 253402300799999);
});

test('a team path answers like the short one', async () => {
  const answer = await api.list.backupDestinationsBackups({
    parameters: { ...destination, teamId: 'any-team' },
  });
  assert.equal(answer.data.length, 2);
});

test('errors carry what the client shows', async () => {
  await assert.rejects(
    api.list.backupDestinationsBackups({ parameters: destination, options: { per_page: 101 } }),
    (error) => error.status === 400 && error.details.per_page.length === 1,
  );
  await assert.rejects(
    api.list.backupDestinationsBackups({ parameters: { backupDestinationId: 'nowhere' } }),
    (error) => error.status === 404,
  );
  await assert.rejects(
    api.delete.backupDestination({ parameters: destination }),
    (error) => error.status === 409,
  );
});

test('everything is deleted again', async () => {
  for (const it of (await api.get.addon.backups.all({ parameters: addon })).data.backups) {
    await api.delete.backup({ parameters: { ...addon, backupId: it.id } });
  }
  await until(
    async () => (await api.list.backupDestinationsBackups({ parameters: destination })).data,
    (items) => items.length === 0,
  );
  await api.delete.addon({ parameters: addon });
  await api.delete.addon({ parameters: target });
  await until(
    () => api.delete.backupDestination({ parameters: destination }).then(() => true, () => false),
    (deleted) => deleted,
  );
  await api.delete.project({ parameters: project });
});
