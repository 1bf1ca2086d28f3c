import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cli, completed, input, projectWithAddon, until } from './official.mjs';

const addon = await projectWithAddon('Cli Imports');
const options = ['--projectId', addon.projectId, '--addonId', addon.addonId];

test('a live database is imported', async () => {
  const body = { name: 'imported', connectionString: process.env.SOURCE_URI };
  assert.deepEqual(await cli('import addon backup', [...options, ...input(body)]), {});
  const { backups } = await until(() => cli('get addon backups', options), (it) => it.backups.length > 0);
  assert.deepEqual(backups.map((it) => [it.name, it.config.source.type]), [['imported', 'liveInstance']]);
  await completed({ ...addon, backupId: backups[0].id });
});
