//! A lever banked as exhausted without saying why.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::frontier::{after_exhausted, lever};

pub const RULE: Rule = Rule {
    code: "exhausted-without-evidence",
    severity: Severity::Error,
    means: "next_lever starts with frontier-exhausted and no letter or digit follows.",
    why: "A dead end saves spend only if the next person can see why it is one.",
    fix: "Write frontier-exhausted: and the evidence that nothing is left, or the next thing to try.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let Some(evidence) = lever(subject.row).and_then(after_exhausted) else { return Vec::new() };
    if evidence.chars().any(char::is_alphanumeric) {
        return Vec::new();
    }
    vec![subject.on_field("next_lever", "The lever is banked as exhausted and no evidence follows.")]
}

#[cfg(test)]
mod tests {
    use crate::ledger::flag::testing::{Case, raised};

    fn flags(lever: &str) -> usize {
        let case = Case::done().finding(|finding| finding.next_lever = Some(lever.into()));
        raised("exhausted-without-evidence", &case).len()
    }

    #[test]
    fn punctuation_is_no_evidence() {
        for lever in ["frontier-exhausted", "Frontier-Exhausted: ", " frontier-exhausted: ..."] {
            assert_eq!(flags(lever), 1, "{lever}");
        }
    }

    #[test]
    fn a_letter_or_a_digit_is() {
        for lever in ["frontier-exhausted: 98 % SoL", "frontier-exhausted: \u{e9}", "port it"] {
            assert_eq!(flags(lever), 0, "{lever}");
        }
    }
}
