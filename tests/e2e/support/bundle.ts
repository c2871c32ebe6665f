// The built page, told to read another bundle than the one that is built in.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { writeBundle } from './command.ts';
import { expect } from './test.ts';

const meta = /<meta[^>]*value-ledger-bundle[^>]*>/;

/** Has the page fetch `bundle.json`, which the static host does not have. */
export async function nameBundle(page: Page): Promise<void> {
  await page.route(
    ({ pathname }) => pathname.endsWith('/') || pathname.endsWith('/index.html'),
    async (route) => {
      const response = await route.fetch();
      const html = await response.text();
      expect(html, 'index.html says which bundle is shown').toMatch(meta);
      const body = html.replace(meta, '<meta name="value-ledger-bundle" content="bundle.json">');
      await route.fulfill({ response, body });
    },
  );
}

/** Has the page fetch `bundle.json` and answers with that. */
export async function serveBundle(page: Page, body: string, contentType = 'application/json'): Promise<void> {
  await nameBundle(page);
  await page.route('**/bundle.json', (route) => route.fulfill({ body, contentType }));
}

const known = new Map<string, string>();

/** The bundle of a folder of fixtures. */
export function bundleOf(fixture: string): string {
  const kept = known.get(fixture);
  if (kept !== undefined) return kept;
  const folder = mkdtempSync(join(tmpdir(), 'value-ledger-'));
  try {
    const out = join(folder, 'bundle.json');
    writeBundle(fixture, out);
    const text = readFileSync(out, 'utf8');
    known.set(fixture, text);
    return text;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
