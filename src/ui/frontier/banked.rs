//! What is banked: levers that are exhausted, and dead ends with the spend that they prevent.

use crate::ledger::frontier::{lever, wall};
use crate::ledger::{Ledger, Lever, Prevented, Row, significant, usd};
use crate::ui::el::{El, Node, el};
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
                .child(sub(el("span").child(evidence))),
        )
    };
    (!levers.is_empty()).then(|| {
        el("section")
            .child(el("h2").child("Banked").child(el("small").child("exhausted: nothing is left to try, and why")))
            .child(el("ul").class("banked").children(levers.iter().filter_map(item)))
    })
}

/// Closed negatives as what they are worth: why each lost, where, what it saves, and when to look again.
pub fn negatives(page: Page, ledger: &Ledger, rows: &[&Row]) -> Option<El> {
    let item = |row: &&Row| {
        let finding = &row.finding;
        let facts = el("dl")
            .children(fact("Why it lost", or_not_recorded(finding.why.as_deref())))
            .children(fact("Measured", or_not_recorded(finding.win.as_deref())))
            .children(fact("Spend prevented", spend(row)))
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
    })
}

/// Only what is recorded; a figure that rests on a default rate says so.
fn spend(row: &Row) -> Node {
    let Prevented { usd_per_1m, gpu_hours_per_1m, effort, campaigns } = Prevented::by(row);
    let rate = if row.economics.rate.is_default() { ", default rate" } else { "" };
    let running = usd_per_1m.zip(gpu_hours_per_1m).map(|(dollars, hours)| {
        let hours = significant(hours, 3);
        format!("{} more per 1M output tokens than its baseline ({hours} GPU-hours{rate})", usd(dollars))
    });
    let measured = (campaigns > 0).then(|| format!("{} that need not be run again", counted(campaigns, "campaign")));
    let effort = effort.map(|effort| format!("effort {}", effort.name()));
    let parts: Vec<String> = [running, measured, effort].into_iter().flatten().collect();
    or_not_recorded(Some(&parts.join("; ")))
}
