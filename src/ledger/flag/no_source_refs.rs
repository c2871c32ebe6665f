//! A finding that needs the code under test and has none.

use super::{Check, Raised, Rule, Severity, Subject};

pub const RULE: Rule = Rule {
    code: "no-source-refs",
    severity: Severity::Error,
    means: "A done or in-progress finding has no source_refs.",
    why: "Without the code that was measured nobody can repeat the result or ship it.",
    fix: "Name repo, branch, commit and delivery of the code under test in source_refs.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let row = subject.row;
    let there = !row.finding.source_refs.is_empty() || subject.is_broken("source_refs");
    if there || !row.lifecycle.needs_evidence() {
        return Vec::new();
    }
    let lifecycle = row.lifecycle.name();
    vec![subject.on_field("source_refs", format!("The finding is {lifecycle} and names no code under test."))]
}

#[cfg(test)]
mod tests {
    use crate::ledger::flag::testing::{Case, invalid, raised};

    fn without() -> Case {
        Case::done().finding(|finding| finding.source_refs.clear())
    }

    #[test]
    fn done_and_in_progress_need_one() {
        let done = raised("no-source-refs", &without());
        assert_eq!(done[0].message, "The finding is done and names no code under test.");
        assert_eq!(raised("no-source-refs", &without().lifecycle("in_progress")).len(), 1);
        assert!(raised("no-source-refs", &without().lifecycle("not_done")).is_empty());
        assert!(raised("no-source-refs", &without().lifecycle("closed_negative")).is_empty());
    }

    #[test]
    fn a_list_that_could_not_be_taken_is_told_by_invalid_field_alone() {
        for path in ["source_refs", "source_refs[0]"] {
            assert!(raised("no-source-refs", &without().problem(path, invalid())).is_empty(), "{path}");
        }
        assert_eq!(raised("no-source-refs", &without().problem("source_refss", invalid())).len(), 1);
    }
}
