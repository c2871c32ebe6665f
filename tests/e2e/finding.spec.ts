// A finding opens in place, by keyboard as well, and holds everything that stands behind its row.
import { dossier, expectQuery, open, opener, ready, row, sameLedger } from './support/page.ts';
import { expect, test } from './support/test.ts';

const proven = { key: 'glm51-prefill-pin', title: 'Pinned TRTLLM prefill backend for GLM-5.1' };
const flagged = { key: 'kimi-k2-allreduce-fusion', title: 'All-reduce fused with RMSNorm for Kimi-K2' };

test('opens and closes by keyboard, and the focus goes along', { tag: '@sub-path' }, async ({ page }) => {
  await open(page, './?view=ledger&q=' + proven.key);
  const link = opener(page, proven.key);
  const focused = () => link.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 60 && !(await focused()); presses += 1) await page.keyboard.press('Tab');
  await expect(link).toBeFocused();

  await page.keyboard.press('Enter');
  const finding = dossier(page, proven.title);
  await expect(finding).toBeVisible();
  await expect(finding.locator(':focus').or(finding.and(page.locator(':focus')))).toHaveCount(1);

  await page.keyboard.press('Escape');
  await expect(finding).toBeHidden();
  await expect(link).toBeFocused();
});

test('a close button does what Esc does', async ({ page }) => {
  await open(page, './?view=ledger');
  await opener(page, flagged.key).click();
  const finding = dossier(page, flagged.title);
  await finding.getByRole('button', { name: /close/i }).or(finding.getByRole('link', { name: /close/i })).click();
  await expect(finding).toBeHidden();
  await expectQuery(page, '?view=ledger');
  await expect(opener(page, flagged.key)).toBeFocused();
});

test('every finding shows each flag with its fix and line, and each campaign with its status', async ({ page }) => {
  await open(page, './?view=ledger');
  const { findings } = await sameLedger(page);
  expect(findings.filter((finding) => finding.flags.length > 0).length).toBeGreaterThan(10);
  for (const { key, title, flags, campaigns } of findings) {
    await opener(page, key).click();
    const finding = dossier(page, title ?? key);
    await expect(finding, key).toBeVisible();
    const codes = await finding.locator('[data-flag]').evaluateAll((all) => all.map((one) => one.getAttribute('data-flag')));
    expect(codes, key).toEqual(flags.map((flag) => flag.code));
    const text = (await finding.textContent()) ?? '';
    for (const flag of flags) {
      expect(text).toContain(flag.message);
      expect(text).toContain(flag.fix);
      if (flag.line !== null) expect(text).toMatch(new RegExp(`line ${flag.line}\\b`, 'i'));
    }
    for (const campaign of campaigns) {
      expect(text).toContain(campaign.id ?? campaign.cited);
      if (campaign.sol_rigor !== null) expect(text).toContain(campaign.sol_rigor);
      if (campaign.effective_tier !== null) expect(text).toContain(campaign.effective_tier);
    }
  }
});

test('a finding says all that the registry says of it', async ({ page }) => {
  await open(page, `./?view=ledger&finding=${proven.key}`);
  const finding = dossier(page, proven.title);
  for (const words of [
    proven.key,
    '1.31x output tok/s/GPU (412 to 540) at c=64, ISL 4096 / OSL 512; TPOT 37.72 to 29.1 ms at the same point',
    'best-tuned vLLM 0.22',
    'GB300 (TP=4)',
    'deployed',
    'feature/prefill-pin',
    '8d67e3108d69',
    'overlay',
    '20261117T091020Z-prefill-pin-dsv32-probe',
    'Port the pinned prefill backend to DeepSeek-V3.2 at TP=4',
    'the two-point probe shows 438 to 497',
    '3 trials on one tray at c in 16, 64, 256',
    'sparse-attention MoE models whose prefill falls back to the generic backend',
    'gpt-oss-120b',
    'Auto-selection took the generic prefill kernel',
    'ISL under 1024 (prefill is too small a share)',
    'The pin is ignored when prefix caching is on',
    'prefill team',
    '2026-11-18',
  ]) {
    await expect(finding).toContainText(words);
  }
});

