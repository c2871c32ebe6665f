//! A campaign that only the published lake holds.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::Presence;

pub const RULE: Rule = Rule {
    code: "campaign-published-only",
    severity: Severity::Warning,
    means: "A cited campaign is in the published lake and not in the campaigns folder.",
    why: "What is published holds no trials, same_node or baseline_named, so its verdict cannot be checked again.",
    fix: "Copy the campaign's folder to the campaigns folder, or accept its published status.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let published = subject.row.found().filter(|(cited, ..)| cited.presence == Presence::Published);
    published
        .map(|(cited, id, evidence)| {
            let named = match evidence.baseline_named {
                None => " Whether it names its baseline is not recorded there.",
                Some(_) => "",
            };
            let tier = evidence.effective_tier.name();
            let message =
                format!("{id} is only published: its tier {tier} and its status are the published ones.{named}");
            subject.on_campaign(id, cited.index, message)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::ledger::flag::testing::{Case, raised};

    fn message(tier: &str) -> String {
        let case = Case::done().only_published(|published| published.verdict_tier = Some(tier.to_owned()));
        let flags = raised("campaign-published-only", &case);
        assert_eq!(flags.len(), 1);
        flags[0].message.to_string()
    }

    #[test]
    fn it_says_whose_status_counts_and_what_nobody_recorded() {
        assert!(message("verdict").ends_with("are the published ones."));
        assert!(message("draft").ends_with("Whether it names its baseline is not recorded there."));
    }

    #[test]
    fn a_campaign_that_is_local_too_is_fine() {
        assert!(raised("campaign-published-only", &Case::done().as_published(|_| {})).is_empty());
    }
}
