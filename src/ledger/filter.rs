//! Which rows are shown, and how many there would be: filters by facet and text, with counts that follow the others.

use crate::bundle::{Policy, Severity};

use super::index::Posting;
use super::row_set::RowSet;
use super::{Claim, Hardware, Kind, Ledger, Lifecycle, RAISING, Row, Tier, blockers};

/// The facet value of a row that has none: no hardware token, no baseline, no readiness.
pub const NOT_RECORDED: &str = "not recorded";
/// The tier of a row without a found campaign.
const NO_TIER: &str = "none";
/// The severity of a row on which no flag stands.
const NO_FLAG: &str = "none";

/// What rows can be filtered by, in the order of the controls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    Hardware,
    Lifecycle,
    Baseline,
    Tier,
    Readiness,
    Flag,
    /// What the headline counts a row as. Like those below it has no control of its own: the figures of the first
    /// view lead to it.
    Kind,
    /// What stands under the gain that is claimed.
    Claim,
    /// How grave the flags are that stand on the row; waived ones do not.
    Severity,
    /// The codes of the errors that stand on the row.
    Blocker,
}

impl Facet {
    pub const ALL: [Self; 10] = [
        Self::Hardware,
        Self::Lifecycle,
        Self::Baseline,
        Self::Tier,
        Self::Readiness,
        Self::Flag,
        Self::Kind,
        Self::Claim,
        Self::Severity,
        Self::Blocker,
    ];

    /// The parameter's name in the page's address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hardware => "hw",
            Self::Lifecycle => "lc",
            Self::Baseline => "baseline",
            Self::Tier => "tier",
            Self::Readiness => "ready",
            Self::Flag => "flag",
            Self::Kind => "kind",
            Self::Claim => "claim",
            Self::Severity => "sev",
            Self::Blocker => "err",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }

    /// As a label.
    pub fn title(self) -> &'static str {
        match self {
            Self::Hardware => "Hardware",
            Self::Lifecycle => "Lifecycle",
            Self::Baseline => "Baseline",
            Self::Tier => "Tier",
            Self::Readiness => "Readiness",
            Self::Flag => "Flag",
            Self::Kind => "Kind",
            Self::Claim => "Claimed gain",
            Self::Severity => "Flags of severity",
            Self::Blocker => "Error",
        }
    }

    /// A value in words.
    pub fn label(self, value: &str) -> String {
        let title = match self {
            Self::Lifecycle => Lifecycle::from_name(value).map(Lifecycle::title),
            Self::Kind => Kind::ALL.into_iter().find(|kind| kind.name() == value).map(Kind::title),
            Self::Claim => Claim::ALL.into_iter().find(|claim| claim.name() == value).map(Claim::title),
            _ => None,
        };
        title.map_or_else(|| value.to_owned(), str::to_owned)
    }

    /// What a row counts under; several values only for hardware, flags, severities and errors,
    /// none only for flags and errors.
    pub fn values_of(self, row: &Row) -> Vec<&str> {
        match self {
            Self::Hardware if row.hardware.is_empty() => vec![NOT_RECORDED],
            Self::Hardware => row.hardware.iter().map(|hardware| hardware.name()).collect(),
            Self::Lifecycle => vec![row.lifecycle.name()],
            Self::Baseline => vec![row.baseline_group.as_deref().unwrap_or(NOT_RECORDED)],
            Self::Tier => vec![row.effective_tier.map_or(NO_TIER, Tier::name)],
            Self::Readiness => {
                let readiness = row.finding.deploy_readiness.as_deref().map(str::trim);
                vec![readiness.filter(|text| !text.is_empty()).unwrap_or(NOT_RECORDED)]
            }
            Self::Flag => {
                let mut codes: Vec<&str> = row.flags.iter().map(|flag| flag.code).collect();
                codes.dedup();
                codes
            }
            Self::Kind => vec![Kind::of(row).name()],
            Self::Claim => vec![Claim::of(row).name()],
            Self::Blocker => blockers(row),
            Self::Severity => {
                let stands = |severity: &Severity| row.flags.iter().any(|f| f.severity == *severity && !f.waived);
                let mut names: Vec<&str> = Severity::RAISED.into_iter().filter(stands).map(Severity::name).collect();
                if names.is_empty() {
                    names.push(NO_FLAG);
                }
                names
            }
        }
    }

    /// The values that are listed whether rows have them or not, in display order.
    pub(super) fn listed(self, policy: &Policy) -> Vec<&str> {
        match self {
            Self::Hardware => Hardware::ALL.iter().map(|hardware| hardware.name()).collect(),
            Self::Lifecycle => Lifecycle::ALL.iter().map(|lifecycle| lifecycle.name()).collect(),
            Self::Baseline => policy.baselines.iter().map(|group| group.name.as_str()).collect(),
            Self::Tier => vec![Tier::Verdict.name(), Tier::Draft.name(), NO_TIER],
            Self::Readiness => vec!["deployed", "deployable", "fork-local", "research", "n/a"],
            Self::Flag | Self::Blocker => RAISING.iter().map(|rule| rule.code).collect(),
            Self::Kind => Kind::ALL.iter().map(|kind| kind.name()).collect(),
            Self::Claim => Claim::ALL.iter().map(|claim| claim.name()).collect(),
            Self::Severity => Severity::RAISED.into_iter().map(Severity::name).chain([NO_FLAG]).collect(),
        }
    }

    /// Whether a row may have nothing to be asked for.
    pub(super) fn may_be_unrecorded(self) -> bool {
        matches!(self, Self::Hardware | Self::Baseline | Self::Readiness)
    }

    /// Every value that can be asked for: those of the rows, and all of a closed list. In display order.
    pub fn known_values(self, ledger: &Ledger) -> impl Iterator<Item = &str> {
        ledger.postings(self).iter().map(|posting| posting.value.as_str())
    }

    pub(super) fn place(self) -> usize {
        Self::ALL.iter().position(|other| *other == self).unwrap_or_default()
    }
}

