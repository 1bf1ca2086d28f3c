// The package as somebody else has it: packed, installed into an empty project, imported, compiled against, and its README run.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PACKAGE = fileURLToPath(new URL('../', import.meta.url));
const run = promisify(execFile);
let project;

before(async () => {
  project = await mkdtemp(join(tmpdir(), 'holdfast-client-'));
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', project], { cwd: PACKAGE });
  const [{ filename, files }] = JSON.parse(stdout);
  assert.deepEqual(
    files.map((it) => it.path).filter((it) => !/^dist\/[\w/]+(\.js|\.d\.ts)$/.test(it)),
    ['README.md', 'package.json'],
  );
  await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${filename}`], { cwd: project });
});

after(() => rm(project, { recursive: true }));

test('it brings nothing else along, and can be imported', async () => {
  const { packages } = JSON.parse(await readFile(join(project, 'package-lock.json'), 'utf8'));
  assert.deepEqual(Object.keys(packages), ['', 'node_modules/@holdfast/client']);
  const script = "import * as it from '@holdfast/client'; console.log(Object.keys(it).join())";
  const { stdout } = await run('node', ['--input-type=module', '--eval', script], { cwd: project });
  assert.equal(stdout.trim(), 'ApiError,ConnectionError,HoldfastClient,HoldfastError,TimeoutError');
});

for (const [platform, options] of [
  ['a browser', { lib: ['ES2022', 'DOM'], types: [] }],
  ['Node', { lib: ['ES2022'], types: ['node'], typeRoots: [join(PACKAGE, 'node_modules', '@types')] }],
]) {
  test(`a strict TypeScript project for ${platform} compiles with it`, async () => {
    await copyFile(join(PACKAGE, 'test', 'consumer.ts'), join(project, 'consumer.ts'));
    const strict = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noPropertyAccessFromIndexSignature: true,
    };
    const compilerOptions = { target: 'ES2022', module: 'NodeNext', noEmit: true, ...strict, ...options };
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
    await run('node', [join(PACKAGE, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.'], { cwd: project }).catch((error) =>
      assert.fail(error.stdout),
    );
  });
}

test('the examples of the README do what they say', async () => {
  const readme = await readFile(join(PACKAGE, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  assert.ok(blocks.length >= 8 && blocks.every(([, language]) => language === 'js'));
  await writeFile(join(project, 'readme.mjs'), blocks.map(([, , code]) => code).join('\n'));
  const { stdout } = await run('node', ['readme.mjs'], { cwd: project });
  const said = stdout.trim().split('\n');
  for (const line of [/^completed$/, /^404 hf-not-found /, /^401 .*admin-token/, /\.pgdump\.zst \d+ [0-9a-f]{64}$/]) {
    assert.ok(
      said.some((it) => line.test(it)),
      `${line} is not in\n${stdout}`,
    );
  }
});
