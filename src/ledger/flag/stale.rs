//! Evidence that nobody has looked at for long.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::bundle::{Instant, campaign_time};
use crate::ledger::{Cited, Row};

pub const RULE: Rule = Rule {
    code: "stale",
    severity: Severity::Warning,
    means: "A done or in-progress finding was neither reviewed nor measured within stale_days.",
    why: "Engines, drivers and baselines move; an old gain may no longer be there.",
    fix: "Review the finding and set updated to the day of the review, or cite a newer campaign.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let (row, facts) = (subject.row, subject.facts);
    if !row.lifecycle.needs_evidence() {
        return Vec::new();
    }
    let (reviewed, measured) = (reviewed(row), measured(row));
    let Some(newest) = reviewed.max(measured) else { return Vec::new() };
    let limit = facts.policy.stale_days;
    if facts.taken_at.days_since(newest) <= i64::from(limit) {
        return Vec::new();
    }
    let ago = |at: Instant| format!("{}, {} days before the snapshot", at.day(), facts.taken_at.days_since(at));
    let age = match (reviewed, measured) {
        (Some(reviewed), Some(measured)) => {
            format!("was last reviewed on {}, and its newest campaign is of {}", ago(reviewed), ago(measured))
        }
        (Some(reviewed), None) => format!("was last reviewed on {}, and its campaigns carry no time", ago(reviewed)),
        (None, Some(measured)) => format!("has no recorded review, and its newest campaign is of {}", ago(measured)),
        (None, None) => return Vec::new(),
    };
    vec![subject.on_field("updated", format!("The finding {age}; the limit is {limit} days."))]
}

fn reviewed(row: &Row) -> Option<Instant> {
    row.finding.updated.as_deref().and_then(Instant::parse)
}

fn measured(row: &Row) -> Option<Instant> {
    let time = |cited: &Cited| campaign_time(&cited.cited).or_else(|| campaign_time(cited.id.as_deref()?));
    row.campaigns.iter().filter_map(time).max()
}

#[cfg(test)]
mod tests {
    use crate::bundle::Citation;
    use crate::ledger::flag::testing::{Case, raised};

    const OLD: &str = "20260701T120000Z-old";

    /// The snapshot is of 2026-11-02, and 90 days before it is 2026-08-04.
    fn with(updated: Option<&str>, campaigns: &[&str]) -> Case {
        let none = Case::done().finding(|finding| {
            finding.updated = updated.map(Into::into);
            finding.campaign_ids.clear();
        });
        campaigns.iter().fold(none, |case, id| case.cites(id, Citation::Missing))
    }

    fn flags(case: &Case) -> Vec<String> {
        raised("stale", case).into_iter().map(|flag| flag.message.to_string()).collect()
    }

    #[test]
    fn dates_and_the_limit_are_named() {
        assert_eq!(
            flags(&with(Some("2026-08-03"), &["20260601T000000Z-older", OLD])),
            [
                "The finding was last reviewed on 2026-08-03, 91 days before the snapshot, and its newest campaign is of \
              2026-07-01, 123 days before the snapshot; the limit is 90 days."
            ]
        );
    }

    #[test]
    fn one_that_is_new_enough_is_enough() {
        assert!(flags(&with(Some("2026-08-04"), &[OLD])).is_empty());
        assert!(flags(&with(Some("2026-01-01"), &[OLD, "kv-20260901T000000Z"])).is_empty());
    }

    #[test]
    fn the_one_that_is_known_decides_and_without_any_nothing_is_raised() {
        assert_eq!(
            flags(&with(None, &[OLD, "kv"])),
            ["The finding has no recorded review, and its newest campaign is of 2026-07-01, 123 days before the \
              snapshot; the limit is 90 days."]
        );
        assert_eq!(
            flags(&with(Some("2026-01-01"), &["kv"])),
            ["The finding was last reviewed on 2026-01-01, 305 days before the snapshot, and its campaigns carry no \
              time; the limit is 90 days."]
        );
        assert!(flags(&with(Some("last week"), &["kv"])).is_empty());
        assert!(flags(&with(None, &[])).is_empty());
    }

    #[test]
    fn a_short_citation_takes_the_time_of_its_campaign() {
        let case = with(None, &[]).cites("old", Citation::Found(OLD.into()));
        assert_eq!(flags(&case).len(), 1);
    }

    #[test]
    fn the_policy_sets_the_limit_and_only_claims_go_stale() {
        let case = with(Some("2026-08-03"), &[]);
        assert!(flags(&case.clone().policy(|policy| policy.stale_days = 91)).is_empty());
        assert!(flags(&case.clone().lifecycle("closed_negative")).is_empty());
        assert_eq!(flags(&case.lifecycle("in_progress")).len(), 1);
    }
}
