//! The first view: what is proven on which hardware, what to do next, and what is wrong. Under the current filter.

use crate::bundle::Severity;
use crate::ledger::{Facet, FlagCounts, Hardware, Headline, Kind, Ledger, NOT_RECORDED, Row, Tally, View, proven_wins};

use super::el::{El, el};
use super::frontier;
use super::marks::{context, counted, evidence, or_not_recorded, severity_class, sub};
use super::page::Page;
use super::states;

/// How many wins are listed in all, at least one a hardware.
const WINS: usize = 5;
const LEVERS: usize = 3;

pub fn view(page: Page) -> El {
    let ledger = page.ledger();
    let rows: Vec<&Row> = page.rows(&ledger).collect();
    if rows.is_empty() {
        return states::no_match(page);
    }
    let headline = Headline::of(rows.iter().copied());
    el("div")
        .class("overview")
        .child(el("div").class("lead").child(standing(page, &headline)).child(wins(page, &ledger, &rows, &headline)))
        .child(levers(page, &ledger))
        .child(flags(page, &ledger, &rows))
}

fn heading(title: &'static str, note: impl Into<super::el::Node>) -> El {
    el("h2").child(title).child(el("small").child(note))
}

/// Counts by hardware, never summed over two; each leads to its rows.
fn standing(page: Page, headline: &Headline) -> El {
    let figures: [(Kind, fn(&Tally) -> usize); 6] = [
        (Kind::Proven, |tally| tally.deployable_and_proven),
        (Kind::Unproven, |tally| tally.done_otherwise),
        (Kind::InProgress, |tally| tally.in_progress),
        (Kind::NotDone, |tally| tally.not_done),
        (Kind::ClosedNegative, |tally| tally.closed_negative),
        (Kind::Unknown, |tally| tally.unknown),
    ];
    let column = |(hardware, _): &(Hardware, Tally)| {
        let name = hardware.name();
        el("th")
            .attr("scope", "col")
            .class("n")
            .child(el("a").attr("href", page.to_rows([(Facet::Hardware, name)])).child(name))
    };
    let line = |(kind, count): (Kind, fn(&Tally) -> usize)| {
        let figure = |(hardware, tally): &(Hardware, Tally)| {
            let count = count(tally);
            let link = page.to_rows([(Facet::Hardware, hardware.name()), (Facet::Kind, kind.name())]);
            el("td")
                .class("n")
                .child(el("a").attr("href", link).maybe("class", (count == 0).then_some("z")).child(count.to_string()))
        };
        el("tr")
            .maybe("class", (kind == Kind::Proven).then_some("top"))
            .child(el("th").attr("scope", "row").child(kind.title()).child(sub(kind.meaning())))
            .children(headline.by_hardware.iter().map(figure))
    };
    let unknown = headline.by_hardware.iter().any(|(_, tally)| tally.unknown > 0);
    let lines = figures.into_iter().filter(|(kind, _)| *kind != Kind::Unknown || unknown).map(line);
    let table = el("table")
        .class("sum")
        .child(
            el("thead").child(
                el("tr")
                    .child(el("th").attr("scope", "col").child("Findings"))
                    .children(headline.by_hardware.iter().map(column)),
            ),
        )
        .child(el("tbody").children(lines));
    el("section")
        .child(heading("Where we stand", "counts by hardware, never summed"))
        .maybe_child((!headline.by_hardware.is_empty()).then_some(table))
        .maybe_child(apart(page, headline))
}

/// Rows that belong to no column.
fn apart(page: Page, headline: &Headline) -> Option<El> {
    let mixed = (headline.mixed.rows() > 0).then(|| {
        let link = page.to_rows([(Facet::Kind, Kind::Mixed.name())]);
        el("a")
            .attr("href", link)
            .child(format!("{} with several hardware tokens", counted(headline.mixed.rows(), "finding")))
    });
    let unnamed = (headline.unnamed.rows() > 0).then(|| {
        let link = page.to_rows([(Facet::Hardware, NOT_RECORDED)]);
        el("a")
            .attr("href", link)
            .child(format!("{} without a hardware token", counted(headline.unnamed.rows(), "finding")))
    });
    let between = (mixed.is_some() && unnamed.is_some()).then_some(" and ");
    (mixed.is_some() || unnamed.is_some()).then(|| {
        el("p")
            .class("sub apart")
            .child("In no column: ")
            .maybe_child(mixed)
            .maybe_child(between)
            .maybe_child(unnamed)
            .child(".")
    })
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
        return section.child(el("p").class("none").child("No finding shown here is done, deployable and proven."));
    }
    let row = |row: &&Row| {
        el("tr")
            .child(el("td").class("win").child(or_not_recorded(row.finding.win.as_deref())).child(sub(context(row))))
            .child(el("td").child(el("a").attr("href", page.to_finding(&row.key)).child(row.title().to_owned())))
            .child(el("td").class("ev").children(evidence(row, &ledger.facts)))
    };
    let head = ["Win", "Finding", "Evidence"].map(|title| el("th").attr("scope", "col").child(title));
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
        return section.child(el("p").class("none").child("No active lever is left among the findings shown."));
    }
    section.child(frontier::brief(page, ledger, active.into_iter().take(LEVERS)))
}

fn flags(page: Page, ledger: &Ledger, rows: &[&Row]) -> El {
    let counts = FlagCounts::of(rows.iter().flat_map(|row| &row.flags).chain(&ledger.flags));
    let line = |severity: Severity| {
        let codes = counts.codes.iter().filter(|code| code.severity == severity);
        let links: Vec<El> = codes
            .map(|code| {
                let link = page.to_rows([(Facet::Flag, code.code)]);
                el("li").child(el("a").attr("href", link).child(code.code)).child(format!(" {}", code.count))
            })
            .collect();
        let (count, name) = match severity {
            Severity::Error => (counts.errors, "error"),
            Severity::Warning => (counts.warnings, "warning"),
            _ => (counts.infos, "note"),
        };
        el("div")
            .class("flagline")
            .child(el("span").class(severity_class(severity)).child(counted(count, name)))
            .child(if links.is_empty() { el("span").class("ok").child("none") } else { el("ul").children(links) })
    };
    let all = el("a").attr("href", page.to_view(View::Flags)).child("what each means and how to fix it");
    el("section").child(heading("Flags", all)).children(Severity::RAISED.map(line))
}
