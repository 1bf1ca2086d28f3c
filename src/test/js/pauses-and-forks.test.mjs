import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addAddon, bucket, js, ofTeam, postgresql, projectWithAddon, takeBackup, until } from './official.mjs';

const { SOURCE_URI, FORK_URI } = process.env;
const addon = await projectWithAddon('Forks Project');
const project = { projectId: addon.projectId };

test("a paused addon's backup waits until it is resumed", async () => {
  for (const [name, path] of [['Paused', (it) => it], ['Paused by team', ofTeam]]) {
    const parameters = await addAddon(addon, name, SOURCE_URI);
    const status = async () => (await js('get.addon', { parameters })).data.status;
    await js('pause.addon', path({ parameters }));
    assert.equal(await status(), 'paused');
    const waiting = (await js('backup.addon', { parameters, data: {} })).data;
    const of = { parameters: { ...parameters, backupId: waiting.id } };
    assert.equal((await js('get.addon.backup', of)).data.status, 'scheduled');
    await js('resume.addon', path({ parameters }));
    await until(async () => (await js('get.addon.backup', of)).data.status, (it) => it === 'completed');
    assert.equal(await status(), 'running');
  }
});

test('an addon is forked from a backup', async () => {
  const customDestinationId = await bucket('Fork Bucket');
  const { id: backupId } = await takeBackup(addon, { name: 'origin', customDestinationId });
  const source = { ...project, addonId: addon.addonId, backupId };
  const data = { ...postgresql('Fork', FORK_URI), source };
  const fork = (await js('create.addon', { parameters: project, data })).data;
  const parameters = { ...project, addonId: fork.id };
  const restore = async () => (await js('get.addon.restores', { parameters })).data.restores[0];
  const ended = await until(restore, (it) => ['completed', 'failed'].includes(it?.status));
  assert.equal(ended.status, 'completed');
  assert.equal(ended.backupId, backupId);
});
