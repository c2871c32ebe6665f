//! A YAML or JSON document as a tree that remembers where each thing stands and how each scalar was written.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{NonFiniteFloatPolicy, Spanned};

use super::parts;

/// The most bytes that a scalar, an alias or a list may add up to; with [`MAX_NODES`] it bounds the memory that a
/// document can take, however it is written.
const MAX_SCALAR_BYTES: usize = 256 * 1024 * 1024;
/// Enough for 100,000 findings of 80 values each.
pub const MAX_NODES: usize = 8_000_000;
/// Nothing that this tool reads nests deeper than 8.
pub const MAX_DEPTH: usize = 64;
/// What aliases may repeat in one document: a shared block in each of 20,000 findings, too little for a bomb.
const MAX_REPLAYED: usize = 1_000_000;
/// What a byte of the document may repeat: an entry that is little more than an alias of a shared block of 300 values.
const REPLAYED_A_BYTE: usize = 16;
/// What any document may repeat, however short it is.
const ALWAYS_REPLAYED: usize = 50_000;

/// A place in the source, both from 1; zero where it is not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct At {
    pub line: u32,
    pub column: u32,
}

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub value: Value,
    pub at: At,
}

/// Scalars keep their text as written; strings are unquoted.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Bool(bool, String),
    Number(String),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// The scalar's text; none for null and for what is no scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Bool(_, text) | Value::Number(text) | Value::Text(text) => Some(text),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// What kind of thing it is, without its words.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "null",
            Value::Bool(..) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }

    /// What it is, for a message: at most the first words of a scalar.
    pub fn describe(&self) -> String {
        match &self.value {
            Value::Null | Value::List(_) | Value::Map(_) => self.kind().to_owned(),
            Value::Bool(_, text) | Value::Number(text) | Value::Text(text) => quote(text),
        }
    }
}

fn quote(text: &str) -> String {
    const SHOWN: usize = 40;
    let line: String = text.chars().take(SHOWN).collect();
    let more = if text.chars().nth(SHOWN).is_some() { " ..." } else { "" };
    format!("{line:?}{more}")
}

/// Reads a YAML document.
///
/// # Errors
/// When it is not one YAML document, repeats a key, or is over the limits above.
pub fn from_yaml(source: &str) -> Result<Node, Box<serde_yaml::Error>> {
    parts::read(source).map_or_else(|| from_any_yaml(source), Ok)
}

/// Reads a YAML document of any kind, which takes its time.
///
/// # Errors
/// As [`from_yaml`].
pub fn from_any_yaml(source: &str) -> Result<Node, Box<serde_yaml::Error>> {
    let spanned: Tree = serde_yaml::from_str_with_options(source, options(source)).map_err(Box::new)?;
    Ok(spanned.into_node(source))
}

/// The limits under which any YAML is read. What a document may repeat grows with it, so that a bomb, which is short, ends
/// soon.
pub fn options(source: &str) -> serde_yaml::Options {
    let replayed = source.len().saturating_mul(REPLAYED_A_BYTE).clamp(ALWAYS_REPLAYED, MAX_REPLAYED);
    let mut options = serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_nodes: MAX_NODES,
            max_events: MAX_NODES * 2,
            max_depth: MAX_DEPTH,
            max_total_scalar_bytes: MAX_SCALAR_BYTES,
            max_documents: 2,
            max_recorded_anchor_events: replayed,
        },
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        with_snippet: false,
    };
    options.alias_limits.max_total_replayed_events = replayed;
    // One shared block may stand in every finding; what aliases repeat in all is bounded above.
    if let Some(budget) = &mut options.budget {
        budget.enforce_alias_anchor_ratio = false;
    }
    options
}

/// What serde makes of a document, before the scalars' texts are taken from the source.
struct Tree {
    shape: Shape,
    at: At,
    /// Byte range in the source where the value is defined (not where an alias repeats it).
    source: Option<(usize, usize)>,
}

enum Shape {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<Tree>),
    Map(Vec<(Tree, Tree)>),
}

