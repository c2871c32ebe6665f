//! A campaign whose speed-of-light analysis leaves arms out.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::text::listed;

pub const RULE: Rule = Rule {
    code: "partial-coverage",
    severity: Severity::Warning,
    means: "The sol_per_arm_complete of a found campaign is false.",
    why: "The arms that are not covered have no speed-of-light evidence under them.",
    fix: "Complete the analysis of the uncovered arms in the campaign, or leave them out of the claim.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    subject
        .row
        .found()
        .filter_map(|(cited, id, _)| {
            let status = subject.campaign(id)?.report_status.as_ref()?;
            if status.sol_per_arm_complete != Some(false) {
                return None;
            }
            let uncovered = match status.arms_uncovered.as_slice() {
                [] => "which arms are uncovered is not recorded".to_owned(),
                [arm] => format!("the uncovered arm is {arm}"),
                arms => format!("the uncovered arms are {}", listed(arms)),
            };
            let message = format!("The sol_per_arm_complete of {id} is false, and {uncovered}.");
            Some(subject.on_campaign(id, cited.index, message))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::ledger::flag::testing::{Case, raised};

    fn messages(complete: Option<bool>, arms: &[&str]) -> Vec<String> {
        let case = Case::done().status(|status| {
            status.sol_per_arm_complete = complete;
            status.arms_uncovered = arms.iter().map(|arm| (*arm).to_owned()).collect();
        });
        raised("partial-coverage", &case).into_iter().map(|flag| flag.message.to_string()).collect()
    }

    #[test]
    fn the_uncovered_arms_are_named() {
        assert_eq!(
            messages(Some(false), &["fp8-kv", "bf16-kv"]),
            ["The sol_per_arm_complete of 20261001T000000Z-good is false, and the uncovered arms are fp8-kv and \
              bf16-kv."]
        );
        assert!(messages(Some(false), &["fp8-kv"])[0].ends_with("the uncovered arm is fp8-kv."));
        assert!(messages(Some(false), &[])[0].ends_with("which arms are uncovered is not recorded."));
    }

    #[test]
    fn complete_or_not_recorded_is_covered() {
        assert!(messages(Some(true), &[]).is_empty());
        assert!(messages(None, &["fp8-kv"]).is_empty());
    }
}
