//! The ledger to paste in a chat: what is proven on which hardware, what blocks the rest, what comes next.

use crate::bundle::Severity;
use crate::ledger::{Flag, FlagCounts, Hardware, Headline, Ledger, Lever, Lifecycle, Row, Tally, proven_wins, usd};

use super::document::{Block, Document, Item, Level, Line};
use super::{frame, unclaimed, words};

/// How many wins are named for each hardware, and how many levers and codes at all.
const WINS: usize = 3;
const LEVERS: usize = 3;
const CODES: usize = 5;

pub fn document(title: &str, ledger: &Ledger) -> Document {
    let mut document = frame::open(title, ledger, []);
    headline(&mut document, ledger);
    in_progress(&mut document, ledger);
    levers(&mut document, ledger);
    flags(&mut document, ledger);
    unclaimed::summary(&mut document, ledger);
    frame::close(&mut document, ledger);
    document
}

fn headline(document: &mut Document, ledger: &Ledger) {
    let headline = Headline::of(&ledger.rows);
    document.heading(Level::Section, Line::new().say("Proven, by hardware"));
    document.paragraph(Line::new().say(
        "Proven: done, deployed or deployable, and backed by a found campaign that has effective tier verdict and is \
         grounded. Hardware is never added up.",
    ));
    let mut items: Vec<Item> =
        headline.by_hardware.iter().map(|(hardware, tally)| on_hardware(*hardware, *tally, ledger)).collect();
    let apart = [("More than one hardware token", headline.mixed), ("No hardware token", headline.unnamed)];
    items.extend(
        apart.into_iter().filter(|(_, tally)| tally.rows() > 0).map(|(name, tally)| tally_line(name, tally).into()),
    );
    if items.is_empty() {
        let what = if ledger.selection.is_some() { "selection" } else { "registry" };
        document.paragraph(Line::new().say(format!("The {what} holds no finding.")));
    }
    document.list(items);
}

fn on_hardware(hardware: Hardware, tally: Tally, ledger: &Ledger) -> Item {
    let wins = proven_wins(&ledger.rows, hardware);
    let named = wins.iter().take(WINS);
    let mut under: Vec<Line> =
        named.flat_map(|row| std::iter::once(win(row)).chain(words::known_issues(row))).collect();
    let more = wins.len().saturating_sub(WINS);
    if more > 0 {
        under.push(Line::new().say(format!("and {more} more")));
    }
    Item { line: tally_line(hardware.name(), tally), under }
}

fn tally_line(name: &str, tally: Tally) -> Line {
    let others = [
        (tally.in_progress, Lifecycle::InProgress),
        (tally.not_done, Lifecycle::NotDone),
        (tally.closed_negative, Lifecycle::ClosedNegative),
        (tally.unknown, Lifecycle::Unknown),
    ];
    let others = others.into_iter().filter(|(count, _)| *count > 0);
    let others: String = others.map(|(count, lifecycle)| format!(", {count} {}", words::state(lifecycle))).collect();
    Line::new()
        .strong(format!("{name}: {} proven", tally.deployable_and_proven))
        .say(format!(" of {} done{others}", tally.done()))
}

fn win(row: &Row) -> Line {
    Line::new()
        .then(words::finding(row))
        .say(": ")
        .recorded(row.finding.win.as_deref())
        .say("; against ")
        .then(words::baseline(row))
        .say("; on ")
        .then(words::hardware(row))
        .say("; ")
        .then(words::evidence(row))
}

fn in_progress(document: &mut Document, ledger: &Ledger) {
    document.heading(Level::Section, Line::new().say("In progress, and what blocks it"));
    let items: Vec<Item> = ledger.group(Lifecycle::InProgress).map(blocked).collect();
    if items.is_empty() {
        document.paragraph(Line::new().say("Nothing is in progress."));
    }
    document.list(items);
}