test('the link that is copied opens the same finding among the same rows', async ({ page, context, baseURL }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(baseURL ?? '').origin });
  await open(page, './?view=ledger&hw=B200');
  await opener(page, flagged.key).click();
  const finding = dossier(page, flagged.title);
  await finding.getByRole('button', { name: /copy link/i }).click();
  await expect(page.getByRole('status').filter({ hasText: /copied/i })).toHaveCount(1);
  const copied = await page.evaluate(() => navigator.clipboard.readText());

  const other = await context.newPage();
  await other.goto(copied);
  await ready(other);
  await expect(dossier(other, flagged.title)).toBeVisible();
  expect(new URL(copied).searchParams.get('finding')).toBe(flagged.key);
});

test('where the browser refuses the clipboard, copying says so', async ({ page }) => {
  await page.addInitScript(() => {
    Clipboard.prototype.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await open(page, `./?view=ledger&finding=${flagged.key}`);
  await dossier(page, flagged.title).getByRole('button', { name: /copy link/i }).click();
  await expect(page.getByRole('status').filter({ hasText: /not let/i })).toHaveCount(1);
});

test('where there is no clipboard, as without https, copying says so', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'isSecureContext', { value: false });
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
  });
  await open(page, `./?view=ledger&finding=${flagged.key}`);
  await dossier(page, flagged.title).getByRole('button', { name: /copy link/i }).click();
  await expect(page.getByRole('status').filter({ hasText: /not let/i })).toHaveCount(1);
});

test('from one finding to the next', async ({ page }) => {
  await open(page, './?view=ledger');
  await opener(page, proven.key).click();
  await expect(dossier(page, proven.title)).toBeVisible();
  await opener(page, flagged.key).click();
  await expect(dossier(page, flagged.title)).toBeVisible();
  await expect(dossier(page, proven.title)).toBeHidden();
  await expect(row(page, flagged.key)).toBeVisible();
});

test('what was opened in one finding is closed in the next, and stays open in the same', async ({ page }) => {
  await open(page, './?view=ledger');
  const { findings } = await sameLedger(page);
  // Two of as many parts each: only those are patched in place.
  const [one, next] = ['llama70-chunk-4k', 'gptoss-h100-marlin'].map((key) => ({
    key,
    title: findings.find((finding) => finding.key === key)?.title ?? key,
  })) as [typeof proven, typeof proven];
  const openedIn = (title: string) => dossier(page, title).locator('details[open]');
  await opener(page, next.key).click();
  await expect(dossier(page, next.title)).toBeVisible();
  const atFirst = await openedIn(next.title).count();

  await opener(page, one.key).click();
  const closed = dossier(page, one.title).locator('details:not([open]) > summary');
  const count = await closed.count();
  expect(count).toBeGreaterThan(3);
  for (let left = count; left > 0; left -= 1) {
    await closed.first().press('Enter');
    await expect(closed).toHaveCount(left - 1);
  }
  const whole = await openedIn(one.title).count();
  await dossier(page, one.title).locator('[data-axis="tpot"]').click();
  await expectQuery(page, `?view=ledger&finding=${one.key}&x=tpot`);
  await expect(openedIn(one.title)).toHaveCount(whole);

  await opener(page, next.key).click();
  await expect(dossier(page, next.title)).toBeVisible();
  await expect(openedIn(next.title)).toHaveCount(atFirst);
  await expect(dossier(page, next.title).getByRole('heading', { level: 2 })).toBeFocused();
});

test('a click anywhere on a row opens its finding', async ({ page }) => {
  await open(page, './?view=ledger');
  await row(page, flagged.key).locator('[data-field="win"]').click();
  await expect(dossier(page, flagged.title)).toBeVisible();
});

test('Back from a finding to the view before it leaves the focus in that view', async ({ page }) => {
  await open(page);
  await page.locator('.overview a[href*="finding="]').first().click();
  await expect(page.getByRole('complementary')).toBeVisible();
  await page.goBack();
  await expect(page.locator('.overview')).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
});
