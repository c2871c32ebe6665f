//! Findings side by side: choosing them, and what they have in common and not.

use leptos::prelude::With;

use crate::ledger::compare::{Field, Ratio, compare};
use crate::ledger::{Address, MAX_COMPARED, NOT_RECORDED, Row, View, significant};

use super::el::{El, Text, el};
use super::marks::{counted, heard, id, or_not_recorded, sub};
use super::page::{Page, href};

/// The chosen findings over the foot of the ledger: each of its list items holds the link that takes one out.
pub const TRAY_ID: &str = "tray";

/// A box that chooses a finding for the comparison, or gives it up.
pub fn choice(page: Page, row: &Row) -> El {
    let key = row.key.clone();
    let chosen = move || page.compared.with(|compared| compared.iter().any(|one| *one == *key));
    el("button")
        .attr("type", "button")
        .class("choose")
        .role("checkbox")
        .attr("data-choose", row.key.clone())
        .live("aria-checked", move || Some(Text::Borrowed(if chosen() { "true" } else { "false" })))
        .attr("aria-label", format!("compare {}", row.title()))
        .child("compare")
}

/// What is chosen, and the way to see it side by side; it lies over the foot of the ledger.
#[inline(never)]
pub fn tray(page: Page) -> Option<El> {
    let address = page.address();
    if address.compare.is_empty() || address.view != View::Ledger {
        return None;
    }
    let ledger = page.ledger();
    let chip = |key: &String| {
        let without = address.comparing(key)?;
        let title = ledger.row(key)?.title().to_owned();
        let cross = el("span").class("x").attr("aria-hidden", "true").child("\u{d7}");
        let link = el("a").class("chip").attr("href", href(&without));
        Some(el("li").child(link.child(heard("Take out ")).child(title).child(cross)))
    };
    let count = address.compare.len();
    let next = if count < 2 {
        el("span").class("quiet").child(format!("Choose up to {} more.", MAX_COMPARED.saturating_sub(count)))
    } else {
        el("a")
            .class("go")
            .attr("href", href(&address.viewing(View::Compare)))
            .child(format!("Compare {}", counted(count, "finding")))
    };
    let none = Address { compare: Vec::new(), ..address.clone() };
    Some(
        el("section")
            .attr("id", TRAY_ID)
            .class("tray")
            .attr("aria-label", "Chosen to compare")
            .child(el("ul").class("chips").children(address.compare.iter().filter_map(chip)))
            .child(next)
            .child(el("a").class("clear").attr("href", href(&none)).child("Clear")),
    )
}

/// The findings that are chosen, a column each.
#[inline(never)]
pub fn view(page: Page) -> El {
    let address = page.address();
    let ledger = page.ledger();
    let rows: Vec<&Row> = address.compare.iter().filter_map(|key| ledger.row(key)).collect();
    if rows.len() < 2 {
        return too_few(page);
    }
    let comparison = compare(&rows, &ledger.facts);
    let head = |row: &&Row| {
        el("th")
            .attr("scope", "col")
            .attr("data-compared", row.key.clone())
            .child(el("a").attr("href", page.to_finding(&row.key)).child(row.title().to_owned()))
            .child(sub(id(row.key.clone())))
    };
    let line = |field: &Field| {
        el("tr")
            .maybe("class", field.differs.then_some("differs"))
            .child(
                el("th")
                    .attr("scope", "row")
                    .child(field.label.clone())
                    .maybe_child(field.differs.then(|| el("span").class("mark-differs").child("differs"))),
            )
            .children(field.values.iter().map(|value| {
                el("td").child(or_not_recorded(Some(value.as_str()).filter(|value| *value != NOT_RECORDED)))
            }))
    };
    let title = |index: usize| rows.get(index).map(|row| row.title()).unwrap_or_default();
    let ratio = |ratio: &Ratio| match ratio {
        Ratio::Of { other, metric, unit, first_value, other_value, ratio } => {
            el("li").child(el("b").child(format!("{}x", significant(*ratio, 4)))).child(format!(
                " {metric}: {} {unit} of {} over {} {unit} of {}",
                significant(*other_value, 6),
                title(*other),
                significant(*first_value, 6),
                title(0)
            ))
        }
        Ratio::Refused { other, why } => {
            el("li").class("refused").child(why.clone()).child(sub(format!("{} against {}", title(*other), title(0))))
        }
    };
    el("section")
        .class("compare")
        .attr("aria-label", View::Compare.title())
        .child(el("h2").child("Side by side").child(el("small").child(counted(rows.len(), "finding"))))
        .child(
            el("div").class("wide-table").child(
                el("table")
                    .class(if rows.len() > 2 { "side many" } else { "side" })
                    .child(el("caption").child(heard("Findings side by side")))
                    .child(el("thead").child(el("tr").child(el("td")).children(rows.iter().map(head))))
                    .child(el("tbody").children(comparison.fields.iter().map(line))),
            ),
        )
        .child(el("h2").child("Ratios"))
        .child(el("ul").class("plain ratios").children(comparison.ratios.iter().map(ratio)))
        .child(el("p").child(back(page)))
}

fn too_few(page: Page) -> El {
    el("section")
        .class("state")
        .child(el("h2").child("Fewer than two findings are chosen"))
        .child(el("p").child(
            "Choose two to four findings by their \u{201c}compare\u{201d} boxes, in the ledger or in an open finding.",
        ))
        .child(el("p").child(back(page)))
}

fn back(page: Page) -> El {
    el("a").class("act").attr("href", page.to_view(View::Ledger)).child("Back to the ledger")
}
