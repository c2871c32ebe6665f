//! The ledger: one table, its rows in the groups of their lifecycles.

use leptos::prelude::{For, ForProps, Get, IntoAny, With};

use crate::ledger::{Column, Lifecycle, Sort, View};

use super::el::{El, Node, Text, el, live};
use super::marks::{heard, lifecycle};
use super::page::{Page, href};
use super::row::row;
use super::states;

#[inline(never)]
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
    el("table")
        .role("table")
        .child(el("caption").child(heard("Findings by lifecycle")))
        .live("class", move || Some(class_of(page)))
        .child(
            el("thead").role("rowgroup").child(el("tr").role("row").children(Column::ALL.map(|of| heading(page, of)))),
        )
        .children(Lifecycle::ALL.map(|lifecycle| group(page, lifecycle)))
}

/// The class of a column's cells. Beside an open finding the wide ones are gone.
fn class(of: Column) -> &'static str {
    match of {
        Column::Title => "title",
        Column::Win => "win",
        Column::Baseline => "wide base",
        Column::Hardware => "wide hw",
        Column::Evidence => "ev",
        Column::Readiness => "wide ready",
        Column::Source => "wide src",
        Column::Flags => "flags",
    }
}

fn is_wide(of: Column) -> bool {
    class(of).starts_with("wide")
}

/// The style sheet takes away the columns that the table's class names.
fn class_of(page: Page) -> Text {
    let hidden = page.hidden.get();
    hidden.iter().fold(String::from("rows"), |names, of| names + " without-" + of.name()).into()
}

/// A heading leads to its order, then to the other way round, then back to the registry's.
fn heading(page: Page, of: Column) -> El {
    let sort = move || page.sort.get().filter(|sort| sort.column == of);
    let direction = move || {
        let name = sort().map(|sort| if sort.descends() { "descending" } else { "ascending" });
        name.map(Text::Borrowed)
    };
    let next = move || {
        let address = page.address();
        Some(href(&address.sorted(Sort::after(address.sort, of))))
    };
    el("th")
        .role("columnheader")
        .attr("scope", "col")
        .class(class(of))
        .live("aria-sort", direction)
        .child(el("a").attr("data-sort", of.name()).live("href", next).child(of.title()))
}

fn group(page: Page, of: Lifecycle) -> El {
    let rows = move || -> Vec<usize> {
        let ledger = page.ledger();
        let in_group = |index: &usize| ledger.rows.get(*index).is_some_and(|row| row.lifecycle == of);
        let mut rows: Vec<usize> = page.shown.get().iter().copied().filter(in_group).collect();
        if let Some(sort) = page.sort.get() {
            sort.apply(&mut rows, &ledger);
        }
        rows
    };
    let count = move || rows().len();
    let drawn = move || rows().into_iter().take(room(page, of)).collect();
    // A heading over columns that are gone would keep their room.
    let columns = move || {
        let narrow = page.open.get().is_some();
        let is_shown = |of: &Column| !(narrow && is_wide(*of)) && page.hidden.with(|hidden| !hidden.contains(of));
        Some(Text::Owned(Column::ALL.iter().filter(|of| is_shown(of)).count().to_string()))
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
