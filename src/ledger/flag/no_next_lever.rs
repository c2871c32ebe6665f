//! A finding that does not say what to try next.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::frontier;

pub const RULE: Rule = Rule {
    code: "no-next-lever",
    severity: Severity::Error,
    means: "next_lever is absent, blank or unknown.",
    why: "The frontier ranks what to do next; a finding without a lever is left out of it.",
    fix: "Write the next thing to try, or frontier-exhausted: and the evidence that nothing is left.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let told = subject.entry_is_broken() || subject.is_broken("next_lever");
    if told || frontier::lever(subject.row).is_some() {
        return Vec::new();
    }
    vec![subject.on_field("next_lever", "The finding names no next lever.")]
}

#[cfg(test)]
mod tests {
    use crate::ledger::flag::testing::{Case, invalid, raised};

    #[test]
    fn an_absent_or_blank_lever_is_flagged_once() {
        for lever in [None, Some("  "), Some("unknown")] {
            let case = Case::done().finding(|finding| finding.next_lever = lever.map(Into::into));
            assert_eq!(raised("no-next-lever", &case).len(), 1);
        }
        assert!(raised("no-next-lever", &Case::done()).is_empty());
    }

    #[test]
    fn a_lever_of_the_wrong_type_is_told_by_invalid_field_alone() {
        let case = Case::done().finding(|finding| finding.next_lever = None).problem("next_lever", invalid());
        assert!(raised("no-next-lever", &case).is_empty());
        assert_eq!(raised("invalid-field", &case).len(), 1);
    }
}
