//! Active levers: each with its gate and unlock beside it, the evidence under it, and why it stands where it stands.

use crate::ledger::frontier::{Term, lever};
use crate::ledger::{GainLabel, Ledger, Lever, Order, Repeats, Row, significant, usd};
use crate::ui::el::{El, el};
use crate::ui::marks::{
    by_default, context, evidence, known_issues, lifecycle, not_recorded, or_not_recorded, place, sub,
};
use crate::ui::page::Page;
use crate::ui::paper::citing;

use super::link;

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

pub fn table(page: Page, ledger: &Ledger, order: Order, levers: &[(usize, &Lever)]) -> El {
    let head =
        COLUMNS.map(|(class, title)| el("th").role("columnheader").attr("scope", "col").class(class).child(title));
    let all: Vec<&Lever> = ledger.frontier.ranked(order).map(|(_, lever)| lever).collect();
    let above = |rank: usize| {
        let above = all.get(rank.checked_sub(2)?)?;
        Some((*above, ledger.rows.get(above.row)?))
    };
    let row = |(rank, lever): &(usize, &Lever)| {
        let place = Place { rank: *rank, order, above: above(*rank) };
        Some(active_row(page, ledger, &place, lever, ledger.rows.get(lever.row)?))
    };
    el("table")
        .role("table")
        .class("levers")
        .child(el("thead").role("rowgroup").child(el("tr").role("row").children(head)))
        .child(el("tbody").role("rowgroup").children(levers.iter().filter_map(row)))
}

/// Where a lever stands in the order that is shown, over the whole ledger.
struct Place<'a> {
    rank: usize,
    order: Order,
    /// The lever before it; none for the first.
    above: Option<(&'a Lever, &'a Row)>,
}

fn cell(class: &'static str) -> El {
    el("td").role("cell").class(class)
}

fn active_row(page: Page, ledger: &Ledger, place: &Place<'_>, entry: &Lever, row: &Row) -> El {
    let economics = &row.economics();
    let default_rate = || economics.rate.is_default().then(|| sub("default rate"));
    let money = |value: Option<f64>| match value {
        Some(value) => cell("n usd").child(el("span").child(usd(value))).maybe_child(default_rate()),
        None => cell("n usd").child(not_recorded()),
    };
    let hours = match economics.gpu_hours_saved_per_1m {
        Some(hours) => cell("n usd").child(significant(hours, 4)),
        None => cell("n usd").child(not_recorded()),
    };
    // About the finding: what a reader opened in a row is not open in another that takes its place.
    el("tr")
        .about(row.key.clone())
        .role("row")
        .attr("data-lever", row.key.clone())
        .attr("data-rank", place.rank.to_string())
        .child(cell("n rank").child(place.rank.to_string()))
        .child(cell("gain").child(gain(row)))
        .child(
            citing(cell("lever"), row, &ledger.facts)
                .child(el("span").class("what").child(or_not_recorded(lever(row))))
                .child(labelled("Unlock", row.finding.next_unlock.as_deref()))
                .child(labelled("Gate", row.finding.next_gate.as_deref()))
                .children(repeats(page, ledger, row))
                .child(why(page, place, entry)),
        )
        .child(cell("finding").child(link(page, row)).child(belongs_to(row)).children(known_issues(row)))
        .child(cell("ev").children(evidence(row, &ledger.facts)))
        .child(money(economics.usd_per_1m).attr("data-label", "$ / 1M out"))
        .child(money(economics.usd_saved_per_1m).attr("data-label", "saved"))
        .child(hours.attr("data-label", "GPU-h saved"))
}

/// The gain of the finding that the lever is on; what is not proven does not look as if it were.
pub fn gain(row: &Row) -> El {
    let label = GainLabel::of(row);
    let class = if row.proven() { "gained" } else { "gained unproven" };
    el("span")
        .class(class)
        .child(el("span").attr("data-field", "gain").child(label.text()))
        .maybe_child(by_default(label.is_value_by_default()))
        .maybe_child((!row.proven()).then(|| sub("not proven")))
}

/// The closed negatives that it tries again, and what would have to be new.
pub fn repeats(page: Page, ledger: &Ledger, row: &Row) -> impl Iterator<Item = El> {
    let Repeats { first, more } = ledger.repeats(row);
    let negatives = first.into_iter().filter_map(|key| ledger.row(&key));
    let more = (more > 0).then(|| el("span").class("lab repeats").child(format!("and {more} more closed negatives")));
    let each = negatives.map(move |negative| {
        el("span")
            .class("lab repeats")
            .attr("data-repeats", negative.key.clone())
            .child(el("span").class("k").child("Repeats a closed negative"))
            .child(" ")
            .child(link(page, negative))
            .child(". Reopen it only if: ")
            .child(or_not_recorded(negative.finding.reopen_if.as_deref()))
    });
    each.chain(more)
}

/// The terms of the order, the first that counts first, and what would move it up.
fn why(page: Page, place: &Place<'_>, entry: &Lever) -> El {
    let term = |term: Term| el("li").child(format!("{}: {}", term.name, term.here));
    let up = match place.above {
        Some((above, row)) => el("p")
            .child(format!("To pass the one at {}, ", place.rank.saturating_sub(1)))
            .child(link(page, row))
            .child(format!(": {}.", entry.to_pass(above, place.order))),
        None => el("p").child("Nothing stands above it."),
    };
    el("details")
        .class("why")
        .child(el("summary").child(format!("Why it stands at {}", place.rank)))
        .child(el("ol").children(entry.standing.terms(place.order).into_iter().map(term)))
        .child(up)
        .child(el("p").child("Evidence does not rank a lever; it stands beside it."))
}

pub fn labelled(label: &'static str, text: Option<&str>) -> El {
    el("span").class("lab").child(el("span").class("k").child(label)).child(" ").child(or_not_recorded(text))
}

/// What the figures of the row belong to.
pub fn belongs_to(row: &Row) -> El {
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
    let told = |class: &'static str, label: &'static str, text: Option<&str>| {
        el("td").class(class).attr("data-label", label).child(el("span").child(or_not_recorded(text)))
    };
    let row = |entry: &Lever| {
        let row = ledger.rows.get(entry.row)?;
        let name = lever(row).unwrap_or_default().to_owned();
        Some(
            el("tr")
                .child(el("td").class("n rank").child(entry.rank.to_string()))
                .child(
                    citing(el("td").class("lever"), row, &ledger.facts)
                        .child(el("a").attr("href", page.to_finding(&row.key)).child(name))
                        .child(place(row).child(el("span").class("of").child(format!("; {}", row.title()))))
                        .children(repeats(page, ledger, row))
                        .children(known_issues(row)),
                )
                .child(told("unlock", "Unlock", row.finding.next_unlock.as_deref()))
                .child(told("gate", "Gate", row.finding.next_gate.as_deref()))
                .child(
                    el("td")
                        .class("ev")
                        .children(evidence(row, &ledger.facts))
                        .maybe_child((!row.proven()).then(|| sub("not proven").class("sub unproven"))),
                ),
        )
    };
    el("table")
        .class("brief")
        .child(el("thead").child(el("tr").children(head)))
        .child(el("tbody").children(levers.filter_map(row)))
}
