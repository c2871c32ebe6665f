// A ledger of more rows than stand in the document at once: each of them can still be read, found, come to and printed.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { bundleOfRegistry, serveBundle } from './support/bundle.ts';
import { dossier, open, opener, rows } from './support/page.ts';
import { expect, test } from './support/test.ts';

const COUNT = 1500;
const lifecycles = ['done', 'in_progress', 'not_done', 'closed_negative'];
const keys = Array.from({ length: COUNT }, (_, index) => `f${index}`);
// Titles of every length, so that no two rows need be of one height.
const registry = [
  'findings:',
  ...keys.map((key, index) => {
    const title = `Finding ${index}${' with words'.repeat(index % 13)}`;
    return `  - {id: ${key}, title: "${title}", lifecycle: ${lifecycles[index % 4]}, baseline: vLLM, win: "1.2x", hardware: ${index % 3 ? 'GB300' : 'B200'} (TP=4), deploy_readiness: deployed, next_lever: "Try ${index}"}`;
  }),
].join('\n');
/** As the table lists them: by lifecycle, in registry order. */
const listed = lifecycles.flatMap((_, group) => keys.filter((_, index) => index % 4 === group));

const shown = (page: Page): Promise<string[]> =>
  rows(page).evaluateAll((all) =>
    all
      .filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return bottom > 0 && top < window.innerHeight;
      })
      .map((row) => row.getAttribute('data-finding') ?? ''),
  );

/** The screen is full of rows that follow each other. */
async function expectFull(page: Page, holding?: string): Promise<void> {
  await expect
    .poll(async () => {
      const on = await shown(page);
      const first = listed.indexOf(on[0] ?? '');
      const follow = on.every((key, index) => key === listed[first + index]);
      return on.length > 3 && follow && (holding === undefined || on.includes(holding));
    })
    .toBe(true);
}

test.beforeEach(async ({ page }) => {
  await serveBundle(page, bundleOfRegistry(registry));
});

test('few rows are in the document, and scrolling leads to each of them', async ({ page }) => {
  await open(page, './?view=ledger');
  await expect(page.getByTestId('shown')).toHaveText(`${COUNT} of ${COUNT} findings`);
  await expect(page.getByTestId('near')).toContainText(`looks through all ${COUNT}`);
  const met = new Set<string>();
  for (;;) {
    await expectFull(page);
    for (const key of await shown(page)) met.add(key);
    expect(await rows(page).count()).toBeLessThan(120);
    const before = await page.evaluate(() => window.scrollY);
    await page.evaluate(() => window.scrollBy(0, window.innerHeight * 0.8));
    if ((await page.evaluate(() => window.scrollY)) === before) break;
  }
  expect([...met].length).toBe(COUNT);
});

test('the last row is one key away', async ({ page }) => {
  await open(page, './?view=ledger');
  // The page is as long as all rows would be, once the first of them have been measured.
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollHeight)).toBeGreaterThan(COUNT * 64);
  // What is drawn there may be higher than it was taken to be, and the end further down.
  await expect(async () => {
    await page.keyboard.press('End');
    await page.waitForTimeout(500);
    expect(await shown(page)).toContain(listed.at(-1));
  }).toPass({ timeout: 5000 });
  await expectFull(page, listed.at(-1));
  await page.keyboard.press('Home');
  await expectFull(page, listed[0]);
});

test('a row says its line to those who do not see it', async ({ page }) => {
  await open(page, './?view=ledger');
  await expect(page.getByRole('table')).toHaveAttribute('aria-rowcount', String(COUNT + 1));
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2));
  await expectFull(page);
  const key = (await shown(page))[1] ?? '';
  const line = await page.locator(`[data-finding=${key}]`).getAttribute('aria-rowindex');
  expect(Number(line)).toBe(listed.indexOf(key) + 2);
});

