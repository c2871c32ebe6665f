//! What a win is worth at a GPU-hour rate. Every figure belongs to one finding on one hardware; nothing is summed.

use crate::bundle::{Finding, Rates};

use super::Hardware;

/// USD per GPU-hour where neither `--gpu-hr` nor `cost.yaml` says anything.
pub const DEFAULT_RATE: f64 = 8.60;

const SECONDS_PER_HOUR: f64 = 3600.0;
const TOKENS: f64 = 1e6;

/// Where a rate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateSource {
    /// `--gpu-hr`.
    Override,
    /// `cost.yaml`, for this hardware.
    Hardware(Hardware),
    /// `cost.yaml`'s `default`.
    FileDefault,
    /// [`DEFAULT_RATE`].
    ToolDefault,
}

/// A rate in USD per GPU-hour and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    pub usd_per_gpu_hour: f64,
    pub source: RateSource,
}

impl Rate {
    /// The rate for a finding with these hardware tokens; only exactly one token has a rate of its own.
    pub fn of(hardware: &[Hardware], rates: &Rates, gpu_hr: Option<f64>) -> Self {
        if let Some(usd_per_gpu_hour) = gpu_hr {
            return Self { usd_per_gpu_hour, source: RateSource::Override };
        }
        let of_hardware = match hardware {
            [one] => rates.usd_per_gpu_hour.get(one.name()).map(|rate| (*rate, RateSource::Hardware(*one))),
            _ => None,
        };
        let (usd_per_gpu_hour, source) = of_hardware
            .or_else(|| rates.usd_per_gpu_hour.get("default").map(|rate| (*rate, RateSource::FileDefault)))
            .unwrap_or((DEFAULT_RATE, RateSource::ToolDefault));
        Self { usd_per_gpu_hour, source }
    }

    /// Whether figures at this rate must say that they rest on a default.
    pub fn is_default(self) -> bool {
        matches!(self.source, RateSource::FileDefault | RateSource::ToolDefault)
    }
}

/// The economics of one finding; each figure is none where a throughput that it needs is absent, not finite or not
/// above zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Economics {
    pub rate: Rate,
    /// USD per 1M output tokens at `gain.tps_gpu_peak`.
    pub usd_per_1m: Option<f64>,
    /// USD saved per 1M output tokens against `gain.baseline_tps_gpu`; negative for a loss.
    pub usd_saved_per_1m: Option<f64>,
    /// GPU-hours saved per 1M output tokens.
    pub gpu_hours_saved_per_1m: Option<f64>,
}

impl Economics {
    pub fn of(finding: &Finding, rate: Rate) -> Self {
        let throughput = |value: Option<f64>| value.filter(|v| v.is_finite() && *v > 0.0);
        let gain = finding.gain.as_ref();
        let peak = throughput(gain.and_then(|gain| gain.tps_gpu_peak));
        let baseline = throughput(gain.and_then(|gain| gain.baseline_tps_gpu));
        let hours = |tok_s_gpu: f64| TOKENS / SECONDS_PER_HOUR / tok_s_gpu;
        let usd = |tok_s_gpu: f64| rate.usd_per_gpu_hour / SECONDS_PER_HOUR / tok_s_gpu * TOKENS;
        let finite = |value: f64| value.is_finite().then_some(value);
        let both = baseline.zip(peak);
        Self {
            rate,
            usd_per_1m: peak.and_then(|peak| finite(usd(peak))),
            usd_saved_per_1m: both.and_then(|(baseline, peak)| finite(usd(baseline) - usd(peak))),
            gpu_hours_saved_per_1m: both.and_then(|(baseline, peak)| finite(hours(baseline) - hours(peak))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Gain;

    fn finding(peak: f64, baseline: f64) -> Finding {
        let gain = Gain { tps_gpu_peak: Some(peak), baseline_tps_gpu: Some(baseline), ..Gain::default() };
        Finding { gain: Some(gain), ..Finding::default() }
    }

    fn close(found: Option<f64>, wanted: f64) -> bool {
        found.is_some_and(|found| (found - wanted).abs() < 1e-9)
    }

    #[test]
    fn figures_follow_the_formula() {
        let rate = Rate { usd_per_gpu_hour: 3.6, source: RateSource::Override };
        let economics = Economics::of(&finding(1000.0, 500.0), rate);
        assert!(close(economics.usd_per_1m, 1.0), "{economics:?}");
        assert!(close(economics.usd_saved_per_1m, 1.0), "{economics:?}");
        assert!(close(economics.gpu_hours_saved_per_1m, 1e6 / 3600.0 * (1.0 / 500.0 - 1.0 / 1000.0)));
    }

    #[test]
    fn a_throughput_that_cannot_be_gives_none() {
        let rate = Rate { usd_per_gpu_hour: 1.0, source: RateSource::ToolDefault };
        for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Economics::of(&finding(bad, 500.0), rate).usd_per_1m, None);
            assert_eq!(Economics::of(&finding(500.0, bad), rate).usd_saved_per_1m, None);
        }
    }

    #[test]
    fn only_one_token_has_a_rate_of_its_own() {
        let rates = Rates {
            usd_per_gpu_hour: [("GB300".to_owned(), 9.0), ("default".to_owned(), 2.0)].into_iter().collect(),
            ..Rates::default()
        };
        let rate = |hardware: &[Hardware]| Rate::of(hardware, &rates, None);
        assert_eq!(rate(&[Hardware::Gb300]).source, RateSource::Hardware(Hardware::Gb300));
        assert_eq!(rate(&[Hardware::Gb300, Hardware::B200]).source, RateSource::FileDefault);
        assert_eq!(rate(&[Hardware::H100]).usd_per_gpu_hour, 2.0);
        assert_eq!(Rate::of(&[], &Rates::default(), None).usd_per_gpu_hour, DEFAULT_RATE);
        assert_eq!(Rate::of(&[Hardware::Gb300], &rates, Some(1.0)).source, RateSource::Override);
    }

    #[test]
    fn a_rate_is_a_default_unless_somebody_named_it_for_this_hardware_or_this_run() {
        for (source, is_default) in [
            (RateSource::Override, false),
            (RateSource::Hardware(Hardware::B200), false),
            (RateSource::FileDefault, true),
            (RateSource::ToolDefault, true),
        ] {
            assert_eq!(Rate { usd_per_gpu_hour: 1.0, source }.is_default(), is_default, "{source:?}");
        }
    }
}
