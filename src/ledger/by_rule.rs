//! Flags by their rule, for the view that goes through the rules.

use super::{Flag, RULES, Row, Rule};

/// A rule, and what it raised: on findings, and on the ledger as a whole.
pub struct OfRule<'a> {
    pub rule: &'static Rule,
    /// In row order.
    pub on_rows: Vec<(&'a Row, &'a Flag)>,
    pub on_ledger: Vec<&'a Flag>,
}

impl OfRule<'_> {
    /// How many flags there are.
    pub fn count(&self) -> usize {
        self.on_rows.len().saturating_add(self.on_ledger.len())
    }

    /// How many of them somebody accepted.
    pub fn waived(&self) -> usize {
        let on_rows = self.on_rows.iter().map(|(_, flag)| *flag);
        on_rows.chain(self.on_ledger.iter().copied()).filter(|flag| flag.waived).count()
    }

    /// How many findings have one.
    pub fn findings(&self) -> usize {
        let mut keys: Vec<&str> = self.on_rows.iter().map(|(row, _)| &*row.key).collect();
        keys.dedup();
        keys.len()
    }
}

/// Every rule in the order of [`RULES`], also those that raised nothing.
pub fn by_rule<'a>(rows: impl IntoIterator<Item = &'a Row>, on_ledger: &'a [Flag]) -> Vec<OfRule<'a>> {
    let empty = |rule| OfRule { rule, on_rows: Vec::new(), on_ledger: Vec::new() };
    let mut groups: Vec<OfRule<'a>> = RULES.iter().map(empty).collect();
    let place = |code: &str| RULES.iter().position(|rule| rule.code == code);
    for row in rows {
        for flag in &row.flags {
            if let Some(group) = place(flag.code).and_then(|place| groups.get_mut(place)) {
                group.on_rows.push((row, flag));
            }
        }
    }
    for flag in on_ledger {
        if let Some(group) = place(flag.code).and_then(|place| groups.get_mut(place)) {
            group.on_ledger.push(flag);
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Citation;
    use crate::ledger::flag::testing::Case;

    #[test]
    fn every_flag_is_with_its_rule() {
        let case = Case::done().cites("gone", Citation::Missing).cites("away", Citation::Missing);
        let ledger = case.ledger();
        let groups = by_rule(&ledger.rows, &ledger.flags);
        assert_eq!(groups.len(), RULES.len());
        assert_eq!(groups.iter().map(OfRule::count).sum::<usize>(), ledger.all_flags().count());
        let missing = groups.iter().find(|group| group.rule.code == "campaign-missing").expect("the rule");
        assert_eq!((missing.count(), missing.findings()), (2, 1));
    }

    #[test]
    fn a_finding_counts_once_under_a_rule_however_often_it_is_flagged() {
        let twice = Case::done().cites("gone", Citation::Missing).cites("away", Citation::Missing).ledger();
        let mut rows = [twice.rows[0].clone(), twice.rows[0].clone()];
        rows[1].key = "another".into();
        let groups = by_rule(&rows, &[]);
        let missing = groups.iter().find(|group| group.rule.code == "campaign-missing").expect("the rule");
        assert_eq!((missing.count(), missing.findings()), (4, 2));
    }
}
