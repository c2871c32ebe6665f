//! The matrix for people: how many pairs are in which state, the levers by models, what to try next, what to do next.

use crate::ledger::portability::{Cell as Pair, Group, Line as Lever, Model, PairCounts, Try};
use crate::ledger::{GainLabel, Ledger, Portability, Row};
use crate::report::document::{Align, Block, Cell, Column, Document, Item, Level, Line, Table};
use crate::report::text::one_line;
use crate::report::{frame, words};

const TALLY: [Column; 6] = [
    Column::left("Hardware"),
    Column::right("Validated and proven"),
    Column::right("Validated, not proven"),
    Column::right("Candidate"),
    Column::right("Refuted"),
    Column::right("Untested"),
];

const LEVER: [Column; 5] = [
    Column::left("Finding"),
    Column::left("Hardware"),
    Column::left("Baseline"),
    Column::left("Lifecycle"),
    Column::left("Evidence"),
];

const READ: &str = "\
A state is what the registry says of a finding on a model: refuted counts before validated, validated before candidate, \
and a model in none of its lists is untested. The evidence is the finding's as a whole, on its own hardware and against \
its own baseline; without one campaign that is both grounded and of effective tier verdict, validated is not proven.";

pub fn document(title: &str, ledger: &Ledger, of: &Portability<'_>) -> Document {
    let mut document = frame::open(title, ledger, [extent(of)]);
    matrix(&mut document, of);
    unnamed(&mut document, of);
    tries(&mut document, ledger, of);
    frame::close(&mut document, ledger);
    document
}

fn extent(of: &Portability<'_>) -> Line {
    let named = frame::counted(of.lines.len(), "finding");
    let models = frame::counted(of.models.len(), "model");
    Line::new().say(format!("Models: {named} on {models}; {} without a model", of.unnamed.len()))
}

fn matrix(document: &mut Document, of: &Portability<'_>) {
    document.heading(Level::Section, Line::new().say("Levers by model"));
    if of.models.is_empty() {
        document.paragraph(Line::new().say(
            "No finding names a model: write the models in validated_on, candidate_on or refuted_on of a finding.",
        ));
        return;
    }
    document.paragraph(Line::new().say(READ));
    document.push(Block::Table(table(of, of.columns())));
    if of.models_without_column() > 0 {
        document.paragraph(Line::new().say(format!(
            "And {} more: what is a candidate on each stands under what to try next, and every pair that a finding \
             states is in the same view as JSON and as CSV.",
            frame::counted(of.models_without_column(), "model")
        )));
    }
    document.heading(Level::Part, Line::new().say("Pairs of a finding and a model, by hardware, never summed"));
    let rows = of.tallies.iter().map(|(group, tally)| tally_cells(*group, tally)).collect();
    document.push(Block::Table(Table { columns: TALLY.to_vec(), rows }));
}

/// The findings by those models, which are the first ones.
pub fn table(of: &Portability<'_>, models: &[Model<'_>]) -> Table {
    let columns = models.iter().map(|model| headed(model.name));
    let rows = of.lines.iter().map(|lever| cells(lever, models.len())).collect();
    Table { columns: LEVER.into_iter().chain(columns).collect(), rows }
}

fn tally_cells(group: Group, tally: &PairCounts) -> Vec<Cell> {
    let counts = [tally.proven, tally.unproven, tally.candidate, tally.refuted, tally.untested];
    let counts = counts.map(|count| vec![Line::new().say(count.to_string())]);
    [vec![Line::new().say(group.name())]].into_iter().chain(counts).collect()
}

fn cells(lever: &Lever<'_>, models: usize) -> Vec<Cell> {
    let row = lever.row;
    let mut finding = vec![words::finding(row)];
    finding.extend(words::known_issues(row));
    let about = [
        finding,
        vec![words::hardware(row)],
        vec![words::baseline(row)],
        vec![Line::new().say(words::state(row.lifecycle))],
        vec![words::evidence(row)],
    ];
    let pairs = (0..models).map(|model| vec![pair(lever.cell(model), row)]);
    about.into_iter().chain(pairs).collect()
}

/// The state that counts, that it is not proven, and what else the registry says.
fn pair(pair: &Pair, row: &Row) -> Line {
    let line = Line::new().say(pair.state().name());
    let line = if pair.is_unproven(row) { line.say(", not proven") } else { line };
    let also: Vec<&str> = pair.also().map(|state| state.name()).collect();
    if also.is_empty() { line } else { line.say(format!(" (also {})", also.join(", "))) }
}

fn unnamed(document: &mut Document, of: &Portability<'_>) {
    if of.unnamed.is_empty() {
        return;
    }
    document.heading(Level::Section, Line::new().say(format!("Names no model ({})", of.unnamed.len())));
    let item =
        |row: &&Row| Item { line: words::finding(row).say(", ").then(context(row)), under: words::known_issues(row) };
    document.list(of.unnamed.iter().map(item).collect());
}

fn tries(document: &mut Document, ledger: &Ledger, of: &Portability<'_>) {
    if of.models.is_empty() {
        return;
    }
    document.heading(Level::Section, Line::new().say("What to try next, by model"));
    document.paragraph(Line::new().say(
        "The findings that are a candidate on a model, as the frontier ranks their next levers. A gain is the finding's \
         own, on its own hardware and against its own baseline; it promises nothing for the model.",
    ));
    for model in &of.models {
        document.heading(Level::Part, Line::new().quote(model.name).say(format!(" ({} to try)", model.tries.len())));
        on_model(document, ledger, model);
    }
}

fn on_model(document: &mut Document, ledger: &Ledger, model: &Model<'_>) {
    if model.tries.is_empty() {
        document.paragraph(Line::new().say("Nothing to try: no finding is a candidate on it."));
        return;
    }
    document.push(Block::Numbered(model.tries.iter().map(|of| entry(ledger, of)).collect()));
}

fn entry(ledger: &Ledger, entry: &Try<'_>) -> Item {
    let row = entry.row;
    let named = |name: &str, line: Line| Line::new().strong(name).say(" ").then(line);
    let name = if GainLabel::of(row).is_gain() { "Gain:" } else { "Value:" };
    let gain = entry.lever.map(|_| named(name, words::gain(row)));
    let evidence = words::evidence(row);
    let said = [
        named("Next lever:", words::lever(row)),
        named("Unlock:", words::unlock(row)),
        named("Gate:", words::gate(row)),
    ];
    let evidence = named("Evidence:", if row.proven() { evidence } else { evidence.say("; not proven") });
    let repeats = words::repeats(&ledger.repeats(row));
    let under = said.into_iter().chain(repeats).chain(gain).chain([evidence]).chain(words::known_issues(row)).collect();
    Item { line: words::finding(row).say(", ").then(context(row)), under }
}

/// What the figures of a row belong to.
fn context(row: &Row) -> Line {
    Line::new()
        .say(format!("{}, on ", words::state(row.lifecycle)))
        .then(words::hardware(row))
        .say(", against ")
        .then(words::baseline(row))
}

/// A column whose heading is the registry's words.
fn headed(words: &str) -> Column {
    Column { title: one_line(words).trim().to_owned().into(), align: Align::Left }
}
