//! What rows are called: each finding has one key, whatever the registry writes.

use std::iter::Peekable;
use std::vec::IntoIter;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::bundle::{Finding, SharedText};

/// The finding that wrote an id first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstUse {
    /// Place in the registry's list, from 1.
    pub position: usize,
    /// The registry line on which its entry starts.
    pub line: u32,
}

/// What the rows of those findings are called that are not called by their ids.
#[derive(Debug)]
pub struct Names {
    /// By the finding's place in the list, in its order.
    others: Peekable<IntoIter<(usize, Name)>>,
}

#[derive(Debug)]
pub struct Name {
    pub key: SharedText,
    pub first_with_id: Option<FirstUse>,
}

impl Names {
    /// The first finding with an id has it as its key; a later one `id~2`, `id~3`; one without an id `#<position>`. A key
    /// that the registry itself writes as an id is passed over, so that every key is unique.
    pub fn of(findings: &[Box<Finding>]) -> Self {
        let mut ids: FxHashMap<&str, usize> = FxHashMap::with_capacity_and_hasher(findings.len(), FxBuildHasher);
        let mut uses: Vec<Uses> = Vec::new();
        let mut unnamed: Vec<(usize, Option<Uses>)> = Vec::new();
        for (place, finding) in findings.iter().enumerate() {
            let Some(id) = id_of(finding) else {
                unnamed.push((place, None));
                continue;
            };
            let known = *ids.entry(id).or_insert_with(|| {
                uses.push(Uses { first: place, count: 0 });
                uses.len().saturating_sub(1)
            });
            if let Some(of_id) = uses.get_mut(known) {
                of_id.count = of_id.count.saturating_add(1);
                if of_id.count > 1 {
                    unnamed.push((place, Some(*of_id)));
                }
            }
        }
        let mut taken: FxHashSet<SharedText> = FxHashSet::default();
        let mut unique = |wanted: String| {
            let mut key = SharedText::from(&*wanted);
            let mut again = 1_usize;
            while taken.contains(&key) || ids.contains_key(&*key) {
                again = again.saturating_add(1);
                key = format!("{wanted}~{again}").into();
            }
            taken.insert(key.clone());
            key
        };
        let named = |(place, later): (usize, Option<Uses>)| {
            let finding = findings.get(place)?;
            let key = match id_of(finding).zip(later) {
                Some((id, later)) => unique(format!("{id}~{}", later.count)),
                None => unique(format!("#{}", finding.position)),
            };
            let first = later.and_then(|later| findings.get(later.first));
            let first_with_id = first.map(|first| FirstUse { position: first.position, line: first.line });
            Some((place, Name { key, first_with_id }))
        };
        let others: Vec<_> = unnamed.into_iter().filter_map(named).collect();
        Self { others: others.into_iter().peekable() }
    }

    /// What the finding at a place is called; they are asked for in the order of the list.
    pub fn next(&mut self, place: usize, finding: &Finding) -> Name {
        match self.others.next_if(|(other, _)| *other == place) {
            Some((_, name)) => name,
            None => Name { key: finding.id.clone().unwrap_or_default(), first_with_id: None },
        }
    }
}

/// The findings that write one id, as far as the list was read.
#[derive(Clone, Copy)]
struct Uses {
    /// The place of the first finding.
    first: usize,
    /// How many findings so far.
    count: usize,
}

/// None where it is blank, which its first letter tells of nearly any.
fn id_of(finding: &Finding) -> Option<&str> {
    finding.id.as_deref().filter(|id| !id.chars().all(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(ids: &[Option<&str>]) -> Vec<Box<Finding>> {
        let at = |(position, id): (usize, &Option<&str>)| {
            Box::new(Finding { position, id: id.map(Into::into), ..Finding::default() })
        };
        (1..).zip(ids).map(at).collect()
    }

    fn keys(findings: &[Box<Finding>]) -> Vec<SharedText> {
        let mut names = Names::of(findings);
        findings.iter().enumerate().map(|(place, finding)| names.next(place, finding).key).collect()
    }

    #[test]
    fn a_key_is_the_id_or_says_which_one_it_is() {
        let found = keys(&findings(&[Some("a"), Some("a"), None, Some("a"), Some(" ")]));
        assert_eq!(found, ["a", "a~2", "#3", "a~3", "#5"]);
    }

    #[test]
    fn keys_are_unique_against_ids_that_look_like_keys() {
        for ids in [
            [Some("a"), Some("a"), Some("a~2"), Some("a~2")],
            [Some("a~2"), Some("a"), Some("a"), None],
            [Some("#2"), None, Some("#2"), None],
            [None, Some("#1"), Some("#1~2"), Some("#1")],
        ] {
            let keys = keys(&findings(&ids));
            let distinct: FxHashSet<&str> = keys.iter().map(|key| &**key).collect();
            assert_eq!(distinct.len(), keys.len(), "{keys:?}");
            for (key, id) in keys.iter().zip(ids) {
                let first = ids.iter().position(|other| *other == id) == keys.iter().position(|other| other == key);
                assert!(!first || id.is_none_or(|id| *key == *id), "{keys:?}: the first with an id keeps it");
            }
        }
    }
}
