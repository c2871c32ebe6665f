// A ledger of a few hundred rows: all of them are in the document once the reader rests, and those near the screen before.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { bundleOfRegistry, serveBundle } from './support/bundle.ts';
import { publish } from './support/command.ts';
import {
  dossier,
  expectFirstOnScreen,
  expectSamePlaceAfterReload,
  firstOnScreen,
  holdProgram,
  open,
  opener,
  ready,
  rows,
  show,
} from './support/page.ts';
import { serveSite, withFolder } from './support/site.ts';
import { expect, test } from './support/test.ts';

const COUNT = 320;
const lifecycles = ['done', 'in_progress', 'not_done', 'closed_negative'];
const keys = Array.from({ length: COUNT }, (_, index) => `f${index}`);
const registry = [
  'findings:',
  ...keys.map(
    (key, index) =>
      `  - {id: ${key}, title: "Finding ${index}", lifecycle: ${lifecycles[index % 4]}, baseline: vLLM, win: "1.2x", hardware: ${index % 3 ? 'GB300' : 'B200'} (TP=4)}`,
  ),
].join('\n');
/** As the table lists them: by lifecycle, each in an order. */
const inGroups = (order: (group: string[]) => string[]) =>
  lifecycles.flatMap((_, group) => order(keys.filter((_, index) => index % 4 === group)));
const listed = inGroups((group) => group);

declare global {
  interface Window {
    /** How many rows there were when the page said that it was ready. */
    rowsWhenReady?: number;
    rowsOnPaper?: number;
    rowsAfterPaper?: number;
  }
}

test.beforeEach(async ({ page }) => {
  await serveBundle(page, bundleOfRegistry(registry));
  await page.addInitScript(() => {
    const look = () => {
      if (!document.documentElement.hasAttribute('data-ready')) return;
      window.rowsWhenReady ??= document.querySelectorAll('tr[data-finding]').length;
    };
    new MutationObserver(look).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-ready'] });
  });
});

const rowsWhenReady = (page: Page): Promise<number | undefined> => page.evaluate(() => window.rowsWhenReady);

/** How many rows there are when what a link asks for is on the screen. */
function countAfter(page: Page, link: string): Promise<number> {
  return page.evaluate(async (selector) => {
    document.querySelector<HTMLElement>(selector)?.click();
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return document.querySelectorAll('tr[data-finding]').length;
  }, link);
}

/** All rows stand there in their order, and nothing says that some do not. */
async function expectWhole(page: Page): Promise<void> {
  await expect(rows(page)).toHaveCount(COUNT);
  expect(await rows(page).evaluateAll((all) => all.map((row) => row.getAttribute('data-finding')))).toEqual(listed);
  await expect(page.getByTestId('near')).toHaveCount(0);
}

test('the first rows answer before the last are there, and all of them come', async ({ page }) => {
  await open(page, './?view=ledger');
  expect(await rowsWhenReady(page)).toBeLessThan(30);
  await expectWhole(page);
});

test('rows follow each other without a gap, and the headings of their groups', async ({ page }) => {
  await open(page, './?view=ledger');
  await expectWhole(page);
  const gaps = await page.locator('.rows tbody').first().evaluate((group) => {
    const places = [...group.querySelectorAll('tr:not(.gap)')].slice(0, 20).map((line) => line.getBoundingClientRect());
    return places.slice(1).map((place, index) => Math.round(place.top - (places[index]?.bottom ?? Number.NaN)));
  });
  expect(gaps).toEqual(Array(19).fill(0));
});

test('so it is with each filter and each order, whatever was chosen before', async ({ page }) => {
  await open(page, './?view=ledger');
  await expectWhole(page);
  /** How many rows there are when what was chosen is on the screen, and which ones there are once the reader rests. */
  const choose = async (link: string, expected: string[]) => {
    const atOnce = await countAfter(page, link);
    await expect.poll(() => rows(page).evaluateAll((all) => all.map((row) => row.getAttribute('data-finding')))).toEqual(expected);
    return atOnce;
  };
  const of = (token: string, among = listed) => among.filter((key) => (Number(key.slice(1)) % 3 ? 'GB300' : 'B200') === token);
  const hardware = (token: string) => `[data-filter="hw"] a[href*="hw=${token}"]`;
  expect(await choose(hardware('GB300'), of('GB300'))).toBeLessThan(60);
  const upward = inGroups((group) => group.sort());
  expect(await choose('a[data-sort="title"]', of('GB300', upward))).toBeLessThan(60);
  await choose('[data-clear]', upward);
  expect(await choose('a[data-sort="title"]', inGroups((group) => group.sort().reverse()))).toBeLessThan(60);
  await choose('a[data-sort="title"]', listed);
});

test('what the reader looks at stays where it is when the others come', async ({ page }) => {
  await open(page, './?view=ledger');
  const tops = await page.evaluate(async () => {
    const all = () => [...document.querySelectorAll('tr[data-finding]')];
    const frame = () => new Promise(requestAnimationFrame);
    window.scrollTo(0, 8000);
    await frame();
    await frame();
    const count = all().length;
    const row = all().find((one) => one.getBoundingClientRect().top > 100);
    const top = () => Math.round(row?.getBoundingClientRect().top ?? Number.NaN);
    const tops = [top()];
    for (let frames = 0; frames < 60; frames += 1) {
      await frame();
      tops.push(top());
    }
    return { tops, count };
  });
  expect(tops.count).toBeLessThan(200);
  await expectWhole(page);
  expect(Math.max(...tops.tops) - Math.min(...tops.tops), JSON.stringify(tops.tops)).toBeLessThan(3);
});

