//! One row a finding and a model that it names, for spreadsheets; a finding that names none has one row without a model.
//! What is not listed is untested: all pairs would be findings times models, for nothing that anybody said.

use crate::ledger::portability::Cell as Pair;
use crate::ledger::{Ledger, Portability, Row, Tier};
use crate::report::csv::{Cell, known_issue, list, plain_list, repeated, text, words};

/// A column's heading, and its cell for an entry.
struct Column {
    title: &'static str,
    cell: fn(&Entry<'_>) -> Cell,
}

/// A finding, and a model with what is said of it.
struct Entry<'a> {
    ledger: &'a Ledger,
    row: &'a Row,
    pair: Option<(&'a str, &'a Pair)>,
}

static COLUMNS: &[Column] = &[
    Column { title: "key", cell: |entry| words(Some(&entry.row.key)) },
    Column { title: "id", cell: |entry| words(entry.row.finding.id.as_deref()) },
    Column { title: "title", cell: |entry| words(entry.row.finding.title.as_deref()) },
    Column { title: "model", cell: |entry| words(entry.pair.map(|(model, _)| model)) },
    Column {
        title: "state",
        cell: |entry| plain(entry.pair.map_or("no model named", |(_, pair)| pair.state().name())),
    },
    Column {
        title: "not_proven",
        cell: |entry| plain(entry.pair.is_some_and(|(_, pair)| pair.is_unproven(entry.row))),
    },
    Column {
        title: "also",
        cell: |entry| plain_list(entry.pair.iter().flat_map(|(_, pair)| pair.also()).map(|state| state.name())),
    },
    Column { title: "hardware", cell: |entry| words(entry.row.finding.hardware.as_deref()) },
    Column { title: "hardware_tokens", cell: |entry| plain_list(entry.row.hardware.iter().map(ToString::to_string)) },
    Column { title: "baseline", cell: |entry| words(entry.row.finding.baseline.as_deref()) },
    Column { title: "lifecycle", cell: |entry| words(entry.row.finding.lifecycle.as_deref()) },
    Column { title: "best_sol_rigor", cell: |entry| plain(entry.row.best_rigor.name()) },
    Column { title: "effective_tier", cell: |entry| plain(entry.row.effective_tier.map_or("none", Tier::name)) },
    Column { title: "grounded", cell: |entry| plain(entry.row.grounded) },
    Column { title: "proven", cell: |entry| plain(entry.row.proven()) },
    Column { title: "next_lever", cell: |entry| words(entry.row.finding.next_lever.as_deref()) },
    Column { title: "next_unlock", cell: |entry| words(entry.row.finding.next_unlock.as_deref()) },
    Column { title: "next_gate", cell: |entry| words(entry.row.finding.next_gate.as_deref()) },
    Column { title: "repeats_closed_negatives", cell: |entry| list(repeated(entry.ledger, entry.row)) },
    Column { title: "known_issues", cell: |entry| list(entry.row.finding.known_issues.iter().map(known_issue)) },
];

/// # Errors
/// None in practice: the text is written to memory, and every row has the header's length.
pub fn write(ledger: &Ledger, of: &Portability<'_>) -> Result<String, csv::Error> {
    let pairs = of.lines.iter().flat_map(|line| {
        let named = line.stated().filter_map(|(place, cell)| Some((of.models.get(place)?.name, cell)));
        named.map(|pair| Entry { ledger, row: line.row, pair: Some(pair) })
    });
    let entries = pairs.chain(of.unnamed.iter().map(|row| Entry { ledger, row, pair: None }));
    let rows = entries.map(|entry| COLUMNS.iter().map(move |column| (column.cell)(&entry)));
    text(ledger, COLUMNS.iter().map(|column| column.title), rows)
}

fn plain(value: impl ToString) -> Cell {
    Cell::Plain(value.to_string())
}
