// The client in Chromium. The server lets no page of another origin ask it, so the page comes from one that stands before it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { originOf } from './origin.mjs';
import { access, addonOf, backupOf, client } from './server.mjs';

let origin;
let browser;
let page;
let backup;

before(async () => {
  origin = await originOf(access.host, new URL('../dist/', import.meta.url));
  // As root Chromium starts only without its sandbox.
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', chromiumSandbox: process.getuid() !== 0 });
  page = await browser.newPage();
  await page.goto(`${origin.url}/page/`);
  const addon = await addonOf('Browser Project');
  for (const name of ['first', 'second']) backup = await backupOf(addon, { name });
});

after(async () => {
  await browser?.close();
  origin?.close();
});

/** Runs this in the page, with the module and where the server is; answers what it answers. */
const inPage = (script, argument) =>
  page.evaluate(
    async ([source, access, argument]) => {
      const { HoldfastClient, ...module } = await import('/page/index.js');
      const client = new HoldfastClient({ ...access, throwErrorOnHttpErrorCode: true });
      return (0, eval)(`(${source})`)({ ...module, HoldfastClient, client, access }, argument);
    },
    [String(script), { ...access, host: origin.url }, argument],
  );

test('pages are walked', async () => {
  const ids = await inPage(async ({ client }, parameters) => {
    const ids = [];
    for await (const { id } of client.get.addon.backups.items({ parameters, options: { per_page: 1 } })) ids.push(id);
    return ids;
  }, backup);
  assert.deepEqual(ids, ['second', 'first']);
});

test('errors have their types and hints', async () => {
  const [refused, silent] = await inPage(async ({ HoldfastClient, ApiError, ConnectionError, access }) => {
    const { error } = await new HoldfastClient({ host: access.host }).login();
    const nobody = new HoldfastClient({ host: 'http://127.0.0.1:9', retries: 0 });
    const lost = await nobody.login().catch((it) => it);
    return [
      [error instanceof ApiError, error.status, error.hint],
      [lost instanceof ConnectionError, lost.hint],
    ];
  });
  assert.deepEqual(refused.slice(0, 2), [true, 401]);
  assert.match(refused[2], /admin-token/);
  assert.equal(silent[0], true);
  assert.match(silent[1], /holdfast server.*own origin/);
});

test('a call is aborted, and ends in its time', async () => {
  const [reason, late] = await inPage(async ({ client, HoldfastClient, TimeoutError, access }) => {
    const aborted = await client.list.projects({ signal: AbortSignal.abort(new Error('enough')) }).catch((it) => it.message);
    const silence = (_, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const slow = new HoldfastClient({ ...access, fetch: silence, timeoutMs: 50 });
    return [aborted, await slow.list.projects().catch((it) => it instanceof TimeoutError)];
  });
  assert.deepEqual([reason, late], ['enough', true]);
});

test('a backup is downloaded as a stream', async () => {
  const [size, expected] = await inPage(async ({ client }, parameters) => {
    const { data, sizeBytes } = await client.download.addon.backup({ parameters });
    let size = 0;
    const reader = data.getReader();
    for (let it = await reader.read(); !it.done; it = await reader.read()) size += it.value.length;
    return [size, sizeBytes];
  }, backup);
  assert.ok(size > 0);
  assert.equal(size, expected);
});

test('a log is followed by WebSocket', async () => {
  const seen = await inPage(async ({ client }, parameters) => {
    const lines = [];
    for await (const { log } of client.get.addon.backup.logTail({ parameters, options: { lineLimit: 3 } })) {
      if (lines.push(log) === 3) break;
    }
    return lines;
  }, backup);
  const { data } = await client.get.addon.backup.logs({ parameters: backup });
  assert.deepEqual(
    seen,
    data.slice(-3).map((it) => it.log),
  );
});
