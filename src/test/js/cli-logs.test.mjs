import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TERMINAL, addAddon, deviation, js, projectWithAddon, run, takeBackup, until } from './official.mjs';

const addon = await projectWithAddon('Cli Logs');
const target = await addAddon(addon, 'Target', process.env.CLI_LOGS_URI);
const { id: backupId } = await takeBackup(addon, { name: 'logged' });
const source = { sourceProjectId: addon.projectId, sourceAddonId: addon.addonId };
const restored = { ...target, backupId };
const { restoreId } = (await js('restore.addon.backup', { parameters: restored, options: source })).data;
await until(
  async () => (await js('get.addon.restores', { parameters: target })).data.restores[0].status,
  (it) => TERMINAL.has(it),
);
const options = (parameters) => Object.entries(parameters).flatMap(([name, value]) => [`--${name}`, value]);
const lines = /dump|restor|stor/i;

for (const [command, parameters] of [
  ['get addon backup logs', { ...addon, backupId }],
  ['get addon restores logs', { ...restored, restoreId }],
]) {
  test(`${command} prints lines`, async () => {
    const { code, stdout, stderr } = await run(command, [...options(parameters), '-o', 'json']);
    assert.equal(code, 0, stdout + stderr);
    assert.equal(stderr, '');
    assert.match(stdout, lines);
  });

  test(`${command} --tail follows them`, async () => {
    const told = { until: (said) => lines.test(said.split('\n').slice(1).join('\n')) };
    const { stdout, stderr } = await run(`${command} --tail`, options(parameters), told);
    assert.equal(stderr, '');
    assert.match(stdout, lines);
  });
}

deviation('get addon backup logs', 'the command itself ends with 0 where there is no such backup; the message goes to stderr.', async () => {
  const { code, stderr } = await run('get addon backup logs', options({ ...addon, backupId: 'nowhere' }));
  assert.equal(code, 0);
  assert.match(stderr, /no backup/);
});
