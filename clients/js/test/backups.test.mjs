import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, test } from 'node:test';
import { HoldfastClient } from '@holdfast/client';
import { access, addonOf, backupOf, client, collect, until } from './server.mjs';

const quiet = new HoldfastClient(access);
let addon;
let backup;

before(async () => {
  addon = await addonOf('Backups Project');
  backup = await backupOf(addon, { name: 'first', compressionType: 'zstd' });
});

test('a backup is downloaded as a stream, whole or in part', async () => {
  const whole = await client.download.addon.backup({ parameters: backup });
  const bytes = Buffer.concat(await collect(whole.data));
  assert.equal(bytes.length, whole.sizeBytes);
  assert.equal(createHash('sha256').update(bytes).digest('hex'), whole.sha256);
  assert.match(whole.fileName, /\.pgdump\.zst$/);
  const part = await client.download.addon.backup({ parameters: backup, options: { range: 'bytes=10-' } });
  assert.deepEqual(Buffer.concat(await collect(part.data)), bytes.subarray(10));

  const { downloadLink } = (await client.get.addon.backup.download({ parameters: backup })).data;
  const ticket = downloadLink.split('/').pop();
  const byTicket = await client.download.addon.backup({ parameters: { ticket } });
  assert.deepEqual(Buffer.concat(await collect(byTicket.data)), bytes);
});

test('a download that is refused is an error, and one that is aborted ends', async () => {
  for (const parameters of [{ ...backup, backupId: 'none' }, { ticket: 'none' }]) {
    assert.equal((await quiet.download.addon.backup({ parameters })).error.status, 404);
    await assert.rejects(client.download.addon.backup({ parameters }), { status: 404 });
  }
  const abort = new AbortController();
  const { data } = await client.download.addon.backup({ parameters: backup, signal: abort.signal });
  abort.abort(new Error('enough'));
  await assert.rejects(collect(data), /enough/);
});

test('a log is read', async () => {
  const { data, pagination } = await client.get.addon.backup.logs({ parameters: backup });
  assert.ok(data.length > 0 && data.length === pagination.count);
  const few = await client.get.addon.backup.logs({
    parameters: backup,
    options: { lineLimit: 1, direction: 'backward', containerName: ['holdfast', 'pg_dump'] },
  });
  assert.deepEqual(few.data, data.slice(-1));
});

for (const [way, makeFollower] of [
  ['by WebSocket', () => assert.equal(typeof WebSocket, 'function')],
  ['without WebSocket', (t) => without(t, 'WebSocket')],
]) {
  test(`${way}: a log is followed until the loop is left, each line once and in order`, async (t) => {
    makeFollower(t);
    const parameters = await started(addon);
    const seen = [];
    for await (const line of client.get.addon.backup.logTail({ parameters })) {
      seen.push(line);
      if (/completed/i.test(line.log)) break;
    }
    const { data } = await client.get.addon.backup.logs({ parameters });
    assert.deepEqual(seen, data.slice(0, seen.length));
  });

  test(`${way}: a tail begins with the last lines, and ends when it is aborted`, async (t) => {
    makeFollower(t);
    const { data } = await client.get.addon.backup.logs({ parameters: backup });
    const abort = new AbortController();
    const seen = [];
    const follow = async () => {
      for await (const line of client.get.addon.backup.logTail({ parameters: backup, options: { lineLimit: 2 }, signal: abort.signal })) {
        if (seen.push(line) === 2) abort.abort(new Error('enough'));
      }
    };
    await assert.rejects(follow(), /enough/);
    assert.deepEqual(seen, data.slice(-2));
  });

  test(`${way}: what may not be followed is refused`, async (t) => {
    makeFollower(t);
    const nowhere = quiet.get.addon.backup.logTail({ parameters: { ...backup, backupId: 'none' } });
    await assert.rejects(nowhere.next(), { name: 'ApiError', status: 404 });
  });
}

test('a backup is restored into another database, which is only to be filled', async () => {
  const target = await addonOf('Target Project', process.env.TARGET_URI);
  const parameters = { ...target, backupId: backup.backupId };
  const options = { sourceProjectId: backup.projectId, sourceAddonId: backup.addonId, replace: false };
  const { data } = await client.restore.addon.backup({ parameters, options });
  const look = async () => (await client.get.addon.restores({ parameters: target })).data.restores.find((it) => it.id === data.restoreId);
  const ended = await until(look, (it) => ['completed', 'failed', 'aborted'].includes(it.status));
  assert.equal(ended.status, 'completed', JSON.stringify(ended));
  await assert.rejects(client.restore.addon.backup({ parameters, options }), { status: 409 });
});

test('what needs no token is asked without one', async () => {
  const anonymous = new HoldfastClient({ host: access.host, throwErrorOnHttpErrorCode: true });
  assert.equal((await anonymous.get.health()).data.status, 'ok');
  assert.equal((await anonymous.get.ready()).data.status, 'ok');
  assert.match((await anonymous.get.openapi()).data, /^openapi: 3\.1/);
});

async function started(of) {
  const { data } = await client.backup.addon({ parameters: of, data: {} });
  return { ...of, backupId: data.id };
}

function without(t, name) {
  const own = globalThis[name];
  delete globalThis[name];
  t.after(() => (globalThis[name] = own));
}
