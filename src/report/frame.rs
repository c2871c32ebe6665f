//! What every document starts and ends with: title, banner, stamp, and the line that says what to do next.

use crate::ledger::{FlagCounts, Ledger, Lever, Lifecycle, NOT_RECORDED, Rate, Row, frontier};

use super::document::{Block, Document, Item, Level, Line};
use super::words;

/// Title, banner where the data is synthetic, and the stamp with what the document adds to it.
pub fn open(title: &str, ledger: &Ledger, added: impl IntoIterator<Item = Line>) -> Document {
    let mut document = Document::default();
    document.heading(Level::Title, Line::new().quote(title));
    if ledger.facts.registry.example {
        let words = " Findings, campaigns and figures are synthetic; nothing here was measured.";
        document.push(Block::Banner(Line::new().strong("EXAMPLE DATA.").say(words)));
    }
    if let Some(unanswered) = ledger.unanswered() {
        document.push(Block::Banner(partial(&unanswered)));
    }
    let context = ledger.facts.registry.baseline_context.as_deref();
    let context = Line::new().say("Measured against: ").recorded(context);
    let stamp = [registry(ledger), snapshot(ledger)].into_iter().chain(bundle(ledger));
    let stamp = stamp.chain([context]).chain(selection(ledger)).chain([findings(ledger)]);
    document.list(stamp.chain(added).map(Item::from).collect());
    document
}

/// What the published lake did not answer.
fn partial(unanswered: &[&str]) -> Line {
    let line = Line::new().strong("PARTIAL DATA.").say(" The published lake did not answer everything");
    if unanswered.is_empty() {
        return line.say(".");
    }
    let names = unanswered.iter().map(|name| Line::new().code(name));
    line.say(", so these campaigns may be more than is shown: ").then(Line::joined(names, ", ")).say(".")
}

fn registry(ledger: &Ledger) -> Line {
    let registry = &ledger.facts.registry;
    let line = Line::new().say("Registry: ").code(&registry.file);
    let line = match &registry.commit {
        Some(commit) => line.say(", commit ").code(short(commit)),
        None => line.say(", commit ").say(NOT_RECORDED),
    };
    let line = if registry.modified { line.say(" and changes since") } else { line };
    line.say(", sha256 ").code(short(registry.sha256.as_str()))
}

fn short(hex: &str) -> &str {
    hex.get(..12).unwrap_or(hex)
}

fn snapshot(ledger: &Ledger) -> Line {
    let facts = &ledger.facts;
    Line::new().say(format!("Snapshot: {}, by ", facts.taken_at.readable())).quote(&facts.tool)
}

/// The bundle that the ledger was computed from, where it was one.
fn bundle(ledger: &Ledger) -> Option<Line> {
    let digest = ledger.facts.digest.as_ref()?;
    Some(Line::new().say("Bundle: ").code(digest.as_str()))
}

/// Which of the registry's findings the document is about, where it is not all of them.
fn selection(ledger: &Ledger) -> Option<Line> {
    let query = ledger.selection.as_ref()?.query();
    Some(Line::new().say("Selection: ").quote(ledger.selection_said()?).say(" (").code(query).say(")"))
}

fn findings(ledger: &Ledger) -> Line {
    let groups = Lifecycle::ALL.into_iter().map(|lifecycle| (lifecycle, ledger.group(lifecycle).count()));
    let groups: Vec<String> = groups
        .filter(|(lifecycle, count)| *lifecycle != Lifecycle::Unknown || *count > 0)
        .map(|(lifecycle, count)| format!("{count} {}", words::state(lifecycle)))
        .collect();
    Line::new().say(format!("Findings: {} ({})", ledger.rows.len(), groups.join(", ")))
}

/// How many flags there are, by severity.
pub fn flags(ledger: &Ledger) -> Line {
    let counts = FlagCounts::of(ledger.all_flags());
    let flagged = ledger.rows.iter().filter(|row| !row.flags.is_empty()).count();
    let waived = if counts.waived > 0 { format!(", {} waived", counts.waived) } else { String::new() };
    Line::new().say(format!(
        "Flags: {} on {flagged} of {} ({}, {}, {} info{waived})",
        counts.total(),
        counted(ledger.rows.len(), "finding"),
        counted(counts.errors, "error"),
        counted(counts.warnings, "warning"),
        counts.infos
    ))
}

/// `1 error`, `2 errors`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The rate of each hardware that the ledger names.
pub fn rates(ledger: &Ledger) -> Line {
    let facts = &ledger.facts;
    let of = |hardware: &[_]| words::rate(Rate::of(hardware, &facts.rates, facts.options.gpu_hr));
    let by_token = words::tokens(&ledger.rows).into_iter().map(|token| format!("{token} {}", of(&[token])));
    let mut rates: Vec<String> = by_token.collect();
    if ledger.rows.iter().any(|row| row.hardware.len() != 1) {
        rates.push(format!("without one hardware token {}", of(&[])));
    }
    if rates.is_empty() {
        rates.push("no finding needs one".to_owned());
    }
    Line::new().say(format!("Rates: {}", rates.join(", ")))
}

/// The next lever, its unlock and its gate, or that none is left and the evidence for it.
pub fn close(document: &mut Document, ledger: &Ledger) {
    document.heading(Level::Section, Line::new().say("What to do next"));
    match ledger.frontier.active.first().and_then(|lever| ledger.rows.get(lever.row)) {
        Some(row) => document.paragraph(next(ledger, row)),
        None => exhausted(document, ledger),
    }
}

fn next(ledger: &Ledger, row: &Row) -> Line {
    let parts = [
        ("Next lever:", words::lever(row)),
        (
            "From:",
            words::finding(row).say(" on ").then(words::hardware(row)).say(", against ").then(words::baseline(row)),
        ),
        ("Unlock:", words::unlock(row)),
        ("Gate:", words::gate(row)),
    ];
    let parts = parts.into_iter().map(|(name, part)| Line::new().strong(name).say(" ").then(part));
    Line::joined(parts.chain(words::repeats(&ledger.repeats(row))), ". ")
}

fn exhausted(document: &mut Document, ledger: &Ledger) {
    let missing = ledger.frontier.missing.len();
    let left_out = match missing {
        0 => String::new(),
        1 => " 1 finding names no lever.".to_owned(),
        _ => format!(" {missing} findings name no lever."),
    };
    let line = Line::new();
    let line = match ledger.selection {
        Some(_) => line.strong("No lever is left among the findings selected."),
        None => line.strong("No lever is left."),
    };
    if ledger.rows.is_empty() && ledger.selection.is_some() {
        document.paragraph(line.say(" The selection holds no finding."));
        return;
    }
    if ledger.rows.is_empty() {
        document.paragraph(line.say(" The registry holds no finding: add one with a next_lever."));
        return;
    }
    if ledger.frontier.banked.is_empty() {
        let ask =
            " No finding says why: write the next thing to try, or the evidence that nothing is left, in next_lever.";
        document.paragraph(line.say(left_out).say(ask));
        return;
    }
    document.paragraph(line.say(left_out).say(" The evidence:"));
    document.list(banked(ledger));
}

/// The exhausted levers with their evidence.
pub fn banked(ledger: &Ledger) -> Vec<Item> {
    let of = |lever: &Lever| ledger.rows.get(lever.row);
    let items = ledger.frontier.banked.iter().filter_map(of).map(|row| {
        let evidence = row.finding.next_lever.as_deref().and_then(frontier::wall);
        words::finding(row).say(": ").recorded(evidence).into()
    });
    items.collect()
}
