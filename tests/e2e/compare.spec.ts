// Two to four findings side by side: chosen in the ledger, their differences marked, and no ratio over a border.
import type { Page } from '@playwright/test';
import type { Finding } from './support/command.ts';
import { bundleOfRegistry, serveBundle } from './support/bundle.ts';
import { dossier, expectQuery, open, row, sameLedger } from './support/page.ts';
import { expect, test } from './support/test.ts';

const choose = (page: Page, key: string) => row(page, key).getByRole('checkbox', { name: /^compare/ });

const tray = (page: Page) => page.getByRole('region', { name: 'Chosen to compare' });

const compared = (page: Page) =>
  page.locator('[data-compared]').evaluateAll((all) => all.map((one) => one.getAttribute('data-compared')));

/** Two findings of the example of which that holds. */
async function pair(page: Page, holds: (a: Finding, b: Finding) => boolean): Promise<[Finding, Finding]> {
  const { findings } = await sameLedger(page);
  for (const a of findings) {
    const b = findings.find((other) => other.key !== a.key && holds(a, other));
    if (b !== undefined) return [a, b];
  }
  throw new Error('the example has no such pair');
}

const one = (finding: Finding) => finding.hardware.length === 1;
const onOneHardware = (a: Finding, b: Finding) => one(a) && one(b) && a.hardware[0] === b.hardware[0];

test('two findings are chosen and stand side by side', { tag: '@sub-path' }, async ({ page }) => {
  await open(page, './?view=ledger');
  const [a, b] = await pair(page, (a, b) => onOneHardware(a, b) && a.win !== b.win);
  await choose(page, a.key).click();
  await expect(choose(page, a.key)).toBeChecked();
  await expect(page.getByRole('link', { name: /^Compare \d/ })).toHaveCount(0);
  await choose(page, b.key).press('Enter');
  await page.getByRole('link', { name: 'Compare 2 findings' }).click();
  expect(await compared(page)).toEqual([a.key, b.key]);
  const table = page.getByRole('table', { name: 'Findings side by side' });
  const wins = table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^Win/ }) });
  await expect(wins).toContainText(a.win ?? 'not recorded');
  await expect(wins).toContainText(b.win ?? 'not recorded');
  await expect(wins.getByRole('rowheader')).toContainText('differs');
  const hardware = table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^Hardware$/ }) });
  await expect(hardware).toHaveCount(1);
  await page.goBack();
  await expect(choose(page, b.key)).toBeChecked();
});

test('no ratio is drawn across hardware or baselines, and it says why', async ({ page }) => {
  await open(page, './?view=ledger');
  const [a, b] = await pair(page, (a, b) => one(a) && one(b) && a.hardware[0] !== b.hardware[0]);
  await open(page, `./?view=compare&compare=${encodeURIComponent(a.key)},${encodeURIComponent(b.key)}`);
  const ratios = page.locator('.ratios li');
  await expect(ratios).toHaveCount(1);
  await expect(ratios).toContainText(/^No ratio/);
  await expect(ratios).toContainText(a.hardware[0] ?? '');
  await expect(ratios).toContainText(b.hardware[0] ?? '');

  const [c, d] = await pair(page, (a, b) => onOneHardware(a, b) && a.baseline_group !== b.baseline_group);
  await open(page, `./?view=compare&compare=${encodeURIComponent(c.key)},${encodeURIComponent(d.key)}`);
  await expect(ratios).toContainText(/^No ratio: measured against /);
});

/** A finding in JSON, which is YAML too: one number, measured at that load on that hardware. */
const measured = (id: string, value: number, isl = 4096, hardware = 'GB300') => ({
  id,
  title: `Finding ${id}`,
  lifecycle: 'not_done',
  baseline: 'best-tuned vLLM 0.22',
  win: 'to be shown',
  hardware: `${hardware} (TP=4)`,
  deploy_readiness: 'research',
  next_lever: 'measure it again',
  measurements: [
    {
      metric: 'output_tps_per_gpu',
      value,
      unit: 'tok/s/GPU',
      context: {
        identity: { model: 'GLM-5.1', hardware },
        workload: { dataset: 'random', isl, osl: 512, concurrency: 64 },
        regime: { cache_mode: 'cold', tier: 'throughput' },
      },
    },
  ],
});

test('three findings side by side: a ratio where loads agree, and in words where not', async ({ page }) => {
  const findings = [measured('first', 300), measured('second', 330), measured('third', 450, 1024), measured('fourth', 900, 4096, 'B200')];
  await serveBundle(page, bundleOfRegistry(JSON.stringify({ findings })));
  await open(page, './?view=compare&compare=first,second,third');
  expect(await compared(page)).toEqual(['first', 'second', 'third']);
  const table = page.getByRole('table', { name: 'Findings side by side' });
  const cells = (label: RegExp) =>
    table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: label }) }).getByRole('cell');
  const against = (value: number) => `${value} tok/s/GPU against not recorded`;
  await expect(cells(/^output_tps_per_gpu/)).toHaveText([against(300), against(330), against(450)]);
  await expect(cells(/^ISL differs$/)).toHaveText(['4096 tokens', '4096 tokens', '1024 tokens']);
  await expect(cells(/^Hardware$/)).toHaveText(Array<string>(3).fill('GB300 (TP=4)'));
  const ratios = page.locator('.ratios li');
  await expect(ratios).toHaveText([
    '1.1x output_tps_per_gpu: 330 tok/s/GPU of Finding second over 300 tok/s/GPU of Finding first',
    /^No ratio: output_tps_per_gpu was measured at ISL 1024 against 4096\./,
  ]);

  await open(page, './?view=compare&compare=second,first,fourth');
  await expect(ratios.first()).toHaveText(/^0\.9091x output_tps_per_gpu: 300 tok/);
  await expect(ratios.last()).toHaveText(/^No ratio: B200 against GB300\./);
});

