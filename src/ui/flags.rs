//! The flags view: each code that was raised, what it means, how to fix it, and where it stands.

use crate::bundle::{Severity, Waiver};
use crate::ledger::{Facet, Flag, Ledger, OfRule, RULES, Row, by_rule, subject_of_waiver};

use super::el::{El, el};
use super::marks::{counted, heard, id, severity_class, sub, waiver};
use super::page::Page;
use super::states;

/// How many places of one code are listed; the rest is in the ledger, filtered by that code.
const LISTED: usize = 25;

#[inline(never)]
pub fn view(page: Page) -> El {
    let ledger = page.ledger();
    let rows: Vec<&Row> = page.rows(&ledger).collect();
    if rows.is_empty() && ledger.flags.is_empty() {
        return states::no_match(page);
    }
    // Where no finding is shown, no rule was asked of one.
    let were_checked = !rows.is_empty();
    let groups = by_rule(rows, &ledger.flags);
    el("div")
        .class("flagview")
        .children(Severity::RAISED.map(|severity| of_severity(page, &ledger, &groups, severity)))
        .maybe_child(were_checked.then(|| not_raised(&ledger, &groups)))
        .maybe_child(idle_waivers(&ledger))
        .maybe_child(unknown_codes(&ledger))
}

fn severity_of(group: &OfRule<'_>) -> Option<Severity> {
    let first = group.on_rows.first().map(|(_, flag)| *flag).or_else(|| group.on_ledger.first().copied());
    first.map(|flag| flag.severity)
}

fn of_severity(page: Page, ledger: &Ledger, groups: &[OfRule<'_>], severity: Severity) -> El {
    let of_this = || groups.iter().filter(move |group| severity_of(group) == Some(severity));
    let count = of_this().map(OfRule::count).fold(0, usize::saturating_add);
    let waived = of_this().map(OfRule::waived).fold(0, usize::saturating_add);
    let title = match severity {
        Severity::Error => "Errors",
        Severity::Warning => "Warnings",
        _ => "Notes",
    };
    let heading = el("h2")
        .child(el("span").class(severity_class(severity)).child(title))
        .child(el("small").child(count.to_string()).child(" raised").maybe_child(of_them_waived(waived)));
    let section = el("section").child(heading);
    if count == 0 {
        return section.child(el("p").class("empty").child("None among the findings shown."));
    }
    section.children(of_this().map(|group| raised(page, ledger, group)))
}

fn of_them_waived(waived: usize) -> Option<String> {
    (waived > 0).then(|| format!(", {waived} of them waived"))
}

fn raised(page: Page, ledger: &Ledger, group: &OfRule<'_>) -> El {
    let rule = group.rule;
    let findings = group.findings();
    let all = (findings > 0).then(|| {
        let link = page.to_rows([(Facet::Flag, rule.code)]);
        el("a").maybe("href", link).child(format!("{} in the ledger", counted(findings, "finding")))
    });
    let place = |(row, flag): &(&Row, &Flag)| {
        el("li")
            .child(el("a").attr("href", page.to_finding(&row.key)).child(row.title().to_owned()))
            .child(sub(flag.message.to_string()).maybe_child(line(ledger, flag)))
            .maybe_child(flag.waiver.as_ref().map(|accepted| sub(waiver(accepted))))
    };
    let whole = |flag: &&Flag| {
        el("li").child("The ledger as a whole").child(sub(flag.message.to_string()).maybe_child(line(ledger, flag)))
    };
    let more = group.on_rows.len().saturating_sub(LISTED);
    el("section")
        .class("rule")
        .attr("data-rule", rule.code)
        .child(
            el("h3").child(el("span").attr("data-flag", rule.code).child(rule.code)).child(
                el("small")
                    .child(group.count().to_string())
                    .child(heard(" raised"))
                    .maybe_child(of_them_waived(group.waived())),
            ),
        )
        .child(
            el("div")
                .class("about")
                .child(el("p").child(rule.means))
                .child(el("p").class("quiet").child(rule.why))
                .child(el("p").child(el("b").child("Fix: ")).child(rule.fix))
                .maybe_child(all.map(|all| el("p").child(all))),
        )
        .child(
            el("ul")
                .class("places")
                .children(group.on_ledger.iter().map(whole))
                .children(group.on_rows.iter().take(LISTED).map(place))
                .maybe_child((more > 0).then(|| el("li").class("quiet").child(format!("and {more} more")))),
        )
}

fn line(ledger: &Ledger, flag: &Flag) -> Option<El> {
    let line = flag.line?;
    Some(el("span").class("at").child(format!(" {}:{line}", ledger.facts.registry.file)))
}

/// What was looked for and not found and what policy.yaml switched off.
fn not_raised(ledger: &Ledger, groups: &[OfRule<'_>]) -> El {
    let is_off = |code: &str| ledger.facts.policy.severity.get(code) == Some(&Severity::Off);
    let quiet = groups.iter().filter(|group| group.count() == 0 && !is_off(group.rule.code));
    let off: Vec<&str> = RULES.iter().map(|rule| rule.code).filter(|code| is_off(code)).collect();
    let codes = |codes: &[&str]| id(codes.join(", "));
    el("section")
        .child(el("h2").child("Checked, not raised").child(el("small").child("among the findings shown")))
        .child(
            el("dl").class("quietlist").children(
                quiet.flat_map(|group| [el("dt").child(id(group.rule.code)), el("dd").child(group.rule.means)]),
            ),
        )
        .maybe_child((!off.is_empty()).then(|| el("p").child("Switched off by policy.yaml: ").child(codes(&off))))
}

/// The waivers in force that are about no flag.
fn idle_waivers(ledger: &Ledger) -> Option<El> {
    let idle = ledger.idle_waivers();
    let line = |waives: &&Waiver| {
        el("li").child(id(subject_of_waiver(waives))).child(": waives nothing. ").child(sub(waiver(waives)))
    };
    (!idle.is_empty()).then(|| {
        el("section")
            .attr("data-testid", "idle-waivers")
            .child(el("h2").child("Waivers that waive nothing").child(el("small").child("in the whole ledger")))
            .child(el("ul").class("places").children(idle.iter().map(line)))
    })
}

/// What policy.yaml sets that means nothing here.
fn unknown_codes(ledger: &Ledger) -> Option<El> {
    let unknown: Vec<&str> = ledger.unknown_policy_codes().into_iter().collect();
    (!unknown.is_empty()).then(|| {
        el("p").class("notice").child("policy.yaml names codes that there are not: ").child(id(unknown.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use leptos::prelude::RenderHtml as _;

    use super::*;
    use crate::bundle::Day;
    use crate::ledger::flag::testing::{Case, expired};
    use crate::ui::el::Node;

    #[test]
    fn a_waiver_that_waives_nothing_is_said() {
        let day = Day::parse("2026-12-31").expect("a day");
        let idle = Waiver { expires: day, ..expired("stale") };
        let ledger = Case::done().policy(|policy| policy.waivers = vec![idle, expired("style")]).ledger();
        let html = idle_waivers(&ledger).map(|section| Node::from(section).to_html()).expect("a section");
        assert!(html.contains("stale on good") && html.contains("waives nothing"), "{html}");
        assert!(html.contains("Waived through 2026-12-31 by perf: a known gap"), "{html}");
        assert!(!html.contains("style"), "what is over is a flag: {html}");
        assert!(idle_waivers(&Case::done().ledger()).is_none());
    }
}
