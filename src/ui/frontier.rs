//! The grind frontier: what to try next, in which order, on what evidence; what is banked; what names no lever.

use std::collections::HashSet;

use leptos::prelude::Get;

use crate::ledger::frontier::{after_exhausted, lever};
use crate::ledger::{Ledger, Lever, Row, significant, usd};

use super::el::{El, Node, Text, el};
use super::marks::{
    by_default, context, counted, evidence, known_issues, lifecycle, not_recorded, or_not_recorded, sub,
};
use super::page::Page;
use super::paper::citing;
use super::{states, unclaimed};

/// The levers of the shown rows: active ones, then banked ones. Ranks stay those of the whole ledger.
pub fn shown<'a>(page: Page, ledger: &'a Ledger) -> (Vec<&'a Lever>, Vec<&'a Lever>) {
    let rows: HashSet<usize> = page.shown.get().iter().copied().collect();
    let of = |levers: &'a [Lever]| levers.iter().filter(|lever| rows.contains(&lever.row)).collect();
    (of(&ledger.frontier.active), of(&ledger.frontier.banked))
}

pub fn view(page: Page) -> El {
    let ledger = page.ledger();
    let rows: HashSet<usize> = page.shown.get().iter().copied().collect();
    if rows.is_empty() {
        return states::no_match(page);
    }
    let (active, banked) = shown(page, &ledger);
    let missing =
        ledger.frontier.missing.iter().filter(|row| rows.contains(row)).filter_map(|row| ledger.rows.get(*row));
    let note = format!("{} active, {} banked, ranked over the whole ledger", active.len(), banked.len());
    el("div")
        .class("frontier")
        .child(el("h2").child("Frontier").child(el("small").child(note)))
        .child(active_table(page, &ledger, page.first(&active)))
        .maybe_child(not_drawn(active.len().saturating_sub(page.first(&active).len())))
        .maybe_child(closing(page, &ledger, &active, &banked))
        .maybe_child(banked_table(page, &ledger, page.first(&banked)))
        .maybe_child(without(page, &missing.collect::<Vec<_>>()))
        .maybe_child(unclaimed::section(&ledger))
}

/// Levers are never left out without a word.
fn not_drawn(count: usize) -> Option<El> {
    (count > 0).then(|| el("p").class("notice").child(format!("and {} more active", counted(count, "lever"))))
}

const COLUMNS: [(&str, &str); 8] = [
    ("n rank", "#"),
    ("gain", "Gain"),
    ("lever", "Next lever"),
    ("finding", "Finding"),
    ("ev", "Evidence under it"),
    ("n usd", "$ / 1M out"),
    ("n usd", "Saved / 1M"),
    ("n usd", "GPU-h saved / 1M"),
];

fn active_table(page: Page, ledger: &Ledger, levers: &[&Lever]) -> El {
    if levers.is_empty() {
        return el("p").class("empty").child("No active lever is left among the findings shown.");
    }
    let head =
        COLUMNS.map(|(class, title)| el("th").role("columnheader").attr("scope", "col").class(class).child(title));
    let rows = levers.iter().filter_map(|lever| Some(active_row(page, ledger, lever, ledger.rows.get(lever.row)?)));
    el("table")
        .role("table")
        .class("levers")
        .child(el("thead").role("rowgroup").child(el("tr").role("row").children(head)))
        .child(el("tbody").role("rowgroup").children(rows))
}

fn cell(class: &'static str) -> El {
    el("td").role("cell").class(class)
}

fn active_row(page: Page, ledger: &Ledger, entry: &Lever, row: &Row) -> El {
    let economics = &row.economics;
    let default_rate = || economics.rate.is_default().then(|| sub("default rate"));
    let money = |value: Option<f64>| match value {
        Some(value) => cell("n usd").child(el("span").child(usd(value))).maybe_child(default_rate()),
        None => cell("n usd").child(not_recorded()),
    };
    let hours = match economics.gpu_hours_saved_per_1m {
        Some(hours) => cell("n usd").child(significant(hours, 4)),
        None => cell("n usd").child(not_recorded()),
    };
    el("tr")
        .role("row")
        .attr("data-lever", row.key.clone())
        .attr("data-rank", entry.rank.to_string())
        .child(cell("n rank").child(entry.rank.to_string()))
        .child(cell("gain").child(gain(entry, row)))
        .child(
            citing(cell("lever"), row, &ledger.facts)
                .child(el("span").class("what").child(or_not_recorded(lever(row))))
                .child(labelled("Unlock", row.finding.next_unlock.as_deref()))
                .child(labelled("Gate", row.finding.next_gate.as_deref()))
                .child(why(entry)),
        )
        .child(cell("finding").child(link(page, row)).child(place(row)).children(known_issues(row)))
        .child(cell("ev").children(evidence(row, &ledger.facts)))
        .child(money(economics.usd_per_1m).attr("data-label", "$ / 1M out"))
        .child(money(economics.usd_saved_per_1m).attr("data-label", "saved"))
        .child(hours.attr("data-label", "GPU-h saved"))
}