fn blocked(row: &Row) -> Item {
    let line = words::finding(row).say(" on ").then(words::hardware(row)).say(", against ").then(words::baseline(row));
    let under: Vec<Line> = row
        .flags
        .iter()
        .filter(|flag| flag.severity == Severity::Error)
        .map(error)
        .chain(words::known_issues(row))
        .collect();
    if row.flags.iter().any(|flag| flag.stands()) {
        return Item { line, under };
    }
    Item { line: line.say(": no error stands"), under }
}

/// An error, and who accepted it where somebody did.
fn error(flag: &Flag) -> Line {
    let line = Line::new().code(flag.code).say(": ").quote(&flag.message);
    match &flag.waiver {
        Some(waiver) => line.say(" ").then(words::waiver(waiver)),
        None => line,
    }
}

fn levers(document: &mut Document, ledger: &Ledger) {
    document.heading(Level::Section, Line::new().say("Next levers"));
    let top = ledger.frontier.active.iter().take(LEVERS);
    let items: Vec<Item> = top.filter_map(|entry| Some(lever(entry, ledger.rows.get(entry.row)?, ledger))).collect();
    if items.is_empty() {
        document.paragraph(Line::new().say("No active lever."));
        return;
    }
    document.push(Block::Numbered(items));
    let more = ledger.frontier.active.len().saturating_sub(LEVERS);
    let banked = ledger.frontier.banked.len();
    let missing = ledger.frontier.missing.len();
    document.paragraph(
        Line::new().say(format!(
            "{more} more active, {banked} banked, {} without a lever.",
            frame::counted(missing, "finding")
        )),
    );
}

fn lever(lever: &Lever, row: &Row, ledger: &Ledger) -> Item {
    let finding = Line::new()
        .say("Finding: ")
        .then(words::finding(row))
        .say(format!(", {}, ", words::state(row.lifecycle)))
        .then(words::gain(row))
        .say(" against ")
        .then(words::baseline(row))
        .say(" on ")
        .then(words::hardware(row))
        .then(saved(row));
    let mut under = vec![
        finding,
        Line::new().say("Evidence: ").then(words::evidence(row)),
        Line::new().say("Unlock: ").then(words::unlock(row)),
        Line::new().say("Gate: ").then(words::gate(row)),
        words::reason(lever),
    ];
    // The list's own numbers are those of the selection.
    under.extend(
        ledger.selection.as_ref().map(|_| Line::new().say(format!("Rank {} of the whole ledger.", lever.rank))),
    );
    under.extend(words::repeats(&ledger.repeats(row)));
    under.extend(words::known_issues(row));
    Item { line: words::lever(row), under }
}

fn saved(row: &Row) -> Line {
    let economics = row.economics();
    let Some(saved) = economics.usd_saved_per_1m else { return Line::new() };
    Line::new().say(format!("; {} saved per 1M output tokens at {}", usd(saved), words::rate(economics.rate)))
}

fn flags(document: &mut Document, ledger: &Ledger) {
    document.heading(Level::Section, Line::new().say("Flags"));
    let counts = FlagCounts::of(ledger.all_flags());
    if counts.codes.is_empty() {
        document.paragraph(Line::new().say("No flag is raised."));
        idle_waivers(document, ledger);
        return;
    }
    let codes = counts.codes.iter().take(CODES).map(|of_code| {
        Line::new().code(of_code.code).say(format!(" ({}, {})", of_code.count, of_code.severity.name()))
    });
    let line = frame::flags(ledger).say(". The gravest: ").then(Line::joined(codes, ", "));
    document.paragraph(line);
    waived(document, ledger);
    idle_waivers(document, ledger);
}

/// What was accepted, by whom and until when: the gate does not count it, so it is said here.
fn waived(document: &mut Document, ledger: &Ledger) {
    let flags = ledger.rows.iter().flat_map(|row| row.flags.iter().map(move |flag| (row, flag)));
    let items = flags.filter_map(|(row, flag)| {
        let waiver = words::waiver(flag.waiver.as_ref()?);
        Some(Line::new().code(flag.code).say(" on ").code(&row.key).say(": ").then(waiver).into())
    });
    document.list(items.collect());
}

fn idle_waivers(document: &mut Document, ledger: &Ledger) {
    document.list(words::idle_waivers(ledger).map(Item::from).collect());
}
