// A ledger of more rows than stand in the document at once: each of them can still be read, found, come to and printed.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { bundleOfRegistry, serveBundle } from './support/bundle.ts';
import { dossier, expectSamePlaceAfterReload, open, opener, ready, rows } from './support/page.ts';
import { expect, test } from './support/test.ts';

const COUNT = 1500;
const lifecycles = ['done', 'in_progress', 'not_done', 'closed_negative'];
const keys = Array.from({ length: COUNT }, (_, index) => `f${index}`);
// Titles of every length, and longer ones far down, so that rows are higher there than at the beginning.
const titleOf = (index: number) => `Finding ${index}${' with words'.repeat((index % 13) + (index > COUNT / 2 ? 9 : 0))}`;
const registry = [
  'findings:',
  ...keys.map((key, index) => {
    const title = titleOf(index);
    return `  - {id: ${key}, title: "${title}", lifecycle: ${lifecycles[index % 4]}, baseline: vLLM, win: "1.2x", hardware: ${index % 3 ? 'GB300' : 'B200'} (TP=4), deploy_readiness: deployed, next_lever: "Try ${index}"}`;
  }),
].join('\n');
/** As the table lists them: by lifecycle, in registry order. */
const listed = lifecycles.flatMap((_, group) => keys.filter((_, index) => index % 4 === group));

const shown = (page: Page): Promise<string[]> =>
  rows(page).evaluateAll((all) =>
    all
      .filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return bottom > 0 && top < window.innerHeight;
      })
      .map((row) => row.getAttribute('data-finding') ?? ''),
  );

const focused = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.closest('tr[data-finding]')?.getAttribute('data-finding'));

/** The screen is full of rows that follow each other. */
async function expectFull(page: Page, holding?: string): Promise<void> {
  await expect
    .poll(async () => {
      const on = await shown(page);
      const isOpen = await page.locator('.gap').evaluateAll((all) =>
        all.some((gap) => {
          const { top, bottom, height } = gap.getBoundingClientRect();
          return height > 2 && bottom > 1 && top < window.innerHeight - 1;
        }),
      );
      const first = listed.indexOf(on[0] ?? '');
      const follow = on.every((key, index) => key === listed[first + index]);
      return on.length > 1 && !isOpen && follow && (holding === undefined || on.includes(holding));
    })
    .toBe(true);
}

test.beforeEach(async ({ page }) => {
  await serveBundle(page, bundleOfRegistry(registry));
});

test('few rows are in the document, and scrolling leads to each of them', async ({ page }) => {
  await open(page, './?view=ledger');
  await expect(page.getByTestId('shown')).toHaveText(`${COUNT} of ${COUNT} findings`);
  await expect(page.getByTestId('near')).toContainText(`looks through all ${COUNT}`);
  const met = new Set<string>();
  for (;;) {
    await expectFull(page);
    for (const key of await shown(page)) met.add(key);
    expect(await rows(page).count()).toBeLessThan(120);
    const isAtEnd = await page.evaluate(() => {
      window.scrollBy(0, window.innerHeight * 0.8);
      return window.scrollY + window.innerHeight > document.documentElement.scrollHeight - 2;
    });
    if (isAtEnd) break;
  }
  await expectFull(page, listed.at(-1));
  for (const key of await shown(page)) met.add(key);
  expect([...met].length).toBe(COUNT);
});

test('a jump to the end shows the last row, and back the first', async ({ page }) => {
  await open(page, './?view=ledger');
  // The page is as long as all rows would be, once the first of them have been measured.
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollHeight)).toBeGreaterThan(COUNT * 64);
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await expectFull(page, listed.at(-1));
  await page.evaluate(() => window.scrollTo(0, 0));
  await expectFull(page, listed[0]);
});

