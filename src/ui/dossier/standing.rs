//! Why a finding stands as it does: tier, rigor, grounding, flags.

use crate::bundle::Publication;
use crate::ledger::{Cited, Evidence, Flag, Ledger, Lost, Presence, Rigor, Row, Tier, recorded};
use crate::ui::el::{El, Node, el};
use crate::ui::marks::{by_default, flag, id, rigor_bar, waiver};

use super::{Facts, Subject, part};

pub fn standing(subject: Subject<'_>) -> El {
    let Subject { row, ledger } = subject;
    let mut facts = Facts::default();
    let tier = row.effective_tier.map_or("none", Tier::name);
    let tier_note = by_default(recorded::tier_is_default(row, &ledger.facts));
    facts.push(
        "Tier",
        el("span")
            .child(el("span").class(format!("tier {tier}")).child(tier))
            .maybe_child(tier_note)
            .child(": ")
            .child(tier_reason(subject)),
    );
    let rigor_note = by_default(recorded::rigor_is_default(row, &ledger.facts));
    facts.push(
        "Rigor",
        el("span")
            .child(rigor_bar(row.best_rigor))
            .child(row.best_rigor.name())
            .maybe_child(rigor_note)
            .child(": ")
            .child(rigor_reason(row)),
    );
    facts.push("Grounded", grounded_reason(row));
    part("Why it stands as it does", facts.into_el())
}

/// The campaign that carries the row's tier, and what it meets or lacks.
fn tier_reason(Subject { row, ledger }: Subject<'_>) -> Node {
    let best = row.found().find(|(_, _, evidence)| Some(evidence.effective_tier) == row.effective_tier);
    let Some((cited, name, evidence)) = best else { return no_campaign(row).into() };
    let words = match evidence.effective_tier {
        _ if cited.presence == Presence::Published => {
            " is only published: the tier is the published one, and the lake holds no trials or same node to check it by."
                .to_owned()
        }
        Tier::Verdict => {
            let verdict = ledger.facts.campaigns.get(name).and_then(|campaign| campaign.verdict.as_ref());
            let trials = verdict.and_then(|verdict| verdict.trials).unwrap_or_default();
            format!(" meets every condition: {trials} trials, same node, baseline named.")
        }
        Tier::Draft if evidence.unmet.is_empty() => " meets the conditions and declares itself a draft.".to_owned(),
        Tier::Draft => format!(" declares {} and does not meet {}.", evidence.verdict_tier.name(), unmet(evidence)),
    };
    el("span").child(id(name.to_owned())).child(words).into()
}

fn rigor_reason(row: &Row) -> Node {
    let best = row.found().find(|(_, _, evidence)| evidence.sol_rigor == row.best_rigor);
    let Some((_, name, _)) = best else { return no_campaign(row).into() };
    let words =
        if row.best_rigor == Rigor::None { "no speed-of-light analysis in " } else { "speed-of-light analysis of " };
    el("span").child(words).child(id(name.to_owned())).into()
}

fn grounded_reason(row: &Row) -> Node {
    let of = |evidence: &Evidence| match (evidence.dcgm_grounded, evidence.sol_rigor >= Rigor::L2) {
        (true, true) => format!("DCGM counters and rigor {}", evidence.sol_rigor.name()),
        (true, false) => "DCGM counters".to_owned(),
        _ => format!("rigor {}, without DCGM counters", evidence.sol_rigor.name()),
    };
    match row.found().find(|(_, _, evidence)| evidence.grounded()) {
        Some((_, name, evidence)) => {
            el("span").child(format!("yes, by {} in ", of(evidence))).child(id(name.to_owned())).into()
        }
        None if row.found().next().is_none() => el("span").child("no: ").child(no_campaign(row)).into(),
        None => "no: no campaign has DCGM counters or rigor L2.".into(),
    }
}

fn no_campaign(row: &Row) -> &'static str {
    if row.campaigns.is_empty() { "no campaign is cited." } else { "none of the cited campaigns was found." }
}

pub fn unmet(evidence: &Evidence) -> String {
    let conditions: Vec<&str> = evidence.unmet.iter().map(|unmet| unmet.condition()).collect();
    conditions.join("; ")
}

