//! The columns of the ledger's table, and the orders that each gives: what can be sorted and hidden, and saved in the
//! address.

use std::cmp::{Ordering, Reverse};

use crate::bundle::Severity;

use super::lower::lower;
use super::order::Sorting;
use super::{Hardware, Rigor, Row, RowSet, Standing, Tier};

/// A column of the ledger, in the order in which they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    Title,
    Win,
    Baseline,
    Hardware,
    Evidence,
    Readiness,
    Source,
    Flags,
}

impl Column {
    pub const ALL: [Self; 8] = [
        Self::Title,
        Self::Win,
        Self::Baseline,
        Self::Hardware,
        Self::Evidence,
        Self::Readiness,
        Self::Source,
        Self::Flags,
    ];
    /// A row without its title would be nobody's, and a win without its baseline and hardware a bare number.
    pub const HIDEABLE: [Self; 4] = [Self::Evidence, Self::Readiness, Self::Source, Self::Flags];

    /// The value in the page's address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Win => "win",
            Self::Baseline => "baseline",
            Self::Hardware => "hardware",
            Self::Evidence => "evidence",
            Self::Readiness => "readiness",
            Self::Source => "source",
            Self::Flags => "flags",
        }
    }

    /// As a heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Title => "Finding",
            Self::Win => "Win against baseline",
            Self::Baseline => "Baseline",
            Self::Hardware => "Hardware",
            Self::Evidence => "Evidence",
            Self::Readiness => "Deploy",
            Self::Source => "Source",
            Self::Flags => "Flags",
        }
    }

    /// What comes first when rows are sorted by it.
    pub fn leads_with(self) -> &'static str {
        match self {
            Self::Title => "titles from A to Z",
            Self::Win => "the largest throughput or latency speedup",
            Self::Baseline => "baselines from A to Z",
            Self::Hardware => "the newest hardware",
            Self::Evidence => "the strongest evidence",
            Self::Readiness => "what is deployed",
            Self::Source => "sources from A to Z",
            Self::Flags => "the most errors",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }

    /// Whether the values go down from the first row, in the column's own order.
    fn descends(self) -> bool {
        matches!(self, Self::Win | Self::Evidence | Self::Flags)
    }

    fn key(self, row: &Row) -> Key {
        match self {
            Self::Title => Key::Text(text(Some(row.title()))),
            Self::Win => Key::Speedup(Reverse(Speedup(Standing::of(row).speedup.unwrap_or(f64::NEG_INFINITY)))),
            Self::Baseline => Key::Text(text(row.finding.baseline.as_deref())),
            Self::Hardware => Key::Places(places(row)),
            Self::Evidence => Key::Strength(Reverse((row.proven(), row.effective_tier, row.grounded, row.best_rigor))),
            Self::Readiness => readiness(row),
            Self::Source => Key::Text(source(row)),
            Self::Flags => Key::Gravity(gravity(row)),
        }
    }

    /// Whether the row has nothing to be sorted by; such rows come last, whichever way.
    fn is_blank(self, row: &Row) -> bool {
        let blank = |text: Option<&str>| text.is_none_or(|text| text.trim().is_empty());
        match self {
            Self::Title | Self::Flags | Self::Evidence => false,
            Self::Win => Standing::of(row).speedup.is_none(),
            Self::Baseline => blank(row.finding.baseline.as_deref()),
            Self::Hardware => row.hardware.is_empty(),
            Self::Readiness => blank(row.finding.deploy_readiness.as_deref()),
            Self::Source => row.finding.source_refs.is_empty(),
        }
    }
}

/// What a column puts a row by; those of one column are of one kind.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Text(String),
    Speedup(Reverse<Speedup>),
    Places(Vec<usize>),
    Strength(Reverse<(bool, Option<Tier>, bool, Rigor)>),
    Readiness(usize, String),
    Gravity(Reverse<[usize; 3]>),
}

#[derive(Debug)]
struct Speedup(f64);

impl Ord for Speedup {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Speedup {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Speedup {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Speedup {}

/// A column by which the rows of each lifecycle stand, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sort {
    pub column: Column,
    pub reversed: bool,
}

impl Sort {
    pub fn by(column: Column) -> Self {
        Self { column, reversed: false }
    }

    /// `win`, or `-win` the other way round.
    pub fn from_name(name: &str) -> Option<Self> {
        match name.strip_prefix('-') {
            Some(column) => Some(Self { column: Column::from_name(column)?, reversed: true }),
            None => Column::from_name(name).map(Self::by),
        }
    }

    pub fn name(self) -> String {
        format!("{}{}", if self.reversed { "-" } else { "" }, self.column.name())
    }