/// What the reader asked for. Values of one facet widen, facets narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    chosen: [Vec<String>; Facet::ALL.len()],
    /// Each of its words must be in the row, any case.
    pub text: String,
}

/// How many rows a value has under the other filters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    pub value: String,
    pub count: usize,
    pub chosen: bool,
}

impl Filter {
    /// The chosen values of a facet, in the order in which they were chosen.
    pub fn chosen(&self, facet: Facet) -> &[String] {
        self.chosen.get(facet.place()).map_or(&[], Vec::as_slice)
    }

    /// Replaces the chosen values of a facet; each is kept once.
    #[must_use]
    pub fn with(mut self, facet: Facet, values: impl IntoIterator<Item = String>) -> Self {
        if let Some(chosen) = self.chosen.get_mut(facet.place()) {
            chosen.clear();
            for value in values {
                if !chosen.contains(&value) {
                    chosen.push(value);
                }
            }
        }
        self
    }

    /// Replaces the text.
    #[must_use]
    pub fn with_text(self, text: String) -> Self {
        Self { text, ..self }
    }

    /// Adds a value that is not chosen, takes away one that is.
    #[must_use]
    pub fn toggled(self, facet: Facet, value: &str) -> Self {
        let mut values = self.chosen(facet).to_vec();
        match values.iter().position(|chosen| chosen == value) {
            Some(at) => drop(values.remove(at)),
            None => values.push(value.to_owned()),
        }
        self.with(facet, values)
    }

    /// Whether it lets every row through.
    pub fn is_empty(&self) -> bool {
        self.chosen.iter().all(Vec::is_empty) && self.text.trim().is_empty()
    }

    /// The shown rows by their place in the ledger, in registry order.
    pub fn rows(&self, ledger: &Ledger) -> Vec<usize> {
        self.shown(ledger).rows().collect()
    }

    /// The shown rows.
    pub fn shown(&self, ledger: &Ledger) -> RowSet {
        self.shown_but_for(ledger, None)
    }

    /// The values of a facet that rows have or that are chosen, with how many rows each has under the other filters.
    pub fn counts(&self, facet: Facet, ledger: &Ledger) -> Vec<FacetCount> {
        let shown = self.shown_but_for(ledger, Some(facet));
        let chosen = self.chosen(facet);
        let count = |posting: &Posting| {
            let is_chosen = chosen.contains(&posting.value);
            let is_listed = is_chosen || !posting.rows.is_empty();
            let count = || posting.rows.within(&shown);
            is_listed.then(|| FacetCount { value: posting.value.clone(), count: count(), chosen: is_chosen })
        };
        ledger.postings(facet).iter().filter_map(count).collect()
    }