test('a row says its line to those who do not see it', async ({ page }) => {
  await open(page, './?view=ledger');
  await expect(page.getByRole('table')).toHaveAttribute('aria-rowcount', String(1 + lifecycles.length + COUNT));
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2));
  await expectFull(page);
  const key = (await shown(page))[1] ?? '';
  const line = await page.locator(`[data-finding=${key}]`).getAttribute('aria-rowindex');
  // The heading of the columns, and those of the groups down to its own.
  expect(Number(line)).toBe(1 + (Number(key.slice(1)) % 4) + 1 + listed.indexOf(key) + 1);
});

test('j goes on where the document ends, with the focus and beside an open finding', async ({ page }) => {
  await open(page, './?view=ledger');
  await opener(page, listed[0] ?? '').focus();
  for (const key of listed.slice(1, 60)) {
    await page.keyboard.press('j');
    await expect(opener(page, key)).toBeFocused();
  }
  await page.keyboard.press('Enter');
  await expect(page.locator('.dossier')).toBeVisible();
  await page.keyboard.press('j');
  await expect(page).toHaveURL(new RegExp(`finding=${listed[60]}$`));
  await page.keyboard.press('Escape');
  await expect(opener(page, listed[60] ?? '')).toBeFocused();
});

test('an address opens a finding that is far down, and closing it leads to its row', async ({ page }) => {
  const far = listed[1200] ?? '';
  await open(page, `./?view=ledger&finding=${far}`);
  await expect(dossier(page, titleOf(Number(far.slice(1))))).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(opener(page, far)).toBeFocused();
  await expectFull(page, far);
});

test('what the reader looks at stays when columns go, the window narrows and another view was seen', async ({ page }) => {
  await open(page, './?view=ledger');
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight * 0.8));
  await expectFull(page);
  const near = async (key: string) => {
    await expectFull(page);
    const at = listed.indexOf((await shown(page))[0] ?? '');
    expect(Math.abs(at - listed.indexOf(key)), `${listed[at]} for ${key}`).toBeLessThan(4);
  };
  let first = (await shown(page))[0] ?? '';
  await page.setViewportSize({ width: 1280, height: 660 });
  await near(first);
  await page.setViewportSize({ width: 1100, height: 720 });
  await near(first);
  first = (await shown(page))[0] ?? '';
  await page.keyboard.press('3');
  await expect(page.getByRole('heading', { name: /^Frontier/ })).toBeVisible();
  await page.goBack();
  await near(first);
});

for (const address of ['./?view=ledger&hide=source,readiness', './?view=ledger&finding=f3']) {
  test(`columns are as wide as when all rows are there, at ${address}`, async ({ page }) => {
    await open(page, address);
    await expectFull(page);
    const widths = () =>
      page.locator('.rows thead th').evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().width)));
    const drawn = await widths();
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await expect(rows(page)).toHaveCount(COUNT);
    expect(drawn).toEqual(await widths());
  });
}

test('j finds the reader again after a scroll has taken the row with the focus away', async ({ page }) => {
  await open(page, './?view=ledger');
  await opener(page, listed[0] ?? '').focus();
  await page.evaluate(() => window.scrollTo(0, 20_000));
  await expectFull(page);
  await page.keyboard.press('j');
  await expect.poll(async () => (await shown(page)).includes((await focused(page)) ?? '')).toBe(true);
  const at = (await focused(page)) ?? '';
  await page.keyboard.press('j');
  await expect.poll(() => focused(page)).toBe(listed[listed.indexOf(at) + 1]);
});

test('a reader who loads the page anew is where he was', async ({ page }) => {
  await open(page, './?view=ledger');
  await expectFull(page);
  await expectSamePlaceAfterReload(page, 40_000);
  await expectFull(page);
});

test('a reader who loads an open finding of a long ledger anew on a phone is where he was', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, './?view=ledger&finding=f20');
  await page.evaluate(() => window.scrollTo(0, 400));
  const down = await page.evaluate(() => window.scrollY);
  expect(down).toBeGreaterThan(200);
  await expect.poll(() => page.evaluate(() => history.state as unknown)).toBe(String(down));
  await page.reload();
  await ready(page);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(down);
});

