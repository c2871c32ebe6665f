//! How the facts of one row are said, the same in every document.

use crate::bundle::{KnownIssue, Links, SourceRef, Waiver};
use crate::ledger::recorded::{rigor_is_default, tier_is_default};
use crate::ledger::{
    Cited, Evidence, Facts, Flag, GainLabel, Hardware, Ledger, Lever, Lifecycle, Lost, NOT_RECORDED, Presence, Rate,
    RateSource, Repeats, Row, Tier, significant, subject_of_waiver, usd,
};

use super::document::{Cell, Line};

/// The title and the key.
pub fn finding(row: &Row) -> Line {
    let title = row.finding.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    match title {
        Some(title) => Line::new().quote(title).say(" (").code(&row.key).say(")"),
        None => Line::new().code(&row.key).say(" (title ").say(NOT_RECORDED).say(")"),
    }
}

/// The lifecycle in a sentence.
pub fn state(lifecycle: Lifecycle) -> &'static str {
    match lifecycle {
        Lifecycle::Done => "done",
        Lifecycle::InProgress => "in progress",
        Lifecycle::NotDone => "not done",
        Lifecycle::ClosedNegative => "closed negative",
        Lifecycle::Unknown => "of unknown lifecycle",
    }
}

pub fn baseline(row: &Row) -> Line {
    Line::new().recorded(row.finding.baseline.as_deref())
}

pub fn hardware(row: &Row) -> Line {
    Line::new().recorded(row.finding.hardware.as_deref())
}

/// The best sol_rigor of the found campaigns, and whether hardware counters back one of them.
pub fn rigor(row: &Row, facts: &Facts) -> Line {
    if row.effective_tier.is_none() {
        return Line::new().say(no_evidence(row));
    }
    let rigor = Line::new().say(row.best_rigor.name());
    let rigor = if rigor_is_default(row, facts) { rigor.say(" (not recorded)") } else { rigor };
    if has_dcgm(row) { rigor.say(", DCGM") } else { rigor }
}

/// The effective tier, and the declared one where it is not that.
pub fn tier(row: &Row, facts: &Facts) -> Line {
    let Some(effective) = row.effective_tier else { return Line::new().say("none") };
    let tier = Line::new().say(effective.name());
    if effective < Tier::Verdict && row.verdict_tiers.contains(&Tier::Verdict) {
        return tier.say(" (declared verdict)");
    }
    if tier_is_default(row, facts) { tier.say(" (not recorded)") } else { tier }
}

/// How strong the evidence under a row is, in one line.
pub fn evidence(row: &Row) -> Line {
    let Some(tier) = row.effective_tier else { return Line::new().say(no_evidence(row)) };
    let grounding = match (has_dcgm(row), row.grounded) {
        (true, _) => "DCGM grounded",
        (false, true) => "grounded",
        (false, false) => "ungrounded",
    };
    Line::new().say(format!("effective tier {}, sol_rigor {}, {grounding}", tier.name(), row.best_rigor.name()))
}

fn no_evidence(row: &Row) -> &'static str {
    if row.campaigns.is_empty() { "none (no campaign cited)" } else { "none (no campaign found)" }
}

fn has_dcgm(row: &Row) -> bool {
    row.campaigns.iter().filter_map(|cited| cited.evidence.as_ref()).any(|evidence: &Evidence| evidence.dcgm_grounded)
}

/// The code under test, a line a source.
pub fn sources(row: &Row, links: &Links) -> Cell {
    let sources = &row.finding.source_refs;
    if sources.is_empty() {
        return vec![Line::new().say(NOT_RECORDED)];
    }
    sources.iter().map(|entry| source(entry, links)).collect()
}

fn source(source: &SourceRef, links: &Links) -> Line {
    let repo = source.repo.as_deref().map(|repo| Line::new().code(repo));
    let address = source.repo.as_deref().zip(source.commit.as_deref());
    let address = address.and_then(|(repo, commit)| links.of_commit(repo, commit));
    let commit = source.commit.as_deref();
    let commit = commit.map(|commit| Line::new().say("commit ").linked(commit, address.as_deref()));
    let delivery = source.delivery.as_deref().map(|delivery| Line::new().say("delivery ").quote(delivery));
    let image = source.image.as_deref().map(|image| Line::new().say("image ").code(image));
    let branch = source.branch.as_deref().map(|branch| Line::new().say("branch ").code(branch));
    let parts = [repo, branch, commit, delivery, image];
    let line = Line::joined(parts.into_iter().flatten(), ", ");
    if line.spans.is_empty() { line.say(NOT_RECORDED) } else { line }
}

/// The cited campaigns, a line each, and how many more support the finding.
pub fn campaigns(row: &Row, links: &Links) -> Cell {
    let mut lines: Cell = row.campaigns.iter().map(|cited| campaign(cited, links)).collect();
    if lines.is_empty() {
        lines.push(Line::new().say("none cited"));
    }
    let supporting = row.finding.evidence_ids.len();
    if supporting > 0 {
        lines.push(Line::new().say(format!("+{supporting} supporting")));
    }
    lines
}

