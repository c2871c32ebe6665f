//! What makes a filter quick: for each facet the rows of each value, the words of all rows as few texts, and the orders.
//! Each is worked out once from the rows, when it is first asked for or ahead of that, and never changes them.

use std::sync::{Mutex, OnceLock, PoisonError};

use super::columns::{Placed, Placing};
use super::filter::NOT_RECORDED;
use super::lower::lower;
use super::row_set::RowSet;
use super::words::Words;
use super::{Column, Facet, Flag, Ledger, Lifecycle, Row, Sort, order};

/// The words of so many rows are gathered at a time: no longer than a reader waits without noticing.
const ROWS_A_TIME: usize = 4096;

/// The index of a ledger's rows, where it has been asked for.
#[derive(Debug, Default)]
pub struct Indexed(OnceLock<Index>);

/// How far an index has been worked out ahead of being asked for.
#[derive(Debug, Default)]
pub struct Ahead {
    part: usize,
    placing: Option<Placing>,
}

/// Rows are their places in the ledger throughout.
#[derive(Debug)]
struct Index {
    /// By row: the place of its lifecycle in [`Lifecycle::ALL`].
    lifecycles: Vec<u8>,
    /// By bit: the rows in whose number of errors that nobody waived the bit is set.
    errors: Vec<RowSet>,
    postings: [OnceLock<Vec<Posting>>; Facet::ALL.len()],
    words: Vec<OnceLock<Words>>,
    /// What was looked for last, and the rows that have it: rows and the counts of each facet ask for the same.
    last: Mutex<(Vec<String>, RowSet)>,
    orders: [OnceLock<Placed>; Column::ALL.len()],
}

/// A value that a facet knows, and the rows that count under it.
#[derive(Debug)]
pub struct Posting {
    pub value: String,
    pub rows: Rows,
}

/// Rows as a list where they are few among all, else as a set: a registry may have as many values as rows.
#[derive(Debug)]
pub enum Rows {
    Few(Vec<usize>),
    Many(RowSet),
}

impl Rows {
    fn of(rows: &[usize], all: usize) -> Self {
        /// A row in a list takes as many bits as so many rows in a set.
        const BITS: usize = 32;
        if rows.len() < all / BITS {
            Self::Few(rows.to_vec())
        } else {
            Self::Many(RowSet::of(all, rows.iter().copied()))
        }
    }

    pub fn is_empty(&self) -> bool {
        match self {
            Self::Few(rows) => rows.is_empty(),
            Self::Many(rows) => rows.is_empty(),
        }
    }

    /// How many of them are in a set.
    pub fn within(&self, set: &RowSet) -> usize {
        match self {
            Self::Few(rows) => rows.iter().filter(|row| set.contains(**row)).count(),
            Self::Many(rows) => rows.common(set),
        }
    }

    pub fn add_to(&self, set: &mut RowSet) {
        match self {
            Self::Few(rows) => rows.iter().for_each(|row| set.insert(*row)),
            Self::Many(rows) => set.add(rows),
        }
    }
}

/// It says nothing that the rows do not say.
impl PartialEq for Indexed {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Of other rows, most often.
impl Clone for Indexed {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Ledger {
    /// Works out what the frame of a page asks for, ahead of that, in steps; whether that was the last.
    pub fn index_frame(&self) -> bool {
        let is_begun = self.index.0.get().is_some();
        if is_begun {
            self.postings(Facet::Hardware);
        } else {
            self.indexed();
        }
        is_begun
    }

    fn indexed(&self) -> &Index {
        self.index.0.get_or_init(|| Index {
            lifecycles: self.rows.iter().map(|row| place_of(row.lifecycle)).collect(),
            errors: by_bit(&self.rows),
            postings: Default::default(),
            words: self.rows.chunks(ROWS_A_TIME).map(|_| OnceLock::new()).collect(),
            last: Mutex::default(),
            orders: Default::default(),
        })
    }

    /// Works some of the index out ahead of being asked for it; whether there was anything left. Each call takes no longer
    /// than a reader waits without noticing, but one that finishes a facet or an order of very many rows.
    pub fn index_ahead(&self, ahead: &mut Ahead) -> bool {
        let texts = self.indexed().words.len();
        let part = ahead.part;
        let after_facets = part.checked_sub(Facet::ALL.len());
        let mut is_whole = true;
        if let Some(facet) = Facet::ALL.get(part) {
            self.postings(*facet);
        } else if let Some(words) = after_facets.filter(|part| *part < texts) {
            self.words_of(words);
        } else if let Some(column) = after_facets.and_then(|part| Column::ALL.get(part.checked_sub(texts)?)) {
            is_whole = self.place_ahead(*column, &mut ahead.placing);
        } else {
            return false;
        }
        if is_whole {
            ahead.part = part.saturating_add(1);
        }
        true
    }