test('the search finds what is not in the document', async ({ page }) => {
  await open(page, './?view=ledger');
  await page.getByRole('searchbox').fill('f1499');
  await expect(page.getByTestId('shown')).toHaveText(`1 of ${COUNT} findings`);
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByTestId('near')).toHaveCount(0);
});

test('a row that comes back is the one that went, with the links of now', async ({ page }) => {
  await open(page, './?view=ledger');
  const row = page.locator('tr[data-finding="f0"]');
  await row.evaluate((element) => Object.assign(element, { mark: 'mine' }));
  const hardware = (token: string) => page.locator('[data-filter="hw"]').getByRole('link', { name: token }).click();
  await hardware('GB300');
  await expect(row).toHaveCount(0);
  await hardware('B200');
  await expect(row).toHaveCount(1);
  expect(await row.evaluate((element) => 'mark' in element)).toBe(true);
  await expect(row.getByRole('link').first()).toHaveAttribute('href', /hw=B200/);
});

test('a filter and an order apply to all rows', async ({ page }) => {
  await open(page, './?view=ledger&hw=B200&sort=-title');
  await expect(page.getByTestId('shown')).toHaveText(`500 of ${COUNT} findings`);
  await expect(rows(page)).toHaveCount(500);
  await open(page, './?view=ledger&hw=GB300&sort=-title');
  await expect(page.getByTestId('shown')).toHaveText(`1000 of ${COUNT} findings`);
  const titles = listed.filter((key) => Number(key.slice(1)) % 12 === 8 || Number(key.slice(1)) % 12 === 4);
  const last = titles.sort((a, b) => (`finding ${a.slice(1)}` < `finding ${b.slice(1)}` ? 1 : -1))[0];
  expect((await shown(page))[0]).toBe(last);
});

test('on paper all rows that match stand there', async ({ page }) => {
  await open(page, './?view=ledger&hw=GB300');
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await expect(rows(page)).toHaveCount(1000);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect.poll(() => rows(page).count()).toBeLessThan(120);
});

test('of a long list the first entries stand there, more when they are asked for, and all when it is printed', async ({ page }) => {
  await open(page, './?view=frontier');
  const levers = page.locator('[data-lever]');
  const note = await page.getByRole('heading', { name: /^Frontier/ }).textContent();
  const active = Number(/(\d+) active/.exec(note ?? '')?.[1]);
  expect(active).toBeGreaterThan(500);
  await expect(levers).toHaveCount(50);
  await expect(page.getByText(`and ${active - 50} active levers more`)).toBeVisible();
  const opened = levers.nth(2).locator('details');
  await opened.locator('summary').click();
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await expect(levers).toHaveCount(active);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(levers).toHaveCount(50);
  const more = page.getByRole('button', { name: 'Show more' });
  for (let shown = 250; shown < active + 250; shown += 250) {
    await expect(opened, 'what the reader opened stays').toHaveAttribute('open');
    await more.first().click();
    await expect(levers).toHaveCount(Math.min(shown, active));
  }
  await expect(more).toHaveCount(0);
  await expect(page.getByRole('main')).toBeFocused();
});

for (const [width, height] of [
  [1280, 800],
  [390, 844],
] as const) {
  test(`nothing jumps while somebody reads on at ${width}x${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, './?view=ledger');
    await page.evaluate(() => window.scrollTo(0, 5000));
    await expectFull(page);
    for (let step = 0; step < 25; step += 1) {
      const moved = await page.evaluate(async () => {
        const frame = () => new Promise(requestAnimationFrame);
        const all = [...document.querySelectorAll('tr[data-finding]')];
        const row = all.find((one) => one.getBoundingClientRect().top > 100);
        if (row === undefined) return Number.NaN;
        const before = row.getBoundingClientRect().top;
        window.scrollBy(0, 200);
        await frame();
        await frame();
        return before - row.getBoundingClientRect().top;
      });
      expect(Math.abs(moved - 200), `step ${step}: ${moved}`).toBeLessThan(2);
    }
  });

  test(`axe finds nothing at ${width}x${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, './?view=ledger');
    await page.evaluate(() => window.scrollTo(0, 5000));
    await expectFull(page);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
}
