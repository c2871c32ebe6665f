//! What is in flight, and what blocks it.

use super::{Flag, Lifecycle, RAISING, Raising, Row, order};

/// The findings in progress among any set of rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InFlight {
    pub rows: usize,
    /// Those on which an error stands that nobody accepted.
    pub blocked: usize,
    /// The codes of those errors, each with how many of the findings it stands on. The most first, then in the order of
    /// [`RAISING`].
    pub by_code: Vec<(&'static str, usize)>,
}

impl InFlight {
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Self {
        let rows = rows.into_iter().filter(|row| row.lifecycle == Lifecycle::InProgress);
        let blockers: Vec<Vec<&str>> = rows.map(blockers).collect();
        let counted = |rule: &Raising| (rule.code, blockers.iter().filter(|codes| codes.contains(&rule.code)).count());
        let mut by_code: Vec<(&str, usize)> = RAISING.iter().map(counted).filter(|(_, count)| *count > 0).collect();
        order::sort_by_key(&mut by_code, |(_, count)| std::cmp::Reverse(*count));
        let blocked = blockers.iter().filter(|codes| !codes.is_empty()).count();
        Self { rows: blockers.len(), blocked, by_code }
    }
}

/// The codes of the errors that stand on a row, each once.
pub fn blockers(row: &Row) -> Vec<&'static str> {
    let mut codes: Vec<&str> = row.flags.iter().filter(|flag| Flag::stands(flag)).map(|flag| flag.code).collect();
    codes.dedup();
    codes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Finding;
    use crate::ledger::flag::testing::Case;
    use crate::ledger::{Facet, Filter, Ledger};

    const CHANGES: [fn(&mut Finding); 4] = [
        |finding| finding.lifecycle = Some("in_progress".into()),
        |finding| (finding.lifecycle, finding.next_lever) = (Some("in_progress".into()), None),
        |finding| {
            finding.lifecycle = Some("in_progress".into());
            finding.next_lever = None;
            finding.source_refs.clear();
        },
        |finding| finding.next_lever = None,
    ];

    fn ledger() -> Ledger {
        let mut case = Case::each(&CHANGES);
        for (finding, id) in case.bundle.findings.iter_mut().zip(["a", "b", "c", "d"]) {
            finding.id = Some(id.into());
        }
        case.ledger()
    }

    #[test]
    fn what_blocks_is_counted_by_code_among_what_is_in_progress() {
        let ledger = ledger();
        let found = InFlight::of(&ledger.rows);
        assert_eq!((found.rows, found.blocked), (3, 2));
        assert_eq!(found.by_code, [("no-next-lever", 2), ("no-source-refs", 1)]);
        assert_eq!(InFlight::of(&[]), InFlight::default());
    }

    #[test]
    fn each_figure_counts_the_rows_of_its_filter() {
        let mut ledger = ledger();
        ledger.rows[2].flags.iter_mut().filter(|flag| flag.code == "no-next-lever").for_each(|flag| flag.waived = true);
        let found = InFlight::of(&ledger.rows);
        let rows = |facet: Facet, value: &str| {
            let filter = Filter::default().with(Facet::Lifecycle, ["in_progress".to_owned()]);
            filter.with(facet, [value.to_owned()]).rows(&ledger).len()
        };
        assert_eq!(rows(Facet::Severity, "error"), found.blocked);
        assert_eq!(found.by_code, [("no-source-refs", 1), ("no-next-lever", 1)], "a waived one blocks nothing");
        for (code, count) in found.by_code {
            assert_eq!(rows(Facet::Blocker, code), count, "{code}");
        }
    }
}
