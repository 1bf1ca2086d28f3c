// Import by URL and by connection string. The server of the tests is allowed to fetch from 127.0.0.1.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { TERMINAL, js, ofTeam, projectWithAddon, takeBackup, until } from './official.mjs';

const { SOURCE_URI } = process.env;
const addon = await projectWithAddon('Imports Project');
const ways = [(it) => it, ofTeam];

async function imported(path, data) {
  assert.deepEqual((await js('import.addon.backup', path({ parameters: addon, data }))).data, {});
  const look = async () => (await js('get.addon.backups', { parameters: addon })).data.backups.find((it) => it.name === data.name);
  const backup = await until(look, (it) => TERMINAL.has(it?.status));
  assert.equal(backup.status, 'completed', JSON.stringify(backup));
  return backup;
}

/** A stored dump, as it lies in its destination. */
async function dump() {
  const { id: backupId } = await takeBackup(addon, { name: 'origin', compressionType: 'gz' });
  const { downloadLink } = (await js('get.addon.backup.download', { parameters: { ...addon, backupId } })).data;
  return Buffer.from(await (await fetch(downloadLink)).arrayBuffer());
}

test('a live database is imported as a backup', async () => {
  for (const [i, path] of ways.entries()) {
    const backup = await imported(path, { name: `live ${i}`, connectionString: SOURCE_URI });
    assert.equal(backup.config.source.type, 'liveInstance');
  }
});

test('a packed dump is imported by its URL', async () => {
  const bytes = await dump();
  const server = createServer((request, response) => response.end(bytes)).listen(0, '127.0.0.1');
  after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const importUrl = `http://127.0.0.1:${server.address().port}/shop.pgdump.gz`;
  const backup = await imported((it) => it, { name: 'by url', importUrl });
  assert.equal(backup.config.source.type, 'externalDump');
});
