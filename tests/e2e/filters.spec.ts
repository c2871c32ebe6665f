// Filters narrow the ledger, and the rows, the counts and the address agree at every step.
import type { Ledger } from './support/command.ts';
import { countOf, facets, keysOf, shown, valuesOf, type Chosen, type Facet } from './support/oracle.ts';
import {
  allHardware,
  choice,
  chooseHardware,
  countsOn,
  dossier,
  expectQuery,
  expectRows,
  filter,
  label,
  open,
  openFilter,
  rows,
  sameLedger,
  toggle,
  viewLink,
} from './support/page.ts';
import { expect, test } from './support/test.ts';

const expected = (ledger: Ledger, chosen: Chosen) => keysOf(shown(ledger, chosen));
const counts = (ledger: Ledger, chosen: Chosen, facet: Facet) =>
  Object.fromEntries([...all(ledger, facet)].map((value) => [label(facet, value), countOf(ledger, chosen, facet, value)]));
const all = (ledger: Ledger, facet: Facet) => new Set(ledger.findings.flatMap((finding) => valuesOf(finding, facet)));

test('GB300 leaves only GB300 rows, and says how many', { tag: '@sub-path' }, async ({ page }) => {
  await open(page, './?view=ledger');
  const ledger = await sameLedger(page);
  const keys = expected(ledger, { hw: ['GB300'] });
  expect(keys.length).toBeGreaterThan(0);
  expect(keys.length).toBeLessThan(ledger.findings.length);

  await chooseHardware(page, 'GB300');

  await expectRows(page, keys, ledger.findings.length);
  await expectQuery(page, '?view=ledger&hw=GB300');
  await expect(rows(page).locator('[data-field="hardware"]')).toHaveText(keys.map(() => /\bGB300\b/));
});

test('without a filter every finding is a row, by lifecycle and then as in the registry', async ({ page }) => {
  await open(page, './?view=ledger');
  const ledger = await sameLedger(page);
  await expectRows(page, expected(ledger, {}), ledger.findings.length);
});

test('one hardware is chosen at a time, and all of it again', async ({ page }) => {
  await open(page, './?view=ledger');
  const ledger = await sameLedger(page);
  for (const token of ['GB300', 'B200', 'H100']) {
    await chooseHardware(page, token);
    await expectRows(page, expected(ledger, { hw: [token] }), ledger.findings.length);
    await expectQuery(page, `?view=ledger&hw=${token}`);
    await expect(await choice(page, 'hw', token)).toHaveAttribute('aria-current', 'true');
  }
  await allHardware(page);
  await expectRows(page, expected(ledger, {}), ledger.findings.length);
  await expectQuery(page, '?view=ledger');
});

test('several values of one facet widen', async ({ page }) => {
  await open(page, './?view=ledger');
  const ledger = await sameLedger(page);
  const of = ledger.findings.length;
  await toggle(page, 'lc', 'done');
  await expectRows(page, expected(ledger, { lc: ['done'] }), of);
  await toggle(page, 'lc', 'not_done');
  await expectRows(page, expected(ledger, { lc: ['done', 'not_done'] }), of);
  await expectQuery(page, '?view=ledger&lc=done,not_done');
  await toggle(page, 'lc', 'done');
  await expectRows(page, expected(ledger, { lc: ['not_done'] }), of);
  await expectQuery(page, '?view=ledger&lc=not_done');
});

test('several facets narrow', async ({ page }) => {
  await open(page, './?view=ledger');
  const ledger = await sameLedger(page);
  await chooseHardware(page, 'B200');
  await toggle(page, 'lc', 'done');
  await toggle(page, 'tier', 'draft');
  const keys = expected(ledger, { hw: ['B200'], lc: ['done'], tier: ['draft'] });
  expect(keys.length).toBeGreaterThan(0);
  await expectRows(page, keys, ledger.findings.length);
  await expectQuery(page, '?view=ledger&hw=B200&lc=done&tier=draft');
});

for (const facet of facets) {
  test(`each value of ${facet} shows its rows, and as many as it says`, async ({ page }) => {
    await open(page, './?view=ledger');
    const ledger = await sameLedger(page);
    const of = ledger.findings.length;
    expect(await countsOn(page, facet)).toEqual(counts(ledger, {}, facet));
    for (const value of all(ledger, facet)) {
      await (await choice(page, facet, value)).click();
      await expectRows(page, expected(ledger, { [facet]: [value] }), of);
      if (facet !== 'hw') await toggle(page, facet, value);
    }
  });
}

test('the counts of a facet follow the other filters and not its own', async ({ page }) => {
  const chosen = { hw: ['H100', 'B200'], lc: ['in_progress', 'done'] };
  await open(page, './?view=ledger&hw=H100,B200&lc=in_progress,done');
  const ledger = await sameLedger(page);
  for (const facet of facets) expect(await countsOn(page, facet)).toEqual(counts(ledger, chosen, facet));
});

test('one click clears every filter', async ({ page }) => {
  await open(page, './?view=ledger&hw=GB300&lc=done&tier=verdict&ready=deployed&q=glm');
  const ledger = await sameLedger(page);
  await page.getByRole('link', { name: 'Clear', exact: true }).click();
  await expectRows(page, expected(ledger, {}), ledger.findings.length);
  await expectQuery(page, '?view=ledger');
  await expect(filter(page, 'q')).toHaveValue('');
  await expect(page.getByRole('link', { name: 'Clear', exact: true })).toHaveCount(0);
});

