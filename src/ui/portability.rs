//! Where each lever holds: findings by models, how many pairs are in which state, and what to try next on each model.

use std::collections::BTreeMap;

use leptos::prelude::Get;

use crate::ledger::portability::{Cell, Group, Line, PairCounts, State};
use crate::ledger::{Ledger, Lifecycle, Portability, Row};

use super::cut::not_drawn;
use super::el::{El, Text, el};
use super::marks::{context, counted, evidence, heard, known_issues, lifecycle, sub};
use super::page::Page;
use super::{frontier, states, tries};

/// How many models, and how many letters of a name, stand side by side on paper; beyond that each finding is a block.
const ACROSS: usize = 10;
const LETTERS: usize = 40;

/// The states, with whether a validation is not proven, in the order in which they are counted.
const STATES: [(State, bool); 5] = [
    (State::Validated, false),
    (State::Validated, true),
    (State::Candidate, false),
    (State::Refuted, false),
    (State::Untested, false),
];

#[inline(never)]
pub fn view(page: Page) -> El {
    let ledger = page.ledger();
    let shown = page.shown.get();
    if shown.is_empty() {
        return states::no_match(page);
    }
    let of = Portability::of(&ledger, shown.rows());
    let view = el("div").class("portability");
    if of.models.is_empty() {
        return view.child(no_model()).maybe_child(unnamed(page, &of.unnamed));
    }
    view.child(heading(&of))
        .child(matrix(page, &ledger, &of))
        .maybe_child(not_drawn(page, &of.lines, "finding"))
        .maybe_child(without_column(of.models_without_column()))
        .maybe_child(unnamed(page, &of.unnamed))
        .child(tries::section(page, &ledger, &of.models))
        .child(counts(&of.tallies))
}

/// What a finding says of a model: the state that counts with its shape, and whatever else the registry says.
pub fn stated(cell: &Cell, row: &Row) -> Vec<El> {
    let also =
        cell.also().map(|state| el("span").class("also").child(heard(", ")).child(format!("also {}", state.name())));
    [mark(cell.state(), cell.is_unproven(row))].into_iter().chain(also).collect()
}

fn mark(state: State, is_unproven: bool) -> El {
    let name = state.name();
    let class = if is_unproven { format!("port {name} unproven") } else { format!("port {name}") };
    el("span").class(class).child(name).maybe_child(is_unproven.then(|| el("i").child(", not proven")))
}

/// What is where no finding shown names a model.
fn no_model() -> El {
    el("section")
        .class("state")
        .attr("data-state", "no-model")
        .child(el("h2").child("No finding shown names a model"))
        .child(el("p").child(
        "Write the models on which a finding was validated, may hold or was refuted in its validated_on, candidate_on \
             and refuted_on; here each becomes a column.",
    ))
}

fn heading(of: &Portability<'_>) -> El {
    let note = format!("{} by {}", counted(of.lines.len(), "finding"), counted(of.models.len(), "model"));
    let words = "A state is what the registry says, refuted before validated before candidate. The evidence is that of \
                 the finding as a whole, on its own hardware and against its own baseline.";
    let marks = STATES.map(|(state, is_unproven)| mark(state, is_unproven));
    el("div")
        .child(el("h2").child("Where each lever holds").child(el("small").child(note)))
        .child(el("p").class("port-key").child(heard("States: ")).children(marks))
        .child(el("p").class("sub").child(words))
}

fn heads(name: impl Into<Text>, class: &'static str) -> El {
    let name = name.into();
    // A long name is cut on the screen, by the style sheet alone; it stands in full over what to try on the model.
    let words = el("span").attr("title", name.clone()).child(name);
    el("th").role("columnheader").attr("scope", "col").class(class).child(words)
}

fn matrix(page: Page, ledger: &Ledger, of: &Portability<'_>) -> El {
    let head = el("tr")
        .role("row")
        .child(heads("Finding", "finding"))
        .child(heads("Evidence", "ev"))
        .children(of.columns().iter().map(|model| heads(model.name.to_owned(), "pair")));
    let models = of.columns();
    let is_wide = models.len() > ACROSS || models.iter().any(|model| model.name.chars().count() > LETTERS);
    let lines = page.first(&of.lines);
    let groups = Lifecycle::ALL.into_iter().filter_map(|lifecycle| group(page, ledger, of, lines, lifecycle));
    el("div")
        .class("matrix-box")
        .attr("data-testid", "matrix")
        // Also where nothing scrolls: only a program that follows the layout knows, and a stop too many harms nobody.
        .attr("tabindex", "0")
        .role("region")
        .attr("aria-label", "Findings by model, which scroll")
        .child(
            el("table")
                .role("table")
                .class(if is_wide { "matrix wide-matrix" } else { "matrix" })
                .child(el("caption").child(heard("Findings by model")))
                .child(el("thead").role("rowgroup").child(head))
                .children(groups),
        )
}

