// The test that every spec uses: it fails on anything that a reader of the page would never be told.
import { test as base, expect } from '@playwright/test';
import { buildCommand } from './command.ts';

interface Guard {
  /** What this test provokes: a complaint that it matches is expected. */
  tolerate(pattern: RegExp): void;
}

/** Console errors and warnings, uncaught errors, dialogs, requests that leave the origin and requests that fail. */
export const test = base.extend<{ guard: Guard }, { command: void }>({
  command: [
    async ({}, use) => {
      buildCommand();
      await use();
    },
    { scope: 'worker', auto: true, timeout: 900_000 },
  ],
  guard: [
    async ({ context, baseURL }, use) => {
      const { origin } = new URL(baseURL ?? '');
      const complaints: string[] = [];
      const tolerated: RegExp[] = [];
      const own = (url: string) => /^(data|blob|about):/.test(url) || new URL(url).origin === origin;

      context.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) {
          complaints.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
        }
      });
      context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().message}`));
      context.on('dialog', (dialog) => {
        complaints.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      context.on('request', (request) => {
        if (!own(request.url())) complaints.push(`leaves the origin: ${request.url()}`);
      });
      context.on('requestfailed', (request) => {
        const cause = request.failure()?.errorText ?? '';
        // Going elsewhere ends what is still under way, such as the icon; that is the test's doing.
        if (cause !== 'net::ERR_ABORTED') complaints.push(`failed: ${request.url()} ${cause}`);
      });
      context.on('response', (response) => {
        if (response.status() >= 400) complaints.push(`status ${response.status()}: ${response.url()}`);
      });

      await use({ tolerate: (pattern) => void tolerated.push(pattern) });

      const left = complaints.filter((complaint) => !tolerated.some((pattern) => pattern.test(complaint)));
      expect(left, 'complaints of the browser').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
