//! The controls that narrow what is shown, and what they narrow it to. Each choice is a link: what it leads to is the
//! state it makes.

use leptos::prelude::{Get, With};

use crate::ledger::{Facet, FacetCount, Filter, View};

use super::app::here;
use super::columns;
use super::el::{El, Text, el, live};
use super::marks::heard;
use super::page::{Page, href};

pub const SEARCH_ID: &str = "search";
/// What is chosen: each of its list items holds the link that takes one away.
pub const CHIPS_ID: &str = "chosen";

/// The facets that have a control here; hardware has its own, above every view.
const FACETS: [Facet; 5] = [Facet::Lifecycle, Facet::Baseline, Facet::Tier, Facet::Readiness, Facet::Flag];

pub fn bar(page: Page) -> El {
    let class = move || {
        let quiet = page.view.get() == View::Overview;
        Some(Text::Borrowed(if quiet { "filters quiet" } else { "filters" }))
    };
    el("section")
        .live("class", class)
        .live("hidden", move || (page.view.get() == View::Compare).then_some(Text::Borrowed("")))
        .attr("aria-label", "Filters")
        .child(live(move || here(page).map(|views| (views.controls)(page))))
        .child(live(move || chosen(page)))
}

/// The search and the facets.
pub fn controls(page: Page) -> El {
    let not_in_ledger = move || (page.view.get() != View::Ledger).then_some(Text::Borrowed(""));
    el("div").class("controls").child(search(page)).child(
        el("div")
            .class("facets")
            .children(FACETS.map(|facet| control(page, facet)))
            .child(columns::control(page).live("hidden", not_in_ledger)),
    )
}

fn search(page: Page) -> El {
    el("label").class("search").child(heard("Search the findings")).child(
        el("input")
            .attr("id", SEARCH_ID)
            .attr("type", "search")
            .attr("data-filter", "q")
            .live("placeholder", move || Some(if page.address().keys_off { "Search" } else { "Search  /" }.into()))
            .attr("autocomplete", "off")
            .attr("spellcheck", "false")
            .attr("enterkeyhint", "search")
            .input(move || page.filter.with(|filter| filter.text.clone())),
    )
}

/// A button that opens the values of a facet.
fn control(page: Page, facet: Facet) -> El {
    let chosen = move || page.filter.with(|filter| filter.chosen(facet).len());
    let label = live(move || match chosen() {
        0 => el("span").child(facet.title()),
        count => el("span").class("on").child(format!("{} {count}", facet.title())).child(heard(" chosen")),
    });
    el("details")
        .class("facet")
        .attr("name", "facet")
        .attr("data-filter", facet.name())
        .child(el("summary").child(label))
        .child(live(move || (page.opened.get() == Some(facet)).then(|| options(page, facet))))
}

fn options(page: Page, facet: Facet) -> El {
    let address = page.address();
    let counts = address.filter.counts(facet, &page.ledger());
    let option = |count: &FacetCount| {
        el("a")
            .role("checkbox")
            .attr("aria-checked", if count.chosen { "true" } else { "false" })
            .attr("href", href(&address.filtered(address.filter.clone().toggled(facet, &count.value))))
            .attr("data-value", count.value.clone())
            .maybe("class", (count.count == 0).then_some("zero"))
            .child(el("span").child(facet.label(&count.value)))
            .child(
                el("span")
                    .class("n")
                    .child(heard(", "))
                    .child(count.count.to_string())
                    .child(heard(if count.count == 1 { " finding" } else { " findings" })),
            )
    };
    el("div").class("pop").role("group").attr("aria-label", facet.title()).children(counts.iter().map(option))
}

/// How many rows are shown, of how many.
pub fn shown(page: Page) -> El {
    let (shown, all) = (page.shown.with(|shown| shown.len()), page.ledger().rows.len());
    el("p")
        .class(if shown == all { "shown all" } else { "shown" })
        .role("status")
        .attr("data-testid", "shown")
        .child(el("b").child(shown.to_string()))
        .child(format!(" of {all} findings"))
}

/// What is chosen, each to be taken away by itself, and all of it at once.
fn chosen(page: Page) -> El {
    let address = page.address();
    let filter = &address.filter;
    let chip = |label: String, without: Filter| {
        el("li").child(
            el("a")
                .class("chip")
                .attr("href", href(&address.filtered(without)))
                .child(heard("Remove "))
                .child(label)
                .child(el("span").class("x").attr("aria-hidden", "true").child("\u{d7}")),
        )
    };
    let facets = Facet::ALL.into_iter().flat_map(|facet| {
        filter.chosen(facet).iter().map(move |value| {
            (format!("{}: {}", facet.title(), facet.label(value)), filter.clone().toggled(facet, value))
        })
    });
    let text = Some(&filter.text)
        .filter(|text| !text.trim().is_empty())
        .map(|text| (format!("Text: {text}"), filter.clone().with_text(String::new())));
    let chips: Vec<El> = facets.chain(text).map(|(label, without)| chip(label, without)).collect();
    let clear = (!chips.is_empty()).then(|| {
        let all = href(&address.filtered(Filter::default()));
        el("li").child(el("a").class("clear").attr("href", all).attr("data-clear", "").child("Clear"))
    });
    el("ul").attr("id", CHIPS_ID).class("chips").attr("aria-label", "Chosen filters").children(chips).maybe_child(clear)
}
