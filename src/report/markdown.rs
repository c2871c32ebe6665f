//! Writes a document as GitHub's Markdown. Whatever the registry holds renders as its own text: no markup, no link, no
//! HTML, no mention and no broken table comes of it.

use std::borrow::Cow;

use crate::threads;

use super::document::{Align, Block, Cell, Document, Item, Level, Line, Span, Table};
use super::escape::{escape, escape_in_start};

/// Where a line stands: in a table's cell a pipe would end it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Flow,
    Cell,
}

pub fn write(document: Document) -> String {
    /// What stands between two blocks.
    const APART: &str = "\n\n";
    let blocks = threads::map(document.blocks, block);
    let ends = blocks.len().saturating_mul(APART.len());
    let mut text = String::with_capacity(blocks.iter().map(String::len).fold(ends, usize::saturating_add));
    for (index, block) in blocks.iter().enumerate() {
        text.push_str(if index > 0 { APART } else { "" });
        text.push_str(block);
    }
    text.push('\n');
    text
}

fn block(block: Block) -> String {
    let mut text = String::new();
    let into = &mut text;
    match block {
        Block::Heading(Level::Title, title) => marked(into, "# ", &title),
        Block::Heading(Level::Section, title) => marked(into, "## ", &title),
        Block::Heading(Level::Part, title) => marked(into, "### ", &title),
        Block::Paragraph(words) => line(into, &words, Place::Flow),
        Block::Banner(words) => marked(into, "> ", &words),
        Block::List(items) => list(into, items.iter().map(|entry| (Cow::Borrowed("-"), entry))),
        Block::Numbered(items) => {
            list(into, (1..).map(|number: usize| Cow::Owned(format!("{number}."))).zip(&items));
        }
        Block::Table(entry) => table(into, entry),
    }
    text
}

fn marked(text: &mut String, mark: &str, words: &Line) {
    text.push_str(mark);
    line(text, words, Place::Flow);
}

fn list<'a>(text: &mut String, items: impl Iterator<Item = (Cow<'static, str>, &'a Item)>) {
    for (index, (marker, item)) in items.enumerate() {
        if index > 0 {
            text.push('\n');
        }
        text.push_str(&marker);
        marked(text, " ", &item.line);
        let indent = " ".repeat(marker.len().saturating_add(1));
        for under in &item.under {
            text.push('\n');
            text.push_str(&indent);
            marked(text, "- ", under);
        }
    }
}

fn table(text: &mut String, table: Table) {
    row(text, &table.columns, |text, column| text.push_str(&escape(&column.title)));
    text.push('\n');
    row(text, &table.columns, |text, column| {
        text.push_str(match column.align {
            Align::Left => "---",
            Align::Right => "---:",
        });
    });
    let line = |cells: Vec<Cell>| {
        let mut line = String::from("\n");
        row(&mut line, &cells, cell);
        line
    };
    let lines = threads::map(table.rows, line);
    text.reserve(lines.iter().map(String::len).sum());
    text.extend(lines);
}

fn row<T>(text: &mut String, cells: &[T], mut write: impl FnMut(&mut String, &T)) {
    text.push_str("| ");
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            text.push_str(" | ");
        }
        write(text, cell);
    }
    text.push_str(" |");
}

fn cell(text: &mut String, cell: &Cell) {
    for (index, words) in cell.iter().enumerate() {
        if index > 0 {
            text.push_str("<br>");
        }
        line(text, words, Place::Cell);
    }
}

fn line(text: &mut String, line: &Line, place: Place) {
    let start = text.len();
    for part in &line.spans {
        span(text, part, place);
    }
    if let Some(at) = text.get(start..).and_then(escape_in_start) {
        text.insert(start.saturating_add(at), '\\');
    }
}

fn span(text: &mut String, span: &Span, place: Place) {
    match span {
        Span::Words(words) => text.push_str(&escape(words)),
        Span::Strong(words) if words.is_empty() => {}
        Span::Strong(words) => text.extend(["**", &escape(words), "**"]),
        Span::Code(name) => code(text, name, place),
        Span::Severity(severity) => text.extend(["**", severity.name(), "**"]),
        Span::Linked { name, address } => {
            text.push('[');
            code(text, name, place);
            text.extend(["](<", address, ">)"]);
        }
        Span::Link(address) => text.extend(["<", address, ">"]),
    }
}

