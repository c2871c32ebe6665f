// The ledger's columns can be sorted and hidden, and a link carries both.
import { expectQuery, keysOn, open, ready, row, rows } from './support/page.ts';
import { expect, test } from './support/test.ts';

test('a heading sorts, sorts the other way, and leads back', async ({ page }) => {
  await open(page, './?view=ledger&lc=done');
  const before = await keysOn(page);
  const heading = page.getByRole('columnheader', { name: 'Win against baseline' });
  await expect(heading).not.toHaveAttribute('aria-sort');
  await heading.getByRole('link').click();
  await expectQuery(page, '?view=ledger&lc=done&sort=win');
  await expect(heading).toHaveAttribute('aria-sort', 'descending');
  const down = await keysOn(page);
  expect(down).not.toEqual(before);
  expect([...down].toSorted()).toEqual([...before].toSorted());
  await heading.getByRole('link').press('Enter');
  await expectQuery(page, '?view=ledger&lc=done&sort=-win');
  await expect(heading).toHaveAttribute('aria-sort', 'ascending');
  expect(await keysOn(page)).not.toEqual(down);
  await expect(heading.getByRole('link')).toBeFocused();
  await heading.getByRole('link').press('Enter');
  await expectQuery(page, '?view=ledger&lc=done');
  expect(await keysOn(page)).toEqual(before);
});

test('rows are sorted within their lifecycles', async ({ page }) => {
  await open(page, './?view=ledger&sort=title');
  for (const group of ['done', 'in_progress', 'not_done', 'closed_negative']) {
    const titles = await page.locator(`[data-group="${group}"] [data-field="title"]`).allTextContents();
    expect(titles.length).toBeGreaterThan(1);
    expect(titles.map((title) => title.toLowerCase())).toEqual(titles.map((title) => title.toLowerCase()).toSorted());
  }
});

test('a column is hidden, stays hidden for whoever has the link, and comes back', async ({ page }) => {
  await open(page, './?view=ledger');
  const control = page.locator('[data-columns]');
  await control.locator('summary').click();
  await control.getByRole('checkbox', { name: 'Source', exact: true }).click();
  await expectQuery(page, '?view=ledger&hide=source');
  await expect(control, 'stays open').toHaveAttribute('open');
  await page.reload();
  await ready(page);
  await expect(page.getByRole('columnheader', { name: 'Source' })).toBeHidden();
  await expect(rows(page).first().locator('[data-field="source"]')).toBeHidden();
  await expect(rows(page).first().locator('[data-field="readiness"]')).toBeVisible();
  await control.locator('summary').click();
  await control.getByRole('checkbox', { name: 'Source', exact: true }).press('Space');
  await expectQuery(page, '?view=ledger');
  await expect(rows(page).first().locator('[data-field="source"]')).toBeVisible();
});

test('what a win rests on cannot be hidden', async ({ page }) => {
  await open(page, './?view=ledger&hide=baseline,hardware,win');
  await expect(page.getByText(/Left out of the filter: hide=baseline, hide=hardware, hide=win/)).toBeVisible();
  for (const field of ['win', 'baseline', 'hardware']) {
    await expect(rows(page).first().locator(`[data-field="${field}"]`)).toBeVisible();
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('rows are sorted by the control, since no heading is shown', async ({ page }) => {
    await open(page, './?view=ledger&lc=done');
    const before = await keysOn(page);
    const control = page.locator('[data-columns]');
    await control.locator('summary').click();
    await control.getByRole('radio', { name: 'the largest throughput or latency speedup' }).click();
    await expectQuery(page, '?view=ledger&lc=done&sort=win');
    expect(await keysOn(page)).not.toEqual(before);
  });

  test('what is known to be wrong with a finding is on its row, whether it has a flag or not', async ({ page }) => {
    await open(page, './?view=ledger');
    for (const key of ['glm51-prefill-pin', 'dsv32-fp8-kv', 'kv-router-prefix']) {
      await expect(row(page, key).getByText('1 known issue')).toBeVisible();
    }
  });
});

test('on a phone a sort link is seen while it has the focus', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, './?view=ledger');
  const link = page.locator('a[data-sort="baseline"]');
  const seen = () => link.evaluate((one) => {
    const { left, top, width, height } = one.getBoundingClientRect();
    return one.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  });
  expect(await seen()).toBe(false);
  await link.focus();
  expect(await seen()).toBe(true);
});
