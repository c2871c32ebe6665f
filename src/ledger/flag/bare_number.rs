//! A number in the claim whose full context nobody recorded.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::bundle::OperatingPoint;
use crate::ledger::text::{listed, said};
use crate::ledger::{descriptor, quantity};

pub const RULE: Rule = Rule {
    code: "bare-number",
    severity: Severity::Warning,
    means: "A done or in-progress finding claims a number, and neither a measurement nor a measured operating point of \
            a found campaign records all that it depends on.",
    why: "Without model, workload, settings and stack nobody can repeat the number or hold another one against it.",
    fix: "Give the number an entry in measurements with its full context, or record the missing fields in the \
          campaign's atlas.",
    check: Check::Finding(check),
};

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    if !subject.row.lifecycle.needs_evidence() {
        return Vec::new();
    }
    let Some((field, number)) = claimed(subject) else { return Vec::new() };
    let message = match best(subject) {
        Some(Candidate { missing, .. }) if missing.is_empty() => return Vec::new(),
        Some(Candidate { name, missing }) => {
            format!("{number} has no full context: the nearest is {name}, which lacks {}.", listed(missing))
        }
        None => format!(
            "{number} has no context: there is neither a measurement with one nor a measured operating point of a found \
             campaign, so {} are missing.",
            descriptor::ALL_FIELDS
        ),
    };
    vec![subject.on_field(field, message)]
}

/// The field that claims a number, and that number in words.
fn claimed(subject: &Subject<'_>) -> Option<(&'static str, String)> {
    let finding = &subject.row.finding;
    if let Some(number) = finding.win.as_deref().and_then(quantity::first) {
        return Some(("win", format!("The win's {number:?}")));
    }
    let gain = finding.gain.as_ref()?;
    let numbers = [
        ("gain.speedup", "speedup", gain.speedup),
        ("gain.tps_gpu_peak", "tps_gpu_peak", gain.tps_gpu_peak),
        ("gain.baseline_tps_gpu", "baseline_tps_gpu", gain.baseline_tps_gpu),
    ];
    let (path, name, _) = numbers.into_iter().find(|(_, _, number)| number.is_some())?;
    Some((path, format!("The gain's {name}")))
}

/// Something that could be the number's context.
struct Candidate {
    name: String,
    missing: Vec<&'static str>,
}

/// The candidate that lacks least, the first of several; measurements come before operating points.
fn best(subject: &Subject<'_>) -> Option<Candidate> {
    let mut best: Option<Candidate> = None;
    let mut offer = |missing: Vec<&'static str>, name: &dyn Fn() -> String| {
        if best.as_ref().is_none_or(|best| missing.len() < best.missing.len()) {
            best = Some(Candidate { name: name(), missing });
        }
        best.as_ref().is_some_and(|best| best.missing.is_empty())
    };
    for (index, measurement) in subject.row.finding.measurements.iter().enumerate() {
        let Some(context) = &measurement.context else { continue };
        if offer(descriptor::missing_in_context(context), &|| format!("measurements[{index}]")) {
            return best;
        }
    }
    for (_, id, _) in subject.row.found() {
        let Some(points) = subject.campaign(id).and_then(|campaign| campaign.points.as_ref()) else { continue };
        for point in points.iter().filter(|point| point.is_measured()) {
            if offer(descriptor::missing_in_point(&point), &|| point_name(&point, id)) {
                return best;
            }
        }
    }
    best
}

fn point_name(point: &OperatingPoint<'_>, campaign: &str) -> String {
    said(point.cell_id)
        .map_or_else(|| format!("an operating point of {campaign}"), |cell| format!("{cell} of {campaign}"))
}

#[cfg(test)]
mod tests {
    use crate::bundle::{Gain, Points};
    use crate::ledger::flag::testing::{Case, full_point, raised};

    /// Without measurements, and with these operating points.
    fn measured_at(points: &[crate::bundle::OperatingPoint<'_>]) -> Case {
        Case::done()
            .finding(|finding| finding.measurements.clear())
            .campaign(|campaign| campaign.points = Some(Points::of(points, &[])))
    }

    fn messages(case: &Case) -> Vec<String> {
        raised("bare-number", case).into_iter().map(|flag| flag.message.to_string()).collect()
    }

    #[test]
    fn exactly_what_is_missing_of_the_best_candidate_is_listed() {
        let mut poor = full_point();
        (poor.quant, poor.image, poor.cell_id) = (None, None, Some("poor"));
        let mut better = full_point();
        (better.cache_mode, better.cell_id) = (None, Some("better"));
        assert_eq!(
            messages(&measured_at(&[poor, better, poor])),
            ["The win's \"1.5x\" has no full context: the nearest is better of 20261001T000000Z-good, which lacks \
              cache_mode."]
        );
    }

    #[test]
    fn one_full_measured_point_or_one_full_measurement_is_enough() {
        assert!(messages(&measured_at(&[full_point()])).is_empty());
        assert!(messages(&Case::done()).is_empty());
        let unmeasured = [crate::bundle::OperatingPoint { status: Some("evicted"), ..full_point() }];
        assert_eq!(messages(&measured_at(&unmeasured)).len(), 1);
    }

    #[test]
    fn without_any_candidate_everything_is_missing() {
        let flags = raised("bare-number", &measured_at(&[]));
        assert_eq!(
            flags[0].message,
            "The win's \"1.5x\" has no context: there is neither a measurement with one nor a measured operating point \
             of a found campaign, so model, hardware, quant, tensor_parallel, concurrency, dataset, input tokens, \
             output tokens, cache_mode, max_num_batched_tokens, cudagraph_mode, kv_cache_dtype, gpu_memory_utilization \
             and image are missing."
        );
        assert_eq!((flags[0].field.as_deref(), flags[0].line), (Some("win"), Some(8)));
    }

    #[test]
    fn a_measurement_with_a_gap_is_named_by_its_place() {
        let case = Case::done().finding(|finding| {
            finding.measurements[0].context.as_mut().expect("a context").stack.image = None;
        });
        assert_eq!(
            messages(&case),
            ["The win's \"1.5x\" has no full context: the nearest is measurements[0], which lacks image."]
        );
    }

    #[test]
    fn only_a_claimed_number_needs_a_context() {
        let words = || measured_at(&[]).finding(|finding| finding.win = Some("TBD until the first run".into()));
        assert!(messages(&words()).is_empty());
        let gain = words().finding(|finding| finding.gain = Some(Gain { speedup: Some(1.5), ..Gain::default() }));
        assert_eq!(raised("bare-number", &gain)[0].field.as_deref(), Some("gain.speedup"));
        assert!(messages(&measured_at(&[]).lifecycle("not_done")).is_empty());
        assert_eq!(messages(&measured_at(&[]).lifecycle("in_progress")).len(), 1);
    }

    #[test]
    fn of_candidates_that_lack_as_much_the_first_is_named() {
        let lacking = |cell| crate::bundle::OperatingPoint { cell_id: Some(cell), image: None, ..full_point() };
        let said = messages(&measured_at(&[lacking("first"), lacking("second")]));
        assert!(said[0].contains("the nearest is first of 20261001T000000Z-good, which lacks"), "{said:?}");
    }
}
