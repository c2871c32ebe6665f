//! What the waivers of `policy.yaml` accept, at the snapshot's time. Flags on the ledger as a whole are about no
//! finding, so none of them is waived.

use crate::bundle::{Instant, Waiver};

use super::{Facts, Flag, Ledger, Row};

/// Whether it still holds: through its last day.
pub fn holds(waiver: &Waiver, at: Instant) -> bool {
    at.day() <= waiver.expires
}

/// Whether the flag of that row is one that the waiver is about, in force or not.
pub fn is_about(waiver: &Waiver, row: &Row, flag: &Flag) -> bool {
    let of_finding = waiver.finding.as_ref().is_none_or(|key| **key == *row.key);
    let of_campaign = waiver.campaign.as_ref().is_none_or(|name| is_of_campaign(name, row, flag));
    waiver.code == flag.code && of_finding && of_campaign
}

/// A campaign may be named as its folder or as the finding cites it.
fn is_of_campaign(name: &str, row: &Row, flag: &Flag) -> bool {
    let cited = || row.campaigns.iter().any(|cited| cited.cited == name && cited.id == flag.campaign);
    flag.campaign.as_deref().is_some_and(|campaign| campaign == name || cited())
}

/// Marks the flags of a row that a waiver in force accepts; the first that does is theirs.
pub fn apply(flags: &mut [Flag], row: &Row, facts: &Facts) {
    let in_force = || facts.policy.waivers.iter().filter(|waiver| holds(waiver, facts.taken_at));
    for flag in flags {
        flag.waiver = in_force().find(|waiver| is_about(waiver, row, flag)).cloned().map(Box::new);
        flag.waived = flag.waiver.is_some();
    }
}

impl Ledger {
    /// The waivers in force that are about no flag, so that they waive nothing.
    pub fn idle_waivers(&self) -> Vec<&Waiver> {
        let waivers = self.facts.policy.waivers.iter();
        let in_force = waivers.filter(|waiver| holds(waiver, self.facts.taken_at));
        in_force.filter(|waiver| !is_about_any(waiver, &self.rows)).collect()
    }
}

/// Whether the waiver is about a flag of one of the rows.
pub fn is_about_any(waiver: &Waiver, rows: &[Row]) -> bool {
    rows.iter().any(|row| row.flags.iter().any(|flag| is_about(waiver, row, flag)))
}

/// What a waiver is about, in words.
pub fn subject(waiver: &Waiver) -> String {
    let Waiver { code, finding, campaign, .. } = waiver;
    match (finding, campaign) {
        (Some(finding), Some(campaign)) => format!("{code} on {finding}, campaign {campaign}"),
        (Some(finding), None) => format!("{code} on {finding}"),
        (None, Some(campaign)) => format!("{code} of campaign {campaign}"),
        (None, None) => code.clone(),
    }
}

#[cfg(test)]
mod tests {
    use crate::bundle::{Citation, Day, Waiver};
    use crate::ledger::Ledger;
    use crate::ledger::flag::testing::{CAMPAIGN, Case};

    fn waiver(code: &str, expires: &str) -> Waiver {
        Waiver {
            code: code.to_owned(),
            finding: Some("good".to_owned()),
            campaign: None,
            owner: "team".to_owned(),
            reason: "known".to_owned(),
            expires: Day::parse(expires).expect("a day"),
        }
    }

    /// Two missing campaigns on one finding, at 2026-11-02.
    fn ledger(waivers: Vec<Waiver>) -> Ledger {
        let case = Case::done().cites("gone", Citation::Missing).cites("away", Citation::Missing);
        case.policy(|policy| policy.waivers = waivers).ledger()
    }

    fn waived(ledger: &Ledger) -> Vec<Option<&str>> {
        let flags = ledger.rows[0].flags.iter().filter(|flag| flag.waived);
        flags.map(|flag| flag.campaign.as_deref()).collect()
    }

    #[test]
    fn a_waiver_accepts_the_flags_that_it_names_and_the_gate_passes() {
        let ledger = ledger(vec![waiver("campaign-missing", "2026-12-31")]);
        assert_eq!(waived(&ledger), [Some("gone"), Some("away")]);
        assert!(!ledger.fails_gate());
        let severities = ledger.rows[0].flags.iter().map(|flag| flag.severity.name());
        assert_eq!(severities.collect::<Vec<_>>(), ["error", "error"]);
        assert!(ledger.idle_waivers().is_empty());
    }

    #[test]
    fn a_campaign_narrows_it() {
        let narrow = Waiver { campaign: Some("away".to_owned()), ..waiver("campaign-missing", "2026-12-31") };
        assert_eq!(waived(&ledger(vec![narrow.clone()])), [Some("away")]);
        let anywhere = Waiver { finding: None, ..narrow.clone() };
        assert_eq!(waived(&ledger(vec![anywhere])), [Some("away")]);
        let elsewhere = Waiver { finding: Some("other".to_owned()), ..narrow };
        let ledger = ledger(vec![elsewhere.clone()]);
        assert!(waived(&ledger).is_empty() && ledger.fails_gate());
        assert_eq!(ledger.idle_waivers(), [&elsewhere]);
    }

    #[test]
    fn a_campaign_may_be_named_as_it_is_cited() {
        let mut case = Case::done().campaign(|campaign| campaign.report_status = None);
        case.bundle.findings[0].campaign_ids = vec!["short".to_owned()];
        case.bundle.citations.insert("short".to_owned(), Citation::Found(CAMPAIGN.to_owned()));
        for name in ["short", CAMPAIGN] {
            let named = Waiver { campaign: Some(name.to_owned()), ..waiver("ungrounded", "2026-12-31") };
            let ledger = case.clone().policy(|policy| policy.waivers = vec![named]).ledger();
            assert_eq!(waived(&ledger), [Some(CAMPAIGN)], "{name}");
        }
    }

    #[test]
    fn it_holds_through_its_day_by_the_time_of_the_snapshot() {
        assert_eq!(waived(&ledger(vec![waiver("campaign-missing", "2026-11-02")])).len(), 2);
        let over = ledger(vec![waiver("campaign-missing", "2026-11-01")]);
        assert!(waived(&over).is_empty() && over.fails_gate());
        assert!(over.idle_waivers().is_empty(), "a waiver that is over is a flag of its own");
    }
}
