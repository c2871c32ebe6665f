// What a reader takes away from the page: files and copies of exactly the rows shown, as the command writes them.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { bundleOf, bundleOfRegistry, serveBundle } from './support/bundle.ts';
import { cellsOf, isFormula, namedCells } from './support/cells.ts';
import { documentAt, fixture, matrixAt, publish, type Ledger, type Portability } from './support/command.ts';
import { keysOf, lifecycleOf, shown } from './support/oracle.ts';
import { dossier, keysOn, label, open, ready, row, sameLedger, show } from './support/page.ts';
import { withFolder } from './support/site.ts';
import { download, openMenu, saved } from './support/take-away.ts';
import { expect, test } from './support/test.ts';

/** What the page's own files say beyond the command's. */
interface Taken extends Ledger {
  digest: string;
  registry: { file: string; sha256: string };
  selection?: { query: string; filter: string; shown: number; of: number };
}

const filtered = './?view=ledger&hw=GB300&lc=done';
const chosen = { hw: ['GB300'], lc: ['done'] };

test('a CSV file holds the rows shown, cell by cell as the command writes them', { tag: '@sub-path' }, async ({ page }) => {
  await open(page, filtered);
  const ledger = await sameLedger(page);
  const keys = keysOf(shown(ledger, chosen));
  expect(await keysOn(page)).toEqual(keys);
  const { name, text } = await download(page, 'CSV');
  expect(name).toBe(`value-ledger-${ledger.taken_at.slice(0, 10)}-GB300-selection.csv`);

  const rows = namedCells(text, ',');
  expect(rows.map((cells) => cells['key'])).toEqual(keys);
  const ofCommand = new Map(namedCells(documentAt(ledger.taken_at, 'csv'), ',').map((cells) => [cells['key'], cells]));
  const digest = await digestOn(page);
  const selection = `${keys.length} of ${ledger.findings.length} findings. Hardware: GB300; Lifecycle: Done (?view=ledger&hw=GB300&lc=done)`;
  for (const cells of rows) {
    expect(cells).toEqual({ ...ofCommand.get(cells['key']), bundle_digest: digest, selection });
    expect(cells['taken_at']).toBe(ledger.taken_at);
    expect(cells['registry_sha256']).toMatch(/^[0-9a-f]{64}$/);
  }
});

