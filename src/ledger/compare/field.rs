//! What findings record, field by field.

use crate::bundle::Measurement;

use super::super::descriptor::{self, Group, Term};
use super::super::text::said;
use super::super::{Cited, Facts, NOT_RECORDED, Row, points, recorded, significant, usd};
use super::metric;

/// One thing that findings record, a value a finding in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub label: String,
    pub values: Vec<String>,
    pub differs: bool,
}

/// All of them, in the order in which they are shown.
pub fn fields(rows: &[&Row], facts: &Facts) -> Vec<Field> {
    let described: Vec<Described<'_>> =
        rows.iter().map(|row| Described { row, terms: claim_terms(row, facts) }).collect();
    let mut fields = claims(&described, facts);
    fields.extend(metrics(rows).into_iter().map(|metric| {
        field(&metric, &described, |of| Some(measured(of.row, &metric)).filter(|words| !words.is_empty()))
    }));
    fields.extend(descriptors(&described));
    fields.push(field("Known issues", &described, |of| Some(known_issues(of.row))));
    fields
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

#[cfg(test)]
mod tests {
    use super::super::{compare, comparison};
    use super::*;
    use crate::ledger::flag::testing::Case;

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
}
