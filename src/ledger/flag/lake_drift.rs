//! A campaign whose published status is not the local one.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::bundle::{Campaign, Page, Publication, ReportStatus};
use crate::ledger::text::listed;
use crate::ledger::{Evidence, Rigor, Tier, order};

pub const RULE: Rule = Rule {
    code: "lake-drift",
    severity: Severity::Warning,
    means: "The local and the published status of a found campaign differ.",
    why: "One of the two is out of date, and readers of the other see different evidence.",
    fix: "Publish the campaign again, or fetch its published files, so that both say the same.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    subject
        .row
        .found()
        .filter_map(|(cited, id, evidence)| {
            let differences = differences(subject.campaign(id)?, evidence);
            let message = || format!("{id} differs from what is published: {}.", listed(&differences));
            (!differences.is_empty()).then(|| subject.on_campaign(id, cited.index, message()))
        })
        .collect()
}

/// Each field that is published and is another locally, where the format's defaults stand in for what is absent.
fn differences(campaign: &Campaign, evidence: &Evidence) -> Vec<String> {
    let Publication::Present(published) = &campaign.publication else { return Vec::new() };
    if campaign.published_only {
        return Vec::new();
    }
    let nothing = ReportStatus::default();
    let local = campaign.report_status.as_ref().unwrap_or(&nothing);
    let there = &published.report_status;
    let rigor = there.sol_rigor.as_deref().map(|rigor| Rigor::of(Some(rigor)).name());
    let tier = published.verdict_tier.as_deref().map(|tier| Tier::of(Some(tier)).name());
    let focus = local.focus.as_deref().unwrap_or("not recorded");
    let pairs = [
        ("sol_rigor", evidence.sol_rigor.name(), rigor),
        ("dcgm_grounded", truth(evidence.dcgm_grounded), there.dcgm_grounded.map(truth)),
        // What nobody says to be complete is not.
        ("sol_complete", truth(local.sol_complete.unwrap_or(false)), there.sol_complete.map(truth)),
        (
            "sol_per_arm_complete",
            truth(local.sol_per_arm_complete.unwrap_or(true)),
            there.sol_per_arm_complete.map(truth),
        ),
        ("focus", focus, there.focus.as_deref()),
        ("effective tier", evidence.effective_tier.name(), tier),
    ];
    let lists = [
        ("omitted_pages", pages(&local.omitted_pages), pages(&there.omitted_pages)),
        ("partial_pages", pages(&local.partial_pages), pages(&there.partial_pages)),
    ];
    // A list that one side does not have says nothing: old files have none.
    let differing_lists = lists
        .into_iter()
        .filter(|(_, local, there)| !local.is_empty() && !there.is_empty() && local != there)
        .map(|(name, local, there)| format!("{name} is {} here and {} there", named(&local), named(&there)));
    let differing = pairs.into_iter().filter_map(|(name, local, there)| Some((name, local, there?)));
    differing
        .filter(|(_, local, there)| local != there)
        .map(|(name, local, there)| format!("{name} is {local} here and {there} there"))
        .chain(differing_lists)
        .collect()
}

/// The names of the pages, in whichever order they are written.
fn pages(pages: &[Page]) -> Vec<&str> {
    order::set(pages.iter().filter_map(|page| page.page.as_deref()).map(str::trim).filter(|name| !name.is_empty()))
}

fn named(pages: &[&str]) -> String {
    pages.join(" and ")
}

fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

#[cfg(test)]
mod tests {
    use crate::bundle::{Page, Published};
    use crate::ledger::flag::testing::{Case, raised};

    fn page(name: &str) -> Page {
        Page { page: Some(name.to_owned()), ..Page::default() }
    }

    #[test]
    fn pages_are_compared_as_sets_where_both_sides_have_them() {
        let drift = |local: &[&str], there: &[&str]| {
            let pages = |names: &[&str]| names.iter().map(|name| page(name)).collect::<Vec<_>>();
            let case = Case::done().campaign(|campaign| {
                if let Some(status) = &mut campaign.report_status {
                    status.omitted_pages = pages(local);
                }
            });
            let case = case.as_published(|published| published.report_status.omitted_pages = pages(there));
            raised("lake-drift", &case).into_iter().map(|flag| flag.message.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(drift(&["a", "b"], &["b", "a"]), Vec::<String>::new());
        assert_eq!(drift(&["a"], &[]), Vec::<String>::new(), "an old file has no list");
        assert!(drift(&["a"], &["a", "b"])[0].ends_with("omitted_pages is a here and a and b there."));
        assert_eq!(drift(&[], &["b"]), Vec::<String>::new(), "a local file may have none either");
    }

    fn messages(change: impl FnOnce(&mut Published)) -> Vec<String> {
        let case = Case::done().as_published(change);
        raised("lake-drift", &case).into_iter().map(|flag| flag.message.to_string()).collect()
    }

    #[test]
    fn the_same_status_is_no_drift() {
        assert!(messages(|_| {}).is_empty());
    }

    #[test]
    fn every_difference_is_named_with_both_values() {
        let drifted = messages(|published| {
            published.report_status.sol_rigor = Some("L2".to_owned());
            published.report_status.dcgm_grounded = Some(false);
            published.verdict_tier = Some("draft".to_owned());
        });
        assert_eq!(
            drifted,
            ["20261001T000000Z-good differs from what is published: sol_rigor is L3 here and L2 there, dcgm_grounded \
              is true here and false there and effective tier is verdict here and draft there."]
        );
    }

    #[test]
    fn what_is_not_published_is_not_compared() {
        assert!(messages(|published| *published = Published::default()).is_empty());
    }

    #[test]
    fn a_local_field_that_is_absent_counts_as_its_default() {
        let drift = |local: fn(&mut crate::bundle::ReportStatus), there: fn(&mut crate::bundle::ReportStatus)| {
            let case = Case::done().status(local).as_published(|published| there(&mut published.report_status));
            raised("lake-drift", &case).len()
        };
        assert_eq!(
            drift(|local| local.sol_per_arm_complete = None, |there| there.sol_per_arm_complete = Some(true)),
            0
        );
        assert_eq!(
            drift(|local| local.sol_per_arm_complete = None, |there| there.sol_per_arm_complete = Some(false)),
            1
        );
        assert_eq!(drift(|local| local.sol_complete = None, |there| there.sol_complete = Some(false)), 0);
        assert_eq!(drift(|local| local.sol_complete = None, |there| there.sol_complete = Some(true)), 1);
        assert_eq!(drift(|local| local.focus = None, |there| there.focus = Some("latency".to_owned())), 1);
    }

    #[test]
    fn tiers_are_compared_as_effective_ones() {
        let draft = |published: &mut Published| published.verdict_tier = Some("draft".to_owned());
        let declared = Case::done().verdict(|verdict| verdict.trials = Some(1)).as_published(draft);
        assert!(raised("lake-drift", &declared).is_empty());
    }

    #[test]
    fn a_campaign_that_is_only_published_differs_from_nothing() {
        assert!(raised("lake-drift", &Case::done().only_published(|_| {})).is_empty());
    }
}
