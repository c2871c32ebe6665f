//! What a reader takes away: the rows shown as a file, a brief, a table for a spreadsheet, or a link to them. Where they
//! are shown by models, the files and the table are those of the matrix.

use leptos::prelude::{Get, With};

use crate::ledger::View;
use crate::report::File;

use super::app::here;
use super::el::{El, Text, el, live};
use super::marks::{counted, heard, sub};
use super::page::Page;

/// What is copied of the rows shown, by the name that its button has.
pub const BRIEF: &str = "brief";
pub const TABLE: &str = "table";

/// One button that opens all of it. Findings side by side are no rows of a filter, so it is not there.
pub fn menu(page: Page) -> El {
    el("details")
        .class("facet take")
        .attr("name", "facet")
        .attr("data-testid", "take-away")
        .live("hidden", move || (page.view.get() == View::Compare).then_some(Text::Borrowed("")))
        .child(el("summary").child("Take away"))
        .child(live(move || here(page).map(|views| (views.take_away)(page))))
}

/// What the button opens.
pub fn content(page: Page) -> El {
    el("div")
        .class("pop")
        .role("group")
        .attr("aria-label", "Take away")
        .child(live(move || what(page)))
        .child(el("p").class("k").attr("aria-hidden", "true").child("Download"))
        .children(File::ALL.map(|file| live(move || download(page, file))))
        .child(el("p").class("k").attr("aria-hidden", "true").child("Copy"))
        .child(copy("Brief", "Markdown for a chat").attr("data-take", BRIEF))
        .child(live(move || table(page)))
        .child(copy("Link", "this page as it is").attr("data-copy", ""))
}

/// Exactly which rows.
fn what(page: Page) -> El {
    let (shown, all) = (page.shown.with(|shown| shown.len()), page.ledger().rows.len());
    let words = match page.filter.with(|filter| filter.is_empty()) {
        true => format!("All {}", counted(all, "finding")),
        false => format!("The {shown} shown of {}", counted(all, "finding")),
    };
    el("p").class("sub").child(words)
}

fn download(page: Page, file: File) -> El {
    let hint = match (file, page.view.get()) {
        (File::Csv, View::Portability) => "one row a finding and model",
        (File::Markdown, View::Portability) => "findings by model, what to try",
        (File::Csv, _) => "one row a finding",
        (File::Json, _) => "every field, for programs",
        (File::Markdown, _) => "findings, flags, frontier",
    };
    act("Download ", file.title(), hint).attr("data-take", file.extension())
}

/// The table of the view: of the levers or the models where they are what is shown.
fn table(page: Page) -> El {
    let hint = match page.view.get() {
        View::Frontier => "levers, for a spreadsheet",
        View::Portability => "findings by model, for a spreadsheet",
        _ => "for a spreadsheet",
    };
    copy("Table", hint).attr("data-take", TABLE)
}

fn copy(what: &'static str, hint: &'static str) -> El {
    act("Copy ", what, hint)
}

fn act(verb: &'static str, what: &'static str, hint: &'static str) -> El {
    el("button")
        .attr("type", "button")
        .child(el("span").child(heard(verb)).child(what))
        .child(sub(heard(", ")).child(hint))
}
