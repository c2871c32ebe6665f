//! A finding on more than one hardware.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::text::listed;

pub const RULE: Rule = Rule {
    code: "hardware-mixed",
    severity: Severity::Error,
    means: "hardware holds more than one token.",
    why: "A figure belongs to one hardware; mixed ones cannot be compared, priced or held against a ceiling.",
    fix: "Split the finding, one for each hardware.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let tokens = &subject.row.hardware;
    if tokens.len() < 2 {
        return Vec::new();
    }
    vec![subject.on_field("hardware", format!("The finding names several hardware tokens: {}.", listed(tokens.iter())))]
}

#[cfg(test)]
mod tests {
    use crate::ledger::flag::testing::{Case, raised};

    fn with(hardware: &str) -> Case {
        Case::done().finding(|finding| finding.hardware = Some(hardware.into()))
    }

    #[test]
    fn the_tokens_are_named() {
        let flags = raised("hardware-mixed", &with("B200 and GB300, TP=4"));
        assert_eq!(flags.len(), 1);
        assert_eq!(flags[0].message, "The finding names several hardware tokens: GB300 and B200.");
    }

    #[test]
    fn one_token_named_twice_is_one_hardware() {
        assert!(raised("hardware-mixed", &with("GB300, one GB300 tray")).is_empty());
        assert!(raised("hardware-mixed", &with("some GPU")).is_empty());
    }
}
