//! A map whose keys are names: in order, in one list. A tree of nodes would be 3 KB of the page for each type in it.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

use litemap::LiteMap;
use serde::{Deserialize, Serialize, Serializer};

use super::compact::{Compact, Reader, Writer};

/// Values by their names.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(from = "BTreeMap<String, V>", bound(deserialize = "V: Deserialize<'de>"))]
pub struct ByName<V>(LiteMap<String, V>);

impl<V> Default for ByName<V> {
    fn default() -> Self {
        Self(LiteMap::new())
    }
}

impl<V> Deref for ByName<V> {
    type Target = LiteMap<String, V>;

    fn deref(&self) -> &LiteMap<String, V> {
        &self.0
    }
}

impl<V> DerefMut for ByName<V> {
    fn deref_mut(&mut self) -> &mut LiteMap<String, V> {
        &mut self.0
    }
}

impl<V> FromIterator<(String, V)> for ByName<V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<V> From<BTreeMap<String, V>> for ByName<V> {
    fn from(map: BTreeMap<String, V>) -> Self {
        map.into_iter().collect()
    }
}

impl<V> ByName<V> {
    /// One with room for so many.
    pub fn with_capacity(room: usize) -> Self {
        Self(LiteMap::with_capacity(room))
    }

    /// The name as it stands here, and what goes by it.
    pub fn named(&self, name: &str) -> Option<(&String, &V)> {
        self.get_indexed(self.find_index(name).ok()?)
    }
}

/// Always a map: of an empty one litemap itself would make a list.
impl<V: Serialize> Serialize for ByName<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<V: Compact> Compact for ByName<V> {
    fn write(&self, writer: &mut Writer) {
        self.len().write(writer);
        for (name, value) in self.iter() {
            name.write(writer);
            value.write(writer);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let mut map = Self::default();
        let mut left = usize::read(reader);
        map.read_some(reader, &mut left, usize::MAX);
        map
    }

    fn is_there(&self) -> bool {
        !self.is_empty()
    }

    fn not_there(_: &mut Reader<'_>) -> Self {
        Self::default()
    }
}

impl<V: Compact> ByName<V> {
    /// Adds up to `most` of the entries of which so many are left. They come in order.
    pub fn read_some(&mut self, reader: &mut Reader<'_>, left: &mut usize, most: usize) {
        let now = most.min(*left);
        *left = left.saturating_sub(now);
        for _ in 0..now {
            if reader.at().is_none() {
                break;
            }
            if self.try_append(String::read(reader), V::read(reader)).is_some() {
                reader.fail();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(json: &str) -> Result<ByName<u32>, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn in_a_document_it_is_a_map_even_where_it_is_empty() {
        for json in ["{}", r#"{"a":1,"b":2}"#] {
            assert_eq!(map(json).and_then(|map| serde_json::to_string(&map)).ok().as_deref(), Some(json));
        }
        assert!(map("[]").is_err() && map(r#"[["a",1]]"#).is_err());
    }

    #[test]
    fn names_are_found_in_whichever_order_they_come() {
        let map: ByName<u32> =
            [("b", 2), ("a", 1), ("b", 3)].map(|(name, value)| (name.to_owned(), value)).into_iter().collect();
        assert_eq!(map.keys().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(map.named("b"), Some((&"b".to_owned(), &3)));
        assert_eq!(map.named("c"), None);
    }
}
