//! A finding held against another: a ratio of what both measure alike, or why there is none.

use crate::bundle::{Context, Measurement, SharedText};

use super::super::text::{listed, said};
use super::super::{Hardware, Row, context, flag};
use super::metric;

/// A finding held against the first one.
#[derive(Debug, Clone, PartialEq)]
pub enum Ratio {
    /// `other` is its place in the list; `ratio` its value over the first finding's.
    Of { other: usize, metric: String, unit: String, first_value: f64, other_value: f64, ratio: f64 },
    /// Why there is none, in a sentence that starts with `No ratio`.
    Refused { other: usize, why: String },
}

impl Ratio {
    /// The place of the finding that is held against the first one.
    pub fn other(&self) -> usize {
        match self {
            Self::Of { other, .. } | Self::Refused { other, .. } => *other,
        }
    }
}

/// One for each metric in common, drawn or refused; at least one. `other` is the row's place in the list.
pub fn ratios(first: &Row, other: usize, row: &Row) -> Vec<Ratio> {
    let refused = |why: String| vec![Ratio::Refused { other, why: format!("No ratio: {why}.") }];
    match (&*first.hardware, &*row.hardware) {
        ([one], [another]) if one == another => {}
        (one, another) => return refused(against(&tokens(one), &tokens(another))),
    }
    match (&first.baseline_group, &row.baseline_group) {
        (Some(one), Some(another)) if one == another => {}
        (one, another) => {
            let named = |group: &Option<SharedText>| {
                group
                    .as_ref()
                    .map_or_else(|| "a baseline that is not recorded".to_owned(), |group| format!("{group:?}"))
            };
            return refused(format!("measured against {} and against {}", named(one), named(another)));
        }
    }
    let shared = first.finding.measurements.iter().flat_map(|one| {
        let others = row.finding.measurements.iter().filter(|another| same_quantity(one, another));
        others.map(move |another| (one, another))
    });
    let of_pair = |(one, another)| {
        ratio(one, another, other, &first.hardware)
            .and_then(|ratio| stands(&[first, row]).map(|()| ratio))
            .unwrap_or_else(|why| Ratio::Refused { other, why: format!("No ratio: {why}.") })
    };
    let ratios: Vec<Ratio> = shared.map(of_pair).collect();
    if ratios.is_empty() { refused("they measure no metric in common, in one unit".to_owned()) } else { ratios }
}

/// A claim that is not true as it is written has no ratio to another.
fn stands(rows: &[&Row]) -> Result<(), String> {
    let untrue = rows.iter().find_map(|row| Some((row, flag::untrue(&row.flags).next()?)));
    untrue.map_or(Ok(()), |(row, flag)| Err(format!("{} stands under {}", row.key, flag.code)))
}

fn tokens(hardware: &[Hardware]) -> String {
    if hardware.is_empty() { "no hardware token".to_owned() } else { listed(hardware) }
}

fn against(one: &str, other: &str) -> String {
    if one == other { format!("{one} on both sides") } else { format!("{other} against {one}") }
}

/// Whether both are of one metric in one unit.
fn same_quantity(one: &Measurement, other: &Measurement) -> bool {
    let both = |one: Option<&str>, other: Option<&str>| said(one).is_some() && said(one) == said(other);
    both(one.metric.as_deref(), other.metric.as_deref()) && both(one.unit.as_deref(), other.unit.as_deref())
}

/// `hardware` is what both findings are of.
fn ratio(one: &Measurement, another: &Measurement, other: usize, hardware: &[Hardware]) -> Result<Ratio, String> {
    let metric = metric(one).unwrap_or_default();
    let positive = |value: Option<f64>| value.filter(|value| value.is_finite() && *value > 0.0);
    let (Some(first_value), Some(other_value)) = (positive(one.value), positive(another.value)) else {
        return Err(format!("{metric} has no value above zero on both sides"));
    };
    agree(one.context.as_ref(), another.context.as_ref()).map_err(|why| format!("{metric} {why}"))?;
    let contexts = [&one.context, &another.context].into_iter().flatten();
    let mut named = contexts.filter_map(|context| context.identity.hardware.as_deref());
    if let Some(elsewhere) = named.find(|named| Hardware::tokens(named) != hardware) {
        return Err(format!("{metric} was measured on {elsewhere:?}, and the findings are of {}", listed(hardware)));
    }
    let unit = said(one.unit.as_deref()).unwrap_or_default();
    let ratio = other_value / first_value;
    Ok(Ratio::Of { other, metric: metric.to_owned(), unit: unit.to_owned(), first_value, other_value, ratio })
}

fn agree(one: Option<&Context>, other: Option<&Context>) -> Result<(), String> {
    let Some((one, other)) = one.zip(other) else { return Err("has no context on both sides".to_owned()) };
    let differences = context::differences(one, other);
    if !differences.is_empty() {
        let differences = differences
            .iter()
            .map(|difference| format!("{} {} against {}", difference.field, difference.other, difference.one));
        return Err(format!("was measured at {}", listed(differences)));
    }
    let unrecorded = context::unrecorded(one, other);
    if unrecorded.is_empty() { Ok(()) } else { Err(format!("does not record {} on both sides", listed(unrecorded))) }
}