test('a CSV file of no row says what it is of, in a row without a key', async ({ page }) => {
  await open(page, './?view=ledger&q=zzz-no-such-thing');
  const { taken_at, findings } = await sameLedger(page);
  const rows = namedCells((await download(page, 'CSV')).text, ',');
  expect(rows).toHaveLength(1);
  const { key, title, registry_sha256, registry_commit, ledger_flags, ...rest } = rows[0] ?? {};
  expect([key, title]).toEqual(['', '']);
  expect(registry_sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(Object.fromEntries(Object.entries(rest).filter(([, cell]) => cell !== ''))).toEqual({
    example_data: 'true',
    taken_at,
    bundle_digest: await digestOn(page),
    selection: `0 of ${findings.length} findings. Text: zzz-no-such-thing (?view=ledger&q=zzz-no-such-thing)`,
  });
});

test('a JSON file holds the rows shown and says which they are', { tag: '@sub-path' }, async ({ page }) => {
  await open(page, filtered);
  const ledger = await sameLedger(page);
  const keys = keysOf(shown(ledger, chosen));
  const { name, text } = await download(page, 'JSON');
  expect(name).toMatch(/\.json$/);
  const taken = JSON.parse(text) as Taken;
  const findings = ledger.findings.filter((finding) => keys.includes(finding.key));
  expect(taken.findings).toEqual(findings);
  expect(taken.flags).toEqual(ledger.flags);
  expect(taken.frontier).toEqual({
    active: ledger.frontier.active.filter((lever) => keys.includes(lever.key)),
    banked: ledger.frontier.banked.filter((key) => keys.includes(key)),
    missing: ledger.frontier.missing.filter((key) => keys.includes(key)),
  });
  expect(taken.digest).toBe(await digestOn(page));
  const [query, filter] = ['?view=ledger&hw=GB300&lc=done', 'Hardware: GB300; Lifecycle: Done'];
  expect(taken.selection).toEqual({ query, filter, shown: keys.length, of: ledger.findings.length });
  await open(page, `./${query}`);
  expect(await keysOn(page)).toEqual(keys);
});

test('a Markdown file names the rows shown, no other, and its stamp', async ({ page }) => {
  await open(page, filtered);
  const ledger = await sameLedger(page);
  const keys = keysOf(shown(ledger, chosen));
  const { name, text } = await download(page, 'Markdown');
  expect(name).toMatch(/\.md$/);
  for (const { key } of ledger.findings) expect(text.includes(`(\`${key}\`)`), key).toBe(keys.includes(key));
  expect(text).toContain(`- Selection: ${keys.length} of ${ledger.findings.length} findings. Hardware: GB300; Lifecycle: Done`);
  expect(text).toContain(`- Bundle: \`${await digestOn(page)}\``);
  expect(text).toMatch(/^- Registry: `value-findings\.yaml`, .*sha256 `[0-9a-f]{12}`$/m);
  expect(text).toMatch(/^- Snapshot: /m);
  expect(text).toContain('EXAMPLE DATA.');
});

test("without a filter the files are the command's", async ({ page }) => {
  await open(page, './?view=ledger');
  const ledger = await sameLedger(page);
  const digest = await digestOn(page);
  const csv = await download(page, 'CSV');
  expect(csv.name).toBe(`value-ledger-${ledger.taken_at.slice(0, 10)}.csv`);
  expect(csv.text.replaceAll(digest, '')).toBe(documentAt(ledger.taken_at, 'csv'));
  const { text } = await download(page, 'JSON');
  expect({ ...(JSON.parse(text) as Taken), digest: null }).toEqual(ledger);
  const markdown = await download(page, 'Markdown');
  expect(withoutDigest(markdown.text)).toBe(documentAt(ledger.taken_at, 'table'));
});

test('the brief is copied as the command prints it, and says what it was made of', async ({ page, context, baseURL }) => {
  await allowClipboard(context, baseURL);
  await open(page, './');
  const { taken_at, findings } = await sameLedger(page);
  expect(withoutDigest(await copied(page, 'Brief', 'Brief copied.'))).toBe(documentAt(taken_at, 'report'));
  await open(page, './?q=glm');
  const some = (await page.getByTestId('shown').textContent())?.split(' ')[0] ?? '';
  const brief = await copied(page, 'Brief', 'Brief copied.');
  expect(brief).toContain(`- Selection: ${some} of ${findings.length} findings. Text: glm (\`?view=ledger&q=glm\`)`);
});

test('the link is the whole address', { tag: '@sub-path' }, async ({ page, context, baseURL }) => {
  await allowClipboard(context, baseURL);
  await open(page, filtered);
  expect(await copied(page, 'Link', 'Link copied.')).toBe(page.url());
});

test('the table is copied row by row as it stands', { tag: '@sub-path' }, async ({ page, context, baseURL }) => {
  await allowClipboard(context, baseURL);
  await open(page, './?view=ledger&hw=GB300');
  const [names = [], ...records] = cellsOf(await copied(page, 'Table', 'Table copied.'), '\t');
  const columns = await page.getByTestId('ledger-scroll').getByRole('columnheader').allTextContents();
  expect(names).toEqual(['Lifecycle', ...columns]);
  const keys = await keysOn(page);
  expect(records.map(([, finding = '']) => /\(([^()]+)\)/.exec(finding)?.[1])).toEqual(keys);
  const { findings } = await sameLedger(page);
  for (const record of records) {
    expect(record).toHaveLength(names.length);
    expect(record.join('')).not.toMatch(/[\t\n\r]/);
    const [lifecycle, , win, baseline] = record;
    const finding = findings.find(({ key }) => key === keys[records.indexOf(record)]);
    expect([win, baseline]).toEqual([finding?.win, finding?.baseline]);
    if (finding !== undefined) expect(lifecycle).toBe(label('lc', lifecycleOf(finding)));
  }
});

test('on the frontier the table is that of its levers', async ({ page, context, baseURL }) => {
  await allowClipboard(context, baseURL);
  await open(page, './?view=frontier&hw=GB300');
  const ranks = await page
    .locator('tr[data-lever][data-rank]')
    .evaluateAll((all) => all.map((lever) => lever.getAttribute('data-rank')));
  const levers = namedCells(await copied(page, 'Table', 'Levers copied, as a table.'), '\t');
  expect(ranks.length).toBeGreaterThan(1);
  expect(levers.map((lever) => lever['Rank'])).toEqual(ranks);
});

test.describe('on the Portability view', () => {
  test("without a filter the files are the command's portability_view", async ({ page }) => {
    await open(page, './?view=portability');
    const { taken_at } = await sameLedger(page);
    const digest = await digestOn(page);
    const csv = await download(page, 'CSV');
    expect(csv.name).toBe(`value-ledger-${taken_at.slice(0, 10)}-portability.csv`);
    expect(csv.text.replaceAll(digest, '')).toBe(matrixAt(taken_at, 'csv'));
    const { text } = await download(page, 'JSON');
    expect(text.replace(`"digest": "${digest}"`, '"digest": null')).toBe(matrixAt(taken_at, 'json'));
    const markdown = await download(page, 'Markdown');
    expect(withoutDigest(markdown.text)).toBe(matrixAt(taken_at, 'table'));
  });

  test('with one they hold the rows shown, as the command has them, and say which they are', { tag: '@sub-path' }, async ({ page }) => {
    await open(page, './?view=portability&hw=B200&lc=done');
    const { taken_at, findings } = await sameLedger(page);
    const whole = JSON.parse(matrixAt(taken_at, 'json')) as Portability;
    const lines = page.getByTestId('matrix').locator('[data-line]');
    const keys = await lines.evaluateAll((all) => all.map((line) => line.getAttribute('data-line') ?? ''));
    expect(keys.length).toBeGreaterThan(1);

    const json = JSON.parse((await download(page, 'JSON')).text) as Portability & Pick<Taken, 'selection' | 'digest'>;
    const wanted = whole.findings.filter(({ key }) => keys.includes(key));
    expect(json.findings.map(({ key }) => key)).toEqual(keys);
    expect(json.findings.toSorted(byKey)).toEqual(wanted.toSorted(byKey));
    const named = new Set(wanted.flatMap(({ models }) => models.map(({ model }) => model)));
    const names = (models: { model: string }[]) => models.map(({ model }) => model);
    expect(names(json.models)).toEqual(names(whole.models).filter((model) => named.has(model)));
    expect(await page.getByTestId('matrix').locator('thead .pair').allTextContents()).toEqual(names(json.models));
    const selected = json.findings.length + json.without_model.length;
    const filter = 'Hardware: B200; Lifecycle: Done';
    expect(json.selection).toEqual({ query: '?view=ledger&hw=B200&lc=done', filter, shown: selected, of: findings.length });
    expect(json.digest).toBe(await digestOn(page));

    const csv = namedCells((await download(page, 'CSV')).text, ',');
    const ofCommand = namedCells(matrixAt(taken_at, 'csv'), ',');
    const selection = `${selected} of ${findings.length} findings. ${filter} (?view=ledger&hw=B200&lc=done)`;
    const shownKeys = [...keys, ...json.without_model];
    const expected = ofCommand.filter(({ key = '' }) => shownKeys.includes(key));
    const bundle_digest = await digestOn(page);
    const sorted = (all: Record<string, string>[]) => all.toSorted((a, b) => pairOf(a).localeCompare(pairOf(b)));
    expect(sorted(csv)).toEqual(sorted(expected.map((cells) => ({ ...cells, bundle_digest, selection }))));

    const { name, text } = await download(page, 'Markdown');
    expect(name).toBe(`value-ledger-${taken_at.slice(0, 10)}-B200-selection-portability.md`);
    for (const { key } of whole.findings) expect(text.includes(`(\`${key}\`)`), key).toBe(keys.includes(key));
    expect(text).toContain(`- Selection: ${selected} of ${findings.length} findings. ${filter}`);
  });

  test('the table is that of findings by models', async ({ page, context, baseURL }) => {
    await allowClipboard(context, baseURL);
    await open(page, './?view=portability&hw=B200');
    const [names = [], ...records] = cellsOf(await copied(page, 'Table', 'Findings by model copied, as a table.'), '\t');
    const heads = await page.getByTestId('matrix').locator('thead .pair').allTextContents();
    expect(names).toEqual(['Finding', 'Hardware', 'Baseline', 'Lifecycle', 'Evidence', ...heads]);
    const lines = page.getByTestId('matrix').locator('[data-line]');
    const keys = await lines.evaluateAll((all) => all.map((line) => line.getAttribute('data-line')));
    expect(records.map(([finding = '']) => /\(([^()]+)\)/.exec(finding)?.[1])).toEqual(keys);
    for (const [place, record] of records.entries()) {
      const states = await lines.nth(place).locator('[data-state]').evaluateAll((all) => all.map((pair) => pair.getAttribute('data-state') ?? ''));
      expect(record.slice(5).map((said) => said.split(/[, ]/)[0])).toEqual(states);
    }
  });

  test('the name of a model is no formula', async ({ page, context, baseURL }) => {
    await allowClipboard(context, baseURL);
    await serveBundle(page, bundleOfRegistry('findings: [{id: a, title: One, hardware: GB300, candidate_on: ["=1+1"]}]'));
    await open(page, './?view=portability');
    const csv = cellsOf((await download(page, 'CSV')).text, ',');
    const table = cellsOf(await copied(page, 'Table', 'Findings by model copied, as a table.'), '\t');
    for (const cells of [csv, table]) {
      expect(cells.flat().filter(isFormula)).toEqual([]);
      expect(cells.flat()).toContain("'=1+1");
    }
  });
});

test('no cell is a formula, whatever the registry holds', async ({ page, context, baseURL }) => {
  await allowClipboard(context, baseURL);
  await serveBundle(page, bundleOf('hostile'));
  await open(page, './?view=ledger');
  const evil = '=HYPERLINK("https://evil.example.com/","click")';
  const csv = cellsOf((await download(page, 'CSV')).text, ',');
  const table = cellsOf(await copied(page, 'Table', 'Table copied.'), '\t');
  for (const cells of [csv, table]) {
    expect(cells.flat().filter(isFormula)).toEqual([]);
    expect(new Set(cells.map((record) => record.length)).size).toBe(1);
    expect(cells.flat().some((cell) => cell.startsWith(`'${evil}`))).toBe(true);
  }
});

test('a plot is saved as a file that stands alone', { tag: '@sub-path' }, async ({ page }) => {
  const [key, title] = ['glm51-prefill-pin', 'Pinned TRTLLM prefill backend for GLM-5.1'];
  await open(page, `./?view=ledger&finding=${key}&x=tpot`);
  const ledger = await sameLedger(page);
  const plot = dossier(page, title).locator('figure').first();
  const marks = await plot.locator('[data-point]').count();
  expect(marks).toBeGreaterThan(1);
  const { name, text } = await saved(page, () => plot.getByRole('button', { name: /^Save SVG/ }).click());
  expect(name).toBe(`value-ledger-${ledger.taken_at.slice(0, 10)}-${key}-GB300-tpot.svg`);
  // Where no policy of the page holds.
  const elsewhere = await page.context().newPage();
  const read = await elsewhere.evaluate((markup) => {
    const root = new DOMParser().parseFromString(markup, 'image/svg+xml').documentElement;
    const all = [...root.querySelectorAll('*')];
    return {
      tag: `${root.namespaceURI ?? ''} ${root.localName}`,
      size: [root.getAttribute('width'), root.getAttribute('height'), root.getAttribute('viewBox')],
      tags: [...new Set(all.map((element) => element.localName))],
      attributes: [...new Set(all.flatMap((element) => element.getAttributeNames()))],
      marks: root.querySelectorAll('.mark > .aim').length,
      words: [...root.querySelectorAll('text')].map((line) => line.textContent).join(' '),
      title: root.querySelector('title')?.textContent,
    };
  }, text);
  await elsewhere.close();
  expect(read.tag).toBe('http://www.w3.org/2000/svg svg');
  expect(read.size.every((value) => value !== null)).toBe(true);
  expect(read.marks).toBe(marks);
  expect(read.title).toContain(title);
  const { registry, digest } = JSON.parse((await download(page, 'JSON')).text) as Taken;
  for (const part of [title, key, 'GB300', 'output tok/s/GPU', 'TPOT, median, ms', 'candidate', 'baseline', registry.sha256, digest, ledger.taken_at, 'EXAMPLE DATA.']) {
    expect(read.words).toContain(part);
  }
  expect(read.tags.filter((tag) => /script|image|use|foreignObject|^a$/.test(tag))).toEqual([]);
  expect(read.attributes.filter((attribute) => /href|^on|style|tabindex/.test(attribute))).toEqual([]);
  expect(text).not.toMatch(/url\(|@import/);
});

test('by keyboard alone: opened, taken, closed, and the focus is back', { tag: '@sub-path' }, async ({ page }) => {
  await open(page, filtered);
  const button = page.getByTestId('take-away').locator('summary');
  for (let presses = 0; presses < 10; presses += 1) {
    await page.keyboard.press('Tab');
    if (await button.evaluate((element) => element === document.activeElement)) break;
  }
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: /^Download CSV/ })).toBeFocused();
  const { name } = await saved(page, () => page.keyboard.press('Enter'));
  expect(name).toMatch(/\.csv$/);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('take-away')).not.toHaveAttribute('open');
  await expect(button).toBeFocused();
});

