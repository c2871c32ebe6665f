//! What a closed negative is worth: the spend that nobody has to make again. Only what is recorded; nothing is summed
//! over findings.

use super::{Economics, Level, Row, recorded, significant, usd};

/// The spend that a closed negative prevents.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prevented {
    /// USD per 1M output tokens by which it costs more than its baseline; none where it costs no more, or a throughput
    /// is missing.
    pub usd_per_1m: Option<f64>,
    /// GPU-hours per 1M output tokens, likewise.
    pub gpu_hours_per_1m: Option<f64>,
    /// The effort of trying it, where the registry records one.
    pub effort: Option<Level>,
    /// The campaigns that measured it, each once: what it took to know.
    pub campaigns: usize,
}

impl Prevented {
    pub fn by(row: &Row) -> Self {
        let Economics { usd_saved_per_1m, gpu_hours_saved_per_1m, .. } = row.economics();
        let lost = |saved: Option<f64>| saved.filter(|saved| *saved < 0.0).map(f64::abs);
        let effort = (!recorded::cost_is_default(row)).then(|| Level::of(row.finding.next_cost.as_deref()));
        Self {
            usd_per_1m: lost(usd_saved_per_1m),
            gpu_hours_per_1m: lost(gpu_hours_saved_per_1m),
            effort,
            campaigns: row.found().count(),
        }
    }

    /// That in words, with its unit and whether a figure rests on a default rate; none where nothing is recorded.
    pub fn said(row: &Row) -> Option<String> {
        let Self { usd_per_1m, gpu_hours_per_1m, effort, campaigns } = Self::by(row);
        let rate = if row.rate.is_default() { ", default rate" } else { "" };
        let running = usd_per_1m.zip(gpu_hours_per_1m).map(|(dollars, hours)| {
            let hours = significant(hours, 3);
            format!("{} more per 1M output tokens than its baseline ({hours} GPU-hours{rate})", usd(dollars))
        });
        let plural = if campaigns == 1 { "campaign that needs" } else { "campaigns that need" };
        let measured = (campaigns > 0).then(|| format!("{campaigns} {plural} no second run"));
        let effort = effort.map(|effort| format!("effort {}", effort.name()));
        let parts: Vec<String> = [running, measured, effort].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Gain;
    use crate::ledger::flag::testing::Case;

    fn prevented(peak: f64, baseline: f64) -> Prevented {
        let gain = Gain { tps_gpu_peak: Some(peak), baseline_tps_gpu: Some(baseline), ..Gain::default() };
        let case = Case::done().lifecycle("closed_negative").finding(|finding| finding.gain = Some(gain));
        Prevented::by(&case.ledger().rows[0])
    }

    #[test]
    fn a_loss_is_what_running_it_would_cost_more() {
        let lost = prevented(500.0, 1000.0);
        let hours = lost.gpu_hours_per_1m.expect("hours");
        assert!((hours - 1e6 / 3600.0 * (1.0 / 500.0 - 1.0 / 1000.0)).abs() < 1e-9, "{hours}");
        assert!(lost.usd_per_1m.is_some_and(|usd| usd > 0.0));
        assert_eq!(lost.campaigns, 1);
    }

    #[test]
    fn what_was_no_slower_prevents_no_running_cost() {
        let none = prevented(1000.0, 900.0);
        assert_eq!((none.usd_per_1m, none.gpu_hours_per_1m), (None, None));
    }

    #[test]
    fn it_is_said_with_units_or_not_at_all() {
        let said = |change: fn(&mut crate::bundle::Finding)| {
            Prevented::said(&Case::done().lifecycle("closed_negative").finding(change).ledger().rows[0])
        };
        let lost = said(|finding| {
            let (peak, baseline) = (Some(500.0), Some(1000.0));
            finding.gain = Some(Gain { tps_gpu_peak: peak, baseline_tps_gpu: baseline, ..Gain::default() });
            finding.next_cost = Some("high".into());
        });
        let lost = lost.expect("words");
        for part in
            ["more per 1M output tokens", "(0.278 GPU-hours", "1 campaign that needs no second run", "effort high"]
        {
            assert!(lost.contains(part), "{part} in {lost}");
        }
        let nothing = |finding: &mut crate::bundle::Finding| {
            finding.gain = None;
            finding.campaign_ids.clear();
        };
        assert_eq!(said(nothing), None);
    }

    #[test]
    fn an_effort_is_said_only_where_it_is_recorded() {
        let with = |cost: Option<&str>| {
            let cost = cost.map(str::to_owned);
            Prevented::by(&Case::done().finding(|finding| finding.next_cost = cost.map(Into::into)).ledger().rows[0])
                .effort
        };
        assert_eq!(with(None), None);
        assert_eq!(with(Some(" ")), None);
        assert_eq!(with(Some("High")), Some(Level::High));
    }

    #[test]
    fn what_cost_the_same_prevents_no_running_cost() {
        let same = prevented(500.0, 500.0);
        assert_eq!((same.usd_per_1m, same.gpu_hours_per_1m), (None, None));
    }
}
