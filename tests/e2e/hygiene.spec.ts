// The page is quiet, keeps to itself, and has the hooks that tests and scripts rely on.
import { bundleOfRegistry, serveBundle } from './support/bundle.ts';
import { facets } from './support/oracle.ts';
import { filter, open, ready, row, rows, sameLedger, show, viewLink, views } from './support/page.ts';
import { eachScreen } from './support/screens.ts';
import { expect, test } from './support/test.ts';

// The guard of every test looks at the console and at each request.
test('no screen says anything to the console or asks anybody else', { tag: '@sub-path' }, async ({ page }) => {
  await eachScreen(page, async () => {
    await expect(page.getByRole('main')).toBeVisible();
  });
});

test('no text becomes markup or a script in the page, whoever tries', { tag: '@sub-path' }, async ({ page, guard }) => {
  guard.tolerate(/TrustedHTML|TrustedScript|Trusted Type|trusted-types/);
  await open(page, './');
  const refused = await page.evaluate(() => {
    const tries = [
      () => document.body.insertAdjacentHTML('beforeend', '<b id="foreign">x</b>'),
      () => (document.body.appendChild(document.createElement('script')).textContent = 'globalThis.ran = true'),
      () => Reflect.get(globalThis, 'trustedTypes').createPolicy('foreign', {}),
      // There is one policy, and it was made once.
      () => Reflect.get(globalThis, 'trustedTypes').createPolicy('value-ledger', {}),
    ];
    return tries.map((attempt) => {
      try {
        attempt();
        return 'done';
      } catch (error) {
        return error instanceof TypeError ? 'refused' : String(error);
      }
    });
  });
  expect(refused).toEqual(['refused', 'refused', 'refused', 'refused']);
  await expect(page.locator('#foreign')).toHaveCount(0);
  expect(await page.evaluate(() => Reflect.get(globalThis, 'ran') as unknown)).toBeUndefined();
});

test('the views can be walked through and back without a complaint', { tag: '@sub-path' }, async ({ page }) => {
  await open(page, './');
  for (const view of [...views].reverse()) await show(page, view);
  for (const _ of views.slice(1)) await page.goBack();
  await expect(viewLink(page, 'portability')).toHaveAttribute('aria-current', 'page');
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

test('up to 500 rows are all in the document', async ({ page }) => {
  const finding = (number: number) => `  - {id: f${number}, title: number ${number}, lifecycle: not_done, hardware: GB300}`;
  const registry = ['findings:', ...Array.from({ length: 500 }, (_, index) => finding(index + 1)), ''].join('\n');
  await serveBundle(page, bundleOfRegistry(registry));
  await open(page, './?view=ledger');
  await expect(page.getByTestId('shown')).toHaveText('500 of 500 findings');
  await expect(rows(page)).toHaveCount(500);
  await filter(page, 'q').fill('number 499');
  await expect(rows(page)).toHaveCount(1);
});
