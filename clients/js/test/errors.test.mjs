import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { ApiError, ConnectionError, HoldfastClient, HoldfastError } from '@holdfast/client';
import { access, client } from './server.mjs';
import { closedPort, serve } from './stubs.mjs';

const quiet = new HoldfastClient(access);

test('a refusal is answered as error, or thrown where the client was told so', async () => {
  const parameters = { projectId: 'nowhere' };
  const { data, error } = await quiet.get.project({ parameters });
  assert.equal(data, undefined);
  assert.ok(error instanceof ApiError && error instanceof HoldfastError && error instanceof Error);
  assert.deepEqual([error.status, error.id], [404, 'hf-not-found']);
  await assert.rejects(client.get.project({ parameters }), { name: 'ApiError', status: 404, id: 'hf-not-found', message: error.message });
});

test('an invalid body tells which fields are wrong', async () => {
  const { error } = await quiet.create.project({ data: { name: '!' } });
  assert.deepEqual([error.status, error.id], [400, 'nf-invalid-request-body']);
  assert.ok(error.details.name.length > 0);
});

test('who has no valid token is told where there is one', async () => {
  for (const [token, cause] of [
    [undefined, /No token was given/],
    ['wrong', /not valid/],
  ]) {
    const { error } = await new HoldfastClient({ host: access.host, ...(token && { token }) }).login();
    assert.deepEqual([error.status, error.message], [401, 'Unauthorized']);
    assert.match(error.hint, cause);
    assert.match(error.hint, /admin-token/);
  }
});

test('a server that does not answer is thrown, with how to start one', async () => {
  const host = await closedPort();
  const nobody = new HoldfastClient({ host, token: 'secret', retries: 0 });
  await assert.rejects(nobody.list.projects(), (error) => {
    assert.ok(error instanceof ConnectionError);
    assert.match(error.message, /ECONNREFUSED/);
    assert.match(error.hint, /\.\/holdfast server/);
    return true;
  });
});

test('what is no answer of a Holdfast server is an error that says so', async (t) => {
  const { host } = await serve(t, (_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>'));
  const { error } = await new HoldfastClient({ host }).list.projects();
  assert.match(error.message, /none of a Holdfast server/);
});

test('a parameter that is missing is an error before anything is sent', async () => {
  await assert.rejects(quiet.delete.project({ parameters: { projectId: '' } }), /parameters\.projectId/);
  await assert.rejects(quiet.delete.project({ parameters: { projectId: '..' } }), /parameters\.projectId/);
});

test('a host that is no address is an error at once', () => {
  assert.throws(() => new HoldfastClient({ host: 'localhost:7070' }), /http:\/\/127\.0\.0\.1:7070/);
});

test('neither the client nor an answer nor an error shows the token to whoever prints it', async () => {
  const answer = await quiet.list.projects();
  const { error } = await quiet.get.project({ parameters: { projectId: 'nowhere' } });
  for (const it of [quiet, answer, error]) {
    assert.ok(!inspect(it, { depth: 20, showHidden: true }).includes(access.token));
  }
});

test("a team's path answers the same", async () => {
  const { data } = await quiet.list.projects.all({ parameters: { teamId: 'any-team' } });
  assert.deepEqual(data, (await quiet.list.projects.all()).data);
});
