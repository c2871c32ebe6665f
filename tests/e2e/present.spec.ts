// The presentation: large type, one group a screen, by the arrow keys, with its place in the address.
import type { Page } from '@playwright/test';
import { bundleOfRegistry, serveBundle } from './support/bundle.ts';
import { keysOf, lifecycleOf, shown } from './support/oracle.ts';
import { dossier, expectQuery, open, opener, rows, sameLedger } from './support/page.ts';
import { expect, test } from './support/test.ts';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const presented = (page: Page) => page.locator('.show [data-presented]');

/** The name of the screen and its place, as they are read out. */
async function read(page: Page): Promise<{ number: number; of: number; name: string }> {
  await expect(heading(page)).toBeFocused();
  const text = (await heading(page).textContent()) ?? '';
  const [, number, of, name] = /^Screen (\d+) of (\d+): (.+)$/.exec(text) ?? [];
  expect(name, text).toBeDefined();
  return { number: Number(number), of: Number(of), name: name ?? '' };
}

async function expectScreen(page: Page, number: number): Promise<void> {
  await expect(page.locator(`[data-screen-number="${number}"]`)).toBeVisible();
  await expect(heading(page)).toBeFocused();
}

test('a link enters, the keys step, Esc and Back leave', { tag: '@sub-path' }, async ({ page }) => {
  await open(page, './?view=frontier&hw=GB300');
  await page.getByRole('link', { name: 'Present' }).click();
  await expectQuery(page, '?view=frontier&hw=GB300&present=1');
  expect(await read(page)).toMatchObject({ number: 1, name: 'Inference value ledger' });
  const { of } = await read(page);

  const steps: [string, number][] = [
    ['ArrowRight', 2],
    ['Space', 3],
    ['PageDown', 4],
    ['ArrowLeft', 3],
    ['PageUp', 2],
    ['Shift+Space', 1],
    ['ArrowLeft', 1],
    ['End', of],
    ['ArrowRight', of],
    ['Home', 1],
    ['ArrowRight', 2],
  ];
  for (const [key, number] of steps) {
    await page.keyboard.press(key);
    await expectScreen(page, number);
    await expectQuery(page, `?view=frontier&hw=GB300&present=${number}`);
  }
  await expect(page).toHaveTitle(/^Proven on GB300, 1 of \d \| /);

  await page.keyboard.press('Escape');
  await expectQuery(page, '?view=frontier&hw=GB300');
  await expect(page.locator('.show')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Present' })).toBeFocused();

  // The screens are one step of the history.
  await page.goBack();
  await expectScreen(page, 2);
  await page.goBack();
  await expectQuery(page, '?view=frontier&hw=GB300');
});

test('links step and leave without the keys', async ({ page }) => {
  await open(page, './?view=ledger&present=1');
  // Behind it nothing is seen, and nothing has been said.
  await expect(page.locator('.head h1, .rows, .bar, #said').filter({ visible: true })).toHaveCount(0);
  await page.getByRole('link', { name: 'Next' }).click();
  await expectScreen(page, 2);
  await page.getByRole('link', { name: 'Previous' }).click();
  await expectScreen(page, 1);
  await expect(page.getByRole('link', { name: 'Previous' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Leave' }).click();
  await expectQuery(page, '?view=ledger');
  await expect(rows(page).first()).toBeVisible();
  await expect(page.locator('#said')).toBeHidden();
});

for (const query of ['', '&hw=B200']) {
  test(`every finding and every lever is on a screen${query}`, async ({ page }) => {
    await open(page, `./?present=1${query}`);
    const ledger = await sameLedgerBehind(page);
    const wanted = shown(ledger, query === '' ? {} : { hw: ['B200'] });
    const { of } = await read(page);
    const groups = new Map<string, string[]>();
    for (let number = 1; number <= of; number += 1) {
      await expectScreen(page, number);
      const { name } = await read(page);
      const group = name.replace(/, \d+ of \d+$/, '');
      const keys = await presented(page).evaluateAll((all) => all.map((one) => one.getAttribute('data-presented') ?? ''));
      groups.set(group, [...(groups.get(group) ?? []), ...keys]);
      await page.keyboard.press('ArrowRight');
    }
    const names = { Done: 'done', 'In progress': 'in_progress', 'Not done': 'not_done', 'Closed negatives': 'closed_negative' };
    for (const [name, lifecycle] of Object.entries({ ...names, 'Unknown lifecycle': 'unknown' })) {
      const keys = keysOf(wanted.filter((finding) => lifecycleOf(finding) === lifecycle));
      expect(groups.get(name) ?? [], name).toEqual(keys);
    }
    const keys = new Set(keysOf(wanted));
    expect(groups.get('Frontier')).toEqual(ledger.frontier.active.map(({ key }) => key).filter((key) => keys.has(key)));
    expect(groups.get('Banked levers') ?? []).toEqual(ledger.frontier.banked.filter((key) => keys.has(key)));
  });
}

/** The stamp of the view behind is there, and hidden. */
async function sameLedgerBehind(page: Page) {
  await page.keyboard.press('Escape');
  const ledger = await sameLedger(page);
  await page.goBack();
  await expectScreen(page, 1);
  return ledger;
}

test('a gain that is not proven does not look as if it were', async ({ page }) => {
  await open(page, './?present=1');
  const weights = new Map<boolean, Set<string>>();
  for (let { number, of } = await read(page); number <= of; number += 1) {
    await expectScreen(page, number);
    for (const gain of await page.locator('.show .gained').all()) {
      const says = ((await gain.textContent()) ?? '').includes('not proven');
      const weight = await gain.evaluate((element) => getComputedStyle(element).fontWeight);
      weights.set(says, (weights.get(says) ?? new Set()).add(weight));
    }
    await page.keyboard.press('ArrowRight');
  }
  expect([...(weights.get(true) ?? [])], 'not proven').toEqual(['400']);
  expect([...(weights.get(false) ?? [])], 'proven').toEqual(['600']);
});

test('a screen that there is not is said, and the view is shown', async ({ page }) => {
  await open(page, './?view=ledger&present=999');
  await expect(page.locator('.show')).toHaveCount(0);
  await expect(page.locator('main > .notice')).toContainText('present=999');
  await expect(rows(page).first()).toBeVisible();
});

test('a finding is one click away', async ({ page }) => {
  await open(page, './?present=2');
  const link = presented(page).first().getByRole('link');
  const title = (await link.textContent()) ?? '';
  await link.click();
  await expect(dossier(page, title)).toBeVisible();
  await expect(page.locator('.show')).toHaveCount(0);
});

test('what had the focus has it again', async ({ page }) => {
  await open(page, './?view=ledger');
  const link = opener(page, 'llama8b-ngram');
  await link.focus();
  const scrolled = await page.evaluate(() => window.scrollY);
  await page.keyboard.press('p');
  await expectScreen(page, 1);
  await page.keyboard.press('Escape');
  await expect(link).toBeFocused();
  expect(await page.evaluate(() => window.scrollY)).toBe(scrolled);
});

test('a filter that shows nothing is presented as that', async ({ page }) => {
  await open(page, './?q=zzz-no-such-thing&present=1');
  await expect(page.locator('.show')).toContainText('No finding is shown.');
  await expect(page.locator('.show')).toContainText('Text: zzz-no-such-thing');
});

const long = 'A title that is as long as somebody could make it, with every condition of the measurement in it. '.repeat(3);
const word = 'x'.repeat(300);
const hostile = bundleOfRegistry(
  [
    'baseline_context: "' + long + '"',
    'findings:',
    ...[long, word, 'שלום '.repeat(60), '推論台帳'.repeat(75)].map(
      (text, index) =>
        `  - {id: f${index}, title: "${text.trim()}", lifecycle: done, baseline: "${text.trim()}", win: "${text.trim()}", hardware: GB300 (TP=4), deploy_readiness: deployed, next_lever: "${text.trim()}", next_unlock: "${text.trim()}", next_gate: "${text.trim()}"}`,
    ),
  ].join('\n'),
);

for (const [width, height] of [
  [1280, 800],
  [1920, 1080],
  [390, 844],
  [320, 640],
] as const) {
  test(`nothing is cut at ${width}x${height}, however long the words`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await serveBundle(page, hostile);
    await open(page, './?present=1');
    for (let { number, of } = await read(page); number <= of; number += 1) {
      await expectScreen(page, number);
      const cut = await page.locator('.show').evaluate((show) => {
        const wider = show.scrollWidth - show.clientWidth;
        const parts = [...show.querySelectorAll('.show-body *')].filter((one) => {
          const { overflowX, clipPath } = getComputedStyle(one);
          return clipPath === 'none' && overflowX !== 'visible' && one.scrollWidth > one.clientWidth;
        });
        // The last thing in the body can be scrolled to above the line of steps, which stays.
        show.scrollTo(0, show.scrollHeight);
        const body = show.querySelector('.show-body')?.getBoundingClientRect().bottom ?? 0;
        const foot = show.querySelector('.show-foot')?.getBoundingClientRect().top ?? 0;
        return { wider, parts: parts.length, hidden: body > foot + 1 };
      });
      expect.soft(cut, `screen ${number}`).toEqual({ wider: 0, parts: 0, hidden: false });
      await page.keyboard.press('ArrowRight');
    }
  });
}