test('far down a filter shows rows at once', async ({ page }) => {
  await open(page, './?view=ledger');
  await expectWhole(page);
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight * 0.6));
  await expect.poll(() => page.evaluate(() => typeof history.state), 'the reader rests').toBe('string');
  expect(await countAfter(page, '[data-filter="hw"] a[href*="hw=GB300"]')).toBeLessThan(60);
  const onScreen = await rows(page).evaluateAll(
    (all) => all.filter((row) => row.getBoundingClientRect().bottom > 0 && row.getBoundingClientRect().top < window.innerHeight).length,
  );
  expect(onScreen).toBeGreaterThan(3);
});

test('a row that stays keeps the focus when others come between', async ({ page }) => {
  await open(page, './?view=ledger&hw=GB300');
  await opener(page, 'f4').focus();
  await page.evaluate(() => document.querySelector<HTMLElement>('[data-clear]')?.click());
  await expectWhole(page);
  await expect(opener(page, 'f4')).toBeFocused();
});

test('all of them come where the ledger is not the first view', async ({ page }) => {
  await open(page);
  await show(page, 'ledger');
  await expectWhole(page);
  await page.evaluate(() => window.scrollTo(0, 3000));
  await show(page, 'overview');
  // Resting there draws none of them.
  await page.evaluate(async () => {
    for (let frames = 0; frames < 45; frames += 1) await new Promise(requestAnimationFrame);
  });
  expect(await countAfter(page, 'a[data-view="ledger"]')).toBeLessThan(60);
  await expectWhole(page);
});

test('closing a finding far down leads to its row, and the others come', async ({ page }) => {
  await open(page, `./?view=ledger&finding=${listed.at(-1)}`);
  await expect(dossier(page, 'Finding 319')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(opener(page, listed.at(-1) ?? '')).toBeFocused();
  await expectWhole(page);
});

test('a row that had the focus in the text that stood here is come to', async ({ page }) => {
  const release = await holdProgram(page);
  await page.goto('./?view=ledger');
  // The text is of other findings; its rows have the same places.
  await page.locator('#row-30').focus();
  await release();
  await ready(page);
  await expect(opener(page, 'f30')).toBeFocused();
  await expectWhole(page);
});

test('a reader who loads the page anew is where he was', async ({ page }) => {
  await open(page, './?view=ledger');
  await expectWhole(page);
  await expectSamePlaceAfterReload(page, 12_000);
  await expectWhole(page);
  await expectSamePlaceAfterReload(page, 300);
});

for (const count of [60, COUNT]) {
  test(`a reader who has scrolled in the text of ${count} findings looks at the same row`, async ({ page, guard }) => {
    guard.tolerate(/preloaded using link preload but not used/);
    await withFolder(async (folder) => {
      const path = join(folder, 'value-findings.yaml');
      writeFileSync(path, registry.split('\n').slice(0, count + 1).join('\n'));
      publish(path, ['--out', join(folder, 'site')], '2026-11-24');
      await serveSite(page, join(folder, 'site'));
      for (const [width, scrolled] of [[1280, 0], [1280, 2500], [390, 4000]] as const) {
        await page.setViewportSize({ width, height: 844 });
        const release = await holdProgram(page);
        // The last time the browser has kept the row of the time before, and the reader's own scroll counts all the same.
        await page.goto('./?view=ledger', { waitUntil: 'domcontentloaded' });
        for (let step = 0; step < scrolled; step += 500) await scroll(page, 500);
        const before = await firstOnScreen(page);
        expect(before.key === listed[0], 'a reader who has scrolled').toBe(scrolled === 0);
        release();
        await ready(page);
        await expectFirstOnScreen(page, before);
        await expect(rows(page)).toHaveCount(count);
        await expectFirstOnScreen(page, before);
        await page.unroute('**/*.wasm');
      }
    });
  });
}

/** As a reader does, and not as a program. */
async function scroll(page: Page, by: number): Promise<void> {
  const to = (await page.evaluate(() => window.scrollY)) + by;
  await page.mouse.wheel(0, by);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(to - 2);
}

test('paper has all of them, whenever it is asked for, and none goes again', async ({ page }) => {
  await page.addInitScript(() => {
    const count = () => document.querySelectorAll('tr[data-finding]').length;
    const print = () => {
      window.dispatchEvent(new Event('beforeprint'));
      setTimeout(() => {
        window.rowsOnPaper = count();
        window.dispatchEvent(new Event('afterprint'));
        setTimeout(() => (window.rowsAfterPaper = count()));
      });
    };
    new MutationObserver(print).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-ready'] });
  });
  await open(page, './?view=ledger');
  await expect.poll(() => page.evaluate(() => [window.rowsOnPaper, window.rowsAfterPaper])).toEqual([COUNT, COUNT]);
  await expectWhole(page);
});
