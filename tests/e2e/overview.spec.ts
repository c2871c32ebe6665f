// The first view answers in the first screen, and each of its figures leads to what it counts.
import { namedCells } from './support/cells.ts';
import { documentAt } from './support/command.ts';
import { expectRows, keysOn, open, sameLedger } from './support/page.ts';
import { lifecycleOf } from './support/oracle.ts';
import { expect, test } from './support/test.ts';

const screens = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

for (const [device, viewport] of Object.entries(screens)) {
  test.describe(`on a ${device}`, () => {
    test.use({ viewport });

    test('the answer is in the first screen, without touching anything', async ({ page }) => {
      await open(page);
      const main = page.getByRole('main');
      const answers = {
        'proven wins of a hardware': main.locator('[data-figure][href*="kind=proven"]').first(),
        'the last of the best wins': main.locator('.wins tbody tr').last(),
        'claimed gains': main.locator('[data-figure][href*="claim=no-baseline"]'),
        'what is in flight': main.locator('[data-figure][href="?view=ledger&lc=in_progress"]'),
        'what blocks it': main.locator('[data-figure][href*="lc=in_progress&err="]').first(),
        'notes among the flags': main.locator('[data-figure][href*="sev=info"]'),
        'the third lever': main.locator('.brief tbody tr').nth(2).locator('.lever > a'),
        "the third lever's evidence": main.locator('.brief tbody tr').nth(2).locator('.ev'),
        "the third lever's unlock": main.locator('.brief tbody tr').nth(2).locator('.unlock'),
        "the third lever's gate": main.locator('.brief tbody tr').nth(2).locator('.gate'),
        'how old the data is': page.getByRole('banner').locator('.age').filter({ hasText: /\S/ }),
      };
      for (const [what, where] of Object.entries(answers)) {
        await expect(where, what).toBeVisible();
        const box = await where.boundingBox();
        const foot = (box?.y ?? Infinity) + Math.min(box?.height ?? 0, 12);
        expect.soft(foot, `${what} begins at ${box?.y}`).toBeLessThanOrEqual(viewport.height);
      }
    });
  });
}

for (const address of ['./', './?hw=GB300', './?lc=in_progress,done', './?claim=ungrounded', './?sev=warning', './?present=1', './?present=1&hw=B200']) {
  test(`each figure leads to exactly as many rows as it says, at ${address}`, async ({ page }) => {
    await open(page, address);
    const isCover = address.includes('present');
    const figures = await page
      .locator(isCover ? '.show [data-figure]' : '.overview [data-figure]')
      .evaluateAll((links) => links.map((link) => ({ says: link.dataset.figure ?? '', words: link.textContent, href: link.getAttribute('href') })));
    expect(figures.length).toBeGreaterThan(isCover ? 1 : 8);
    for (const { says, words, href } of figures) {
      expect(words).toMatch(new RegExp(`\\b${says}\\b`));
      // No address says what the figure counts and what the filter asks for at once.
      if (href === null) continue;
      await open(page, `./${href}`);
      await expect(page.getByTestId('shown'), href).toHaveText(new RegExp(`^${says} of `));
    }
    // A row has flags of several severities, and no address asks for two of them at once.
    const unlinked = figures.filter(({ says, href }) => href === null && says !== '0');
    if (!address.includes('sev=')) expect(unlinked).toEqual([]);
  });
}

test('no count of findings stands there without its link', async ({ page }) => {
  const digits = (selector: string) =>
    page.locator(selector).evaluateAll((all) =>
      all
        .map((one) => {
          const copy = one.cloneNode(true) as Element;
          // How many flags there are is no count of findings; on how many they are stands beside it.
          for (const other of copy.querySelectorAll('[data-figure], .flag')) other.remove();
          return copy.textContent;
        })
        .filter((words) => /\d/.test(words)),
    );
  await open(page);
  await expect(page.locator('.figs')).toHaveText(/^of \d+: \d+ grounded, /);
  expect(await digits('.sum tbody td, .apart, .figs, .lines .fig:not(.quiet)')).toEqual([]);
  await open(page, './?present=1');
  await expect(page.locator('.show .figures li').first()).toHaveText(/^\d+on \w+of \d+ findings?$/);
  expect(await digits('.show .figures li > :is(b, .sub), .show .apart')).toEqual([]);
});

test('claims are parted by what stands under them, as the command has it', async ({ page }) => {
  await open(page);
  const { findings } = await sameLedger(page);
  const taken = await page.getByRole('banner').getByRole('time').first().getAttribute('datetime');
  const records = namedCells(documentAt(taken ?? '', 'csv'), ',');
  const claims = records.filter((record) => record['speedup (x)'] !== '' || record['peak (output tok/s/GPU)'] !== '');
  const named = (record: Record<string, string>) => !['', 'unknown'].includes((record.baseline ?? '').trim().toLowerCase());
  const parts = {
    grounded: claims.filter((record) => named(record) && record.grounded === 'true'),
    ungrounded: claims.filter((record) => named(record) && record.grounded === 'false'),
    'no-baseline': claims.filter((record) => !named(record)),
  };
  expect(parts.grounded.length).toBeGreaterThan(0);
  expect(parts.ungrounded.length).toBeGreaterThan(0);
  for (const [part, records] of Object.entries(parts)) {
    await open(page, `./?view=ledger&claim=${part}`);
    const keys = new Set(records.map((record) => record.key));
    const wanted = findings.filter((finding) => keys.has(finding.key)).map((finding) => finding.key);
    await expect(page.getByTestId('shown')).toHaveText(`${wanted.length} of ${findings.length} findings`);
    expect((await keysOn(page)).toSorted()).toEqual(wanted.toSorted());
  }
});

test('what blocks what is in flight are its unwaived errors', async ({ page }) => {
  await open(page);
  const { findings } = await sameLedger(page);
  const blocked = findings.filter(
    (finding) =>
      lifecycleOf(finding) === 'in_progress' &&
      finding.flags.some((flag) => flag.severity === 'error' && !flag.waived),
  );
  expect(blocked.length).toBeGreaterThan(0);
  await page.getByRole('link', { name: `${blocked.length} blocked` }).click();
  await expectRows(page, blocked.map((finding) => finding.key), findings.length);
});

test('a lever that nothing proves says so beside the one that is proven', async ({ page }) => {
  await open(page);
  const { findings, frontier } = await sameLedger(page);
  const levers = page.getByRole('main').locator('.brief tbody tr');
  await expect(levers).toHaveCount(3);
  for (const [place, lever] of frontier.active.slice(0, 3).entries()) {
    const finding = findings.find((one) => one.key === lever.key);
    const proven = finding?.effective_tier === 'verdict' && finding.grounded;
    const says = levers.nth(place).getByText('not proven');
    if (proven) await expect(says).toHaveCount(0);
    else await expect(says).toBeVisible();
  }
});
