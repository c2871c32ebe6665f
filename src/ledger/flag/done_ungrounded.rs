//! A done finding without any grounded campaign.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::Lifecycle;

pub const RULE: Rule = Rule {
    code: "done-ungrounded",
    severity: Severity::Error,
    means: "The finding is done, a cited campaign was found, and none found is grounded.",
    why: "Done says validated, and no figure here is held against what the hardware can do.",
    fix: "Ground a campaign (DCGM counters, or sol_rigor L2 or more), or set lifecycle to in_progress.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let row = subject.row;
    if row.lifecycle != Lifecycle::Done || row.grounded {
        return Vec::new();
    }
    let message = match row.found().count() {
        0 => return Vec::new(),
        1 => "The finding is done and its only found campaign is not grounded.".to_owned(),
        count => format!("The finding is done and none of its {count} found campaigns is grounded."),
    };
    vec![subject.on_field("lifecycle", message)]
}

#[cfg(test)]
mod tests {
    use crate::bundle::Citation;
    use crate::ledger::flag::testing::{Case, raised};

    fn ungrounded() -> Case {
        Case::done().campaign(|campaign| campaign.report_status = None)
    }

    #[test]
    fn a_done_finding_needs_a_grounded_campaign() {
        assert_eq!(
            raised("done-ungrounded", &ungrounded())[0].message,
            "The finding is done and its only found campaign is not grounded."
        );
        assert!(raised("done-ungrounded", &ungrounded().lifecycle("in_progress")).is_empty());
    }

    #[test]
    fn one_grounded_campaign_is_enough() {
        let mut case = Case::done().cites("weak", Citation::Found("weak".into()));
        case.bundle.campaigns.insert("weak".into(), Box::default());
        assert!(raised("done-ungrounded", &case).is_empty());
        let both = case.campaign(|campaign| campaign.report_status = None);
        let message = &raised("done-ungrounded", &both)[0].message;
        assert_eq!(message, "The finding is done and none of its 2 found campaigns is grounded.");
    }

    #[test]
    fn without_a_found_campaign_other_codes_tell_it() {
        let case = ungrounded().finding(|finding| finding.campaign_ids.clear()).cites("gone", Citation::Missing);
        assert!(raised("done-ungrounded", &case).is_empty());
    }
}
