//! A set of rows, a bit for each row of the ledger: what a filter works on. A list of rows is made of it last.

const BITS: usize = 64;

/// Rows of a ledger, by their places in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowSet {
    /// No bit behind the last row is ever set.
    words: Vec<u64>,
    of: usize,
}

impl RowSet {
    /// No row, of so many.
    pub fn none(of: usize) -> Self {
        Self { words: vec![0; of.div_ceil(BITS)], of }
    }

    /// Each of so many rows.
    pub fn all(of: usize) -> Self {
        let mut words = vec![u64::MAX; of.div_ceil(BITS)];
        if let (Some(last), rest @ 1..) = (words.last_mut(), of % BITS) {
            *last = (1 << rest) - 1;
        }
        Self { words, of }
    }

    /// Those rows, of so many; what is behind the last one is no row.
    pub fn of(of: usize, rows: impl IntoIterator<Item = usize>) -> Self {
        let mut set = Self::none(of);
        rows.into_iter().for_each(|row| set.insert(row));
        set
    }

    pub fn insert(&mut self, row: usize) {
        if let Some(word) = self.words.get_mut(row / BITS).filter(|_| row < self.of) {
            *word |= 1 << (row % BITS);
        }
    }

    pub fn contains(&self, row: usize) -> bool {
        self.words.get(row / BITS).is_some_and(|word| word >> (row % BITS) & 1 == 1)
    }

    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// How many rows are in it.
    pub fn len(&self) -> usize {
        self.words.iter().map(ones).sum()
    }

    /// How many rows are in both.
    pub fn common(&self, other: &Self) -> usize {
        self.words.iter().zip(&other.words).map(|(word, other)| ones(&(word & other))).sum()
    }

    /// Keeps what is in the other one too.
    pub fn keep(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
    }

    /// Adds what is in the other one, of as many rows.
    pub fn add(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    /// The rows, rising.
    pub fn rows(&self) -> impl Iterator<Item = usize> {
        self.words.iter().zip((0..).step_by(BITS)).flat_map(|(word, first)| Ones(*word).map(move |bit| first + bit))
    }
}

fn ones(word: &u64) -> usize {
    usize::try_from(word.count_ones()).unwrap_or_default()
}

/// The places of the bits of a word that are set.
struct Ones(u64);

impl Iterator for Ones {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let without_lowest = self.0 & self.0.checked_sub(1)?;
        let lowest = self.0.trailing_zeros();
        self.0 = without_lowest;
        usize::try_from(lowest).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(set: &RowSet) -> Vec<usize> {
        set.rows().collect()
    }

    #[test]
    fn it_holds_what_was_put_in_once_and_rising() {
        let set = RowSet::of(130, [129, 0, 64, 63, 0, 130, 1000]);
        assert_eq!(rows(&set), [0, 63, 64, 129]);
        assert_eq!((set.len(), set.is_empty()), (4, false));
        assert!(set.contains(129) && !set.contains(1) && !set.contains(130));
        assert!(RowSet::none(130).is_empty() && rows(&RowSet::none(130)).is_empty());
    }

    #[test]
    fn all_are_as_many_as_there_are_at_every_size() {
        for of in [0, 1, 63, 64, 65, 128, 1000] {
            let all = RowSet::all(of);
            assert_eq!(all.len(), of);
            assert_eq!(all, RowSet::of(of, 0..of));
        }
    }

    #[test]
    fn two_sets_meet_and_join() {
        let (even, third) = (RowSet::of(200, (0..200).step_by(2)), RowSet::of(200, (0..200).step_by(3)));
        let both: Vec<usize> = (0..200).step_by(6).collect();
        let either: Vec<usize> = (0..200).filter(|row| row % 2 == 0 || row % 3 == 0).collect();
        assert_eq!(even.common(&third), both.len());
        let (mut kept, mut added) = (even.clone(), even);
        kept.keep(&third);
        added.add(&third);
        assert_eq!((rows(&kept), rows(&added)), (both, either));
    }
}
