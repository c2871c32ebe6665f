//! What is banked: levers that are exhausted, and dead ends with the spend that they prevent.

use crate::ledger::frontier::{lever, wall};
use crate::ledger::{Ledger, Lever, Prevented, Row};
use crate::ui::cut::not_drawn;
use crate::ui::el::{El, el};
use crate::ui::marks::{context, counted, evidence, fact, known_issues, or_not_recorded, sub};
use crate::ui::page::Page;
use crate::ui::paper::citing;

use super::link;

/// Exhausted levers, each with the evidence that nothing is left.
pub fn levers(page: Page, ledger: &Ledger, levers: &[&Lever]) -> Option<El> {
    let item = |entry: &&Lever| {
        let row = ledger.rows.get(entry.row)?;
        let evidence = lever(row).and_then(wall).map_or_else(|| "no evidence recorded".to_owned(), str::to_owned);
        Some(
            citing(el("li"), row, &ledger.facts)
                .attr("data-lever", row.key.clone())
                .attr("data-rank", entry.rank.to_string())
                .child(link(page, row))
                .child(sub(el("span").child(evidence)))
                .child(sub(context(row)))
                .children(known_issues(row)),
        )
    };
    (!levers.is_empty()).then(|| {
        el("section")
            .child(el("h2").child("Banked").child(el("small").child("exhausted: nothing is left to try, and why")))
            .child(el("ul").class("banked").children(page.first(levers).iter().filter_map(item)))
            .maybe_child(not_drawn(page, levers, "banked lever"))
    })
}

/// Closed negatives as what they are worth: why each lost, where, what it saves, and when to look again.
pub fn negatives(page: Page, ledger: &Ledger, rows: &[&Row]) -> Option<El> {
    let item = |row: &&Row| {
        let finding = &row.finding;
        let facts = el("dl")
            .children(fact("Why it lost", or_not_recorded(finding.why.as_deref())))
            .children(fact("Measured", or_not_recorded(finding.win.as_deref())))
            .children(fact("Spend prevented", or_not_recorded(Prevented::said(row).as_deref())))
            .children(fact("Reopen if", or_not_recorded(finding.reopen_if.as_deref())));
        citing(el("li"), row, &ledger.facts)
            .attr("data-negative", row.key.clone())
            .child(
                el("div")
                    .child(link(page, row))
                    .child(sub(context(row)))
                    .children(evidence(row, &ledger.facts))
                    .children(known_issues(row)),
            )
            .child(facts)
    };
    (!rows.is_empty()).then(|| {
        let note = format!("{}: what not to spend on again, and when to look again", counted(rows.len(), "dead end"));
        el("section")
            .attr("data-testid", "negatives")
            .child(el("h2").child("Closed negatives").child(el("small").child(note)))
            .child(el("ul").class("negatives").children(page.first(rows).iter().map(item)))
            .maybe_child(not_drawn(page, rows, "closed negative"))
    })
}
