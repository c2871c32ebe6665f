// The command, run on the same inputs as the page. It is what the page is held against.
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** `value_view --format json`: the part that the page shows. */
export interface Ledger {
  schema: string;
  baseline_context: string | null;
  taken_at: string;
  counts: Record<string, number>;
  flags: Flag[];
  findings: Finding[];
  frontier: { active: Lever[]; banked: string[]; missing: string[] };
  /** Only where the lake was scanned. */
  unclaimed?: { id: string; presence: string; sol_rigor: string; hardware: string[] }[];
}

export interface Finding {
  key: string;
  id: string | null;
  title: string | null;
  lifecycle: string | null;
  hardware: string[];
  baseline: string | null;
  baseline_group: string | null;
  win: string | null;
  deploy_readiness: string | null;
  best_sol_rigor: string;
  verdict_tiers: string[];
  effective_tier: string | null;
  grounded: boolean;
  campaigns: Campaign[];
  measurements: Measurement[];
  points: { campaign: string; source: string; total: number; carried: number; rows: Point[] }[];
  flags: Flag[];
}

/** What is not recorded is null. */
export interface Measurement {
  metric: string | null;
  value: number | null;
  unit: string | null;
  baseline_value: number | null;
  trials: number | null;
  mean: number | null;
  std: number | null;
  context: Context | null;
  baseline_context: Context | null;
}

/** As much of a context as is looked at. */
export interface Context {
  identity: { model: string | null; hardware: string | null; quant: string | null };
  parallelism: { tp: number | null };
  serving: { max_num_batched_tokens: number | null };
  workload: { isl: number | null; osl: number | null; concurrency: number | null };
  stack: { image: string | null };
  grounding: { sol_pct: number | null; ceiling: string | null };
}

/** What is not recorded is absent. */
export interface Point {
  arm: string;
  claimed: boolean;
  cell_id?: string;
  model?: string;
  hardware?: string;
  dataset?: string;
  image?: string;
  kv_cache_dtype?: string;
  concurrency?: number;
  output_tps_per_gpu?: number;
  output_tps_per_user?: number;
  tpot_median_ms?: number;
  ttft_avg_ms?: number;
}

export interface Campaign {
  cited: string;
  id: string | null;
  presence: string;
  published: boolean | null;
  sol_rigor: string | null;
  verdict_tier: string | null;
  effective_tier: string | null;
}

export interface Flag {
  code: string;
  severity: string;
  campaign: string | null;
  line: number | null;
  message: string;
  fix: string;
  waived: boolean;
}

export interface Lever {
  rank: number;
  key: string;
  id: string | null;
  gain_label: string;
  usd_per_1m: number | null;
  usd_saved_per_1m: number | null;
  gpu_hours_saved_per_1m: number | null;
  next_lever: string;
  lifecycle: string | null;
  hardware: string[];
  repeats: string[];
}

/** `portability_view --format json`: the part that the page shows. */
export interface Portability {
  models: { model: string; try_next: { key: string; rank: number; hardware: string | null; baseline: string | null }[] }[];
  findings: {
    key: string;
    hardware: string[];
    proven: boolean;
    models: { model: string; state: string; also: string[] }[];
  }[];
  without_model: string[];
  counts: Record<string, string | number>[];
}

/** The example that the page is built from, with its published lake. */
const example = [...sources('configs'), '--lake', pathToFileURL(`${root}configs/lake`).href, '--scan'];

function sources(folder: string): string[] {
  return ['--registry', `${folder}/value-findings.yaml`, '--campaigns-dir', `${folder}/campaigns`];
}

// What the machine has set must not change what is compared.
const { PERFREPORT_CAMPAIGNS_DIR, VALUE_LEDGER_REGISTRY, VALUE_LEDGER_LAKE, LEDGER_BIN, ...env } = process.env;
// What it says on stderr is in the error's message where it fails, and nowhere else.
const options = { cwd: root, env, encoding: 'utf8', maxBuffer: 1 << 28, stdio: 'pipe' } as const;

/** Builds the command, which takes a while where it is not built yet, unless LEDGER_BIN names it. */
export function buildCommand(): void {
  const built = ['--bin', 'perftunereport', '--example', 'worlds'];
  if (LEDGER_BIN === undefined) execFileSync('cargo', ['build', '--quiet', '--locked', ...built], options);
}

function run(args: string[]): string {
  const cargo = ['run', '--quiet', '--locked', '--bin', 'perftunereport', '--'];
  return LEDGER_BIN === undefined
    ? execFileSync('cargo', [...cargo, ...args], options)
    : execFileSync(LEDGER_BIN, args, options);
}

const known = new Map<string, Ledger>();

/** The example's ledger at the page's own time, since rules use the snapshot's clock. */
export function ledgerAt(now: string): Ledger {
  const ledger = known.get(now) ?? (JSON.parse(run(['value_view', ...example, '--now', now, '--format', 'json'])) as Ledger);
  known.set(now, ledger);
  return ledger;
}

/** The example's levers by models. */
export function portability(): Portability {
  return JSON.parse(matrixAt(snapshot, 'json')) as Portability;
}

/** What `value_view` prints of the example at that time, in that format, under the page's title. */
export function documentAt(now: string, format: 'csv' | 'report' | 'table'): string {
  return run(['value_view', ...example, '--now', now, '--format', format, '--title', 'Inference value ledger']);
}

/** What `portability_view` prints of it, in that format. */
export function matrixAt(now: string, format: 'csv' | 'json' | 'table'): string {
  return run(['portability_view', ...example, '--now', now, '--format', format, '--title', 'Inference value ledger']);
}

/** What `value_statement` prints for a finding of the example; it throws where the statement is refused. */
export function statementOf(key: string): string {
  return run(['value_statement', key, ...example, ...fixed]);
}

/** Where a registry and its campaigns lie that only the tests have. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
}

const snapshot = '2026-11-24T00:00:00Z';
const fixed = ['--now', snapshot];

/** The bundle of a registry and its campaigns, in the form that the page reads. */
export function writeBundle(folder: string, out: string): void {
  run(['snapshot', ...sources(folder), ...fixed, '--format', 'compact', '--out', out]);
}

/** Publishes a registry that cites nothing, at that time. */
export function publish(registry: string, options: string[], now: string): void {
  run(['publish', '--registry', registry, '--campaigns-dir', `${fixture('empty')}/campaigns`, '--now', now, ...options]);
}

/** The ledger of a registry and its campaigns. */
export function ledgerOf(folder: string): Ledger {
  return JSON.parse(ledgerTextOf(folder)) as Ledger;
}

/** The same as it is printed. */
export function ledgerTextOf(folder: string): string {
  return run(['value_view', ...sources(folder), ...fixed, '--format', 'json']);
}

/** Writes so many random registries and lakes, a folder each. What does it is built with the tests of the command. */
export function writeWorlds(folder: string, count: number): void {
  execFileSync(join(dirname(ledgerCommand()), 'examples', 'worlds'), [folder, String(count)], options);
}

/** Where the command is; it carries the page, as a release does. */
export function ledgerCommand(): string {
  return LEDGER_BIN ?? fileURLToPath(new URL('target/debug/perftunereport', pathToFileURL(root)));
}
