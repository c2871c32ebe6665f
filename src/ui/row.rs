//! One row of the ledger.

use std::cell::Cell;

use leptos::prelude::Get;

use crate::ledger::{Facts, Flag, Ledger, Row};

use super::compare;
use super::el::{El, Text, attempt, el, fault};
use super::marks::{by_default, context, evidence, field, flag, id, not_recorded, or_not_recorded, sub, tokens};
use super::page::Page;
use super::paper::citing;

const LINK: &str = "row-";

/// Where the focus returns to when the finding is closed.
pub fn link_id(row: usize) -> String {
    format!("{LINK}{row}")
}

/// The row whose link has that id.
#[cfg_attr(not(feature = "web"), expect(dead_code, reason = "only a browser has a focus"))]
pub fn row_of(link_id: &str) -> Option<usize> {
    link_id.strip_prefix(LINK)?.parse().ok()
}

thread_local! {
    static BEFORE_EACH: Cell<fn(usize)> = const { Cell::new(|_| {}) };
}

/// What runs before a row is drawn, so that a test can have one fail. Nothing else sets it.
#[doc(hidden)]
pub fn before_each_row(run: fn(usize)) {
    BEFORE_EACH.set(run);
}

/// A row. Where a fault stops what draws it, the others stand all the same, and this one says so.
pub fn row(page: Page, ledger: &Ledger, index: usize) -> El {
    let Some(row) = ledger.rows.get(index) else { return el("tr") };
    let is_open = move || page.open.get() == Some(index);
    let cells = attempt(|| {
        BEFORE_EACH.get()(index);
        cells(page, &ledger.facts, index, row)
    });
    let line = el("tr")
        .role("row")
        .attr("data-finding", row.key.clone())
        .live("class", move || is_open().then_some(Text::Borrowed("open")))
        .live("aria-rowindex", move || Some(page.line_of(index)?.to_string().into()));
    match cells {
        Some(cells) => line.children(cells),
        None => line.about("a fault").children(undrawn(page, index, row)),
    }
}

fn cells(page: Page, facts: &Facts, index: usize, row: &Row) -> Vec<El> {
    let win = citing(cell("win"), row, facts)
        .child(field("win", or_not_recorded(row.finding.win.as_deref())))
        .child(sub(context(row)).class("sub brief"));
    vec![
        heading()
            .child(opener(page, index, row, row.title()).attr("data-field", "title"))
            .maybe_child(by_default(row.is_untitled()))
            .child(sub(id(row.key.clone())).child(compare::choice(page, row))),
        win,
        of_field("baseline", "wide base", row.finding.baseline.as_deref()),
        hardware(row),
        cell("ev").children(evidence(row, facts)).child(campaigns(row)),
        of_field("readiness", "wide ready", row.finding.deploy_readiness.as_deref()),
        source(row),
        flags(row),
    ]
}

/// What stands in the line of a row that could not be drawn. Its finding may still open.
fn undrawn(page: Page, index: usize, row: &Row) -> Vec<El> {
    vec![heading().child(opener(page, index, row, &row.key)), cell("win").child(fault())]
}

fn heading() -> El {
    el("th").role("rowheader").attr("scope", "row").class("title")
}

fn cell(class: &'static str) -> El {
    el("td").role("cell").class(class)
}

/// A cell that holds what one field says and nothing else.
fn of_field(name: &'static str, class: &'static str, words: Option<&str>) -> El {
    cell(class).attr("data-field", name).child(or_not_recorded(words))
}

fn opener(page: Page, index: usize, row: &Row, words: &str) -> El {
    let key = row.key.clone();
    el("a")
        .attr("id", link_id(index))
        .live("href", move || Some(page.to_finding(&key)))
        .live("aria-current", move || (page.open.get() == Some(index)).then_some(Text::Borrowed("true")))
        .child(words.to_owned())
}

/// The token by which rows are kept apart, and the rest of what the registry writes.
fn hardware(row: &Row) -> El {
    let written = row.finding.hardware.as_deref().map(str::trim).unwrap_or_default();
    let Some(tokens) = tokens(&row.hardware) else {
        return cell("wide hw").child(field("hardware", or_not_recorded(Some(written))));
    };
    let rest = written.strip_prefix(tokens.as_str()).unwrap_or(written).trim_start_matches([',', ';', ' ']);
    cell("wide hw").child(field("hardware", tokens)).maybe_child((!rest.is_empty()).then(|| sub(rest.to_owned())))
}

/// The first reference; the finding shows them all.
fn source(row: &Row) -> El {
    let cell = cell("wide src");
    let Some(first) = row.finding.source_refs.first() else {
        return cell.child(not_recorded().attr("data-field", "source"));
    };
    let place = first.branch.as_ref().or(first.repo.as_ref()).or(first.image.as_ref());
    let commit = first.commit.as_ref().map(|commit| el("span").class("v").child(format!("@{commit}")));
    let name = id(place.map(ToString::to_string)).attr("data-field", "source").child(el("wbr")).maybe_child(commit);
    let more = row.finding.source_refs.len().saturating_sub(1);
    let more = (more > 0).then(|| format!("+{more} more"));
    let below: Vec<String> = [first.delivery.as_deref().map(str::to_owned), more].into_iter().flatten().collect();
    cell.child(name).maybe_child((!below.is_empty()).then(|| sub(below.join(", "))))
}

/// How many campaigns are cited, and what of them cannot be seen here.
fn campaigns(row: &Row) -> El {
    let absent = row.campaigns.iter().filter(|cited| cited.id.is_none()).count();
    let supporting = row.finding.evidence_ids.len();
    el("span")
        .class("sub camp")
        .child(field("campaigns", row.campaigns.len().to_string()))
        .child(if row.campaigns.len() == 1 { " campaign" } else { " campaigns" })
        .maybe_child((absent > 0).then(|| format!(", {absent} not found")))
        .maybe_child((supporting > 0).then(|| format!(", +{supporting} supporting")))
}

fn flags(row: &Row) -> El {
    let known = row.finding.known_issues.len();
    let raised = if row.flags.is_empty() {
        el("span").class("ok").child("none")
    } else {
        el("span").children(row.flags.chunk_by(|a, b| a.code == b.code).map(of_one_code))
    };
    cell("flags").child(raised.attr("data-field", "flags")).maybe_child(
        (known > 0).then(|| sub(if known == 1 { "1 known issue".to_owned() } else { format!("{known} known issues") })),
    )
}

/// Flags of one code stand on one line: the first by its code, the others by how many there are.
fn of_one_code(flags: &[Flag]) -> El {
    let line = el("span").class("line");
    let Some((first, others)) = flags.split_first() else { return line };
    let again = others.iter().map(|other| el("span").class("vh").attr("data-flag", other.code).child(other.code));
    let times = (!others.is_empty()).then(|| el("span").class("times").child(format!(" \u{d7}{}", flags.len())));
    line.children(flag(first)).maybe_child(times).children(again)
}
