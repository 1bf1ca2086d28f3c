import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cli, projectWithAddon, takeBackup } from './official.mjs';

const { projectId, addonId } = await projectWithAddon('Cli Pauses');
const addon = ['--projectId', projectId, '--addonId', addonId];

test('an addon is paused and resumed', async () => {
  assert.ok(await cli('pause addon', addon));
  assert.equal((await cli('get addon', addon)).status, 'paused');
  assert.ok(await cli('resume addon', addon));
  assert.equal((await cli('get addon', addon)).status, 'running');
});

test('a download link is printed', async () => {
  const { id } = await takeBackup({ projectId, addonId }, { name: 'downloaded' });
  const { downloadLink } = await cli('get addon backup download', [...addon, '--backupId', id]);
  const answer = await fetch(downloadLink, { method: 'HEAD' });
  assert.equal(answer.status, 200);
});
