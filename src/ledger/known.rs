//! What many findings of a registry say alike, so that what follows from it is worked out once.

use std::borrow::Borrow;
use std::hash::Hash;

use rustc_hash::FxHashMap;

/// So many things are known again. Most registries say a few hardware and baselines; what each finding says anew would
/// be kept for nothing.
pub const MOST: usize = 256;

/// What follows from the things met first.
#[derive(Debug)]
pub struct Known<K, V>(FxHashMap<K, V>);

impl<K, V> Default for Known<K, V> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<K: Eq + Hash, V: Clone> Known<K, V> {
    /// What follows from a thing, if it is known.
    pub fn of<Q: Eq + Hash + ?Sized>(&self, thing: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.0.get(thing).cloned()
    }

    /// Takes note of it, as long as there is room.
    pub fn keep(&mut self, thing: K, follows: V) {
        if self.0.len() < MOST {
            self.0.insert(thing, follows);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_when_there_is_no_room_is_not_kept_and_the_first_stay() {
        let mut known: Known<usize, usize> = Known::default();
        for thing in 0..2 * MOST {
            assert_eq!(known.of(&thing), None);
            known.keep(thing, thing + 1);
        }
        assert_eq!([0, MOST - 1, MOST].map(|thing| known.of(&thing)), [Some(1), Some(MOST), None]);
    }
}
