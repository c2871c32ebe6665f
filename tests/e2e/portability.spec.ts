// Which lever holds on which model, and what to try next: as the command says it, and usable by everybody.
import type { Locator, Page } from '@playwright/test';
import { bundleOfRegistry, serveBundle } from './support/bundle.ts';
import { portability } from './support/command.ts';
import { manyModels } from './support/models.ts';
import { dossier, open } from './support/page.ts';
import { expect, test } from './support/test.ts';

const address = './?view=portability';
const matrix = (page: Page) => page.getByTestId('matrix');
const lines = (page: Page) => matrix(page).locator('[data-line]');

interface Shown {
  key: string | null;
  pairs: { model: string | null; state: string | null; text: string }[];
}

function shownIn(page: Page): Promise<Shown[]> {
  return lines(page).evaluateAll((all) =>
    all.map((line) => ({
      key: line.getAttribute('data-line'),
      pairs: [...line.querySelectorAll('[data-state]')].map((pair) => ({
        model: pair.getAttribute('data-model'),
        state: pair.getAttribute('data-state'),
        text: pair.textContent.trim(),
      })),
    })),
  );
}

/** How a pair reads: the state that counts, that it is not proven, and what else the registry says. */
const words = (state: string, proven: boolean, also: readonly string[]) =>
  [state, state === 'validated' && !proven ? ', not proven' : '', ...also.map((other) => `, also ${other}`)].join('');

test('every pair is what the command says it is, in words', { tag: '@sub-path' }, async ({ page }) => {
  await open(page, address);
  const { findings, models } = portability();
  const names = models.map(({ model }) => model);
  const untested = { state: 'untested', also: [] };
  const wanted = findings.map(({ key, proven, models: listed }) => ({
    key,
    pairs: names.map((model) => {
      const { state, also } = listed.find((pair) => pair.model === model) ?? untested;
      return { model, state, text: words(state, proven, also) };
    }),
  }));
  expect(wanted.flatMap(({ pairs }) => pairs).filter(({ state }) => state === 'untested')).not.toEqual([]);
  expect(wanted.flatMap(({ pairs }) => pairs).filter(({ text }) => text === 'validated, not proven')).not.toEqual([]);
  expect(await shownIn(page)).toEqual(wanted);
});

test('filters apply to the lines, the models, the counts and what to try', async ({ page }) => {
  await open(page, `${address}&hw=B200&lc=done`);
  const { findings } = portability();
  const keys = (await shownIn(page)).map(({ key }) => key);
  expect(keys).toEqual(['kimi-k2-eplb', 'llama70-decode-graphs', 'dsv32-mtp1', 'kimi-k2-allreduce-fusion', 'qwen3-dp-attn']);
  const named = new Set(
    findings
      .filter(({ key }) => keys.includes(key))
      .flatMap(({ models }) => models.map(({ model }) => model)),
  );
  await expect(matrix(page).locator('thead .pair')).toHaveCount(named.size);
  await expect(page.getByRole('table').last().getByRole('rowheader')).toHaveText(['B200']);
  for (const key of await page.locator('[data-try]').evaluateAll((all) => all.map((one) => one.getAttribute('data-try')))) {
    expect(keys).toContain(key);
  }
});

test('what to try on a model stands in the order of the command, each on its hardware and baseline', async ({ page }) => {
  await open(page, address);
  for (const { model, try_next } of portability().models) {
    const section = page.locator(`section[data-model=${JSON.stringify(model)}]`);
    await expect(section.getByRole('heading')).toContainText(model);
    const tries = section.locator('[data-try]');
    expect(await tries.evaluateAll((all) => all.map((one) => one.getAttribute('data-try')))).toEqual(
      try_next.map(({ key }) => key),
    );
    for (const [place, { hardware, baseline }] of try_next.entries()) {
      await expect(tries.nth(place)).toContainText(hardware ?? 'not recorded');
      await expect(tries.nth(place)).toContainText(baseline ?? 'not recorded');
    }
    if (try_next.length === 0) await expect(section).toContainText('nothing to try');
  }
});

test('counts are by hardware and those of the command', async ({ page }) => {
  await open(page, address);
  for (const { hardware, ...counts } of portability().counts) {
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: String(hardware), exact: true }) });
    await expect(row.getByRole('cell')).toHaveText(Object.values(counts).map(String));
  }
});

test('a title opens its finding', async ({ page }) => {
  await open(page, `${address}&hw=GB300`);
  const title = 'Pinned TRTLLM prefill backend for GLM-5.1';
  await matrix(page).getByRole('link', { name: title }).click();
  await expect(dossier(page, title)).toBeVisible();
  await page.goBack();
  await expect(matrix(page)).toBeVisible();
});