    /// What asking for that column does next: its own order, then the other way round, then the registry's order.
    pub fn after(current: Option<Self>, column: Column) -> Option<Self> {
        match current.filter(|sort| sort.column == column) {
            None => Some(Self::by(column)),
            Some(Self { reversed: false, .. }) => Some(Self { column, reversed: true }),
            Some(Self { reversed: true, .. }) => None,
        }
    }

    /// Whether the largest value stands first.
    pub fn descends(self) -> bool {
        self.column.descends() != self.reversed
    }
}

/// All rows in the order of a column, by their place in the ledger; what is equal keeps its place.
#[derive(Debug)]
pub(super) struct Placed {
    pub rows: Vec<usize>,
    /// The places at which rows with another value begin.
    firsts: RowSet,
    /// How many have a value; the others come last.
    valued: usize,
}

impl Placed {
    /// Hands out each row, or the other way round: what is equal keeps its place, and what has no value is last again.
    pub fn each(&self, reversed: bool, each: &mut dyn FnMut(usize)) {
        let mut hand_out =
            |from: usize, to: usize| self.rows.get(from..to).into_iter().flatten().for_each(|row| each(*row));
        if !reversed {
            return hand_out(0, self.rows.len());
        }
        let mut end = self.valued;
        for first in (0..self.valued).rev().filter(|place| self.firsts.contains(*place)) {
            hand_out(first, end);
            end = first;
        }
        hand_out(self.valued, self.rows.len());
    }
}

/// An order on its way, some of it at a time.
#[derive(Debug)]
pub(super) struct Placing {
    column: Column,
    /// What each row is put by, those without a value last.
    keys: Vec<(bool, Key)>,
    sorting: Option<Sorting>,
}

impl Placing {
    pub fn of(column: Column) -> Self {
        Self { column, keys: Vec::new(), sorting: None }
    }

    /// Does some of what is left, of the same rows each time; the order when that was the last of it.
    pub fn step(&mut self, rows: &[Row]) -> Option<Placed> {
        /// What so many rows are put by is made at a time.
        const SOME: usize = 4096;
        let Self { column, keys, sorting } = self;
        if keys.len() < rows.len() {
            let next = rows.iter().skip(keys.len()).take(SOME);
            keys.extend(next.map(|row| (column.is_blank(row), column.key(row))));
            return None;
        }
        let compare = |a: usize, b: usize| keys.get(a).cmp(&keys.get(b));
        let order = sorting.get_or_insert_with(|| Sorting::of(rows.len())).step(&compare)?;
        let valued = keys.iter().filter(|(is_blank, _)| !is_blank).count();
        let is_first = |pair: &[usize]| matches!(pair, [a, b] if compare(*a, *b).is_ne());
        let later = order.windows(2).zip(1..valued).filter(|(pair, _)| is_first(pair)).map(|(_, place)| place);
        let firsts = RowSet::of(valued, [0].into_iter().chain(later));
        Some(Placed { rows: order, firsts, valued })
    }

