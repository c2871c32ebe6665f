// The page is quiet, keeps to itself, and has the hooks that tests and scripts rely on.
import { facets } from './support/oracle.ts';
import { filter, open, ready, row, sameLedger, show, viewLink, views } from './support/page.ts';
import { screens } from './support/screens.ts';
import { expect, test } from './support/test.ts';

for (const screen of screens) {
  // The guard of every test looks at the console and at each request.
  test(`${screen.name} says nothing to the console and asks nobody else`, { tag: '@sub-path' }, async ({ page }) => {
    await screen.show(page);
    await expect(page.getByRole('main')).toBeVisible();
  });
}

test('the views can be walked through and back without a complaint', { tag: '@sub-path' }, async ({ page }) => {
  await open(page, './');
  for (const view of [...views].reverse()) await show(page, view);
  for (const _ of views.slice(1)) await page.goBack();
  await expect(viewLink(page, 'flags')).toHaveAttribute('aria-current', 'page');
  await page.reload();
  await ready(page);
});

test('data-ready is set once the ledger is on the screen, and not before', async ({ page }) => {
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.documentElement.hasAttribute('data-ready')) return;
      Reflect.set(globalThis, '__rows', document.querySelectorAll('[data-finding]').length);
      observer.disconnect();
    }).observe(document, { attributes: true, subtree: true });
  });
  await open(page, './?view=ledger');
  const { findings } = await sameLedger(page);
  await expect.poll(() => page.evaluate(() => Reflect.get(globalThis, '__rows') as unknown)).toBe(findings.length);
});

test('the hooks of the views, the filters and the ledger are there', async ({ page }) => {
  await open(page, './?view=ledger');
  const { findings } = await sameLedger(page);
  for (const view of views) await expect(viewLink(page, view)).toHaveCount(1);
  for (const name of [...facets, 'q'] as const) await expect(filter(page, name)).toHaveCount(1);
  await expect(page.getByTestId('shown')).toHaveText(/^\d+ of \d+ findings$/);
  await expect(page.getByTestId('ledger-scroll')).toHaveCount(1);
  for (const { key } of findings) {
    await expect(row(page, key)).toHaveCount(1);
    for (const name of ['title', 'win', 'baseline', 'hardware', 'rigor', 'tier', 'readiness', 'source', 'campaigns', 'flags']) {
      await expect(row(page, key).locator(`[data-field="${name}"]`), `${name} of ${key}`).toHaveCount(1);
    }
  }
});

test('the hooks of the frontier are there', async ({ page }) => {
  await open(page, './?view=frontier');
  const { frontier } = await sameLedger(page);
  for (const { key, rank } of frontier.active) {
    await expect(page.locator(`[data-lever=${JSON.stringify(key)}]`)).toHaveAttribute('data-rank', String(rank));
  }
});

test('the stamp says which registry this is, when, and that it is an example', async ({ page }) => {
  await open(page, './');
  const { findings, taken_at } = await sameLedger(page);
  const stamp = page.getByRole('banner');
  await expect(stamp).toContainText(`${findings.length} findings`);
  await expect(stamp.getByRole('time').first()).toHaveAttribute('datetime', taken_at);
  await expect(page.getByText(/synthetic|example data/i).first()).toBeInViewport();
});

test('the answer stands above the fold', async ({ page }) => {
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(viewport);
    await open(page, './');
    for (const token of ['GB300', 'B200', 'H100']) {
      await expect(page.getByRole('main').getByText(token).first()).toBeInViewport();
    }
  }
});
