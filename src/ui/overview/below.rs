//! Below the first screen: what is in flight, finding by finding, and the flags by their codes.

use std::cmp::Reverse;

use crate::bundle::Severity;
use crate::ledger::{CodeCount, Facet, FlagCounts, Ledger, Lifecycle, Row, View, blockers, findings_by_code, order};
use crate::ui::el::{El, Node, el};
use crate::ui::marks::{context, counted, known_issues, severity_class, sub};
use crate::ui::page::Page;

use super::heading;
use super::standing::figure;

/// How many findings in flight are listed.
const IN_FLIGHT: usize = 12;
/// How many codes of each severity are named.
const CODES: usize = 5;

/// What is in progress, and the errors that stand on each.
pub fn in_flight(page: Page, rows: &[&Row]) -> El {
    let rows: Vec<&&Row> = rows.iter().filter(|row| row.lifecycle == Lifecycle::InProgress).collect();
    let all = page.to_rows([(Facet::Lifecycle, Lifecycle::InProgress.name())]);
    let note = el("a").maybe("href", all.clone()).child(counted(rows.len(), "finding"));
    let section = el("section").child(heading("In flight, and what blocks it", note));
    if rows.is_empty() {
        return section.child(el("p").class("empty").child("Nothing is in progress among the findings shown."));
    }
    let line = |row: &&&Row| {
        let codes = blockers(row);
        let blocks: Node = match codes.is_empty() {
            true => el("span").class("ok").child("no error stands").into(),
            false => el("span").class(severity_class(Severity::Error)).child(codes.join(", ")).into(),
        };
        el("li")
            .child(
                el("span")
                    .child(el("a").attr("href", page.to_finding(&row.key)).child(row.title().to_owned()))
                    .child(sub(context(row)))
                    .children(known_issues(row)),
            )
            .child(el("span").child(blocks))
    };
    let more = rows.len().saturating_sub(IN_FLIGHT);
    let more =
        (more > 0).then(|| el("li").child(el("a").class("act").maybe("href", all).child(format!("{more} more"))));
    section.child(el("ul").class("flight").children(rows.iter().take(IN_FLIGHT).map(line)).maybe_child(more))
}

/// By severity, the codes that are on most findings; each leads to its rows.
pub fn flags(page: Page, ledger: &Ledger, rows: &[&Row]) -> El {
    let counts = FlagCounts::of(rows.iter().flat_map(|row| &row.flags).chain(&ledger.flags));
    // What is raised on the ledger as a whole is no row's.
    let on_ledger = |code: &CodeCount| ledger.flags.iter().any(|flag| flag.code == code.code);
    let by_code = findings_by_code(rows);
    let findings = |code: &CodeCount| by_code.iter().find(|(of, _)| *of == code.code).map_or(0, |(_, count)| *count);
    let code = |code: &CodeCount| {
        if on_ledger(code) {
            return el("li").child(el("a").attr("href", page.to_view(View::Flags)).child(code.code));
        }
        let findings = findings(code);
        let words = format!("{findings} {}", code.code);
        el("li").child(figure(page, [(Facet::Flag, code.code)], findings, words))
    };
    let line = |severity: Severity| {
        let mut codes: Vec<&CodeCount> = counts.codes.iter().filter(|code| code.severity == severity).collect();
        order::sort_by_key(&mut codes, |code| Reverse(if on_ledger(code) { code.count } else { findings(code) }));
        let more = codes.len().saturating_sub(CODES);
        let more = (more > 0).then(|| {
            let link = page.to_view(View::Flags);
            el("li").child(el("a").class("act").attr("href", link).child(format!("{more} more")))
        });
        let name = match severity {
            Severity::Error => "Errors",
            Severity::Warning => "Warnings",
            _ => "Notes",
        };
        let list = match codes.is_empty() {
            true => el("span").class("ok").child("none"),
            false => el("ul").children(codes.into_iter().take(CODES).map(code)).maybe_child(more),
        };
        el("div").class("flagline").child(el("span").class(severity_class(severity)).child(name)).child(list)
    };
    let all =
        el("a").attr("href", page.to_view(View::Flags)).child("findings with each, waived ones too; what each means");
    el("section").child(heading("Flags by code", all)).children(Severity::RAISED.map(line))
}
