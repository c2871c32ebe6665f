// The page shows the bundle that its index.html names, and says what is wrong where it cannot.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { bundleOf, bundleOfRegistry, nameBundle, serveBundle } from './support/bundle.ts';
import { fixture, ledgerOf } from './support/command.ts';
import { keysOf, seen, shown } from './support/oracle.ts';
import { dossier, expectRows, open, opener, row, rows, views } from './support/page.ts';
import { expect, test } from './support/test.ts';

test('a named bundle is shown in place of the one built in', { tag: '@sub-path' }, async ({ page }) => {
  await serveBundle(page, bundleOf('hostile'));
  await open(page, './?view=ledger');
  const ledger = ledgerOf(fixture('hostile'));
  await expectRows(page, keysOf(shown(ledger, {})), ledger.findings.length);
});

test('an empty registry is a ledger that says it is empty', async ({ page }) => {
  await serveBundle(page, bundleOf('empty'));
  await open(page, './?view=ledger');
  await expect(page.getByTestId('shown')).toHaveText('0 of 0 findings');
  await expect(page.getByRole('main')).toContainText(/no findings/i);
  for (const view of views) {
    await page.locator(`[data-view="${view}"]`).click();
    await expect(page.locator(`[data-view="${view}"]`)).toHaveAttribute('aria-current', 'page');
    await expect(page.getByRole('main')).not.toContainText(/NaN|undefined|null/);
  }
});

test('every broken entry is a row with its flags', async ({ page }) => {
  await serveBundle(page, bundleOf('hostile'));
  await open(page, './?view=ledger');
  for (const finding of ledgerOf(fixture('hostile')).findings) {
    const flags = row(page, finding.key).locator('[data-field="flags"] [data-flag]');
    await expect(flags).toHaveCount(finding.flags.length);
  }
});

test.describe('text that would do harm', () => {
  test('is shown as text in every view, and nothing runs', async ({ page }) => {
    await serveBundle(page, bundleOf('hostile'));
    for (const view of views) {
      await open(page, `./?view=${view}`);
      await expect(page.getByRole('main')).toBeVisible();
      expect(await page.evaluate(() => Reflect.get(globalThis, '__ran') as unknown)).toBeUndefined();
      await expect(page.locator('iframe')).toHaveCount(0);
    }
  });

  test('stands in the ledger letter by letter, with marks for what would hide or reorder them', async ({ page }) => {
    await serveBundle(page, bundleOf('hostile'));
    await open(page, './?view=ledger');
    for (const finding of ledgerOf(fixture('hostile')).findings) {
      const field = (name: string) => row(page, finding.key).locator(`[data-field="${name}"]`);
      await expect(field('title')).toContainText(seen(finding.title ?? finding.key));
      if (finding.win !== null) await expect(field('win')).toContainText(seen(finding.win));
    }
  });

  test('is shown as text in each open finding, and no link runs a script', async ({ page }) => {
    await serveBundle(page, bundleOf('hostile'));
    await open(page, './?view=ledger');
    for (const { key, title } of ledgerOf(fixture('hostile')).findings) {
      await opener(page, key).click();
      await expect(dossier(page, seen(title ?? key))).toBeVisible();
      const addresses = await page.getByRole('link').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
      for (const address of addresses) expect(address).toMatch(/^https?:/);
      expect(await page.evaluate(() => Reflect.get(globalThis, '__ran') as unknown)).toBeUndefined();
    }
  });

  test('does not lead out of the address that a link is made of', async ({ page }) => {
    await serveBundle(page, bundleOf('hostile'));
    await open(page, './?view=ledger&finding=script');
    const out = await dossier(page, "<script>window.__ran = 'title'</script>")
      .getByRole('link')
      .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href).filter((href) => !href.startsWith(location.origin)));
    for (const address of out) {
      expect(address).toMatch(/^https:\/\/(perflake\.example\.com\/campaigns|git\.example\.com|issues\.example\.com\/perf)\//);
    }
    expect(out).toContain('https://issues.example.com/perf/1?a=1&b=2');
  });

  test('does not widen the page, on a phone either', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await serveBundle(page, bundleOf('hostile'));
    for (const address of ['./', ...views.map((view) => `./?view=${view}`), './?view=ledger&finding=long']) {
      await open(page, address);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect.soft(wider, address).toBe(0);
    }
  });
});