test('what is chosen is listed, and each is taken away by itself', async ({ page }) => {
  await open(page, './?view=ledger&hw=GB300&lc=done,in_progress&q=glm');
  const chosen = page.getByRole('list', { name: /chosen/i });
  await expect(chosen.getByRole('link', { name: /^remove/i })).toHaveCount(4);
  await chosen.getByRole('link', { name: /^remove.*In progress/i }).click();
  await expectQuery(page, '?view=ledger&hw=GB300&lc=done&q=glm');
  await chosen.getByRole('link', { name: /^remove.*glm/i }).click();
  await expectQuery(page, '?view=ledger&hw=GB300&lc=done');
  await expect(filter(page, 'q')).toHaveValue('');
});

test('text finds rows by each of its words, whatever their case', async ({ page }) => {
  await open(page, './?view=ledger');
  const ledger = await sameLedger(page);
  await filter(page, 'q').pressSequentially('PREFILL glm51');
  await expectQuery(page, '?view=ledger&q=PREFILL%20glm51');
  await expect(rows(page).first()).toContainText('Pinned TRTLLM prefill backend for GLM-5.1');
  await expect(rows(page).filter({ hasNotText: /glm|prefill/i })).toHaveCount(0);
  await filter(page, 'q').fill('');
  await expectRows(page, expected(ledger, {}), ledger.findings.length);
  await expectQuery(page, '?view=ledger');
});

test('typing is one step back, not a step for each letter', async ({ page }) => {
  await open(page, './');
  await viewLink(page, 'ledger').click();
  await filter(page, 'q').pressSequentially('kimi');
  await expectQuery(page, '?view=ledger&q=kimi');
  await page.goBack();
  await expectQuery(page, '');
  await expect(viewLink(page, 'overview')).toHaveAttribute('aria-current', 'page');
});

test('a slash goes to the text filter, from anywhere but a field', async ({ page }) => {
  await open(page, './?view=ledger');
  await page.keyboard.press('/');
  await expect(filter(page, 'q')).toBeFocused();
  await expect(filter(page, 'q')).toHaveValue('');
  await page.keyboard.type('a/b');
  await expect(filter(page, 'q')).toHaveValue('a/b');
});

test('a filter opens, chooses and closes by keyboard, and the focus stays with it', async ({ page }) => {
  await open(page, './?view=ledger');
  const ledger = await sameLedger(page);
  const summary = filter(page, 'tier').locator('summary');
  await summary.focus();
  await page.keyboard.press('Enter');
  await expect(filter(page, 'tier')).toHaveAttribute('open');
  await page.keyboard.press('Tab');
  const verdict = await choice(page, 'tier', 'verdict');
  await expect(verdict).toBeFocused();
  await page.keyboard.press('Space');
  await expectRows(page, expected(ledger, { tier: ['verdict'] }), ledger.findings.length);
  await expect(verdict).toBeChecked();
  await expect(verdict).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(verdict).not.toBeChecked();
  await expectRows(page, expected(ledger, {}), ledger.findings.length);
  await page.keyboard.press('Escape');
  await expect(filter(page, 'tier')).not.toHaveAttribute('open');
  await expect(summary).toBeFocused();
});

test('one filter is open at a time, and a click beside it closes it', async ({ page }) => {
  await open(page, './?view=ledger');
  await openFilter(page, 'lc');
  await openFilter(page, 'flag');
  await expect(filter(page, 'lc')).not.toHaveAttribute('open');
  await page.getByRole('heading', { level: 1 }).click();
  await expect(filter(page, 'flag')).not.toHaveAttribute('open');
});

test('no match says so and offers the way out', async ({ page }) => {
  await open(page, './?view=ledger&q=zzz-no-such-thing');
  const ledger = await sameLedger(page);
  await expectRows(page, [], ledger.findings.length);
  await expect(page.getByRole('main')).toContainText(/no finding/i);
  await page.getByRole('main').getByRole('link', { name: /clear the filter/i }).click();
  await expectRows(page, expected(ledger, {}), ledger.findings.length);
});

test('the filter goes along to the other views and back', async ({ page }) => {
  await open(page, './?view=ledger&hw=B200');
  const ledger = await sameLedger(page);
  const of = ledger.findings.length;
  const keys = expected(ledger, { hw: ['B200'] });
  for (const view of ['frontier', 'flags', 'portability', 'overview'] as const) {
    await viewLink(page, view).click();
    await expectQuery(page, view === 'overview' ? '?hw=B200' : `?view=${view}&hw=B200`);
    await expect(page.getByTestId('shown')).toHaveText(`${keys.length} of ${of} findings`);
  }
  await viewLink(page, 'ledger').click();
  await expectRows(page, keys, of);
});

test('the focus stays among the chips as they are taken away', async ({ page }) => {
  await open(page, './?view=ledger&hw=GB300&lc=done&q=fp8');
  const chips = page.getByRole('list', { name: 'Chosen filters' }).getByRole('link', { name: /^Remove / });
  await expect(chips).toHaveCount(3);
  await chips.nth(1).press('Enter');
  await expect(chips).toHaveCount(2);
  await expect(chips.nth(1)).toBeFocused();
  await chips.nth(1).press('Enter');
  await expect(chips).toHaveCount(1);
  await expect(page.locator('#chosen a:focus')).toHaveCount(1);
  await page.locator('[data-clear]').press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('an open finding that the filter leaves out stays open and says so', async ({ page }) => {
  await open(page, './?view=ledger&finding=kimi-k2-eplb');
  const ledger = await sameLedger(page);
  const title = ledger.findings.find(({ key }) => key === 'kimi-k2-eplb')?.title ?? '';
  const said = dossier(page, title).getByText('The filter leaves this finding out');
  await expect(dossier(page, title)).toBeVisible();
  await expect(said).toHaveCount(0);
  await chooseHardware(page, 'GB300');
  await expect(said).toBeVisible();
  await chooseHardware(page, 'B200');
  await expect(said).toHaveCount(0);
});
