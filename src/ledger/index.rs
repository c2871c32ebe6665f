//! What makes a filter quick: for each facet the rows of each value, the words of all rows as one text, and the orders.
//! All of it is worked out once from the rows, when it is first asked for, and never changes them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use memchr::memmem::Finder;

use super::filter::NOT_RECORDED;
use super::{Facet, Flag, Ledger, Lifecycle, Row, Sort};

/// The index of a ledger's rows, where it has been asked for.
#[derive(Debug, Default)]
pub struct Indexed(OnceLock<Index>);

/// Rows are their places in the ledger throughout, rising.
#[derive(Debug)]
struct Index {
    /// By row: the place of its lifecycle in [`Lifecycle::ALL`].
    lifecycles: Vec<u8>,
    /// By row: how many errors stand on it that nobody waived.
    errors: Vec<u32>,
    postings: Vec<Vec<Posting>>,
    words: OnceLock<Words>,
    orders: Vec<(Sort, OnceLock<Arc<[usize]>>)>,
}

/// A value that a facet knows, and the rows that count under it.
#[derive(Debug)]
pub struct Posting {
    pub value: String,
    pub rows: Vec<usize>,
}

/// The words of all rows, in lower case, one row after the other.
#[derive(Debug)]
struct Words {
    text: String,
    /// Where the text of each row ends.
    ends: Vec<usize>,
    /// What was looked for last, and whether each row has it: rows and the counts of each facet ask for the same.
    last: Mutex<(Vec<String>, Vec<bool>)>,
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
    fn indexed(&self) -> &Index {
        self.index.0.get_or_init(|| Index {
            lifecycles: self.rows.iter().map(|row| place_of(row.lifecycle)).collect(),
            errors: self.rows.iter().map(|row| standing(&row.flags)).collect(),
            postings: Facet::ALL.iter().map(|facet| postings(*facet, self)).collect(),
            words: OnceLock::new(),
            orders: Sort::all().map(|sort| (sort, OnceLock::new())).collect(),
        })
    }

    /// Every value of a facet that can be asked for, in display order: those of the rows, and all of a closed list.
    pub fn postings(&self, facet: Facet) -> &[Posting] {
        self.indexed().postings.get(facet.place()).map_or(&[], Vec::as_slice)
    }

    /// Whether each row has all of the words.
    pub fn rows_with(&self, words: &[&str]) -> Vec<bool> {
        let index = self.indexed();
        if words.is_empty() {
            return vec![true; index.lifecycles.len()];
        }
        let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        index.words.get_or_init(|| Words::of(&self.rows)).rows_with(words)
    }

    /// The lifecycle of a row, by its place in [`Lifecycle::ALL`].
    pub fn lifecycle_of(&self, row: usize) -> Option<usize> {
        self.indexed().lifecycles.get(row).copied().map(usize::from)
    }

    /// How many errors stand on those rows and on the ledger as a whole that nobody waived.
    pub fn errors_among(&self, rows: &[usize]) -> u32 {
        let errors = &self.indexed().errors;
        let on_rows = rows.iter().filter_map(|row| errors.get(*row));
        on_rows.fold(standing(&self.flags), |sum, errors| sum.saturating_add(*errors))
    }

    /// Those rows in an order; none is added or left out.
    pub fn in_order<'a>(&self, sort: Option<Sort>, rows: &'a [usize]) -> Cow<'a, [usize]> {
        let orders = &self.indexed().orders;
        let Some((sort, order)) = orders.iter().find(|(one, _)| Some(*one) == sort) else { return rows.into() };
        let order = order.get_or_init(|| sort.order(&self.rows).into());
        let mut wanted = vec![false; self.rows.len()];
        for row in rows {
            if let Some(wanted) = wanted.get_mut(*row) {
                *wanted = true;
            }
        }
        order.iter().copied().filter(|row| wanted.get(*row) == Some(&true)).collect()
    }
}

fn place_of(lifecycle: Lifecycle) -> u8 {
    let place = Lifecycle::ALL.into_iter().position(|one| one == lifecycle);
    place.and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX)
}

/// How many errors are among those flags that nobody waived.
fn standing(flags: &[Flag]) -> u32 {
    u32::try_from(flags.iter().filter(|flag| flag.stands()).count()).unwrap_or(u32::MAX)
}

