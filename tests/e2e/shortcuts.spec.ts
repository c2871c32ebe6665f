// Keys: one list says what each does, and each does it.
import type { Page } from '@playwright/test';
import { dossier, expectQuery, keysOn, open, opener, rows, views } from './support/page.ts';
import { expect, test } from './support/test.ts';

const list = (page: Page) => page.getByRole('dialog', { name: 'Shortcuts' });

test('? and a button open the list, and Esc closes nothing else', async ({ page }) => {
  await open(page, './?view=ledger&finding=glm51-prefill-pin');
  const link = opener(page, 'llama8b-ngram');
  await link.focus();
  await page.keyboard.press('?');
  await expect(list(page)).toBeVisible();
  await expect(list(page).locator(':focus')).toHaveCount(1);
  for (const key of ['1', 'p', '/', 'j']) await page.keyboard.press(key);
  await page.keyboard.press('Escape');
  await expect(list(page)).toBeHidden();
  await expect(link).toBeFocused();
  await expectQuery(page, '?view=ledger&finding=glm51-prefill-pin');

  const button = page.getByRole('contentinfo').getByRole('button', { name: 'Shortcuts' });
  await button.click();
  await list(page).getByRole('button', { name: 'Close' }).click();
  await expect(list(page)).toBeHidden();
  await expect(button).toBeFocused();
});

test('each view has the digit that the list says', async ({ page }) => {
  await open(page, './?hw=GB300');
  for (const [index, view] of [...views.entries()].reverse()) {
    await page.keyboard.press(String(index + 1));
    await expect(page.locator(`a[data-view="${view}"]`)).toHaveAttribute('aria-current', 'page');
    await page.keyboard.press('?');
    const key = list(page).locator('dt', { hasText: new RegExp(`^${index + 1} ?$`) });
    const title = (await page.locator(`a[data-view="${view}"]`).evaluate((link) => link.firstChild?.textContent)) ?? '';
    await expect(key.locator('+ dd')).toHaveText(title);
    await page.keyboard.press('Escape');
  }
  await expectQuery(page, '?hw=GB300');
});

test('j comes to the first finding on the screen from wherever the focus is', async ({ page }) => {
  await open(page, './');
  await page.keyboard.press('2');
  await expectQuery(page, '?view=ledger');
  const [first = ''] = (await keysOn(page)).map((key) => key ?? '');
  await page.keyboard.press('j');
  await expect(opener(page, first)).toBeFocused();
  await page.locator('[data-filter="hw"] a').last().focus();
  await page.keyboard.press('j');
  await expect(opener(page, first)).toBeFocused();
});

test('j and k go from finding to finding, in the list and beside it', async ({ page }) => {
  await open(page, './?view=ledger');
  const [first = '', second = '', third = ''] = (await keysOn(page)).map((key) => key ?? '');
  await opener(page, first).focus();
  await page.keyboard.press('j');
  await expect(opener(page, second)).toBeFocused();
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  await expect(opener(page, first), 'the first is the first').toBeFocused();

  await page.keyboard.press('Enter');
  await expect(page.locator(`[data-dossier="${first}"]`)).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.locator(`[data-dossier="${second}"]`)).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.locator(`[data-dossier="${third}"]`)).toBeVisible();
  await expect(page.locator('#finding-title')).toBeFocused();
  await page.keyboard.press('k');
  await expect(page.locator(`[data-dossier="${second}"]`)).toBeVisible();
  // Going through them is one step.
  await page.goBack();
  await expectQuery(page, '?view=ledger');
});

test('no key fires while text is typed or with a modifier', async ({ page }) => {
  await open(page, './?view=ledger');
  await page.keyboard.press('/');
  await page.keyboard.type('jkp1?c/');
  await expect(page.getByRole('searchbox')).toHaveValue('jkp1?c/');
  await expect(list(page)).toBeHidden();
  await expect(page.locator('.show')).toHaveCount(0);

  await open(page, './?view=ledger');
  for (const key of ['Alt+p', 'Meta+2', 'Alt+j']) await page.keyboard.press(key);
  await page.evaluate(() => dispatchEvent(new KeyboardEvent('keydown', { key: 'p', ctrlKey: true })));
  await expectQuery(page, '?view=ledger');
});