fn group(page: Page, ledger: &Ledger, of: &Portability<'_>, lines: &[Line<'_>], group: Lifecycle) -> Option<El> {
    let is_of = |line: &&Line<'_>| line.row.lifecycle == group;
    let count = of.lines.iter().filter(is_of).count();
    let lines: Vec<&Line<'_>> = lines.iter().filter(is_of).collect();
    let columns = of.columns().len().saturating_add(2);
    let words = el("span").child(lifecycle(group)).child(el("small").child(count.to_string()));
    let heading =
        el("th").role("rowheader").attr("scope", "rowgroup").attr("colspan", columns.to_string()).child(words);
    (!lines.is_empty()).then(|| {
        el("tbody")
            .role("rowgroup")
            .child(el("tr").role("row").class("grp").child(heading))
            .children(lines.into_iter().map(|line| row(page, ledger, of, line)))
    })
}

fn row(page: Page, ledger: &Ledger, of: &Portability<'_>, line: &Line<'_>) -> El {
    let row = line.row;
    let pair = |(place, model): (usize, &str)| {
        let cell = line.cell(place);
        el("td")
            .role("cell")
            .class("pair")
            .attr("data-model", model.to_owned())
            .attr("data-state", cell.state().name())
            .children(stated(cell, row))
    };
    el("tr")
        .role("row")
        .attr("data-line", row.key.clone())
        .child(
            el("th")
                .role("rowheader")
                .attr("scope", "row")
                .class("finding")
                .child(frontier::link(page, row))
                .child(sub(context(row)))
                .children(known_issues(row)),
        )
        .child(el("td").role("cell").class("ev").children(evidence(row, &ledger.facts)))
        .children(of.columns().iter().map(|model| model.name).enumerate().map(pair))
}

/// Models are not left out without a word either.
fn without_column(count: usize) -> Option<El> {
    let words = format!(
        "and {} more: what is a candidate on each stands under what to try next, and every pair that a finding states \
         is in portability_view as JSON and as CSV. A filter brings the models of the findings shown into columns.",
        counted(count, "model")
    );
    (count > 0).then(|| el("p").class("notice").attr("data-testid", "without-column").child(words))
}

fn unnamed(page: Page, rows: &[&Row]) -> Option<El> {
    let item = |row: &&Row| {
        el("li")
            .attr("data-line", row.key.clone())
            .child(frontier::link(page, row))
            .child(sub(context(row)))
            .children(known_issues(row))
    };
    (!rows.is_empty()).then(|| {
        el("section")
            .child(el("h2").child("Names no model").child(el("small").child(counted(rows.len(), "finding"))))
            .child(el("ul").class("banked").children(page.first(rows).iter().map(item)))
            .maybe_child(not_drawn(page, rows, "finding"))
    })
}

/// How many pairs are in each state, of one hardware at a time.
fn counts(tallies: &BTreeMap<Group, PairCounts>) -> El {
    let head = |class: &'static str| el("th").role("columnheader").attr("scope", "col").class(class);
    let heads = STATES.map(|(state, is_unproven)| head("n").child(mark(state, is_unproven)));
    let line = |(group, counts): (&Group, &PairCounts)| {
        let counts = [counts.proven, counts.unproven, counts.candidate, counts.refuted, counts.untested];
        let figure = |(count, (state, is_unproven)): (usize, (State, bool))| {
            let label = if is_unproven { "not proven" } else { state.name() };
            let class = if count == 0 { "n z" } else { "n" };
            el("td").role("cell").class(class).attr("data-label", label).child(count.to_string())
        };
        el("tr")
            .role("row")
            .child(el("th").role("rowheader").attr("scope", "row").child(group.name()))
            .children(counts.into_iter().zip(STATES).map(figure))
    };
    let note = "pairs of a finding and a model, by hardware, never summed";
    let head = el("tr").role("row").child(head("").child("Hardware")).children(heads);
    el("section").child(el("h2").child("States by hardware").child(el("small").child(note))).child(
        el("table")
            .role("table")
            .class("states")
            .child(el("thead").role("rowgroup").child(head))
            .child(el("tbody").role("rowgroup").children(tallies.iter().map(line))),
    )
}
