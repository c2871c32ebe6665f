// Everything that is on the screen is in the address, and an address shows the same screen again.
import { bundleOf, serveBundle } from './support/bundle.ts';
import { fixture, ledgerOf } from './support/command.ts';
import { keysOf, shown } from './support/oracle.ts';
import {
  choice,
  chooseHardware,
  dossier,
  expectQuery,
  expectRows,
  filter,
  keysOn,
  open,
  opener,
  ready,
  sameLedger,
  show,
  toggle,
  viewLink,
  views,
} from './support/page.ts';
import { expect, test } from './support/test.ts';

test('a link shows exactly the rows that its sender saw', { tag: '@sub-path' }, async ({ page, context }) => {
  await open(page, './?view=ledger');
  const ledger = await sameLedger(page);
  await chooseHardware(page, 'GB300');
  await toggle(page, 'lc', 'done');
  await toggle(page, 'lc', 'in_progress');
  await toggle(page, 'tier', 'draft');
  const keys = keysOf(shown(ledger, { hw: ['GB300'], lc: ['done', 'in_progress'], tier: ['draft'] }));
  await expectRows(page, keys, ledger.findings.length);

  const other = await context.newPage();
  await other.goto(page.url());
  await ready(other);
  await expectRows(other, keys, ledger.findings.length);
  expect(other.url()).toBe(page.url());
  await expect(await choice(other, 'hw', 'GB300')).toHaveAttribute('aria-current', 'true');
  await expect(await choice(other, 'lc', 'in_progress')).toBeChecked();
  await expect(await choice(other, 'lc', 'not_done')).not.toBeChecked();
});

test('back, forward and reload show what was there', async ({ page }) => {
  await open(page, './');
  const ledger = await sameLedger(page);
  const of = ledger.findings.length;
  const all = keysOf(shown(ledger, {}));
  const done = keysOf(shown(ledger, { lc: ['done'] }));
  const gb300 = keysOf(shown(ledger, { lc: ['done'], hw: ['GB300'] }));

  await show(page, 'ledger');
  await expectRows(page, all, of);
  await toggle(page, 'lc', 'done');
  await expectRows(page, done, of);
  await chooseHardware(page, 'GB300');
  await expectRows(page, gb300, of);

  await page.goBack();
  await expectRows(page, done, of);
  await expectQuery(page, '?view=ledger&lc=done');
  await page.goBack();
  await expectRows(page, all, of);
  await page.goBack();
  await expect(viewLink(page, 'overview')).toHaveAttribute('aria-current', 'page');
  await expectQuery(page, '');
  await page.goForward();
  await page.goForward();
  await page.goForward();
  await expectRows(page, gb300, of);

  await page.reload();
  await ready(page);
  await expectRows(page, gb300, of);
  await expectQuery(page, '?view=ledger&hw=GB300&lc=done');
});

test('a reader who reloads is where he was, though the published text is of another address', async ({ page }) => {
  for (const query of ['?view=ledger&hw=B200', '?view=ledger&finding=kimi-k2-eplb', '?view=flags&hw=B200']) {
    await open(page, `./${query}`);
    await page.evaluate(() => window.scrollTo(0, 700));
    const down = await page.evaluate(() => window.scrollY);
    expect(down, query).toBeGreaterThan(300);
    await expect.poll(() => page.evaluate(() => history.state as unknown), { message: query }).toBe(String(down));
    await page.reload();
    await ready(page);
    await expect.poll(() => page.evaluate(() => window.scrollY), { message: query }).toBe(down);
  }
});

test('what nobody knows is said, and the rest applies', async ({ page }) => {
  await open(page, './?view=ledger&hw=GB300,TPU9&lc=done&tier=gold&colour=red');
  const ledger = await sameLedger(page);
  await expectRows(page, keysOf(shown(ledger, { hw: ['GB300'], lc: ['done'] })), ledger.findings.length);
  const notice = page.getByRole('status').filter({ hasText: 'TPU9' });
  await expect(notice).toContainText('hw=TPU9');
  await expect(notice).toContainText('tier=gold');
  await expect(notice).toContainText('colour');
});

test('an unknown view is the overview, and an unknown finding is none', async ({ page }) => {
  await open(page, './?view=sideways&finding=nobody');
  await expect(viewLink(page, 'overview')).toHaveAttribute('aria-current', 'page');
  const notice = page.getByRole('status').filter({ hasText: 'sideways' });
  await expect(notice).toContainText('view=sideways');
  await expect(notice).toContainText('finding=nobody');
});

test('an address of known things raises no notice, whether rows have them or not', async ({ page }) => {
  await open(page, './?view=ledger&hw=GB300,MI300X&lc=done,unknown&tier=verdict&ready=n%2Fa,deployed&flag=stale');
  await expect(page.getByRole('link', { name: /^remove.*MI300X/i })).toBeVisible();
  await expect(page.getByText(/left out/i)).toHaveCount(0);
});

