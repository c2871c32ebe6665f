// Filters narrow the ledger, and the rows, the counts and the address agree at every step.
import type { Ledger } from './support/command.ts';
import { countOf, facets, keysOf, shown, valuesOf, type Chosen } from './support/oracle.ts';
import { expectQuery, expectRows, filter, open, option, rows, sameLedger, toggle } from './support/page.ts';
import { expect, test } from './support/test.ts';

const expected = (ledger: Ledger, chosen: Chosen) => keysOf(shown(ledger, chosen));

test('GB300 leaves only GB300 rows, and says how many', { tag: '@sub-path' }, async ({ page }) => {
  await open(page, './?view=ledger');
  const ledger = await sameLedger(page);
  const keys = expected(ledger, { hw: ['GB300'] });
  expect(keys.length).toBeGreaterThan(0);
  expect(keys.length).toBeLessThan(ledger.findings.length);

  await toggle(page, 'hw', 'GB300');

  await expectRows(page, keys, ledger.findings.length);
  await expectQuery(page, '?view=ledger&hw=GB300');
  const hardware = rows(page).locator('[data-field="hardware"]');
  await expect(hardware).toHaveText(keys.map(() => /GB300/));
});

test('all rows are there without a filter, in four groups and the unsorted', async ({ page }) => {
  await open(page, './?view=ledger');
  const ledger = await sameLedger(page);
  await expectRows(page, expected(ledger, {}), ledger.findings.length);
});

test('several values of one facet widen', async ({ page }) => {
  await open(page, './?view=ledger');
  const ledger = await sameLedger(page);
  await toggle(page, 'hw', 'GB300');
  await toggle(page, 'hw', 'H100');
  await expectRows(page, expected(ledger, { hw: ['GB300', 'H100'] }), ledger.findings.length);
  await expectQuery(page, '?view=ledger&hw=GB300,H100');
  await toggle(page, 'hw', 'GB300');
  await expectRows(page, expected(ledger, { hw: ['H100'] }), ledger.findings.length);
  await expectQuery(page, '?view=ledger&hw=H100');
});

test('several facets narrow', async ({ page }) => {
  await open(page, './?view=ledger');
  const ledger = await sameLedger(page);
  await toggle(page, 'hw', 'B200');
  await toggle(page, 'lc', 'done');
  await toggle(page, 'tier', 'draft');
  const keys = expected(ledger, { hw: ['B200'], lc: ['done'], tier: ['draft'] });
  expect(keys.length).toBeGreaterThan(0);
  await expectRows(page, keys, ledger.findings.length);
  await expectQuery(page, '?view=ledger&hw=B200&lc=done&tier=draft');
});

for (const facet of facets) {
  test(`each value of ${facet} shows its rows and as many as it says`, async ({ page }) => {
    await open(page, './?view=ledger');
    const ledger = await sameLedger(page);
    for (const value of new Set(ledger.findings.flatMap((finding) => valuesOf(finding, facet)))) {
      await expect(await option(page, facet, value)).toHaveAccessibleName(
        new RegExp(`\\b${countOf(ledger, {}, facet, value)}\\b`),
      );
      await toggle(page, facet, value);
      await expectRows(page, expected(ledger, { [facet]: [value] }), ledger.findings.length);
      await toggle(page, facet, value);
      await expectQuery(page, '?view=ledger');
    }
  });
}

test('the counts of a facet follow the other filters and not its own', async ({ page }) => {
  await open(page, './?view=ledger&hw=H100');
  const ledger = await sameLedger(page);
  for (const facet of facets) {
    for (const value of new Set(ledger.findings.flatMap((finding) => valuesOf(finding, facet)))) {
      const count = countOf(ledger, { hw: ['H100'] }, facet, value);
      await expect(await option(page, facet, value)).toHaveAccessibleName(new RegExp(`\\b${count}\\b`));
    }
  }
});

test('one click clears every filter', async ({ page }) => {
  await open(page, './?view=ledger&hw=GB300&lc=done&tier=verdict&flag=ungrounded&q=glm');
  const ledger = await sameLedger(page);
  await page.getByRole('button', { name: /clear/i }).or(page.getByRole('link', { name: /clear/i })).click();
  await expectRows(page, expected(ledger, {}), ledger.findings.length);
  await expectQuery(page, '?view=ledger');
  await expect(filter(page, 'q')).toHaveValue('');
});

test('text finds rows by each of its words, whatever their case', async ({ page }) => {
  await open(page, './?view=ledger');
  const ledger = await sameLedger(page);
  await filter(page, 'q').fill('PREFILL glm51');
  await expectQuery(page, '?view=ledger&q=PREFILL%20glm51');
  await expect(rows(page).first()).toContainText('Pinned TRTLLM prefill backend for GLM-5.1');
  for (const text of await rows(page).allTextContents()) expect(text.toLowerCase()).toContain('glm');
  await filter(page, 'q').fill('');
  await expectRows(page, expected(ledger, {}), ledger.findings.length);
  await expectQuery(page, '?view=ledger');
});

test('a slash goes to the text filter, from anywhere but a field', async ({ page }) => {
  await open(page, './?view=ledger');
  await page.keyboard.press('/');
  await expect(filter(page, 'q')).toBeFocused();
  await expect(filter(page, 'q')).toHaveValue('');
  await page.keyboard.type('a/b');
  await expect(filter(page, 'q')).toHaveValue('a/b');
});

test('no match says so and offers the way out', async ({ page }) => {
  await open(page, './?view=ledger&q=zzz-no-such-thing');
  const ledger = await sameLedger(page);
  await expectRows(page, [], ledger.findings.length);
  await expect(page.getByRole('main')).toContainText(/no finding/i);
});

test('the filter goes along to the other views and back', async ({ page }) => {
  await open(page, './?view=ledger&hw=B200');
  const ledger = await sameLedger(page);
  const of = ledger.findings.length;
  const keys = expected(ledger, { hw: ['B200'] });
  for (const view of ['frontier', 'flags', 'overview'] as const) {
    await page.locator(`a[data-view="${view}"]`).click();
    await expectQuery(page, view === 'overview' ? '?hw=B200' : `?view=${view}&hw=B200`);
    await expect(page.getByTestId('shown')).toHaveText(`${keys.length} of ${of} findings`);
  }
  await page.locator('a[data-view="ledger"]').click();
  await expectRows(page, keys, of);
});
