//! The whole ledger for people: a table a lifecycle, the flags with their fixes, the frontier, and what to do next.

use crate::bundle::Severity;
use crate::ledger::{Facts, Flag, Ledger, Lever, Lifecycle, Prevented, Row, order};
use crate::threads;

use super::document::{Block, Cell, Column, Document, Item, Level, Line, Table};
use super::{frame, unclaimed, words};

const ROW: [Column; 10] = [
    Column::left("Finding"),
    Column::left("Win"),
    Column::left("Baseline"),
    Column::left("Hardware"),
    Column::left("Rigor"),
    Column::left("Tier"),
    Column::left("Readiness"),
    Column::left("Source"),
    Column::left("Campaigns"),
    Column::left("Flags"),
];

pub const LEVER: [Column; 13] = [
    Column::right("Rank"),
    Column::left("Gain"),
    Column::right("$/1M output tokens"),
    Column::right("$ saved per 1M"),
    Column::right("GPU-hours saved per 1M"),
    Column::left("Next lever"),
    Column::left("Unlock"),
    Column::left("Gate"),
    Column::left("Finding and baseline"),
    Column::left("Lifecycle"),
    Column::left("Hardware"),
    Column::left("Evidence"),
    Column::left("Why this rank"),
];

pub fn document(title: &str, ledger: &Ledger) -> Document {
    let mut document = frame::open(title, ledger, [frame::flags(ledger), frame::rates(ledger)]);
    for lifecycle in Lifecycle::ALL {
        group(&mut document, lifecycle, ledger);
    }
    flags(&mut document, ledger);
    levers(&mut document, ledger);
    unclaimed::section(&mut document, ledger);
    frame::close(&mut document, ledger);
    document
}

fn group(document: &mut Document, lifecycle: Lifecycle, ledger: &Ledger) {
    let rows: Vec<&Row> = ledger.group(lifecycle).collect();
    let rows = threads::map(&rows, |row| cells(row, &ledger.facts));
    if rows.is_empty() && lifecycle == Lifecycle::Unknown {
        return;
    }
    let heading = format!("{} ({}): {}", lifecycle.title(), rows.len(), lifecycle.meaning());
    document.heading(Level::Section, Line::new().say(heading));
    if rows.is_empty() {
        document.paragraph(Line::new().say("No finding."));
        return;
    }
    document.push(Block::Table(Table { columns: ROW.to_vec(), rows }));
    if lifecycle == Lifecycle::ClosedNegative {
        document.list(ledger.group(lifecycle).map(dead_end).collect());
    }
}

/// What a closed negative is worth: why it lost, the spend that it prevents, and when to look again.
fn dead_end(row: &Row) -> Item {
    let finding = &row.finding;
    let under = [
        Line::new().say("Why it lost: ").recorded(finding.why.as_deref()),
        Line::new().say("Spend prevented: ").recorded(Prevented::said(row).as_deref()),
        Line::new().say("Reopen if: ").recorded(finding.reopen_if.as_deref()),
    ];
    let line = words::finding(row).say(", on ").then(words::hardware(row)).say(", against ").then(words::baseline(row));
    Item { line, under: under.into() }
}

fn cells(row: &Row, facts: &Facts) -> Vec<Cell> {
    let links = &facts.policy.links;
    let mut finding = vec![words::finding(row)];
    if row.lifecycle == Lifecycle::Unknown {
        finding.push(Line::new().say("Lifecycle: ").recorded(row.finding.lifecycle.as_deref()));
    }
    finding.extend(words::known_issues(row));
    vec![
        finding,
        vec![Line::new().recorded(row.finding.win.as_deref())],
        vec![words::baseline(row)],
        vec![words::hardware(row)],
        vec![words::rigor(row, facts)],
        vec![words::tier(row, facts)],
        vec![Line::new().recorded(row.finding.deploy_readiness.as_deref())],
        words::sources(row, links),
        words::campaigns(row, links),
        codes(&row.flags),
    ]
}

/// The codes by severity, each once and with how often it is raised, then the waived ones.
pub fn codes(flags: &[Flag]) -> Cell {
    let mut lines = Vec::new();
    for severity in Severity::RAISED {
        let standing = flags.iter().filter(|flag| flag.severity == severity && !flag.waived);
        lines.extend(code_line(Line::new().severity(severity).say(": "), standing));
    }
    lines.extend(code_line(Line::new().say("waived: "), flags.iter().filter(|flag| flag.waived)));
    if lines.is_empty() {
        lines.push(Line::new().say("none"));
    }
    lines
}

