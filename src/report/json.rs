//! The whole ledger for programs: `value-ledger/1`, the fields in the order in which `docs/formats.md` has them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::bundle::{Digest, KnownIssue, Registry, SharedText, Unjudged, Waiver};
use crate::ledger::{
    Cited, Facts, Flag, GainLabel, Hardware, Ledger, Lever, Lifecycle, Rate, Repeats, Row, Tier, Unclaimed,
};

use super::points::{ClaimEntry, MeasurementEntry, PointsEntry};
use super::words::tokens;

const SCHEMA: &str = "value-ledger/1";

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
    /// USD per GPU-hour by hardware token.
    gpu_hr: BTreeMap<&'static str, f64>,
    counts: Counts,
    flags: Vec<FlagEntry<'a>>,
    findings: Vec<FindingEntry<'a>>,
    frontier: FrontierEntry<'a>,
    /// Only where the lake was scanned.
    #[serde(skip_serializing_if = "Option::is_none")]
    unclaimed: Option<Vec<UnclaimedEntry>>,
    /// Only where the lake was scanned and held campaigns of which too little could be read to list them or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    unjudged: Option<&'a Unjudged>,
    /// Only where the published lake did not answer everything: the cited campaigns that this leaves open.
    #[serde(skip_serializing_if = "Option::is_none")]
    unanswered: Option<Vec<&'a str>>,
}

/// Which registry it is.
#[derive(Serialize)]
pub struct RegistryEntry<'a> {
    file: &'a str,
    sha256: &'a str,
    commit: Option<&'a str>,
    /// Whether the file differs from that commit.
    modified: bool,
    /// Whether the data is synthetic.
    example: bool,
}

#[derive(Serialize)]
pub struct SelectionEntry {
    /// Under which the page shows the same findings.
    query: String,
    filter: String,
    shown: usize,
    of: usize,
}

#[derive(Serialize)]
struct UnclaimedEntry {
    id: String,
    presence: &'static str,
    sol_rigor: &'static str,
    title: Option<String>,
    hardware: Vec<&'static str>,
    next_lever: Option<String>,
}

#[derive(Serialize)]
struct Counts {
    done: usize,
    in_progress: usize,
    not_done: usize,
    closed_negative: usize,
    /// Only where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<usize>,
}

#[derive(Serialize)]
struct FindingEntry<'a> {
    key: &'a str,
    id: Option<&'a str>,
    title: Option<&'a str>,
    /// As written.
    lifecycle: Option<&'a str>,
    hardware: Vec<&'static str>,
    baseline: Option<&'a str>,
    baseline_group: Option<&'a str>,
    win: Option<&'a str>,
    deploy_readiness: Option<&'a str>,
    best_sol_rigor: &'static str,
    verdict_tiers: Vec<&'static str>,
    effective_tier: Option<&'static str>,
    grounded: bool,
    campaigns: Vec<CampaignEntry<'a>>,
    known_issues: Vec<KnownIssueEntry<'a>>,
    measurements: Vec<MeasurementEntry<'a>>,
    points: Vec<PointsEntry<'a>>,
    claim_points: Vec<ClaimEntry<'a>>,
    flags: Vec<FlagEntry<'a>>,
}

#[derive(Serialize)]
pub struct KnownIssueEntry<'a> {
    note: Option<&'a str>,
    campaigns: &'a [String],
    link: Option<&'a str>,
    owner: Option<&'a str>,
}

/// What the lake says is null where the campaign was not found.
#[derive(Serialize)]
struct CampaignEntry<'a> {
    cited: &'a str,
    id: Option<&'a str>,
    presence: &'static str,
    /// Null: no published lake was consulted, or it did not answer.
    published: Option<bool>,
    sol_rigor: Option<&'static str>,
    dcgm_grounded: Option<bool>,
    verdict_tier: Option<&'static str>,
    effective_tier: Option<&'static str>,
    baseline_named: Option<bool>,
}

#[derive(Serialize)]
struct FlagEntry<'a> {
    code: &'static str,
    severity: &'static str,
    campaign: Option<&'a str>,
    line: Option<u32>,
    message: &'a str,
    fix: &'a str,
    waived: bool,
    /// Null where nobody accepted it.
    waiver: Option<WaiverEntry<'a>>,
}

