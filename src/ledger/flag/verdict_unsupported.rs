//! A campaign that declares tier verdict without what a verdict takes.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::bundle::Verdict;
use crate::ledger::text::listed;
use crate::ledger::{Tier, Unmet};

pub const RULE: Rule = Rule {
    code: "verdict-unsupported",
    severity: Severity::Warning,
    means: "A found campaign declares tier verdict and does not meet a condition of it other than baseline_named.",
    why: "The campaign counts as a draft until its verdict is supported.",
    fix: "Record what is missing in the campaign's verdict.json, or set its tier to draft.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let declared = subject.row.found().filter(|(_, _, evidence)| evidence.verdict_tier == Tier::Verdict);
    declared
        .filter_map(|(cited, id, evidence)| {
            let verdict = subject.campaign(id)?.verdict.as_ref()?;
            // An unnamed baseline has a code of its own.
            let unmet = evidence.unmet.iter().filter(|unmet| **unmet != Unmet::BaselineNamed);
            let unmet: Vec<String> =
                unmet.map(|unmet| format!("{} ({})", unmet.condition(), recorded(*unmet, verdict))).collect();
            let message = || format!("{id} declares tier verdict and does not meet {}.", listed(&unmet));
            (!unmet.is_empty()).then(|| subject.on_campaign(id, cited.index, message()))
        })
        .collect()
}

/// What the campaign says instead.
fn recorded(unmet: Unmet, verdict: &Verdict) -> String {
    let found = match unmet {
        Unmet::Trials => verdict.trials.map(|trials| trials.to_string()),
        Unmet::SameNode => verdict.same_node.map(|same| same.to_string()),
        Unmet::BaselineNamed => verdict.baseline_named.map(|named| named.to_string()),
        Unmet::DecodeMetric => verdict.decode_metric.as_ref().map(|metric| format!("{metric:?}")),
        Unmet::PerKernelRef => None,
    };
    found.map_or_else(|| "not recorded".to_owned(), |found| format!("recorded: {found}"))
}

#[cfg(test)]
mod tests {
    use crate::bundle::Verdict;
    use crate::ledger::flag::testing::{Case, raised};

    fn flags(change: impl FnOnce(&mut Verdict)) -> Vec<String> {
        let case = Case::done().verdict(change);
        raised("verdict-unsupported", &case).into_iter().map(|flag| flag.message.to_string()).collect()
    }

    #[test]
    fn every_unmet_condition_is_named_in_one_flag() {
        let messages = flags(|verdict| {
            verdict.trials = Some(2);
            verdict.same_node = None;
            verdict.latency_claim = Some(true);
            verdict.decode_metric = Some("ttft".into());
            verdict.which_kernel_claim = Some(true);
        });
        assert_eq!(
            messages,
            ["20261001T000000Z-good declares tier verdict and does not meet trials >= 3 (recorded: 2), \
              same_node true (not recorded), decode_metric tpot or itl for a latency claim (recorded: \"ttft\") and \
              per_kernel_ref for a which-kernel claim (not recorded)."]
        );
    }

    #[test]
    fn an_unnamed_baseline_alone_is_another_code() {
        assert!(flags(|verdict| verdict.baseline_named = None).is_empty());
        let both = flags(|verdict| {
            verdict.baseline_named = None;
            verdict.trials = None;
        });
        assert_eq!(both, ["20261001T000000Z-good declares tier verdict and does not meet trials >= 3 (not recorded)."]);
    }

    #[test]
    fn a_draft_declares_nothing_to_support() {
        let messages = flags(|verdict| {
            verdict.tier = None;
            verdict.trials = None;
        });
        assert!(messages.is_empty());
    }
}