fn postings(facet: Facet, ledger: &Ledger) -> Vec<Posting> {
    let mut rows_of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, row) in ledger.rows.iter().enumerate() {
        for value in facet.values_of(row) {
            rows_of.entry(value).or_default().push(place);
        }
    }
    let mut listed = facet.listed(&ledger.facts.policy);
    let mut seen = HashSet::new();
    listed.retain(|value| seen.insert(*value));
    let last = facet.may_be_unrecorded().then_some(NOT_RECORDED);
    let rest: Vec<&str> =
        rows_of.keys().copied().filter(|value| !seen.contains(value) && Some(*value) != last).collect();
    let values = listed.into_iter().chain(rest).chain(last);
    values.map(|value| Posting { value: value.to_owned(), rows: rows_of.remove(value).unwrap_or_default() }).collect()
}

impl Words {
    fn of(rows: &[Row]) -> Self {
        let mut text = String::new();
        let ends = rows.iter().map(|row| {
            words_of(row, &mut text);
            text.len()
        });
        Self { ends: ends.collect(), text, last: Mutex::default() }
    }

    fn rows_with(&self, words: Vec<String>) -> Vec<bool> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.0 != words {
            let mut with = vec![true; self.ends.len()];
            for word in &words {
                self.mark(word, &mut with);
            }
            *last = (words, with);
        }
        last.1.clone()
    }

    /// Unmarks the rows without a word, which has no white space in it and so is never found across two rows.
    fn mark(&self, word: &str, with: &mut [bool]) {
        let finder = Finder::new(word);
        let mut found = self.next(&finder, 0);
        for (end, with) in self.ends.iter().zip(with) {
            let is_here = found.is_some_and(|at| at < *end);
            *with &= is_here;
            if is_here {
                found = self.next(&finder, *end);
            }
        }
    }

    fn next(&self, finder: &Finder<'_>, from: usize) -> Option<usize> {
        finder.find(self.text.as_bytes().get(from..)?).and_then(|at| at.checked_add(from))
    }
}

/// All words of a row that the text filter looks through, in lower case, each field on a line.
fn words_of(row: &Row, text: &mut String) {
    let finding = &row.finding;
    let fields = [
        Some(row.key.as_str()),
        finding.title.as_deref(),
        finding.win.as_deref(),
        finding.baseline.as_deref(),
        finding.hardware.as_deref(),
        finding.deploy_readiness.as_deref(),
        finding.next_lever.as_deref(),
        finding.why.as_deref(),
        finding.applies_to.as_deref(),
        finding.reopen_if.as_deref(),
    ];
    let models = [&finding.validated_on, &finding.candidate_on, &finding.refuted_on];
    let sources = finding.source_refs.iter().flat_map(|source| {
        [source.repo.as_deref(), source.branch.as_deref(), source.commit.as_deref(), source.image.as_deref()]
    });
    let words = fields
        .into_iter()
        .chain(sources)
        .flatten()
        .chain(row.campaigns.iter().map(|cited| cited.name()))
        .chain(finding.evidence_ids.iter().map(String::as_str))
        .chain(models.into_iter().flatten().map(String::as_str));
    for word in words {
        text.push_str(&word.to_lowercase());
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Finding;
    use crate::ledger::flag::testing::Case;

    #[test]
    fn each_row_has_the_place_of_its_lifecycle() {
        let mut case = Case::done();
        let one = case.bundle.findings.remove(0);
        for lifecycle in Lifecycle::ALL {
            case.bundle.findings.push(Finding { lifecycle: Some(lifecycle.name().to_owned()), ..one.clone() });
        }
        let ledger = case.ledger();
        let places: Vec<Option<usize>> = (0..6).map(|row| ledger.lifecycle_of(row)).collect();
        assert_eq!(places, [Some(0), Some(1), Some(2), Some(3), Some(4), None]);
        assert_eq!(ledger.listed(&[4, 2, 0], None), [vec![0], vec![], vec![2], vec![], vec![4]]);
    }

    #[test]
    fn errors_are_counted_on_those_rows_and_on_the_ledger_as_a_whole() {
        let mut ledger = Case::each(&[|_| {}, |finding| finding.win = None, |finding| finding.win = None]).ledger();
        let mut error = ledger.rows[1].flags[0].clone();
        let of_row = |row: usize, ledger: &Ledger| ledger.rows[row].flags.iter().filter(|flag| flag.stands()).count();
        assert_eq!((of_row(0, &ledger), of_row(1, &ledger), of_row(2, &ledger)), (0, 2, 2));
        assert_eq!([&[][..], &[0], &[1], &[0, 1, 2]].map(|rows| ledger.errors_among(rows)), [0, 0, 2, 4]);
        ledger.flags = vec![error.clone()];
        assert_eq!(ledger.errors_among(&[1]), 3);
        error.waived = true;
        ledger.flags = vec![error];
        assert_eq!(ledger.errors_among(&[1]), 2);
    }
}