fn campaign(cited: &Cited, links: &Links) -> Line {
    if let Some(id) = &cited.id {
        let name = Line::new().linked(id, links.of_campaign(id).as_deref());
        return if cited.presence == Presence::Published { name.say(" (only published)") } else { name };
    }
    let name = Line::new().code(&cited.cited);
    if !cited.candidates.is_empty() {
        let candidates = cited.candidates.iter().map(|id| Line::new().code(id));
        return name.say(" (ambiguous: ").then(Line::joined(candidates, ", ")).say(")");
    }
    name.say(match cited.lost {
        Some(Lost::Refused) => " (refused)",
        Some(Lost::Unreachable) => " (no answer)",
        Some(Lost::Nowhere) | None => " (not found)",
    })
}

/// The known issues, a line each.
pub fn known_issues(row: &Row) -> Vec<Line> {
    row.finding.known_issues.iter().map(known_issue).collect()
}

fn known_issue(issue: &KnownIssue) -> Line {
    let campaigns = issue.campaigns.iter().map(|id| Line::new().code(id));
    let campaigns = (!issue.campaigns.is_empty()).then(|| Line::new().say("in ").then(Line::joined(campaigns, ", ")));
    let link = issue.link.as_deref().map(|link| Line::new().say("see ").link(link));
    let owner = issue.owner.as_deref().map(|owner| Line::new().say("owner ").quote(owner));
    let line = Line::new().strong("Known issue:").say(" ").recorded(issue.note.as_deref());
    let rest = Line::joined([campaigns, link, owner].into_iter().flatten(), "; ");
    if rest.spans.is_empty() { line } else { line.say(" (").then(rest).say(")") }
}

/// What a flag says and what to do, with its place in the registry.
pub fn flag(flag: &Flag) -> Line {
    let place = match (flag.line, flag.column) {
        (Some(line), Some(column)) => format!(", line {line}, column {column}"),
        (Some(line), None) => format!(", line {line}"),
        (None, _) => String::new(),
    };
    let waived = if flag.waived { " (waived)" } else { "" };
    let line = Line::new()
        .severity(flag.severity)
        .say(" ")
        .code(flag.code)
        .say(format!("{place}{waived}: "))
        .quote(&flag.message)
        .say(" Fix: ")
        .quote(flag.fix());
    match &flag.waiver {
        Some(accepted) => line.say(" ").then(waiver(accepted)),
        None => line,
    }
}

/// Who accepted a flag, why, and until when.
pub fn waiver(waiver: &Waiver) -> Line {
    let Waiver { owner, reason, expires, .. } = waiver;
    Line::new().say(format!("Waived through {expires} by ")).quote(owner).say(": ").quote(reason)
}

/// The waivers in force that are about no flag, a line each.
pub fn idle_waivers(ledger: &Ledger) -> impl Iterator<Item = Line> {
    ledger.idle_waivers().into_iter().map(|idle| {
        let subject = Line::new().say("info: the waiver of ").quote(subject_of_waiver(idle));
        subject.say(" waives nothing. ").then(waiver(idle))
    })
}

/// The gain label, which is the next_value where there is no speedup.
pub fn gain(row: &Row) -> Line {
    let label = GainLabel::of(row);
    let gain = Line::new().say(label.text());
    if label.is_value_by_default() { gain.say(" (not recorded)") } else { gain }
}

/// The lever itself.
pub fn lever(row: &Row) -> Line {
    Line::new().recorded(row.finding.next_lever.as_deref())
}

/// The closed negatives that it tries again.
pub fn repeats(Repeats { first, more }: &Repeats) -> Option<Line> {
    let keys = Line::joined(first.iter().map(|key| Line::new().code(key)), ", ");
    let keys = if *more > 0 { keys.say(format!(" and {more} more")) } else { keys };
    (!first.is_empty()).then(|| Line::new().strong("Repeats a closed negative:").say(" ").then(keys))
}

pub fn unlock(row: &Row) -> Line {
    Line::new().recorded(row.finding.next_unlock.as_deref())
}

pub fn gate(row: &Row) -> Line {
    Line::new().recorded(row.finding.next_gate.as_deref())
}

/// An amount in USD that rests on a rate.
pub fn amount(usd_or_none: Option<f64>, rate: Rate) -> Line {
    let Some(value) = usd_or_none else { return Line::new().say(NOT_RECORDED) };
    let amount = Line::new().say(usd(value));
    if rate.is_default() { amount.say(" (default rate)") } else { amount }
}

pub fn gpu_hours(hours: Option<f64>) -> Line {
    Line::new().say(hours.map_or_else(|| NOT_RECORDED.to_owned(), |hours| significant(hours, 4)))
}

/// A rate, and where it comes from where that is not `cost.yaml`'s entry for the hardware.
pub fn rate(rate: Rate) -> String {
    let source = match rate.source {
        RateSource::Override => " (--gpu-hr)",
        RateSource::Hardware(_) => "",
        RateSource::FileDefault | RateSource::ToolDefault => " (default rate)",
    };
    format!("{}/GPU-hour{source}", usd(rate.usd_per_gpu_hour))
}

/// The hardware tokens that rows have, in listing order.
pub fn tokens(rows: &[Row]) -> Vec<Hardware> {
    let has = |hardware: &Hardware| rows.iter().any(|row| row.hardware.contains(hardware));
    Hardware::ALL.into_iter().filter(has).collect()
}

/// Why a lever stands where it stands.
pub fn reason(lever: &Lever) -> Line {
    Line::new().say(lever.standing.reason())
}
