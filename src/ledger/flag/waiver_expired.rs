//! A waiver past its last day.

use super::{Check, Flag, Raised, Rule, Severity, Subject, Whole};
use crate::bundle::{NOT_WAIVABLE, Waiver};
use crate::ledger::{Facts, waivers};

pub const RULE: Rule = Rule {
    code: NOT_WAIVABLE,
    severity: Severity::Error,
    means: "A waiver of policy.yaml is past its last day.",
    why: "What was accepted for a time is no longer accepted by anybody, and the flag that it held back stands again.",
    fix: "Mend what was waived, or renew the waiver in policy.yaml; take it out where it is not needed.",
    check: Check::Both(on_finding, on_ledger),
};

fn on_finding(subject: &Subject<'_>) -> Vec<Raised> {
    let flag_of = |waiver: &Waiver| subject.raised.iter().find(|flag| waivers::is_about(waiver, subject.row, flag));
    over(subject.facts).filter_map(|waiver| Some(again(waiver, flag_of(waiver)?))).collect()
}

fn again(waiver: &Waiver, flag: &Flag) -> Raised {
    Raised {
        campaign: flag.campaign.clone().filter(|_| waiver.campaign.is_some()),
        line: flag.line,
        ..Raised::new(message(waiver))
    }
}

/// Those that would waive nothing any more.
fn on_ledger(whole: &Whole<'_>) -> Vec<Raised> {
    let idle = over(whole.facts).filter(|waiver| !waivers::is_about_any(waiver, whole.rows));
    idle.map(|waiver| {
        Raised::new(format!("{} No finding has such a flag.", message(waiver)))
            .with_fix("Take the waiver out of policy.yaml.")
    })
    .collect()
}

fn over(facts: &Facts) -> impl Iterator<Item = &Waiver> {
    facts.policy.waivers.iter().filter(|waiver| !waivers::holds(waiver, facts.taken_at))
}

fn message(waiver: &Waiver) -> String {
    let Waiver { owner, reason, expires, .. } = waiver;
    format!("The waiver of {} held through {expires}. Owner: {owner}. Reason: {reason:?}.", waivers::subject(waiver))
}

#[cfg(test)]
mod tests {
    use crate::bundle::{Citation, Day, Waiver};
    use crate::ledger::flag::testing::{Case, expired, raised};

    #[test]
    fn it_stands_on_the_finding_beside_the_flag_that_stands_again() {
        let case = Case::done()
            .cites("gone", Citation::Missing)
            .cites("away", Citation::Missing)
            .policy(|policy| policy.waivers = vec![expired("campaign-missing")]);
        let ledger = case.ledger();
        let codes: Vec<&str> = ledger.rows[0].flags.iter().map(|flag| flag.code).collect();
        assert_eq!(codes, ["campaign-missing", "campaign-missing", "waiver-expired"]);
        assert!(ledger.rows[0].flags.iter().all(|flag| flag.stands()) && ledger.flags.is_empty());
        let flag = &raised("waiver-expired", &case)[0];
        assert_eq!(
            flag.message,
            "The waiver of campaign-missing on good held through 2026-10-31. Owner: perf. Reason: \"a known gap\"."
        );
        assert_eq!((flag.campaign.as_deref(), flag.line), (None, ledger.rows[0].flags[0].line));
    }

    #[test]
    fn where_no_finding_has_the_flag_it_stands_on_the_ledger() {
        let case = Case::done().policy(|policy| policy.waivers = vec![expired("campaign-missing")]);
        let ledger = case.ledger();
        assert!(ledger.rows[0].flags.is_empty());
        assert_eq!(ledger.flags.len(), 1);
        assert!(ledger.flags[0].message.ends_with("No finding has such a flag."), "{}", ledger.flags[0].message);
    }

    #[test]
    fn a_waiver_in_force_raises_nothing_and_none_waives_this_rule() {
        let day = Day::parse("2026-11-02").expect("a day");
        let in_force = Waiver { expires: day, ..expired("campaign-missing") };
        let case = Case::done().cites("gone", Citation::Missing);
        let case = case.policy(|policy| policy.waivers = vec![in_force]);
        assert!(raised("waiver-expired", &case).is_empty());
    }

    #[test]
    fn a_waiver_of_a_campaign_stands_again_with_that_campaign() {
        let narrow = Waiver { campaign: Some("away".to_owned()), ..expired("campaign-missing") };
        let case = Case::done().cites("gone", Citation::Missing).cites("away", Citation::Missing);
        let flags = raised("waiver-expired", &case.policy(|policy| policy.waivers = vec![narrow]));
        let campaigns: Vec<Option<&str>> = flags.iter().map(|flag| flag.campaign.as_deref()).collect();
        assert_eq!(campaigns, [Some("away")]);
    }
}
