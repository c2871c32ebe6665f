//! A campaign that was measured on other hardware than the finding names.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::Hardware;
use crate::ledger::text::listed;

pub const RULE: Rule = Rule {
    code: "hardware-mismatch",
    severity: Severity::Error,
    means: "The atlas of a found campaign names a hardware token that the finding does not name.",
    why: "A figure belongs to the hardware that it was measured on; under another name it is not true.",
    fix: "Correct the finding's hardware, or cite a campaign that was measured on it.",
    check: Check::Finding(check),
};

/// Not raised where the finding or the atlas names no token: then there is nothing to compare.
fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let named = &subject.row.hardware;
    if named.is_empty() {
        return Vec::new();
    }
    let found = subject.row.found().filter_map(|(cited, id, _)| {
        let points = subject.campaign(id)?.points.as_ref()?;
        let measured = Hardware::tokens(&points.hardware_named.join(" "));
        let others: Vec<&Hardware> = measured.iter().filter(|token| !named.contains(token)).collect();
        let message =
            || format!("The atlas of {id} names {}, and the finding names {}.", listed(&others), listed(named.iter()));
        (!others.is_empty()).then(|| subject.on_campaign(id, cited.index, message()))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use crate::bundle::{OperatingPoint, Points};
    use crate::ledger::flag::testing::{CAMPAIGN, Case, raised};

    fn measured_on(hardware: &[&str]) -> Case {
        let points: Vec<OperatingPoint<'_>> = hardware
            .iter()
            .map(|hardware| OperatingPoint { hardware: Some(hardware), ..OperatingPoint::default() })
            .collect();
        Case::done().campaign(|campaign| campaign.points = Some(Points::of(&points, &[])))
    }

    #[test]
    fn the_other_token_is_named_once_a_campaign() {
        let flags = raised("hardware-mismatch", &measured_on(&["B200 HGX", "GB300 NVL72", "B200"]));
        assert_eq!(flags.len(), 1);
        assert_eq!(flags[0].message, "The atlas of 20261001T000000Z-good names B200, and the finding names GB300.");
        assert_eq!((flags[0].campaign.as_deref(), flags[0].line), (Some(CAMPAIGN), Some(11)));
    }

    #[test]
    fn a_campaign_on_one_of_several_tokens_fits() {
        let mixed = |case: Case| case.finding(|finding| finding.hardware = Some("GB300 and B200".into()));
        assert!(raised("hardware-mismatch", &mixed(measured_on(&["B200 HGX"]))).is_empty());
        assert_eq!(raised("hardware-mismatch", &mixed(measured_on(&["H100"]))).len(), 1);
    }

    #[test]
    fn without_a_token_on_both_sides_nothing_is_compared() {
        assert!(raised("hardware-mismatch", &measured_on(&["a tray", "8xB200"])).is_empty());
        let unnamed = measured_on(&["B200"]).finding(|finding| finding.hardware = Some("a tray".into()));
        assert!(raised("hardware-mismatch", &unnamed).is_empty());
    }
}