    /// The shown rows, when nothing is asked of one of the facets.
    fn shown_but_for(&self, ledger: &Ledger, except: Option<Facet>) -> RowSet {
        let words: Vec<&str> = self.text.split_whitespace().collect();
        let mut shown = ledger.rows_with(&words);
        for facet in Facet::ALL {
            let chosen = self.chosen(facet);
            if chosen.is_empty() || except == Some(facet) {
                continue;
            }
            let mut fits = RowSet::none(ledger.rows.len());
            let of_chosen = ledger.postings(facet).iter().filter(|posting| chosen.contains(&posting.value));
            of_chosen.for_each(|posting| posting.rows.add_to(&mut fits));
            shown.keep(&fits);
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::bundle::{Bundle, Finding};
    use crate::ledger::Options;
    use crate::ledger::flag::testing::{Case, bundle};

    fn ledger() -> Ledger {
        let finding = |position, hardware: &str, lifecycle: &str, title: &str| Finding {
            position,
            id: Some(format!("f{position}").into()),
            title: Some(title.into()),
            hardware: Some(hardware.into()),
            lifecycle: Some(lifecycle.into()),
            ..Finding::default()
        };
        let findings = [
            finding(1, "GB300", "done", "Prefix caching"),
            finding(2, "GB300", "not_done", "FP8 KV cache"),
            finding(3, "B200", "done", "Prefill"),
            finding(4, "B200 and GB300", "parked", "Caching of Prefixes"),
        ];
        Ledger::compute(Bundle { findings: findings.map(Box::new).into(), ..bundle() }, None, Options::default())
    }

    fn filter(facet: Facet, values: &[&str]) -> Filter {
        Filter::default().with(facet, values.iter().map(|value| (*value).to_owned()))
    }

    fn count(counts: &[FacetCount], value: &str) -> Option<usize> {
        counts.iter().find(|count| count.value == value).map(|count| count.count)
    }

    #[test]
    fn values_of_a_facet_widen_and_facets_narrow() {
        let ledger = ledger();
        assert_eq!(filter(Facet::Hardware, &["GB300"]).rows(&ledger), [0, 1, 3]);
        assert_eq!(filter(Facet::Lifecycle, &["done", "unknown"]).rows(&ledger), [0, 2, 3]);
        let both = filter(Facet::Hardware, &["GB300"]).with(Facet::Lifecycle, ["done".to_owned()]);
        assert_eq!(both.rows(&ledger), [0]);
        assert_eq!(Filter::default().rows(&ledger), [0, 1, 2, 3]);
    }

    #[test]
    fn every_word_of_the_text_must_be_there_in_any_case() {
        let ledger = ledger();
        let rows = |text: &str| Filter { text: text.to_owned(), ..Filter::default() }.rows(&ledger);
        assert_eq!(rows("caching  PREFIX"), [0, 3]);
        assert_eq!(rows("f2"), [1]);
        assert_eq!(rows("absent"), [0_usize; 0]);
    }

    #[test]
    fn counts_follow_the_other_filters_and_not_their_own() {
        let ledger = ledger();
        let filter = filter(Facet::Hardware, &["GB300"]).with(Facet::Lifecycle, ["done".to_owned()]);
        let hardware = filter.counts(Facet::Hardware, &ledger);
        assert_eq!((count(&hardware, "GB300"), count(&hardware, "B200")), (Some(1), Some(1)));
        let lifecycle = filter.counts(Facet::Lifecycle, &ledger);
        assert_eq!((count(&lifecycle, "done"), count(&lifecycle, "not_done")), (Some(1), Some(1)));
        assert_eq!(count(&lifecycle, "unknown"), Some(1));
        assert_eq!(count(&lifecycle, "in_progress"), None, "no row has it");
    }

    #[test]
    fn a_chosen_value_is_listed_also_where_no_row_has_it() {
        let counts = filter(Facet::Hardware, &["H100"]).counts(Facet::Hardware, &ledger());
        assert_eq!(count(&counts, "H100"), Some(0));
        assert!(counts.iter().any(|count| count.value == "H100" && count.chosen));
    }

    #[test]
    fn a_chosen_value_that_nothing_goes_by_shows_no_row() {
        assert_eq!(filter(Facet::Readiness, &["nobody's"]).rows(&ledger()), [0_usize; 0]);
    }

    #[test]
    fn toggling_twice_changes_nothing() {
        let filter = filter(Facet::Hardware, &["GB300"]);
        assert_eq!(filter.clone().toggled(Facet::Hardware, "B200").toggled(Facet::Hardware, "B200"), filter);
        assert!(filter.toggled(Facet::Hardware, "GB300").is_empty());
    }

    #[test]
    fn a_value_is_labelled_as_its_heading_where_it_has_one() {
        for (facet, value, label) in [
            (Facet::Lifecycle, "closed_negative", "Closed negatives"),
            (Facet::Kind, "unproven", "Done, falling short"),
            (Facet::Claim, "no-baseline", "no baseline"),
            (Facet::Hardware, "GB300", "GB300"),
            (Facet::Kind, "other", "other"),
        ] {
            assert_eq!(facet.label(value), label);
        }
    }

    #[test]
    fn a_waived_flag_counts_under_no_severity() {
        let mut row = ledger().rows.remove(0);
        row.flags.truncate(1);
        let severity = row.flags[0].severity.name();
        assert_eq!(Facet::Severity.values_of(&row), [severity]);
        row.flags[0].waived = true;
        assert_eq!(Facet::Severity.values_of(&row), [NO_FLAG]);
    }

    #[test]
    fn each_value_can_be_asked_for_once_and_what_is_not_recorded_last() {
        let recorded: fn(&mut Finding) = |_| {};
        let lacking: fn(&mut Finding) =
            |finding| (finding.hardware, finding.baseline, finding.deploy_readiness) = (None, None, None);
        for ledger in [Case::each(&[recorded]).ledger(), Case::each(&[recorded, lacking]).ledger()] {
            for facet in Facet::ALL {
                let values: Vec<&str> = facet.known_values(&ledger).collect();
                let distinct: BTreeSet<&str> = values.iter().copied().collect();
                assert_eq!(distinct.len(), values.len(), "{facet:?}: {values:?}");
                let may_lack = [Facet::Hardware, Facet::Baseline, Facet::Readiness].contains(&facet);
                assert_eq!(values.last() == Some(&NOT_RECORDED), may_lack, "{facet:?}: {values:?}");
            }
        }
    }
}
