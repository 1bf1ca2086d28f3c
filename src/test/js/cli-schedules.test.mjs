import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cli, input, projectWithAddon } from './official.mjs';

const { projectId, addonId } = await projectWithAddon('Cli Schedules');
const addon = ['--projectId', projectId, '--addonId', addonId];
const daily = { scheduling: { interval: 'daily', minute: [15], hour: [4] }, backupType: 'dump', retentionTime: 30 };

test('schedules are created, listed and deleted', async () => {
  const { id } = await cli('create addon backup-schedule', [...addon, ...input(daily)]);
  const { schedules } = await cli('get addon backup-schedules', addon);
  assert.deepEqual(schedules.map((it) => [it.id, it.scheduling, it.retentionTime]), [[id, daily.scheduling, 30]]);
  const one = [...addon, '--scheduleId', id, '--force'];
  assert.deepEqual(await cli('delete addon backup-schedule', one), {});
  assert.deepEqual((await cli('get addon backup-schedules', addon)).schedules, []);
});