test('several hardware tokens in an address widen', async ({ page }) => {
  await open(page, './?view=ledger&hw=GB300,H100');
  const ledger = await sameLedger(page);
  await expectRows(page, keysOf(shown(ledger, { hw: ['GB300', 'H100'] })), ledger.findings.length);
});

test('what is unknown is gone from the address with the next choice', async ({ page }) => {
  await open(page, './?view=ledger&hw=TPU9');
  await toggle(page, 'lc', 'done');
  await expectQuery(page, '?view=ledger&lc=done');
});

test('a comma in a value is %2C, and a plus is a plus', async ({ page }) => {
  await serveBundle(page, bundleOf('hostile'));
  const ledger = ledgerOf(fixture('hostile'));
  const of = ledger.findings.length;
  const odd = 'batch 1, no cache & a+b=c';
  const two = keysOf(shown(ledger, { baseline: [odd, 'batch 1'] }));
  expect(two.length).toBe(2);

  await open(page, './?view=ledger&baseline=batch%201%2C%20no%20cache%20%26%20a+b=c');
  await expectRows(page, keysOf(shown(ledger, { baseline: [odd] })), of);

  await open(page, './?view=ledger');
  await toggle(page, 'baseline', odd);
  await expectRows(page, keysOf(shown(ledger, { baseline: [odd] })), of);
  await expect(page).toHaveURL(/[?&]baseline=batch%201%2C%20no%20cache%20%26%20a(\+|%2B)b(=|%3D)c$/);
  const alone = page.url();

  await open(page, './?view=ledger&baseline=batch%201,batch%201%2C%20no%20cache%20%26%20a%2Bb%3Dc');
  await expectRows(page, two, of);

  await page.goto(alone);
  await ready(page);
  await expectRows(page, keysOf(shown(ledger, { baseline: [odd] })), of);

  await open(page, './?view=ledger&q=a+b');
  await expect(filter(page, 'q')).toHaveValue('a+b');
  await expect(page.getByTestId('shown')).toHaveText(`1 of ${of} findings`);
});

test('an odd key opens its finding by its link', async ({ page }) => {
  await serveBundle(page, bundleOf('hostile'));
  const odd = ledgerOf(fixture('hostile')).findings.find((finding) => finding.key.startsWith('a,b'));
  if (odd === undefined) throw new Error('the fixture lost its odd key');
  await open(page, './?view=ledger');
  await opener(page, odd.key).click();
  await expect(dossier(page, odd.title ?? '')).toBeVisible();
  await page.reload();
  await ready(page);
  await expect(dossier(page, odd.title ?? '')).toBeVisible();
  expect(new URL(page.url()).searchParams.get('finding')).toBe(odd.key);
});

test('defaults are left out of the address', async ({ page }) => {
  await open(page, './?view=overview');
  await show(page, 'ledger');
  await expectQuery(page, '?view=ledger');
  await toggle(page, 'lc', 'done');
  await toggle(page, 'lc', 'done');
  await expectQuery(page, '?view=ledger');
  await show(page, 'overview');
  await expectQuery(page, '');
});

test('each view link is a link of its own that a new tab can open', async ({ page, context }) => {
  await open(page, './?hw=GB300');
  for (const view of views) {
    const href = await viewLink(page, view).getAttribute('href');
    const other = await context.newPage();
    await other.goto(new URL(href ?? '', page.url()).href);
    await ready(other);
    await expect(viewLink(other, view)).toHaveAttribute('aria-current', 'page');
    expect(new URL(other.url()).searchParams.get('hw')).toBe('GB300');
    await other.close();
  }
});

test('opening a finding is in the address, closing it is too, and neither changes the rows', async ({ page }) => {
  await open(page, './?view=ledger&hw=B200');
  const ledger = await sameLedger(page);
  const keys = keysOf(shown(ledger, { hw: ['B200'] }));
  await opener(page, 'dsv32-mtp1').click();
  await expect(dossier(page, 'One MTP draft token for DeepSeek-V3.2')).toBeVisible();
  await expectQuery(page, '?view=ledger&hw=B200&finding=dsv32-mtp1');
  await page.keyboard.press('Escape');
  await expectQuery(page, '?view=ledger&hw=B200');
  await expectRows(page, keys, ledger.findings.length);
  await page.goBack();
  await expect(dossier(page, 'One MTP draft token for DeepSeek-V3.2')).toBeVisible();
  await page.goForward();
  await expect(dossier(page, 'One MTP draft token for DeepSeek-V3.2')).toBeHidden();
  expect(await keysOn(page)).toEqual(keys);
});

test('the title of the tab names the view, and the finding that is open', async ({ page }) => {
  await open(page, './');
  const overview = await page.title();
  await show(page, 'frontier');
  await expect(page).not.toHaveTitle(overview);
  await open(page, './?view=ledger&finding=dsv32-mtp1');
  await expect(page).toHaveTitle(/One MTP draft token for DeepSeek-V3\.2/);
});
