//! The code under test: what a source_ref and a campaign's provenance both say, so that it can be compared.

use crate::bundle::{Provenance, SourceRef};

use super::text::said;

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
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    one.starts_with(&other) || other.starts_with(&one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_may_be_cut_short_on_either_side() {
        assert!(same_commit("8C1F02D", "8c1f02d9a"));
        assert!(same_commit("8c1f02d9a", "8c1f02d"));
        assert!(!same_commit("8c1f02d", "8c1f02e"));
    }

    #[test]
    fn only_what_both_know_is_compared() {
        let source =
            SourceRef { commit: Some("8c1f02d".into()), delivery: Some("unknown".into()), ..SourceRef::default() };
        let ran = Provenance { commit: Some(" ".into()), delivery: Some("image".into()), ..Provenance::default() };
        assert_eq!(deliveries(&source, &ran), None);
        assert_eq!(commits(&source, &ran), None);
    }
}
