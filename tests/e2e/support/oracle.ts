// What the page must show for an address, worked out once more from the command's JSON and docs/formats.md.
import type { Finding, Ledger } from './command.ts';

export type Facet = 'hw' | 'lc' | 'baseline' | 'tier' | 'ready' | 'flag';
export const facets: readonly Facet[] = ['hw', 'lc', 'baseline', 'tier', 'ready', 'flag'];
export type Chosen = Partial<Record<Facet, readonly string[]>>;

const lifecycles = ['done', 'in_progress', 'not_done', 'closed_negative'];

export function lifecycleOf(finding: Finding): string {
  const text = finding.lifecycle?.trim() ?? '';
  return lifecycles.includes(text) ? text : 'unknown';
}

/** A text as it is shown: what cannot be seen, or reorders its line, is a mark. */
export function seen(text: string): string {
  return text.replace(/[\u202A-\u202E\u2066-\u2069]|(?![\n\r\t])\p{Cc}/gu, '\uFFFD');
}

const recorded = (text: string | null) => (text === null || text.trim() === '' ? 'not recorded' : text.trim());

/** The values that a finding counts under. */
export function valuesOf(finding: Finding, facet: Facet): string[] {
  switch (facet) {
    case 'hw':
      return finding.hardware.length === 0 ? ['not recorded'] : finding.hardware;
    case 'lc':
      return [lifecycleOf(finding)];
    case 'baseline':
      return [recorded(finding.baseline_group)];
    case 'tier':
      return [finding.effective_tier ?? 'none'];
    case 'ready':
      return [recorded(finding.deploy_readiness)];
    case 'flag':
      return [...new Set(finding.flags.map((flag) => flag.code))];
  }
}

/** The findings that a filter shows, in the ledger's order: by lifecycle, then as in the registry. */
export function shown(ledger: Ledger, chosen: Chosen): Finding[] {
  const asked = facets.filter((facet) => (chosen[facet] ?? []).length > 0);
  const fits = (finding: Finding) =>
    asked.every((facet) => valuesOf(finding, facet).some((value) => chosen[facet]?.includes(value)));
  return [...lifecycles, 'unknown'].flatMap((lifecycle) =>
    ledger.findings.filter((finding) => lifecycleOf(finding) === lifecycle && fits(finding)),
  );
}

export function keysOf(findings: readonly Finding[]): string[] {
  return findings.map((finding) => finding.key);
}

/** How many findings a value of a facet would show beside the other facets' choices. */
export function countOf(ledger: Ledger, chosen: Chosen, facet: Facet, value: string): number {
  const others = { ...chosen, [facet]: [] };
  return shown(ledger, others).filter((finding) => valuesOf(finding, facet).includes(value)).length;
}