test('it is on the first view too, and not where no rows are shown', async ({ page }) => {
  await open(page, './');
  const { name } = await download(page, 'CSV');
  expect(name).toMatch(/^value-ledger-\d{4}-\d\d-\d\d\.csv$/);
  await page.keyboard.press('Escape');
  await show(page, 'flags');
  await expect(page.getByTestId('take-away')).toBeVisible();
  await open(page, './?view=compare&compare=glm51-prefill-pin');
  await expect(page.getByTestId('take-away')).toBeHidden();
  await open(page, './?view=ledger');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByTestId('take-away')).toBeHidden();
});

test('where the browser refuses the clipboard, it says so', async ({ page }) => {
  await page.addInitScript(() => {
    Clipboard.prototype.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await open(page, './?view=ledger');
  await openMenu(page);
  await page.getByRole('button', { name: /^Copy Table/ }).click();
  await expect(page.getByRole('status').filter({ hasText: /does not let the page copy/ })).toHaveCount(1);
});

test('a report opened from a disk gives its files away too', async ({ page, guard }) => {
  guard.tolerate(/^leaves the origin: file:/);
  await withFolder(async (folder) => {
    const report = join(folder, 'report.html');
    publish(`${fixture('hostile')}/value-findings.yaml`, ['--single-file', report], '2026-11-17');
    await page.goto(pathToFileURL(report).href + '?view=ledger');
    await ready(page);
    const { name, text } = await download(page, 'CSV');
    expect(name).toBe('value-ledger-2026-11-17.csv');
    await expect(row(page, 'formula')).toBeVisible();
    expect(namedCells(text, ',').map((cells) => cells['key'])).toContain('formula');
  });
});

/** What a button of the menu puts into the clipboard, once the page has said so. */
async function copied(page: Page, what: string, said: string): Promise<string> {
  await openMenu(page);
  await page.getByRole('button', { name: new RegExp(`^Copy ${what}`) }).click();
  await expect(page.locator('#said')).toHaveText(said);
  return page.evaluate(() => navigator.clipboard.readText());
}

async function allowClipboard(context: BrowserContext, baseURL: string | undefined): Promise<void> {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(baseURL ?? '').origin });
}

const byKey = (one: { key: string }, other: { key: string }) => one.key.localeCompare(other.key);

/** What tells the rows of the matrix apart. */
const pairOf = (cells: Record<string, string>) => `${cells.key} ${cells.model}`;

/** The bundle's digest as the page shows it. */
async function digestOn(page: Page): Promise<string> {
  const digest = /sha256:[0-9a-f]{64}/.exec((await page.getByRole('contentinfo').textContent()) ?? '')?.[0];
  expect(digest).toBeDefined();
  return digest ?? '';
}

/** The command reads the files themselves, so its documents name no bundle. */
const withoutDigest = (markdown: string) => markdown.replace(/^- Bundle: .*\n/m, '');
