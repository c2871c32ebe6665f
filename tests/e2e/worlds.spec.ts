// Random registries and lakes: what the page computes of each is what the command computes, to the last byte.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundleOfFolder, nameBundle } from './support/bundle.ts';
import { ledgerTextOf, writeWorlds } from './support/command.ts';
import { open, rows } from './support/page.ts';
import { withFolder } from './support/site.ts';
import { download } from './support/take-away.ts';
import { expect, test } from './support/test.ts';

const count = 24;
/** Most random edits break something; where fewer did, they are edits of nothing any more. */
const leastBroken = 16;

test('random registries and lakes give the same ledger in the browser and natively, byte for byte', async ({ page }) => {
  await withFolder(async (folder) => {
    writeWorlds(folder, count);
    const worlds = readdirSync(folder).sort();
    expect(worlds).toHaveLength(count);
    await nameBundle(page);
    let bundle = '';
    await page.route('**/bundle.json', (route) => route.fulfill({ body: bundle, contentType: 'application/json' }));
    let broken = 0;
    for (const world of worlds) {
      await test.step(world, async () => {
        bundle = bundleOfFolder(join(folder, world));
        const { digest, data } = JSON.parse(bundle) as { digest: string; data: { findings: unknown[]; problems: unknown[] } };
        broken += data.problems.length > 0 ? 1 : 0;
        await open(page, './?view=ledger');
        await expect(rows(page)).toHaveCount(data.findings.length);
        const { text } = await download(page, 'JSON');
        // The page names the bundle that it has read; the command reads the files themselves.
        const taken = text.replace(`"digest": "${digest}"`, '"digest": null');
        expect(taken, `the ledger of ${world}`).toBe(ledgerTextOf(join(folder, world)));
      });
    }
    expect(broken).toBeGreaterThanOrEqual(leastBroken);
  });
});
