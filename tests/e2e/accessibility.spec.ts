// The page can be used without a mouse, without colour, without sight, and on a phone.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { RunOptions } from 'axe-core';
import { dossier, filter, open, opener, rows, sameLedger, views } from './support/page.ts';
import { eachScreen, screens } from './support/screens.ts';
import { expect, test } from './support/test.ts';

const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

/** The rules that axe runs anyway, those for good practice among them, and what WCAG 2.2 adds. */
const all: RunOptions = { rules: { 'target-size': { enabled: true } } };

for (const [device, viewport] of Object.entries({ desktop, phone })) {
  test.describe(`on a ${device}`, () => {
    test.use({ viewport });

    for (const screen of screens) {
      test(`axe finds nothing in ${screen.name}, light and dark`, async ({ page }) => {
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
        await screen.show(page);
        expect.soft(await violations(page, all), 'light').toEqual([]);
        await page.emulateMedia({ colorScheme: 'dark' });
        // Nothing but the colours is another.
        expect.soft(await violations(page, { runOnly: ['color-contrast'] }), 'dark').toEqual([]);
      });
    }
  });
}

for (const screen of screens) {
  test(`axe finds nothing in ${screen.name}, on paper`, async ({ page }) => {
    await screen.show(page);
    await page.emulateMedia({ media: 'print' });
    expect(await violations(page, all)).toEqual([]);
  });
}

async function violations(page: Page, options: RunOptions): Promise<string[]> {
  const found = await new AxeBuilder({ page }).options(options).analyze();
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  );
}

