import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addAddon, deviation, js, ofTeam, projectWithAddon, takeBackup, TERMINAL, until } from './official.mjs';

const addon = await projectWithAddon('Logs Project');
const target = await addAddon(addon, 'Target', process.env.LOGS_URI);
const { id: backupId } = await takeBackup(addon, { name: 'logged' });
const options = { sourceProjectId: addon.projectId, sourceAddonId: addon.addonId };
const restored = { ...target, backupId };
const { restoreId } = (await js('restore.addon.backup', { parameters: restored, options })).data;
await until(
  async () => (await js('get.addon.restores', { parameters: target })).data.restores[0].status,
  (it) => TERMINAL.has(it),
);
const ofBackup = { parameters: { ...addon, backupId } };
const ofRestore = { parameters: { ...restored, restoreId } };
const ways = [(it) => it, ofTeam];

function holdLines(lines) {
  assert.ok(lines.length > 0);
  for (const line of lines) {
    assert.equal(typeof line.containerId, 'string');
    assert.ok(line.log !== undefined);
    assert.ok(line.ts instanceof Date && !Number.isNaN(line.ts.valueOf()), 'the client makes a Date of ts');
  }
}

/** What a tail brings until its first lines are there. */
function tailed(session) {
  return new Promise((resolve, reject) => {
    session.on('logs-received', (lines) => {
      resolve(lines);
      session.stop();
    });
    session.on('error', (error) => reject(new Error(JSON.stringify(error.message ?? error))));
    session.start().catch(reject);
  });
}

for (const [method, request] of [
  ['logs.getAddonBackupLogs', ofBackup],
  ['get.addon.backup.logs', ofBackup],
  ['logs.getAddonRestoresLogs', ofRestore],
  ['get.addon.restores.logs', ofRestore],
]) {
  test(`${method} answers lines`, async () => {
    const [short, team] = await Promise.all(ways.map((path) => js(method, path(request))));
    holdLines(short.data);
    assert.deepEqual(team.data, short.data);
  });
}

for (const [method, request] of [
  ['logs.tailAddonBackupLogs', ofBackup],
  ['get.addon.backup.logTail', ofBackup],
  ['logs.tailAddonRestoresLogs', ofRestore],
  ['get.addon.restores.logTail', ofRestore],
]) {
  test(`${method} follows the lines`, async () => {
    for (const path of ways) holdLines(await tailed(await js(method, path(request))));
  });
}

test('lines are filtered by text, number and direction', async () => {
  const ask = async (options) => (await js('logs.getAddonBackupLogs', { ...ofBackup, options })).data;
  const all = await ask({ direction: 'forward' });
  assert.deepEqual(await ask({ direction: 'forward', lineLimit: 1 }), all.slice(0, 1));
  assert.deepEqual((await ask({ direction: 'backward' })).map((it) => it.log), all.map((it) => it.log).reverse());
  const text = String(all[0].log).slice(0, 8);
  assert.deepEqual(await ask({ direction: 'forward', textIncludes: text }), all.filter((it) => String(it.log).includes(text)));
  assert.deepEqual(await ask({ direction: 'forward', textNotIncludes: text }), all.filter((it) => !String(it.log).includes(text)));
  assert.deepEqual(await ask({ textIncludes: 'no line says this' }), []);
});

deviation('logs.tailAddonRestoresLogs', 'the client itself ignores the team here and asks by the short path.', async () => {
  const session = await js('logs.tailAddonRestoresLogs', ofTeam(ofRestore));
  assert.ok(!session.logsEndpoint.includes('/teams/'), session.logsEndpoint);
});
