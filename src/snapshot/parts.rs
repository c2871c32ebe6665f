//! A large registry in parts, each read by a thread of its own: it is cut in front of findings. A part reads by itself as
//! it does in its place, or the document is read as a whole.

use std::thread;

use crate::threads;

use super::node::{MAX_NODES, Node, Value};
use super::plain;
use super::registry::LIST;

/// Smaller documents are read before a second thread has started.
const LARGE: usize = 128 * 1024;
/// Half of the limit: whatever the library counts as a node, this is within it.
const MOST_NODES: usize = MAX_NODES / 2;

/// Reads a document of plain YAML; none where it is not plain.
pub fn read(source: &str) -> Option<Node> {
    let parts = if source.len() < LARGE { 1 } else { threads::many::count() };
    read_in(parts, source).or_else(|| plain::read(source, 0, MOST_NODES))
}

/// None also where it cannot be cut, or something else than a list of findings was.
fn read_in(count: usize, source: &str) -> Option<Node> {
    let cut = Cut::of(source, count)?;
    // So all parts together are within the limit, however many there are.
    let most = MOST_NODES / count;
    let (head, rest) = thread::scope(|scope| {
        let start = |part| thread::Builder::new().spawn_scoped(scope, move || Part::read(part, most)).ok();
        let threads: Vec<_> = cut.rest.iter().map(start).collect::<Option<_>>()?;
        let head = plain::read(cut.head, 0, most);
        let rest: Option<Vec<Node>> = threads.into_iter().map(|thread| thread.join().ok().flatten()).collect();
        Some((head?, rest?))
    })?;
    joined(head, rest, cut.column)
}

struct Part<'a> {
    text: &'a str,
    lines_before: u32,
}

impl Part<'_> {
    fn read(&self, most_nodes: usize) -> Option<Node> {
        plain::read(self.text, self.lines_before, most_nodes)
    }
}

/// A document that was cut.
struct Cut<'a> {
    head: &'a str,
    rest: Vec<Part<'a>>,
    /// Where the dashes of the list stand, from 1.
    column: u32,
}

impl<'a> Cut<'a> {
    /// Cuts into about equal parts, each but the head starting with a dash of the list. Nothing that a line stands in, a
    /// quoted text or a list in brackets, survives the cut: then a part is no YAML. Only where a document ends is not seen
    /// in the parts, and carriage returns make lines that are not counted here.
    fn of(source: &'a str, count: usize) -> Option<Self> {
        if count < 2 || source.contains('\r') || ["\n---", "\n..."].iter().any(|marker| source.contains(marker)) {
            return None;
        }
        let list = start_of_list(source)?;
        let indent = indent_of_list(source.get(list..)?)?;
        let dash = format!("\n{indent}- ");
        let near = |part: usize| source.floor_char_boundary((source.len() / count).saturating_mul(part).max(list));
        let starts = (1..count).filter_map(|part| {
            let from = near(part);
            Some(from.saturating_add(source.get(from..)?.find(&dash)?).saturating_add(1))
        });
        let mut starts: Vec<usize> = starts.collect();
        starts.dedup();
        let head = source.get(..*starts.first()?)?;
        let mut rest = Vec::with_capacity(starts.len());
        let mut lines_before = lines_in(head)?;
        let ends = starts.iter().skip(1).copied().chain([source.len()]);
        for (start, end) in starts.iter().zip(ends) {
            let text = source.get(*start..end)?;
            rest.push(Part { text, lines_before });
            lines_before = lines_before.checked_add(lines_in(text)?)?;
        }
        Some(Self { head, rest, column: u32::try_from(indent.len()).ok()?.checked_add(1)? })
    }
}

/// Where the line behind the list's key starts.
fn start_of_list(source: &str) -> Option<usize> {
    let key = format!("{LIST}:\n");
    if source.starts_with(&key) {
        return Some(key.len());
    }
    Some(source.find(&format!("\n{key}"))?.saturating_add(key.len()))
}