test('four are the most, and the fifth is refused in words', async ({ page }) => {
  await open(page, './?view=ledger');
  const keys = (await sameLedger(page)).findings.slice(0, 5).map((finding) => finding.key);
  const [fifth = ''] = keys.slice(4);
  for (const key of keys.slice(0, 4)) await choose(page, key).click();
  await choose(page, fifth).click();
  await expect(page.getByRole('status').filter({ hasText: /4 findings are the most/ })).toHaveCount(1);
  await expect(choose(page, fifth)).not.toBeChecked();
  await page.getByRole('link', { name: 'Clear' }).last().click();
  await expectQuery(page, '?view=ledger');
});

test('the box says what it is for, is large enough to hit, and is not printed', async ({ page }) => {
  await open(page, './?view=ledger&finding=glm51-prefill-pin');
  const boxes = page.getByRole('checkbox', { name: /^compare/ });
  expect(await boxes.count()).toBeGreaterThan(10);
  for (const box of await boxes.all()) {
    const { width = 0, height = 0 } = (await box.boundingBox()) ?? {};
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
    const word = await box.evaluate((element) => {
      const range = document.createRange();
      const text = [...element.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.textContent === 'compare');
      if (text === undefined) return 0;
      range.selectNodeContents(text);
      return range.getBoundingClientRect().width;
    });
    expect(word, 'the width of the word').toBeGreaterThan(24);
  }
  await page.emulateMedia({ media: 'print' });
  await expect(boxes.filter({ visible: true })).toHaveCount(0);
});

test('on a phone what is chosen lies over the foot of the list', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, './?view=ledger&compare=glm51-prefill-pin');
  const { y = 0, height = 0 } = (await tray(page).boundingBox()) ?? {};
  expect(Math.round(y + height)).toBe(844);
});

test('the focus stays among what is chosen when one is taken out by keyboard', async ({ page }) => {
  await open(page, './?view=ledger');
  const keys = (await sameLedger(page)).findings.slice(0, 4).map(({ key }) => encodeURIComponent(key));
  await open(page, `./?view=ledger&compare=${keys.join(',')}`);
  const chosen = tray(page).getByRole('listitem').getByRole('link');
  const names = await chosen.allTextContents();
  await chosen.nth(1).press('Enter');
  await expect(chosen).toHaveCount(3);
  expect(await chosen.nth(1).textContent(), 'the next one is in its place').toBe(names[2]);
  await expect(chosen.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(chosen.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(chosen, 'the one before is left').toHaveCount(1);
  await expect(chosen).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(tray(page)).toHaveCount(0);
  await expect(page.getByRole('main')).toBeFocused();
});

test('once all are taken out by keyboard, the focus is at the content', async ({ page }) => {
  await open(page, './?view=ledger&compare=glm51-prefill-pin,kimi-k2-allreduce-fusion');
  await tray(page).getByRole('link', { name: 'Clear' }).press('Enter');
  await expect(tray(page)).toHaveCount(0);
  await expect(page.getByRole('main')).toBeFocused();
});

test('what is said last is not taken away by what was said before', async ({ page }) => {
  await page.clock.install();
  await open(page, './?view=ledger');
  const keys = (await sameLedger(page)).findings.map(({ key }) => key);
  const first = keys.slice(0, 4).map(encodeURIComponent).join(',');
  await open(page, `./?view=ledger&compare=${first}&finding=kimi-k2-allreduce-fusion`);
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 60_000));
  const said = (words: RegExp) => page.getByRole('status').filter({ hasText: words });
  await page.getByRole('button', { name: 'Copy value statement' }).click();
  await expect(said(/^Refused: /)).toHaveCount(1);
  await page.clock.runFor(3000);
  await choose(page, keys[4] ?? '').click();
  await expect(said(/4 findings are the most/)).toHaveCount(1);
  await page.clock.runFor(3000);
  await expect(said(/4 findings are the most/)).toHaveCount(1);
  await page.clock.runFor(1500);
  await expect(said(/4 findings are the most/)).toHaveCount(0);
});

test('an open finding joins the comparison', async ({ page }) => {
  await open(page, './?view=ledger&finding=glm51-prefill-pin');
  const finding = dossier(page, 'Pinned TRTLLM prefill backend for GLM-5.1');
  await finding.getByRole('checkbox', { name: /^compare/ }).click();
  await expectQuery(page, '?view=ledger&finding=glm51-prefill-pin&compare=glm51-prefill-pin');
});

test('fewer than two is said', async ({ page }) => {
  await open(page, './?view=compare&compare=nobody');
  await expect(page.getByRole('heading', { name: 'Fewer than two findings are chosen' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'compare=nobody' })).toHaveCount(1);
});
