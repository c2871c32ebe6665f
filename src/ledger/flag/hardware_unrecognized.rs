//! A finding whose hardware holds no token that is known.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::Hardware;
use crate::ledger::text::{listed, said};

pub const RULE: Rule = Rule {
    code: "hardware-unrecognized",
    severity: Severity::Warning,
    means: "hardware is there and holds none of the known tokens.",
    why: "Figures are kept apart by token; without one the finding has no rate, no ceiling and no place in a filter.",
    fix: "Write the exact token (for example GB300) as a word of its own in hardware.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let row = subject.row;
    let Some(hardware) = said(row.finding.hardware.as_deref()) else { return Vec::new() };
    if !row.hardware.is_empty() {
        return Vec::new();
    }
    let message = format!("The hardware {hardware:?} holds none of the tokens {}.", listed(Hardware::ALL));
    vec![subject.on_field("hardware", message)]
}

#[cfg(test)]
mod tests {
    use crate::ledger::flag::testing::{Case, raised};

    fn flags(hardware: Option<&str>) -> Vec<String> {
        let case = Case::done().finding(|finding| finding.hardware = hardware.map(Into::into));
        raised("hardware-unrecognized", &case).into_iter().map(|flag| flag.message.to_string()).collect()
    }

    #[test]
    fn the_hardware_is_quoted_and_the_tokens_listed() {
        let messages = flags(Some("8xB200 (TP=8)"));
        assert_eq!(messages.len(), 1);
        assert!(messages[0].starts_with("The hardware \"8xB200 (TP=8)\" holds none of the tokens GB300, GB200"));
        assert!(flags(Some("8x B200 (TP=8)")).is_empty());
    }

    #[test]
    fn hardware_that_says_nothing_is_another_code() {
        assert!(flags(None).is_empty() && flags(Some(" ")).is_empty() && flags(Some("unknown")).is_empty());
    }
}
