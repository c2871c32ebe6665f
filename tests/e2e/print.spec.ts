// A print is a document: no controls, headers on each sheet, nothing cut off.
import { open, rows, sameLedger, views } from './support/page.ts';
import { expect, test } from './support/test.ts';

// A4 and Letter landscape at 96 dots an inch, without margins of 10 mm.
for (const [paper, width] of Object.entries({ A4: 1047, Letter: 980 })) {
  test.describe(`on ${paper}`, () => {
    test.use({ viewport: { width, height: 700 } });

    for (const address of [...views.map((view) => `./?view=${view}`), './?view=ledger&finding=glm51-prefill-pin']) {
      test(`${address} is whole`, async ({ page }) => {
        await open(page, address);
        await page.emulateMedia({ media: 'print' });
        const cut = await page.evaluate(() => {
          const says = (element: Element) => `${element.tagName} "${element.textContent.trim().slice(0, 40)}"`;
          return [...document.querySelectorAll('html, body *')]
            .filter((element) => element.checkVisibility())
            .filter((element) => {
              const { overflowX, overflowY, position, clip, clipPath } = getComputedStyle(element);
              // What is there for screen readers alone is clipped on purpose.
              if (clip !== 'auto' || clipPath !== 'none') return false;
              const sideways = element.scrollWidth > element.clientWidth && (overflowX !== 'visible' || element.tagName === 'HTML');
              const down = element.scrollHeight > element.clientHeight && overflowY !== 'visible' && element.tagName !== 'HTML';
              return element.clientWidth > 0 && (sideways || down || position === 'fixed' || position === 'sticky');
            })
            .map(says);
        });
        expect(cut).toEqual([]);
      });
    }
  });
}

test('controls are not printed', async ({ page }) => {
  await open(page, './?view=ledger&finding=glm51-prefill-pin');
  await page.emulateMedia({ media: 'print' });
  for (const control of await page.locator('[data-filter], button, input, select, [data-view]').all()) {
    await expect(control).toBeHidden();
  }
});

test('the table’s header stands on each sheet, and every row is printed', async ({ page }) => {
  await open(page, './?view=ledger');
  const { findings } = await sameLedger(page);
  await page.emulateMedia({ media: 'print' });
  const header = page.getByTestId('ledger-scroll').getByRole('rowgroup').first();
  await expect(header).toHaveCSS('display', 'table-header-group');
  await expect(rows(page)).toHaveCount(findings.length);
  for (const row of await rows(page).all()) {
    await expect(row).toBeVisible();
    await expect(row).toHaveCSS('break-inside', 'avoid');
  }
});

test('a filtered print says what it shows', async ({ page }) => {
  await open(page, './?view=ledger&hw=GB300&lc=done');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByTestId('shown')).toBeVisible();
  await expect(page.getByText('GB300').first()).toBeVisible();
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
