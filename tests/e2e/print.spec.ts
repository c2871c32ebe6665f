// A print is a document: no controls, headers on each sheet, nothing cut off.
import type { Page } from '@playwright/test';
import { open, row, rows, sameLedger, views } from './support/page.ts';
import { later } from './support/screens.ts';
import { expect, test } from './support/test.ts';

// A4 and Letter landscape at 96 dots an inch, without margins of 10 mm.
for (const [paper, width] of Object.entries({ A4: 1047, Letter: 980 })) {
  test.describe(`on ${paper}`, () => {
    test.use({ viewport: { width, height: 700 } });

    test('every view and an open finding are whole', async ({ page }) => {
      for (const address of [
        ...views.map((view) => `./?view=${view}`),
        './?view=ledger&finding=glm51-prefill-pin',
        './?present=5',
      ]) {
        await page.emulateMedia({ media: 'screen' });
        await open(page, address);
        await page.emulateMedia({ media: 'print' });
        expect.soft(await cut(page), address).toEqual([]);
      }
    });
  });
}

/** What does not fit its own box, or floats over the rest. */
function cut(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('html, body *')]
      .filter((element) => element.checkVisibility() && element.clientWidth > 0)
      .filter((element) => {
        const { overflowX, overflowY, position, clip, clipPath } = getComputedStyle(element);
        // What is there for screen readers alone is clipped on purpose.
        if (clip !== 'auto' || clipPath !== 'none') return false;
        const isPage = element.tagName === 'HTML';
        const sideways = element.scrollWidth > element.clientWidth && (overflowX !== 'visible' || isPage);
        const down = element.scrollHeight > element.clientHeight && overflowY !== 'visible' && !isPage;
        return sideways || down || position === 'fixed' || position === 'sticky';
      })
      .map((element) => `${element.tagName} "${element.textContent.trim().slice(0, 40)}"`),
  );
}

test('controls are not printed', async ({ page }) => {
  await open(page, './?view=ledger&finding=glm51-prefill-pin');
  await page.emulateMedia({ media: 'print' });
  const printed = page.locator('[data-filter], button, input, select, [data-view]').filter({ visible: true });
  await expect(printed).toHaveCount(0);
});

test('the header of the table stands on each sheet, and every row is printed', async ({ page }) => {
  await open(page, './?view=ledger');
  const { findings } = await sameLedger(page);
  await page.emulateMedia({ media: 'print' });
  const header = page.getByTestId('ledger-scroll').getByRole('rowgroup').first();
  await expect(header).toHaveCSS('display', 'table-header-group');
  await expect(rows(page)).toHaveCount(findings.length);
  const printed = await rows(page).evaluateAll((all) =>
    all.filter((row) => row.checkVisibility() && getComputedStyle(row).breakInside === 'avoid').length,
  );
  expect(printed, 'rows that are printed whole').toBe(findings.length);
});

test('a filtered print says what it shows', async ({ page }) => {
  await open(page, './?view=ledger&hw=GB300&lc=done');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByTestId('shown')).toBeVisible();
  const chosen = page.getByRole('list', { name: /chosen/i });
  await expect(chosen).toBeVisible();
  await expect(chosen).toContainText('GB300');
  await expect(chosen).toContainText('Done');
});

test('the print is on paper, whatever the screen', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(page, './?view=ledger');
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const light = await page.evaluate(() => {
    const [red = 0, green = 0, blue = 0] = getComputedStyle(document.body).color.match(/[\d.]+/g)?.map(Number) ?? [];
    return (red + green + blue) / 3;
  });
  expect(light, 'ink is dark').toBeLessThan(100);
});

test('every view has the stamp, and every row its campaigns and flags, written out', async ({ page }) => {
  for (const view of views) {
    await page.emulateMedia({ media: 'screen' });
    await open(page, `./?view=${view}`);
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('.stamp').first()).toContainText('24 Nov 2026');
  }
  await page.emulateMedia({ media: 'screen' });
  await open(page, './?view=ledger');
  const { findings } = await sameLedger(page);
  await page.emulateMedia({ media: 'print' });
  for (const { key, campaigns, flags } of findings) {
    const written = await row(page, key)
      .locator('td.win')
      .evaluate((cell) => getComputedStyle(cell, '::after').content.replaceAll('\\a', '\n'));
    for (const { id, cited } of campaigns) {
      expect(written, key).toContain(id === null ? `${cited} (not found)` : `https://perflake.example.com/campaigns/${id}`);
    }
    if (flags.length > 0) await expect(row(page, key).locator('td.flags [data-flag]').first(), key).toBeVisible();
  }
});

test('data past the limit of the policy is said on every view, and on paper', async ({ page }) => {
  await later(page, 123);
  for (const view of views) {
    await page.emulateMedia({ media: 'screen' });
    await open(page, `./?view=${view}`);
    await expect(page.getByTestId('old')).toHaveText('This snapshot is 123 days old; policy.yaml lets 90 pass.');
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByTestId('old')).toBeVisible();
  }
});

test('data within it is not', async ({ page }) => {
  await later(page, 90);
  await open(page, './');
  await expect(page.locator('.age')).toHaveText(', 90 days ago');
  await expect(page.getByTestId('old')).toHaveCount(0);
});
