// Lighthouse's four scores of a site: node lighthouse.mjs FOLDER PORT
//
// The performance score is a timing, so it is a benchmark and no test: this machine should do nothing else. The medians of
// five runs are printed, on a host that compresses, as most do.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { audit } from './support/lighthouse.mjs';

const RUNS = 5;
const [folder, port = '8090'] = process.argv.slice(2);
const serve = fileURLToPath(new URL('../../scripts/serve.mjs', import.meta.url));
const host = spawn(process.execPath, [serve, folder, port, '/', 'gzip'], { stdio: ['ignore', 'pipe', 'inherit'] });
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

try {
  await Promise.race([once(host.stdout, 'data'), once(host, 'exit').then(() => Promise.reject(new Error('no host')))]);
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await audit(`http://127.0.0.1:${port}/`));
  for (const [place, { title }] of runs[0].categories.entries()) {
    const scores = runs.map((run) => Math.round(run.categories[place].score * 100));
    console.log(`${title.padEnd(26)} ${String(median(scores)).padStart(5)}  (${scores.join(', ')})`);
  }
  for (const name of ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift']) {
    const { title } = runs[0].audits[name];
    const value = median(runs.map((run) => run.audits[name].numericValue));
    console.log(`${title.padEnd(26)} ${name.endsWith('shift') ? value.toFixed(3) : `${Math.round(value)} ms`}`);
  }
} finally {
  host.kill();
}