test.describe('a bundle that cannot be shown is refused, and nothing else is shown in its place', () => {
  const good = () => bundleOf('empty');
  /** The bundle with other words in the place of some of its own. */
  const changed = (from: RegExp, to: string) => Buffer.from(good().toString('latin1').replace(from, to), 'latin1');
  const refusals = [
    { of: 'another build', body: () => changed(/^(.*\n)[0-9a-f]{16}/, '$10123456789abcdef'), says: /not of the same build/ },
    { of: 'changed content', body: () => changed(/nothing measured yet/, 'nothing measured now'), says: /digest/ },
    { of: 'half a bundle', body: () => good().subarray(0, good().length / 2), says: /cut off/ },
    { of: 'a page in place of it', body: () => Buffer.from('<!doctype html><title>Sign in</title>'), says: /not a ledger bundle/ },
    { of: 'the JSON of a bundle', body: () => Buffer.from('{"format":"value-ledger-bundle","version":1}'), says: /not a ledger bundle/ },
    { of: 'a broken gzip', body: () => Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]), says: /cannot be decompressed/ },
    { of: 'nothing', body: () => Buffer.alloc(0), says: /not a ledger bundle|empty/ },
  ];
  for (const { of, body, says } of refusals) {
    test(of, async ({ page }) => {
      const bytes = body();
      expect(bytes.equals(good())).toBe(false);
      await serveBundle(page, bytes);
      await page.goto('./?view=ledger');
      await expect(page.getByRole('main')).toContainText(says);
      await expect(rows(page)).toHaveCount(0);
      await expect(page.locator('html')).not.toHaveAttribute('data-ready');
    });
  }
});

test.describe('a bundle that is decompressed in several pieces', () => {
  /** Words that gzip makes no shorter than half. */
  const title = (index: number) => Array.from({ length: 12 }, (_, part) => createHash('sha256').update(`${index} ${part}`).digest('hex')).join(' ');
  let packed = Buffer.alloc(0);
  test.beforeAll(() => {
    const entries = Array.from({ length: 1500 }, (_, index) => `  - {id: f${index}, title: "${title(index)}", lifecycle: not_done}`);
    packed = gzipSync(bundleOfRegistry(['findings:', ...entries].join('\n')));
    expect(packed.length, 'two pieces and more').toBeGreaterThan(2 * 256 * 1024);
  });

  test('is shown whole', async ({ page }) => {
    await serveBundle(page, packed);
    await open(page, './?view=ledger&finding=f1499');
    await expect(dossier(page, title(1499))).toBeVisible();
    await expect(page.getByTestId('shown')).toContainText('1500');
  });

  const broken = {
    'and is broken in the second': () => Buffer.concat([packed.subarray(0, 300 * 1024), Buffer.alloc(64), packed.subarray(300 * 1024 + 64)]),
    'and ends in the second': () => packed.subarray(0, 300 * 1024),
    'and is followed by something else': () => Buffer.concat([packed, Buffer.from('something else')]),
  };
  for (const [what, body] of Object.entries(broken)) {
    test(`${what} is refused`, async ({ page }) => {
      await serveBundle(page, body());
      await page.goto('./?view=ledger');
      await expect(page.getByRole('main')).toContainText('cannot be decompressed');
      await expect(rows(page)).toHaveCount(0);
    });
  }
});

test.describe('a bundle that does not arrive leaves the ledger that was published, and says so', () => {
  const expectPublished = async (page: Page) => {
    await expect(page.getByRole('alert')).toContainText("The page's data did not arrive");
    await expect(page.getByRole('alert')).toContainText('bundle.bin');
    await expect(page.getByRole('heading', { name: 'Where we stand' })).toBeVisible();
    await expect(page.locator('[data-finding]').first()).toBeVisible();
    await expect(page.locator('html')).not.toHaveAttribute('data-ready');
  };

  test('one that is not there', async ({ page, guard }) => {
    guard.tolerate(/404/);
    await nameBundle(page);
    await page.goto('./?view=ledger&hw=B200');
    await expectPublished(page);
    await expect(page.getByRole('alert')).toContainText('404');
    await expect(page.getByRole('alert')).toContainText('no finding is filtered out');
  });

  test('one that is not there, where the address asks for a view', async ({ page, guard }) => {
    guard.tolerate(/404/);
    await nameBundle(page);
    await page.goto('./?view=frontier');
    await expectPublished(page);
    await expect(page.locator('#frontier')).toBeInViewport();
  });

  test('one whose host does not answer', async ({ page, guard }) => {
    guard.tolerate(/bundle\.json|ERR_FAILED|Failed to fetch/);
    await nameBundle(page);
    await page.route('**/bundle.bin', (route) => route.abort());
    await page.goto('./');
    await expectPublished(page);
  });
});
