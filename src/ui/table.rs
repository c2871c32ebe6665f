//! The ledger: one table, its rows in the groups of their lifecycles.

use leptos::prelude::{Get, Memo, With};

use crate::ledger::{Column, Lifecycle, Sort, View, fixed};

use super::el::{El, Node, Text, el, list, live};
use super::marks::{heard, lifecycle};
use super::page::{Page, href};
use super::row::row;
use super::states;
use super::window::Window;

#[inline(never)]
pub fn view(page: Page) -> El {
    let none_shown = move || page.shown.with(|shown| shown.is_empty());
    el("section")
        .class("list")
        .attr("aria-label", View::Ledger.title())
        .child(live(move || none_shown().then(|| states::no_match(page))))
        .child(live(move || page.is_long.get().then(|| drawn_near(page))))
        .child(
            el("div")
                .class("scroll")
                .attr("data-testid", "ledger-scroll")
                .live("hidden", move || none_shown().then_some(Text::Borrowed("")))
                .child(table(page)),
        )
}

/// What finds less here than it seems to.
fn drawn_near(page: Page) -> El {
    let all = page.shown.with(|shown| shown.len());
    el("p").class("quiet near").attr("data-testid", "near").child(format!(
        "Rows are drawn as you scroll. The search above looks through all {all}; the browser's own search finds only \
         what is near the screen. On paper all {all} are there."
    ))
}

fn table(page: Page) -> El {
    el("table")
        .role("table")
        .child(el("caption").child(heard("Findings by lifecycle")))
        .live("class", move || Some(class_of(page)))
        .child(
            el("thead").role("rowgroup").child(
                el("tr")
                    .role("row")
                    .live("aria-rowindex", move || page.is_long.get().then_some(Text::Borrowed("1")))
                    .children(Column::ALL.map(|of| heading(page, of))),
            ),
        )
        .live("aria-rowcount", move || page.is_long.get().then(|| page.lines_in_all().to_string().into()))
        .children(Lifecycle::ALL.into_iter().enumerate().map(|(place, of)| group(page, place, of)))
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

/// The style sheet takes away the columns that the table's class names, and the layout of rows that nobody sees.
fn class_of(page: Page) -> Text {
    let hidden = page.hidden.get();
    let names = if page.begins_near.get() { "rows many" } else { "rows" };
    hidden.iter().fold(names.to_owned(), |names, of| names + " without-" + of.name()).into()
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

fn group(page: Page, place: usize, of: Lifecycle) -> El {
    let count = move || page.listed.with(|listed| listed.get(place).map_or(0, Vec::len));
    let range = Memo::new(move |_| if page.begins_near.get() { page.drawn(place).rows } else { 0..room(page, place) });
    let drawn = move || {
        let range = range.get();
        page.listed.with(|listed| {
            let rows = listed.get(place).map_or(&[][..], Vec::as_slice);
            rows.get(range.start..range.end.min(rows.len())).unwrap_or_default().to_vec()
        })
    };
    let line = move || Some(page.line_of_heading(place)?.to_string().into());
    // What stands over columns that are gone would keep their room.
    let columns = move || {
        let narrow = page.open.get().is_some();
        let is_shown = |of: &Column| !(narrow && is_wide(*of)) && page.hidden.with(|hidden| !hidden.contains(of));
        Some(Text::Owned(Column::ALL.iter().filter(|of| is_shown(of)).count().to_string()))
    };
    let gap = move |height: fn(&Window) -> f64| {
        let gap = move || gap(el("td").live("colspan", columns), height(&page.drawn(place)));
        live(move || page.begins_near.get().then(gap))
    };
    let heading =
        el("th").role("rowheader").attr("scope", "rowgroup").live("colspan", columns).child(lifecycle(of)).child(
            el("small").child(live(move || count().to_string())).child(el("span").class("dot").child(of.meaning())),
        );
    el("tbody")
        .role("rowgroup")
        .attr("data-group", of.name())
        .live("hidden", move || (count() == 0).then_some(Text::Borrowed("")))
        .child(el("tr").role("row").class("grp").live("aria-rowindex", line).child(heading))
        .child(gap(|window| window.before))
        .child(rows(page, drawn))
        .child(gap(|window| window.after))
}

/// What stands for the rows that are not in the document, as high as they are.
fn gap(room: El, height: f64) -> El {
    el("tr").class("gap").attr("aria-hidden", "true").child(room.attr("height", fixed(height, 0)))
}

/// How many rows of that group go into the document: what the groups before it leave.
fn room(page: Page, place: usize) -> usize {
    let before = page.listed.with(|listed| listed.iter().take(place).map(Vec::len).fold(0, usize::saturating_add));
    page.room_after(before)
}

fn rows(page: Page, drawn: impl Fn() -> Vec<usize> + Send + 'static) -> Node {
    live(move || {
        let ledger = page.ledger();
        list(drawn(), move |index| row(page, &ledger, index))
    })
}
