//! A table as text that pastes into a spreadsheet: tabs part the cells, and each cell is one line that is no formula.

use std::collections::HashSet;

use csv::{Writer, WriterBuilder};

use crate::ledger::{Column, Facts, Ledger, Order, Portability, Row};

use super::document::{Cell, Line};
use super::spreadsheet::harmless;
use super::table::{LEVER, codes, lever_cells};
use super::{RenderError, portability, words};

/// What parts the lines of a cell.
const BETWEEN: &str = "; ";

/// Those rows, by their places in the ledger, in that order; what groups them on the page is their first column.
///
/// # Errors
/// None in practice: the text is written to memory, and every row has the header's length.
pub fn rows_text(ledger: &Ledger, rows: &[usize], columns: &[Column]) -> Result<String, RenderError> {
    let headings = columns.iter().map(|column| column.title());
    let rows = rows.iter().filter_map(|index| ledger.rows.get(*index)).map(|row| {
        let lifecycle = Line::new().say(row.lifecycle.title());
        let cells = columns.iter().map(|column| cell(*column, row, &ledger.facts));
        std::iter::once(vec![lifecycle]).chain(cells).collect()
    });
    write(std::iter::once("Lifecycle").chain(headings), rows)
}

/// The active levers among those rows, with their ranks in that order of the whole ledger.
///
/// # Errors
/// As [`rows_text`].
pub fn levers_text(ledger: &Ledger, rows: &[usize], order: Order) -> Result<String, RenderError> {
    let rows: HashSet<usize> = rows.iter().copied().collect();
    let levers = ledger.frontier.ranked(order).filter(|(_, lever)| rows.contains(&lever.row));
    let cells = levers.filter_map(|(rank, lever)| Some(lever_cells(rank, lever, ledger, ledger.rows.get(lever.row)?)));
    write(LEVER.iter().map(|column| column.title.as_ref()), cells)
}

/// The findings that name a model, by all models: a spreadsheet has room for each.
///
/// # Errors
/// As [`rows_text`].
pub fn matrix_text(of: &Portability<'_>) -> Result<String, RenderError> {
    let table = portability::table(of, &of.models);
    write(table.columns.iter().map(|column| harmless(&column.title)), table.rows.into_iter())
}

fn write(
    headings: impl Iterator<Item = impl AsRef<[u8]>>,
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Result<String, RenderError> {
    let mut writer: Writer<Vec<u8>> = WriterBuilder::new().delimiter(b'\t').from_writer(Vec::new());
    writer.write_record(headings)?;
    for cells in rows {
        writer.write_record(cells.iter().map(one_cell))?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn cell(of: Column, row: &Row, facts: &Facts) -> Cell {
    match of {
        Column::Title => std::iter::once(words::finding(row)).chain(words::known_issues(row)).collect(),
        Column::Win => vec![Line::new().recorded(row.finding.win.as_deref())],
        Column::Baseline => vec![words::baseline(row)],
        Column::Hardware => vec![words::hardware(row)],
        Column::Evidence => vec![words::evidence(row)],
        Column::Readiness => vec![Line::new().recorded(row.finding.deploy_readiness.as_deref())],
        Column::Source => words::sources(row, &facts.policy.links),
        Column::Flags => codes(&row.flags),
    }
}

/// White space inside a line is single spaces already.
fn one_cell(cell: &Cell) -> String {
    harmless(cell.iter().map(Line::plain).collect::<Vec<_>>().join(BETWEEN).trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::flag::testing::Case;

    fn ledger(title: &str) -> Ledger {
        let mut case = Case::done();
        case.bundle.findings[0].title = Some(title.into());
        case.ledger()
    }

    fn read_back(text: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(b'\t').from_reader(text.as_bytes());
        reader.records().map(|record| record.expect("a record").iter().map(str::to_owned).collect()).collect()
    }

    fn of(title: &str, columns: &[Column]) -> Vec<Vec<String>> {
        read_back(&rows_text(&ledger(title), &[0], columns).expect("text"))
    }

    #[test]
    fn the_columns_that_are_shown_stand_behind_the_lifecycle() {
        let read = of("A title", &[Column::Win, Column::Hardware]);
        assert_eq!(read[0], ["Lifecycle", "Win against baseline", "Hardware"]);
        assert_eq!(read.len(), 2);
        assert_eq!(read[1][0], "Done");
        assert!(of("A title", &Column::ALL).iter().all(|cells| cells.len() == 9));
    }

    #[test]
    fn a_title_is_one_cell_of_one_line_and_no_formula() {
        for (title, wanted) in [
            ("=1+1", "'=1+1 (good)"),
            ("\t=1", "'=1 (good)"),
            ("a\tb\r\nc", "a b c (good)"),
            ("\"quoted", "\"quoted (good)"),
            ("\u{202e}x", "\u{fffd}x (good)"),
        ] {
            let read = of(title, &[Column::Title, Column::Readiness]);
            assert_eq!(read[1][1], wanted);
            assert_eq!(read[1].len(), 3);
        }
    }

    #[test]
    fn rows_stand_in_the_order_that_is_asked_for() {
        let mut case = Case::done();
        let second = crate::bundle::Finding {
            id: Some("b".into()),
            position: 2,
            ..crate::bundle::Finding::clone(&case.bundle.findings[0])
        };
        case.bundle.findings.push(Box::new(second));
        let text = rows_text(&case.ledger(), &[1, 0, 7], &[Column::Title]).expect("text");
        let titles: Vec<bool> = read_back(&text).iter().skip(1).map(|cells| cells[1].ends_with("(b)")).collect();
        assert_eq!(titles, [true, false]);
    }

    #[test]
    fn only_levers_of_the_rows_shown_are_listed() {
        let ledger = ledger("A title");
        let listed = |rows: &[usize]| read_back(&levers_text(&ledger, rows, Order::Gain).expect("text")).len();
        assert_eq!((listed(&[]), listed(&[0])), (1, 2));
    }
}
