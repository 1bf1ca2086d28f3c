// Looks at the page /docs in Chromium, as a reader does. Its argument is the page's URL; what is wrong is thrown.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const { chromium } = createRequire(new URL('../../../clients/js/package.json', import.meta.url))('playwright-core');
const url = process.argv[2];

// As root Chromium starts only without its sandbox.
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', chromiumSandbox: process.getuid() !== 0 });

async function open(options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints = [];
  const asked = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${url}#getProject`);
  return { page, complaints, asked, example: (way) => page.locator(`#getProject .${way}`) };
}

try {
  // The style counts, by its hash; so does the choice of a way, without a script.
  const plain = await open({ javaScriptEnabled: false, viewport: { width: 1400, height: 900 } });
  assert.equal(await plain.page.locator('main').evaluate((it) => getComputedStyle(it).paddingLeft), '32px');
  for (const way of ['curl', 'command', 'client']) assert.ok(await plain.example(`way-${way}`).isVisible());
  await plain.page.getByText('Command line', { exact: true }).first().click();
  assert.ok(await plain.example('way-command').isVisible());
  assert.ok(!(await plain.example('way-curl').isVisible()));
  assert.equal(await plain.page.locator('button').count(), 0);

  // The script counts, by its hash.
  const full = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await full.example('way-curl').getByRole('button').click();
  await full.example('way-curl').getByText('Copied').waitFor();
  const copied = await full.page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^curl "\$HOLDFAST_URL\/v1\/projects\/shop"/);
  assert.deepEqual(full.asked.filter((it) => !it.startsWith('data:')), [url]);
  assert.deepEqual(full.complaints, []);

  // On a phone nothing is wider than the screen; in the dark the page is dark.
  const phone = await open({ viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  assert.ok(await phone.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  assert.equal(await phone.page.locator('body').evaluate((it) => getComputedStyle(it).backgroundColor), 'rgb(20, 23, 26)');
} finally {
  await browser.close();
}
