// Projects, addons and destinations from the command line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TIME, cli, input, postgresql, run, s3 } from './official.mjs';

const project = ['--projectId', 'cli-project'];
const addon = [...project, '--addonId', 'database'];
const body = postgresql('Database', process.env.SOURCE_URI);
const destination = ['--backupDestinationId', 'cli-bucket'];

test('projects and addons are created, put, changed, read, listed and deleted', async () => {
  const made = await cli('create project', input({ name: 'Cli Project', region: 'local' }));
  assert.equal(made.id, 'cli-project');
  const put = await cli('put project', input({ name: 'Cli Project', region: 'local', description: 'put' }));
  assert.deepEqual([put.id, put.description], ['cli-project', 'put']);
  assert.equal((await cli('patch project', [...project, ...input({ description: 'changed' })])).description, 'changed');
  assert.match((await cli('get project', project)).createdAt, TIME);
  assert.ok((await cli('list projects')).projects.some((it) => it.id === 'cli-project' && it.description === 'changed'));

  assert.equal((await cli('create addon', [...project, ...input(body)])).id, 'database');
  assert.equal((await cli('put addon', [...project, ...input({ ...body, description: 'put' })])).description, 'put');
  assert.equal((await cli('patch addon', [...addon, ...input({ description: 'changed' })])).description, 'changed');
  assert.equal((await cli('get addon', addon)).description, 'changed');
  assert.deepEqual((await cli('list addons', project)).addons.map((it) => [it.id, it.status]), [['database', 'running']]);
  assert.match((await cli('get addon version', addon)).version, /^14\./);

  const refused = await run('delete project', [...project, '--force']);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /409/);
  assert.deepEqual(await cli('delete addon', [...addon, '--force']), {});
  assert.deepEqual(await cli('delete project', [...project, '--force']), {});
  const gone = await run('get project', project);
  assert.equal(gone.code, 1);
  assert.match(gone.stderr, /404, NF error id: hf-not-found/);
});

test('destinations are added, read, changed, listed and deleted', async () => {
  const made = await cli('add backup-destination', input({ name: 'Cli Bucket', type: 's3', prefix: 'cli/', credentials: s3 }));
  assert.equal(made.id, 'cli-bucket');
  assert.deepEqual(await cli('patch backup-destination', [...destination, ...input({ description: 'changed' })]), {});
  const seen = await cli('get backup-destination', destination);
  assert.equal(seen.description, 'changed');
  assert.ok(!JSON.stringify(seen).includes(s3.secretKey));
  const ids = (await cli('list backup-destinations', ['--per_page', '100', '--page', '1'])).backupDestinations.map((it) => it.id);
  assert.ok(ids.includes('cli-bucket') && ids.includes('built-in'));
  const byName = await cli('list backup-destinations-backups', ['--backupDestinationId', 'Cli Bucket', '--page', '1']);
  assert.deepEqual(byName, []);
  assert.deepEqual(await cli('delete backup-destination', [...destination, '--force']), {});
});
