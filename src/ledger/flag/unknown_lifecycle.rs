//! A finding outside the four lifecycles.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::Lifecycle;

pub const RULE: Rule = Rule {
    code: "unknown-lifecycle",
    severity: Severity::Error,
    means: "lifecycle is absent or not done, in_progress, not_done or closed_negative.",
    why: "The finding stands in a group of its own, because nobody said whether it is proven.",
    fix: "Set lifecycle to done, in_progress, not_done or closed_negative.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let row = subject.row;
    if row.lifecycle != Lifecycle::Unknown {
        return Vec::new();
    }
    let message = match row.finding.lifecycle.as_deref().map(str::trim) {
        None if subject.entry_is_broken() => "The entry could not be read, so it names no lifecycle.".to_owned(),
        None if subject.is_broken("lifecycle") => "The finding's lifecycle could not be read.".to_owned(),
        None => "The finding names no lifecycle.".to_owned(),
        Some("") => "The finding's lifecycle is blank.".to_owned(),
        Some(text) => format!("The finding's lifecycle is {text:?}, which is none of the four."),
    };
    vec![subject.on_field("lifecycle", message)]
}

#[cfg(test)]
mod tests {
    use crate::bundle::Finding;
    use crate::ledger::flag::testing::{Case, invalid, raised};

    fn with(lifecycle: Option<&str>) -> Case {
        Case::done().finding(|finding| finding.lifecycle = lifecycle.map(Into::into))
    }

    fn message(case: &Case) -> String {
        let flags = raised("unknown-lifecycle", case);
        assert_eq!(flags.len(), 1);
        flags[0].message.to_string()
    }

    #[test]
    fn what_is_none_of_the_four_is_quoted() {
        for lifecycle in ["Done", "unknown", "shipped"] {
            let quoted = format!("The finding's lifecycle is {lifecycle:?}, which is none of the four.");
            assert_eq!(message(&with(Some(lifecycle))), quoted);
        }
        assert_eq!(message(&with(Some(" "))), "The finding's lifecycle is blank.");
        assert_eq!(message(&with(None)), "The finding names no lifecycle.");
        for lifecycle in ["done", "in_progress", "not_done", "closed_negative"] {
            assert!(raised("unknown-lifecycle", &with(Some(lifecycle))).is_empty());
        }
    }

    #[test]
    fn the_group_is_explained_where_the_lifecycle_could_not_be_taken() {
        assert_eq!(message(&with(None).problem("lifecycle", invalid())), "The finding's lifecycle could not be read.");
    }

    #[test]
    fn an_entry_that_is_no_mapping_raises_this_and_invalid_field_alone() {
        let broken = Finding { position: 1, line: 3, ..Finding::default() };
        let case = Case::done().finding(|finding| *finding = broken).problem("", invalid());
        assert_eq!(message(&case), "The entry could not be read, so it names no lifecycle.");
        let codes: Vec<&str> = case.ledger().rows[0].flags.iter().map(|flag| flag.code).collect();
        assert_eq!(codes, ["unknown-lifecycle", "invalid-field"]);
    }
}
