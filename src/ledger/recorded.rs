//! Which values rest on a default of the format because nothing is recorded. JSON and rules use the default; the page
//! says so beside it.

use crate::bundle::Campaign;

use super::evidence::published_tier;
use super::{Facts, Rigor, Row, Tier};

/// What one found campaign does not record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unrecorded {
    pub sol_rigor: bool,
    pub dcgm_grounded: bool,
    pub verdict_tier: bool,
    pub sol_per_arm_complete: bool,
}

impl Unrecorded {
    pub fn of(campaign: &Campaign) -> Self {
        let status = campaign.report_status.as_ref();
        let tier = match campaign.published_only {
            true => published_tier(campaign),
            false => campaign.verdict.as_ref().and_then(|verdict| verdict.tier.as_deref()),
        };
        Self {
            sol_rigor: blank(status.and_then(|status| status.sol_rigor.as_deref())),
            dcgm_grounded: status.and_then(|status| status.dcgm_grounded).is_none(),
            verdict_tier: blank(tier),
            sol_per_arm_complete: status.and_then(|status| status.sol_per_arm_complete).is_none(),
        }
    }
}

/// Whether the row's best rigor is none because no found campaign records one.
pub fn rigor_is_default(row: &Row, facts: &Facts) -> bool {
    row.best_rigor == Rigor::None && of_all_found(row, facts, |unrecorded| unrecorded.sol_rigor)
}

/// Whether the row's effective tier is draft because no found campaign records a tier.
pub fn tier_is_default(row: &Row, facts: &Facts) -> bool {
    row.effective_tier == Some(Tier::Draft) && of_all_found(row, facts, |unrecorded| unrecorded.verdict_tier)
}

/// Whether the row's next_value is the default one.
pub fn value_is_default(row: &Row) -> bool {
    blank(row.finding.next_value.as_deref())
}

/// Whether the row's next_cost is the default one.
pub fn cost_is_default(row: &Row) -> bool {
    blank(row.finding.next_cost.as_deref())
}

fn of_all_found(row: &Row, facts: &Facts, is_unrecorded: fn(&Unrecorded) -> bool) -> bool {
    let mut found = row.found().filter_map(|(_, id, _)| facts.campaigns.get(id)).peekable();
    found.peek().is_some() && found.all(|campaign| is_unrecorded(&Unrecorded::of(campaign)))
}

fn blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{ReportStatus, Verdict};
    use crate::ledger::flag::testing::Case;

    #[test]
    fn only_what_is_absent_is_not_recorded() {
        let ledger = Case::done().ledger();
        let row = &ledger.rows[0];
        assert!(!rigor_is_default(row, &ledger.facts) && !tier_is_default(row, &ledger.facts));
        assert!(value_is_default(row), "the healthy finding has no next_value");

        let silent = Case::done().campaign(|campaign| *campaign = Campaign::default()).ledger();
        let row = &silent.rows[0];
        assert!(rigor_is_default(row, &silent.facts) && tier_is_default(row, &silent.facts));
        let all = Unrecorded { sol_rigor: true, dcgm_grounded: true, verdict_tier: true, sol_per_arm_complete: true };
        assert_eq!(Unrecorded::of(&Campaign::default()), all);
    }

    #[test]
    fn a_recorded_none_or_draft_is_recorded() {
        let said = Case::done().campaign(|campaign| {
            let status = ReportStatus { sol_rigor: Some("none".into()), ..ReportStatus::default() };
            campaign.report_status = Some(status);
            campaign.verdict = Some(Verdict { tier: Some("draft".into()), ..Verdict::default() });
        });
        let ledger = said.ledger();
        let row = &ledger.rows[0];
        assert!(!rigor_is_default(row, &ledger.facts) && !tier_is_default(row, &ledger.facts));
    }

    #[test]
    fn without_a_found_campaign_there_is_no_default_to_say() {
        let ledger = Case::done().finding(|finding| finding.campaign_ids.clear()).ledger();
        let row = &ledger.rows[0];
        assert!(!rigor_is_default(row, &ledger.facts) && !tier_is_default(row, &ledger.facts));
    }

    #[test]
    fn of_a_campaign_that_is_only_published_the_published_tier_counts() {
        let tier_is_default = |tier: Option<&str>| {
            let case = Case::done().only_published(|published| published.verdict_tier = tier.map(str::to_owned));
            let ledger = case.ledger();
            tier_is_default(&ledger.rows[0], &ledger.facts)
        };
        assert!(tier_is_default(None) && !tier_is_default(Some("draft")) && !tier_is_default(Some("verdict")));
    }
}
