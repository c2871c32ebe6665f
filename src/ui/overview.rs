//! The first view: what is proven on which hardware, what to do next, and what is wrong. Under the current filter.

use crate::bundle::Severity;
use crate::ledger::{
    CodeCount, Facet, FlagCounts, Hardware, Headline, Kind, Ledger, NOT_RECORDED, Row, Tally, View, proven_wins,
};

use super::changes;
use super::el::{El, el};
use super::frontier;
use super::marks::{context, counted, evidence, known_issues, or_not_recorded, severity_class, sub};
use super::page::Page;
use super::paper::citing;
use super::states;

/// How many wins are listed in all, at least one a hardware.
const WINS: usize = 5;
const LEVERS: usize = 3;
/// How many codes of each severity are named.
const CODES: usize = 5;

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
        .child(el("div").class("lead").child(standing(page, &headline)).child(wins(page, &ledger, &rows, &headline)))
        .child(levers(page, &ledger))
        .child(flags(page, &ledger, &rows))
}

fn heading(title: &'static str, note: impl Into<super::el::Node>) -> El {
    el("h2").child(title).child(el("small").child(note))
}

/// Counts by hardware, never summed over two; each leads to its rows.
fn standing(page: Page, headline: &Headline) -> El {
    let column = |(hardware, _): &(Hardware, Tally)| {
        let name = hardware.name();
        el("th")
            .attr("scope", "col")
            .class("n")
            .child(el("a").maybe("href", page.to_rows([(Facet::Hardware, name)])).child(name))
    };
    let line = |kind: Kind| {
        let figure = |(hardware, tally): &(Hardware, Tally)| {
            let count = tally.of_kind(kind);
            let link = page.to_rows([(Facet::Hardware, hardware.name()), (Facet::Kind, kind.name())]);
            let link = el("a").maybe("href", link).maybe("class", (count == 0).then_some("z"));
            el("td").class("n").child(link.child(count.to_string()))
        };
        el("tr")
            .maybe("class", (kind == Kind::Proven).then_some("top"))
            .child(el("th").attr("scope", "row").child(kind.title()).child(sub(kind.meaning())))
            .children(headline.by_hardware.iter().map(figure))
    };
    let has_any = |kind: &Kind| headline.by_hardware.iter().any(|(_, tally)| tally.of_kind(*kind) > 0);
    // The four lifecycles always have their line; what is broken only where there is some.
    let is_listed = |kind: &Kind| !matches!(kind, Kind::Unknown | Kind::Mixed) || has_any(kind);
    let lines = Kind::ALL.into_iter().filter(is_listed).map(line);
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
    let (mixed, unnamed) = (headline.mixed.rows(), headline.unnamed.rows());
    let link = |count: usize, facet: (Facet, &str), what: &str| {
        (count > 0).then(|| el("a").maybe("href", page.to_rows([facet])).child(format!("{count} {what}")))
    };
    let between = (mixed > 0 && unnamed > 0).then_some(", ");
    (mixed > 0 || unnamed > 0).then(|| {
        el("p")
            .class("sub apart")
            .child("In no column: ")
            .maybe_child(link(mixed, (Facet::Kind, Kind::Mixed.name()), "with several hardware tokens"))
            .maybe_child(between)
            .maybe_child(link(unnamed, (Facet::Hardware, NOT_RECORDED), "with none"))
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
        return section.child(el("p").class("empty").child("No finding shown here is done, deployable and proven."));
    }
    let row = |row: &&Row| {
        let link = el("a").attr("href", page.to_finding(&row.key)).child(row.title().to_owned());
        let win = el("span").class("won").child(or_not_recorded(row.finding.win.as_deref()));
        let claim =
            citing(el("td").class("win"), row, &ledger.facts).child(win).child(el("span").class("of").child(link));
        el("tr")
            .child(claim.child(sub(context(row))).children(known_issues(row)))
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
        return section.child(el("p").class("empty").child("No active lever is left among the findings shown."));
    }
    section.child(frontier::brief(page, ledger, active.into_iter().take(LEVERS)))
}

/// By severity, the most frequent codes of each; each leads to its rows.
fn flags(page: Page, ledger: &Ledger, rows: &[&Row]) -> El {
    let counts = FlagCounts::of(rows.iter().flat_map(|row| &row.flags).chain(&ledger.flags));
    let code = |code: &CodeCount| {
        // What is raised on the ledger as a whole is no row's.
        let on_ledger = ledger.flags.iter().any(|flag| flag.code == code.code);
        let link = if on_ledger { Some(page.to_view(View::Flags)) } else { page.to_rows([(Facet::Flag, code.code)]) };
        el("li").child(el("a").maybe("href", link).child(code.code)).child(format!(" {}", code.count))
    };
    let line = |severity: Severity| {
        let codes: Vec<&CodeCount> = counts.codes.iter().filter(|code| code.severity == severity).collect();
        let more = codes.len().saturating_sub(CODES);
        let more = (more > 0).then(|| {
            let link = page.to_view(View::Flags);
            el("li").child(el("a").class("act").attr("href", link).child(format!("{more} more")))
        });
        let (count, name) = match severity {
            Severity::Error => (counts.errors, "error"),
            Severity::Warning => (counts.warnings, "warning"),
            _ => (counts.infos, "note"),
        };
        let list = match codes.is_empty() {
            true => el("span").class("ok").child("none"),
            false => el("ul").children(codes.into_iter().take(CODES).map(code)).maybe_child(more),
        };
        el("div")
            .class("flagline")
            .child(el("span").class(severity_class(severity)).child(counted(count, name)))
            .child(list)
    };
    let all = el("a").attr("href", page.to_view(View::Flags)).child("what each means and how to fix it");
    el("section").child(heading("Flags", all)).children(Severity::RAISED.map(line))
}
