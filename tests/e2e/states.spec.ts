// What is said where the page cannot run.
import { expect, test } from './support/test.ts';

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says that it needs JavaScript and what to do', async ({ page, guard }) => {
    // Chromium counts the scripts that it preloads and does not run as failed.
    guard.tolerate(/\.js csp$/);
    await page.goto('./');
    await expect(page.getByText(/JavaScript/).first()).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  });
});

test('a browser without WebAssembly is told so', async ({ page, guard }) => {
  guard.tolerate(/WebAssembly/);
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
  await page.goto('./');
  await expect(page.getByRole('alert')).toContainText('WebAssembly');
  await expect(page.locator('html')).not.toHaveAttribute('data-ready');
});

test('a program that does not arrive is said, with what to do', async ({ page, guard }) => {
  guard.tolerate(/\.wasm|Failed to fetch|ERR_FAILED/);
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto('./');
  await expect(page.getByRole('alert')).toContainText(/not loaded|could not/);
  await expect(page.locator('html')).not.toHaveAttribute('data-ready');
});

test('a program that stays away is not a blank page', async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('./', { waitUntil: 'commit' });
  await expect(page.getByText(/loading/i)).toBeVisible();
  release();
  await expect(page.locator('html')).toHaveAttribute('data-ready');
  await expect(page.getByText(/loading/i)).toBeHidden();
});
