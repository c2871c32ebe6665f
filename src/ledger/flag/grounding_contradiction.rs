//! A campaign whose grounding and rigor contradict each other.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::{Evidence, Rigor};

pub const RULE: Rule = Rule {
    code: "grounding-contradiction",
    severity: Severity::Warning,
    means: "A found campaign is dcgm_grounded with sol_rigor none or L1, or has sol_rigor L3 without dcgm_grounded.",
    why: "One of the two is wrong, and the strength of the evidence depends on which.",
    fix: "Check both fields in the campaign's report_status.json and correct the one that is wrong.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let contradictory = subject.row.found().filter(|(_, _, evidence)| contradicts(evidence));
    contradictory
        .map(|(cited, id, evidence)| {
            let dcgm = if evidence.dcgm_grounded { "is" } else { "is not" };
            let message = format!("{id} {dcgm} DCGM grounded and its sol_rigor is {}.", evidence.sol_rigor.name());
            subject.on_campaign(id, cited.index, message)
        })
        .collect()
}

fn contradicts(evidence: &Evidence) -> bool {
    if evidence.dcgm_grounded { evidence.sol_rigor <= Rigor::L1 } else { evidence.sol_rigor == Rigor::L3 }
}

#[cfg(test)]
mod tests {
    use crate::ledger::flag::testing::{Case, raised};

    fn flags(rigor: &str, dcgm_grounded: bool) -> usize {
        let case = Case::done().status(|status| {
            status.sol_rigor = Some(rigor.into());
            status.dcgm_grounded = Some(dcgm_grounded);
        });
        raised("grounding-contradiction", &case).len()
    }

    #[test]
    fn counters_without_rigor_and_l3_without_counters_contradict() {
        assert_eq!([flags("none", true), flags("L1", true), flags("L3", false)], [1, 1, 1]);
    }

    #[test]
    fn everything_else_agrees() {
        for (rigor, dcgm_grounded) in
            [("L2", true), ("L3", true), ("L4", true), ("none", false), ("L1", false), ("L2", false), ("L4", false)]
        {
            assert_eq!(flags(rigor, dcgm_grounded), 0, "{rigor} {dcgm_grounded}");
        }
    }
}