/// The spaces in front of the list's first dash.
fn indent_of_list(list: &str) -> Option<&str> {
    let is_content = |line: &&str| !line.trim_start().is_empty() && !line.trim_start().starts_with('#');
    let first = list.lines().find(is_content)?;
    let (indent, _) = first.split_once("- ")?;
    indent.bytes().all(|byte| byte == b' ').then_some(indent)
}

fn lines_in(text: &str) -> Option<u32> {
    u32::try_from(text.bytes().filter(|byte| *byte == b'\n').count()).ok()
}

/// The head with the items of the rest behind those of its list, which has to be what it ends with.
fn joined(mut head: Node, rest: Vec<Node>, column: u32) -> Option<Node> {
    let Value::Map(entries) = &mut head.value else { return None };
    let (key, list) = entries.last_mut()?;
    let is_list = |node: &Node| node.at.column == column && matches!(node.value, Value::List(_));
    if key.text() != Some(LIST) || !is_list(list) || !rest.iter().all(is_list) {
        return None;
    }
    if ends_empty(list) || rest.iter().any(ends_empty) {
        return None;
    }
    let Value::List(items) = &mut list.value else { return None };
    for part in rest {
        if let Value::List(more) = part.value {
            items.extend(more);
        }
    }
    Some(head)
}

/// Whether the last scalar is empty: what comes behind it says where it stands.
fn ends_empty(node: &Node) -> bool {
    match &node.value {
        Value::List(items) => items.last().is_some_and(ends_empty),
        Value::Map(entries) => entries.last().is_some_and(|(_, value)| ends_empty(value)),
        Value::Text(text) => text.is_empty(),
        Value::Null => true,
        Value::Bool(..) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::snapshot::node;

    #[test]
    fn a_registry_in_parts_is_the_registry() {
        let entry = "\n  # one more\n  - id: a\n    win: \"1.2x\n      é\"\n    campaign_ids:\n      - x\n      - y\n";
        let source = format!("example: true\nfindings:\n{}", entry.repeat(40));
        for count in 2..6 {
            assert_eq!(read_in(count, &source), plain::read(&source, 0, MOST_NODES), "{count} parts");
        }
        assert_eq!(read_in(2, &source).as_ref(), node::from_any_yaml(&source).ok().as_ref());
    }

    #[test]
    fn an_empty_scalar_in_front_of_a_cut_keeps_its_place() {
        let source = "findings:\n  - - nested\n      close\n    - |2\n  - - nested\n";
        assert_eq!(read_in(2, source), None);
        assert_eq!(node::from_yaml(source).ok(), node::from_any_yaml(source).ok());
    }

    #[test]
    fn what_cannot_be_cut_is_left_alone() {
        for source in [
            "findings:\n- a: 1\n- b: 2\nexample: true\n",
            "note: \"\nfindings:\n- a\n- b\"\nfindings: []\n",
            "findings:\n- a: |\n   x\n...\n- b: 1\n",
            "findings:\n- a\r\n- b\n",
            "findings: []\n",
        ] {
            assert_eq!(read_in(2, source), None, "{source}");
        }
    }

    proptest! {
        #[test]
        fn parts_read_as_the_whole(lines in vec(select(&LINES[..]), 0..24), count in 2_usize..5) {
            let source = format!("example: true\nfindings:\n{}", lines.concat());
            if let Some(read) = read_in(count, &source) {
                prop_assert_eq!(node::from_any_yaml(&source).ok(), Some(read), "{}", source);
            }
        }
    }

    const LINES: [&str; 21] = [
        "  - id: a\n",
        "  - b\n",
        "    c: d\n",
        "    e: >-\n",
        "    f: |\n",
        "      - text\n",
        "    - x\n",
        "\n",
        "# note\n",
        "    g: \"open\n",
        "      close\"\n",
        "    h: [1,\n",
        "      2]\n",
        "  - - nested\n",
        "findings:\n",
        "- c\n",
        "    - |2\n",
        "      more words\n",
        "    k:\n",
        "    -\n",
        "  -\n",
    ];
}