#[derive(Serialize)]
struct WaiverEntry<'a> {
    owner: &'a str,
    reason: &'a str,
    /// The last day on which it holds.
    expires: String,
}

#[derive(Serialize)]
struct FrontierEntry<'a> {
    active: Vec<LeverEntry<'a>>,
    banked: Vec<&'a str>,
    missing: Vec<&'a str>,
}

#[derive(Serialize)]
struct LeverEntry<'a> {
    rank: usize,
    key: &'a str,
    id: Option<&'a str>,
    gain_label: String,
    usd_per_1m: Option<f64>,
    usd_saved_per_1m: Option<f64>,
    gpu_hours_saved_per_1m: Option<f64>,
    next_lever: Option<&'a str>,
    lifecycle: Option<&'a str>,
    hardware: Vec<&'static str>,
    /// The closed negatives that it tries again, at most three, by their keys.
    repeats: Vec<SharedText>,
    /// How many more there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    repeats_more: Option<usize>,
}

/// # Errors
/// When the ledger cannot be written as JSON, which takes a number that is not finite.
pub fn write(ledger: &Ledger) -> Result<String, serde_json::Error> {
    to_text(&document(ledger))
}

/// JSON on lines of its own. Control characters that JSON lets through, and those that reorder text, are escaped, so
/// that printing the document on a terminal is harmless and reading it back gives the same text.
///
/// # Errors
/// When the document cannot be written as JSON.
pub fn to_text(document: &impl Serialize) -> Result<String, serde_json::Error> {
    let mut text = String::new();
    for c in serde_json::to_string_pretty(document)?.chars() {
        match c {
            '\u{7F}'..='\u{9F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                text.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            _ => text.push(c),
        }
    }
    text.push('\n');
    Ok(text)
}

fn document(ledger: &Ledger) -> Document<'_> {
    let facts = &ledger.facts;
    let rate = |token: Hardware| Rate::of(&[token], &facts.rates, facts.options.gpu_hr).usd_per_gpu_hour;
    Document {
        schema: SCHEMA,
        baseline_context: facts.registry.baseline_context.as_deref(),
        taken_at: facts.taken_at.to_string(),
        registry: registry(&facts.registry),
        digest: digest(ledger),
        selection: selection(ledger),
        gpu_hr: tokens(&ledger.rows).into_iter().map(|token| (token.name(), rate(token))).collect(),
        counts: counts(ledger),
        flags: flags(&ledger.flags),
        findings: ledger.rows.iter().map(|row| finding(row, facts)).collect(),
        frontier: frontier(ledger),
        unclaimed: ledger.unclaimed().map(|list| list.into_iter().map(unclaimed).collect()),
        unjudged: Some(&facts.unjudged).filter(|unjudged| !unjudged.is_empty()),
        unanswered: ledger.unanswered(),
    }
}

pub fn registry(registry: &Registry) -> RegistryEntry<'_> {
    RegistryEntry {
        file: &registry.file,
        sha256: registry.sha256.as_str(),
        commit: registry.commit.as_deref(),
        modified: registry.modified,
        example: registry.example,
    }
}

pub fn digest(ledger: &Ledger) -> Option<&str> {
    ledger.facts.digest.as_ref().map(Digest::as_str)
}

pub fn selection(ledger: &Ledger) -> Option<SelectionEntry> {
    ledger.selection.as_ref().map(|selection| SelectionEntry {
        query: selection.query(),
        filter: selection.words(),
        shown: ledger.rows.len(),
        of: selection.of,
    })
}

fn unclaimed(unclaimed: Unclaimed) -> UnclaimedEntry {
    UnclaimedEntry {
        presence: unclaimed.presence.name(),
        sol_rigor: unclaimed.rigor.name(),
        hardware: names(&unclaimed.hardware),
        id: unclaimed.id,
        title: unclaimed.title,
        next_lever: unclaimed.next_lever,
    }
}

fn counts(ledger: &Ledger) -> Counts {
    let count = |lifecycle| ledger.group(lifecycle).count();
    Counts {
        done: count(Lifecycle::Done),
        in_progress: count(Lifecycle::InProgress),
        not_done: count(Lifecycle::NotDone),
        closed_negative: count(Lifecycle::ClosedNegative),
        unknown: Some(count(Lifecycle::Unknown)).filter(|unknown| *unknown > 0),
    }
}

