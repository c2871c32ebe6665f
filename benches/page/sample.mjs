// One sample: a fresh browser opens a contender, does each thing once and once more, scrolls, and is gone.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { ASKED, VIEWS } from './contenders.mjs';
import { prepare } from './in-page.mjs';

const { chromium } = createRequire(new URL('../../tests/e2e/package.json', import.meta.url))('@playwright/test');

const ARGUMENTS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const FRAMES = 120;
const DISTANCE = 100;

export const ACTIONS = [...Object.keys(ASKED), 'sort'];

/** What was measured, and what was shown after each action; `failure` says why where there is nothing. */
export async function sample(contender, host, limit) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ARGUMENTS });
  const late = Promise.withResolvers?.() ?? deferred();
  const timer = setTimeout(() => late.reject(new Error(`not done within ${limit} s`)), limit * 3000);
  try {
    return await Promise.race([measure(browser, contender, host, limit), late.promise]);
  } catch (error) {
    return { failure: String(error.message).split('\n')[0] };
  } finally {
    clearTimeout(timer);
    await browser.close();
  }
}

function deferred() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}

async function measure(browser, contender, host, limit) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const crashed = new Promise((_, reject) => page.on('crash', () => reject(new Error('its renderer crashed'))));
  return Promise.race([crashed, measured(browser, page, contender, host, limit)]);
}

async function measured(browser, page, contender, host, limit) {
  await page.addInitScript(prepare, { firstRow: contender.firstRow, answers: contender.answers });
  const session = await page.context().newCDPSession(page);
  const call = async (source) => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression: source, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  await page.goto(host + contender.address, { waitUntil: 'commit', timeout: limit * 1000 });
  const opened = await within(limit, call('bench.firstRows'));
  const answers = await within(limit, call('bench.answers'));
  await call('bench.pause(1000)');
  const longest = await call('bench.longest()');
  await session.send('HeapProfiler.collectGarbage');
  await call('bench.pause(500)');
  const memory = await residentOf(browser);

  // The time that the main thread itself was working, whoever else the machine works for.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const spent = (name) => metrics.find((metric) => metric.name === name).value * 1000;
    return { whole: spent('TaskDuration'), drawn: spent('ScriptDuration') + spent('RecalcStyleDuration') + spent('LayoutDuration') };
  };
  const work = async (action) => {
    const before = await busy();
    await call(`(async () => { ${action}; await bench.settled(); })()`);
    const after = await busy();
    return { whole: after.whole - before.whole, drawn: after.drawn - before.drawn };
  };
  // What follows once the reader rests; whatever he does next begins after it.
  const rested = async () => {
    const before = await busy();
    if (contender.rests) await call(`(${contender.rests})()`);
    return (await busy()).whole - before.whole;
  };
  const asked = (does, value) => `await (${does})(${JSON.stringify(value)})`;
  // What has to be open before it can be asked for.
  const prepared = async (action) => {
    const control = contender.open?.[action];
    if (control === undefined || (await call(`document.querySelector('${control}').open`))) return;
    await work(`document.querySelector('${control} > summary').click()`);
  };

  await rested();
  const times = { nothing: await work('') };
  const shown = {};
  for (const time of ['first', 'again']) {
    for (const action of ACTIONS) {
      await prepared(action);
      times[`${action} ${time}`] = await work(asked(contender.does[action], ASKED[action]));
      shown[action] = await call(`(${contender.shows})()`);
      times[`${action} ${time}`].follows = await rested();
      await prepared(action);
      await work(asked(...contender.undo[action]));
      await rested();
    }
  }
  shown.nothing = await call(`(${contender.shows})()`);

  const { whole: before } = await busy();
  const frames = await call(`bench.scroll((${contender.scrolls})(), ${FRAMES}, ${DISTANCE})`);
  times['scroll, a frame'] = { whole: ((await busy()).whole - before) / FRAMES };
  const scrolled = await call(`(${contender.scrolls})().scrollTop`);
  if (scrolled < (FRAMES * DISTANCE) / 2) throw new Error(`it scrolled to ${scrolled} only`);
  for (const view of contender.goesTo ? VIEWS : []) {
    times[`view ${view}`] = await work(asked(contender.goesTo, view));
  }
  return { opened, answers, longest, times, frame: frames.sort((a, b) => a - b)[Math.ceil(FRAMES * 0.95) - 1], ...memory, shown };
}

function within(limit, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no rows within ${limit} s`)), limit * 1000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** The resident set of the page's renderer, the largest there is, now and at its most; nothing where there is no /proc. */
async function residentOf(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => statusOf(id));
  return renderers.sort((a, b) => (b.memory ?? 0) - (a.memory ?? 0))[0] ?? {};
}

function statusOf(process) {
  try {
    const status = readFileSync(`/proc/${process}/status`, 'utf8');
    const kilobytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)[1]) * 1024;
    return { memory: kilobytes('VmRSS'), peak: kilobytes('VmHWM') };
  } catch {
    return {};
  }
}