    /// All that is left, at once.
    pub fn finish(mut self, rows: &[Row]) -> Placed {
        loop {
            if let Some(placed) = self.step(rows) {
                return placed;
            }
        }
    }
}

fn text(text: Option<&str>) -> String {
    lower(text.map(str::trim).unwrap_or_default())
}

/// The places of a row's tokens in the listing order.
fn places(row: &Row) -> Vec<usize> {
    row.hardware.iter().filter_map(|one| Hardware::ALL.iter().position(|other| other == one)).collect()
}

/// The known kinds in their order, then the rest from A to Z.
fn readiness(row: &Row) -> Key {
    const KNOWN: [&str; 5] = ["deployed", "deployable", "fork-local", "research", "n/a"];
    let text = text(row.finding.deploy_readiness.as_deref());
    Key::Readiness(KNOWN.iter().position(|known| *known == text).unwrap_or(KNOWN.len()), text)
}

fn source(row: &Row) -> String {
    let first = row.finding.source_refs.first();
    let name = first.and_then(|first| first.branch.as_deref().or(first.repo.as_deref()).or(first.image.as_deref()));
    text(name)
}

/// How many errors stand, then warnings, then notes; the most first.
fn gravity(row: &Row) -> Reverse<[usize; 3]> {
    let count = |severity: Severity| row.flags.iter().filter(|f| f.severity == severity && !f.waived).count();
    Reverse(Severity::RAISED.map(count))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::bundle::{Finding, Gain, SourceRef};
    use crate::ledger::flag::testing::{Case, flag};
    use crate::ledger::{Flag, Ledger};

    fn ledger() -> Ledger {
        fn gain(speedup: f64) -> Option<Gain> {
            Some(Gain { tier: Some("throughput".into()), speedup: Some(speedup), ..Gain::default() })
        }
        let changes: [fn(&mut Finding); 4] = [
            |f| (f.title, f.gain, f.baseline) = (Some("b".into()), gain(1.2), Some("vLLM".into())),
            |f| (f.title, f.gain, f.hardware) = (Some("C".into()), None, Some("B200".into())),
            |f| (f.title, f.gain, f.baseline) = (Some("a".into()), gain(1.5), None),
            |f| {
                (f.title, f.deploy_readiness, f.hardware) = (Some("d".into()), Some("research".into()), None);
                f.campaign_ids.clear();
                f.source_refs.clear();
            },
        ];
        Case::each(&changes).ledger()
    }

    fn sorted(name: &str) -> Vec<usize> {
        let sort = Sort::from_name(name);
        assert!(sort.is_some(), "{name}");
        ledger().in_order(sort, &RowSet::all(4))
    }

    #[test]
    fn each_column_leads_with_what_it_says() {
        assert_eq!(sorted("title"), [2, 0, 1, 3]);
        assert_eq!(sorted("-title"), [3, 1, 0, 2]);
        assert_eq!(sorted("win")[..2], [2, 0], "the largest speedup first");
        assert_eq!(sorted("hardware"), [0, 2, 1, 3]);
        assert_eq!(sorted("evidence")[3], 3, "no campaign is the weakest");
        assert_eq!(sorted("-evidence")[0], 3);
        assert_eq!(sorted("readiness")[3], 3);
        assert_eq!(sorted("flags")[0], 3);
    }

    #[test]
    fn what_has_no_value_is_last_whichever_way() {
        for (name, blank) in [("baseline", 2), ("hardware", 3), ("source", 3)] {
            assert_eq!(sorted(name)[3], blank, "{name}");
            assert_eq!(sorted(&format!("-{name}"))[3], blank, "-{name}");
        }
        assert_eq!(sorted("-win")[..2], [0, 2]);
    }

    #[test]
    fn every_sort_keeps_every_row() {
        for column in Column::ALL {
            for name in [column.name().to_owned(), format!("-{}", column.name())] {
                let mut rows = sorted(&name);
                assert_eq!(Sort::from_name(&name).map(Sort::name), Some(name));
                rows.sort_unstable();
                assert_eq!(rows, [0, 1, 2, 3]);
            }
        }
    }

    #[test]
    fn asking_three_times_leads_back() {
        let first = Sort::after(None, Column::Win);
        let second = Sort::after(first, Column::Win);
        assert_eq!((first.map(Sort::name), second.map(Sort::name)), (Some("win".into()), Some("-win".into())));
        assert_eq!(Sort::after(second, Column::Win), None);
        assert_eq!(Sort::after(second, Column::Title), Some(Sort::by(Column::Title)));
        assert!(first.is_some_and(Sort::descends) && !Sort::by(Column::Title).descends());
    }

    #[test]
    fn sources_stand_by_branch_or_else_by_repository_or_else_by_image() {
        let mut ledger = ledger();
        let named = [(Some("d"), Some("a"), None), (None, Some("C"), Some("a")), (None, None, Some("b"))];
        for (row, (branch, repo, image)) in ledger.rows.iter_mut().zip(named) {
            let [branch, repo, image] = [branch, repo, image].map(|text| text.map(Into::into));
            row.finding.source_refs[0] = SourceRef { branch, repo, image, ..SourceRef::default() };
        }
        assert_eq!(ledger.in_order(Sort::from_name("source"), &RowSet::all(3)), [2, 1, 0]);
    }

    #[test]
    fn a_standing_error_is_graver_than_any_warning_and_a_waived_one_is_none() {
        let mut ledger = ledger();
        let of = |severity, waived| Flag { waived, ..flag("style", severity) };
        ledger.rows[0].flags = vec![of(Severity::Error, true), of(Severity::Warning, false)];
        ledger.rows[1].flags = vec![of(Severity::Error, false)];
        ledger.rows[2].flags = vec![of(Severity::Warning, false), of(Severity::Warning, false)];
        ledger.rows[3].flags = vec![of(Severity::Info, false)];
        assert_eq!(ledger.in_order(Sort::from_name("flags"), &RowSet::all(4)), [1, 2, 0, 3]);
    }

    #[test]
    fn each_column_has_its_own_heading_and_says_what_leads() {
        let titles = Column::ALL.map(Column::title);
        let headings =
            ["Finding", "Win against baseline", "Baseline", "Hardware", "Evidence", "Deploy", "Source", "Flags"];
        assert_eq!(titles, headings);
        let leads: BTreeSet<&str> = Column::ALL.map(Column::leads_with).into();
        assert_eq!(leads.len(), Column::ALL.len());
        assert_eq!(Column::Flags.leads_with(), "the most errors");
    }
}