impl Tree {
    fn into_node(self, source: &str) -> Node {
        let written = || {
            let (start, end) = self.source?;
            source.get(start..end).map(str::to_owned)
        };
        let value = match self.shape {
            Shape::Null => Value::Null,
            Shape::Bool(bool) => Value::Bool(bool, written().unwrap_or_else(|| bool.to_string())),
            Shape::Number => Value::Number(written().unwrap_or_default()),
            // A float that is not finite arrives in its canonical spelling, and quoted text as it is.
            Shape::Text(text) if matches!(text.as_str(), ".nan" | ".inf" | "-.inf") => {
                Value::Text(written().filter(|written| !written.starts_with(['"', '\''])).unwrap_or(text))
            }
            Shape::Text(text) => Value::Text(text),
            Shape::List(items) => Value::List(items.into_iter().map(|item| item.into_node(source)).collect()),
            Shape::Map(entries) => Value::Map(
                entries.into_iter().map(|(key, item)| (key.into_node(source), item.into_node(source))).collect(),
            ),
        };
        Node { value, at: self.at }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value, referenced, defined } = Spanned::<Shape>::deserialize(deserializer)?;
        let narrow = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let span = defined.span();
        let range = span.byte_offset().zip(span.byte_len()).and_then(|(start, length)| {
            Some((usize::try_from(start).ok()?, usize::try_from(start.checked_add(length)?).ok()?))
        });
        let at = At { line: narrow(referenced.line()), column: narrow(referenced.column()) };
        Ok(Self { shape: value, at, source: range })
    }
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ShapeVisitor)
    }
}

struct ShapeVisitor;

impl<'de> Visitor<'de> for ShapeVisitor {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_none<E>(self) -> Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Shape, D::Error> {
        Shape::deserialize(deserializer)
    }

    fn visit_bool<E>(self, bool: bool) -> Result<Shape, E> {
        Ok(Shape::Bool(bool))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
        Ok(Shape::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
        Ok(Shape::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Shape, E> {
        Ok(Shape::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Shape, E> {
        Ok(Shape::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
        Ok(Shape::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Shape, E> {
        Ok(Shape::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Shape, E> {
        Ok(Shape::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Shape, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Shape::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Shape, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Shape::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(source: &str) -> Node {
        let node = from_yaml(source).expect("YAML");
        let Value::Map(mut entries) = node.value else { panic!("a mapping") };
        entries.remove(0).1
    }

    #[test]
    fn a_scalar_keeps_its_text_as_written() {
        for (source, text) in [
            ("a: 6999567724e6", "6999567724e6"),
            ("a: yes", "yes"),
            ("a: 0x1F", "0x1F"),
            ("a: 1e999", "1e999"),
            ("a: '.nan'", ".nan"),
            ("a: 2026-11-02", "2026-11-02"),
            ("a: 'it''s'", "it's"),
            ("x: &n 1.50\na: *n", "1.50"),
        ] {
            let node = from_yaml(source).expect("YAML");
            let Value::Map(entries) = node.value else { panic!("a mapping") };
            assert_eq!(entries.last().and_then(|(_, item)| item.text()), Some(text), "{source}");
        }
    }

    #[test]
    fn a_place_counts_characters_from_one() {
        assert_eq!(field("é: ü").at, At { line: 1, column: 4 });
        assert_eq!(field("\u{feff}a: 1\r\n").at, At { line: 1, column: 4 });
    }

    #[test]
    fn an_alias_bomb_is_refused() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..9 {
            let below = format!("*a{}", level - 1);
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", vec![below; 10].join(", ")));
        }
        assert!(from_yaml(&bomb).is_err());
    }

    #[test]
    fn what_a_document_may_repeat_grows_with_it() {
        let repeated = |source: &str| options(source).alias_limits.max_total_replayed_events;
        assert_eq!(repeated("findings: []"), ALWAYS_REPLAYED);
        assert_eq!(repeated(&" ".repeat(10_000)), 160_000);
        assert_eq!(repeated(&" ".repeat(10_000_000)), MAX_REPLAYED);
    }

    #[test]
    fn a_block_that_every_finding_shares_is_no_bomb() {
        let block: String = (0..200).map(|index| format!("  f{index}: v\n")).collect();
        let entries: String = (0..500).map(|index| format!("- {{id: a{index}, shared: *block}}\n")).collect();
        let Value::Map(document) =
            from_yaml(&format!("block: &block\n{block}findings:\n{entries}")).expect("YAML").value
        else {
            panic!("a mapping")
        };
        let Some((_, Node { value: Value::List(findings), .. })) = document.last() else { panic!("a list") };
        assert_eq!(findings.len(), 500);
    }

    #[test]
    fn nesting_without_end_is_refused() {
        assert!(from_yaml(&"[".repeat(100_000)).is_err());
    }
}
