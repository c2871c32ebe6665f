//! A cited campaign that is not in the lake.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::Presence;

pub const RULE: Rule = Rule {
    code: "campaign-missing",
    severity: Severity::Error,
    means: "A cited campaign was not found in the lake.",
    why: "A claim whose measurements nobody can open is not evidence.",
    fix: "Correct the id in campaign_ids, or add the campaign's folder to the lake.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let not_found = subject.row.campaigns.iter().filter(|cited| cited.id.is_none() && cited.candidates.is_empty());
    not_found
        .map(|cited| {
            if cited.presence == Presence::Missing {
                let message = format!("{:?} is refused: it is not one safe path segment.", cited.cited);
                return subject
                    .on_campaign(&cited.cited, cited.index, message)
                    .with_fix("Write the name of the campaign's folder, without slashes or dots at its start.");
            }
            let message = format!("{} is cited and the lake holds no such campaign.", cited.cited);
            subject.on_campaign(&cited.cited, cited.index, message)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::bundle::Citation;
    use crate::ledger::flag::testing::{Case, raised};

    #[test]
    fn a_missing_campaign_is_flagged_once() {
        let case = Case::done().cites("20261001T000000Z-gone", Citation::Missing);
        let flags = raised("campaign-missing", &case);
        assert_eq!(flags.len(), 1);
        assert_eq!(flags[0].campaign.as_deref(), Some("20261001T000000Z-gone"));
        assert_eq!(flags[0].field.as_deref(), Some("campaign_ids[1]"));
    }

    #[test]
    fn a_refused_id_counts_as_missing_and_says_why() {
        let case = Case::done().cites("../etc", Citation::Refused);
        assert!(raised("campaign-missing", &case)[0].message.contains("not one safe path segment"));
    }

    #[test]
    fn a_found_or_ambiguous_campaign_is_not_missing() {
        let case = Case::done().cites("kv", Citation::Ambiguous(vec!["a-kv".into(), "b-kv".into()]));
        assert!(raised("campaign-missing", &case).is_empty());
    }
}
