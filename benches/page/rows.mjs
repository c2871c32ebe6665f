// The rows of a published site in the columns of its table, for the references: what they show and search is what the
// ledger shows and searches.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The rows of a site's folder, in the order of the registry. */
export function rowsOf(site) {
  const read = (name) => JSON.parse(readFileSync(join(site, name), 'utf8'));
  const written = read(bundleOf(site)).data.findings;
  return read('ledger.json').findings.map((finding, place) => row(finding, written[place]));
}

/** The name of a site's bundle, as others read it. */
function bundleOf(site) {
  return readdirSync(site).find((name) => /^bundle-.*\.json$/.test(name));
}

/** The name of the file that its page reads in the place of that. */
export function dataOf(site) {
  return readdirSync(site).find((name) => /^bundle-.*\.bin$/.test(name));
}

function row(finding, written) {
  const sources = written.source_refs ?? [];
  const [first] = sources;
  const models = ['validated_on', 'candidate_on', 'refuted_on'].flatMap((list) => written[list] ?? []);
  const words = [
    ...[written.next_lever, written.why, written.applies_to, written.reopen_if],
    ...sources.flatMap(({ repo, branch, commit, image }) => [repo, branch, commit, image]),
    ...finding.campaigns.map((campaign) => campaign.id ?? campaign.cited),
    ...(written.evidence_ids ?? []),
    ...models,
  ];
  return {
    key: finding.key,
    title: finding.title,
    win: finding.win ?? '',
    baseline: finding.baseline ?? '',
    baselineGroup: finding.baseline_group ?? 'not recorded',
    hardware: written.hardware ?? '',
    tokens: finding.hardware,
    rigor: finding.best_sol_rigor,
    tier: finding.effective_tier ?? 'none',
    readiness: finding.deploy_readiness ?? '',
    source: first === undefined ? '' : `${first.branch ?? first.repo ?? first.image}@${first.commit}`,
    flags: [...new Set(finding.flags.map((flag) => flag.code))].join(' '),
    lifecycle: finding.lifecycle ?? 'unknown',
    // What is searched besides what is shown.
    words: words.filter((word) => word).join('\n'),
  };
}
