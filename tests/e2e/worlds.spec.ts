// Random registries and lakes: what the page computes of each is what the command computes, to the last byte.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundleOfFolder, serveBundle } from './support/bundle.ts';
import { ledgerTextOf, writeWorlds, type Ledger } from './support/command.ts';
import { open, rows } from './support/page.ts';
import { withFolder } from './support/site.ts';
import { download } from './support/take-away.ts';
import { expect, test } from './support/test.ts';

const count = 24;
/** Most random edits break something; where fewer did, they are edits of nothing any more. */
const leastBroken = 16;
/** The flags of what could not be read as it should. */
const ofReading = ['invalid-field', 'unknown-field', 'campaign-unreadable'];

test('random registries and lakes give the same ledger in the browser and natively, byte for byte', async ({ page }) => {
  // The command is run twice and the page opened once for each: quick, unless something else takes the machine.
  test.slow();
  await withFolder(async (folder) => {
    writeWorlds(folder, count);
    const worlds = readdirSync(folder).sort();
    expect(worlds).toHaveLength(count);
    let broken = 0;
    for (const world of worlds) {
      await test.step(world, async () => {
        const natively = ledgerTextOf(join(folder, world));
        const { findings, flags } = JSON.parse(natively) as Ledger;
        const codes = [...flags, ...findings.flatMap((finding) => finding.flags)].map(({ code }) => code);
        broken += codes.some((code) => ofReading.includes(code)) ? 1 : 0;
        await page.unrouteAll();
        await serveBundle(page, bundleOfFolder(join(folder, world)));
        await open(page, './?view=ledger');
        await expect(rows(page)).toHaveCount(findings.length);
        const { text } = await download(page, 'JSON');
        // The page names the bundle that it has read; the command reads the files themselves.
        const taken = text.replace(/"digest": "sha256:[0-9a-f]{64}"/, '"digest": null');
        expect(taken, `the ledger of ${world}`).toBe(natively);
      });
    }
    expect(broken).toBeGreaterThanOrEqual(leastBroken);
  });
});
