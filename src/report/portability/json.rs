//! The matrix for programs: `value-portability/1`, the fields in the order in which `docs/formats.md` has them.

use serde::Serialize;

use crate::bundle::SharedText;
use crate::ledger::frontier::is_exhausted;
use crate::ledger::portability::{Cell, Group, Line, Model, PairCounts, State, Try};
use crate::ledger::{GainLabel, Ledger, Portability, Repeats, Row, Tier};
use crate::report::json::{
    KnownIssueEntry, RegistryEntry, SelectionEntry, digest, known_issue, names, registry, selection, to_text,
};

const SCHEMA: &str = "value-portability/1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    baseline_context: Option<&'a str>,
    taken_at: String,
    registry: RegistryEntry<'a>,
    /// Of the bundle that the ledger was computed from; null where it was computed from the files themselves.
    digest: Option<&'a str>,
    /// Only where these are not all findings of the registry.
    #[serde(skip_serializing_if = "Option::is_none")]
    selection: Option<SelectionEntry>,
    models: Vec<ModelEntry<'a>>,
    /// The state of every pair of a finding and a model that the finding does not list.
    not_listed: &'static str,
    findings: Vec<FindingEntry<'a>>,
    /// The keys of the findings that name no model.
    without_model: Vec<&'a str>,
    counts: Vec<CountEntry>,
    /// Only where the published lake did not answer everything: the cited campaigns that this leaves open.
    #[serde(skip_serializing_if = "Option::is_none")]
    unanswered: Option<Vec<&'a str>>,
}

#[derive(Serialize)]
struct ModelEntry<'a> {
    model: &'a str,
    try_next: Vec<TryEntry<'a>>,
}

#[derive(Serialize)]
struct TryEntry<'a> {
    /// From 1, on this model.
    rank: usize,
    key: &'a str,
    /// `active`, `banked` or `missing`.
    frontier: &'static str,
    /// Null where it names no lever.
    frontier_rank: Option<usize>,
    gain_label: Option<String>,
    next_lever: Option<&'a str>,
    next_unlock: Option<&'a str>,
    next_gate: Option<&'a str>,
    /// As written.
    hardware: Option<&'a str>,
    baseline: Option<&'a str>,
    proven: bool,
    /// The closed negatives that its lever tries again: the first few keys, and how many more there are.
    repeats: Vec<SharedText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repeats_more: Option<usize>,
}

#[derive(Serialize)]
struct FindingEntry<'a> {
    key: &'a str,
    id: Option<&'a str>,
    title: Option<&'a str>,
    lifecycle: Option<&'a str>,
    /// The tokens.
    hardware: Vec<&'static str>,
    /// As written, with the topology.
    hardware_text: Option<&'a str>,
    baseline: Option<&'a str>,
    best_sol_rigor: &'static str,
    effective_tier: Option<&'static str>,
    grounded: bool,
    /// Whether one campaign is both grounded and of effective tier verdict.
    proven: bool,
    next_lever: Option<&'a str>,
    known_issues: Vec<KnownIssueEntry<'a>>,
    /// The models that the finding names, in the order of `models`.
    models: Vec<PairEntry<'a>>,
}

#[derive(Serialize)]
struct PairEntry<'a> {
    model: &'a str,
    state: &'static str,
    /// What else the registry says of the pair.
    also: Vec<&'static str>,
}

/// How many pairs of a finding and a model are in each state; of one hardware token, and never of two together.
#[derive(Serialize)]
struct CountEntry {
    /// A token, `several hardware tokens` or `not recorded`.
    hardware: &'static str,
    validated_proven: usize,
    validated_unproven: usize,
    candidate: usize,
    refuted: usize,
    untested: usize,
}

/// # Errors
/// None in practice: no figure of the document is a fraction.
pub fn write(ledger: &Ledger, of: &Portability<'_>) -> Result<String, serde_json::Error> {
    to_text(&Document {
        schema: SCHEMA,
        baseline_context: ledger.facts.registry.baseline_context.as_deref(),
        taken_at: ledger.facts.taken_at.to_string(),
        registry: registry(&ledger.facts.registry),
        digest: digest(ledger),
        selection: selection(ledger),
        models: of.models.iter().map(|of| model(ledger, of)).collect(),
        not_listed: State::Untested.name(),
        findings: of.lines.iter().map(|line| finding(line, of)).collect(),
        without_model: of.unnamed.iter().map(|row| &*row.key).collect(),
        counts: of.tallies.iter().map(|(group, tally)| count(*group, tally)).collect(),
        unanswered: ledger.unanswered(),
    })
}

fn model<'a>(ledger: &Ledger, model: &Model<'a>) -> ModelEntry<'a> {
    ModelEntry {
        model: model.name,
        try_next: (1..).zip(&model.tries).map(|(rank, entry)| try_next(ledger, rank, entry)).collect(),
    }
}

fn try_next<'a>(ledger: &Ledger, rank: usize, entry: &Try<'a>) -> TryEntry<'a> {
    let Repeats { first, more } = ledger.repeats(entry.row);
    let finding = &entry.row.finding;
    TryEntry {
        rank,
        key: &entry.row.key,
        frontier: frontier(entry),
        frontier_rank: entry.lever.map(|lever| lever.rank),
        gain_label: entry.lever.map(|_| GainLabel::of(entry.row).text()),
        next_lever: finding.next_lever.as_deref(),
        next_unlock: finding.next_unlock.as_deref(),
        next_gate: finding.next_gate.as_deref(),
        hardware: finding.hardware.as_deref(),
        baseline: finding.baseline.as_deref(),
        proven: entry.row.proven(),
        repeats: first,
        repeats_more: Some(more).filter(|more| *more > 0),
    }
}

fn frontier(entry: &Try<'_>) -> &'static str {
    match entry.lever.and(entry.row.finding.next_lever.as_deref()) {
        None => "missing",
        Some(lever) if is_exhausted(lever) => "banked",
        Some(_) => "active",
    }
}

fn finding<'a>(line: &Line<'a>, of: &Portability<'a>) -> FindingEntry<'a> {
    let row: &Row = line.row;
    let finding = &row.finding;
    let pair = |(place, cell): (usize, &Cell)| {
        Some(PairEntry {
            model: of.models.get(place)?.name,
            state: cell.state().name(),
            also: cell.also().map(State::name).collect(),
        })
    };
    FindingEntry {
        key: &row.key,
        id: finding.id.as_deref(),
        title: finding.title.as_deref(),
        lifecycle: finding.lifecycle.as_deref(),
        hardware: names(&row.hardware),
        hardware_text: finding.hardware.as_deref(),
        baseline: finding.baseline.as_deref(),
        best_sol_rigor: row.best_rigor.name(),
        effective_tier: row.effective_tier.map(Tier::name),
        grounded: row.grounded,
        proven: row.proven(),
        next_lever: finding.next_lever.as_deref(),
        known_issues: finding.known_issues.iter().map(known_issue).collect(),
        models: line.stated().filter_map(pair).collect(),
    }
}

fn count(group: Group, tally: &PairCounts) -> CountEntry {
    CountEntry {
        hardware: group.name(),
        validated_proven: tally.proven,
        validated_unproven: tally.unproven,
        candidate: tally.candidate,
        refuted: tally.refuted,
        untested: tally.untested,
    }
}
