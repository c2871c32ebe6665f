// The frontier says why each lever stands where it stands, in either order, and what it would repeat.
import { expectQuery, open, sameLedger } from './support/page.ts';
import { expect, test } from './support/test.ts';

test('the second order is value over cost, and is in the address', async ({ page }) => {
  await open(page, './?view=frontier');
  const levers = page.locator('.levers [data-lever]');
  const { frontier } = await sameLedger(page);
  const keys = () => levers.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-lever')));
  expect(await keys()).toEqual(frontier.active.map((lever) => lever.key));
  await page.getByRole('group', { name: 'Order' }).getByRole('link', { name: 'By value over cost' }).click();
  await expectQuery(page, '?view=frontier&order=value-cost');
  await expect(levers.first()).toHaveAttribute('data-rank', '1');
  expect((await keys()).toSorted()).toEqual(frontier.active.map((lever) => lever.key).toSorted());
  // Each row tells its own ratio, and none is larger than the one before it.
  for (const summary of await page.locator('.levers .why summary').all()) await summary.click();
  const terms = await page.locator('.levers .why li:first-child').allTextContents();
  const ratios = terms.map((term) => Number(/= ([\d.]+) /.exec(term)?.[1]));
  expect(ratios).toEqual(ratios.toSorted((a, b) => b - a));
  await page.goBack();
  await expectQuery(page, '?view=frontier');
  expect(await keys()).toEqual(frontier.active.map((lever) => lever.key));
});

test('a row opens its terms and what would move it up', async ({ page }) => {
  await open(page, './?view=frontier');
  const [first, second] = [page.locator('[data-rank="1"]').first(), page.locator('[data-rank="2"]').first()];
  await first.getByText('Why it stands at 1').click();
  await expect(first.locator('.why')).toContainText('Nothing stands above it');
  await second.getByText('Why it stands at 2').click();
  const why = second.locator('.why');
  await expect(why.getByRole('listitem').first()).toHaveText(/^Gain: /);
  await expect(why).toContainText(/To pass the one at 1, /);
  const title = await first.locator('.finding a').textContent();
  await expect(why.getByRole('link')).toHaveText(title ?? '');
});

test('a lever that repeats a closed negative says so, with what would reopen it', async ({ page }) => {
  await open(page, './?view=frontier');
  const { frontier } = await sameLedger(page);
  const repeating = frontier.active.filter((lever) => lever.repeats.length > 0);
  expect(repeating.map((lever) => [lever.key, lever.repeats])).toEqual([['glm51-mtp-tuned', ['glm51-mtp3-c256']]]);
  const said = page.locator('[data-lever="glm51-mtp-tuned"] [data-repeats="glm51-mtp3-c256"]');
  await expect(said).toContainText('Repeats a closed negative');
  await expect(said).toContainText('acceptance length above 3.2');
  await expect(page.locator('[data-repeats]')).toHaveCount(1);
  await said.getByRole('link').click();
  await expect(page).toHaveURL(/finding=glm51-mtp3-c256/);
});

test('it says so wherever the lever is something to try', async ({ page }) => {
  const said = '[data-repeats="glm51-mtp3-c256"]';
  await open(page, './?view=portability');
  await expect(page.locator(`[data-model="GLM-5.1"] [data-try="glm51-mtp-tuned"] ${said}`)).toContainText(
    'Repeats a closed negative MTP with three draft tokens at c=256. Reopen it only if: acceptance length above 3.2',
  );
  await open(page, './?view=ledger&finding=glm51-mtp-tuned');
  await expect(page.locator(`[data-dossier="glm51-mtp-tuned"] ${said}`)).toContainText('Repeats a closed negative');
});

test('a closed negative says why it lost, what it saves and when to look again', async ({ page }) => {
  await open(page, './?view=frontier&lc=closed_negative');
  const negative = page.locator('[data-negative="glm51-mtp3-c256"]');
  for (const part of ['no speculation', 'GB300 (TP=4)', 'Three drafts quadruple', 'acceptance length above 3.2']) {
    await expect(negative).toContainText(part);
  }
  await expect(negative).toContainText(/\$[\d.]+ more per 1M output tokens than its baseline \([\d.]+ GPU-hours/);
  await expect(page.locator('[data-negative]')).toHaveCount((await sameLedger(page)).counts.closed_negative ?? 0);
});

test('what is said to move a lever up is true where the registry decides', async ({ page }) => {
  // It stands second for its value alone; with that value it would still stand second, behind an earlier entry.
  await open(page, './?view=frontier');
  const second = page.locator('[data-lever="glm51-mla-splitkv"]');
  await expect(second).toHaveAttribute('data-rank', '2');
  await second.getByText('Why it stands at 2').click();
  await expect(second.locator('.why')).toContainText(': a throughput or latency speedup above 1.52x, 1.52x now.');
});

test('what a reader opened in a row is not open in another that takes its place', async ({ page }) => {
  await open(page, './?view=frontier');
  await page.locator('[data-rank="1"] .why summary').first().click();
  await expect(page.locator('.levers .why[open]')).toHaveCount(1);
  await page.getByRole('link', { name: 'By value over cost' }).click();
  await expectQuery(page, '?view=frontier&order=value-cost');
  const open_ = page.locator('.levers [data-lever]').filter({ has: page.locator('.why[open]') });
  const first = page.locator('.levers [data-rank="1"] .why[open]');
  const key = await page.locator('.levers [data-rank="1"]').first().getAttribute('data-lever');
  await expect(first).toHaveCount(key === 'dsv32-mtp1' ? 1 : 0);
  await expect(open_).toHaveCount(key === 'dsv32-mtp1' ? 1 : 0);
});

test('an empty frontier with no documented wall is a warning, and one with a wall is not', async ({ page }) => {
  await open(page, './?view=frontier&q=qwen3-cascade');
  await expect(page.getByTestId('no-wall')).toContainText('no wall is documented');
  // Banked, and nobody wrote why.
  await open(page, './?view=frontier&q=dsv32-pp2');
  await expect(page.getByTestId('no-wall')).toContainText('no wall is documented');
  await expect(page.getByText('None is left')).toHaveCount(0);
  await open(page, './?view=frontier&q=llama8b-ngram');
  await expect(page.getByTestId('no-wall')).toHaveCount(0);
  await expect(page.getByRole('main')).toContainText('1 of 1 banked lever say why');
});
