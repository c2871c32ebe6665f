// The pictures of the guides: node scripts/screenshots.mjs SITE FOLDER
//
// The same site gives the same pictures: the reader's clock stands at the snapshot's time, and nothing moves. CHROMIUM
// names the browser.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '../tests/e2e/node_modules/@playwright/test/index.mjs';

const desk = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

const pictures = [
  { name: 'overview', address: '', viewport: desk },
  { name: 'overview-phone', address: '', viewport: phone, colorScheme: 'dark' },
  { name: 'ledger', address: '?view=ledger&hw=GB300&finding=glm51-prefill-pin', viewport: desk },
  { name: 'frontier', address: '?view=frontier&order=value-cost', viewport: desk, prepare: openReason },
  { name: 'portability', address: '?view=portability&hw=GB300', viewport: desk },
  { name: 'present', address: '?present=2', viewport: desk },
];

/** The second lever's: nothing stands above the first that it could pass. */
async function openReason(page) {
  await page.locator('[data-rank="2"] details.why > summary').click();
  await page.locator('[data-rank="2"] details.why[open] li').first().waitFor();
}

async function take(browser, base, time, folder, { name, address, viewport, colorScheme = 'light', prepare }) {
  const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC' });
  page.on('pageerror', (error) => fail(`${name}: ${error.message}`));
  await page.clock.setFixedTime(time);
  await page.goto(base + address);
  await page.locator('html[data-ready]').waitFor();
  // The pictures are published with the code: nobody's own figures belong there.
  if ((await page.locator('.banner').filter({ hasText: 'Synthetic example data' }).count()) === 0) {
    fail("dist/ does not hold the example: run 'make site' without a registry of your own");
  }
  // What an address no longer means would be left out, and the picture would be of something else.
  const notice = page.locator('.notice[role="status"]').filter({ hasText: /\S/ });
  if ((await notice.count()) > 0) fail(`${name}: ${await notice.innerText()}`);
  await prepare?.(page);
  await page.evaluate(() => document.fonts.ready);
  const file = join(folder, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  await page.close();
  console.log(file);
}

/** A static host for the site, on a port that is free. */
async function serve(site) {
  const script = fileURLToPath(new URL('serve.mjs', import.meta.url));
  const host = spawn(process.execPath, [script, site, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise((resolve) => {
    host.stdout.once('data', (line) => resolve(String(line)));
    host.once('exit', () => resolve(''));
  });
  if (line === '') fail(`${site} could not be served`);
  return { base: line.split(' ')[0], stop: () => host.kill() };
}

function fail(words) {
  console.error(`error: ${words}`);
  process.exit(1);
}

const [site, folder] = process.argv.slice(2);
const time = JSON.parse(readFileSync(join(site, 'site.json'), 'utf8')).taken_at;
mkdirSync(folder, { recursive: true });
const { base, stop } = await serve(site);
process.on('exit', stop);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--disable-gpu', '--disable-lcd-text'] });
for (const picture of pictures) await take(browser, base, time, folder, picture);
await browser.close();
stop();
