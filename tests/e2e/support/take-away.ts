// What the page hands over as files.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

export async function openMenu(page: Page): Promise<void> {
  const menu = page.getByTestId('take-away');
  if ((await menu.getAttribute('open')) === null) await menu.locator('summary').click();
  await expect(menu).toHaveAttribute('open');
}

/** What a button of the menu downloads. */
export async function download(page: Page, format: string): Promise<{ name: string; text: string }> {
  await openMenu(page);
  return saved(page, () => page.getByRole('button', { name: new RegExp(`^Download ${format}`) }).click());
}

/** The file that an act downloads; the page says so. */
export async function saved(page: Page, act: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([page.waitForEvent('download'), act()]);
  const name = file.suggestedFilename();
  await expect(page.locator('#said')).toContainText(`Download started: ${name}`);
  return { name, text: readFileSync(await file.path(), 'utf8') };
}
