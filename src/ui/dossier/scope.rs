//! Where a finding holds, what its hardware can do at most, and how it is kept.

use crate::bundle::{ByName, Ceiling};
use crate::ledger::portability::{Cell, models_of};
use crate::ledger::{ceilings_of, significant};
use crate::ui::el::{El, el};
use crate::ui::marks::{heard, id, or_not_recorded};
use crate::ui::portability::stated;

use super::{Facts, Subject, part};

/// Where a finding holds: model by model, then in the registry's words.
pub fn scope(subject: Subject<'_>) -> Option<El> {
    let finding = &subject.row.finding;
    let mut facts = Facts::default();
    facts.text("Applies to", finding.applies_to.as_deref());
    if let Some(applicability) = &finding.applicability {
        facts.text("Architecture", applicability.architecture.as_deref());
        facts.text("Size", applicability.size.as_deref());
        facts.text("Reasoning", applicability.reasoning.as_deref());
        facts.text("Quant", applicability.quant.as_deref());
        facts.text("Parallelism", applicability.parallelism.as_deref());
        facts.text("Workload", applicability.workload.as_deref());
        facts.text("Concurrency", applicability.concurrency.as_deref());
        facts.text("Not for", applicability.not_for.as_deref());
    }
    let models = models(subject);
    (models.is_some() || !facts.is_empty())
        .then(|| part("Where it holds", el("div").maybe_child(models).child(facts.into_el())))
}

/// Each model that the finding names; one that stands in several lists shows all of them, the one that counts first.
fn models(subject: Subject<'_>) -> Option<El> {
    let models = models_of(&subject.row.finding);
    let row = |(name, cell): &(&str, Cell)| {
        let name = el("th").attr("scope", "row").child((*name).to_owned());
        el("tr").child(name).child(el("td").children(stated(cell, subject.row)))
    };
    (!models.is_empty()).then(|| {
        el("table")
            .class("models")
            .child(el("caption").child(heard("Models")))
            .child(el("tbody").children(models.iter().map(row)))
    })
}

/// The ceilings of the one hardware token that the finding has.
pub fn ceilings(subject: Subject<'_>) -> Option<El> {
    let [hardware] = &*subject.row.hardware else { return None };
    let entries = ceilings_of(&subject.ledger.facts.ceilings, *hardware);
    let items: Vec<El> = entries.flat_map(|(key, metrics)| rows(key, metrics)).collect();
    let count = items.len();
    (count > 0).then(|| {
        let list = el("ul").class("plain").children(items);
        let summary = el("summary").child(format!("{count} of {hardware}"));
        part("Ceilings", el("details").class("more").child(summary).child(list)).attr("data-screen", "")
    })
}

fn rows(key: &str, metrics: &ByName<Ceiling>) -> Vec<El> {
    let row = |(metric, ceiling): (&String, &Ceiling)| {
        let notes = [&ceiling.source, &ceiling.notes].into_iter().flatten().cloned().collect::<Vec<_>>().join(". ");
        el("li")
            .child(id(format!("{key}.{metric}")))
            .child(format!(" {} {}", significant(ceiling.value, 6), ceiling.units))
            .maybe_child((!notes.is_empty()).then(|| el("span").class("sub").child(notes)))
    };
    metrics.iter().map(row).collect()
}

pub fn record(subject: Subject<'_>) -> El {
    let finding = &subject.row.finding;
    let mut facts = Facts::default();
    facts.push("Lifecycle", or_not_recorded(finding.lifecycle.as_deref()));
    facts.push("Baseline", or_not_recorded(finding.baseline.as_deref()));
    facts.text("Baseline group", subject.row.baseline_group.as_deref());
    facts.push("Hardware", or_not_recorded(finding.hardware.as_deref()));
    facts.push("Readiness", or_not_recorded(finding.deploy_readiness.as_deref()));
    facts.text("Reopen if", finding.reopen_if.as_deref());
    facts.push("Reviewed", or_not_recorded(finding.updated.as_deref()));
    if finding.finding_baseline_check == Some(false) {
        facts.push("Baseline check", "off for this finding");
    }
    facts.push("Registry", format!("{}, line {}", subject.ledger.facts.registry.file, finding.line));
    part("Record", facts.into_el())
}
