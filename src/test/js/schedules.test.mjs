import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TIME, bucket, deviation, js, ofTeam, projectWithAddon, read } from './official.mjs';

const addon = await projectWithAddon('Schedules Project');
// None that could come while these tests run.
const minutes = [20, 40].map((later) => (new Date().getUTCMinutes() + later) % 60).sort((a, b) => a - b);
const hourly = { scheduling: { interval: 'hourly', minute: minutes }, backupType: 'dump', compressionType: 'zstd', retentionTime: 3 };
const daily = { scheduling: { interval: 'daily', minute: [15], hour: [4] }, backupType: 'dump', retentionTime: 30 };
const weekly = { scheduling: { interval: 'weekly', minute: [45], hour: [5], day: [0, 6] }, backupType: 'dump', retentionTime: 90 };
const refused = (field) => (error) => error.status === 400 && Object.keys(error.details).some((it) => it.startsWith(field));
const create = (data, path = (it) => it) => js('create.addon.backupSchedule', path({ parameters: addon, data }));

test('schedules are created, listed and deleted', async () => {
  const customDestinationId = await bucket('Schedules Bucket');
  for (const path of [(it) => it, ofTeam]) {
    const made = [];
    for (const data of [{ ...hourly, customDestinationId }, daily, weekly]) {
      const { id } = (await create(data, path)).data;
      assert.match(id, /^[0-9a-f]{24}$/);
      made.push(id);
    }
    const { schedules } = await read('get.addon.backupSchedules', { parameters: addon });
    const seen = made.map((id) => schedules.find((it) => it.id === id));
    assert.deepEqual(seen.map((it) => it.scheduling), [hourly, daily, weekly].map((it) => it.scheduling));
    assert.deepEqual(seen.map((it) => it.retentionTime), [3, 30, 90]);
    assert.equal(seen[0].backupCompressionType, 'zstd');
    assert.equal(seen[0].customDestinationId, customDestinationId);
    assert.match(seen[0].createdAt, TIME);
    const all = (await js('get.addon.backupSchedules.all', path({ parameters: addon, options: { per_page: 1 } }))).data;
    assert.deepEqual(all.schedules.map((it) => it.id).sort(), [...made].sort());
    for (const scheduleId of made) {
      assert.deepEqual((await js('delete.addon.backupSchedule', path({ parameters: { ...addon, scheduleId } }))).data, {});
    }
    assert.deepEqual((await read('get.addon.backupSchedules', { parameters: addon })).schedules, []);
  }
});

test("the vendor's rules hold", async () => {
  const { id: scheduleId } = (await create(daily)).data;
  await assert.rejects(create(daily), (error) => error.status === 409);
  await js('delete.addon.backupSchedule', { parameters: { ...addon, scheduleId } });
  await assert.rejects(create({ ...hourly, retentionTime: 8 }), refused('retentionTime'));
  await assert.rejects(create({ ...daily, scheduling: { interval: 'daily', minute: [1] } }), refused('scheduling'));
  const everyMinute = Array.from({ length: 60 }, (_, minute) => minute);
  await assert.rejects(create({ ...hourly, scheduling: { interval: 'hourly', minute: everyMinute } }), refused(''));
});

test('an addon brings its schedules, and replaces them as a whole', async () => {
  await js('patch.addon', { parameters: addon, data: { backupSchedules: [hourly, daily] } });
  assert.equal((await read('get.addon.backupSchedules', { parameters: addon })).schedules.length, 2);
  await js('patch.addon', { parameters: addon, data: { backupSchedules: [weekly] } });
  const { schedules } = await read('get.addon.backupSchedules', { parameters: addon });
  assert.deepEqual(schedules.map((it) => it.scheduling.interval), ['weekly']);
  await js('patch.addon', { parameters: addon, data: { backupSchedules: [] } });
});

deviation('create.addon.backupSchedule', '`additionalDestinations` are for dumps too; the hours are of UTC unless our extra field `timeZone` names a zone, and the list tells the zone.', async () => {
  const destinationId = await bucket('Schedules Further');
  const additionalDestinations = [{ destinationId, retentionTime: 7, type: 'custom' }];
  for (const [data, zone] of [[daily, 'UTC'], [{ ...daily, additionalDestinations, timeZone: 'Europe/Berlin' }, 'Europe/Berlin']]) {
    const { id: scheduleId } = (await create(data)).data;
    const [seen] = (await read('get.addon.backupSchedules', { parameters: addon })).schedules;
    assert.equal(seen.timeZone, zone);
    assert.deepEqual(seen.additionalDestinations, data.additionalDestinations ?? []);
    await js('delete.addon.backupSchedule', { parameters: { ...addon, scheduleId } });
  }
});
