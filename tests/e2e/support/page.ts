// How the page is used: by its documented hooks, its roles and its words.
import type { Locator, Page } from '@playwright/test';
import { ledgerAt, type Ledger } from './command.ts';
import type { Facet } from './oracle.ts';
import { expect } from './test.ts';

export const views = ['overview', 'ledger', 'frontier', 'flags', 'portability'] as const;
export type View = (typeof views)[number];

/** Goes to an address of the page, relative to where it is mounted, and waits for the ledger. */
export async function open(page: Page, address = './'): Promise<void> {
  await page.goto(address);
  await ready(page);
}

export async function ready(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-ready');
}

/** Keeps the page's program away until the function that it gives is called. */
export function holdProgram(page: Page): Promise<() => void> {
  return hold(page, '**/*.wasm');
}

/** Keeps files away until the function that it gives is called. */
export async function hold(page: Page, files: string | RegExp): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(files, async (route) => {
    await held;
    await route.fallback();
  });
  return release;
}

/** What the command says of the same inputs at the time of the page's snapshot, which the page's stamp names. */
export async function sameLedger(page: Page): Promise<Ledger> {
  const now = await page.getByRole('banner').getByRole('time').first().getAttribute('datetime');
  expect(now, "the stamp's time").not.toBeNull();
  return ledgerAt(now ?? '');
}

export function viewLink(page: Page, view: View): Locator {
  return page.locator(`a[data-view="${view}"]`);
}

/** Goes to a view by its link. */
export async function show(page: Page, view: View): Promise<void> {
  await viewLink(page, view).click();
  await expect(viewLink(page, view)).toHaveAttribute('aria-current', 'page');
}

/** The rows of the ledger, in the order in which they stand. */
export function rows(page: Page): Locator {
  return page.getByTestId('ledger-scroll').locator('[data-finding]');
}

export function row(page: Page, key: string): Locator {
  return page.getByTestId('ledger-scroll').locator(`[data-finding=${JSON.stringify(key)}]`);
}

/** Waits until exactly those rows stand there, in that order, and the line above them says so. */
export async function expectRows(page: Page, keys: readonly string[], of: number): Promise<void> {
  await expect(page.getByTestId('shown')).toHaveText(`${keys.length} of ${of} findings`);
  await expect.poll(() => keysOn(page)).toEqual(keys);
}

export function keysOn(page: Page): Promise<(string | null)[]> {
  return rows(page).evaluateAll((elements) => elements.map((element) => element.getAttribute('data-finding')));
}

/** Waits until the address bar holds that query string. */
export async function expectQuery(page: Page, query: string): Promise<void> {
  await expect(page).toHaveURL((url) => url.search === query);
}

export function filter(page: Page, name: Facet | 'q'): Locator {
  return page.locator(`[data-filter="${name}"]`);
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const words: Record<string, string> = {
  done: 'Done',
  in_progress: 'In progress',
  not_done: 'Not done',
  closed_negative: 'Closed negatives',
  unknown: 'Unknown lifecycle',
};

/** A value of a facet in its control, which is opened where it opens. Its name ends with how many rows it has. */
export async function choice(page: Page, facet: Facet, value: string): Promise<Locator> {
  const name = new RegExp(`^${escape(label(facet, value))} ?, \\d+ findings?$`);
  if (facet === 'hw') return filter(page, facet).getByRole('link', { name });
  await openFilter(page, facet);
  return filter(page, facet).getByRole('checkbox', { name });
}

export async function openFilter(page: Page, facet: Exclude<Facet, 'hw'>): Promise<void> {
  const control = filter(page, facet);
  if ((await control.getAttribute('open')) === null) await control.locator('summary').click();
  await expect(control).toHaveAttribute('open');
  // They are drawn once it is open.
  await expect(control.getByRole('group')).toBeVisible();
}

/** The values of a facet in its control, with how many rows each says it has. */
export async function countsOn(page: Page, facet: Facet): Promise<Record<string, number>> {
  if (facet !== 'hw') await openFilter(page, facet);
  const choices = filter(page, facet).getByRole(facet === 'hw' ? 'link' : 'checkbox');
  const counts: Record<string, number> = {};
  for (const text of await choices.allTextContents()) {
    const [, label = text, count] = /^(.*), (\d+) findings?$/.exec(text) ?? [];
    // "All" leads back to every hardware and counts nothing.
    if (count !== undefined) counts[label] = Number(count);
  }
  return counts;
}

/** How a value reads in its control. */
export function label(facet: Facet, value: string): string {
  return facet === 'lc' ? (words[value] ?? value) : value;
}

/** Chooses a value of a facet, or gives it up where it is chosen. */
export async function toggle(page: Page, facet: Exclude<Facet, 'hw'>, value: string): Promise<void> {
  await (await choice(page, facet, value)).click();
}

/** Chooses the one hardware that is shown. */
export async function chooseHardware(page: Page, token: string): Promise<void> {
  await (await choice(page, 'hw', token)).click();
}

/** Shows every hardware again. */
export async function allHardware(page: Page): Promise<void> {
  await filter(page, 'hw').getByRole('link', { name: 'All', exact: true }).click();
}

/** What opens a finding in the ledger. */
export function opener(page: Page, key: string): Locator {
  return row(page, key).locator('a[data-field="title"]');
}

/** The open finding. */
export function dossier(page: Page, title: string): Locator {
  return page.getByRole('complementary', { name: title, exact: true });
}

/** Scrolls that far down, rests, and loads the page anew: the same row stands at the same height. */
export async function expectSamePlaceAfterReload(page: Page, scrolled: number): Promise<void> {
  await page.evaluate((to) => window.scrollTo(0, to), scrolled);
  await expect.poll(() => page.evaluate(() => typeof history.state)).toBe('string');
  const before = await firstOnScreen(page);
  await expect.poll(() => page.evaluate(() => String(history.state))).toContain(` ${before.key}`);
  await page.reload();
  await ready(page);
  await expectFirstOnScreen(page, before);
}

/** The first row whose upper edge is not above the screen's, and how far below it is. */
export function firstOnScreen(page: Page): Promise<{ key: string; top: number }> {
  return rows(page).evaluateAll((all) => {
    const row = all.find((one) => one.getBoundingClientRect().top >= 0);
    return { key: row?.getAttribute('data-finding') ?? '', top: row?.getBoundingClientRect().top ?? Number.NaN };
  });
}

/** Waits until that row is the first on the screen, about where it was. */
export async function expectFirstOnScreen(page: Page, { key, top }: { key: string; top: number }): Promise<void> {
  await expect
    .poll(async () => {
      const now = await firstOnScreen(page);
      return [now.key, Math.abs(now.top - top) < 3];
    })
    .toEqual([key, true]);
}
