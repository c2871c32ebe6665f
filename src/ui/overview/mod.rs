//! The first view: what is proven on which hardware, what is claimed, in flight and wrong, and what to do next. Under
//! the current filter. What answers a director stands in the first screen; what explains it stands below.

mod below;
mod standing;

use crate::ledger::{Headline, Ledger, Row, View, proven_wins};

use super::changes;
use super::el::{El, Node, el};
use super::frontier;
use super::marks::{evidence, known_issues, or_not_recorded, place};
use super::page::Page;
use super::paper::citing;
use super::states;

pub use standing::{apart, figure, linked};

/// How many wins are listed in all, at least one a hardware.
const WINS: usize = 5;
const LEVERS: usize = 3;

#[inline(never)]
pub fn view(page: Page) -> El {
    let ledger = page.ledger();
    let rows: Vec<&Row> = page.rows(&ledger).collect();
    if rows.is_empty() {
        return states::no_match(page);
    }
    let headline = Headline::of(rows.iter().copied());
    el("div")
        .class("overview")
        .maybe_child(changes::section(page, &ledger))
        .child(
            el("div")
                .class("lead")
                .child(standing::standing(page, &ledger, &rows, &headline))
                .child(wins(page, &ledger, &rows, &headline)),
        )
        .child(levers(page, &ledger))
        .child(below::in_flight(page, &rows))
        .child(below::flags(page, &ledger, &rows))
}

fn heading(title: &'static str, note: impl Into<Node>) -> El {
    el("h2").child(title).child(el("small").child(note))
}

fn wins(page: Page, ledger: &Ledger, rows: &[&Row], headline: &Headline) -> El {
    let each = WINS.checked_div(headline.by_hardware.len()).unwrap_or(WINS).max(1);
    let best: Vec<&Row> = headline
        .by_hardware
        .iter()
        .flat_map(|(hardware, _)| proven_wins(rows.iter().copied(), *hardware).into_iter().take(each))
        .collect();
    let section = el("section").child(heading("Best proven wins", "each on its own hardware and baseline"));
    if best.is_empty() {
        return section.child(el("p").class("empty").child("No finding shown here is done, deployable and proven."));
    }
    let row = |row: &&Row| {
        let link = el("a").class("of").attr("href", page.to_finding(&row.key)).child(row.title().to_owned());
        let win = el("span").class("won").child(or_not_recorded(row.finding.win.as_deref()));
        let claim =
            citing(el("td").class("win"), row, &ledger.facts).child(win).child(link).child(" ").child(place(row));
        el("tr")
            .child(claim.children(known_issues(row)))
            .child(el("td").class("ev").children(evidence(row, &ledger.facts)))
    };
    let columns = [("win", "Win and finding"), ("ev", "Evidence")];
    let head = columns.map(|(class, title)| el("th").attr("scope", "col").class(class).child(title));
    section.child(
        el("table")
            .class("wins")
            .child(el("thead").child(el("tr").children(head)))
            .child(el("tbody").children(best.iter().map(row))),
    )
}

fn levers(page: Page, ledger: &Ledger) -> El {
    let (active, banked) = frontier::shown(page, ledger);
    let note = format!("{} of {} active, {} banked", LEVERS.min(active.len()), active.len(), banked.len());
    let all = el("a").attr("href", page.to_view(View::Frontier)).child(note);
    let section = el("section").child(heading("Next levers", all));
    if active.is_empty() {
        return section.child(frontier::none_active(ledger, &banked));
    }
    section.child(frontier::brief(page, ledger, active.into_iter().take(LEVERS)))
}
