//! A done finding without any campaign of effective tier verdict.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::{Lifecycle, Tier};

pub const RULE: Rule = Rule {
    code: "done-draft",
    severity: Severity::Warning,
    means: "The finding is done, a cited campaign was found, and none found has effective tier verdict.",
    why: "Done says validated, and every campaign behind it is still a draft.",
    fix: "Bring a campaign to verdict (3 trials or more, same node, named baseline), or set lifecycle to in_progress.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let row = subject.row;
    if row.lifecycle != Lifecycle::Done || row.effective_tier != Some(Tier::Draft) {
        return Vec::new();
    }
    let message = match row.found().count() {
        1 => "The finding is done and its only found campaign has effective tier draft.".to_owned(),
        count => format!("The finding is done and its {count} found campaigns all have effective tier draft."),
    };
    vec![subject.on_field("lifecycle", message)]
}

#[cfg(test)]
mod tests {
    use crate::bundle::Citation;
    use crate::ledger::flag::testing::{Case, raised};

    #[test]
    fn a_declared_or_an_effective_draft_is_flagged() {
        let declared = Case::done().verdict(|verdict| verdict.tier = Some("draft".into()));
        assert_eq!(
            raised("done-draft", &declared)[0].message,
            "The finding is done and its only found campaign has effective tier draft."
        );
        let effective = Case::done().verdict(|verdict| verdict.trials = Some(2));
        assert_eq!(raised("done-draft", &effective).len(), 1);
        assert!(raised("done-draft", &effective.lifecycle("in_progress")).is_empty());
    }

    #[test]
    fn one_verdict_is_enough() {
        let mut case = Case::done().cites("weak", Citation::Found("weak".into()));
        case.bundle.campaigns.insert("weak".into(), Box::default());
        assert!(raised("done-draft", &case).is_empty());
        let both = case.verdict(|verdict| verdict.same_node = None);
        let message = &raised("done-draft", &both)[0].message;
        assert_eq!(message, "The finding is done and its 2 found campaigns all have effective tier draft.");
    }

    #[test]
    fn without_a_found_campaign_other_codes_tell_it() {
        let case = Case::done().finding(|finding| finding.campaign_ids.clear()).cites("gone", Citation::Missing);
        assert!(raised("done-draft", &case).is_empty());
    }
}