fn finding<'a>(row: &'a Row, facts: &'a Facts) -> FindingEntry<'a> {
    let finding = &row.finding;
    FindingEntry {
        key: &row.key,
        id: finding.id.as_deref(),
        title: finding.title.as_deref(),
        lifecycle: finding.lifecycle.as_deref(),
        hardware: names(&row.hardware),
        baseline: finding.baseline.as_deref(),
        baseline_group: row.baseline_group.as_deref(),
        win: finding.win.as_deref(),
        deploy_readiness: finding.deploy_readiness.as_deref(),
        best_sol_rigor: row.best_rigor.name(),
        verdict_tiers: row.verdict_tiers.iter().map(|tier| tier.name()).collect(),
        effective_tier: row.effective_tier.map(Tier::name),
        grounded: row.grounded,
        campaigns: row.campaigns.iter().map(campaign).collect(),
        known_issues: finding.known_issues.iter().map(known_issue).collect(),
        measurements: MeasurementEntry::all(row, facts),
        points: PointsEntry::of(row, facts),
        claim_points: ClaimEntry::of(row, facts),
        flags: flags(&row.flags),
    }
}

pub fn known_issue(issue: &KnownIssue) -> KnownIssueEntry<'_> {
    KnownIssueEntry {
        note: issue.note.as_deref(),
        campaigns: &issue.campaigns,
        link: issue.link.as_deref(),
        owner: issue.owner.as_deref(),
    }
}

fn campaign(cited: &Cited) -> CampaignEntry<'_> {
    let evidence = cited.evidence.as_ref();
    CampaignEntry {
        cited: &cited.cited,
        id: cited.id.as_deref(),
        presence: cited.presence.name(),
        published: cited.published,
        sol_rigor: evidence.map(|evidence| evidence.sol_rigor.name()),
        dcgm_grounded: evidence.map(|evidence| evidence.dcgm_grounded),
        verdict_tier: evidence.map(|evidence| evidence.verdict_tier.name()),
        effective_tier: evidence.map(|evidence| evidence.effective_tier.name()),
        baseline_named: evidence.and_then(|evidence| evidence.baseline_named),
    }
}

fn flags(flags: &[Flag]) -> Vec<FlagEntry<'_>> {
    flags.iter().map(flag).collect()
}

fn flag(flag: &Flag) -> FlagEntry<'_> {
    FlagEntry {
        code: flag.code,
        severity: flag.severity.name(),
        campaign: flag.campaign.as_deref(),
        line: flag.line,
        message: &flag.message,
        fix: flag.fix(),
        waived: flag.waived,
        waiver: flag.waiver.as_deref().map(waiver),
    }
}

fn waiver(waiver: &Waiver) -> WaiverEntry<'_> {
    WaiverEntry { owner: &waiver.owner, reason: &waiver.reason, expires: waiver.expires.to_string() }
}

fn frontier(ledger: &Ledger) -> FrontierEntry<'_> {
    let frontier = &ledger.frontier;
    let key = |index: usize| ledger.rows.get(index).map(|row| &*row.key);
    FrontierEntry {
        active: frontier
            .active
            .iter()
            .filter_map(|entry| Some(lever(entry, ledger, ledger.rows.get(entry.row)?)))
            .collect(),
        banked: frontier.banked.iter().filter_map(|lever| key(lever.row)).collect(),
        missing: frontier.missing.iter().filter_map(|index| key(*index)).collect(),
    }
}

fn lever<'a>(lever: &'a Lever, ledger: &Ledger, row: &'a Row) -> LeverEntry<'a> {
    let economics = row.economics();
    let Repeats { first, more } = ledger.repeats(row);
    LeverEntry {
        rank: lever.rank,
        key: &row.key,
        id: row.finding.id.as_deref(),
        gain_label: GainLabel::of(row).text(),
        usd_per_1m: economics.usd_per_1m,
        usd_saved_per_1m: economics.usd_saved_per_1m,
        gpu_hours_saved_per_1m: economics.gpu_hours_saved_per_1m,
        next_lever: row.finding.next_lever.as_deref(),
        lifecycle: row.finding.lifecycle.as_deref(),
        hardware: names(&row.hardware),
        repeats: first,
        repeats_more: Some(more).filter(|more| *more > 0),
    }
}

pub fn names(hardware: &[Hardware]) -> Vec<&'static str> {
    hardware.iter().map(|hardware| hardware.name()).collect()
}
