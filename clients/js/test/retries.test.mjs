import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, ConnectionError, HoldfastClient, TimeoutError } from '@holdfast/client';
import { answer, projects, refusal, serve } from './stubs.mjs';

const parameters = { projectId: 'shop', addonId: 'shop-db' };
const of = (host, options) => new HoldfastClient({ host, token: 't', throwErrorOnHttpErrorCode: true, ...options });

for (const status of [502, 503, 504, 429]) {
  test(`reading is tried again after ${status}`, async (t) => {
    const { host, asked } = await serve(t, (_, response, times) =>
      answer(response, times < 3 ? status : 200, times < 3 ? refusal(status) : projects),
    );
    await of(host).list.projects();
    assert.equal(asked.length, 3);
  });
}

test('reading is tried again when a connection breaks off, before the answer or within it', async (t) => {
  const { host, asked } = await serve(t, (_, response, times) => {
    if (times === 1) return response.destroy();
    if (times > 2) return answer(response, 200, projects);
    response.writeHead(200, { 'Content-Length': 100 }).write('{"da');
    return setImmediate(() => response.destroy());
  });
  await of(host).list.projects();
  assert.equal(asked.length, 3);
});

test('after the last try the last answer is the answer', async (t) => {
  const { host, asked } = await serve(t, (_, response) => answer(response, 503, refusal(503)));
  await assert.rejects(of(host, { retries: 1 }).list.projects(), (error) => error instanceof ApiError && error.status === 503);
  assert.equal(asked.length, 2);
});

test('what may not be done twice is not tried again: a backup, a deletion, a change', async (t) => {
  for (const [call, request] of [
    ['backup', { data: {} }],
    ['delete', {}],
    ['patch', { data: {} }],
  ]) {
    const broken = await serve(t, (_, response) => response.destroy());
    await assert.rejects(of(broken.host)[call].addon({ parameters, ...request }), ConnectionError);
    const busy = await serve(t, (_, response) => answer(response, 503, refusal(503)));
    await assert.rejects(of(busy.host)[call].addon({ parameters, ...request }), { status: 503 });
    assert.deepEqual([broken.asked.length, busy.asked.length], [1, 1], call);
  }
});

test('what was refused for the rate limit was not done, and is tried again whatever it is', async (t) => {
  const { host, asked } = await serve(t, (_, response, times) =>
    times === 1 ? answer(response, 429, refusal(429), { 'Retry-After': '0' }) : answer(response, 200, { data: {} }),
  );
  await of(host).backup.addon({ parameters, data: {} });
  assert.equal(asked.length, 2);
});

test('an error that stays one is not asked for again', async (t) => {
  for (const status of [400, 401, 403, 404, 409, 500]) {
    const { host, asked } = await serve(t, (_, response) => answer(response, status, refusal(status)));
    await assert.rejects(of(host).list.projects(), { status });
    assert.equal(asked.length, 1, status);
  }
});

for (const header of ['Retry-After', 'x-ratelimit-reset']) {
  test(`${header} is waited for where there is time, and told where there is not`, async (t) => {
    const { host, asked } = await serve(t, (_, response, times) =>
      times === 1 ? answer(response, 429, refusal(429), { [header]: '1' }) : answer(response, 200, projects),
    );
    const start = performance.now();
    await of(host).list.projects();
    assert.ok(performance.now() - start >= 990 && asked.length === 2);

    const long = await serve(t, (_, response) => answer(response, 429, refusal(429), { [header]: '3600' }));
    await assert.rejects(of(long.host).list.projects(), { status: 429, retryAfterSeconds: 3600 });
    assert.equal(long.asked.length, 1);
  });
}

test('a call ends in its time, and a caller who aborts it is told its own reason', async (t) => {
  const { host } = await serve(t, () => {});
  await assert.rejects(of(host, { timeoutMs: 50 }).list.projects(), TimeoutError);
  await assert.rejects(of(host).list.projects({ timeoutMs: 50 }), TimeoutError);
  const reason = new Error('changed my mind');
  const abort = new AbortController();
  const call = of(host).list.projects({ signal: abort.signal });
  abort.abort(reason);
  await assert.rejects(call, reason);
  await assert.rejects(of(host).list.projects({ signal: abort.signal }), reason);
});

test('the time of a call counts for all of its tries', async (t) => {
  const { host, asked } = await serve(t, (_, response) => answer(response, 503, refusal(503), { 'Retry-After': '2' }));
  await assert.rejects(of(host, { timeoutMs: 1000 }).list.projects(), { status: 503 });
  assert.equal(asked.length, 1);
});
