//! A needed field that says nothing.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::text::said;

pub const RULE: Rule = Rule {
    code: "missing-field",
    severity: Severity::Error,
    means: "id, title, win, hardware or deploy_readiness is absent, null, blank or unknown.",
    why: "A reader needs each of these to know what is claimed, where it holds and whether it can be used.",
    fix: "Write the field.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    if subject.entry_is_broken() {
        return Vec::new();
    }
    let finding = &subject.row.finding;
    // The other needed fields have codes of their own.
    let needed = [
        ("id", &finding.id),
        ("title", &finding.title),
        ("win", &finding.win),
        ("hardware", &finding.hardware),
        ("deploy_readiness", &finding.deploy_readiness),
    ];
    needed
        .into_iter()
        .filter(|(field, text)| said(text.as_deref()).is_none() && !subject.is_broken(field))
        .map(|(field, text)| {
            let message = match text.as_deref().map(str::trim) {
                None => format!("The finding has no {field}."),
                Some("") => format!("The finding's {field} is blank."),
                Some(text) => format!("The finding's {field} is {text:?}."),
            };
            subject.on_field(field, message).with_fix(format!("Write the finding's {field}."))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::ledger::flag::testing::{Case, invalid, raised};

    #[test]
    fn each_field_that_says_nothing_is_a_flag() {
        let case = Case::done().finding(|finding| {
            finding.id = None;
            finding.title = Some(" ".into());
            finding.win = Some("unknown".into());
            finding.hardware = Some("UNKNOWN".into());
            finding.deploy_readiness = None;
        });
        let messages: Vec<String> =
            raised("missing-field", &case).into_iter().map(|flag| flag.message.to_string()).collect();
        assert_eq!(
            messages,
            [
                "The finding has no id.",
                "The finding's title is blank.",
                "The finding's win is \"unknown\".",
                "The finding's hardware is \"UNKNOWN\".",
                "The finding has no deploy_readiness.",
            ]
        );
    }

    #[test]
    fn the_line_is_the_field_s_else_the_entry_s() {
        let case = Case::done().finding(|finding| {
            finding.win = Some(String::new().into());
            finding.title = None;
        });
        let flags = raised("missing-field", &case);
        let about: Vec<_> = flags.iter().map(|flag| (flag.field.as_deref(), flag.line)).collect();
        assert_eq!(about, [(Some("title"), Some(3)), (Some("win"), Some(8))]);
    }

    #[test]
    fn what_could_not_be_taken_is_told_by_invalid_field_alone() {
        let case = Case::done().finding(|finding| finding.win = None).problem("win", invalid());
        assert!(raised("missing-field", &case).is_empty());
    }
}