    /// Whether the order is whole.
    fn place_ahead(&self, column: Column, placing: &mut Option<Placing>) -> bool {
        let Some(order) = self.order_of(column).filter(|order| order.get().is_none()) else {
            *placing = None;
            return true;
        };
        let placed = placing.get_or_insert_with(|| Placing::of(column)).step(&self.rows);
        placed.is_some_and(|placed| {
            *placing = None;
            order.set(placed).is_ok()
        })
    }

    /// Every value of a facet that can be asked for, in display order: those of the rows, and all of a closed list.
    pub fn postings(&self, facet: Facet) -> &[Posting] {
        let postings = self.indexed().postings.get(facet.place());
        postings.map_or(&[], |postings| postings.get_or_init(|| postings_of(facet, self)))
    }

    /// The rows that have all of the words.
    pub fn rows_with(&self, words: &[&str]) -> RowSet {
        let mut rows = RowSet::all(self.rows.len());
        if words.is_empty() {
            return rows;
        }
        let words: Vec<String> = words.iter().map(|word| lower(word)).collect();
        let mut last = self.indexed().last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.0 != words {
            for word in &words {
                rows.keep(&self.rows_with_word(word));
            }
            *last = (words, rows);
        }
        last.1.clone()
    }

    fn rows_with_word(&self, word: &str) -> RowSet {
        let mut found = RowSet::none(self.rows.len());
        for part in 0..self.indexed().words.len() {
            if let Some(words) = self.words_of(part) {
                words.find(word, &mut found);
            }
        }
        found
    }

    fn words_of(&self, part: usize) -> Option<&Words> {
        let first = part.saturating_mul(ROWS_A_TIME);
        let rows = self.rows.get(first..)?;
        let rows = rows.get(..ROWS_A_TIME).unwrap_or(rows);
        Some(self.indexed().words.get(part)?.get_or_init(|| Words::of(rows, first)))
    }

    /// By row: the place of its lifecycle in [`Lifecycle::ALL`].
    pub fn lifecycles(&self) -> &[u8] {
        &self.indexed().lifecycles
    }

    /// How many errors stand on those rows and on the ledger as a whole that nobody waived.
    pub fn errors_among(&self, rows: &RowSet) -> usize {
        let by_bit = self.indexed().errors.iter().enumerate();
        by_bit.fold(standing(&self.flags), |sum, (bit, errors)| sum.saturating_add(errors.common(rows) << bit))
    }

    /// Hands out those rows in an order; none is added or left out.
    pub fn each_in_order(&self, sort: Option<Sort>, rows: &RowSet, each: &mut dyn FnMut(usize)) {
        match sort.and_then(|sort| Some((sort, self.placed(sort.column)?))) {
            None => rows.rows().for_each(each),
            Some((sort, placed)) => placed.each(sort.reversed, &mut |row| {
                if rows.contains(row) {
                    each(row);
                }
            }),
        }
    }

    /// The same as a list.
    pub fn in_order(&self, sort: Option<Sort>, rows: &RowSet) -> Vec<usize> {
        let mut in_order = Vec::new();
        self.each_in_order(sort, rows, &mut |row| in_order.push(row));
        in_order
    }

    fn placed(&self, column: Column) -> Option<&Placed> {
        Some(self.order_of(column)?.get_or_init(|| Placing::of(column).finish(&self.rows)))
    }

    fn order_of(&self, column: Column) -> Option<&OnceLock<Placed>> {
        let place = Column::ALL.iter().position(|other| *other == column)?;
        self.indexed().orders.get(place)
    }
}

fn place_of(lifecycle: Lifecycle) -> u8 {
    let place = Lifecycle::ALL.into_iter().position(|one| one == lifecycle);
    place.and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX)
}

/// How many errors are among those flags that nobody waived.
fn standing(flags: &[Flag]) -> usize {
    flags.iter().filter(|flag| flag.stands()).count()
}

fn by_bit(rows: &[Row]) -> Vec<RowSet> {
    let mut by_bit: Vec<RowSet> = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let errors = standing(&row.flags);
        for bit in (0..usize::BITS).filter(|bit| errors >> bit & 1 == 1).filter_map(|bit| usize::try_from(bit).ok()) {
            while by_bit.len() <= bit {
                by_bit.push(RowSet::none(rows.len()));
            }
            if let Some(rows) = by_bit.get_mut(bit) {
                rows.insert(place);
            }
        }
    }
    by_bit
}

