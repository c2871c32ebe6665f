//! Writes a document for a terminal: padded columns, lines that fit the width, and styles of which colour is never the
//! only one that says something. The caller strips the styles where the terminal wants none.

use anstyle::{AnsiColor, Effects, Style};
use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{CellAlignment, ContentArrangement};

use crate::bundle::Severity;

use super::document::{Align, Block, Cell, Column, Document, Item, Level, Line, Span, Table};

const STRONG: Style = Style::new().effects(Effects::BOLD);
const BANNER: Style = Style::new().effects(Effects::BOLD.insert(Effects::INVERT));

/// What a column must have at least; a table that has not is written as one record a row.
const NARROWEST_COLUMN: usize = 16;
/// A title that needs more stands on a line of its own over its cell, in a record.
const WIDEST_LABEL: usize = 24;
/// Below this a terminal is not worth fitting to.
const NARROWEST: usize = 30;

pub fn write(document: &Document, width: usize) -> String {
    let width = width.max(NARROWEST);
    let blocks: Vec<String> = document.blocks.iter().map(|entry| block(entry, width)).collect();
    let mut text = blocks.join("\n\n");
    text.push('\n');
    text
}

fn block(block: &Block, width: usize) -> String {
    match block {
        Block::Heading(Level::Title, text) => {
            let rule = "=".repeat(width.min(textwrap::core::display_width(&text.plain())));
            styled(STRONG, &format!("{}\n{rule}", wrap(&text.plain(), width, "", "")))
        }
        Block::Heading(Level::Section, text) => {
            styled(STRONG.effects(Effects::BOLD.insert(Effects::UNDERLINE)), &wrap(&text.plain(), width, "", ""))
        }
        Block::Heading(Level::Part, text) => styled(STRONG, &wrap(&text.plain(), width, "", "")),
        Block::Paragraph(text) => wrap(&line(text), width, "", ""),
        Block::Banner(text) => styled(BANNER, &wrap(&text.plain(), width, "", "")),
        Block::List(items) => list(items.iter().map(|entry| ("-".to_owned(), entry)), width),
        Block::Numbered(items) => list((1..).map(|number: usize| format!("{number}.")).zip(items), width),
        Block::Table(entry) if fits(entry, width) => table(entry, width),
        Block::Table(entry) => records(entry, width),
    }
}

fn list<'a>(items: impl Iterator<Item = (String, &'a Item)>, width: usize) -> String {
    let mut lines = Vec::new();
    for (marker, item) in items {
        let indent = " ".repeat(marker.len().saturating_add(1));
        lines.push(wrap(&line(&item.line), width, &format!("{marker} "), &indent));
        let deeper = format!("{indent}  ");
        lines.extend(item.under.iter().map(|under| wrap(&line(under), width, &format!("{indent}- "), &deeper)));
    }
    lines.join("\n")
}

fn fits(table: &Table, width: usize) -> bool {
    table.columns.len().saturating_mul(NARROWEST_COLUMN) <= width
}

fn table(table: &Table, width: usize) -> String {
    let mut drawn = comfy_table::Table::new();
    drawn
        .load_style(UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(u16::MAX))
        .set_header(table.columns.iter().map(|column| aligned(&column.title, column.align)));
    for cells in &table.rows {
        let cells = cells.iter().zip(&table.columns);
        drawn.add_row(cells.map(|(lines, column)| aligned(plain_cell(lines), column.align)));
    }
    drawn.trim_fmt()
}

fn aligned(words: impl ToString, align: Align) -> comfy_table::Cell {
    comfy_table::Cell::new(words).set_alignment(match align {
        Align::Left => CellAlignment::Left,
        Align::Right => CellAlignment::Right,
    })
}

fn plain_cell(cell: &Cell) -> String {
    cell.iter().map(Line::plain).collect::<Vec<_>>().join("\n")
}

