// The parts of the program that come when they are first needed.
import type { Page, Request } from '@playwright/test';
import { dossier, hold, open, opener, ready, row, show } from './support/page.ts';
import { expect, test } from './support/test.ts';

const finding = { key: 'glm51-prefill-pin', title: 'Pinned TRTLLM prefill backend for GLM-5.1' };
const views = /\/web-(views|shared)-[0-9a-f]{16}\.wasm$/;
const documents = /\/web-documents-[0-9a-f]{16}\.wasm$/;
/** What the browser itself says of a request that failed. */
const failed = /Failed to load resource|Failed to fetch|ERR_FAILED/;

function asksFor(page: Page, files: RegExp): Request[] {
  const asked: Request[] = [];
  page.on('request', (request) => {
    if (files.test(new URL(request.url()).pathname)) asked.push(request);
  });
  return asked;
}

test('the first screen waits for none of them, and they come once it stands', { tag: '@sub-path' }, async ({ page }) => {
  const [viewsAsked, documentsAsked] = [asksFor(page, views), asksFor(page, documents)];
  const release = await hold(page, /\/web-(views|shared|documents)-/);
  await open(page);
  await expect(page.getByRole('heading', { name: 'Where we stand' })).toBeVisible();
  await expect.poll(() => viewsAsked.length).toBe(2);
  expect(documentsAsked, 'one after the other').toHaveLength(0);
  release();
  await expect.poll(() => documentsAsked.length).toBe(1);
  await show(page, 'ledger');
  await opener(page, finding.key).click();
  await expect(dossier(page, finding.title)).toContainText('Code under test');
  expect(viewsAsked, 'no part is fetched twice').toHaveLength(2);
});

test('a view asked for before it has come is shown when it has', async ({ page }) => {
  const release = await hold(page, views);
  await open(page);
  await show(page, 'ledger');
  await expect(page.locator('[data-state="on-its-way"]')).toContainText('is being fetched');
  release();
  await expect(row(page, finding.key)).toBeVisible();
  await expect(page.locator('[data-state]')).toHaveCount(0);
});

test('of keys pressed before what they do has come the first waits, and none is taken for another', async ({ page }) => {
  const release = await hold(page, views);
  await open(page);
  await page.keyboard.type('/prefill');
  release();
  await expect(page.getByRole('searchbox')).toBeFocused();
  await expect(page).toHaveURL((url) => url.search === '?view=ledger');
  await expect(row(page, finding.key)).toBeVisible();
});

test('a key that waits is forgotten where the reader goes elsewhere', async ({ page }) => {
  const release = await hold(page, views);
  await open(page);
  await page.keyboard.press('3');
  await show(page, 'flags');
  release();
  await expect(page.locator('[data-state]')).toHaveCount(0);
  await expect(page).toHaveURL((url) => url.search === '?view=flags');
});

test('a finding asked for before what draws it has come is shown when it has, with the focus', async ({ page }) => {
  const release = await hold(page, views);
  await open(page);
  await page.locator('.overview a[href*="finding="]').first().click();
  await expect(page.locator('.dossier')).toContainText('is being fetched');
  await expect(page.locator('.dossier')).toContainText('One moment');
  release();
  await expect(page.locator('.dossier #finding-title')).toBeFocused();
});

test('an address that asks for a finding is drawn when all of it can be', async ({ page }) => {
  const release = await hold(page, views);
  await page.goto(`./?view=ledger&finding=${finding.key}`);
  await expect(page.getByText(/loading the ledger/i)).toBeVisible();
  await expect(page.locator('html')).not.toHaveAttribute('data-ready');
  release();
  await ready(page);
  await expect(dossier(page, finding.title)).toContainText('Code under test');
});

test('parts that did not come by themselves are fetched when they are asked for', async ({ page, guard }) => {
  guard.tolerate(failed);
  await page.route(views, (route) => route.abort());
  const gone = page.waitForEvent('requestfailed', (request) => views.test(new URL(request.url()).pathname));
  await open(page);
  await gone;
  await page.unroute(views);
  await show(page, 'ledger');
  await expect(row(page, finding.key)).toBeVisible();
});

test('views that do not arrive are said, the rest works, and they can be asked for again', async ({ page, guard }) => {
  guard.tolerate(failed);
  await page.route(views, (route) => route.abort());
  await open(page, './?view=frontier');
  await expect(page.getByRole('alert')).toContainText('This part of the page did not arrive');
  await show(page, 'overview');
  await expect(page.getByRole('heading', { name: 'Where we stand' })).toBeVisible();
  await show(page, 'ledger');
  await expect(page.getByRole('alert')).toContainText('did not arrive');
  await page.unroute(views);
  await page.getByRole('button', { name: 'Try again' }).click();
  await opener(page, finding.key).click();
  await expect(dossier(page, finding.title)).toContainText('Code under test');
  await show(page, 'frontier');
  await expect(page.getByRole('heading', { name: /lever|frontier/i }).first()).toBeVisible();
});

test('a presentation that cannot be shown says so, and is left by a key or by a link', async ({ page, guard }) => {
  guard.tolerate(failed);
  await page.route(views, (route) => route.abort());
  await open(page, './?present=1');
  await expect(page.getByRole('alert')).toContainText('did not arrive');
  await page.getByRole('alert').getByRole('link', { name: 'Close' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.goBack();
  await expect(page.getByRole('alert')).toContainText('did not arrive');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Where we stand' })).toBeVisible();
});

test('documents that cannot be written are said, and can be asked for again', async ({ page, guard }) => {
  guard.tolerate(failed);
  await page.route(documents, (route) => route.abort());
  await open(page, './?view=ledger');
  await page.getByTestId('take-away').getByText('Take away').click();
  const button = page.getByRole('button', { name: /^Download CSV/ });
  await button.click();
  await expect(page.locator('#said')).toContainText('could not be fetched');
  await page.unroute(documents);
  const download = page.waitForEvent('download');
  await button.click();
  expect((await download).suggestedFilename()).toMatch(/\.csv$/);
});

test.describe('who asked the browser to save data', () => {
  test.beforeEach(({ page }) => page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } })));

  test('fetches what is used', async ({ page }) => {
    const [viewsAsked, documentsAsked] = [asksFor(page, views), asksFor(page, documents)];
    await open(page);
    await page.waitForLoadState('networkidle');
    expect([...viewsAsked, ...documentsAsked]).toHaveLength(0);
    await show(page, 'flags');
    await expect(page.locator('[data-state]')).toHaveCount(0);
    expect(viewsAsked).toHaveLength(2);
    expect(documentsAsked).toHaveLength(0);
  });

  test('gets what a button opens, once it is pressed', async ({ page }) => {
    await open(page);
    await page.getByRole('button', { name: 'Shortcuts' }).click();
    await expect(page.getByRole('dialog', { name: 'Shortcuts' })).toBeVisible();
  });

  test('gets what a menu holds, once it is opened', async ({ page }) => {
    await open(page);
    await page.getByTestId('take-away').getByText('Take away').click();
    await expect(page.getByRole('button', { name: /^Download CSV/ })).toBeVisible();
  });

  test('is told where it does not arrive', async ({ page, guard }) => {
    guard.tolerate(failed);
    await page.route(views, (route) => route.abort());
    await open(page);
    await page.getByRole('button', { name: 'Shortcuts' }).click();
    await expect(page.locator('#said')).toContainText('could not be fetched');
  });

  test('is not kept from the keys', async ({ page }) => {
    await open(page);
    await page.keyboard.press('2');
    await expect(page.getByTestId('ledger-scroll')).toBeVisible();
  });
});
