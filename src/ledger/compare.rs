//! Findings side by side: what they record, where they differ, and a ratio only where there can be one.

use crate::bundle::{Context, Measurement, SharedText};

use super::descriptor::{self, Group, Term};
use super::text::{listed, said};
use super::{Cited, Facts, Hardware, NOT_RECORDED, Row, context, flag, points, recorded, significant, usd};

/// Findings side by side, the first one being what others are held against.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    pub fields: Vec<Field>,
    /// For each finding after the first at least one: one for each metric in common, drawn or refused.
    pub ratios: Vec<Ratio>,
}

/// One thing that findings record, a value a finding in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub label: String,
    pub values: Vec<String>,
    pub differs: bool,
}

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

/// The findings side by side, in the order given.
pub fn compare(rows: &[&Row], facts: &Facts) -> Comparison {
    let described: Vec<Described<'_>> =
        rows.iter().map(|row| Described { row, terms: claim_terms(row, facts) }).collect();
    let mut fields = claims(&described, facts);
    fields.extend(metrics(rows).into_iter().map(|metric| {
        field(&metric, &described, |of| Some(measured(of.row, &metric)).filter(|words| !words.is_empty()))
    }));
    fields.extend(descriptors(&described));
    fields.push(field("Known issues", &described, |of| Some(known_issues(of.row))));
    let ratios = match rows {
        [first, others @ ..] => (1..).zip(others).flat_map(|(other, row)| ratios(first, other, row)).collect(),
        [] => Vec::new(),
    };
    Comparison { fields, ratios }
}

/// A row and the descriptors of the numbers that it claims.
struct Described<'a> {
    row: &'a Row,
    terms: Vec<Vec<Term>>,
}

/// The descriptors of the measurements; without any, of the points that the claim was made from.
fn claim_terms(row: &Row, facts: &Facts) -> Vec<Vec<Term>> {
    let contexts = row.finding.measurements.iter().filter_map(|measurement| measurement.context.as_ref());
    let terms: Vec<Vec<Term>> = contexts.map(descriptor::of_context).collect();
    if !terms.is_empty() {
        return terms;
    }
    let points = points::points_of(row, facts);
    points.iter().filter(|point| point.claimed).map(|point| descriptor::of_point(&point.point)).collect()
}

fn field(label: &str, rows: &[Described<'_>], value: impl Fn(&Described<'_>) -> Option<String>) -> Field {
    let values = rows.iter().map(|row| value(row).unwrap_or_else(|| NOT_RECORDED.to_owned()));
    let values: Vec<String> = values.collect();
    let differs = values.windows(2).any(|pair| pair.first() != pair.last());
    Field { label: label.to_owned(), values, differs }
}

fn claims(rows: &[Described<'_>], facts: &Facts) -> Vec<Field> {
    let text = |text: Option<&str>| said(text).map(str::to_owned);
    let tok = |value: Option<f64>| value.map(|value| format!("{} tok/s/GPU", significant(value, 6)));
    let gain = |of: &Described<'_>| of.row.finding.gain.clone().unwrap_or_default();
    vec![
        field("Win", rows, |of| text(of.row.finding.win.as_deref())),
        field("Lifecycle", rows, |of| text(of.row.finding.lifecycle.as_deref())),
        field("Baseline", rows, |of| text(of.row.finding.baseline.as_deref())),
        field("Hardware", rows, |of| text(of.row.finding.hardware.as_deref())),
        field("Readiness", rows, |of| text(of.row.finding.deploy_readiness.as_deref())),
        field("Effective tier", rows, |of| {
            let note = by_default(recorded::tier_is_default(of.row, facts));
            of.row.effective_tier.map(|tier| format!("{}{note}", tier.name()))
        }),
        field("sol_rigor", rows, |of| {
            let note = by_default(recorded::rigor_is_default(of.row, facts));
            of.row.effective_tier.map(|_| format!("{}{note}", of.row.best_rigor.name()))
        }),
        field("Grounded", rows, |of| {
            of.row.effective_tier.map(|_| if of.row.grounded { "yes" } else { "no" }.to_owned())
        }),
        field("Campaigns", rows, |of| joined(of.row.campaigns.iter().map(campaign))),
        field("Flags", rows, |of| {
            let codes = joined(of.row.flags.iter().map(|flag| flag.code.to_owned()));
            Some(codes.unwrap_or_else(|| "none".to_owned()))
        }),
        field("Gain tier", rows, |of| gain(of).tier.map(|tier| tier.to_string())),
        field("Speedup", rows, |of| gain(of).speedup.map(|speedup| format!("{}x", significant(speedup, 6)))),
        field("Peak", rows, |of| tok(gain(of).tps_gpu_peak)),
        field("Baseline throughput", rows, |of| tok(gain(of).baseline_tps_gpu)),
        field("$/1M output tokens", rows, |of| {
            let rate = of.row.rate;
            let default = if rate.is_default() { ", default rate" } else { "" };
            let at = format!("at {}/GPU-hour{default}", usd(rate.usd_per_gpu_hour));
            of.row.economics().usd_per_1m.map(|amount| format!("{} {at}", usd(amount)))
        }),
    ]
}

fn by_default(is_default: bool) -> &'static str {
    if is_default { " (not recorded)" } else { "" }
}