/// A code span, which nothing inside can end. In a cell a pipe would, whatever stands around it, so a name that holds
/// one is plain words there.
fn code(text: &mut String, name: &str, place: Place) {
    if name.is_empty() {
        return;
    }
    if place == Place::Cell && name.contains('|') {
        return text.push_str(&escape(name));
    }
    if !name.contains('`') {
        return text.extend(["`", name, "`"]);
    }
    let longest = name.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.saturating_add(1));
    let pad = if name.starts_with('`') || name.ends_with('`') { " " } else { "" };
    text.extend([&fence, pad, name, pad, &fence]);
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use comrak::nodes::{AstNode, NodeValue};
    use comrak::{Arena, Options, parse_document};
    use proptest::prelude::*;

    use super::super::document::Column;
    use super::super::escape::APART;
    use super::super::text::one_line;
    use super::*;

    /// What GitHub reads beyond CommonMark.
    fn github() -> Options<'static> {
        let mut options = Options::default();
        let extension = &mut options.extension;
        extension.table = true;
        extension.autolink = true;
        extension.strikethrough = true;
        extension.tasklist = true;
        extension.footnotes = true;
        extension.math_dollars = true;
        extension.math_code = true;
        extension.alerts = true;
        extension.front_matter_delimiter = Some("---".to_owned());
        options
    }

    /// Text without what is not seen, and white space as HTML shows it.
    fn seen(text: &str) -> String {
        text.chars().filter(|c| *c != APART).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text under a node; an `Err` names what is neither text nor a code span.
    fn text_of<'a>(node: &'a AstNode<'a>) -> Result<String, String> {
        let mut text = String::new();
        for child in node.children() {
            match &child.data.borrow().value {
                NodeValue::Text(words) => text.push_str(words),
                NodeValue::Code(code) => text.push_str(&code.literal),
                other => return Err(format!("{other:?}")),
            }
        }
        Ok(text)
    }

    /// The text of each cell, row by row.
    fn cells_of(markdown: &str) -> Result<Vec<Vec<String>>, String> {
        let arena = Arena::new();
        let root = parse_document(&arena, markdown, &github());
        let mut blocks = root.children();
        let (Some(table), None) = (blocks.next(), blocks.next()) else { return Err("not one block".to_owned()) };
        if !matches!(table.data.borrow().value, NodeValue::Table(_)) {
            return Err(format!("not a table: {:?}", table.data.borrow().value));
        }
        table.children().map(|row| row.children().map(text_of).collect()).collect()
    }

    /// The text of each block, when all of them are of the wanted kind.
    fn blocks_of(markdown: &str, wanted: fn(&NodeValue) -> bool) -> Result<Vec<String>, String> {
        let arena = Arena::new();
        let root = parse_document(&arena, markdown, &github());
        let is_text = |block: &AstNode<'_>| wanted(&block.data.borrow().value);
        root.children()
            .map(|block| if is_text(block) { text_of(block) } else { Err(format!("{:?}", block.data.borrow().value)) })
            .collect()
    }

    fn table_of(rows: &[Vec<Line>]) -> String {
        let columns = rows.iter().map(|_| ()).next().map_or(0, |()| rows[0].len());
        let cells = rows.iter().map(|row| row.iter().cloned().map(|line| vec![line]).collect());
        write(Document {
            blocks: vec![Block::Table(Table {
                columns: (0..columns).map(|_| Column::left("Finding")).collect(),
                rows: cells.collect(),
            })],
        })
    }

    /// What the registry may hold, with everything that Markdown reads as more than text.
    fn hostile() -> impl Strategy<Value = String> {
        const PIECES: &[&str] = &[
            "|",
            "\\",
            "\\|",
            "`",
            "``",
            "\n",
            "\r\n",
            "\t",
            "  ",
            "<b>",
            "</td>",
            "<!--",
            "-->",
            "<script>",
            "&amp;",
            "&#124;",
            "[a](http://a.b)",
            "![i](x)",
            "[^1]",
            "[ ] ",
            "https://a.b/c",
            "www.a.b",
            "a@b.cd",
            "@team",
            "#12",
            "# h",
            "> q",
            "- ",
            "+ ",
            "* ",
            "1. ",
            "1) ",
            "---",
            "===",
            "***",
            "___",
            "~~a~~",
            "$x$",
            "$`x`$",
            "**b**",
            "_i_",
            "__b__",
            "a_b",
            ":tada:",
            "\u{1b}[31m",
            "\u{202e}",
            "ftp://a.b",
            "mailto:a@b.cd",
            "x",
            "é",
            "1",
            " ",
            "{",
            "}",
            "!",
            "(",
            ")",
            "\"",
            "'",
            "=",
            ":",
            "/",
            ".",
            "@",
            "#",
            "www",
            "http",
            "\u{a0}",
            "　",
        ];
        prop_oneof![
            prop::collection::vec(prop::sample::select(PIECES), 0..12).prop_map(|pieces| pieces.concat()),
            "\\PC{0,20}",
            any::<String>(),
        ]
    }

    #[test]
    fn a_name_with_backticks_is_one_code_span() {
        let written = |name: &str, place| {
            let mut text = String::new();
            span(&mut text, &Span::Code(name.to_owned()), place);
            text
        };
        assert_eq!(written("a`b", Place::Flow), "``a`b``");
        assert_eq!(written("`a", Place::Flow), "`` `a ``");
        assert_eq!(written("a|b", Place::Flow), "`a|b`");
        assert_eq!(written("a|b", Place::Cell), "a\\|b");
        assert_eq!(written("", Place::Cell), "");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

        #[test]
        fn a_table_holds_what_was_put_in(rows in prop::collection::vec(prop::collection::vec((hostile(), hostile()), 3), 1..4)) {
            let lines: Vec<Vec<Line>> = rows.iter().map(|row| row.iter().map(|(words, name)| Line::new().quote(words).say(" (").code(name).say(")")).collect()).collect();
            let markdown = table_of(&lines);
            let found = cells_of(&markdown).map_err(|problem| TestCaseError::fail(format!("{problem} in\n{markdown}")))?;
            prop_assert_eq!(found.len(), rows.len() + 1);
            for (row, cells) in rows.iter().zip(&found[1..]) {
                prop_assert_eq!(cells.len(), 3);
                for ((words, name), cell) in row.iter().zip(cells) {
                    let wanted = seen(&format!("{} ({})", one_line(words).trim(), one_line(name).trim()));
                    prop_assert_eq!(seen(cell), wanted, "in\n{}", markdown);
                }
            }
        }

        #[test]
        fn a_row_has_a_fixed_number_of_pipes(words in prop::collection::vec(hostile(), 4)) {
            let cells: Vec<Line> = words.iter().map(|words| Line::new().quote(words)).collect();
            let markdown = table_of(&[cells]);
            let lines: Vec<&str> = markdown.trim_end_matches('\n').split('\n').collect();
            prop_assert_eq!(lines.len(), 3);
            let mut escaped = false;
            let mut pipes = 0;
            for c in lines[2].chars() {
                pipes += usize::from(c == '|' && !escaped);
                escaped = c == '\\' && !escaped;
            }
            prop_assert_eq!(pipes, 5);
        }

        #[test]
        fn a_paragraph_is_its_words(words in hostile(), name in hostile()) {
            let line = Line::new().quote(&words).say(" ").code(&name);
            let markdown = write(Document { blocks: vec![Block::Paragraph(line)] });
            let found = blocks_of(&markdown, |block| matches!(block, NodeValue::Paragraph)).map_err(|problem| TestCaseError::fail(format!("{problem} in\n{markdown}")))?;
            let wanted = seen(&format!("{} {}", one_line(&words).trim(), one_line(&name).trim()));
            prop_assert_eq!(found.iter().map(|text| seen(text)).collect::<Vec<_>>().concat(), wanted);
        }

        #[test]
        fn a_heading_is_its_words(words in hostile()) {
            let markdown = write(Document { blocks: vec![Block::Heading(Level::Part, Line::new().quote(&words))] });
            let found = blocks_of(&markdown, |block| matches!(block, NodeValue::Heading(_))).map_err(|problem| TestCaseError::fail(format!("{problem} in\n{markdown}")))?;
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(seen(&found[0]), seen(one_line(&words).trim()));
        }

        #[test]
        fn an_item_is_its_words(words in hostile()) {
            let markdown = write(Document { blocks: vec![Block::List(vec![Line::new().quote(&words).into()])] });
            let arena = Arena::new();
            let root = parse_document(&arena, &markdown, &github());
            let kinds: Vec<String> = root.descendants().filter(|node| !matches!(node.data.borrow().value, NodeValue::Text(_))).map(|node| format!("{:?}", node.data.borrow().value)).collect();
            prop_assert!(kinds.len() <= 4, "{:?} in\n{}", kinds, markdown);
            let text: String = root.descendants().filter_map(|node| match &node.data.borrow().value { NodeValue::Text(words) => Some(words.to_string()), _ => None }).collect();
            prop_assert_eq!(seen(&text), seen(one_line(&words).trim()));
        }
    }
}
