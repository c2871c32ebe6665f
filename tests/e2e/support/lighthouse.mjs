// One run of Lighthouse by its mobile preset, in a browser of its own.
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

export async function audit(url, onlyCategories) {
  const chrome = await launch({
    chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    chromeFlags: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'],
  });
  try {
    const { lhr } = await lighthouse(url, { port: chrome.port, logLevel: 'error', onlyCategories });
    const isFailing = ({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1;
    return {
      categories: Object.values(lhr.categories).map(({ id, title, score, auditRefs }) => {
        return { id, title, score, failing: auditRefs.filter(isFailing).map((audit) => audit.id) };
      }),
      audits: lhr.audits,
    };
  } finally {
    chrome.kill();
  }
}