fn campaign(cited: &Cited) -> String {
    format!("{} ({})", cited.name(), cited.presence.name())
}

/// A figure is never shown without what is known to be wrong with it.
fn known_issues(row: &Row) -> String {
    let issues = row.finding.known_issues.iter();
    let notes: Vec<&str> = issues.map(|issue| said(issue.note.as_deref()).unwrap_or(NOT_RECORDED)).collect();
    if notes.is_empty() { "none".to_owned() } else { notes.join(" ") }
}

/// The metrics that the findings measure, each once, in the order in which they first stand.
fn metrics(rows: &[&Row]) -> Vec<String> {
    let mut metrics: Vec<String> = Vec::new();
    for metric in rows.iter().flat_map(|row| &row.finding.measurements).filter_map(|measurement| metric(measurement)) {
        if !metrics.iter().any(|known| known == metric) {
            metrics.push(metric.to_owned());
        }
    }
    metrics
}

fn metric(measurement: &Measurement) -> Option<&str> {
    said(measurement.metric.as_deref())
}

/// The values of a metric with their units, each beside its baseline's; each with its own load where the finding has
/// several measurements.
fn measured(row: &Row, of: &str) -> String {
    let measurements = row.finding.measurements.iter().filter(|measurement| metric(measurement) == Some(of));
    let words = measurements.map(|measurement| {
        let unit = said(measurement.unit.as_deref()).unwrap_or("(unit not recorded)");
        let number = |value: Option<f64>| {
            value.map_or_else(|| NOT_RECORDED.to_owned(), |value| format!("{} {unit}", significant(value, 6)))
        };
        let load = load(measurement).filter(|_| row.finding.measurements.len() > 1);
        let load = load.map(|load| format!(" ({load})")).unwrap_or_default();
        format!("{} against {}{load}", number(measurement.value), number(measurement.baseline_value))
    });
    words.collect::<Vec<_>>().join("; ")
}

fn load(measurement: &Measurement) -> Option<String> {
    let terms = descriptor::of_context(measurement.context.as_ref()?).into_iter();
    let of_load: Vec<Term> = terms.filter(|term| matches!(term.group, Group::Workload | Group::Regime)).collect();
    (!of_load.is_empty()).then(|| descriptor::phrase(&of_load))
}

