//! Writes a document for a terminal: padded columns, lines that fit the width, and styles of which colour is never the
//! only one that says something. The caller strips the styles where the terminal wants none.

use anstyle::{AnsiColor, Effects, Style};
use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{CellAlignment, ContentArrangement};

use crate::bundle::Severity;

use super::document::{Align, Block, Cell, Document, Item, Level, Line, Span, Table};

const STRONG: Style = Style::new().effects(Effects::BOLD);
const BANNER: Style = Style::new().effects(Effects::BOLD.insert(Effects::INVERT));

/// What a column must have at least; a table that has not is written as one record a row.
const NARROWEST_COLUMN: usize = 13;
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
            let rule = "=".repeat(width.min(textwrap::core::display_width(&plain(text))));
            styled(STRONG, &format!("{}\n{rule}", wrap(&plain(text), width, "", "")))
        }
        Block::Heading(Level::Section, text) => {
            styled(STRONG.effects(Effects::BOLD.insert(Effects::UNDERLINE)), &wrap(&plain(text), width, "", ""))
        }
        Block::Heading(Level::Part, text) => styled(STRONG, &wrap(&plain(text), width, "", "")),
        Block::Paragraph(text) => wrap(&line(text), width, "", ""),
        Block::Banner(text) => styled(BANNER, &wrap(&plain(text), width, "", "")),
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
        .set_header(table.columns.iter().map(|column| column.title));
    for cells in &table.rows {
        let aligned = cells.iter().zip(&table.columns).map(|(lines, column)| {
            comfy_table::Cell::new(plain_cell(lines)).set_alignment(match column.align {
                Align::Left => CellAlignment::Left,
                Align::Right => CellAlignment::Right,
            })
        });
        drawn.add_row(aligned);
    }
    drawn.trim_fmt()
}

fn plain_cell(cell: &Cell) -> String {
    cell.iter().map(plain).collect::<Vec<_>>().join("\n")
}

/// One record a row: the columns' titles beside the cells.
fn records(table: &Table, width: usize) -> String {
    let label = table.columns.iter().map(|column| column.title.chars().count()).max().unwrap_or_default();
    let indent = " ".repeat(label.saturating_add(2));
    let records = table.rows.iter().map(|cells| {
        let mut lines = Vec::new();
        for (column, cell) in table.columns.iter().zip(cells) {
            let mut start = format!("{:label$}  ", column.title);
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

fn plain(line: &Line) -> String {
    line.spans.iter().map(words).collect()
}

fn span(span: &Span) -> String {
    match span {
        Span::Strong(words) => styled(STRONG, words),
        Span::Severity(severity) => styled(of_severity(*severity), severity.name()),
        Span::Words(_) | Span::Code(_) | Span::Link(_) => words(span).to_owned(),
    }
}

fn words(span: &Span) -> &str {
    match span {
        Span::Words(words) | Span::Strong(words) | Span::Code(words) | Span::Link(words) => words,
        Span::Severity(severity) => severity.name(),
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
    let options = textwrap::Options::new(width).initial_indent(start).subsequent_indent(indent);
    let lines: Vec<String> = textwrap::wrap(text, options).iter().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}
