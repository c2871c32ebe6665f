// What the command publishes, as readers get it: the record of changes, a file from a disk, a site that was altered.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { publish } from './support/command.ts';
import { dossier, open, ready, rows, show, views } from './support/page.ts';
import { serveSite, withFolder } from './support/site.ts';
import { expect, test } from './support/test.ts';

const before = `
baseline_context: a test
findings:
  - {id: kept, title: The one that stays, lifecycle: in_progress, hardware: GB300, baseline: vLLM, win: 1.2x, next_lever: go on}
  - {id: gone, title: The one that goes, lifecycle: not_done, hardware: B200, baseline: vLLM, win: none yet, next_lever: try it}
`;
const after = before
  .replace('win: 1.2x', 'win: 1.3x')
  .replace(/ {2}- \{id: gone.*\n/, '  - {id: new, title: The one that came, lifecycle: done, hardware: B200, baseline: vLLM, win: 2x, next_lever: more}\n');

function write(folder: string, registry: string): string {
  const path = join(folder, 'value-findings.yaml');
  writeFileSync(path, registry);
  return path;
}

test('the page opens with what changed, and each finding has its timeline', async ({ page }) => {
  await withFolder(async (folder) => {
    const [old, site] = [join(folder, 'old'), join(folder, 'site')];
    publish(write(folder, before), ['--out', old], '2026-11-17');
    publish(write(folder, after), ['--out', site, '--previous', old], '2026-11-24');
    await serveSite(page, site);
    await open(page);
    const changed = page.getByTestId('changed');
    await expect(changed.locator('summary')).toContainText('Changed with this publish, since 2026-11-17: 1 new, 1 removed, 1 edit');
    await changed.locator('summary').click();
    await expect(changed).toContainText('win from “1.2x” to “1.3x”');
    await expect(changed).toContainText('removed from the registry; it was not done');
    await expect(changed.getByRole('link', { name: 'The one that goes' })).toHaveCount(0);
    await changed.getByRole('link', { name: 'The one that stays' }).click();
    const timeline = dossier(page, 'The one that stays').getByTestId('timeline');
    await expect(timeline).toContainText('2026-11-24');
    await expect(timeline).toContainText('win from “1.2x” to “1.3x”');
    await open(page, './?hw=B200');
    await expect(changed.locator('summary')).toContainText('1 new');
    await expect(changed).not.toContainText('The one that stays');
  });
});

test('a first publish says nothing of changes', async ({ page }) => {
  await withFolder(async (folder) => {
    publish(write(folder, before), ['--out', join(folder, 'site')], '2026-11-17');
    await serveSite(page, join(folder, 'site'));
    await open(page);
    await expect(page.getByTestId('changed')).toHaveCount(0);
  });
});

test.describe('a bundle that is not the one that was published', () => {
  const changes = {
    'with another byte': (bytes: Buffer) => Buffer.from(bytes.map((byte, index) => (index === 100 ? byte ^ 1 : byte))),
    'cut off': (bytes: Buffer) => bytes.subarray(0, bytes.length / 2),
    'of another publish, whole in itself': () => Buffer.from(''),
  };
  for (const [name, change] of Object.entries(changes)) {
    test(name, async ({ page, guard }) => {
      guard.tolerate(/digest|integrity|Failed to fetch/i);
      await withFolder(async (folder) => {
        const [site, other] = [join(folder, 'site'), join(folder, 'other')];
        publish(write(folder, before), ['--out', site], '2026-11-17');
        publish(write(folder, after), ['--out', other], '2026-11-24');
        const bundleOf = (of: string) => readdirSync(of).find((name) => name.endsWith('.bin')) ?? '';
        const altered = (bytes: Buffer) => {
          const changed = change(bytes);
          return changed.length > 0 ? changed : readFileSync(join(other, bundleOf(other)));
        };
        await serveSite(page, site, (file, bytes) => (file === bundleOf(site) ? altered(bytes) : bytes));
        await page.goto('./');
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('The snapshot is not the one of this page');
        await expect(page.getByRole('main')).toContainText('publish the site again');
        await expect(rows(page)).toHaveCount(0);
        await expect(page.locator('html')).not.toHaveAttribute('data-ready');
      });
    });
  }
});

test('a report opens from a disk, works as the page does, and asks for nothing', async ({ page, guard }) => {
  // It has no origin: the guard would take the file for somebody else's.
  guard.tolerate(/leaves the origin: file:/);
  await withFolder(async (folder) => {
    const report = join(folder, 'report.html');
    publish(write(folder, before), ['--single-file', report], '2026-11-17');
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(report).href);
    await ready(page);
    for (const view of views) await show(page, view);
    for (const _ of views.slice(views.indexOf('ledger') + 1)) await page.goBack();
    await expect(page.locator('[data-finding]')).toHaveCount(2);
    await page.getByRole('searchbox').fill('goes');
    await expect(page.locator('[data-finding]')).toHaveCount(1);
    expect(requests.filter((url) => !url.startsWith('data:')).length, requests.join(' ')).toBe(1);
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a report shows the ledger and names no file beside it', async ({ page, guard }) => {
    guard.tolerate(/leaves the origin: file:/);
    await withFolder(async (folder) => {
      publish(write(folder, before), ['--single-file', join(folder, 'report.html')], '2026-11-17');
      await page.goto(pathToFileURL(join(folder, 'report.html')).href);
      await expect(page.locator('[data-finding]')).toHaveCount(2);
      await expect(page.getByText('ledger.md')).toHaveCount(0);
    });
  });
});

test('no script that the page does not know runs in it', async ({ page, guard }) => {
  guard.tolerate(/Content Security Policy|TrustedScript/);
  await open(page);
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script');
    // Not a sink of Trusted Types by itself: a browser without them has the digests to go by.
    script.append('window.__ran = true');
    document.body.append(script);
    const fetched = await fetch('https://example.com/').then(
      () => true,
      () => false,
    );
    return [Reflect.get(globalThis, '__ran') === true, fetched];
  });
  expect(ran).toEqual([false, false]);
});
