//! A campaign under a done finding that nobody published.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::Lifecycle;

pub const RULE: Rule = Rule {
    code: "campaign-unpublished",
    severity: Severity::Warning,
    means: "A done finding cites a campaign that is in the campaigns folder and not in the published lake.",
    why: "Evidence that only one disk holds is lost with it, and nobody else can open it.",
    fix: "Publish the campaign.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    if subject.row.lifecycle != Lifecycle::Done {
        return Vec::new();
    }
    let unpublished = subject.row.found().filter(|(cited, ..)| cited.published == Some(false));
    unpublished
        .map(|(cited, id, _)| {
            subject.on_campaign(id, cited.index, format!("{id} is local and the published lake does not hold it."))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::bundle::Publication;
    use crate::ledger::flag::testing::{Case, raised};

    fn count(case: &Case) -> usize {
        raised("campaign-unpublished", case).len()
    }

    #[test]
    fn a_done_finding_whose_campaign_is_not_published_is_flagged_once() {
        assert_eq!(count(&Case::done().publication(Publication::Absent)), 1);
        assert_eq!(count(&Case::done().as_published(|_| {})), 0);
    }

    #[test]
    fn what_was_not_asked_or_not_answered_is_not_held_against_it() {
        assert_eq!(count(&Case::done()), 0);
        assert_eq!(count(&Case::done().publication(Publication::Unreachable)), 0);
    }

    #[test]
    fn only_done_findings_are_asked() {
        assert_eq!(count(&Case::done().publication(Publication::Absent).lifecycle("in_progress")), 0);
    }
}