test('j goes on where the document ends, with the focus and beside an open finding', async ({ page }) => {
  await open(page, './?view=ledger');
  await opener(page, listed[0] ?? '').focus();
  for (const key of listed.slice(1, 60)) {
    await page.keyboard.press('j');
    await expect(opener(page, key)).toBeFocused();
  }
  await page.keyboard.press('Enter');
  await expect(page.locator('.dossier')).toBeVisible();
  await page.keyboard.press('j');
  await expect(page).toHaveURL(new RegExp(`finding=${listed[60]}$`));
  await page.keyboard.press('Escape');
  await expect(opener(page, listed[60] ?? '')).toBeFocused();
});

test('an address opens a finding that is far down, and closing it leads to its row', async ({ page }) => {
  const far = listed[1200] ?? '';
  await open(page, `./?view=ledger&finding=${far}`);
  await expect(dossier(page, `Finding ${far.slice(1)}${' with words'.repeat(Number(far.slice(1)) % 13)}`)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(opener(page, far)).toBeFocused();
  await expectFull(page, far);
});

test('the search finds what is not in the document', async ({ page }) => {
  await open(page, './?view=ledger');
  await page.getByRole('searchbox').fill('f1499');
  await expect(page.getByTestId('shown')).toHaveText(`1 of ${COUNT} findings`);
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByTestId('near')).toHaveCount(0);
});

test('a filter and an order apply to all rows', async ({ page }) => {
  await open(page, './?view=ledger&hw=B200&sort=-title');
  await expect(page.getByTestId('shown')).toHaveText(`500 of ${COUNT} findings`);
  await expect(rows(page)).toHaveCount(500);
  await open(page, './?view=ledger&hw=GB300&sort=-title');
  await expect(page.getByTestId('shown')).toHaveText(`1000 of ${COUNT} findings`);
  const titles = listed.filter((key) => Number(key.slice(1)) % 12 === 8 || Number(key.slice(1)) % 12 === 4);
  const last = titles.sort((a, b) => (`finding ${a.slice(1)}` < `finding ${b.slice(1)}` ? 1 : -1))[0];
  expect((await shown(page))[0]).toBe(last);
});

test('on paper all rows that match stand there', async ({ page }) => {
  await open(page, './?view=ledger&hw=GB300');
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await expect(rows(page)).toHaveCount(1000);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect.poll(() => rows(page).count()).toBeLessThan(120);
});

test('of a long list as many stand there as fit, and all when they are asked for or printed', async ({ page }) => {
  await open(page, './?view=frontier');
  const levers = page.locator('[data-lever]');
  const note = await page.getByRole('heading', { name: /^Frontier/ }).textContent();
  const active = Number(/(\d+) active/.exec(note ?? '')?.[1]);
  expect(active).toBeGreaterThan(500);
  await expect(levers).toHaveCount(500);
  await expect(page.getByText(`and ${active - 500} active levers more`)).toBeVisible();
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await expect(levers).toHaveCount(active);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(levers).toHaveCount(500);
  await page.getByRole('button', { name: `Show all ${active}` }).click();
  await expect(levers).toHaveCount(active);
  await expect(page.getByRole('main')).toBeFocused();
});

for (const [width, height] of [
  [1280, 800],
  [390, 844],
] as const) {
  test(`nothing jumps while somebody reads on at ${width}x${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, './?view=ledger');
    await page.evaluate(() => window.scrollTo(0, 5000));
    await expectFull(page);
    for (let step = 0; step < 25; step += 1) {
      const moved = await page.evaluate(async () => {
        const frame = () => new Promise(requestAnimationFrame);
        const all = [...document.querySelectorAll('tr[data-finding]')];
        const row = all.find((one) => one.getBoundingClientRect().top > 100);
        if (row === undefined) return Number.NaN;
        const before = row.getBoundingClientRect().top;
        window.scrollBy(0, 200);
        await frame();
        await frame();
        return before - row.getBoundingClientRect().top;
      });
      expect(Math.abs(moved - 200), `step ${step}: ${moved}`).toBeLessThan(2);
    }
  });

  test(`axe finds nothing at ${width}x${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, './?view=ledger');
    await page.evaluate(() => window.scrollTo(0, 5000));
    await expectFull(page);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
}
