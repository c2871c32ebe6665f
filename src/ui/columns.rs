//! The control that sorts the ledger and hides its columns; a phone, where no heading is shown, has no other.

use leptos::prelude::{Get, With};

use crate::ledger::{Column, Sort};

use super::el::{El, Text, el, live};
use super::marks::heard;
use super::page::{Page, href};

pub fn control(page: Page) -> El {
    let is_changed = move || page.sort.get().is_some() || page.hidden.with(|hidden| !hidden.is_empty());
    let label = live(move || match is_changed() {
        true => el("span").class("on").child("Columns").child(heard(" changed")),
        false => el("span").child("Columns"),
    });
    el("details")
        .class("facet columns")
        .attr("name", "facet")
        .attr("data-columns", "")
        .child(el("summary").child(label))
        .child(live(move || choices(page)))
}

fn choices(page: Page) -> El {
    let address = page.address();
    let option = |role: &'static str, chosen: bool, link: Text, words: String| {
        el("a")
            .role(role)
            .attr("aria-checked", if chosen { "true" } else { "false" })
            .attr("href", link)
            .child(el("span").child(words))
    };
    let shown = |column: Column| {
        let link = href(&address.hiding(column));
        option("checkbox", !address.hidden.contains(&column), link, column.title().to_owned())
            .attr("data-column", column.name())
    };
    let first = |column: Column| {
        let sort = Sort::by(column);
        let is_chosen = address.sort == Some(sort);
        let link = href(&address.sorted((!is_chosen).then_some(sort)));
        option("radio", is_chosen, link, column.leads_with().to_owned()).attr("data-sorts", column.name())
    };
    el("div")
        .class("pop")
        .child(el("p").class("sub").child("Within each lifecycle, first"))
        .child(el("div").role("radiogroup").attr("aria-label", "First").children(Column::ALL.map(first)))
        .child(el("p").class("sub").child("Shown beside win, baseline and hardware"))
        .child(el("div").role("group").attr("aria-label", "Shown columns").children(Column::HIDEABLE.map(shown)))
}
