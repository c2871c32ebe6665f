//! A campaign that does not name the baseline it was compared with.

use super::{Check, Raised, Rule, Severity, Subject};

pub const RULE: Rule = Rule {
    code: "baseline-unnamed",
    severity: Severity::Error,
    means: "A done or in-progress finding cites a found campaign whose baseline_named is not true.",
    why: "A gain over a baseline that the campaign does not name cannot be checked.",
    fix: "Name the baseline in the campaign's verdict.json, or set finding_baseline_check: false in the finding.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let row = subject.row;
    if !row.lifecycle.needs_evidence() || row.finding.finding_baseline_check == Some(false) {
        return Vec::new();
    }
    // Of a published draft nobody can say whether it names its baseline.
    let unnamed = row.found().filter(|(_, _, evidence)| evidence.baseline_named == Some(false));
    unnamed
        .map(|(cited, id, _)| {
            let recorded =
                subject.campaign(id).and_then(|campaign| campaign.verdict.as_ref()).and_then(|v| v.baseline_named);
            let state = if recorded.is_some() { "false" } else { "not recorded" };
            subject.on_campaign(id, cited.index, format!("The baseline_named of {id} is {state}."))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::ledger::flag::testing::{Case, raised};

    fn with(baseline_named: Option<bool>) -> Case {
        Case::done().verdict(|verdict| verdict.baseline_named = baseline_named)
    }

    #[test]
    fn what_is_not_true_is_flagged_and_said() {
        let message = |named| raised("baseline-unnamed", &with(named))[0].message.clone();
        assert_eq!(message(Some(false)), "The baseline_named of 20261001T000000Z-good is false.");
        assert_eq!(message(None), "The baseline_named of 20261001T000000Z-good is not recorded.");
        assert!(raised("baseline-unnamed", &with(Some(true))).is_empty());
    }

    #[test]
    fn a_campaign_without_a_verdict_names_no_baseline() {
        let case = Case::done().campaign(|campaign| campaign.verdict = None);
        assert_eq!(raised("baseline-unnamed", &case).len(), 1);
    }

    #[test]
    fn a_finding_can_say_that_it_needs_none() {
        let asked = |check| with(None).finding(|finding| finding.finding_baseline_check = check);
        assert!(raised("baseline-unnamed", &asked(Some(false))).is_empty());
        assert_eq!(raised("baseline-unnamed", &asked(Some(true))).len(), 1);
    }

    #[test]
    fn only_done_and_in_progress_are_asked() {
        assert_eq!(raised("baseline-unnamed", &with(None).lifecycle("in_progress")).len(), 1);
        assert!(raised("baseline-unnamed", &with(None).lifecycle("not_done")).is_empty());
        assert!(raised("baseline-unnamed", &with(None).lifecycle("closed_negative")).is_empty());
    }

    #[test]
    fn of_a_campaign_that_is_only_published_nobody_can_say() {
        for tier in ["draft", "verdict"] {
            let case = with(None).only_published(|published| published.verdict_tier = Some(tier.to_owned()));
            assert!(raised("baseline-unnamed", &case).is_empty(), "{tier}");
        }
    }
}