/// One record a row: the columns' titles beside the cells.
fn records(table: &Table, width: usize) -> String {
    let wide = |column: &Column| textwrap::core::display_width(&column.title);
    let label = table.columns.iter().map(wide).max().unwrap_or_default().min(WIDEST_LABEL);
    let indent = " ".repeat(label.saturating_add(2));
    let records = table.rows.iter().map(|cells| {
        let mut lines = Vec::new();
        for (column, cell) in table.columns.iter().zip(cells) {
            let mut start = match indent.len().checked_sub(wide(column)).filter(|room| *room >= 2) {
                Some(room) => format!("{}{}", column.title, " ".repeat(room)),
                None => {
                    lines.push(wrap(&column.title, width, "", ""));
                    indent.clone()
                }
            };
            for text in cell {
                lines.push(wrap(&line(text), width, &start, &indent));
                start.clone_from(&indent);
            }
        }
        lines.join("\n")
    });
    records.collect::<Vec<_>>().join("\n\n")
}

fn line(line: &Line) -> String {
    line.spans.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    match span {
        Span::Strong(words) => styled(STRONG, words),
        Span::Severity(severity) => styled(of_severity(*severity), severity.name()),
        Span::Words(_) | Span::Code(_) | Span::Linked { .. } | Span::Link(_) => span.words().to_owned(),
    }
}

fn of_severity(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info | Severity::Off => AnsiColor::Cyan,
    };
    colour.on_default().effects(Effects::BOLD)
}

fn styled(style: Style, words: &str) -> String {
    format!("{style}{words}{style:#}")
}

fn wrap(text: &str, width: usize, start: &str, indent: &str) -> String {
    // A name that is copied stays whole where it fits.
    let options = textwrap::Options::new(width)
        .initial_indent(start)
        .subsequent_indent(indent)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let lines: Vec<String> = textwrap::wrap(text, options).iter().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use anstream::adapter::strip_str;
    use proptest::prelude::*;

    use super::*;
    use crate::report::text::one_line;

    fn document(words: &[String]) -> Document {
        let line = |words: &String| Line::new().quote(words).say(" (").code(words).say(") ").severity(Severity::Error);
        let lines: Vec<Line> = words.iter().map(line).collect();
        let items: Vec<Item> = lines.iter().map(|line| Item { line: line.clone(), under: lines.clone() }).collect();
        let table = |count: usize| {
            let cells = (0..count).map(|index| vec![lines[index % lines.len()].clone(); 2]).collect();
            let heading = Column { title: one_line(&words[0]).into(), align: Align::Left };
            Block::Table(Table { columns: vec![heading; count], rows: vec![cells] })
        };
        Document {
            blocks: vec![
                Block::Heading(Level::Title, lines[0].clone()),
                Block::Heading(Level::Section, lines[0].clone()),
                Block::Banner(lines[0].clone()),
                Block::Paragraph(lines[0].clone()),
                Block::List(items.clone()),
                Block::Numbered(items),
                table(2),
                table(10),
            ],
        }
    }

    #[test]
    fn a_wide_terminal_gets_columns_and_a_narrow_one_records() {
        let cells = |name: &str| vec![vec![Line::new().quote(name)], vec![Line::new().quote("1.5x, \u{1b}[31mred")]];
        let columns = vec![Column::left("Finding"), Column::right("Win")];
        let table = Table { columns, rows: vec![cells("a"), cells("b")] };
        let document = Document { blocks: vec![Block::Table(table)] };
        let wide = [
            "──────────────────────────",
            " Finding              Win",
            "══════════════════════════",
            " a         1.5x, \u{FFFD}[31mred",
            "──────────────────────────",
            " b         1.5x, \u{FFFD}[31mred",
            "──────────────────────────",
        ];
        assert_eq!(write(&document, 80).lines().map(str::trim_end).collect::<Vec<_>>(), wide);
        let narrow = "Finding  a\nWin      1.5x, \u{FFFD}[31mred\n\nFinding  b\nWin      1.5x, \u{FFFD}[31mred\n";
        assert_eq!(write(&document, 31), narrow);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn lines_fit_and_nothing_but_styles_reaches_the_terminal(
            words in prop::collection::vec(prop_oneof![any::<String>(), "[a-z \n\t\u{1b}\u{9b}\u{202e}]{0,90}", "[a-z]{40,60}"], 1..3),
            width in 20_usize..200,
        ) {
            let text = write(&document(&words), width);
            let plain = strip_str(&text).to_string();
            let raw = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
            prop_assert!(!plain.chars().any(raw));
            for line in plain.lines() {
                prop_assert!(textwrap::core::display_width(line) <= width.max(NARROWEST), "{:?}", line);
            }
        }
    }
}