test('letters, digits and signs are switched off and on, and what moves and closes stays', async ({ page }) => {
  await open(page, './?view=ledger');
  await page.getByRole('contentinfo').getByRole('button', { name: 'Shortcuts' }).click();
  await list(page).getByRole('link', { name: 'Turn letters, digits and signs off' }).click();
  await expect(list(page).getByRole('status')).toHaveText('Letters, digits and signs are off.');
  await expect(list(page).locator(':focus')).toHaveText('Turn them on');
  await expectQuery(page, '?view=ledger&keys=off');
  await page.keyboard.press('Escape');

  await opener(page, 'llama8b-ngram').focus();
  for (const key of ['1', '3', 'p', '/', 'j', 'k', 'c', '?']) await page.keyboard.press(key);
  await expect(opener(page, 'llama8b-ngram')).toBeFocused();
  await expect(list(page)).toBeHidden();
  await expect(page.locator('#said')).toBeEmpty();
  await expectQuery(page, '?view=ledger&keys=off');

  // Every link carries it along, and nothing but the address keeps it.
  await page.keyboard.press('Enter');
  await expectQuery(page, '?view=ledger&finding=llama8b-ngram&keys=off');
  await page.keyboard.press('Escape');
  await expectQuery(page, '?view=ledger&keys=off');
  await page.locator('a[data-view="frontier"]').click();
  await expectQuery(page, '?view=frontier&keys=off');
  await page.getByRole('link', { name: 'Present' }).click();
  for (const [key, number] of [['ArrowRight', 2], ['Space', 3], ['Shift+Space', 2]] as const) {
    await page.keyboard.press(key);
    await expectQuery(page, `?view=frontier&keys=off&present=${number}`);
  }
  await page.keyboard.press('Escape');
  await expectQuery(page, '?view=frontier&keys=off');

  await page.getByRole('contentinfo').getByRole('button', { name: 'Shortcuts' }).click();
  await list(page).getByRole('link', { name: 'Turn them on' }).click();
  await expectQuery(page, '?view=frontier');
  await page.keyboard.press('Escape');
  await page.keyboard.press('2');
  await expectQuery(page, '?view=ledger');
});

test('/ is left to the browser where there is nothing to search', async ({ page }) => {
  const isTaken = () =>
    page.evaluate(() => !dispatchEvent(new KeyboardEvent('keydown', { key: '/', cancelable: true })));
  await open(page, './?view=ledger');
  expect(await isTaken()).toBe(true);
  await open(page, './?view=compare&compare=glm51-prefill-pin');
  expect(await isTaken()).toBe(false);
});

test('c copies a link to what is shown', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, './?view=ledger&hw=B200');
  await page.keyboard.press('c');
  await expect(page.locator('#said')).toHaveText('Link copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
});

test('the keyboard alone reads the ledger', { tag: '@sub-path' }, async ({ page }) => {
  await open(page);
  const focused = page.locator(':focus');
  /** Tabs to the first element that the function takes. */
  const tabTo = async (what: string, selector: string) => {
    for (let presses = 0; presses < 120; presses += 1) {
      if ((await page.locator(`:is(${selector}):focus`).count()) > 0) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not reach ${what}`);
  };

  await tabTo('the ledger', 'a[data-view="ledger"]');
  await page.keyboard.press('Enter');
  await expect(rows(page).first()).toBeVisible();

  await tabTo('a facet', '[data-filter="lc"] summary');
  await page.keyboard.press('Enter');
  await tabTo('its first value', '[data-filter="lc"] [role="checkbox"]');
  await page.keyboard.press('Space');
  await expectQuery(page, '?view=ledger&lc=done');
  await expect(page.getByTestId('shown')).not.toHaveText(/^34 /);
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-filter="lc"] summary')).toBeFocused();

  await tabTo('a finding', 'tr[data-finding] a[href]');
  const title = (await focused.textContent()) ?? '';
  await page.keyboard.press('Enter');
  const finding = dossier(page, title);
  await expect(finding).toBeVisible();
  await expect(page.locator('#finding-title')).toBeFocused();
  const stops = new Set<string>();
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await finding.locator(':focus').count()) === 0) break;
    stops.add((await focused.getAttribute('href')) ?? (await focused.textContent()) ?? '');
  }
  const outward = await finding.locator('a.out:visible').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  expect(outward.length).toBeGreaterThan(0);
  expect([...stops]).toEqual(expect.arrayContaining(outward));
  await page.keyboard.press('Escape');
  await expect(finding).toBeHidden();
  await expect(focused).toHaveText(title);

  await page.keyboard.press('p');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Screen 1 of');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Screen 2 of');
  await page.keyboard.press('Escape');
  await expectQuery(page, '?view=ledger&lc=done');
  await expect(focused).toHaveText(title);
});
