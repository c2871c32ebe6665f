//! The ledger: one table, its rows in the groups of their lifecycles.

use leptos::prelude::{For, ForProps, Get, IntoAny, With};

use crate::ledger::{Lifecycle, View};

use super::el::{El, Node, Text, el, live};
use super::marks::{heard, lifecycle};
use super::page::Page;
use super::row::row;
use super::states;

/// Class and heading of each column, in order.
const COLUMNS: [(&str, &str); 8] = [
    ("title", "Finding"),
    ("win", "Win against baseline"),
    ("wide base", "Baseline"),
    ("wide hw", "Hardware"),
    ("ev", "Evidence"),
    ("wide ready", "Deploy"),
    ("wide src", "Source"),
    ("flags", "Flags"),
];

pub fn view(page: Page) -> El {
    let none_shown = move || page.shown.with(|shown| shown.is_empty());
    el("section")
        .class("list")
        .attr("aria-label", View::Ledger.title())
        .child(live(move || none_shown().then(|| states::no_match(page))))
        .child(
            el("div")
                .class("scroll")
                .attr("data-testid", "ledger-scroll")
                .live("hidden", move || none_shown().then_some(Text::Borrowed("")))
                .child(table(page)),
        )
}

fn table(page: Page) -> El {
    let heading = |(class, title): (&'static str, &'static str)| {
        el("th").role("columnheader").attr("scope", "col").class(class).child(title)
    };
    el("table")
        .role("table")
        .class("rows")
        .child(el("caption").child(heard("Findings by lifecycle")))
        .child(el("thead").role("rowgroup").child(el("tr").role("row").children(COLUMNS.map(heading))))
        .children(Lifecycle::ALL.map(|lifecycle| group(page, lifecycle)))
}

fn group(page: Page, of: Lifecycle) -> El {
    let rows = move || -> Vec<usize> {
        let ledger = page.ledger();
        let in_group = |index: &usize| ledger.rows.get(*index).is_some_and(|row| row.lifecycle == of);
        page.shown.get().iter().copied().filter(in_group).collect()
    };
    let count = move || rows().len();
    let drawn = move || rows().into_iter().take(room(page, of)).collect();
    // Beside an open finding the wide columns are gone; a heading over them would keep their room.
    let columns = move || {
        let narrow = page.open.get().is_some();
        let columns = COLUMNS.iter().filter(|(class, _)| !(narrow && class.starts_with("wide")));
        Some(Text::Owned(columns.count().to_string()))
    };
    let heading =
        el("th").role("rowheader").attr("scope", "rowgroup").live("colspan", columns).child(lifecycle(of)).child(
            el("small").child(live(move || count().to_string())).child(el("span").class("dot").child(of.meaning())),
        );
    el("tbody")
        .role("rowgroup")
        .attr("data-group", of.name())
        .live("hidden", move || (count() == 0).then_some(Text::Borrowed("")))
        .child(el("tr").role("row").class("grp").child(heading))
        .child(keyed(page, drawn))
}

/// How many rows of that group go into the document: what the groups before it leave.
fn room(page: Page, of: Lifecycle) -> usize {
    let ledger = page.ledger();
    let is_before = |row: &&usize| ledger.rows.get(**row).is_some_and(|row| row.lifecycle < of);
    page.room_after(page.shown.get().iter().filter(is_before).count())
}

/// Rows that stay shown keep their place in the document, with the focus and the selection in them.
fn keyed(page: Page, rows: impl Fn() -> Vec<usize> + Send + 'static) -> Node {
    let rows = ForProps::builder().each(rows).key(|index| *index).children(move |index| Node::from(row(page, index)));
    For(rows.build()).into_any().into()
}
