// The page and the command compute the same ledger: finding by finding, flag by flag, rank by rank.
import type { Page } from '@playwright/test';
import { bundleOf, serveBundle } from './support/bundle.ts';
import { fixture, ledgerOf, type Finding } from './support/command.ts';
import { keysOf, lifecycleOf, seen, shown } from './support/oracle.ts';
import { expectRows, open, rows, sameLedger } from './support/page.ts';
import { expect, test } from './support/test.ts';

test("the table is the command's ledger, finding by finding", { tag: '@sub-path' }, async ({ page }) => {
  await open(page, './?view=ledger');
  const ledger = await sameLedger(page);
  expect(ledger.schema).toBe('value-ledger/1');
  const findings = shown(ledger, {});
  await expectRows(page, keysOf(findings), ledger.findings.length);
  expect(await fieldsOn(page)).toEqual(findings.map(fieldsOf));
});

test("the table is the command's ledger for broken entries too", async ({ page }) => {
  await serveBundle(page, bundleOf('hostile'));
  await open(page, './?view=ledger');
  const ledger = ledgerOf(fixture('hostile'));
  const findings = shown(ledger, {});
  await expectRows(page, keysOf(findings), ledger.findings.length);
  expect(await fieldsOn(page)).toEqual(findings.map(fieldsOf));
});

test("the flags are the command's, flag by flag and in its order", { tag: '@sub-path' }, async ({ page }) => {
  await open(page, './?view=ledger');
  const findings = shown(await sameLedger(page), {});
  await expect(rows(page)).toHaveCount(findings.length);
  const codes = await rows(page).evaluateAll((all) =>
    all.map((row) => [
      row.getAttribute('data-finding'),
      [...row.querySelectorAll('[data-field="flags"] [data-flag]')].map((flag) => flag.getAttribute('data-flag')),
    ]),
  );
  expect(codes).toEqual(findings.map((finding) => [finding.key, finding.flags.map((flag) => flag.code)]));
});

test("unclaimed evidence is the command's", async ({ page }) => {
  await open(page, './?view=frontier');
  const { unclaimed } = await sameLedger(page);
  expect(unclaimed, 'the example was scanned').toBeDefined();
  const listed = page.getByTestId('unclaimed').locator('[data-campaign]');
  const ids = await listed.evaluateAll((all) => all.map((one) => one.getAttribute('data-campaign')));
  expect(ids).toEqual(unclaimed?.map(({ id }) => id));
});

/** What the row of a finding must say. */
function fieldsOf(finding: Finding): Record<string, string> {
  const words = (text: string | null) => squeeze(seen(text ?? '')) || 'not recorded';
  return {
    title: squeeze(seen(finding.title ?? '')) || finding.key,
    win: words(finding.win),
    baseline: words(finding.baseline),
    // Text without a token stands as it is written, and the command's JSON does not hold it.
    hardware: finding.hardware.join(', '),
    rigor: finding.best_sol_rigor,
    tier: finding.effective_tier ?? 'none',
    readiness: words(finding.deploy_readiness),
    campaigns: String(finding.campaigns.length),
  };
}

/** What the rows say, in their order. */
async function fieldsOn(page: Page): Promise<Record<string, string>[]> {
  const names = ['title', 'win', 'baseline', 'hardware', 'rigor', 'tier', 'readiness', 'campaigns'];
  const said = await rows(page).evaluateAll(
    (all, names) =>
      all.map((row) => names.map((name) => [name, row.querySelector(`[data-field="${name}"]`)?.textContent ?? 'no such field'])),
    names,
  );
  return said.map((pairs) => {
    const fields = Object.fromEntries(pairs.map(([name, text]) => [name ?? '', squeeze(text ?? '')]));
    return tokens.test(fields.hardware ?? '') ? fields : { ...fields, hardware: '' };
  });
}

const tokens = /(?<![a-z\d])(GB300|GB200|B300|B200|H200|H100|A100|MI355X|MI300X)(?![a-z\d])/i;
const squeeze = (text: string) => text.replace(/\s+/g, ' ').trim();

