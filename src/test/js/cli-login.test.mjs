import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli, home, host, run } from './official.mjs';

const { HOLDFAST_TOKEN } = process.env;
const login = (token) => ['-n', 'holdfast', '-t', token, '--host', host('cli/login'), '--override'];

test('login keeps the host and the token, and later commands use them', async () => {
  const folder = home('login', []);
  const { code, stdout, stderr } = await run('login', login(HOLDFAST_TOKEN), { home: folder });
  assert.equal(code, 0, stdout + stderr);
  const config = JSON.parse(readFileSync(join(folder, '.northflank', 'config.json'), 'utf8'));
  assert.equal(config.current, 'holdfast');
  assert.deepEqual(config.contexts.map((it) => [it.name, it.host, it.token]), [['holdfast', host('cli/login'), HOLDFAST_TOKEN]]);
  // From here on the relay is to see another command.
  config.contexts[0].host = host('cli/list regions');
  writeFileSync(join(folder, '.northflank', 'config.json'), JSON.stringify(config));
  const listed = await run('list regions', ['-o', 'json'], { home: folder });
  assert.deepEqual(JSON.parse(listed.stdout).regions.map((it) => it.id), ['local']);
});

test('login refuses a wrong token', async () => {
  const folder = home('login', []);
  const { stdout, stderr } = await run('login', login('wrong'), { home: folder });
  assert.match(stdout + stderr, /invalid|unauthorized|fail/i);
  const config = JSON.parse(readFileSync(join(folder, '.northflank', 'config.json'), 'utf8'));
  assert.deepEqual(config.contexts, []);
});

test('types, plans and regions are printed', async () => {
  assert.ok((await cli('get addon types')).addonTypes.some((it) => it.type === 'postgresql'));
  assert.deepEqual((await cli('list plans')).plans, []);
  assert.deepEqual((await cli('list regions')).regions.map((it) => it.id), ['local']);
});
