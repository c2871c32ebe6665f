//! A campaign whose files could not be read as they should be.

use rustc_hash::FxHashSet;

use super::{Check, Raised, Rule, Severity, Subject};
use crate::bundle::{Place, Problem, ProblemKind};
use crate::ledger::Presence;

pub const RULE: Rule = Rule {
    code: "campaign-unreadable",
    severity: Severity::Error,
    means: "A file of a cited campaign could not be read, or a field of it has the wrong type.",
    why: "What cannot be read counts as absent, so the evidence shown is weaker than the campaign may be.",
    fix: "Correct the file in the campaign's folder, or write it again with the tool that made it.",
    check: Check::Finding(check),
};

/// Where the status of a campaign is published.
const PUBLISHED_ROW: &str = "campaign_v1/";
const STILL_BACKED: &str = " The local files back the finding, and the two could not be compared.";
const AGAIN: &str = "Take the snapshot again when the published lake answers.";

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let mut seen = FxHashSet::default();
    let cited = subject.row.campaigns.iter().filter(|cited| seen.insert(cited.name()));
    cited
        .flat_map(|cited| {
            let id = cited.name();
            let problems = subject.campaign_problems(id);
            problems.into_iter().map(move |problem| Raised {
                part: part(problem).map(Into::into),
                fix: (problem.kind == ProblemKind::Unanswered).then_some(AGAIN.into()),
                ..subject.on_campaign(id, cited.index, message(id, problem, cited.presence))
            })
        })
        .collect()
}

/// `verdict.json: trials`.
fn part(problem: &Problem) -> Option<String> {
    let Place::Campaign { file, path, .. } = &problem.place else { return None };
    Some(format!("{file}: {path}"))
}

fn message(id: &str, problem: &Problem, presence: Presence) -> String {
    let (file, path) = match &problem.place {
        Place::Campaign { file, path, .. } => (file.as_str(), path.as_str()),
        Place::Registry { path } | Place::Finding { path, .. } => ("", path.as_str()),
    };
    let place = place(id, file, problem);
    match &problem.kind {
        ProblemKind::Unreadable { cause } => {
            let backed = if presence == Presence::Local && file.starts_with(PUBLISHED_ROW) { STILL_BACKED } else { "" };
            format!("{place} cannot be read: {}.{backed}", cause.trim_end().trim_end_matches('.'))
        }
        ProblemKind::Unanswered => {
            format!("The published lake did not answer for the operating points of {id}, so none are shown.")
        }
        ProblemKind::Invalid { expected, found } if path.is_empty() => {
            format!("{place} should hold {expected}, and it holds {found}.")
        }
        ProblemKind::Invalid { expected, found } => {
            format!("{place} should have {expected} in field {path}, and it has {found}.")
        }
        ProblemKind::Unknown { .. } => format!("{place} has a field {path} that nothing reads."),
    }
}

/// `report_status.json of <id>, line 3, column 5,`: as much of it as is known.
fn place(id: &str, file: &str, problem: &Problem) -> String {
    let what = if file.is_empty() { format!("The folder of {id}") } else { format!("{file} of {id}") };
    match (problem.line, problem.column) {
        (Some(line), Some(column)) => format!("{what}, line {line}, column {column},"),
        (Some(line), None) => format!("{what}, line {line},"),
        (None, _) => what,
    }
}

#[cfg(test)]
mod tests {
    use crate::bundle::{Citation, Place, ProblemKind};
    use crate::ledger::flag::testing::{CAMPAIGN, Case, invalid, raised};

    fn place(file: &str, path: &str) -> Place {
        Place::Campaign { id: CAMPAIGN.into(), file: file.into(), path: path.into() }
    }

    fn unreadable(cause: &str) -> ProblemKind {
        ProblemKind::Unreadable { cause: cause.into() }
    }

    #[test]
    fn file_line_column_and_cause_are_named_on_the_line_that_cites_it() {
        let case = Case::done().problem_at(place("verdict.json", ""), unreadable("a comma is missing."));
        let flags = raised("campaign-unreadable", &case);
        assert_eq!(flags.len(), 1);
        assert_eq!(
            flags[0].message,
            "verdict.json of 20261001T000000Z-good, line 7, column 3, cannot be read: a comma is missing."
        );
        assert_eq!((flags[0].line, flags[0].column), (Some(11), None));
        assert_eq!(flags[0].campaign.as_deref(), Some(CAMPAIGN));
    }

    #[test]
    fn each_problem_of_a_campaign_is_a_flag_and_a_field_is_named() {
        let case = Case::done()
            .problem_at(place("report_status.json", "sol_rigor"), invalid())
            .problem_at(place("", ""), unreadable("it is a link"));
        let messages: Vec<String> =
            raised("campaign-unreadable", &case).into_iter().map(|flag| flag.message.to_string()).collect();
        assert_eq!(
            messages,
            [
                "report_status.json of 20261001T000000Z-good, line 7, column 3, should have text in field sol_rigor, \
                 and it has a list.",
                "The folder of 20261001T000000Z-good, line 7, column 3, cannot be read: it is a link.",
            ]
        );
    }

    #[test]
    fn a_broken_published_copy_leaves_the_local_files_their_word() {
        let at = || place("campaign_v1/part-0.parquet", "");
        let said = |case: Case| raised("campaign-unreadable", &case.problem_at(at(), unreadable("it is cut off")));
        let local = said(Case::done());
        assert!(local[0].message.ends_with(
            "cannot be read: it is cut off. The local files back the finding, and the two could not be compared."
        ));
        let published = said(Case::done().only_published(|_| {}));
        assert!(published[0].message.ends_with("cannot be read: it is cut off."));
    }

    #[test]
    fn points_that_the_published_lake_did_not_answer_for_are_no_broken_file() {
        let at = place("atlas_v1/part-0.parquet", "");
        let flags = raised("campaign-unreadable", &Case::done().problem_at(at, ProblemKind::Unanswered));
        assert!(flags[0].message.starts_with("The published lake did not answer for the operating points of"));
        assert_eq!(flags[0].fix(), "Take the snapshot again when the published lake answers.");
    }

    #[test]
    fn a_campaign_cited_twice_under_two_names_is_flagged_once() {
        let case = Case::done()
            .cites("good", Citation::Found(CAMPAIGN.into()))
            .problem_at(place("verdict.json", ""), unreadable("it is over the size"));
        assert_eq!(raised("campaign-unreadable", &case).len(), 1);
    }

    #[test]
    fn a_campaign_that_nobody_cites_is_not_flagged() {
        let other = Place::Campaign { id: "other".into(), file: "verdict.json".into(), path: String::new() };
        let case = Case::done().problem_at(other, unreadable("it is empty"));
        assert_eq!(case.ledger().all_flags().count(), 0);
    }

    #[test]
    fn a_file_of_another_shape_is_said_to_be_one() {
        let case = Case::done().problem_at(place("verdict.json", ""), invalid());
        let said = &raised("campaign-unreadable", &case)[0].message;
        assert_eq!(
            said,
            "verdict.json of 20261001T000000Z-good, line 7, column 3, should hold text, and it holds a list."
        );
    }
}