test.describe('in a window that is smaller than the matrix', () => {
  test.use({ viewport: { width: 1100, height: 700 } });

  const place = async (part: Locator) => {
    const box = await part.boundingBox();
    expect(box).not.toBeNull();
    return box ?? { x: 0, y: 0 };
  };

  test('the keyboard scrolls it, and the models and the findings stay in sight', async ({ page }) => {
    await open(page, address);
    const box = page.getByRole('region', { name: /findings by model/i });
    await box.focus();
    const head = box.getByRole('columnheader', { name: 'GLM-5.1' });
    const first = lines(page).first().getByRole('rowheader');
    const before = { head: await place(head), first: await place(first) };
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('PageDown');
    await expect.poll(() => box.evaluate(({ scrollLeft, scrollTop }) => scrollLeft > 0 && scrollTop > 100)).toBe(true);
    await expect.poll(async () => (await place(first)).x).toBe(before.first.x);
    const top = await place(box);
    const after = await place(head);
    expect(Math.abs(after.y - top.y)).toBeLessThan(3);
    expect(after.x).toBeLessThan(before.head.x);
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('each finding is a block with all of its models, and still a row of a table', async ({ page }) => {
    await open(page, address);
    const { findings } = portability();
    await expect(matrix(page).getByRole('row').and(lines(page))).toHaveCount(findings.length);
    const line = lines(page).first();
    await expect(line.getByRole('rowheader')).toBeVisible();
    for (const pair of await line.locator('[data-state]').all()) {
      await expect(pair).toBeInViewport();
      const named = await pair.evaluate((cell) => getComputedStyle(cell, '::before').content);
      expect(named).toContain((await pair.getAttribute('data-model')) ?? '-');
    }
  });

  test('the links to the views stand on one line', async ({ page }) => {
    await open(page, address);
    const tops = await page.locator('[data-view]').evaluateAll((all) => all.map((link) => link.getBoundingClientRect().top));
    expect(new Set(tops).size).toBe(1);
  });
});

test.describe('on paper', () => {
  test.use({ viewport: { width: 1032, height: 700 } });
  test.beforeEach(async ({ page }) => page.emulateMedia({ media: 'print' }));

  const expectWhole = async (page: Page) => {
    await expect(matrix(page)).toHaveCSS('overflow', 'visible');
    const wider = await matrix(page)
      .locator('tr, th, td')
      .evaluateAll((all) => all.filter((part) => part.getBoundingClientRect().right > document.documentElement.clientWidth + 1).length);
    expect(wider, 'parts that the sheet cuts').toBe(0);
  };

  test('the matrix is whole, with the models on each sheet', async ({ page }) => {
    await open(page, address);
    await expect(lines(page)).toHaveCount(portability().findings.length);
    await expect(matrix(page).locator('thead')).toHaveCSS('display', 'table-header-group');
    await expectWhole(page);
  });

  test('where more models are named than stand side by side, each finding names its own', async ({ page }) => {
    await serveBundle(page, bundleOfRegistry(manyModels));
    await open(page, address);
    await expect(matrix(page).locator('thead')).toBeHidden();
    await expectWhole(page);
    for (const pair of await lines(page).first().locator('[data-state]').all()) {
      expect(await pair.evaluate((cell) => getComputedStyle(cell, '::before').content)).not.toBe('none');
    }
  });
});

test.describe('names of models', () => {
  test.beforeEach(async ({ page }) => {
    await serveBundle(page, bundleOfRegistry(manyModels));
    await open(page, address);
  });

  test('are text, one column each whatever their case', async ({ page }) => {
    await expect(matrix(page).locator('thead .pair')).toHaveCount(20);
    await expect(matrix(page).getByRole('columnheader', { name: '<script>window.__ran = 1</script>' })).toBeVisible();
    expect(await page.evaluate(() => Reflect.get(globalThis, '__ran') as unknown)).toBeUndefined();
  });

  test('leave room for the findings, and stand in full where something is to be tried', async ({ page }) => {
    const head = await matrix(page).locator('thead').boundingBox();
    expect(head?.height).toBeLessThan(140);
    const name = 'A name of three hundred characters that nobody cut, '.repeat(6).trim();
    await expect(page.getByRole('heading', { name })).toBeVisible();
  });

  test('refuted counts before validated before candidate, and the rest is said', async ({ page }) => {
    const second = (await shownIn(page)).find(({ key }) => key === 'second');
    const said = Object.fromEntries(second?.pairs.map(({ model, text }) => [model, text]) ?? []);
    expect(said['Model-1B']).toBe('refuted, also validated, also candidate');
    expect(said['Model-2B']).toBe('validated, not proven, also candidate');
    expect(said['Model-3B']).toBe('candidate');
    expect(said['Model-4B']).toBe('untested');
  });

  test('a finding without one stands apart', async ({ page }) => {
    const apart = page.getByRole('heading', { name: /names no model/i }).locator('..');
    await expect(apart.locator('[data-line="third"]')).toHaveText(/Names no model.*on H100/);
    await expect(lines(page)).toHaveCount(2);
  });
});

test('beyond forty models the page says how many more there are and where', async ({ page }) => {
  const finding = (number: number) => `{id: f${number}, title: Finding ${number}, hardware: GB300, candidate_on: [model ${number}]}`;
  await serveBundle(page, bundleOfRegistry(`findings: [${Array.from({ length: 43 }, (_, index) => finding(index + 1)).join(', ')}]`));
  await open(page, address);
  await expect(lines(page)).toHaveCount(43);
  await expect(matrix(page).locator('thead .pair')).toHaveCount(40);
  await expect(page.getByTestId('without-column')).toContainText('and 3 models more');
  await expect(page.locator('section[data-model="model 43"] [data-try]')).toHaveText(/Finding 43/);
  await expect(page.getByRole('table').last().getByRole('cell').last()).toHaveText(String(43 * 42));
  // A filter makes room.
  await open(page, `${address}&q=${encodeURIComponent('Finding 43')}`);
  await expect(matrix(page).locator('thead .pair')).toHaveText(['model 43']);
  await expect(page.getByTestId('without-column')).toHaveCount(0);
});

test('without a model and without a match it says so', async ({ page }) => {
  await open(page, `${address}&q=zzz-no-such-thing`);
  await expect(page.getByRole('main')).toContainText('No finding matches');
  await serveBundle(page, bundleOfRegistry('findings: [{id: a, title: Nothing named}]'));
  await open(page, address);
  await expect(page.locator('[data-state="no-model"]')).toContainText('validated_on');
  await expect(page.locator('[data-line="a"]')).toContainText('Nothing named');
  await expect(matrix(page)).toHaveCount(0);
});