#[cfg(test)]
mod tests {
    use super::super::{compare, comparison};
    use super::*;
    use crate::bundle::Finding;
    use crate::ledger::flag::testing::Case;

    fn context(finding: &mut Finding) -> &mut Context {
        finding.measurements[0].context.as_mut().expect("a context")
    }

    fn why(change: fn(&mut Finding)) -> String {
        let ratios = comparison(&[|_| {}, change]).ratios;
        let [Ratio::Refused { other: 1, why }] = ratios.as_slice() else { panic!("{ratios:?}") };
        why.clone()
    }

    #[test]
    fn a_ratio_takes_one_hardware_one_baseline_and_one_context() {
        let ratios = comparison(&[|_| {}, |finding| finding.measurements[0].value = Some(330.0)]).ratios;
        let [Ratio::Of { other: 1, metric, ratio, .. }] = ratios.as_slice() else { panic!("{ratios:?}") };
        assert_eq!(metric, "output_tps_per_gpu");
        assert!((ratio - 1.1).abs() < 1e-9);
    }

    #[test]
    fn every_metric_in_common_is_drawn_or_refused_and_none_under_an_untrue_claim() {
        let ratios = comparison(&[
            |finding| finding.measurements.push(finding.measurements[0].clone()),
            |finding| {
                finding.measurements[0].value = Some(330.0);
                let mut other = finding.measurements[0].clone();
                other.value = None;
                finding.measurements.push(other);
            },
        ])
        .ratios;
        assert_eq!(ratios.iter().filter(|ratio| matches!(ratio, Ratio::Of { .. })).count(), 2);
        assert_eq!(ratios.len(), 4, "what is refused is said beside what is drawn");

        let untrue = |finding: &mut Finding| {
            finding.source_refs[0].commit = Some("0d15ea5e".into());
        };
        assert_eq!(why(untrue), "No ratio: good~2 stands under provenance-commit-mismatch.");
        let elsewhere = |finding: &mut Finding| {
            finding.measurements[0].context.as_mut().expect("one").identity.hardware = Some("a tray".into());
        };
        assert!(why(elsewhere).starts_with("No ratio: output_tps_per_gpu was measured at hardware a tray"));
    }

    #[test]
    fn what_stands_against_a_ratio_is_said() {
        assert_eq!(why(|finding| finding.hardware = Some("B200".into())), "No ratio: B200 against GB300.");
        assert_eq!(why(|finding| finding.hardware = None), "No ratio: no hardware token against GB300.");
        assert_eq!(
            why(|finding| finding.baseline = Some("bf16".into())),
            "No ratio: measured against \"best-tuned vLLM 0.22\" and against \"bf16\"."
        );
        assert_eq!(
            why(|finding| finding.measurements[0].unit = Some("tok/s".into())),
            "No ratio: they measure no metric in common, in one unit."
        );
        assert_eq!(
            why(|finding| context(finding).workload.isl = Some(1024)),
            "No ratio: output_tps_per_gpu was measured at ISL 1024 against 4096."
        );
        assert_eq!(
            why(|finding| context(finding).workload.dataset = None),
            "No ratio: output_tps_per_gpu does not record dataset on both sides."
        );
        assert_eq!(
            why(|finding| finding.measurements[0].value = None),
            "No ratio: output_tps_per_gpu has no value above zero on both sides."
        );
        let mixed: fn(&mut Finding) = |finding| finding.hardware = Some("GB300 and B200".into());
        let ratios = comparison(&[mixed, mixed]).ratios;
        assert_eq!(ratios, [Ratio::Refused { other: 1, why: "No ratio: GB300 and B200 on both sides.".into() }]);
    }

    #[test]
    fn a_ratio_is_of_finite_values_above_zero() {
        for value in [0.0, -1.0, f64::INFINITY, f64::NAN] {
            let case = Case::each(&[|_| {}, |_| {}]);
            let mut ledger = case.ledger();
            ledger.rows[1].finding.measurements[0].value = Some(value);
            let ratios = compare(&ledger.rows.iter().collect::<Vec<_>>(), &ledger.facts).ratios;
            let [Ratio::Refused { why, .. }] = ratios.as_slice() else { panic!("{value}: {ratios:?}") };
            assert_eq!(why, "No ratio: output_tps_per_gpu has no value above zero on both sides.");
        }
    }

    #[test]
    fn a_ratio_says_which_finding_it_is_of() {
        let same: fn(&mut Finding) = |_| {};
        let elsewhere: fn(&mut Finding) = |finding| finding.hardware = Some("B200".into());
        let ratios = comparison(&[same, same, same, elsewhere]).ratios;
        assert_eq!(ratios.iter().map(Ratio::other).collect::<Vec<_>>(), [1, 2, 3]);
    }
}
