//! A source_ref whose delivery is not the one that a campaign ran.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::provenance;

pub const RULE: Rule = Rule {
    code: "provenance-delivery-mismatch",
    severity: Severity::Error,
    means: "The delivery of a source_ref and of a found campaign are both known and differ.",
    why: "The measured code reached the server in another way than the registry says, so it may not be the same code.",
    fix: "Correct the source_ref, or cite a campaign that measured this delivery.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    subject.mismatches("delivery", provenance::deliveries, str::eq)
}

#[cfg(test)]
mod tests {
    use crate::bundle::{Citation, SourceRef};
    use crate::ledger::flag::testing::{CAMPAIGN, Case, raised};

    fn with(named: &str, ran: &str) -> Case {
        Case::done()
            .source_ref(|source| source.delivery = Some(named.into()))
            .provenance(|provenance| provenance.delivery = Some(ran.into()))
    }

    #[test]
    fn deliveries_that_differ_are_both_quoted() {
        let flags = raised("provenance-delivery-mismatch", &with("overlay", "image"));
        assert_eq!(flags.len(), 1);
        assert_eq!(
            flags[0].message,
            "source_refs[0] names delivery \"overlay\" and 20261001T000000Z-good ran \"image\"."
        );
        assert_eq!(flags[0].campaign.as_deref(), Some(CAMPAIGN));
        assert_eq!(flags[0].field.as_deref(), Some("source_refs[0]"));
    }

    #[test]
    fn they_are_compared_exactly() {
        assert_eq!(raised("provenance-delivery-mismatch", &with("Overlay", "overlay")).len(), 1);
        assert!(raised("provenance-delivery-mismatch", &with(" overlay ", "overlay")).is_empty());
    }

    #[test]
    fn an_unknown_delivery_is_not_compared() {
        for (named, ran) in [("", "image"), ("overlay", " "), ("Unknown", "image"), ("overlay", "unknown")] {
            assert!(raised("provenance-delivery-mismatch", &with(named, ran)).is_empty(), "{named:?} {ran:?}");
        }
    }

    #[test]
    fn it_is_raised_once_for_each_source_ref_and_found_campaign() {
        let mut case = with("overlay", "image").cites("again", Citation::Found(CAMPAIGN.into())).finding(|finding| {
            let image = SourceRef { delivery: Some("image".into()), ..SourceRef::default() };
            let patched = SourceRef { delivery: Some("patchedVllm".into()), ..SourceRef::default() };
            finding.source_refs.extend([image, patched]);
            finding.lines = [("source_refs[2]".to_owned(), 21)].into_iter().collect();
        });
        let other = case.bundle.campaigns.get(CAMPAIGN).expect("the campaign").clone();
        case.bundle.campaigns.insert("other".into(), other);
        let flags = raised("provenance-delivery-mismatch", &case.cites("other", Citation::Found("other".into())));
        let about: Vec<_> = flags.iter().map(|flag| (flag.field.as_deref(), flag.campaign.as_deref())).collect();
        let (first, third) = (Some("source_refs[0]"), Some("source_refs[2]"));
        assert_eq!(
            about,
            [(first, Some(CAMPAIGN)), (first, Some("other")), (third, Some(CAMPAIGN)), (third, Some("other"))]
        );
        assert_eq!(flags[2].line, Some(21));
    }
}
