// The operating points behind a finding: what was measured, each with its own context, by eye, pointer and keyboard.
import type { Locator, Page } from '@playwright/test';
import { statementOf, type Finding, type Point } from './support/command.ts';
import { bundleOfFiles, serveBundle } from './support/bundle.ts';
import { dossier, expectQuery, open, opener, sameLedger } from './support/page.ts';
import { expect, test } from './support/test.ts';

const proven = { key: 'glm51-prefill-pin', title: 'Pinned TRTLLM prefill backend for GLM-5.1' };

async function opened(page: Page, key: string, rest = ''): Promise<{ finding: Finding; at: Locator }> {
  await open(page, `./?view=ledger&finding=${encodeURIComponent(key)}${rest}`);
  const { findings } = await sameLedger(page);
  const finding = findings.find((one) => one.key === key);
  if (finding === undefined) throw new Error(`the command has no finding ${key}`);
  return { finding, at: dossier(page, finding.title ?? key) };
}

const pointsOf = (finding: Finding): Point[] => finding.points.flatMap((campaign) => campaign.rows);

/** The numbers of the page, without trailing zeros. */
const written = (value?: number | null) => (typeof value === 'number' ? String(Number(value.toPrecision(6))) : 'not recorded');

test("every point of the command's JSON is a row of the table, with its numbers", async ({ page }) => {
  const { finding, at } = await opened(page, proven.key);
  const points = pointsOf(finding);
  expect(points.length).toBeGreaterThan(4);
  const table = at.getByRole('table', { name: 'Operating points' });
  const said = await table.locator('[data-cell]').evaluateAll((all) =>
    all.map((row) => [row.getAttribute('data-cell'), ...[...row.querySelectorAll('td')].map((cell) => cell.textContent)]),
  );
  expect(said).toEqual(
    points.map((point) => [
      point.cell_id ?? '',
      written(point.concurrency),
      written(point.output_tps_per_gpu),
      written(point.output_tps_per_user),
      written(point.tpot_median_ms),
      written(point.ttft_avg_ms),
    ]),
  );
});