/// Each flag with what was found, where, and what to do.
pub fn flags(subject: Subject<'_>) -> El {
    let flags = &subject.row.flags;
    let content = if flags.is_empty() {
        el("p").class("ok").child("No flag is raised on this finding.")
    } else {
        el("ul").class("flagged").children(flags.iter().map(|flag| item(subject, flag)))
    };
    part("Flags", content)
}

fn item(subject: Subject<'_>, raised: &Flag) -> El {
    let file = &subject.ledger.facts.registry.file;
    let place = match (raised.line, raised.column) {
        (Some(line), Some(column)) => format!(" {file}, line {line}, column {column}."),
        (Some(line), None) => format!(" {file}, line {line}."),
        _ => String::new(),
    };
    el("li")
        .children(flag(raised))
        .child(el("p").child(raised.message.to_string()))
        .maybe_child(raised.waiver.as_ref().map(|accepted| el("p").child(waiver(accepted))))
        .child(el("p").class("fix").child("Fix: ").child(raised.fix().to_owned()).child(place))
}

/// What a citation resolved to, in words.
pub fn presence(cited: &Cited, ledger: &Ledger) -> String {
    let Some(id) = &cited.id else { return lost(cited, ledger) };
    let publication = ledger.facts.campaigns.get(id).map(|campaign| &campaign.publication);
    let place = match (cited.presence, publication) {
        (Presence::Published, _) => "published only",
        (_, Some(Publication::Present(_))) => "local and published",
        (_, Some(Publication::Absent)) => "local, not published",
        (_, Some(Publication::Unreachable)) => "local; the published lake did not answer",
        (presence, Some(Publication::NotConsulted) | None) => presence.name(),
    };
    if *id == cited.cited { place.to_owned() } else { format!("{place}, cited as {}", cited.cited) }
}

fn lost(cited: &Cited, ledger: &Ledger) -> String {
    let name = cited.presence.name();
    match cited.lost {
        None => format!("ambiguous: it fits {}", cited.candidates.join(", ")),
        Some(Lost::Refused) => format!("{name}: refused, it is not one safe path segment"),
        Some(Lost::Unreachable) => format!("{name}: not local, and the published lake did not answer"),
        Some(Lost::Nowhere) if ledger.facts.consulted.published => format!("{name}: not found in the lake"),
        Some(Lost::Nowhere) => format!("{name}: not found in the lake, no published lake was consulted"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Citation;
    use crate::ledger::flag::testing::{Case, expired};

    fn said(case: &Case) -> String {
        let ledger = case.ledger();
        ledger.rows[0].campaigns.last().map(|cited| presence(cited, &ledger)).unwrap_or_default()
    }

    #[test]
    fn a_waived_flag_is_shown_with_its_waiver() {
        use leptos::prelude::RenderHtml as _;
        let day = crate::bundle::Day::parse("2026-12-31").expect("a day");
        let waiver = crate::bundle::Waiver { expires: day, ..expired("campaign-missing") };
        let case = Case::done().cites("gone", Citation::Missing).policy(|policy| policy.waivers = vec![waiver]);
        let ledger = case.ledger();
        let html = Node::from(flags(Subject { row: &ledger.rows[0], ledger: &ledger })).to_html();
        assert!(html.contains(" (waived)"), "{html}");
        assert!(html.contains("Waived through 2026-12-31 by perf: a known gap"), "{html}");
    }

    #[test]
    fn presence_says_where_it_is_and_who_did_not_say() {
        assert_eq!(said(&Case::done()), "local");
        assert_eq!(said(&Case::done().as_published(|_| {})), "local and published");
        assert_eq!(said(&Case::done().publication(Publication::Absent)), "local, not published");
        let unanswered = Case::done().publication(Publication::Unreachable);
        assert_eq!(said(&unanswered), "local; the published lake did not answer");
        assert_eq!(said(&Case::done().only_published(|_| {})), "published only");
        let lost = |citation| Case::done().cites("gone", citation);
        assert_eq!(said(&lost(Citation::Missing)), "unknown: not found in the lake, no published lake was consulted");
        assert_eq!(said(&lost(Citation::Missing).consulted()), "missing: not found in the lake");
        assert_eq!(
            said(&lost(Citation::Unreachable).consulted()),
            "unknown: not local, and the published lake did not answer"
        );
        assert_eq!(said(&lost(Citation::Refused)), "missing: refused, it is not one safe path segment");
    }
}
