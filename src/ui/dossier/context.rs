//! Each number of a win with its own full context: several never share one.

use crate::bundle::{Context, Measurement};
use crate::ledger::{descriptor, significant};
use crate::ui::el::{El, el};
use crate::ui::marks::not_recorded;

use super::{Facts, Subject, part};

pub fn measurements(subject: Subject<'_>) -> Option<El> {
    let measurements = &subject.row.finding.measurements;
    (!measurements.is_empty()).then(|| part("Measurements", el("div").children(measurements.iter().map(measurement))))
}

fn measurement(measurement: &Measurement) -> El {
    let unit = measurement.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let number = |value: Option<f64>| value.map(|value| format!("{}{unit}", significant(value, 6)));
    let mut facts = Facts::default();
    match number(measurement.value) {
        Some(value) => facts.push("Value", value),
        None => facts.push("Value", not_recorded()),
    }
    facts.text("Baseline", number(measurement.baseline_value).as_deref());
    facts.text("Trials", measurement.trials.map(|trials| trials.to_string()).as_deref());
    facts.text("Mean", number(measurement.mean).as_deref());
    facts.text("Std", number(measurement.std).as_deref());
    if let Some(point) = &measurement.point {
        let words = [
            point.campaign.clone(),
            point.cell_id.clone(),
            point.concurrency.map(|concurrency| format!("c={concurrency}")),
        ];
        facts.text("Point", Some(&words.into_iter().flatten().collect::<Vec<_>>().join(", ")));
    }
    facts.text("Context", measurement.context.as_ref().map(phrase).as_deref());
    facts.text("Its baseline's", measurement.baseline_context.as_ref().map(phrase).as_deref());
    let metric = measurement.metric.clone().unwrap_or_else(|| "a metric without a name".to_owned());
    el("div").class("campaign").child(el("h4").child(metric)).child(facts.into_el())
}

/// All that is recorded of a context, named.
fn phrase(context: &Context) -> String {
    descriptor::phrase(&descriptor::of_context(context))
}
