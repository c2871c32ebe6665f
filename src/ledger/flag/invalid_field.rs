//! Something in the registry that could not be taken as it was written.

use super::{Check, Raised, Rule, Severity, Subject, Whole};
use crate::bundle::{Place, Problem, ProblemKind};

pub const RULE: Rule = Rule {
    code: "invalid-field",
    severity: Severity::Error,
    means: "A field of the registry has the wrong type or is not one of its values.",
    why: "It counts as absent, so the row shows less than was meant.",
    fix: "Correct the field.",
    check: Check::Both(in_finding, outside),
};

fn in_finding(subject: &Subject<'_>) -> Vec<Raised> {
    let about = |problem: &&Problem| {
        let Place::Finding { path, .. } = &problem.place else { return None };
        let what = if path.is_empty() { "The entry".to_owned() } else { format!("The field {path}") };
        Some(explained(subject.on_field(path.clone(), message(&what, &problem.kind)?), problem))
    };
    subject.problems.iter().filter_map(about).collect()
}

fn outside(whole: &Whole<'_>) -> Vec<Raised> {
    let about = |problem: &&Problem| {
        let Place::Registry { path } = &problem.place else { return None };
        let what = if path.is_empty() { "The registry".to_owned() } else { format!("The field {path}") };
        Some(explained(Raised::on_path(path.clone(), message(&what, &problem.kind)?), problem))
    };
    whole.problems.iter().filter_map(about).collect()
}

fn message(what: &str, kind: &ProblemKind) -> Option<String> {
    match kind {
        ProblemKind::Invalid { expected, found } => Some(format!("{what} should be {expected}, and it is {found}.")),
        ProblemKind::Unreadable { cause } => {
            Some(format!("{what} cannot be read: {}.", cause.trim_end().trim_end_matches('.')))
        }
        ProblemKind::Unknown { .. } | ProblemKind::Unanswered => None,
    }
}

fn explained(raised: Raised, problem: &Problem) -> Raised {
    let raised = raised.at(problem);
    match &problem.kind {
        ProblemKind::Invalid { expected, .. } => raised.with_fix(format!("Write {expected} there.")),
        ProblemKind::Unreadable { .. } | ProblemKind::Unknown { .. } | ProblemKind::Unanswered => raised,
    }
}

#[cfg(test)]
mod tests {
    use crate::bundle::{Place, Problem, ProblemKind};
    use crate::ledger::flag::testing::{Case, invalid, raised};

    #[test]
    fn line_column_and_what_was_found_are_named() {
        let flags = raised("invalid-field", &Case::done().problem("gain.tier", invalid()));
        assert_eq!(flags.len(), 1);
        assert_eq!(flags[0].message, "The field gain.tier should be text, and it is a list.");
        assert_eq!(flags[0].fix(), "Write text there.");
        assert_eq!((flags[0].line, flags[0].column), (Some(7), Some(3)));
        assert_eq!(flags[0].field.as_deref(), Some("gain.tier"));
    }

    #[test]
    fn an_entry_as_a_whole_is_about_no_field() {
        let mut case = Case::done();
        case.bundle.problems.push(Problem {
            place: Place::Finding { position: 1, path: String::new() },
            line: None,
            column: None,
            kind: ProblemKind::Invalid { expected: "a mapping".into(), found: "null".into() },
        });
        let flags = raised("invalid-field", &case);
        assert_eq!(flags[0].message, "The entry should be a mapping, and it is null.");
        assert_eq!((flags[0].field.as_deref(), flags[0].line), (None, Some(3)));
    }

    #[test]
    fn outside_the_findings_it_stands_on_the_ledger() {
        let case = Case::done().problem_at(Place::Registry { path: "example".into() }, invalid());
        let ledger = case.ledger();
        assert!(ledger.rows[0].flags.is_empty());
        assert_eq!(ledger.flags.len(), 1);
        assert_eq!(ledger.flags[0].message, "The field example should be text, and it is a list.");
        assert_eq!((ledger.flags[0].line, ledger.flags[0].column), (Some(7), Some(3)));
    }

    #[test]
    fn another_finding_and_an_unknown_field_are_not_this() {
        let other = Place::Finding { position: 2, path: "win".into() };
        let case = Case::done().problem_at(other, invalid()).problem("winn", ProblemKind::Unknown { nearest: None });
        assert!(raised("invalid-field", &case).is_empty());
    }
}
