// The official JavaScript client and command line, unmodified, as the tests drive them: each call goes through a relay that
// learns from the host which method or command it was, and each answer of the client is held against its own declarations.
// Set by ConformanceTest: HOLDFAST_URL (the relay), HOLDFAST_TOKEN, SOURCE_URI, and S3_* of a real bucket.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Transform } from 'node:stream';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, promisify } from 'node:util';
import { ApiClient, ApiClientInMemoryContextProvider } from '@northflank/js-client';
import { broken } from './promises.mjs';

const { HOLDFAST_URL, HOLDFAST_TOKEN, HOLDFAST_DEVIATIONS } = process.env;
const CLI = fileURLToPath(new URL('./node_modules/@northflank/cli/dist/cli.js', import.meta.url));
const TEAM = 'any-team';
const DEADLINE = 60_000;

export const KEPT_FOR_EVER = 253402300799999;
export const TERMINAL = new Set(['completed', 'failed', 'aborted', 'not-supported']);
export const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
export const s3 = {
  accessKey: process.env.S3_ACCESS_KEY,
  secretKey: process.env.S3_SECRET_KEY,
  bucketName: process.env.S3_BUCKET,
  region: 'us-east-1',
  endpoint: process.env.S3_ENDPOINT,
};

/** The host by which the relay knows who calls. */
export const host = (caller) => `${HOLDFAST_URL}/as/${caller.replaceAll(' ', '+')}`;

/** The client's own object, for what js() does not do. */
export async function client(method, token = HOLDFAST_TOKEN) {
  const contexts = new ApiClientInMemoryContextProvider();
  await contexts.addContext({ name: 'local', host: host(`js/${method}`), token });
  return new ApiClient(contexts, { throwErrorOnHttpErrorCode: true });
}

/** Calls a method such as `get.addon.backup` and answers what the client answers. */
export async function js(method, request = {}) {
  const api = await client(method);
  const names = method.split('.');
  const last = names.pop();
  const owner = names.reduce((it, name) => it[name], api);
  const answer = await owner[last](request);
  if (!/logs|logTail/i.test(method)) assert.deepEqual(broken(method, declared(answer.data)), [], method);
  return answer;
}

/** Without the folders among the destinations: those are ours, the client declares none. */
const declared = (data) =>
  Array.isArray(data?.backupDestinations)
    ? { ...data, backupDestinations: data.backupDestinations.filter((it) => it.type !== 'local') }
    : data;

/** The same request of the team's path. */
export const ofTeam = (request = {}) => ({
  ...request,
  parameters: { ...request.parameters, teamId: TEAM },
});

/** Reads by the short path and by the team's, which have to answer the same; answers the data. */
export async function read(method, request = {}) {
  for (let tries = 1; ; tries++) {
    const short = await js(method, request);
    const team = await js(method, ofTeam(request));
    // What somebody else changes meanwhile is read again: other tests make projects, nodes work out when schedules fire.
    const again = await js(method, request);
    if (isDeepStrictEqual(again.data, short.data) || tries === 20) {
      assert.deepEqual(team.data, short.data, `${method} by the team's path`);
      return short.data;
    }
  }
}

const homes = [];
after(() => homes.forEach((home) => rmSync(home, { recursive: true })));

/** A folder in which the command line finds its configuration, and nothing of whoever runs the tests. */
export function home(command, contexts = [{ name: 'local', host: host(`cli/${command}`), token: HOLDFAST_TOKEN }]) {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-cli-'));
  homes.push(folder);
  mkdirSync(join(folder, '.northflank'));
  // The date in the far future stops its question for newer versions.
  const config = { current: contexts[0]?.name, contexts, lastUpdateCheck: 4102444800000 };
  writeFileSync(join(folder, '.northflank', 'config.json'), JSON.stringify(config));
  return folder;
}