// 640x400 is what a window of 1280x800 has at 200 %.
for (const [width, height] of [
  [640, 400],
  [390, 844],
  [320, 844],
] as const) {
  test(`nothing is wider than a screen of ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await eachScreen(page, async (name) => {
      const wider = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('.show, dialog[open]')]
          .map((one) => one.scrollWidth - one.clientWidth)
          .filter((more) => more > 0),
      );
      expect.soft(wider, name).toEqual([]);
    });
  });
}

test('nothing moves where the reader asked for no motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await eachScreen(page, async (name) => {
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((one) => {
          const { transitionDuration, animationDuration } = getComputedStyle(one);
          return [transitionDuration, animationDuration].some((times) => times.split(', ').some((time) => parseFloat(time) > 0));
        })
        .map((one) => one.outerHTML.slice(0, 80)),
    );
    expect.soft(moving, name).toEqual([]);
  });
});

test.describe('in forced colours', () => {
  test.use({ forcedColors: 'active' });

  /** Whether two elements still look different by more than a colour of the page's own, which the system replaces. */
  const drawn = (page: Page, selector: string, pseudo = '') =>
    page.locator(selector).first().evaluate((one, pseudo) => {
      const { backgroundColor, borderBottomWidth, borderBottomColor, content } = getComputedStyle(one, pseudo || null);
      return [backgroundColor, borderBottomWidth, borderBottomColor, content].join(' ');
    }, pseudo);

  test('what is chosen, open or reached is told apart', async ({ page }) => {
    await open(page, './?view=ledger&hw=GB300&lc=done&finding=glm51-prefill-pin&compare=glm51-prefill-pin');
    await filter(page, 'lc').locator('summary').click();
    const pairs: [string, string, string?][] = [
      ['nav a[aria-current]', 'nav a:not([aria-current])'],
      ['.seg a[aria-current]', '.seg a:not([aria-current])'],
      ['.pop a[aria-checked="true"]', '.pop a[aria-checked="false"]', '::before'],
      ['.choose[aria-checked="true"]', '.choose[aria-checked="false"]', '::before'],
      ['.rows tr.open > :first-child', '.rows tr[data-finding]:not(.open) > :first-child'],
      ['.rig .on', '.rig i:not(.on)'],
    ];
    for (const [one, other, pseudo] of pairs) {
      expect.soft(await drawn(page, one, pseudo), one).not.toBe(await drawn(page, other, pseudo));
    }
  });

  test('severities and lifecycles keep their shapes', async ({ page }) => {
    await open(page, './?view=ledger');
    const shapes = await Promise.all(
      ['.flag.error', '.flag.warning', '.lc.done', '.lc.in_progress', '.lc.not_done', '.lc.closed_negative'].map((one) =>
        page.locator(one).first().evaluate((mark) => getComputedStyle(mark, '::before').content),
      ),
    );
    expect(new Set(shapes).size).toBe(shapes.length);
  });
});

test('a screen reader hears the count change', async ({ page }) => {
  await open(page, './?view=ledger');
  const heard = page.getByRole('status').and(page.getByTestId('shown'));
  const before = (await heard.textContent()) ?? '';
  // It has to be the same element: one that comes with its words is not read out.
  const same = await heard.elementHandle();
  await page.getByRole('searchbox').fill('glm51');
  await expect(heard).not.toHaveText(before);
  expect(await heard.evaluate((now, same) => now === same, same)).toBe(true);
});

test('every screen has one main heading, one main part and a title', async ({ page }) => {
  await eachScreen(page, async () => {
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expect(page.getByRole('main')).toHaveCount(1);
    await expect(page).toHaveTitle(/\S/);
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  });
});

test('the first stop of the keyboard skips to the content', async ({ page }) => {
  await open(page, './?view=ledger');
  await page.keyboard.press('Tab');
  const skip = page.locator(':focus');
  await expect(skip).toHaveText(/skip/i);
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').locator(':focus')).toHaveCount(1);
  await expect(rows(page).first()).toBeVisible();
});

test.describe('what reacts to a click', () => {
  test.beforeEach(async ({ page }) => {
    await page.addInitScript(() => {
      const heard = new Set<EventTarget>();
      Reflect.set(globalThis, '__heard', heard);
      const add = EventTarget.prototype.addEventListener;
      EventTarget.prototype.addEventListener = function (this: EventTarget, type: string, ...rest: unknown[]) {
        if (type === 'click' || type === 'mousedown' || type === 'pointerdown') heard.add(this);
        return Reflect.apply(add, this, [type, ...rest]);
      };
    });
  });

  test('is a link or a button', async ({ page }) => {
    await eachScreen(page, async (name) => {
      const wrong = await page.evaluate(() => {
        const real = 'a[href], button, summary, label, input, select, textarea, dialog';
        const heard = Reflect.get(globalThis, '__heard') as Set<EventTarget>;
        const says = (element: Element) => `${element.tagName} "${element.textContent.trim().slice(0, 40)}"`;
        const listening = [...heard].filter(
          (target): target is Element =>
            target instanceof Element && target.isConnected && target !== document.documentElement && target !== document.body,
        );
        // A hand that shows over anything else promises what a keyboard cannot do. A row of the ledger does what the
        // link in it does.
        const pointing = [...document.querySelectorAll('body *')].filter(
          (element) =>
            getComputedStyle(element).cursor === 'pointer' &&
            element.closest(real) === null &&
            (element.closest('[data-finding]')?.querySelector('a[href]') ?? null) === null,
        );
        return [...new Set([...listening.filter((element) => !element.matches(real)), ...pointing])]
          .filter((element) => element.checkVisibility())
          .map(says);
      });
      expect.soft(wrong, name).toEqual([]);
    });
  });
});

test('whatever can be clicked can be reached by Tab', async ({ page }) => {
  await eachScreen(page, async (name) => {
    const out = await page.evaluate(() =>
      [...document.querySelectorAll('a, button, input, select, textarea, summary')]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }))
        .filter((element) => (element as HTMLElement).tabIndex < 0 || (element.tagName === 'A' && !element.hasAttribute('href')))
        .map((element) => `${element.tagName} "${element.textContent.trim()}"`),
    );
    expect.soft(out, name).toEqual([]);
  });
});

test('the focus can be seen on everything that Tab reaches', async ({ page }) => {
  await open(page, './?view=ledger&q=glm51');
  const first = page.locator(':focus');
  await page.keyboard.press('Tab');
  await expect(first).toHaveCount(1);
  for (let stop = 0; stop < 40; stop += 1) {
    const style = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return undefined;
      // A control may draw its focus around the box that it sits in, such as a label around a checkbox.
      const drawn = [element, element.parentElement, element.nextElementSibling].some((one) => {
        if (one === null) return false;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
        return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      });
      return { says: `${element.tagName} ${element.textContent.trim()}`, drawn };
    });
    if (style === undefined) break;
    expect(style.drawn, style.says).toBe(true);
    await page.keyboard.press('Tab');
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: phone });

  test('the table is still a table to a screen reader', async ({ page }) => {
    await open(page, './?view=ledger');
    const { findings } = await sameLedger(page);
    await expect(page.getByRole('table')).not.toHaveCount(0);
    await expect(page.getByRole('row').and(rows(page))).toHaveCount(findings.length);

    // What Chromium itself tells: a layout may take the roles away, which no selector sees.
    const devtools = await page.context().newCDPSession(page);
    const { nodes } = await devtools.send('Accessibility.getFullAXTree');
    const roles = nodes.filter((node) => !node.ignored).map((node) => String(node.role?.value));
    const count = (...names: string[]) => roles.filter((role) => names.includes(role)).length;
    expect(count('table')).toBeGreaterThan(0);
    expect(count('row')).toBeGreaterThanOrEqual(findings.length);
    expect(count('columnheader')).toBeGreaterThan(0);
    expect(count('cell', 'gridcell', 'rowheader')).toBeGreaterThanOrEqual(findings.length * 4);
  });

  test('a finding opens and closes, and the place in the list is kept', async ({ page }) => {
    await open(page, './?view=ledger');
    const key = 'llama8b-ngram';
    await opener(page, key).scrollIntoViewIfNeeded();
    await opener(page, key).click();
    await expect(dossier(page, 'n-gram speculation for chat on an 8B model')).toBeInViewport();
    await page.goBack();
    await expect(opener(page, key)).toBeInViewport();
  });

  test('every view and every filter can be reached', async ({ page }) => {
    await open(page, './?view=ledger');
    for (const view of views) await expect(page.locator(`a[data-view="${view}"]`)).toBeVisible();
    await expect(filter(page, 'hw')).toBeVisible();
    await expect(filter(page, 'q')).toBeVisible();
  });
});
