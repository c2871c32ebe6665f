//! Plain YAML, as nearly every registry is written: mappings, lists and scalars, without anchors, tags or merge keys. It is
//! read from the parser's events, which takes a fraction of the time that it takes by way of serde. What is not plain, or
//! not YAML, is left to [`super::node`], so nothing here says what is wrong with a document.

use std::collections::HashSet;

use serde_yaml::granit_parser::{Event, Parser, ScalarStyle, Span, StrInput};

use super::node::{At, MAX_DEPTH, Node, Value};
use super::scalar;

/// Reads a document, or a part of one that starts behind `lines_before` lines. None where it is not plain, has more than
/// `most_nodes`, or is near the depth to which YAML is read.
pub fn read(source: &str, lines_before: u32, most_nodes: usize) -> Option<Node> {
    // The library counts a byte order mark as a column of the first line.
    if source.starts_with('\u{feff}') {
        return None;
    }
    let mut reader = Reader { parser: Parser::new_from_str(source), lines_before, nodes: 0, most_nodes };
    let mut document = None;
    loop {
        match reader.next()? {
            (Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd, _) => {}
            (Event::StreamEnd, _) => return document,
            _ if document.is_some() => return None,
            (event, span) => document = Some(reader.node(event, &span, 0)?),
        }
    }
}

struct Reader<'a> {
    parser: Parser<'a, StrInput<'a>>,
    lines_before: u32,
    nodes: usize,
    most_nodes: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<(Event<'a>, Span)> {
        self.parser.next_event()?.ok()
    }

    fn node(&mut self, event: Event<'a>, span: &Span, depth: usize) -> Option<Node> {
        self.nodes = self.nodes.saturating_add(1);
        // Half of the limit: whatever the library counts as a level, this is within it.
        if depth > MAX_DEPTH / 2 || self.nodes > self.most_nodes {
            return None;
        }
        let below = depth.saturating_add(1);
        let value = match event {
            Event::Scalar(text, ScalarStyle::Plain, 0, None) => scalar::of(&text),
            // How these are written tells a quoted one from a number that is not finite.
            Event::Scalar(text, _, 0, None) if matches!(&*text, ".nan" | ".inf" | "-.inf") => return None,
            Event::Scalar(text, _, 0, None) => Value::Text(text.into_owned()),
            Event::SequenceStart(_, 0, None) => Value::List(self.list(below)?),
            Event::MappingStart(_, 0, None) => Value::Map(self.map(below)?),
            _ => return None,
        };
        Some(Node { value, at: self.place(span)? })
    }

    fn list(&mut self, depth: usize) -> Option<Vec<Node>> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Some(items),
                (event, span) => items.push(self.node(event, &span, depth)?),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Option<Vec<(Node, Node)>> {
        let mut entries = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                return names_are_plain(&entries).then_some(entries);
            }
            let key = self.node(event, &span, depth)?;
            let (event, span) = self.next()?;
            entries.push((key, self.node(event, &span, depth)?));
        }
    }

    fn place(&self, span: &Span) -> Option<At> {
        let line = u32::try_from(span.start.line()).ok()?.checked_add(self.lines_before)?;
        let column = u32::try_from(span.start.col()).ok()?.checked_add(1)?;
        Some(At { line, column })
    }
}

/// Whether the keys are texts, each once, and none merges another mapping.
fn names_are_plain(entries: &[(Node, Node)]) -> bool {
    /// Up to so many keys, looking at each pair is quicker than hashing.
    const FEW: usize = 16;
    let Some(names) = entries.iter().map(|(key, _)| plain_name(key)).collect::<Option<Vec<&str>>>() else {
        return false;
    };
    if names.len() > FEW {
        return names.iter().collect::<HashSet<_>>().len() == names.len();
    }
    let mut names = names.as_slice();
    while let [first, rest @ ..] = names {
        if rest.contains(first) {
            return false;
        }
        names = rest;
    }
    true
}

fn plain_name(key: &Node) -> Option<&str> {
    match &key.value {
        Value::Text(name) if name != "<<" => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::snapshot::node::{self, MAX_NODES};

    fn agrees(source: &str) -> Result<(), TestCaseError> {
        if let Some(read) = read(source, 0, MAX_NODES) {
            prop_assert_eq!(node::from_any_yaml(source).ok(), Some(read), "{}", source);
        }
        Ok(())
    }

    #[test]
    fn what_registries_hold_is_plain() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        for path in ["configs/value-findings.yaml", "tests/it/testdata/healthy/value-findings.yaml"] {
            let source = std::fs::read_to_string(folder.join(path)).expect("a registry");
            assert_eq!(
                read(&source, 0, MAX_NODES).expect("plain"),
                node::from_any_yaml(&source).expect("YAML"),
                "{path}"
            );
        }
    }

    #[test]
    fn what_is_not_plain_is_left_alone() {
        for source in [
            "",
            "a: &x 1\nb: *x",
            "a: !!str 1",
            "a: {<<: {b: 1}}",
            "a: 1\na: 2",
            "1: a",
            "~: a",
            "a: '.nan'",
            "a: [",
            "--- a\n--- b",
            "\u{feff}a: 1",
        ] {
            assert_eq!(read(source, 0, MAX_NODES), None, "{source}");
        }
    }

    proptest! {
        #[test]
        fn a_scalar_is_what_the_library_makes_of_it(text in "[-+.~0-9xXoObBeEaAfFnNuUlLtTrRiIyYsS_]{0,8}") {
            agrees(&format!("a: {text}"))?;
        }

        #[test]
        fn a_long_whole_number_is_what_the_library_makes_of_it(text in "[-+]?(0[xob])?[0-9a-f_]{14,24}") {
            agrees(&format!("a: {text}"))?;
        }

        #[test]
        fn any_document_is_what_the_library_makes_of_it(parts in vec(select(&PARTS[..]), 0..16)) {
            agrees(&parts.concat())?;
        }
    }

    const PARTS: [&str; 38] = [
        "a: ", "b:\n", "c: >-\n", "d: |\n", "- ", "\n", "  ", "    ", "x", "1", "yes", "null", "'it''s'", "\"q\\n\"",
        "[", "]", "{", "}", ", ", "# note\n", "? ", ": ", "&x ", "*x", "!t ", "<<: ", "---\n", "...\n", "\t", "\r\n",
        "\r", "\u{85}", "\u{2028}", "é", "0x1F", "1e999", ".inf", "'.nan'",
    ];
}
