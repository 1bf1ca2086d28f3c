// What the official client's own type declarations promise of each method's answer, read from its .d.ts and held against answers.
import { readFileSync } from 'node:fs';

const declarations = readFileSync(
  new URL('./node_modules/@northflank/js-client/dist/esm/api-client.d.ts', import.meta.url),
  'utf8',
);

/** The problems of what a method, such as `get.addon.backup`, answered as `data`; none when it keeps its promise. */
export function broken(method, data) {
  const call = memberOf(method.replace(/\.all$/, '').split('.'));
  return problems('data', data, resultType(call.replace(/Call$/, 'Result')));
}

function memberOf([verb, ...names]) {
  const client = declarations.indexOf('declare class ApiClient {');
  let type = parse(declarations.indexOf(`\n    ${verb}: {`, client) + `\n    ${verb}: `.length);
  for (const name of names) {
    const members = (type.all ?? [type]).find((it) => it.members?.[name]);
    if (!members) throw new Error(`the client declares no ${[verb, ...names].join('.')}`);
    type = members.members[name].type;
  }
  return (type.all ?? [type]).find((it) => it.name?.endsWith('Call')).name;
}

const results = new Map();

function resultType(name) {
  if (!results.has(name)) {
    const start = declarations.indexOf(`\ntype ${name} = `);
    if (start < 0) throw new Error(`the client declares no ${name}`);
    results.set(name, parse(start + `\ntype ${name} = `.length));
  }
  return results.get(name);
}

// A reader of the subset of TypeScript that those declarations are written in.
function parse(start) {
  const token = /\/\*[\s\S]*?\*\/|\s+|('(?:[^'\\]|\\.)*'|[\w$]+|[^\s\w])/y;
  token.lastIndex = start;
  let next = advance();

  function advance() {
    let match;
    do match = token.exec(declarations);
    while (match[1] === undefined);
    return match[1];
  }

  function take(expected) {
    const taken = next;
    if (expected && taken !== expected) throw new Error(`expected ${expected}, found ${taken}`);
    next = advance();
    return taken;
  }

  function list(separator, item, kind) {
    if (next === separator) take();
    const items = [item()];
    while (next === separator) {
      take();
      items.push(item());
    }
    return items.length === 1 ? items[0] : { [kind]: items };
  }

  const type = () => list('|', () => list('&', array, 'all'), 'any');

  function array() {
    let item = single();
    while (next === '[') {
      take('[');
      take(']');
      item = { items: item };
    }
    return item;
  }

  function single() {
    if (next === '{') return object();
    if (next !== '(') return next.startsWith("'") ? { literal: take().slice(1, -1) } : { name: take() };
    take('(');
    const inner = type();
    take(')');
    return inner;
  }

  function object() {
    const members = {};
    take('{');
    while (next !== '}') {
      const name = take().replaceAll("'", '');
      const optional = next === '?' && Boolean(take());
      take(':');
      members[name] = { optional, type: type() };
      take(';');
    }
    take('}');
    return { members };
  }

  return type();
}

/** Fields that stand in no declaration are no problem: answers may have more. */
function problems(path, value, type) {
  if (type.any) {
    const tries = type.any.map((it) => problems(path, value, it));
    return tries.find((it) => it.length === 0) ?? tries.reduce((a, b) => (b.length < a.length ? b : a));
  }
  if (type.all) return type.all.flatMap((it) => problems(path, value, it));
  if (type.literal !== undefined) return value === type.literal ? [] : [wrong(path, value, `'${type.literal}'`)];
  if (type.items) {
    if (!Array.isArray(value)) return [wrong(path, value, 'an array')];
    return value.flatMap((it, i) => problems(`${path}[${i}]`, it, type.items));
  }
  if (type.members) return fields(path, value, type.members);
  if (type.name === 'any') return value === undefined ? [`${path} is missing`] : [];
  return typeof value === type.name ? [] : [wrong(path, value, type.name)];
}

function fields(path, value, members) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [wrong(path, value, 'an object')];
  return Object.entries(members).flatMap(([name, { optional, type }]) => {
    if (value[name] === undefined) return optional ? [] : [`${path}.${name} is missing`];
    return problems(`${path}.${name}`, value[name], type);
  });
}

const wrong = (path, value, type) => `${path} is ${JSON.stringify(value)}, declared as ${type}`;
