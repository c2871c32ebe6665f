//! Each number of a win with its own full context: several never share one.

use crate::bundle::{Context, Measurement};
use crate::ledger::descriptor::{Group, Term, of_context};
use crate::ledger::measured::contradictions;
use crate::ledger::significant;
use crate::ui::el::{El, Node, el};
use crate::ui::marks::{counted, id, not_recorded, sub};

use super::{Subject, part};

pub fn measurements(subject: Subject<'_>) -> Option<El> {
    let measurements = &subject.row.finding.measurements;
    let each = || measurements.iter().zip(contradictions(subject.row, &subject.ledger.facts));
    (!measurements.is_empty())
        .then(|| part("Measurements", el("div").children(each().map(|(said, against)| measurement(said, against)))))
}

fn measurement(measurement: &Measurement, contradictions: Vec<String>) -> El {
    let unit = measurement.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let number = |value: f64| format!("{}{unit}", significant(value, 6));
    let spread = [
        measurement.trials.map(|trials| counted(usize::try_from(trials).unwrap_or(usize::MAX), "trial")),
        measurement.mean.map(|mean| format!("mean {}", number(mean))),
        measurement.std.map(|std| format!("standard deviation {}", number(std))),
    ];
    let spread: Vec<String> = spread.into_iter().flatten().collect();
    let value = measurement.value.map_or_else(|| not_recorded().into(), |value| Node::from(number(value)));
    let against = measurement.baseline_value.map(|value| format!(" against {}", number(value)));
    let metric = measurement.metric.clone().unwrap_or_else(|| "a metric without a name".to_owned());
    el("div")
        .class("campaign")
        .child(el("h4").child(id(metric)))
        .child(el("p").child(el("b").child(value)).maybe_child(against))
        .maybe_child((!spread.is_empty()).then(|| sub(spread.join(", "))))
        .children(contradictions.into_iter().map(|why| el("p").class("notice").child(why)))
        .child(full("its full context", measurement.context.as_ref()))
        .child(full("its baseline's full context", measurement.baseline_context.as_ref()))
}

fn full(title: &'static str, context: Option<&Context>) -> El {
    let Some(context) = context else { return el("p").class("sub").child(format!("{title}: ")).child(not_recorded()) };
    el("details").class("more").child(el("summary").child(title)).child(terms(&of_context(context)))
}

/// A descriptor, a line a group.
pub fn terms(terms: &[Term]) -> El {
    let line = |group: Group| {
        let said: Vec<String> = terms.iter().filter(|term| term.group == group).map(Term::to_string).collect();
        (!said.is_empty()).then(|| el("p").child(el("b").child(group.title())).child(" ").child(said.join(", ")))
    };
    el("div").class("terms").children(Group::ALL.into_iter().filter_map(line))
}
