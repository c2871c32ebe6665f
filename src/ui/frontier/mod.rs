//! The grind frontier: what to try next, in which order, on what evidence; what is banked and what that is worth; what
//! names no lever.

mod active;
mod banked;
use leptos::prelude::Get;

use crate::bundle::Severity;
use crate::ledger::frontier::{documents_a_wall, lever};
use crate::ledger::{Ledger, Lever, Lifecycle, Order, Row};

use super::cut::not_drawn;
use super::el::{El, Text, el};
use super::marks::{context, counted, known_issues, or_not_recorded, severity_class, sub};
use super::page::{Page, href};
use super::{states, unclaimed};

pub use active::{belongs_to, brief, gain, labelled, repeats};

/// The levers of the shown rows: active ones by gain, then banked ones. Ranks stay those of the whole ledger.
pub fn shown<'a>(page: Page, ledger: &'a Ledger) -> (Vec<&'a Lever>, Vec<&'a Lever>) {
    let rows = page.shown.get();
    let of = |levers: &'a [Lever]| levers.iter().filter(|lever| rows.contains(lever.row)).collect();
    (of(&ledger.frontier.active), of(&ledger.frontier.banked))
}

#[inline(never)]
pub fn view(page: Page) -> El {
    let ledger = page.ledger();
    let rows = page.shown.get();
    if rows.is_empty() {
        return states::no_match(page);
    }
    let order = page.address().order;
    let (_, banked) = shown(page, &ledger);
    let active: Vec<(usize, &Lever)> =
        ledger.frontier.ranked(order).filter(|(_, lever)| rows.contains(lever.row)).collect();
    let missing =
        ledger.frontier.missing.iter().filter(|row| rows.contains(**row)).filter_map(|row| ledger.rows.get(*row));
    let negatives = page.rows(&ledger).filter(|row| row.lifecycle == Lifecycle::ClosedNegative);
    let note = format!("{} active, {} banked, ranked over the whole ledger", active.len(), banked.len());
    let list = match active.is_empty() {
        true => none_active(&ledger, &banked),
        false => active::table(page, &ledger, order, page.first(&active)),
    };
    el("div")
        .class("frontier")
        .child(el("h2").child("Frontier").child(el("small").child(note)))
        .maybe_child((!active.is_empty()).then(|| orders(page)))
        .child(list)
        // Its place stays, so that what stands around it does.
        .child(not_drawn(page, &active, "active lever"))
        .maybe_child(closing(page, &ledger, &active))
        .maybe_child(banked::levers(page, &ledger, &banked))
        .maybe_child(banked::negatives(page, &ledger, &negatives.collect::<Vec<_>>()))
        .maybe_child(without(page, &missing.collect::<Vec<_>>()))
        .maybe_child(unclaimed::section(&ledger))
}

/// The two ways to read the list.
fn orders(page: Page) -> El {
    let address = page.address();
    let choice = |order: Order| {
        el("a")
            .attr("href", href(&address.ordered(order)))
            .attr("data-order", order.name())
            .maybe("aria-current", (order == address.order).then_some("true"))
            .child(order.title())
    };
    el("div").class("seg orders").role("group").attr("aria-label", "Order").children(Order::ALL.map(choice))
}

/// Nothing is left to try: fine where a wall is documented, a warning where nobody says why.
pub fn none_active(ledger: &Ledger, banked: &[&Lever]) -> El {
    let rows = banked.iter().filter_map(|entry| ledger.rows.get(entry.row));
    let documented = rows.filter(|row| documents_a_wall(row)).count();
    let words = "No active lever is left among the findings shown";
    if documented > 0 {
        let of = counted(banked.len(), "banked lever");
        return el("p").class("empty").child(format!("{words}. {documented} of {of} say why."));
    }
    el("p")
        .class("empty")
        .attr("data-testid", "no-wall")
        .child(
            el("span").class(severity_class(Severity::Warning)).child(format!("{words}, and no wall is documented.")),
        )
        .child(" A finding should name the next thing to try, or the evidence that nothing is left.")
}

pub fn link(page: Page, row: &Row) -> El {
    el("a").attr("href", page.to_finding(&row.key)).child(row.title().to_owned())
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
                    page.first(rows).iter().map(|row| {
                        el("li").child(link(page, row)).child(sub(context(row))).children(known_issues(row))
                    }),
                ),
            )
            .maybe_child(not_drawn(page, rows, "finding"))
    })
}

/// What to do next in one sentence; where nothing is left, that has been said in place of the list.
fn closing(page: Page, ledger: &Ledger, active: &[(usize, &Lever)]) -> Option<El> {
    let row = active.first().and_then(|(_, lever)| ledger.rows.get(lever.row))?;
    let lever = Text::Owned(lever(row).unwrap_or_default().to_owned());
    Some(
        el("p")
            .class("closing")
            .child(el("b").child("Next: "))
            .child(el("a").attr("href", page.to_finding(&row.key)).child(lever))
            .child(". Unlock: ")
            .child(or_not_recorded(row.finding.next_unlock.as_deref()))
            .child(". Gate: ")
            .child(or_not_recorded(row.finding.next_gate.as_deref()))
            .child("."),
    )
}
