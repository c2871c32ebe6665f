//! A campaign without grounding in hardware counters or a speed-of-light analysis.

use super::{Check, Raised, Rule, Severity, Subject};

pub const RULE: Rule = Rule {
    code: "ungrounded",
    severity: Severity::Error,
    means: "A found campaign is not dcgm_grounded and has sol_rigor none or L1.",
    why: "A figure that is not held against what the hardware can do may be an artefact of the measurement.",
    fix: "Capture DCGM counters in the campaign, or raise its speed-of-light analysis to L2 or more.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let ungrounded = subject.row.found().filter(|(_, _, evidence)| !evidence.grounded());
    ungrounded
        .map(|(cited, id, evidence)| {
            let message = format!("{id} is not DCGM grounded and its sol_rigor is {}.", evidence.sol_rigor.name());
            subject.on_campaign(id, cited.index, message)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::bundle::{Campaign, ReportStatus};
    use crate::ledger::flag::testing::{Case, raised};

    fn with(rigor: &str, dcgm_grounded: bool) -> Case {
        let status = ReportStatus {
            sol_rigor: Some(rigor.into()),
            dcgm_grounded: Some(dcgm_grounded),
            ..ReportStatus::default()
        };
        Case::done().campaign(|campaign| campaign.report_status = Some(status))
    }

    #[test]
    fn none_and_l1_without_dcgm_are_ungrounded() {
        assert_eq!(raised("ungrounded", &with("L1", false)).len(), 1);
        assert_eq!(raised("ungrounded", &with("none", false)).len(), 1);
        let no_files = Case::done().campaign(|campaign| *campaign = Campaign::default());
        assert_eq!(raised("ungrounded", &no_files).len(), 1);
    }

    #[test]
    fn l2_or_dcgm_grounds() {
        assert!(raised("ungrounded", &with("L2", false)).is_empty());
        assert!(raised("ungrounded", &with("none", true)).is_empty());
    }
}
