import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { HoldfastClient } from '@holdfast/client';
import { load } from 'js-yaml';

const contract = load(readFileSync(new URL('../../../src/main/resources/openapi.yaml', import.meta.url), 'utf8'));
const operations = Object.values(contract.paths).flatMap((methods) => Object.values(methods));
const OF_LISTS = new Set(['all', 'items', 'pages']);

function* callsOf(node, name) {
  if (typeof node === 'function') yield name;
  for (const [part, below] of Object.entries(node)) {
    if (!OF_LISTS.has(part)) yield* callsOf(below, name ? `${name}.${part}` : part);
  }
}

test('each operation of the contract is a call of the name that the contract gives it, and logs can be followed too', () => {
  const named = operations.map((it) => it['x-client']);
  const tails = named.filter((it) => it.endsWith('.logs')).map((it) => it.replace(/logs$/, 'logTail'));
  assert.equal(tails.length, 2);
  assert.deepEqual([...callsOf(new HoldfastClient(), '')].sort(), [...named, ...tails].sort());
});

test('what has pages, and nothing else, can be walked', () => {
  const client = new HoldfastClient();
  for (const operation of operations) {
    const call = operation['x-client'].split('.').reduce((at, name) => at[name], client);
    const isPaged = (operation.parameters ?? []).some((it) => it.$ref?.endsWith('/cursor'));
    for (const way of OF_LISTS) assert.equal(typeof call[way] === 'function', isPaged, `${operation['x-client']}.${way}`);
  }
});
