//! A campaign whose code cannot be held against the source_refs.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::provenance::{commits, deliveries};

pub const RULE: Rule = Rule {
    code: "provenance-unverified",
    severity: Severity::Warning,
    means: "A done or in-progress finding has source_refs, and for a found campaign neither delivery nor commit could \
            be compared with them.",
    why: "Nothing shows that the campaign measured the code that the registry names.",
    fix: "Record delivery and commit in the campaign's provenance.json and in source_refs.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let row = subject.row;
    let sources = &row.finding.source_refs;
    if !row.lifecycle.needs_evidence() || sources.is_empty() {
        return Vec::new();
    }
    row.found()
        .filter_map(|(cited, id, _)| {
            let ran = subject.campaign(id).and_then(|campaign| campaign.provenance.as_ref());
            let message = match ran {
                None => format!("{id} records no provenance to compare with source_refs."),
                Some(ran) => {
                    let mut pairs = sources.iter().map(|source| (deliveries(source, ran), commits(source, ran)));
                    if pairs.any(|(deliveries, commits)| deliveries.is_some() || commits.is_some()) {
                        return None;
                    }
                    format!("Neither delivery nor commit is known both in source_refs and in the provenance of {id}.")
                }
            };
            Some(subject.on_campaign(id, cited.index, message))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::ledger::flag::testing::{CAMPAIGN, Case, raised};

    #[test]
    fn a_campaign_without_provenance_is_named() {
        let flags = raised("provenance-unverified", &Case::done().campaign(|campaign| campaign.provenance = None));
        assert_eq!(flags.len(), 1);
        assert_eq!(flags[0].message, "20261001T000000Z-good records no provenance to compare with source_refs.");
        assert_eq!(flags[0].campaign.as_deref(), Some(CAMPAIGN));
    }

    #[test]
    fn one_thing_compared_is_enough_even_where_it_differs() {
        let delivery_only = Case::done().provenance(|provenance| provenance.commit = None);
        assert!(raised("provenance-unverified", &delivery_only).is_empty());
        let differing = delivery_only.source_ref(|source| source.delivery = Some("image".into()));
        assert!(raised("provenance-unverified", &differing).is_empty());
        let crossed = differing.provenance(|provenance| {
            provenance.delivery = None;
            provenance.commit = Some("8c1f02d".into());
        });
        let nothing_shared = crossed.source_ref(|source| source.commit = None);
        assert_eq!(raised("provenance-unverified", &nothing_shared).len(), 1);
    }

    #[test]
    fn it_takes_source_refs_and_a_lifecycle_that_needs_evidence() {
        let case = Case::done().campaign(|campaign| campaign.provenance = None);
        assert!(raised("provenance-unverified", &case.clone().lifecycle("closed_negative")).is_empty());
        assert!(raised("provenance-unverified", &case.finding(|finding| finding.source_refs.clear())).is_empty());
    }
}
