// Makes src/generated of the server's contract: the types of all that is sent and answered, and the tree of calls, which
// `x-client` of each operation names. Not committed: the contract is the only place where they are written.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { load } from 'js-yaml';
import openapiTypescript, { astToString } from 'openapi-typescript';

const CONTRACT = new URL('../../../src/main/resources/openapi.yaml', import.meta.url);
const TARGET = new URL('../src/generated/', import.meta.url);
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

const contract = load(readFileSync(CONTRACT, 'utf8'));

/** What a local `$ref` stands for. */
const resolve = (it) =>
  it?.$ref
    ? it.$ref
        .slice(2)
        .split('/')
        .reduce((at, name) => at[name], contract)
    : it;

/** The JSON schema of an operation's answer, if it answers JSON. */
const answerOf = (operation) => resolve(operation.responses['200']).content?.['application/json']?.schema;

const parametersOf = (operation) => (operation.parameters ?? []).map(resolve);

const takes = (operation, name) => parametersOf(operation).some((it) => it.name === name);

/** Where a paged answer keeps its items: '' for data itself, undefined where there are no pages. */
function itemsOf(operation) {
  if (!takes(operation, 'cursor')) return undefined;
  const data = resolve(answerOf(operation).properties.data);
  return data.type === 'array' ? '' : data.required[0];
}

const contentOf = (operation) => Object.keys(resolve(operation.responses['200']).content)[0];

function kindOf(operation) {
  if (contentOf(operation) === 'application/octet-stream') return 'Download';
  return itemsOf(operation) === undefined ? 'Call' : 'List';
}

const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
  METHODS.filter((method) => methods[method]).map((method) => ({ path, method, ...methods[method] })),
);

const tree = {};
for (const operation of operations) {
  place(operation['x-client'], { operation, kind: kindOf(operation) });
  // A log can be followed too, as the official client does it: by the name beside it.
  if (takes(operation, 'queryType')) place(operation['x-client'].replace(/logs$/, 'logTail'), { operation, kind: 'Tail' });
}

function place(name, leaf) {
  const node = name.split('.').reduce((at, part) => ((at.children ??= {})[part] ??= {}), tree);
  if (node.leaf) throw new Error(`Two operations are named ${name}`);
  node.leaf = leaf;
}

function docOf({ operation, kind }, indent) {
  const lead = kind === 'Tail' ? `Follow it: ${operation.summary}` : operation.summary;
  const text = `${lead}.\n\n${operation.description ?? ''}\n\n\`${operation.method.toUpperCase()} ${operation.path}\``;
  const lines = text
    .replaceAll('*/', '* /')
    .replaceAll(/\n{3,}/g, '\n\n')
    .split('\n');
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
}

function typeOf({ leaf, children }, indent) {
  const own = leaf && `${leaf.kind}<'${leaf.operation.operationId}'${leaf.kind === 'Tail' ? '' : ', Throws'}>`;
  const below = children && `{\n${membersOf(children, `${indent}  `)}${indent}}`;
  return [own, below].filter(Boolean).join(' & ');
}

function membersOf(children, indent) {
  return Object.entries(children)
    .map(([name, node]) => `${node.leaf ? docOf(node.leaf, indent) : ''}${indent}readonly ${name}: ${typeOf(node, indent)};\n`)
    .join('');
}

function* leavesOf({ leaf, children = {} }, name = '') {
  if (leaf) yield [name, leaf];
  for (const [part, node] of Object.entries(children)) yield* leavesOf(node, name ? `${name}.${part}` : part);
}

function routeOf({ operation, kind }) {
  const { method, path, security } = operation;
  return {
    kind: kind.toLowerCase(),
    method: method.toUpperCase(),
    path,
    items: itemsOf(operation),
    isPublic: security?.length === 0 || undefined,
    answersText: /^(application\/yaml|text\/)/.test(contentOf(operation)) || undefined,
  };
}

const routes = Object.fromEntries([...leavesOf(tree)].map(([name, leaf]) => [name, routeOf(leaf)]));

const calls = `// Made by scripts/generate.mjs of openapi.yaml.
import type { Call, Download, List, Route, Tail } from '../calls.js';

/** Every operation of the server, by its name. */
export interface Calls<Throws extends boolean> {
${membersOf(tree.children, '  ')}}

export const ROUTES: Readonly<Record<string, Route>> = ${JSON.stringify(routes, null, 2)};
`;

mkdirSync(TARGET, { recursive: true });
// Fields with a default may be left out of what is sent.
const schema = await openapiTypescript(CONTRACT, { defaultNonNullable: false });
writeFileSync(new URL('schema.ts', TARGET), astToString(schema));
writeFileSync(new URL('tree.ts', TARGET), calls);
