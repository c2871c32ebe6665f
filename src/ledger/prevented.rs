//! What a closed negative is worth: the spend that nobody has to make again. Only what is recorded; nothing is summed
//! over findings.

use super::{Economics, Level, Row, recorded};

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
        let Economics { usd_saved_per_1m, gpu_hours_saved_per_1m, .. } = row.economics;
        let lost = |saved: Option<f64>| saved.filter(|saved| *saved < 0.0).map(f64::abs);
        let effort = (!recorded::cost_is_default(row)).then(|| Level::of(row.finding.next_cost.as_deref()));
        Self {
            usd_per_1m: lost(usd_saved_per_1m),
            gpu_hours_per_1m: lost(gpu_hours_saved_per_1m),
            effort,
            campaigns: row.found().count(),
        }
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
    fn an_effort_is_said_only_where_it_is_recorded() {
        let with = |cost: Option<&str>| {
            let cost = cost.map(str::to_owned);
            Prevented::by(&Case::done().finding(|finding| finding.next_cost = cost).ledger().rows[0]).effort
        };
        assert_eq!(with(None), None);
        assert_eq!(with(Some(" ")), None);
        assert_eq!(with(Some("High")), Some(Level::High));
    }
}
