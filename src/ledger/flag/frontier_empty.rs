//! A ledger with nothing left to try.

use super::{Check, Raised, Rule, Severity, Whole};

pub const RULE: Rule = Rule {
    code: "frontier-empty",
    severity: Severity::Warning,
    means: "No active lever is left.",
    why: "Then the ledger says what was won, and not what to do next.",
    fix: "Give a finding a next_lever that can be tried, or add a finding for the next idea.",
    check: Check::Ledger(check),
};

fn check(whole: &Whole<'_>) -> Vec<Raised> {
    let frontier = whole.frontier;
    if !frontier.active.is_empty() {
        return Vec::new();
    }
    if whole.rows.is_empty() {
        return vec![Raised::new("The registry holds no findings, so there is no lever to try.")];
    }
    let (banked, missing) = (frontier.banked.len(), frontier.missing.len());
    vec![Raised::new(format!(
        "No active lever is left. Levers banked as exhausted: {banked}. Findings without a lever: {missing}."
    ))]
}

#[cfg(test)]
mod tests {
    use crate::ledger::flag::testing::{Case, raised};

    fn messages(case: &Case) -> Vec<String> {
        raised("frontier-empty", case).into_iter().map(|flag| flag.message.to_string()).collect()
    }

    #[test]
    fn banked_and_missing_levers_are_counted() {
        let banked = Case::done().finding(|finding| finding.next_lever = Some("frontier-exhausted: 98 % SoL".into()));
        assert_eq!(
            messages(&banked),
            ["No active lever is left. Levers banked as exhausted: 1. Findings without a lever: 0."]
        );
        let missing = Case::done().finding(|finding| finding.next_lever = None);
        assert_eq!(
            messages(&missing),
            ["No active lever is left. Levers banked as exhausted: 0. Findings without a lever: 1."]
        );
    }

    #[test]
    fn an_empty_ledger_has_no_lever_either() {
        let mut case = Case::done();
        case.bundle.findings.clear();
        assert_eq!(messages(&case), ["The registry holds no findings, so there is no lever to try."]);
        assert!(messages(&Case::done()).is_empty());
    }

    #[test]
    fn it_stands_on_the_ledger_and_on_no_line() {
        let mut case = Case::done();
        case.bundle.findings.clear();
        let ledger = case.ledger();
        assert_eq!((ledger.flags.len(), ledger.flags[0].line), (1, None));
    }
}
