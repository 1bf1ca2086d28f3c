import assert from 'node:assert/strict';
import { test } from 'node:test';
import { js, ofTeam, projectWithAddon, takeBackup } from './official.mjs';

const addon = await projectWithAddon('Downloads Project');

test('a download link works without a token and by ranges', async () => {
  const { id: backupId, config } = await takeBackup(addon, { name: 'downloaded' });
  const { downloadLink } = (await js('get.addon.backup.download', { parameters: { ...addon, backupId } })).data;
  const { pathname, search } = new URL(downloadLink);
  const link = process.env.HOLDFAST_URL + pathname + search;
  const whole = await fetch(link);
  assert.equal(whole.status, 200);
  const bytes = new Uint8Array(await whole.arrayBuffer());
  assert.equal(String(bytes.length), config.size);
  const part = await fetch(link, { headers: { Range: 'bytes=10-19' } });
  assert.equal(part.status, 206);
  assert.deepEqual(new Uint8Array(await part.arrayBuffer()), bytes.slice(10, 20));
  const team = await js('get.addon.backup.download', ofTeam({ parameters: { ...addon, backupId } }));
  assert.equal((await fetch(team.data.downloadLink)).status, 200);
});