/** Runs a command; answers how it ended and what it said. `until` ends one that would go on for ever. */
export function run(command, options = [], { home: folder = home(command), until = () => false } = {}) {
  return new Promise((resolve) => {
    const argv = [CLI, ...command.split(' '), ...options];
    const env = { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1', FORCE_COLOR: '0' };
    const child = execFile(process.execPath, argv, { env, timeout: DEADLINE }, (error, stdout, stderr) => {
      resolve({ code: error ? error.code ?? error.signal : 0, stdout, stderr });
    });
    child.stdin.end();
    let said = '';
    child.stdout.on('data', (data) => {
      said += data;
      if (until(said)) child.kill();
    });
  });
}

/** Runs a command that has to succeed with `-o json`; answers what it printed, parsed. */
export async function cli(command, options = []) {
  const { code, stdout, stderr } = await run(command, [...options, '-o', 'json']);
  assert.equal(code, 0, `${command}: ${stdout}${stderr}`);
  try {
    return JSON.parse(stdout);
  } catch {
    return assert.fail(`${command} printed no JSON: ${stdout}${stderr}`);
  }
}

/** A request's body on the command line. */
export const input = (body) => ['--input', JSON.stringify(body)];

/** A test that proves a difference which docs/compatibility.md then tells: of a method or command, or of the answers to both. */
export const deviation = (of, says, prove) => told({ of, says, isShortcoming: false }, prove);

/** The same for what the vendor's API has and this version has not. */
export const shortcoming = (of, says, prove) => told({ of, says, isShortcoming: true }, prove);

function told(difference, prove) {
  test(`${difference.of}: ${difference.says}`, async () => {
    await prove();
    if (HOLDFAST_DEVIATIONS) appendFileSync(HOLDFAST_DEVIATIONS, `${JSON.stringify(difference)}\n`);
  });
}

/** For assert.rejects: an error of this status that names these fields, if any, in its details. */
export const refused = (status, ...fields) => (error) => {
  assert.equal(error.status, status, String(error));
  for (const field of fields) assert.ok(error.details?.[field]?.length > 0, `${field}: ${JSON.stringify(error.details)}`);
  return true;
};

/** A request that the client cannot send; answers the data, and throws what is refused. */
export async function plain(method, path, body) {
  const headers = { Authorization: `Bearer ${HOLDFAST_TOKEN}`, 'Content-Type': 'application/json' };
  const answer = await fetch(HOLDFAST_URL + path, { method, headers, body: body && JSON.stringify(body) });
  const { data, error } = await answer.json();
  if (error) throw error;
  return data;
}

/** All that is in a database, as pg_dump writes it, but for a key that it makes up each time. */
export async function contents(uri) {
  const { hostname, port, username, password, pathname } = new URL(uri);
  const [user, secret, database] = [username, password, pathname.slice(1)].map(decodeURIComponent);
  const login = { PGHOST: hostname, PGPORT: port, PGUSER: user, PGPASSWORD: secret, PGDATABASE: database };
  const env = { PATH: process.env.PATH, ...login };
  const { stdout } = await promisify(execFile)('pg_dump', [], { env, maxBuffer: 2 ** 28 });
  return stdout.replace(/^\\(un)?restrict .*$/gm, '');
}

export async function until(look, done) {
  for (const end = Date.now() + DEADLINE; ; ) {
    const value = await look();
    if (done(value)) return value;
    assert.ok(Date.now() < end, `did not happen in time: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const billing = { deploymentPlan: 'nf-compute-20', storage: 4096, replicas: 1 };

export const postgresql = (name, uri) => ({
  name,
  type: 'postgresql',
  version: 'latest',
  billing,
  connection: { uri },
});

/** A project of one's own with an addon of the sample database; answers the addon's parameters. */
export async function projectWithAddon(name) {
  const project = (await js('create.project', { data: { name, region: 'local' } })).data;
  const parameters = { projectId: project.id };
  const data = postgresql('Source', process.env.SOURCE_URI);
  const addon = (await js('create.addon', { parameters, data })).data;
  return { ...parameters, addonId: addon.id };
}

/** Adds another addon to a project; answers its parameters. */
export async function addAddon({ projectId }, name, uri) {
  const addon = await js('create.addon', { parameters: { projectId }, data: postgresql(name, uri) });
  return { projectId, addonId: addon.data.id };
}

/** A destination of one's own in the tests' bucket; answers its id. */
export async function bucket(name, endpoint = s3.endpoint) {
  const prefix = `${name.toLowerCase().replaceAll(' ', '-')}/`;
  const data = { name, type: 's3', prefix, credentials: { ...s3, endpoint } };
  return (await js('add.backupDestination', { data })).data.id;
}

/**
 * A destination whose objects nobody gets to read between hold() and release(), so that a restore from it does not end; and
 * whose data, once damage() was called, has another last byte than was stored.
 */
export async function stallingBucket(name) {
  let held;
  let isDamaged = false;
  const proxy = createServer((request, response) => {
    if (held && request.method === 'GET' && !request.url.includes('?')) {
      held.push(response);
      return;
    }
    const { method, url: path, headers } = request;
    const { hostname, port } = new URL(s3.endpoint);
    const onward = httpRequest({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(isDamaged && method === 'GET' && path.includes('/data.') ? withAnotherEnd() : new PassThrough()).pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  after(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    id: await bucket(name, `http://127.0.0.1:${proxy.address().port}`),
    damage: () => (isDamaged = true),
    hold: () => (held = []),
    release: () => {
      held.forEach((response) => response.destroy());
      held = undefined;
    },
  };
}

/** Changes the last byte of what passes. */
function withAnotherEnd() {
  let last = Buffer.alloc(0);
  return new Transform({
    transform(chunk, _, done) {
      this.push(last);
      last = chunk;
      done();
    },
    flush(done) {
      if (last.length > 0) last[last.length - 1] ^= 1;
      done(null, last);
    },
  });
}

/** Waits until a backup has ended, and insists that it is completed; answers it. */
export async function completed(parameters) {
  const look = async () => (await js('get.addon.backup', { parameters })).data;
  const ended = await until(look, (it) => TERMINAL.has(it.status));
  assert.equal(ended.status, 'completed', JSON.stringify(ended));
  return ended;
}

/** Takes a backup and waits until it is completed; answers it. */
export async function takeBackup(addon, data = {}) {
  const made = (await js('backup.addon', { parameters: addon, data })).data;
  return completed({ ...addon, backupId: made.id });
}