fn descriptors(rows: &[Described<'_>]) -> Vec<Field> {
    let term = |label: &str, name: &'static str| field(label, rows, |of| distinct(of, |term| term.name == name, value));
    let parallelism = field("Parallelism", rows, |of| {
        let phrases = of.terms.iter().map(|terms| {
            let terms = terms.iter().filter(|term| term.group == Group::Parallelism).cloned();
            descriptor::phrase(&terms.collect::<Vec<_>>())
        });
        joined(phrases.filter(|phrase| !phrase.is_empty()))
    });
    vec![
        term("Model", descriptor::MODEL),
        term("Quant", descriptor::QUANT),
        parallelism,
        term("ISL", descriptor::ISL),
        term("OSL", descriptor::OSL),
        term("Concurrency", descriptor::CONCURRENCY),
        term("Dataset", descriptor::DATASET),
        term("Cache", descriptor::CACHE),
        term("Regime", descriptor::REGIME),
        term("Image", descriptor::IMAGE),
    ]
}

fn value(term: &Term) -> String {
    term.value.clone()
}

fn distinct(of: &Described<'_>, which: impl Fn(&Term) -> bool, words: fn(&Term) -> String) -> Option<String> {
    joined(of.terms.iter().flatten().filter(|term| which(term)).map(words))
}

/// Each once, in order.
fn joined(words: impl Iterator<Item = String>) -> Option<String> {
    let mut once: Vec<String> = Vec::new();
    for word in words {
        if !once.contains(&word) {
            once.push(word);
        }
    }
    (!once.is_empty()).then(|| once.join("; "))
}

fn ratios(first: &Row, other: usize, row: &Row) -> Vec<Ratio> {
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
    use super::*;
    use crate::bundle::Finding;
    use crate::ledger::flag::testing::Case;

    fn comparison(changes: &[fn(&mut Finding)]) -> Comparison {
        let ledger = Case::each(changes).ledger();
        compare(&ledger.rows.iter().collect::<Vec<_>>(), &ledger.facts)
    }

    fn context(finding: &mut Finding) -> &mut Context {
        finding.measurements[0].context.as_mut().expect("a context")
    }

    fn why(change: fn(&mut Finding)) -> String {
        let ratios = comparison(&[|_| {}, change]).ratios;
        let [Ratio::Refused { other: 1, why }] = ratios.as_slice() else { panic!("{ratios:?}") };
        why.clone()
    }

    #[test]
    fn fields_say_where_findings_differ_and_what_nobody_recorded() {
        let comparison = comparison(&[
            |_| {},
            |finding| {
                finding.hardware = Some("B200 TP=8".into());
                finding.measurements.clear();
            },
        ]);
        let field = |label: &str| comparison.fields.iter().find(|field| field.label == label).expect("the field");
        assert_eq!(field("Hardware").values, ["GB300 TP=4", "B200 TP=8"]);
        assert!(field("Hardware").differs && !field("Readiness").differs);
        assert_eq!(field("output_tps_per_gpu").values, ["300 tok/s/GPU against 200 tok/s/GPU", NOT_RECORDED]);
        assert_eq!(field("ISL").values, ["4096 tokens", NOT_RECORDED]);
        assert_eq!(field("Parallelism").values[0], "TP=4");
        assert_eq!(field("Speedup").values, [NOT_RECORDED, NOT_RECORDED]);
        assert_eq!(field("Known issues").values, ["none", "none"]);
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
    fn what_decides_stands_beside_the_figures_and_each_number_has_its_own_load() {
        let comparison = comparison(&[
            |_| {},
            |finding| {
                finding.lifecycle = Some("in_progress".into());
                finding.next_gate = None;
                let mut second = finding.measurements[0].clone();
                second.context.as_mut().expect("a context").workload.concurrency = Some(1);
                finding.measurements.push(second);
            },
        ]);
        let field = |label: &str| comparison.fields.iter().find(|field| field.label == label).expect("the field");
        assert_eq!(field("Lifecycle").values, ["done", "in_progress"]);
        assert_eq!(field("Flags").values, ["none", "lever-incomplete; duplicate-id; context-mismatch"]);
        assert_eq!(field("Campaigns").values[0], "20261001T000000Z-good (local)");
        let [_, both] = field("output_tps_per_gpu").values.as_slice() else { panic!("two findings") };
        assert!(both.contains("c=64") && both.contains("c=1"), "{both}");
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
    fn each_metric_stands_once_in_the_order_in_which_it_is_first_measured() {
        let comparison = comparison(&[
            |_| {},
            |finding| {
                let mut latency = finding.measurements[0].clone();
                latency.metric = Some("tpot_median_ms".into());
                finding.measurements.insert(0, latency);
            },
        ]);
        let labels: Vec<&str> = comparison.fields.iter().map(|field| field.label.as_str()).collect();
        let metrics: Vec<&str> =
            labels.into_iter().filter(|label| label.contains("_per_gpu") || label.contains("_ms")).collect();
        assert_eq!(metrics, ["output_tps_per_gpu", "tpot_median_ms"]);
    }

    #[test]
    fn what_rests_on_a_default_of_the_format_says_so() {
        let values = |case: Case, label: &str| {
            let ledger = case.ledger();
            let comparison = compare(&[&ledger.rows[0]], &ledger.facts);
            comparison.fields.into_iter().find(|field| field.label == label).expect("the field").values
        };
        let silent = || Case::done().campaign(|campaign| (campaign.verdict, campaign.report_status) = (None, None));
        assert_eq!(values(Case::done(), "Effective tier"), ["verdict"]);
        assert_eq!(values(Case::done(), "sol_rigor"), ["L3"]);
        assert_eq!(values(silent(), "Effective tier"), ["draft (not recorded)"]);
        assert_eq!(values(silent(), "sol_rigor"), ["none (not recorded)"]);
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