fn code_line<'a>(start: Line, flags: impl Iterator<Item = &'a Flag>) -> Option<Line> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for flag in flags {
        match counts.iter_mut().find(|(code, _)| *code == flag.code) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => counts.push((flag.code, 1)),
        }
    }
    let codes = counts.iter().map(|(code, count)| {
        let code = Line::new().code(code);
        if *count > 1 { code.say(format!(" x{count}")) } else { code }
    });
    (!counts.is_empty()).then(|| start.then(Line::joined(codes, ", ")))
}

fn flags(document: &mut Document, ledger: &Ledger) {
    document.heading(Level::Section, Line::new().say("Flags by finding"));
    if ledger.all_flags().next().is_none() {
        document.paragraph(Line::new().say("No flag is raised."));
    }
    let flagged: Vec<&Row> = ledger.rows.iter().filter(|row| !row.flags.is_empty()).collect();
    for (finding, flags) in threads::map(&flagged, |row| (words::finding(row), flag_items(&row.flags))) {
        document.heading(Level::Part, finding);
        document.list(flags);
    }
    if !ledger.flags.is_empty() {
        document.heading(Level::Part, Line::new().say("The ledger as a whole"));
        document.list(flag_items(&ledger.flags));
    }
    let idle: Vec<Item> = words::idle_waivers(ledger).map(Item::from).collect();
    if !idle.is_empty() {
        document.heading(Level::Part, Line::new().say("Waivers that waive nothing"));
        document.list(idle);
    }
}

/// The gravest first; the order of the rules within a severity.
fn flag_items(flags: &[Flag]) -> Vec<Item> {
    let mut flags: Vec<&Flag> = flags.iter().collect();
    order::sort_by_key(&mut flags, |flag| (flag.waived, flag.severity));
    flags.into_iter().map(|flag| words::flag(flag).into()).collect()
}

fn levers(document: &mut Document, ledger: &Ledger) {
    document.heading(Level::Section, Line::new().say("Frontier: the next levers, ranked"));
    let active = &ledger.frontier.active;
    if active.is_empty() {
        document.paragraph(Line::new().say("No active lever."));
    } else {
        document.paragraph(Line::new().say(
            "Ranked by gain, then value, then lifecycle. Gain, costs and savings are those of the finding on its own \
             hardware and against its own baseline, per 1M output tokens; they are never added up.",
        ));
        let cells = |lever: &Lever| Some(lever_cells(lever.rank, lever, ledger, ledger.rows.get(lever.row)?));
        let rows = threads::map(active, cells).into_iter().flatten().collect();
        document.push(Block::Table(Table { columns: LEVER.to_vec(), rows }));
    }
    named(document, "Banked", frame::banked(ledger));
    let missing = ledger.frontier.missing.iter().filter_map(|index| ledger.rows.get(*index));
    named(document, "No lever named", missing.map(|row| words::finding(row).into()).collect());
}

fn named(document: &mut Document, name: &str, items: Vec<Item>) {
    document.heading(Level::Part, Line::new().say(format!("{name} ({})", items.len())));
    if items.is_empty() {
        document.paragraph(Line::new().say("None."));
    }
    document.list(items);
}

pub fn lever_cells(rank: usize, lever: &Lever, ledger: &Ledger, row: &Row) -> Vec<Cell> {
    let economics = row.economics();
    let finding = vec![words::finding(row), Line::new().say("against ").then(words::baseline(row))];
    vec![
        vec![Line::new().say(rank.to_string())],
        vec![words::gain(row)],
        vec![words::amount(economics.usd_per_1m, economics.rate)],
        vec![words::amount(economics.usd_saved_per_1m, economics.rate)],
        vec![words::gpu_hours(economics.gpu_hours_saved_per_1m)],
        std::iter::once(words::lever(row)).chain(words::repeats(&ledger.repeats(row))).collect(),
        vec![words::unlock(row)],
        vec![words::gate(row)],
        finding,
        vec![Line::new().say(words::state(row.lifecycle))],
        vec![words::hardware(row)],
        vec![words::evidence(row)],
        vec![words::reason(lever)],
    ]
}
