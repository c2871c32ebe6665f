// The page that stands there before its program, and without it.
import { keysOf, shown } from './support/oracle.ts';
import { holdProgram, open, ready, sameLedger, viewLink } from './support/page.ts';
import { expect, test } from './support/test.ts';

const hooks = ['title', 'win', 'baseline', 'hardware', 'rigor', 'tier', 'readiness', 'source', 'campaigns', 'flags'];

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  // Chromium counts what it preloads and then may not run as failed.
  test.beforeEach(({ guard }) => guard.tolerate(/\.js csp$/));

  test('the first view, the ledger, the frontier, the flags and the matrix are on the page', { tag: '@sub-path' }, async ({ page }) => {
    await page.goto('./');
    const ledger = await sameLedger(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Inference value ledger');
    await expect(page.getByTestId('shown')).toHaveText(`${ledger.findings.length} of ${ledger.findings.length} findings`);
    const rows = page.locator('[data-finding]');
    await expect(rows).toHaveCount(ledger.findings.length);
    const keys = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-finding')));
    expect(keys).toEqual(keysOf(shown(ledger, {})));
    for (const name of hooks) await expect(rows.first().locator(`[data-field="${name}"]`)).toBeVisible();
    await expect(page.locator('[data-lever]').first()).toBeVisible();
    await expect(page.getByTestId('matrix').locator('tbody [data-line]').first()).toBeVisible();
    for (const { code } of ledger.flags) await expect(page.locator(`[data-rule="${code}"]`)).toBeVisible();
  });

  test('what needs a script is not offered, and the page says so', async ({ page }) => {
    await page.goto('./');
    await expect(page.getByRole('navigation', { name: 'Parts of this page' })).toContainText('Scripts have not run here');
    await expect(page.getByRole('navigation', { name: 'Views' })).toBeHidden();
    await expect(page.getByRole('searchbox')).toBeHidden();
    await page.getByRole('link', { name: 'Frontier', exact: true }).click();
    await expect(page.locator('#frontier')).toBeInViewport();
  });

  test('a phone shows it without sideways scrolling', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('./');
    const wider = await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
    expect(wider).toBe(0);
  });
});

test('the program takes over without moving anything', { tag: '@sub-path' }, async ({ page, guard }) => {
  guard.tolerate(/preloaded using link preload but not used/);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    const release = await holdProgram(page);
    await page.goto('./', { waitUntil: 'commit' });
    const last = page.getByRole('contentinfo');
    await expect(last).toBeAttached();
    await page.locator('.prerendered').evaluate(() => window.scrollTo(0, 200));
    const link = page.getByRole('main').getByRole('link').nth(3);
    await link.focus();
    await page.evaluate(() => window.scrollTo(0, 200));
    const before = { scroll: await page.evaluate(() => window.scrollY), name: await link.textContent(), places: await places(page) };
    release();
    await ready(page);
    await expect(page.locator('.prerendered')).toHaveCount(0);
    expect(await page.evaluate(() => window.scrollY)).toBe(before.scroll);
    expect(await places(page)).toEqual(before.places);
    await expect(page.locator(':focus')).toHaveText(before.name ?? '');
    await page.unroute('**/*.wasm');
  }
});

/** Where each row and heading stands. */
function places(page: import('@playwright/test').Page): Promise<[string, number][]> {
  const parts = page.locator('.page > .shell > *, main h2, main tr, .stamp > *');
  return parts.evaluateAll((all) =>
    all
      .filter((part) => part.checkVisibility())
      .map((part) => {
        // Of a row that is far from the screen a browser knows no other.
        const written = part.matches('tr') ? (part.textContent ?? '') : (part as HTMLElement).innerText;
        // The page alone knows the reader's clock.
        const words = written.replace(/, \d+ days? ago|, today|, after this device's clock/, '');
        return [words.slice(0, 40), Math.round(part.getBoundingClientRect().top)] as [string, number];
      }),
  );
}

/** Those of them that are on the screen. */
async function placesInSight(page: import('@playwright/test').Page): Promise<[string, number][]> {
  const height = page.viewportSize()?.height ?? 0;
  return (await places(page)).filter(([, top]) => top >= 0 && top < height);
}

/** Down to the end and up again: of a text a browser lays out no row before somebody comes near it. */
async function seeAll(page: import('@playwright/test').Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const isAtEnd = () => window.scrollY + window.innerHeight > document.documentElement.scrollHeight - 2;
    while (!isAtEnd()) {
      window.scrollBy(0, window.innerHeight / 2);
      await frame();
      await frame();
    }
    window.scrollTo(0, 0);
    await frame();
    await frame();
  });
}

