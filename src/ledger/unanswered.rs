//! What a partial snapshot leaves open.

use crate::bundle::{Place, ProblemKind};

use super::{Ledger, order};

impl Ledger {
    /// The cited campaigns of which the published lake said nothing, each once, sorted; none where it answered
    /// everything, or was not consulted. It may be empty: then only the scan is incomplete.
    pub fn unanswered(&self) -> Option<Vec<&str>> {
        if !self.facts.consulted.partial {
            return None;
        }
        let cited = self.rows.iter().flat_map(|row| &row.campaigns);
        let open = cited.filter(|cited| cited.published.is_none() && cited.candidates.is_empty());
        let without_points = self.facts.problems.iter().filter_map(|problem| match &problem.place {
            Place::Campaign { id, .. } if problem.kind == ProblemKind::Unanswered => Some(id.as_str()),
            _ => None,
        });
        Some(order::set(open.map(|cited| cited.name()).chain(without_points)))
    }
}

#[cfg(test)]
mod tests {
    use crate::bundle::{Citation, Place, ProblemKind, Publication};
    use crate::ledger::flag::testing::{CAMPAIGN, Case};

    #[test]
    fn what_is_open_is_named_only_in_a_partial_snapshot() {
        let mut case = Case::done().publication(Publication::Unreachable).cites("lost", Citation::Unreachable);
        assert_eq!(case.ledger().unanswered(), None);
        case.bundle.consulted.partial = true;
        assert_eq!(case.ledger().unanswered(), Some([CAMPAIGN, "lost"].into()));
        let points =
            Place::Campaign { id: "points".into(), file: "atlas_v1/part-0.parquet".into(), path: String::new() };
        let mut without = Case::done().as_published(|_| {}).problem_at(points, ProblemKind::Unanswered);
        without.bundle.consulted.partial = true;
        assert_eq!(without.ledger().unanswered(), Some(["points"].into()));
        let cut = ProblemKind::Unreadable { cause: "it is cut off".into() };
        let place = Place::Campaign { id: "cut".into(), file: "atlas.jsonl".into(), path: String::new() };
        let mut read = Case::done().as_published(|_| {}).problem_at(place, cut);
        read.bundle.consulted.partial = true;
        assert_eq!(read.ledger().unanswered(), Some([].into()), "what cannot be read was answered");
        let mut answered = Case::done().as_published(|_| {}).cites("gone", Citation::Missing);
        answered.bundle.consulted.partial = true;
        assert_eq!(answered.ledger().unanswered(), Some([].into()));
    }
}
