//! A field that the registry's schema does not have.

use super::{Check, Raised, Rule, Severity, Subject, Whole};
use crate::bundle::{Place, Problem, ProblemKind};

pub const RULE: Rule = Rule {
    code: "unknown-field",
    severity: Severity::Warning,
    means: "A field of the registry is not in the schema.",
    why: "Nothing reads it, so what it says is lost; most often it is a misspelt name.",
    fix: "Take the field out, or move what it says to a field of the schema.",
    check: Check::Both(in_finding, outside),
};

fn in_finding(subject: &Subject<'_>) -> Vec<Raised> {
    let about = |problem: &&Problem| {
        let Place::Finding { path, .. } = &problem.place else { return None };
        let ProblemKind::Unknown { nearest } = &problem.kind else { return None };
        Some(suggesting(
            nearest.as_deref(),
            subject.on_field(path.clone(), message(path, nearest.as_deref())).at(problem),
        ))
    };
    subject.problems.iter().filter_map(about).collect()
}

fn outside(whole: &Whole<'_>) -> Vec<Raised> {
    let about = |problem: &&Problem| {
        let Place::Registry { path } = &problem.place else { return None };
        let ProblemKind::Unknown { nearest } = &problem.kind else { return None };
        Some(suggesting(
            nearest.as_deref(),
            Raised::on_path(path.clone(), message(path, nearest.as_deref())).at(problem),
        ))
    };
    whole.problems.iter().filter_map(about).collect()
}

fn message(path: &str, nearest: Option<&str>) -> String {
    match nearest {
        Some(nearest) => format!("The schema has no field {path}; did you mean {nearest}?"),
        None => format!("The schema has no field {path}."),
    }
}

fn suggesting(nearest: Option<&str>, raised: Raised) -> Raised {
    match nearest {
        Some(nearest) => raised.with_fix(format!("Rename it to {nearest}, or take it out.")),
        None => raised,
    }
}

#[cfg(test)]
mod tests {
    use crate::bundle::{Place, ProblemKind};
    use crate::ledger::flag::testing::{Case, invalid, raised};

    fn unknown(nearest: Option<&str>) -> ProblemKind {
        ProblemKind::Unknown { nearest: nearest.map(str::to_owned) }
    }

    #[test]
    fn the_nearest_name_is_suggested() {
        let flags = raised("unknown-field", &Case::done().problem("titel", unknown(Some("title"))));
        assert_eq!(flags.len(), 1);
        assert_eq!(flags[0].message, "The schema has no field titel; did you mean title?");
        assert_eq!(flags[0].fix(), "Rename it to title, or take it out.");
        assert_eq!((flags[0].line, flags[0].column), (Some(7), Some(3)));
    }

    #[test]
    fn without_a_near_one_nothing_is_suggested() {
        let flags = raised("unknown-field", &Case::done().problem("gain.colour", unknown(None)));
        assert_eq!(flags[0].message, "The schema has no field gain.colour.");
    }

    #[test]
    fn outside_the_findings_it_stands_on_the_ledger() {
        let place = Place::Registry { path: "exmaple".into() };
        let ledger = Case::done().problem_at(place, unknown(Some("example"))).ledger();
        assert!(ledger.rows[0].flags.is_empty());
        assert_eq!(ledger.flags[0].code, "unknown-field");
        assert_eq!(ledger.flags[0].field.as_deref(), Some("exmaple"));
    }

    #[test]
    fn a_wrong_type_is_another_code() {
        assert!(raised("unknown-field", &Case::done().problem("win", invalid())).is_empty());
    }
}
