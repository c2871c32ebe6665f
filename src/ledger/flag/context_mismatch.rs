//! A measurement whose baseline was measured in another context.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::bundle::Measurement;
use crate::ledger::context;
use crate::ledger::text::{listed, said};

pub const RULE: Rule = Rule {
    code: "context-mismatch",
    severity: Severity::Error,
    means: "A measurement's context and baseline_context differ in model, hardware, ISL, OSL, concurrency, dataset or \
            regime.",
    why: "A gain over a baseline that ran something else is no gain; only the change under test may differ.",
    fix: "Measure the baseline in the same context, or correct the entry.",
    check: Check::Finding(check),
};

/// Compares what both sides record. What one side does not record is no contradiction; it is said where the
/// measurement is shown, and no ratio is drawn over it.
fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let measurements = subject.row.finding.measurements.iter().enumerate();
    measurements
        .filter_map(|(index, measurement)| {
            let message = mismatch(index, measurement)?;
            Some(subject.on_field(format!("measurements[{index}]"), message))
        })
        .collect()
}

fn mismatch(index: usize, measurement: &Measurement) -> Option<String> {
    let differences = context::differences(measurement.context.as_ref()?, measurement.baseline_context.as_ref()?);
    if differences.is_empty() {
        return None;
    }
    let words = differences.iter().map(|of| format!("{} {:?} against {:?}", of.field, of.one, of.other));
    let metric = said(measurement.metric.as_deref()).map(|metric| format!(" ({metric})")).unwrap_or_default();
    Some(format!("measurements[{index}]{metric} and its baseline differ: {}.", listed(words)))
}

#[cfg(test)]
mod tests {
    use super::super::Text;
    use crate::bundle::{Context, Measurement};
    use crate::ledger::flag::testing::{Case, full_context, raised};

    fn with(change: impl FnOnce(&mut Context)) -> Case {
        Case::done().finding(|finding| {
            change(finding.measurements[0].baseline_context.as_mut().expect("a context"));
            finding.lines = [("measurements[0]".to_owned(), 14)].into_iter().collect();
        })
    }

    #[test]
    fn each_field_that_differs_is_named_with_both_values() {
        let flags = raised(
            "context-mismatch",
            &with(|baseline| {
                baseline.workload.osl = Some(1024);
                baseline.regime.cache_mode = Some("warm".into());
            }),
        );
        assert_eq!(flags.len(), 1);
        assert_eq!(
            flags[0].message,
            "measurements[0] (output_tps_per_gpu) and its baseline differ: OSL \"512\" against \"1024\" and cache_mode \
             \"cold\" against \"warm\"."
        );
        assert_eq!((flags[0].field.as_deref(), flags[0].line), (Some("measurements[0]"), Some(14)));
    }

    #[test]
    fn only_what_both_record_is_compared_and_what_is_under_test_may_differ() {
        let free = with(|baseline| {
            baseline.workload.osl = None;
            baseline.stack.image = Some("vllm:0.22.1".into());
            baseline.identity.quant = Some("bf16".into());
            baseline.identity.hardware = Some("one GB300 tray".into());
        });
        assert!(raised("context-mismatch", &free).is_empty());
        assert!(raised("context-mismatch", &with(|baseline| *baseline = Context::default())).is_empty());
    }

    #[test]
    fn every_measurement_is_looked_at() {
        let other = Context { workload: Default::default(), ..full_context() };
        let case = with(|baseline| baseline.workload.isl = Some(1)).finding(|finding| {
            let mut second: Measurement = finding.measurements[0].clone();
            second.baseline_context = Some(other);
            let third = finding.measurements[0].clone();
            finding.measurements.extend([second, third]);
        });
        let fields: Vec<Option<Text>> =
            raised("context-mismatch", &case).into_iter().map(|flag| flag.field.clone()).collect();
        assert_eq!(fields, [Some("measurements[0]".into()), Some("measurements[2]".into())]);
    }
}
