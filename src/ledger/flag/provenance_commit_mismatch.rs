//! A source_ref whose commit is not the one that a campaign ran.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::provenance;

pub const RULE: Rule = Rule {
    code: "provenance-commit-mismatch",
    severity: Severity::Error,
    means: "The commits of a source_ref and of a found campaign are both known and neither is the start of the other.",
    why: "The figures were measured on other code than the registry names.",
    fix: "Correct the source_ref, or cite a campaign that measured this commit.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    subject.mismatches("commit", provenance::commits, provenance::same_commit)
}

#[cfg(test)]
mod tests {
    use crate::ledger::flag::testing::{CAMPAIGN, Case, raised};

    fn with(named: &str, ran: &str) -> Case {
        Case::done()
            .source_ref(|source| source.commit = Some(named.into()))
            .provenance(|provenance| provenance.commit = Some(ran.into()))
    }

    #[test]
    fn commits_that_differ_are_both_quoted() {
        let flags = raised("provenance-commit-mismatch", &with("8c1f02d", "8c1f02e9a"));
        assert_eq!(flags.len(), 1);
        assert_eq!(
            flags[0].message,
            "source_refs[0] names commit \"8c1f02d\" and 20261001T000000Z-good ran \"8c1f02e9a\"."
        );
        assert_eq!(flags[0].campaign.as_deref(), Some(CAMPAIGN));
    }

    #[test]
    fn case_and_length_do_not_matter() {
        assert!(raised("provenance-commit-mismatch", &with(" 8C1F02D9A ", "8c1f02d")).is_empty());
        assert!(raised("provenance-commit-mismatch", &with("8c1f", "8C1F02D9A")).is_empty());
    }

    #[test]
    fn an_unknown_commit_is_not_compared() {
        assert!(raised("provenance-commit-mismatch", &with("unknown", "8c1f02d")).is_empty());
        assert!(raised("provenance-commit-mismatch", &with("8c1f02d", "")).is_empty());
    }
}
