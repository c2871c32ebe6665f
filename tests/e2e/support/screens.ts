// Every state that the page can be looked at in, for what must hold in all of them.
import type { Page } from '@playwright/test';
import { bundleOf, bundleOfRegistry, serveBundle } from './bundle.ts';
import { manyModels } from './models.ts';
import { open, openFilter } from './page.ts';
import { expect, test } from './test.ts';

export interface Screen {
  name: string;
  show(page: Page): Promise<void>;
}

const at = (name: string, address: string): Screen => ({ name, show: (page) => open(page, address) });

export const screens: readonly Screen[] = [
  at('the overview', './'),
  at('the ledger', './?view=ledger'),
  at('the frontier', './?view=frontier'),
  at('the flags', './?view=flags'),
  at('the portability matrix', './?view=portability'),
  at('an open finding', './?view=ledger&finding=glm51-prefill-pin'),
  at('an open finding with flags', './?view=ledger&finding=kimi-k2-allreduce-fusion'),
  at('findings side by side', './?view=compare&compare=glm51-prefill-pin,kimi-k2-allreduce-fusion'),
  at('findings chosen to be compared', './?view=ledger&compare=glm51-prefill-pin,kimi-k2-allreduce-fusion'),
  at('the cover of a presentation', './?present=1'),
  at('a presented group', './?view=ledger&hw=B200&present=5'),
  at('the presented frontier', './?lc=in_progress&present=4'),
  at('presented flags', './?hw=H100&lc=in_progress&present=5'),
  {
    name: 'the shortcuts',
    show: async (page) => {
      await open(page, './?view=ledger');
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  at('no match', './?view=ledger&q=zzz-no-such-thing'),
  {
    name: 'a filter, open, with a notice',
    show: async (page) => {
      await open(page, './?view=ledger&hw=GB300,TPU9&lc=done&colour=red&q=glm');
      await openFilter(page, 'flag');
    },
  },
  {
    name: 'a matrix with hostile names of models',
    show: async (page) => {
      await serveBundle(page, bundleOfRegistry(manyModels));
      await open(page, './?view=portability');
    },
  },
  {
    name: 'what can be taken away, open',
    show: async (page) => {
      await open(page, './?view=ledger&hw=GB300');
      await page.getByTestId('take-away').locator('summary').click();
      await expect(page.getByRole('button', { name: /^Download CSV/ })).toBeVisible();
    },
  },
  {
    name: 'an empty registry',
    show: async (page) => {
      await serveBundle(page, bundleOf('empty'));
      await open(page, './?view=ledger');
    },
  },
  {
    name: 'a refused bundle',
    show: async (page) => {
      await serveBundle(page, '{}');
      await page.goto('./');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(/not a ledger snapshot/i);
    },
  },
  {
    // The last one: the clock stays as it is set.
    name: 'data past its limit',
    show: async (page) => {
      await later(page, 123);
      await open(page, './');
      await expect(page.getByTestId('old')).toBeVisible();
    },
  },
];

/** Sets the reader's clock to that many days after the example's snapshot. */
export function later(page: Page, days: number): Promise<void> {
  return page.clock.install({ time: Date.parse('2026-11-24T00:00:00Z') + days * 86_400_000 + 3_600_000 });
}

/** Shows one after the other. */
export async function eachScreen(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  for (const { name, show } of screens) {
    await test.step(name, async () => {
      await page.unrouteAll();
      await show(page);
      await look(name);
    });
  }
}
