//! A cited id that fits several campaigns.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::text::listed;

pub const RULE: Rule = Rule {
    code: "campaign-ambiguous",
    severity: Severity::Error,
    means: "A cited id fits several campaigns, so none of them was taken.",
    why: "Taking one of them by guess could ground the claim on the wrong measurements.",
    fix: "Write the whole name of the campaign that is meant in campaign_ids.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let ambiguous = subject.row.campaigns.iter().filter(|cited| !cited.candidates.is_empty());
    ambiguous
        .map(|cited| {
            let message = format!("{} fits several campaigns: {}.", cited.cited, listed(&cited.candidates));
            subject.on_campaign(&cited.cited, cited.index, message)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::bundle::Citation;
    use crate::ledger::flag::testing::{Case, raised};

    #[test]
    fn the_candidates_are_listed_and_the_campaign_is_not_missing_too() {
        let candidates = vec!["20261001T000000Z-kv".to_owned(), "20261002T000000Z-kv".to_owned()];
        let case = Case::done().cites("kv", Citation::Ambiguous(candidates));
        let flags = raised("campaign-ambiguous", &case);
        assert_eq!(flags.len(), 1);
        assert_eq!(flags[0].message, "kv fits several campaigns: 20261001T000000Z-kv and 20261002T000000Z-kv.");
        assert_eq!(flags[0].field.as_deref(), Some("campaign_ids[1]"));
        assert!(raised("campaign-missing", &case).is_empty());
    }
}
