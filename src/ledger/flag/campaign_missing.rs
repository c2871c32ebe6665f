//! A cited campaign that is not in the lake.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::bundle::Consulted;
use crate::ledger::{Cited, Lost};

pub const RULE: Rule = Rule {
    code: "campaign-missing",
    severity: Severity::Error,
    means: "A cited campaign was not found in the lake.",
    why: "A claim whose measurements nobody can open is not evidence.",
    fix: "Correct the id in campaign_ids, add the campaign's folder to the lake, or name the published lake that holds it.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let lost = subject.row.campaigns.iter().filter_map(|cited| Some((cited, cited.lost?)));
    lost.map(|(cited, lost)| {
        let raised = subject.on_campaign(&cited.cited, cited.index, message(cited, lost, subject.facts.consulted));
        match lost {
            Lost::Refused => {
                raised.with_fix("Write the name of the campaign's folder, without slashes or dots at its start.")
            }
            Lost::Unreachable => raised.with_fix("Take the snapshot again when the published lake answers."),
            Lost::Nowhere => raised,
        }
    })
    .collect()
}

fn message(cited: &Cited, lost: Lost, consulted: Consulted) -> String {
    let id = &cited.cited;
    match (lost, consulted.local, consulted.published) {
        (Lost::Refused, ..) => format!("{id:?} is refused: it is not one safe path segment."),
        (Lost::Unreachable, true, _) => {
            format!("{id} is cited and is not in the campaigns folder, and the published lake did not answer.")
        }
        (Lost::Unreachable, false, _) => format!("{id} is cited and the published lake did not answer."),
        (Lost::Nowhere, true, true) => {
            format!("{id} is cited and neither the campaigns folder nor the published lake holds such a campaign.")
        }
        (Lost::Nowhere, false, true) => format!("{id} is cited and the published lake holds no such campaign."),
        (Lost::Nowhere, true, false) => {
            format!("{id} is cited and the campaigns folder holds no such campaign; no published lake was consulted.")
        }
        (Lost::Nowhere, false, false) => format!("{id} is cited and no lake was consulted."),
    }
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

    #[test]
    fn the_message_says_where_was_looked_and_whether_there_was_an_answer() {
        let message = |case: &Case| raised("campaign-missing", case)[0].message.clone();
        let missing = || Case::done().cites("gone", Citation::Missing);
        assert!(message(&missing()).ends_with("no published lake was consulted."));
        assert!(message(&missing().consulted()).contains("neither the campaigns folder nor the published lake"));
        let mut published_alone = missing().consulted();
        published_alone.bundle.consulted.local = false;
        assert_eq!(message(&published_alone), "gone is cited and the published lake holds no such campaign.");
        let unreachable = Case::done().cites("gone", Citation::Unreachable).consulted();
        assert!(message(&unreachable).ends_with("the published lake did not answer."));
        assert!(raised("campaign-missing", &unreachable)[0].fix().contains("again"));
    }
}
