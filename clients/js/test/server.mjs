// The running server of the tests, from the environment: HOLDFAST_URL, HOLDFAST_TOKEN, and the databases SOURCE_URI and TARGET_URI.
import assert from 'node:assert/strict';
import { HoldfastClient } from '@holdfast/client';

const { HOLDFAST_URL, HOLDFAST_TOKEN } = process.env;
const DEADLINE_MS = 60_000;

export const access = { host: HOLDFAST_URL, token: HOLDFAST_TOKEN };

/** Throws what is refused. */
export const client = new HoldfastClient({ ...access, throwErrorOnHttpErrorCode: true });

/** Makes a project of one's own with an addon; answers the addon's parameters. */
export async function addonOf(name, uri = process.env.SOURCE_URI) {
  const { data: project } = await client.create.project({ data: { name } });
  const parameters = { projectId: project.id };
  const data = { name: 'Database', type: 'postgresql', connection: { uri } };
  const { data: addon } = await client.create.addon({ parameters, data });
  return { ...parameters, addonId: addon.id };
}

/** Takes a backup and waits for its end; answers the backup's parameters. */
export async function backupOf(addon, data = {}) {
  const { data: made } = await client.backup.addon({ parameters: addon, data });
  const parameters = { ...addon, backupId: made.id };
  const ended = await until(
    async () => (await client.get.addon.backup({ parameters })).data,
    (it) => ['completed', 'failed', 'not-supported', 'aborted'].includes(it.status),
  );
  assert.equal(ended.status, 'completed', JSON.stringify(ended));
  return parameters;
}

export async function until(look, done) {
  for (const end = Date.now() + DEADLINE_MS; ;) {
    const value = await look();
    if (done(value)) return value;
    assert.ok(Date.now() < end, `did not happen in time: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** All that an async iterable gives. */
export async function collect(iterable) {
  const all = [];
  for await (const one of iterable) all.push(one);
  return all;
}
