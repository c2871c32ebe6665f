//! A document as blocks and spans, before it becomes Markdown or a terminal's lines.
//!
//! Words are escaped by whoever writes the document, never here, so a builder cannot forget it.

use std::borrow::Cow;

use crate::bundle::Severity;
use crate::ledger::{NOT_RECORDED, safe_address};

use super::text::{is_one_line, one_line};

/// The blocks of a document, from top to bottom.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    pub blocks: Vec<Block>,
}

/// One block.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Heading(Level, Line),
    Paragraph(Line),
    /// Set off from everything else, so that it cannot be missed.
    Banner(Line),
    List(Vec<Item>),
    Numbered(Vec<Item>),
    Table(Table),
}

/// How deep a heading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Title,
    Section,
    Part,
}

/// An item of a list, and what belongs under it.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub line: Line,
    pub under: Vec<Line>,
}

/// A table; every row has one cell a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
}

/// A column's heading, and how its cells stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub title: Cow<'static, str>,
    pub align: Align,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// The lines of a cell.
pub type Cell = Vec<Line>;

/// Spans that read as one line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    pub spans: Vec<Span>,
}

/// Words of one kind. None of them is escaped yet; all of them are on one line.
#[derive(Debug, Clone, PartialEq)]
pub enum Span {
    Words(Cow<'static, str>),
    Strong(String),
    /// A name that is copied: an id, a key, a commit, a code.
    Code(String),
    /// A severity's name.
    Severity(Severity),
    /// A name that leads to an address which is safe to follow.
    Linked {
        name: String,
        address: String,
    },
    /// An address that is safe to follow, as itself.
    Link(String),
}

impl Document {
    pub fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    pub fn heading(&mut self, level: Level, line: Line) {
        self.push(Block::Heading(level, line));
    }

    pub fn paragraph(&mut self, line: Line) {
        self.push(Block::Paragraph(line));
    }

    /// A list, unless there is nothing in it.
    pub fn list(&mut self, items: Vec<Item>) {
        if !items.is_empty() {
            self.push(Block::List(items));
        }
    }
}

impl Column {
    pub const fn left(title: &'static str) -> Self {
        Self { title: Cow::Borrowed(title), align: Align::Left }
    }

    pub const fn right(title: &'static str) -> Self {
        Self { title: Cow::Borrowed(title), align: Align::Right }
    }
}

impl From<Line> for Item {
    fn from(line: Line) -> Self {
        Self { line, under: Vec::new() }
    }
}

impl Span {
    /// Its words alone.
    pub fn words(&self) -> &str {
        match self {
            Self::Words(words) => words,
            Self::Strong(words) | Self::Code(words) | Self::Link(words) => words,
            Self::Linked { name, .. } => name,
            Self::Severity(severity) => severity.name(),
        }
    }
}

impl Line {
    pub fn new() -> Self {
        Self::default()
    }

    /// The document's own words; spaces at either end stay.
    #[must_use]
    pub fn say(mut self, words: impl Into<Cow<'static, str>>) -> Self {
        let words = words.into();
        let words = if is_one_line(&words) { words } else { one_line(&words).into() };
        self.spans.push(Span::Words(words));
        self
    }

    #[must_use]
    pub fn strong(mut self, words: impl AsRef<str>) -> Self {
        self.spans.push(Span::Strong(trimmed(words.as_ref())));
        self
    }

    /// Words of the registry or the lake.
    #[must_use]
    pub fn quote(mut self, words: impl AsRef<str>) -> Self {
        self.spans.push(Span::Words(trimmed(words.as_ref()).into()));
        self
    }

    /// Words of the registry or the lake, or that there are none.
    #[must_use]
    pub fn recorded(self, words: Option<&str>) -> Self {
        match words.map(str::trim).filter(|words| !words.is_empty()) {
            Some(words) => self.quote(words),
            None => self.say(NOT_RECORDED),
        }
    }

    #[must_use]
    pub fn code(mut self, name: impl AsRef<str>) -> Self {
        self.spans.push(Span::Code(trimmed(name.as_ref())));
        self
    }

    /// A name that leads somewhere, where its address is known and safe to follow.
    #[must_use]
    pub fn linked(mut self, name: &str, address: Option<&str>) -> Self {
        let Some(address) = address.and_then(safe_address) else { return self.code(name) };
        self.spans.push(Span::Linked { name: trimmed(name), address: address.to_owned() });
        self
    }

    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.spans.push(Span::Severity(severity));
        self
    }

    /// A link where the address is one that is safe to follow, else its words.
    #[must_use]
    pub fn link(mut self, address: &str) -> Self {
        let Some(address) = safe_address(address) else { return self.quote(address) };
        self.spans.push(Span::Link(address.to_owned()));
        self
    }

    /// Its words alone.
    pub fn plain(&self) -> String {
        self.spans.iter().map(Span::words).collect()
    }

    #[must_use]
    pub fn then(mut self, line: Self) -> Self {
        self.spans.extend(line.spans);
        self
    }

    /// Lines with something between each two.
    pub fn joined(lines: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        let mut joined = Self::new();
        for line in lines {
            if !joined.spans.is_empty() {
                joined = joined.say(between);
            }
            joined = joined.then(line);
        }
        joined
    }
}

/// On one line, without spaces at either end.
fn trimmed(words: &str) -> String {
    if is_one_line(words) { words.trim_ascii().to_owned() } else { one_line(words).trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_web_address_becomes_a_link() {
        let is_link = |address: &str| matches!(Line::new().link(address).spans.as_slice(), [Span::Link(_)]);
        assert!(is_link("https://example.com/issues/12?x=1&y=(2)"));
        assert!(is_link(" https://example.com "));
        for address in [
            "http://example.com",
            "javascript:alert(1)",
            "https://",
            "https://a b",
            "https://a|b",
            "https://a>b",
            "ftp://a",
            "",
        ] {
            assert!(!is_link(address), "{address}");
        }
    }

    #[test]
    fn a_name_leads_only_to_a_safe_address() {
        let spans = |address| Line::new().linked(" a ", address).spans;
        let linked = Span::Linked { name: "a".to_owned(), address: "https://example.com/a".to_owned() };
        assert_eq!(spans(Some("https://example.com/a")), [linked]);
        assert_eq!(spans(Some("javascript:alert(1)")), [Span::Code("a".to_owned())]);
        assert_eq!(spans(None), [Span::Code("a".to_owned())]);
    }

    #[test]
    fn what_is_blank_reads_not_recorded() {
        assert_eq!(Line::new().recorded(Some(" \n ")), Line::new().recorded(None));
        assert_eq!(Line::new().recorded(Some(" a\nb ")).spans, [Span::Words("a b".into())]);
    }
}
