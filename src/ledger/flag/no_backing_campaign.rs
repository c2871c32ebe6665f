//! A finding none of whose cited campaigns was found.

use super::{Check, Raised, Rule, Severity, Subject};

pub const RULE: Rule = Rule {
    code: "no-backing-campaign",
    severity: Severity::Error,
    means: "Campaigns are cited and none of them was found.",
    why: "Nothing that can be opened backs the claim.",
    fix: "Correct campaign_ids, or add a campaign that measured this to the lake.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let row = subject.row;
    if row.campaigns.is_empty() || row.found().next().is_some() {
        return Vec::new();
    }
    let message = match row.campaigns.len() {
        1 => "The only cited campaign was not found.".to_owned(),
        count => format!("None of the {count} cited campaigns was found."),
    };
    vec![subject.on_field("campaign_ids", message)]
}

#[cfg(test)]
mod tests {
    use crate::bundle::Citation;
    use crate::ledger::flag::testing::{Case, raised};

    fn uncited() -> Case {
        Case::done().finding(|finding| finding.campaign_ids.clear())
    }

    #[test]
    fn cited_and_none_found_is_flagged_once_in_any_lifecycle() {
        let one = uncited().cites("gone", Citation::Missing);
        assert_eq!(raised("no-backing-campaign", &one)[0].message, "The only cited campaign was not found.");
        let two = one.cites("kv", Citation::Ambiguous(vec!["a-kv".into(), "b-kv".into()])).lifecycle("not_done");
        let flags = raised("no-backing-campaign", &two);
        assert_eq!(flags.len(), 1);
        assert_eq!(flags[0].message, "None of the 2 cited campaigns was found.");
    }

    #[test]
    fn one_found_campaign_is_enough_and_none_cited_is_another_code() {
        assert!(raised("no-backing-campaign", &Case::done().cites("gone", Citation::Missing)).is_empty());
        assert!(raised("no-backing-campaign", &uncited()).is_empty());
    }
}