test("the frontier is the command's, rank by rank", async ({ page }) => {
  await open(page, './?view=frontier');
  const { frontier } = await sameLedger(page);
  const levers = page.locator('[data-lever][data-rank]');
  const listed = await levers.evaluateAll((all) =>
    all.map((lever) => `${lever.getAttribute('data-rank')} ${lever.getAttribute('data-lever')}`),
  );
  expect(listed.slice(0, frontier.active.length)).toEqual(frontier.active.map((lever) => `${lever.rank} ${lever.key}`));
  for (const lever of frontier.active) {
    const line = page.locator(`[data-lever=${JSON.stringify(lever.key)}]`);
    await expect(line).toContainText(lever.gain_label);
    await expect(line).toContainText(lever.next_lever);
    for (const token of lever.hardware) await expect(line).toContainText(token);
    const [perMillion, saved, hours] = await line.getByRole('cell').allTextContents().then((cells) => cells.slice(-3));
    agrees(perMillion, lever.usd_per_1m, `$/1M of ${lever.key}`);
    agrees(saved, lever.usd_saved_per_1m, `saved/1M of ${lever.key}`);
    agrees(hours, lever.gpu_hours_saved_per_1m, `GPU-hours saved of ${lever.key}`);
  }
});

test("the banked levers and the missing ones are the command's", async ({ page }) => {
  await open(page, './?view=frontier');
  const { frontier, findings } = await sameLedger(page);
  const all = await page.locator('[data-lever]').evaluateAll((levers) => levers.map((one) => one.getAttribute('data-lever')));
  expect(all).toEqual([...frontier.active.map((lever) => lever.key), ...frontier.banked]);
  for (const key of frontier.missing) {
    const title = findings.find((finding) => finding.key === key)?.title ?? key;
    await expect(page.getByRole('main')).toContainText(title);
  }
});

test('the groups count what the command counts', async ({ page }) => {
  await open(page, './?view=ledger');
  const ledger = await sameLedger(page);
  const titles = { done: 'Done', in_progress: 'In progress', not_done: 'Not done', closed_negative: 'Closed negatives' };
  for (const [lifecycle, title] of Object.entries(titles)) {
    const count = ledger.findings.filter((finding) => lifecycleOf(finding) === lifecycle).length;
    expect(ledger.counts[lifecycle]).toBe(count);
    await expect(page.getByRole('rowheader', { name: new RegExp(`^${title}\\W*${count}(?!\\d)`) })).toBeVisible();
  }
});

for (const address of ['./', './?kind=proven', './?hw=GB300,B200', './?flag=stale,done-draft']) {
  test(`each figure of the overview leads to as many rows as it says, at ${address}`, { tag: '@sub-path' }, async ({ page }) => {
    await open(page, address);
    const figures = await page
      .getByRole('table')
      .first()
      .getByRole('link', { name: /^\d+$/ })
      .evaluateAll((links) => links.map((link) => ({ says: link.textContent, href: (link as HTMLAnchorElement).href })));
    expect(figures.length).toBeGreaterThan(0);
    for (const { says, href } of figures) {
      await open(page, href);
      await expect(page.getByTestId('shown'), href).toHaveText(new RegExp(`^${says} of `));
    }
  });
}

test('a code of the flags view leads to as many findings as it says, under any filter', async ({ page }) => {
  for (const address of ['./?view=flags', './?view=flags&flag=stale', './?view=flags&hw=B200']) {
    await open(page, address);
    const links = await page
      .getByRole('link', { name: /^\d+ findings? in the ledger$/ })
      .evaluateAll((links) => links.map((link) => ({ says: link.textContent, href: (link as HTMLAnchorElement).href })));
    expect(links.length).toBeGreaterThan(0);
    for (const { says, href } of links) {
      await open(page, href);
      await expect(page.getByTestId('shown'), href).toHaveText(new RegExp(`^${says.split(' ')[0]} of `));
    }
  }
});

test('the flags view counts what the command counts', async ({ page }) => {
  await open(page, './?view=flags');
  const ledger = await sameLedger(page);
  const flags = [...ledger.findings.flatMap((finding) => finding.flags), ...ledger.flags];
  for (const code of new Set(flags.map((flag) => flag.code))) {
    const count = flags.filter((flag) => flag.code === code).length;
    const heading = page.getByRole('heading').filter({ has: page.locator(`[data-flag="${code}"]`) });
    await expect(heading).toHaveText(new RegExp(`^${code} ?${count}\\b`));
  }
});

/** The figure that is shown is the computed one, rounded to the digits that are shown. */
function agrees(shown: string | undefined, value: number | null, what: string): void {
  if (value === null) {
    expect(shown, what).toBe('not recorded');
    return;
  }
  const [figure = '', decimals = ''] = /-?[\d]+(?:\.(\d+))?/.exec((shown ?? '').replaceAll(',', '')) ?? [];
  const sign = /^\s*[-\u2212]/.test(shown ?? '') && !figure.startsWith('-') ? -1 : 1;
  expect(Math.abs(sign * Number(figure) - value), `${what}: ${shown} for ${value}`).toBeLessThanOrEqual(0.5 * 10 ** -decimals.length + 1e-9);
}
