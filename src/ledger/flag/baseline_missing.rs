//! A finding that does not say what it is measured against.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::text::said;

pub const RULE: Rule = Rule {
    code: "baseline-missing",
    severity: Severity::Error,
    means: "baseline is absent, blank or unknown.",
    why: "A gain over nothing in particular means nothing.",
    fix: "Write what the win is measured against in baseline, with its version.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let baseline = subject.row.finding.baseline.as_deref();
    let told = subject.entry_is_broken() || subject.is_broken("baseline");
    if told || said(baseline).is_some() {
        return Vec::new();
    }
    let message = match baseline.map(str::trim) {
        None => "The finding names no baseline.".to_owned(),
        Some("") => "The finding's baseline is blank.".to_owned(),
        Some(text) => format!("The finding's baseline is {text:?}."),
    };
    vec![subject.on_field("baseline", message)]
}

#[cfg(test)]
mod tests {
    use crate::ledger::flag::testing::{Case, invalid, raised};

    fn with(baseline: Option<&str>) -> Case {
        Case::done().finding(|finding| finding.baseline = baseline.map(Into::into))
    }

    #[test]
    fn absent_blank_and_unknown_are_flagged_once() {
        for (baseline, message) in [
            (None, "The finding names no baseline."),
            (Some(" "), "The finding's baseline is blank."),
            (Some("Unknown"), "The finding's baseline is \"Unknown\"."),
        ] {
            let flags = raised("baseline-missing", &with(baseline));
            assert_eq!(flags.len(), 1);
            assert_eq!(flags[0].message, message);
            assert!(raised("missing-field", &with(baseline)).is_empty());
        }
        assert!(raised("baseline-missing", &with(Some("unknown kernel"))).is_empty());
    }

    #[test]
    fn what_could_not_be_taken_is_told_by_invalid_field_alone() {
        assert!(raised("baseline-missing", &with(None).problem("baseline", invalid())).is_empty());
        assert!(raised("baseline-missing", &with(None).problem("", invalid())).is_empty());
    }
}
