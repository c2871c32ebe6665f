//! What a partial snapshot leaves open.

use std::collections::BTreeSet;

use super::Ledger;

impl Ledger {
    /// The cited campaigns of which the published lake said nothing, each once, sorted; none where it answered
    /// everything, or was not consulted. It may be empty: then only the scan is incomplete.
    pub fn unanswered(&self) -> Option<BTreeSet<&str>> {
        if !self.facts.consulted.partial {
            return None;
        }
        let cited = self.rows.iter().flat_map(|row| &row.campaigns);
        let open = cited.filter(|cited| cited.published.is_none() && cited.candidates.is_empty());
        Some(open.map(|cited| cited.name()).collect())
    }
}

#[cfg(test)]
mod tests {
    use crate::bundle::{Citation, Publication};
    use crate::ledger::flag::testing::{CAMPAIGN, Case};

    #[test]
    fn what_is_open_is_named_only_in_a_partial_snapshot() {
        let mut case = Case::done().publication(Publication::Unreachable).cites("lost", Citation::Unreachable);
        assert_eq!(case.ledger().unanswered(), None);
        case.bundle.consulted.partial = true;
        assert_eq!(case.ledger().unanswered(), Some([CAMPAIGN, "lost"].into()));
        let mut answered = Case::done().as_published(|_| {}).cites("gone", Citation::Missing);
        answered.bundle.consulted.partial = true;
        assert_eq!(answered.ledger().unanswered(), Some([].into()));
    }
}
