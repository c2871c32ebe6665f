//! The registry lines of an entry's fields.

use std::fmt::{self, Formatter};

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::compact::{Compact, Reader, Writer};

/// Lines by the path of the field (`win`, `campaign_ids[0]`), sorted by path; in a document a map. Every finding has
/// dozens of them, so all paths of one are in one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    paths: String,
    /// Where each path ends in the text, and its line.
    ends: Vec<(usize, u32)>,
}

impl Lines {
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The line of that path; of one that is there twice, the last.
    pub fn get(&self, path: &str) -> Option<u32> {
        self.iter().filter(|(other, _)| *other == path).last().map(|(_, line)| line)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(end, _)| *end));
        starts.zip(&self.ends).filter_map(|(start, (end, line))| Some((self.paths.get(start..*end)?, *line)))
    }

    fn push(&mut self, path: &str, line: u32) {
        self.paths.push_str(path);
        self.ends.push((self.paths.len(), line));
    }
}

impl FromIterator<(String, u32)> for Lines {
    fn from_iter<I: IntoIterator<Item = (String, u32)>>(lines: I) -> Self {
        let mut sorted: Vec<(String, u32)> = lines.into_iter().collect();
        sorted.sort();
        let mut lines = Self::default();
        sorted.iter().for_each(|(path, line)| lines.push(path, *line));
        lines
    }
}

impl Serialize for Lines {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.ends.len()))?;
        self.iter().try_for_each(|(path, line)| map.serialize_entry(path, &line))?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(LinesVisitor)
    }
}

impl Compact for Lines {
    fn write(&self, writer: &mut Writer) {
        self.ends.len().write(writer);
        for (path, line) in self.iter() {
            writer.text(path);
            line.write(writer);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let mut lines = Self::default();
        let mut left = usize::read(reader);
        while left > 0 && reader.at().is_some() {
            left = left.saturating_sub(1);
            let path = reader.text();
            lines.push(path, u32::read(reader));
        }
        // Every finding has some as long as the page stands, so they take no more room than they need.
        lines.paths.shrink_to_fit();
        lines.ends.shrink_to_fit();
        lines
    }

    fn is_there(&self) -> bool {
        !self.is_empty()
    }

    fn not_there(_: &mut Reader<'_>) -> Self {
        Self::default()
    }
}

struct LinesVisitor;

impl<'de> Visitor<'de> for LinesVisitor {
    type Value = Lines;

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("lines by path")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Lines, A::Error> {
        let mut lines = Lines::default();
        while let Some(path) = entries.next_key::<String>()? {
            lines.push(&path, entries.next_value()?);
        }
        Ok(lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(lines: &[(&str, u32)]) -> Lines {
        lines.iter().map(|(path, line)| ((*path).to_owned(), *line)).collect()
    }

    #[test]
    fn a_line_is_found_by_the_whole_path_alone() {
        let lines = lines(&[("win", 7), ("campaign_ids[0]", 9), ("campaign_ids", 8)]);
        assert_eq!(["win", "campaign_ids", "campaign_ids[0]"].map(|path| lines.get(path)), [Some(7), Some(8), Some(9)]);
        assert_eq!(["wi", "campaign_ids[1]", ""].map(|path| lines.get(path)), [None; 3]);
        assert!(!lines.is_empty() && Lines::default().is_empty());
    }

    #[test]
    fn in_a_document_they_are_a_map_sorted_by_path() {
        let written = serde_json::to_string(&lines(&[("win", 7), ("id", 3)])).expect("JSON");
        assert_eq!(written, r#"{"id":3,"win":7}"#);
        assert_eq!(serde_json::from_str::<Lines>(&written).expect("lines"), lines(&[("id", 3), ("win", 7)]));
    }
}