/// The gain of the finding that the lever is on; what is not proven does not look as if it were.
fn gain(entry: &Lever, row: &Row) -> El {
    let class = if row.proven() { "gained" } else { "gained unproven" };
    el("span")
        .class(class)
        .child(el("span").attr("data-field", "gain").child(entry.gain_label.clone()))
        .maybe_child(by_default(entry.is_value_by_default(row)))
        .maybe_child((!row.proven()).then(|| sub("not proven")))
}

fn why(entry: &Lever) -> El {
    el("details")
        .class("why")
        .child(el("summary").child(format!("Why it stands at {}", entry.rank)))
        .child(el("p").child(entry.standing.reason()))
}

fn labelled(label: &'static str, text: Option<&str>) -> El {
    el("span").class("lab").child(el("span").class("k").child(label)).child(" ").child(or_not_recorded(text))
}

fn link(page: Page, row: &Row) -> El {
    el("a").attr("href", page.to_finding(&row.key)).child(row.title().to_owned())
}

/// What the figures of the row belong to.
fn place(row: &Row) -> El {
    sub(lifecycle(row.lifecycle)).child(", ").child(el("span").child(context(row)))
}

/// The top of the list, for the first view.
pub fn brief<'a>(page: Page, ledger: &Ledger, levers: impl Iterator<Item = &'a Lever>) -> El {
    let columns = [
        ("n rank", "#"),
        ("lever", "Next lever"),
        ("unlock", "Expected unlock"),
        ("gate", "Gate"),
        ("ev", "Evidence under it"),
    ];
    let head = columns.map(|(class, title)| el("th").attr("scope", "col").class(class).child(title));
    let row = |entry: &Lever| {
        let row = ledger.rows.get(entry.row)?;
        let name = lever(row).unwrap_or_default().to_owned();
        Some(
            el("tr")
                .child(el("td").class("n rank").child(entry.rank.to_string()))
                .child(
                    citing(el("td").class("lever"), row, &ledger.facts)
                        .child(el("a").attr("href", page.to_finding(&row.key)).child(name))
                        .child(sub(format!("{}, {}", row.title(), context(row)))),
                )
                .child(
                    el("td")
                        .class("unlock")
                        .attr("data-label", "Unlock")
                        .child(or_not_recorded(row.finding.next_unlock.as_deref())),
                )
                .child(
                    el("td")
                        .class("gate")
                        .attr("data-label", "Gate")
                        .child(or_not_recorded(row.finding.next_gate.as_deref())),
                )
                .child(el("td").class("ev").children(evidence(row, &ledger.facts))),
        )
    };
    el("table")
        .class("brief")
        .child(el("thead").child(el("tr").children(head)))
        .child(el("tbody").children(levers.filter_map(row)))
}

fn banked_table(page: Page, ledger: &Ledger, levers: &[&Lever]) -> Option<El> {
    let item = |entry: &&Lever| {
        let row = ledger.rows.get(entry.row)?;
        let evidence = lever(row)
            .and_then(after_exhausted)
            .map(|text| text.trim_start_matches([':', ' ']))
            .filter(|text| !text.trim().is_empty());
        Some(
            citing(el("li"), row, &ledger.facts)
                .attr("data-lever", row.key.clone())
                .attr("data-rank", entry.rank.to_string())
                .child(link(page, row))
                .child(
                    sub(el("span").child(evidence.map_or_else(|| "no evidence recorded".to_owned(), str::to_owned))),
                ),
        )
    };
    (!levers.is_empty()).then(|| {
        el("section")
            .child(el("h2").child("Banked").child(el("small").child("exhausted: nothing is left to try, and why")))
            .child(el("ul").class("banked").children(levers.iter().filter_map(item)))
    })
}

fn without(page: Page, rows: &[&Row]) -> Option<El> {
    (!rows.is_empty()).then(|| {
        el("section")
            .child(
                el("h2")
                    .child("No next lever")
                    .child(el("small").child(format!("{} to complete", counted(rows.len(), "finding")))),
            )
            .child(
                el("ul").class("banked").children(
                    page.first(rows).iter().map(|row| el("li").child(link(page, row)).child(sub(context(row)))),
                ),
            )
    })
}

/// What to do next in one sentence, or that nothing is left and the evidence for it.
fn closing(page: Page, ledger: &Ledger, active: &[&Lever], banked: &[&Lever]) -> Option<El> {
    let words = el("p").class("closing");
    if let Some(row) = active.first().and_then(|lever| ledger.rows.get(lever.row)) {
        let text = |text: Option<&str>| -> Node { or_not_recorded(text) };
        return Some(
            words
                .child(el("b").child("Next: "))
                .child(
                    el("a")
                        .attr("href", page.to_finding(&row.key))
                        .child(Text::Owned(lever(row).unwrap_or_default().to_owned())),
                )
                .child(". Unlock: ")
                .child(text(row.finding.next_unlock.as_deref()))
                .child(". Gate: ")
                .child(text(row.finding.next_gate.as_deref()))
                .child("."),
        );
    }
    (!banked.is_empty()).then(|| {
        let none = el("b").child("None is left among the findings shown. ");
        words.child(none).child("The evidence for it stands with each banked lever below.")
    })
}
