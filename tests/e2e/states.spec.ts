// What is said where the page cannot run.
import type { Page } from '@playwright/test';
import { holdProgram } from './support/page.ts';
import { expect, test } from './support/test.ts';

// The ledger as it was published is still there to be read, whatever is wrong with the program.
async function expectPublished(page: Page, says: RegExp): Promise<void> {
  await expect(page.getByRole('alert')).toContainText(says);
  await expect(page.getByRole('heading', { name: 'Where we stand' })).toBeVisible();
  await expect(page.locator('[data-finding]').first()).toBeVisible();
  await expect(page.getByText(/^loading/i)).toHaveCount(0);
  await expect(page.locator('html')).not.toHaveAttribute('data-ready');
}

test('a browser without WebAssembly is told so, and shows what was published', async ({ page, guard }) => {
  guard.tolerate(/WebAssembly|preloaded using link preload but not used/);
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
  await page.goto('./');
  await expectPublished(page, /needs WebAssembly/);
});

test('a program that does not arrive is said, with what to do', async ({ page, guard }) => {
  guard.tolerate(/\.wasm|Failed to fetch|ERR_FAILED|preloaded using link preload but not used/);
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto('./');
  await expectPublished(page, /not loaded/);
  await page.goto('./?view=ledger&hw=B200');
  await expectPublished(page, /What the address asks for is not applied: no finding is filtered out/);
});

test('a program that stays away leaves the page that was published, and what was asked for is on its way', async ({ page, guard }) => {
  // The snapshot was asked for early, and waits for the program too.
  guard.tolerate(/preloaded using link preload but not used/);
  for (const [address, stands] of [['./', false], ['./?view=ledger&hw=B200', true]] as const) {
    const release = await holdProgram(page);
    await page.goto(address, { waitUntil: 'commit' });
    await expect(page.getByText(/loading/i)).toBeVisible({ visible: stands });
    await expect(page.getByRole('heading', { name: 'Where we stand' })).toBeVisible({ visible: !stands });
    await expect(page.locator('html')).not.toHaveAttribute('data-ready');
    release();
    await expect(page.locator('html')).toHaveAttribute('data-ready');
    await expect(page.getByText(/loading/i)).toBeHidden();
    await page.unroute('**/*.wasm');
  }
});
