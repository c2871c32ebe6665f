//! A source_ref whose delivery is none of the four kinds.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::text::{listed, said};

pub const RULE: Rule = Rule {
    code: "unknown-delivery",
    severity: Severity::Warning,
    means: "The delivery of a source_ref is not image, overlay, patchedVllm or infr-patch.",
    why: "A delivery that nobody knows cannot be compared with what a campaign ran.",
    fix: "Write image, overlay, patchedVllm or infr-patch.",
    check: Check::Finding(check),
};

/// What delivery can be.
pub const KINDS: [&str; 4] = ["image", "overlay", "patchedVllm", "infr-patch"];

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let sources = subject.row.finding.source_refs.iter().enumerate();
    sources
        .filter_map(|(index, source)| {
            let delivery = said(source.delivery.as_deref()).filter(|delivery| !KINDS.contains(delivery))?;
            let path = format!("source_refs[{index}]");
            let message = format!("{path} has delivery {delivery:?}, and the kinds are {}.", listed(KINDS));
            Some(subject.on_field(path, message))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::bundle::SourceRef;
    use crate::ledger::flag::testing::{Case, raised};

    fn with(delivery: &str) -> Case {
        Case::done().source_ref(|source| source.delivery = Some(delivery.into()))
    }

    #[test]
    fn the_four_kinds_are_known_as_they_are_written() {
        for kind in super::KINDS {
            assert!(raised("unknown-delivery", &with(kind)).is_empty(), "{kind}");
        }
        assert_eq!(
            raised("unknown-delivery", &with("Overlay"))[0].message,
            "source_refs[0] has delivery \"Overlay\", and the kinds are image, overlay, patchedVllm and infr-patch."
        );
    }

    #[test]
    fn what_says_nothing_is_no_kind_to_flag() {
        for delivery in ["", "  ", "unknown"] {
            assert!(raised("unknown-delivery", &with(delivery)).is_empty());
        }
    }

    #[test]
    fn each_source_ref_is_flagged_in_any_lifecycle() {
        let case = with("docker").lifecycle("not_done").finding(|finding| {
            finding.source_refs.push(SourceRef { delivery: Some("wheel".into()), ..SourceRef::default() });
        });
        let fields: Vec<_> =
            raised("unknown-delivery", &case).into_iter().filter_map(|flag| flag.field.clone()).collect();
        assert_eq!(fields, ["source_refs[0]", "source_refs[1]"]);
    }
}
