//! A finding that needs backing campaigns and has none.

use super::{Check, Raised, Rule, Severity, Subject};

pub const RULE: Rule = Rule {
    code: "no-campaigns",
    severity: Severity::Error,
    means: "A done or in-progress finding has no campaign_ids.",
    why: "A win that no campaign measured is a claim without evidence.",
    fix: "Cite the campaigns that measured it in campaign_ids, or set lifecycle to not_done.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let row = subject.row;
    let there = !row.finding.campaign_ids.is_empty() || subject.is_broken("campaign_ids");
    if there || !row.lifecycle.needs_evidence() {
        return Vec::new();
    }
    let lifecycle = row.lifecycle.name();
    vec![subject.on_field("campaign_ids", format!("The finding is {lifecycle} and cites no campaign."))]
}

#[cfg(test)]
mod tests {
    use crate::ledger::flag::testing::{Case, invalid, raised};

    fn without() -> Case {
        Case::done().finding(|finding| finding.campaign_ids.clear())
    }

    #[test]
    fn done_and_in_progress_need_one() {
        let done = raised("no-campaigns", &without());
        assert_eq!(done[0].message, "The finding is done and cites no campaign.");
        assert_eq!(raised("no-campaigns", &without().lifecycle("in_progress")).len(), 1);
        assert!(raised("no-campaigns", &without().lifecycle("not_done")).is_empty());
        assert!(raised("no-campaigns", &without().lifecycle("closed_negative")).is_empty());
    }

    #[test]
    fn a_list_that_could_not_be_taken_is_told_by_invalid_field_alone() {
        for path in ["campaign_ids", "campaign_ids[0]"] {
            assert!(raised("no-campaigns", &without().problem(path, invalid())).is_empty(), "{path}");
        }
        assert_eq!(raised("no-campaigns", &without().problem("campaign_idss", invalid())).len(), 1);
    }
}
