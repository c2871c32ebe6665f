//! A document as blocks and spans, before it becomes Markdown or a terminal's lines.
//!
//! Words are escaped by whoever writes the document, never here, so a builder cannot forget it.

use crate::bundle::Severity;

use super::text::one_line;

/// What stands where the registry or the lake says nothing.
pub const NOT_RECORDED: &str = "not recorded";

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub title: &'static str,
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
    Words(String),
    Strong(String),
    /// A name that is copied: an id, a key, a commit, a code.
    Code(String),
    /// A severity's name.
    Severity(Severity),
    /// An http or https address that is safe to make a link of.
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
        Self { title, align: Align::Left }
    }

    pub const fn right(title: &'static str) -> Self {
        Self { title, align: Align::Right }
    }
}

impl From<Line> for Item {
    fn from(line: Line) -> Self {
        Self { line, under: Vec::new() }
    }
}

impl Line {
    pub fn new() -> Self {
        Self::default()
    }

    /// The document's own words; spaces at either end stay.
    #[must_use]
    pub fn say(mut self, words: impl AsRef<str>) -> Self {
        self.spans.push(Span::Words(one_line(words.as_ref())));
        self
    }

    #[must_use]
    pub fn strong(mut self, words: impl AsRef<str>) -> Self {
        self.spans.push(Span::Strong(one_line(words.as_ref()).trim().to_owned()));
        self
    }

    /// Words of the registry or the lake.
    #[must_use]
    pub fn quote(mut self, words: impl AsRef<str>) -> Self {
        self.spans.push(Span::Words(one_line(words.as_ref()).trim().to_owned()));
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
        self.spans.push(Span::Code(one_line(name.as_ref()).trim().to_owned()));
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
        let address = address.trim();
        if !is_safe_address(address) {
            return self.quote(address);
        }
        self.spans.push(Span::Link(address.to_owned()));
        self
    }

    #[must_use]
    pub fn then(mut self, line: Self) -> Self {
        self.spans.extend(line.spans);
        self
    }

    /// Lines with something between each two.
    pub fn joined(lines: impl IntoIterator<Item = Self>, between: &str) -> Self {
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

/// http or https, and only characters that end neither a link in Markdown nor a cell.
fn is_safe_address(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '\'' | '`' | '\\' | '|' | '{' | '}');
    rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_web_address_becomes_a_link() {
        let is_link = |address: &str| matches!(Line::new().link(address).spans.as_slice(), [Span::Link(_)]);
        assert!(is_link("https://example.com/issues/12?x=1&y=(2)"));
        assert!(is_link(" http://example.com "));
        for address in ["javascript:alert(1)", "https://", "https://a b", "https://a|b", "https://a>b", "ftp://a", ""] {
            assert!(!is_link(address), "{address}");
        }
    }

    #[test]
    fn what_is_blank_reads_not_recorded() {
        assert_eq!(Line::new().recorded(Some(" \n ")), Line::new().recorded(None));
        assert_eq!(Line::new().recorded(Some(" a\nb ")).spans, [Span::Words("a b".to_owned())]);
    }
}
