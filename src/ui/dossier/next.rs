//! What comes next for a finding, and what the win is worth.

use crate::ledger::frontier::Level;
use crate::ledger::{RateSource, recorded, significant, usd};
use crate::ui::el::{El, el};
use crate::ui::frontier::repeats;
use crate::ui::marks::{by_default, or_not_recorded, tokens};
use crate::ui::page::Page;

use super::{Facts, Subject, part};

pub fn lever(page: Page, subject: Subject<'_>) -> El {
    let finding = &subject.row.finding;
    let mut facts = Facts::default();
    facts.push("Lever", or_not_recorded(finding.next_lever.as_deref()));
    facts.push("Unlock", or_not_recorded(finding.next_unlock.as_deref()));
    facts.push("Gate", or_not_recorded(finding.next_gate.as_deref()));
    let level = |text: Option<&str>, is_default: bool| {
        el("span").child(Level::of(text).name()).maybe_child(by_default(is_default))
    };
    facts.push("Value", level(finding.next_value.as_deref(), recorded::value_is_default(subject.row)));
    facts.push("Cost", level(finding.next_cost.as_deref(), recorded::cost_is_default(subject.row)));
    facts.text("Where it stands", place(subject).as_deref());
    let repeats = repeats(page, subject.ledger, subject.row);
    part("Next lever", el("div").child(facts.into_el()).children(repeats))
}

/// Its place on the frontier.
fn place(subject: Subject<'_>) -> Option<String> {
    let frontier = &subject.ledger.frontier;
    let is_this = |row: usize| subject.ledger.rows.get(row).is_some_and(|row| row.key == subject.row.key);
    if let Some(lever) = frontier.active.iter().find(|lever| is_this(lever.row)) {
        return Some(format!("{} of {} active. {}", lever.rank, frontier.active.len(), lever.standing.reason()));
    }
    frontier.banked.iter().any(|lever| is_this(lever.row)).then(|| "banked: nothing is left to try".to_owned())
}

pub fn economics(subject: Subject<'_>) -> Option<El> {
    let economics = &subject.row.economics();
    let gain = subject.row.finding.gain.as_ref()?;
    let mut facts = Facts::default();
    facts.text("Tier of the gain", gain.tier.as_deref());
    facts.text("Speedup", gain.speedup.map(|speedup| format!("{}x", significant(speedup, 6))).as_deref());
    let throughput = |value: Option<f64>| value.map(|value| format!("{} tok/s/GPU", significant(value, 6)));
    facts.text("Peak", throughput(gain.tps_gpu_peak).as_deref());
    facts.text("Baseline", throughput(gain.baseline_tps_gpu).as_deref());
    let dollars = |value: Option<f64>| value.map(|value| format!("{} per 1M output tokens", usd(value)));
    facts.text("Cost", dollars(economics.usd_per_1m).as_deref());
    facts.text("Saved", dollars(economics.usd_saved_per_1m).as_deref());
    let hours = economics.gpu_hours_saved_per_1m.map(|hours| format!("{} per 1M output tokens", significant(hours, 4)));
    facts.text("GPU-hours saved", hours.as_deref());
    if economics.usd_per_1m.is_some() {
        facts.push("Rate", rate(subject));
    }
    (!facts.is_empty()).then(|| part("What it is worth", facts.into_el()))
}

fn rate(subject: Subject<'_>) -> String {
    let rate = subject.row.rate;
    let source = match rate.source {
        RateSource::Override => "set for this snapshot".to_owned(),
        RateSource::Hardware(hardware) => {
            let source = subject.ledger.facts.rates.sources.get(hardware.name());
            source.map_or_else(|| format!("cost.yaml, {hardware}"), |source| format!("cost.yaml, {hardware}: {source}"))
        }
        RateSource::FileDefault => "default rate of cost.yaml".to_owned(),
        RateSource::ToolDefault => "default rate".to_owned(),
    };
    let hardware = tokens(&subject.row.hardware).unwrap_or_else(|| "hardware not recorded".to_owned());
    format!("{} per GPU-hour on {hardware}, {source}", usd(rate.usd_per_gpu_hour))
}