test("a point's full context is read by keyboard, mark by mark", async ({ page }) => {
  await open(page, './?view=ledger');
  await opener(page, proven.key).press('Enter');
  const { findings } = await sameLedger(page);
  const finding = findings.find((one) => one.key === proven.key);
  if (finding === undefined) throw new Error('the command has no such finding');
  const at = dossier(page, proven.title);
  const marks = at.locator('[data-point]');
  const first = at.locator('[data-point][tabindex="0"]').first();
  const isFocused = () => first.evaluate((mark) => mark === document.activeElement);
  for (let presses = 0; presses < 20 && !(await isFocused()); presses += 1) await page.keyboard.press('Tab');
  await expect(first).toBeFocused();
  const seen = new Set<string>();
  for (let step = 0; step < (await marks.count()); step += 1) {
    const mark = at.locator('[data-point]:focus');
    const index = Number(await mark.getAttribute('data-point'));
    const point = pointsOf(finding)[index];
    const context = at.getByTestId('pointed');
    for (const words of [point?.cell_id, point?.model, point?.hardware, point?.dataset, point?.image, point?.kv_cache_dtype]) {
      if (words === undefined) continue;
      await expect(context).toContainText(words);
      await expect(mark).toHaveAttribute('aria-label', new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
    }
    await expect(context).toContainText(written(point?.output_tps_per_gpu));
    seen.add(String(index));
    await page.keyboard.press('ArrowRight');
  }
  expect(seen.size, 'marks that the arrow keys reach').toBe(await marks.count());
});

test('pointing at a mark says the same', async ({ page }) => {
  const { finding, at } = await opened(page, proven.key);
  const mark = at.locator('[data-point]').last();
  await mark.hover();
  const point = pointsOf(finding)[Number(await mark.getAttribute('data-point'))];
  await expect(at.getByTestId('pointed')).toContainText(point?.cell_id ?? 'no cell');
});

test('baseline and candidate differ by shape, and the axis is chosen', async ({ page }) => {
  const { at } = await opened(page, proven.key);
  await expect(at.locator('.mark.baseline[data-point] rect').first()).toBeVisible();
  await expect(at.locator('.mark.candidate[data-point] circle:not(.aim)').first()).toBeVisible();
  await at.locator('[data-axis="tpot"]').click();
  await expectQuery(page, `?view=ledger&finding=${proven.key}&x=tpot`);
  await expect(at.getByRole('group', { name: /against TPOT, median in ms on GB300/ })).toBeVisible();
});

test('hardware shares a plot only where that is asked for', async ({ page }) => {
  await open(page, './?view=ledger');
  const { findings } = await sameLedger(page);
  const tokens = (finding: Finding) =>
    new Set(pointsOf(finding).map((point) => /GB300|GB200|B200|H100/.exec(point.hardware ?? '')?.[0]));
  const mixed = findings.find((finding) => tokens(finding).size > 1);
  if (mixed === undefined) throw new Error('no finding of the example has points on two hardware');
  const { at } = await opened(page, mixed.key);
  await expect(at.locator('svg.plot')).toHaveCount(tokens(mixed).size);
  await at.getByRole('link', { name: 'All hardware on one plot' }).press('Enter');
  await expect(at.locator('svg.plot')).toHaveCount(1);
  await expect(at.getByRole('link', { name: 'One plot for each hardware' })).toBeFocused();
  expect(new URL(page.url()).searchParams.get('plots')).toBe('together');
  await at.getByRole('link', { name: 'One plot for each hardware' }).click();
  await expect(at.locator('svg.plot')).toHaveCount(tokens(mixed).size);
});

test('every bar names the ceiling that it is held against', async ({ page }) => {
  const { at } = await opened(page, proven.key);
  const bars = at.locator('[data-ceiling]');
  expect(await bars.count()).toBeGreaterThan(0);
  for (const bar of await bars.all()) {
    const ceiling = (await bar.getAttribute('data-ceiling')) ?? '';
    expect(ceiling).toMatch(/^gb300_nvl72\./);
    await expect(bar).toContainText(ceiling);
    await expect(bar).toContainText('%');
  }
});

test('where a campaign has more points than are carried, the page says so and shows the claim', async ({ page }) => {
  const campaign = '20261101T000000Z-sweep';
  const rows = Array.from({ length: 300 }, (_, index) =>
    JSON.stringify({ cell_id: `c${index}`, hardware: 'GB300', concurrency: index + 1, output_tps_per_gpu: 100 + index }),
  );
  // The claim names neither the campaign nor the cell, and its point is the last of the file.
  const measurements = [{ metric: 'output_tps_per_gpu', value: 399, unit: 'tok/s/GPU', point: { concurrency: 300 } }];
  const finding = { id: 'sweep', title: 'A long sweep', lifecycle: 'in_progress', campaign_ids: [campaign], measurements };
  const files = {
    'value-findings.yaml': JSON.stringify({ findings: [finding] }),
    [`campaigns/${campaign}/atlas.jsonl`]: rows.join('\n'),
  };
  await serveBundle(page, bundleOfFiles(files));
  await open(page, './?view=ledger&finding=sweep');
  const at = dossier(page, 'A long sweep');
  await expect(at).toContainText(`${campaign} has 300 points, and 256 are carried here: at most 256 a campaign`);
  const table = at.getByRole('table', { name: 'Operating points' });
  await expect(table.locator('[data-cell]')).toHaveCount(256);
  await expect(table.locator('[data-cell="c299"]')).toContainText('399');
  await expect(at).not.toContainText('is not among the 256');
});

test('a number that is not of its finding or of its operating point says so beside it', async ({ page }) => {
  const campaign = '20261101T000000Z-point';
  const row = { cell_id: 'c', hardware: 'GB300', concurrency: 64, tensor_parallel: 4, output_tps_per_gpu: 250 };
  const of = (hardware: string, tp: number, value: number) => ({
    metric: 'output_tps_per_gpu',
    value,
    unit: 'tok/s/GPU',
    point: { campaign, cell_id: 'c' },
    context: { identity: { hardware }, parallelism: { tp } },
  });
  const finding = {
    id: 'apart',
    title: 'Numbers apart',
    lifecycle: 'in_progress',
    hardware: 'GB300',
    campaign_ids: [campaign],
    measurements: [of('GB300', 4, 251), of('B200', 8, 300)],
  };
  const files = {
    'value-findings.yaml': JSON.stringify({ findings: [finding] }),
    [`campaigns/${campaign}/atlas.jsonl`]: JSON.stringify(row),
  };
  await serveBundle(page, bundleOfFiles(files));
  await open(page, './?view=ledger&finding=apart');
  const at = dossier(page, 'Numbers apart');
  const numbers = at.locator('.campaign').filter({ has: page.getByText('its full context', { exact: true }) });
  await expect(numbers).toHaveCount(2);
  await expect(numbers.nth(0).locator('.notice')).toHaveCount(0);
  await expect(numbers.nth(1).locator('.notice')).toHaveText([
    'output_tps_per_gpu was measured on B200, and the finding is of GB300.',
    'The context of output_tps_per_gpu and its operating point differ: hardware B200 against GB300 and TP 8 against 4.',
    'output_tps_per_gpu is 300 tok/s/GPU, and its operating point measured 250.',
  ]);
});

test("every measurement of the command's JSON stands in the finding, with its context and its share of a ceiling", async ({ page }) => {
  const { finding, at } = await opened(page, proven.key);
  const numbers = at.locator('.campaign').filter({ has: page.getByText('its full context', { exact: true }) });
  await expect(numbers).toHaveCount(finding.measurements.length);
  expect(finding.measurements.length).toBeGreaterThan(1);
  for (const [index, measurement] of finding.measurements.entries()) {
    const { metric, value, unit, baseline_value, trials, mean, std } = measurement;
    const number = numbers.nth(index);
    await expect(number.getByRole('heading')).toHaveText(metric ?? '');
    await expect(number).toContainText(`${written(value)} ${unit} against ${written(baseline_value)} ${unit}`);
    await expect(number).toContainText(
      `${trials} trials, mean ${written(mean)} ${unit}, standard deviation ${written(std)} ${unit}`,
    );
    const sides = [
      { title: 'its full context', context: measurement.context, label: metric },
      { title: "its baseline's full context", context: measurement.baseline_context, label: `${metric} of the baseline` },
    ];
    for (const { title, context, label } of sides) {
      const { identity, parallelism, serving, workload, stack, grounding } = context ?? {};
      const terms = number.locator('details').filter({ has: page.getByText(title, { exact: true }) });
      for (const words of [
        identity?.model,
        identity?.hardware,
        `quant ${identity?.quant}`,
        `TP=${parallelism?.tp}`,
        `max_num_batched_tokens ${serving?.max_num_batched_tokens}`,
        `ISL ${workload?.isl} tokens, OSL ${workload?.osl} tokens, c=${workload?.concurrency}`,
        `image ${stack?.image}`,
      ]) {
        await expect(terms).toContainText(words ?? 'nothing');
      }
      const share = at.locator('[data-ceiling]').filter({ has: page.getByText(label ?? '', { exact: true }) });
      await expect(share).toHaveAttribute('data-ceiling', grounding?.ceiling ?? '');
      await expect(share).toContainText(`${written(grounding?.sol_pct)} %`);
    }
  }
});

test('the parts of a finding stand in the order of the argument', async ({ page }) => {
  const { at } = await opened(page, proven.key);
  const wanted = [
    'Why it stands as it does',
    'Operating points',
    'Speed of light',
    'Code under test',
    'Where it holds',
    'Flags',
    'Known issues',
    'Next lever',
    'Supporting evidence',
  ];
  const headings = await at.getByRole('heading', { level: 3 }).allTextContents();
  expect(headings.filter((heading) => wanted.includes(heading))).toEqual(wanted);
});

test("the value statement that is copied is the command's", async ({ page, context, baseURL }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(baseURL ?? '').origin });
  const { at } = await opened(page, proven.key);
  await at.getByRole('button', { name: 'Copy value statement' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Copied.' })).toHaveCount(1);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.trim()).toBe(statementOf(proven.key).trim());
  expect(copied).not.toMatch(/[\u2013\u2014]/);
});

test('a statement is refused where a number lacks its context, and what is missing is said', async ({ page }) => {
  await open(page, './?view=ledger');
  const { findings } = await sameLedger(page);
  const bare = findings.find((finding) => finding.flags.some((flag) => flag.code === 'bare-number'));
  if (bare === undefined) throw new Error('no finding of the example has a bare number');
  const { at } = await opened(page, bare.key);
  await at.getByRole('button', { name: 'Copy value statement' }).click();
  await expect(page.getByRole('status').filter({ hasText: /^Refused: / })).toHaveCount(1);
  await expect(at.locator('[data-state="refused"]')).toBeVisible();
  expect(() => statementOf(bare.key)).toThrow();
});
