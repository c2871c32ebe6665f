//! The code under test: what a source_ref and a campaign's provenance both say, so that it can be compared.

use crate::bundle::{Provenance, SourceRef};

use super::lower::lower;
use super::text::said;
use super::{Facts, Row};

/// Whether two records of the code agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    Same,
    Differs,
    /// One of them does not say.
    Unknown,
}

impl Agreement {
    fn of(both: Option<(&str, &str)>, same: impl Fn(&str, &str) -> bool) -> Self {
        match both {
            None => Self::Unknown,
            Some((named, ran)) if same(named, ran) => Self::Same,
            Some(_) => Self::Differs,
        }
    }
}

/// How the code that a source_ref names compares with the code that one found campaign ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProvenanceMatch<'a> {
    pub campaign: &'a str,
    pub delivery: Agreement,
    pub commit: Agreement,
    /// Whether what ran had uncommitted changes, so that the commit alone does not tell the code.
    pub dirty: bool,
}

/// A source_ref of a row beside each campaign that was found for it.
pub fn matches_of<'a>(source: &SourceRef, row: &'a Row, facts: &Facts) -> Vec<ProvenanceMatch<'a>> {
    let unknown = Provenance::default();
    let found = row.found().map(|(_, campaign, _)| {
        let ran = facts.campaigns.get(campaign).and_then(|campaign| campaign.provenance.as_ref()).unwrap_or(&unknown);
        ProvenanceMatch {
            campaign,
            delivery: Agreement::of(deliveries(source, ran), |named, ran| named == ran),
            commit: Agreement::of(commits(source, ran), same_commit),
            dirty: ran.dirty == Some(true),
        }
    });
    found.collect()
}

/// The deliveries, where both are known: the registry's, then the campaign's.
pub fn deliveries<'a>(source: &'a SourceRef, ran: &'a Provenance) -> Option<(&'a str, &'a str)> {
    said(source.delivery.as_deref()).zip(said(ran.delivery.as_deref()))
}

/// The commits, where both are known: the registry's, then the campaign's.
pub fn commits<'a>(source: &'a SourceRef, ran: &'a Provenance) -> Option<(&'a str, &'a str)> {
    said(source.commit.as_deref()).zip(said(ran.commit.as_deref()))
}

/// Whether two commits can be the same one: any case, and either may be cut short.
pub fn same_commit(one: &str, other: &str) -> bool {
    let (one, other) = (lower(one), lower(other));
    one.starts_with(&other) || other.starts_with(&one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::flag::testing::Case;

    #[test]
    fn a_commit_may_be_cut_short_on_either_side() {
        assert!(same_commit("8C1F02D", "8c1f02d9a"));
        assert!(same_commit("8c1f02d9a", "8c1f02d"));
        assert!(!same_commit("8c1f02d", "8c1f02e"));
    }

    #[test]
    fn each_found_campaign_is_compared_with_the_source() {
        let of = |case: Case| {
            let ledger = case.ledger();
            let row = &ledger.rows[0];
            let matches = matches_of(&row.finding.source_refs[0], row, &ledger.facts);
            matches.iter().map(|of| (of.delivery, of.commit)).collect::<Vec<_>>()
        };
        assert_eq!(of(Case::done()), [(Agreement::Same, Agreement::Same)]);
        let other = Case::done().provenance(|ran| {
            ran.commit = Some("0d15ea5e".into());
            ran.delivery = None;
        });
        assert_eq!(of(other), [(Agreement::Unknown, Agreement::Differs)]);
        let silent = Case::done().campaign(|campaign| campaign.provenance = None);
        assert_eq!(of(silent), [(Agreement::Unknown, Agreement::Unknown)]);
    }

    #[test]
    fn only_what_both_know_is_compared() {
        let source =
            SourceRef { commit: Some("8c1f02d".into()), delivery: Some("unknown".into()), ..SourceRef::default() };
        let ran = Provenance { commit: Some(" ".into()), delivery: Some("image".into()), ..Provenance::default() };
        assert_eq!(deliveries(&source, &ran), None);
        assert_eq!(commits(&source, &ran), None);
    }

    #[test]
    fn only_what_says_that_it_had_changes_is_dirty() {
        for (dirty, is_dirty) in [(Some(true), true), (Some(false), false), (None, false)] {
            let ledger = Case::done().provenance(|ran| ran.dirty = dirty).ledger();
            let row = &ledger.rows[0];
            let matches = matches_of(&row.finding.source_refs[0], row, &ledger.facts);
            assert_eq!(matches[0].dirty, is_dirty, "{dirty:?}");
        }
    }
}
