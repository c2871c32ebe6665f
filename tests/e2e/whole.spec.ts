// A ledger of a few hundred rows: all of them are in the document, but the first answer before the last are there.
import type { Page } from '@playwright/test';
import { bundleOfRegistry, serveBundle } from './support/bundle.ts';
import { dossier, open, rows, show } from './support/page.ts';
import { expect, test } from './support/test.ts';

const COUNT = 320;
/** As many as come at a time. */
const FIRST = 100;
const lifecycles = ['done', 'in_progress', 'not_done', 'closed_negative'];
const keys = Array.from({ length: COUNT }, (_, index) => `f${index}`);
const registry = [
  'findings:',
  ...keys.map(
    (key, index) =>
      `  - {id: ${key}, title: "Finding ${index}", lifecycle: ${lifecycles[index % 4]}, baseline: vLLM, win: "1.2x", hardware: GB300 (TP=4)}`,
  ),
].join('\n');
/** As the table lists them: by lifecycle, in registry order. */
const listed = lifecycles.flatMap((_, group) => keys.filter((_, index) => index % 4 === group));

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

/** All rows stand there in their order, and nothing says that some do not. */
async function expectWhole(page: Page): Promise<void> {
  await expect(rows(page)).toHaveCount(COUNT);
  expect(await rows(page).evaluateAll((all) => all.map((row) => row.getAttribute('data-finding')))).toEqual(listed);
  await expect(page.getByTestId('near')).toHaveCount(0);
}

test('the first rows answer before the last are there, and all of them come', async ({ page }) => {
  await open(page, './?view=ledger');
  expect(await rowsWhenReady(page)).toBe(FIRST);
  await expectWhole(page);
});

test('all of them come where the ledger is not the first view', async ({ page }) => {
  await open(page);
  await show(page, 'ledger');
  await expectWhole(page);
  await show(page, 'overview');
  await show(page, 'ledger');
  await expectWhole(page);
});

test('an open finding is among the first that are there', async ({ page }) => {
  await open(page, `./?view=ledger&finding=${listed.at(-1)}`);
  expect(await rowsWhenReady(page)).toBe(COUNT);
  await expect(dossier(page, 'Finding 319')).toBeVisible();
  await expectWhole(page);
});

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