fn postings_of(facet: Facet, ledger: &Ledger) -> Vec<Posting> {
    let of_row = |(place, row)| facet.values_of(row).into_iter().map(move |value| (value, place));
    let rows_of = order::by_name(ledger.rows.iter().enumerate().flat_map(of_row));
    let mut listed: Vec<&str> = Vec::new();
    for value in facet.listed(&ledger.facts.policy) {
        if !listed.contains(&value) {
            listed.push(value);
        }
    }
    let last = facet.may_be_unrecorded().then_some(NOT_RECORDED).filter(|last| !listed.contains(last));
    let names = rows_of.iter().map(|(name, _)| *name);
    let rest = names.filter(|name| !listed.contains(name) && Some(*name) != last);
    let posting = |value: &str| {
        let found = rows_of.binary_search_by(|(name, _)| name.cmp(&value)).ok().and_then(|place| rows_of.get(place));
        let rows = found.map_or(&[][..], |(_, rows)| rows.as_slice());
        Posting { value: value.to_owned(), rows: Rows::of(rows, ledger.rows.len()) }
    };
    listed.iter().copied().chain(rest).chain(last).map(posting).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Finding;
    use crate::ledger::flag::testing::Case;

    #[test]
    fn what_the_frame_asks_for_comes_in_two_steps() {
        let ledger = Case::done().ledger();
        let has_hardware = || ledger.indexed().postings[Facet::Hardware.place()].get().is_some();
        assert!(!ledger.index_frame() && !has_hardware());
        assert!(ledger.index_frame() && has_hardware());
        assert!(ledger.index_frame(), "it stays so");
    }

    #[test]
    fn rows_are_a_list_where_that_is_smaller_than_a_set() {
        assert!(matches!(Rows::of(&[7], 64), Rows::Few(rows) if rows == [7]));
        assert!(matches!(Rows::of(&[7, 9], 64), Rows::Many(rows) if rows == RowSet::of(64, [7, 9])));
    }

    #[test]
    fn ahead_of_being_asked_for_each_part_is_made_once_and_there_is_no_other() {
        let ledger = Case::each(&[|_| {}, |finding| finding.win = None]).ledger();
        ledger.placed(Column::Win);
        let mut ahead = Ahead::default();
        let mut steps = 0;
        while ledger.index_ahead(&mut ahead) {
            steps += 1;
            assert!(steps < 100, "it comes to an end");
        }
        assert!(!ledger.index_ahead(&mut ahead), "and has come to it");
        assert_eq!(ahead.part, Facet::ALL.len() + 1 + Column::ALL.len());
        let index = ledger.indexed();
        assert!(index.postings.iter().all(|postings| postings.get().is_some()));
        assert!(index.words.iter().all(|words| words.get().is_some()) && index.words.len() == 1);
        assert!(index.orders.iter().all(|order| order.get().is_some()));
    }

    #[test]
    fn each_column_has_an_order_of_its_own() {
        let changes: [fn(&mut Finding); 3] = [
            |finding| finding.title = Some("b".into()),
            |finding| (finding.title, finding.baseline) = (Some("c".into()), Some("a".into())),
            |finding| (finding.title, finding.baseline, finding.hardware) = (Some("a".into()), None, None),
        ];
        let case = Case::each(&changes);
        let (one, all) = (case.ledger(), RowSet::all(3));
        for column in Column::ALL {
            let sort = Some(Sort::by(column));
            assert_eq!(one.in_order(sort, &all), case.ledger().in_order(sort, &all), "{column:?}");
        }
    }

    #[test]
    fn each_row_has_the_place_of_its_lifecycle() {
        let mut case = Case::done();
        let one = *case.bundle.findings.remove(0);
        for lifecycle in Lifecycle::ALL {
            case.bundle.findings.push(Box::new(Finding { lifecycle: Some(lifecycle.name().into()), ..one.clone() }));
        }
        let ledger = case.ledger();
        assert_eq!(ledger.lifecycles(), [0, 1, 2, 3, 4]);
        assert_eq!(ledger.listed(&RowSet::of(5, [4, 2, 0]), None), [vec![0], vec![], vec![2], vec![], vec![4]]);
    }

    #[test]
    fn errors_are_counted_on_those_rows_and_on_the_ledger_as_a_whole() {
        let mut ledger = Case::each(&[|_| {}, |finding| finding.win = None, |finding| finding.win = None]).ledger();
        let mut error = ledger.rows[1].flags[0].clone();
        let of_row = |row: usize, ledger: &Ledger| ledger.rows[row].flags.iter().filter(|flag| flag.stands()).count();
        assert_eq!((of_row(0, &ledger), of_row(1, &ledger), of_row(2, &ledger)), (0, 2, 2));
        let among = |rows: &[usize], ledger: &Ledger| ledger.errors_among(&RowSet::of(3, rows.iter().copied()));
        assert_eq!([&[][..], &[0], &[1], &[0, 1, 2]].map(|rows| among(rows, &ledger)), [0, 0, 2, 4]);
        ledger.flags = vec![error.clone()];
        assert_eq!(among(&[1], &ledger), 3);
        error.waived = true;
        ledger.flags = vec![error];
        assert_eq!(among(&[1], &ledger), 2);
    }
}
