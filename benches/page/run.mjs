// The page beside its references: node run.mjs FOLDER GRID SIZE...
//
// FOLDER/SIZE/site is a published ledger of so many findings, GRID the grid's script. Each sample is a fresh browser, and
// the contenders take turns. BENCH_SAMPLES is how many samples, BENCH_LIMIT how many seconds the first rows may take.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, statSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONTENDERS } from './contenders.mjs';
import { dataOf, rowsOf } from './rows.mjs';
import { sample } from './sample.mjs';
import { table } from './report.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [folder, grid, ...sizes] = process.argv.slice(2);
const samples = Number(process.env.BENCH_SAMPLES ?? 5);
const limit = Number(process.env.BENCH_LIMIT ?? 120);

for (const size of sizes.map(Number)) await compare(size, join(folder, String(size)));

async function compare(size, root) {
  for (const name of ['vanilla', 'grid']) cpSync(here(name), join(root, name), { recursive: true });
  copyFileSync(grid, join(root, 'grid', 'ag-grid.js'));
  writeFileSync(join(root, 'rows.json'), JSON.stringify(rowsOf(join(root, 'site'))));
  const bytes = (...path) => statSync(join(root, ...path)).size;
  const sizesOf = `data of the page ${bytes('site', dataOf(join(root, 'site')))} bytes by gzip, rows of the references ${bytes('rows.json')} bytes`;
  const host = await serve(root);
  try {
    const taken = Object.fromEntries(CONTENDERS.map(({ name }) => [name, []]));
    const load = loadavg()[0].toFixed(1);
    for (let round = 0; round < samples; round += 1) {
      for (const contender of CONTENDERS) {
        // What did not open once is not waited for again.
        if (taken[contender.name].some((one) => one.failure)) continue;
        taken[contender.name].push(await sample(contender, host.address, limit));
      }
    }
    console.log(`\n${size} findings: medians of ${samples}, load average ${load} to ${loadavg()[0].toFixed(1)}; ${sizesOf}\n`);
    for (const [name, all] of Object.entries(taken)) {
      for (const { failure } of all) if (failure) console.log(`${name}: ${failure}`);
    }
    agree(taken);
    console.log(table(size, taken));
  } finally {
    host.stop();
  }
}

/** Figures of contenders that show other rows would compare nothing. */
function agree(taken) {
  const seen = Object.entries(taken).flatMap(([name, all]) => all.filter((one) => !one.failure).map((one) => [name, JSON.stringify(one.shown)]));
  const other = seen.find(([, shown]) => shown !== seen[0][1]);
  if (other !== undefined) throw new Error(`${seen[0].join(' shows ')}, and ${other.join(' shows ')}`);
}

async function serve(root) {
  const host = spawn(process.execPath, [here('../../scripts/serve.mjs'), root, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await Promise.race([once(host.stdout, 'data'), once(host, 'exit').then(() => Promise.reject(new Error('no host')))]);
  return { address: String(said).split(' ')[0], stop: () => host.kill() };
}
