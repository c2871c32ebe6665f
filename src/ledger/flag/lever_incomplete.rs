//! A lever that does not say what it would unlock or which gate would prove it.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::frontier::{is_exhausted, lever};

pub const RULE: Rule = Rule {
    code: "lever-incomplete",
    severity: Severity::Info,
    means: "An active lever has no next_unlock or no next_gate.",
    why: "Without the expected unlock and its gate nobody can choose between levers or say when one is refuted.",
    fix: "Write the expected unlock (direction, rough size) in next_unlock and the proving gate in next_gate.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let finding = &subject.row.finding;
    if lever(subject.row).is_none_or(is_exhausted) {
        return Vec::new();
    }
    let lacks = |field: &str, text: Option<&str>| text.is_none_or(is_blank) && !subject.is_broken(field);
    let message = match (
        lacks("next_unlock", finding.next_unlock.as_deref()),
        lacks("next_gate", finding.next_gate.as_deref()),
    ) {
        (true, true) => "The next lever has no next_unlock and no next_gate.",
        (true, false) => "The next lever has no next_unlock.",
        (false, true) => "The next lever has no next_gate.",
        (false, false) => return Vec::new(),
    };
    vec![subject.on_field("next_lever", message)]
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use crate::ledger::flag::testing::{Case, invalid, raised};

    fn with(unlock: Option<&str>, gate: Option<&str>) -> Case {
        Case::done().finding(|finding| {
            finding.next_unlock = unlock.map(Into::into);
            finding.next_gate = gate.map(Into::into);
        })
    }

    #[test]
    fn one_flag_names_what_is_missing() {
        let message = |case| raised("lever-incomplete", &case)[0].message.clone();
        assert_eq!(message(with(None, Some("3 trials"))), "The next lever has no next_unlock.");
        assert_eq!(message(with(Some("+10 %"), Some(" "))), "The next lever has no next_gate.");
        assert_eq!(message(with(None, None)), "The next lever has no next_unlock and no next_gate.");
        assert_eq!(raised("lever-incomplete", &with(None, None)).len(), 1);
    }

    #[test]
    fn only_an_active_lever_needs_them() {
        for lever in [None, Some("frontier-exhausted: 98 % SoL")] {
            let case = with(None, None).finding(|finding| finding.next_lever = lever.map(Into::into));
            assert!(raised("lever-incomplete", &case).is_empty());
        }
    }

    #[test]
    fn what_could_not_be_taken_is_told_by_invalid_field_alone() {
        assert!(raised("lever-incomplete", &with(None, Some("3 trials")).problem("next_unlock", invalid())).is_empty());
    }
}