test('a page that nobody looks at keeps the place and the focus too', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(document, 'hidden', { get: () => true });
  });
  const release = await holdProgram(page);
  await page.goto('./');
  const link = page.locator('.overview a').last();
  await link.focus();
  await page.evaluate(() => window.scrollTo(0, 300));
  const before = await page.evaluate(() => [window.scrollY, document.activeElement?.getAttribute('href')]);
  release();
  await ready(page);
  expect(await page.evaluate(() => [window.scrollY, document.activeElement?.getAttribute('href')])).toEqual(before);
});

test('nothing shifts, as the browser itself measures it', async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.set(globalThis, '__shift', 0);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as PerformanceEntry & { value: number };
        Reflect.set(globalThis, '__shift', (Reflect.get(globalThis, '__shift') as number) + shift.value);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  for (const address of ['./', './?view=ledger', './?hw=B200']) {
    await open(page, address);
    expect(await page.evaluate(() => Reflect.get(globalThis, '__shift') as number), address).toBe(0);
  }
});

for (const view of ['ledger', 'frontier', 'flags', 'portability'] as const) {
  test(`the ${view} is there before the program, where it is all that the address asks for`, { tag: '@sub-path' }, async ({ page, guard }) => {
    guard.tolerate(/preloaded using link preload but not used/);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      const release = await holdProgram(page);
      await page.goto(`./?view=${view}`, { waitUntil: 'commit' });
      await expect(viewLink(page, view)).toHaveAttribute('aria-current', 'page');
      await expect(page.locator(`#${view}`)).toBeVisible();
      await expect(page.locator('.overview')).toBeHidden();
      expect(await page.locator('.rest > section').filter({ visible: true }).count(), 'no other part of the page').toBe(1);
      const inSight = await placesInSight(page);
      await seeAll(page);
      expect(await placesInSight(page), 'before all have been seen').toEqual(inSight);
      const before = await places(page);
      release();
      await ready(page);
      await expect(page.locator('.prerendered')).toHaveCount(0);
      expect(await places(page)).toEqual(before);
      await page.unroute('**/*.wasm');
    }
  });
}

test('a reader who has scrolled before the program came looks at the same rows', async ({ page, guard }) => {
  guard.tolerate(/preloaded using link preload but not used/);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    const release = await holdProgram(page);
    await page.goto('./?view=ledger', { waitUntil: 'domcontentloaded' });
    await page.evaluate(async () => {
      for (let step = 0; step < 12; step += 1) {
        window.scrollBy(0, 150);
        await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
      }
    });
    const before = await placesInSight(page);
    expect(before.length).toBeGreaterThan(3);
    release();
    await ready(page);
    expect(await placesInSight(page)).toEqual(before);
    await page.unroute('**/*.wasm');
  }
});

test('what has the focus in a view that was published keeps it', async ({ page, guard }) => {
  guard.tolerate(/preloaded using link preload but not used/);
  const release = await holdProgram(page);
  // Of a document that is still arriving, the last link is soon another one.
  await page.goto('./?view=flags', { waitUntil: 'domcontentloaded' });
  const links = page.locator('.flagview a[href*="finding="]').filter({ visible: true });
  await links.last().focus();
  const place = (await links.count()) - 1;
  release();
  await ready(page);
  await expect(links.nth(place)).toBeFocused();
});

test('words typed before the program has come are searched for when it has', async ({ page, guard }) => {
  guard.tolerate(/preloaded using link preload but not used/);
  const release = await holdProgram(page);
  await page.goto('./?view=ledger', { waitUntil: 'commit' });
  const search = page.getByRole('searchbox');
  await search.fill('prefill');
  release();
  await ready(page);
  await expect(search).toHaveValue('prefill');
  await expect(search).toBeFocused();
  const { findings } = await sameLedger(page);
  await expect.poll(() => page.locator('[data-finding]').count()).toBeLessThan(findings.length);
  await expect(page).toHaveURL(/q=prefill/);
});

test('rows that were not asked for are never seen', async ({ page, guard }) => {
  guard.tolerate(/preloaded using link preload but not used/);
  const release = await holdProgram(page);
  await page.goto('./?view=ledger&hw=B200', { waitUntil: 'commit' });
  await expect(page.getByText(/loading/i)).toBeVisible();
  expect(await page.locator('[data-finding]').count()).toBeGreaterThan(0);
  for (const row of await page.locator('[data-finding]').all()) await expect(row).toBeHidden();
  release();
  await ready(page);
  const { findings } = await sameLedger(page);
  const shownRows = findings.filter((finding) => finding.hardware.includes('B200'));
  await expect(page.locator('[data-finding]')).toHaveCount(shownRows.length);
});

test('data and program are asked for once each, and the page names nobody else', { tag: '@sub-path' }, async ({ page }) => {
  const requests: string[] = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname.split('/').pop() ?? ''));
  await open(page, './');
  for (const part of [/^bundle-[0-9a-f]{16}\.bin$/, /^web-[0-9a-f]{16}\.js$/, /^web-[0-9a-f]{16}_bg\.wasm$/]) {
    expect(requests.filter((name) => part.test(name)), String(part)).toHaveLength(1);
  }
});
