//! The registry lines of an entry's fields.

use std::fmt::{self, Formatter};
use std::iter;
use std::sync::Arc;

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::compact::{Compact, Reader, Writer};

/// Lines by the path of the field (`win`, `campaign_ids[0]`), sorted by path; in a document a map.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    /// Shared by the findings of a compact form that are laid out alike.
    layout: Arc<Layout>,
    lowest: u32,
}

/// Where the fields of an entry stand among each other: most registries write a few fields, in few ways.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub struct Layout {
    paths: Arc<Paths>,
    /// Of each path, in order, how far its line is from the lowest.
    distances: Box<[u32]>,
    farthest: u32,
}

/// Paths of an entry, one after the other in one text: every finding has dozens of them.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub struct Paths {
    text: String,
    /// Where each ends in the text.
    ends: Vec<usize>,
}

impl Lines {
    pub fn is_empty(&self) -> bool {
        self.layout.distances.is_empty()
    }

    /// The line of that path; of one that is there twice, the last.
    pub fn get(&self, path: &str) -> Option<u32> {
        let Layout { paths, distances, .. } = &*self.layout;
        let place = paths.up_to(path).checked_sub(1)?;
        let distance = distances.get(place).filter(|_| paths.get(place) == Some(path))?;
        Some(self.lowest.saturating_add(*distance))
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        let Layout { paths, distances, .. } = &*self.layout;
        paths.iter().zip(distances.iter().map(|distance| self.lowest.saturating_add(*distance)))
    }
}

impl Paths {
    fn get(&self, place: usize) -> Option<&str> {
        let start = place.checked_sub(1).map_or(Some(&0), |before| self.ends.get(before))?;
        self.text.get(*start..*self.ends.get(place)?)
    }

    /// How many come before that path in its order, it among them.
    fn up_to(&self, path: &str) -> usize {
        let (mut from, mut to) = (0, self.ends.len());
        while from < to {
            let middle = from.midpoint(to);
            if self.get(middle).is_some_and(|other| other <= path) {
                from = middle.saturating_add(1);
            } else {
                to = middle;
            }
        }
        from
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).filter_map(|(start, end)| self.text.get(start..*end))
    }

    fn push(&mut self, path: &str) {
        self.text.push_str(path);
        self.ends.push(self.text.len());
    }
}

impl Compact for Paths {
    fn write(&self, writer: &mut Writer) {
        self.ends.len().write(writer);
        self.iter().for_each(|path| writer.text(path));
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let mut paths = Self::default();
        let mut left = usize::read(reader);
        while left > 0 && reader.at().is_some() {
            left = left.saturating_sub(1);
            paths.push(reader.text());
        }
        // They stay as long as the page, and a registry may write as many lists as findings.
        paths.text.shrink_to_fit();
        paths.ends.shrink_to_fit();
        paths
    }
}

impl Layout {
    fn of(paths: Arc<Paths>, distances: Box<[u32]>) -> Self {
        let farthest = distances.iter().max().copied().unwrap_or_default();
        Self { paths, distances, farthest }
    }
}

impl Compact for Layout {
    fn write(&self, writer: &mut Writer) {
        writer.paths(&self.paths);
        self.distances.iter().for_each(|distance| distance.write(writer));
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let paths = reader.paths();
        let distances = paths.iter().map(|_| u32::read(reader)).collect();
        Self::of(paths, distances)
    }
}

impl FromIterator<(String, u32)> for Lines {
    fn from_iter<I: IntoIterator<Item = (String, u32)>>(lines: I) -> Self {
        let mut sorted: Vec<(String, u32)> = lines.into_iter().collect();
        sorted.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut paths = Paths::default();
        sorted.iter().for_each(|(path, _)| paths.push(path));
        let lowest = sorted.iter().map(|(_, line)| *line).min().unwrap_or_default();
        let distances = sorted.iter().map(|(_, line)| line.saturating_sub(lowest)).collect();
        Self { layout: Arc::new(Layout::of(Arc::new(paths), distances)), lowest }
    }
}

impl Serialize for Lines {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.layout.distances.len()))?;
        self.iter().try_for_each(|(path, line)| map.serialize_entry(path, &line))?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(LinesVisitor)
    }
}

/// The layout, and the lowest line.
impl Compact for Lines {
    fn write(&self, writer: &mut Writer) {
        writer.layout(&self.layout);
        self.lowest.write(writer);
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let (layout, lowest) = (reader.layout(), u32::read(reader));
        if lowest.checked_add(layout.farthest).is_none() {
            reader.fail();
        }
        Self { layout, lowest }
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
        let mut lines = Vec::new();
        while let Some(entry) = entries.next_entry::<String, u32>()? {
            lines.push(entry);
        }
        Ok(lines.into_iter().collect())
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
    fn each_of_many_paths_is_found_and_none_between_them() {
        let path = |number: usize| format!("measurements[{number:03}].label");
        for count in 0..70 {
            let lines: Lines = (0..count).map(|number| (path(number), u32::try_from(number).expect("small"))).collect();
            for number in 0..count {
                assert_eq!(lines.get(&path(number)).and_then(|line| usize::try_from(line).ok()), Some(number));
                assert_eq!(lines.get(&path(number).replace("label", "labels")), None);
            }
            assert_eq!((lines.get("a"), lines.get("z")), (None, None));
        }
    }

    #[test]
    fn of_a_path_that_a_document_says_twice_the_last_line_holds() {
        let twice: Lines = serde_json::from_str(r#"{"win":9,"id":3,"win":7}"#).expect("lines");
        assert_eq!((twice.get("win"), twice.get("id")), (Some(7), Some(3)));
    }

    #[test]
    fn in_a_document_they_are_a_map_sorted_by_path() {
        let written = serde_json::to_string(&lines(&[("win", 7), ("id", 3)])).expect("JSON");
        assert_eq!(written, r#"{"id":3,"win":7}"#);
        assert_eq!(serde_json::from_str::<Lines>(&written).expect("lines"), lines(&[("id", 3), ("win", 7)]));
    }
}
