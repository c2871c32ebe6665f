import { createHash } from 'node:crypto';
import { defineConfig } from '@playwright/test';

// A pair of ports for each checkout, below those that the system hands out: two checkouts can be tested at a time.
const port = 20_000 + 2 * (createHash('sha256').update(import.meta.url).digest().readUInt16BE() % 6_000);

// The built dist/ on two plain static hosts: at the root, and under a sub-path where nothing else is answered.
// Everything is tested at the root; what an address could break is tested under the sub-path too.
const sites = [
  { name: 'root', port, mount: '/', grep: /(?:)/ },
  { name: 'sub-path', port: port + 1, mount: '/team/ledger/', grep: /@sub-path/ },
];

export default defineConfig({
  testDir: '.',
  outputDir: '../../target/e2e',
  fullyParallel: true,
  forbidOnly: true,
  // The largest screens take axe half a minute on two cores that both drive a browser.
  timeout: 90_000,
  // A second try would hide a race.
  retries: 0,
  workers: 2,
  reporter: 'list',
  use: {
    screenshot: 'only-on-failure',
    launchOptions: {
      // Playwright's own browser is never fetched; the system's is used.
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  // Specs go to './?hw=GB300' and the like: relative, so that each runs on both.
  projects: sites.map(({ name, port, mount, grep }) => ({
    name,
    grep,
    use: { baseURL: `http://127.0.0.1:${port}${mount}` },
  })),
  webServer: sites.map(({ port, mount }) => ({
    command: `node ../../scripts/serve.mjs ../../dist ${port} ${mount}`,
    url: `http://127.0.0.1:${port}${mount}`,
    reuseExistingServer: false,
  })),
});
