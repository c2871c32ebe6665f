// The published page, told to read another bundle than its own.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { fixture, writeBundle } from './command.ts';
import { expect } from './test.ts';

const meta = /<meta[^>]*value-ledger-bundle[^>]*>/;
const preload = /<link rel="preload"[^>]*href="bundle-[^>]*>/;

/** Has the page fetch `bundle.bin`, which the static host does not have. */
export async function nameBundle(page: Page): Promise<void> {
  await page.route(
    ({ pathname }) => pathname.endsWith('/') || pathname.endsWith('/index.html'),
    async (route) => {
      const response = await route.fetch();
      const html = await response.text();
      expect(html, 'index.html says which bundle is shown').toMatch(meta);
      expect(html, 'and has it fetched early').toMatch(preload);
      const body = html.replace(meta, '<meta name="value-ledger-bundle" content="bundle.bin">').replace(preload, '');
      await route.fulfill({ response, body });
    },
  );
}

/** Has the page fetch `bundle.bin` and answers with that. */
export async function serveBundle(page: Page, body: Buffer | string, contentType = 'application/octet-stream'): Promise<void> {
  await nameBundle(page);
  await page.route('**/bundle.bin', (route) => route.fulfill({ body, contentType }));
}

const known = new Map<string, Buffer>();

/** The bundle of a folder of fixtures. */
export function bundleOf(name: string): Buffer {
  const bundle = known.get(name) ?? inPassing((folder) => snapshot(fixture(name), folder));
  known.set(name, bundle);
  return bundle;
}

/** The bundle of a folder that is there for one test. */
export function bundleOfFolder(folder: string): ReturnType<typeof snapshot> {
  return snapshot(folder, folder);
}

/** The bundle of a registry that cites no campaign. */
export function bundleOfRegistry(yaml: string): Buffer {
  return bundleOfFiles({ 'value-findings.yaml': yaml });
}

/** The bundle of a registry and whatever lies beside it, by path. */
export function bundleOfFiles(files: Readonly<Record<string, string>>): Buffer {
  return inPassing((folder) => {
    mkdirSync(join(folder, 'campaigns'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return snapshot(folder, folder);
  });
}

function snapshot(of: string, into: string): Buffer {
  const out = join(into, 'bundle.bin');
  writeBundle(of, out);
  return readFileSync(out);
}

function inPassing(make: (folder: string) => Buffer): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'value-ledger-'));
  try {
    return make(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
