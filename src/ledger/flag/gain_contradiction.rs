//! A throughput speedup that is not the ratio of its own throughputs.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::bundle::Gain;
use crate::ledger::number::{last_digit, significant};

pub const RULE: Rule = Rule {
    code: "gain-contradiction",
    severity: Severity::Error,
    means: "The tier is throughput, and the speedup is off the ratio of the throughputs by more than 2 % and by more \
            than its last written digit.",
    why: "One of the three numbers is wrong, and the frontier and the economics rest on them.",
    fix: "Correct speedup, tps_gpu_peak or baseline_tps_gpu in gain so that the speedup is their ratio.",
    check: Check::Finding(check),
};

/// The share of the ratio that rounding of the throughputs may account for.
const TOLERANCE: f64 = 0.02;
/// What binary fractions may be off by: 1.4 - 1.3 is not exactly one digit of 1.3.
const ROUNDING: f64 = 1e-9;

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let contradiction = subject.row.finding.gain.as_ref().and_then(contradiction);
    contradiction.map(|message| subject.on_field("gain.speedup", message)).into_iter().collect()
}

fn contradiction(gain: &Gain) -> Option<String> {
    if gain.tier.as_deref() != Some("throughput") {
        return None;
    }
    let finite = |number: Option<f64>| number.filter(|number| number.is_finite());
    let speedup = finite(gain.speedup)?;
    let peak = finite(gain.tps_gpu_peak)?;
    let baseline = finite(gain.baseline_tps_gpu).filter(|baseline| *baseline > 0.0)?;
    let ratio = peak / baseline;
    let is_within = |allowed: f64| (speedup - ratio).abs() <= allowed + ROUNDING * ratio.abs();
    let digit = || {
        let written = gain.speedup_text.as_deref().and_then(last_digit);
        written.or_else(|| last_digit(&significant(speedup, usize::MAX))).unwrap_or_default()
    };
    if is_within(TOLERANCE * ratio.abs()) || is_within(digit()) {
        return None;
    }
    let text = |number| significant(number, 6);
    Some(format!(
        "The speedup is {}, and tps_gpu_peak over baseline_tps_gpu is {} / {} = {}.",
        text(speedup),
        text(peak),
        text(baseline),
        significant(ratio, 4),
    ))
}

#[cfg(test)]
mod tests {
    use crate::bundle::Gain;
    use crate::ledger::flag::testing::{Case, raised};

    fn gain(speedup: &str, peak: f64, baseline: f64) -> Gain {
        Gain {
            tier: Some("throughput".into()),
            speedup: speedup.parse().ok(),
            speedup_text: Some(speedup.into()),
            tps_gpu_peak: Some(peak),
            baseline_tps_gpu: Some(baseline),
        }
    }

    fn case(gain: Gain) -> Case {
        Case::done().finding(|finding| finding.gain = Some(gain))
    }

    fn contradicts(speedup: &str, peak: f64, baseline: f64) -> bool {
        !raised("gain-contradiction", &case(gain(speedup, peak, baseline))).is_empty()
    }

    #[test]
    fn both_figures_are_shown() {
        let flags = raised("gain-contradiction", &case(gain("1.50", 300.0, 250.0)));
        assert_eq!(flags.len(), 1);
        assert_eq!(flags[0].message, "The speedup is 1.5, and tps_gpu_peak over baseline_tps_gpu is 300 / 250 = 1.2.");
        assert_eq!(flags[0].field.as_deref(), Some("gain.speedup"));
    }

    #[test]
    fn two_percent_and_the_last_written_digit_are_forgiven() {
        assert!(!contradicts("1.31", 540.0, 412.0));
        assert!(!contradicts("1.224", 300.0, 250.0), "exactly 2 %");
        assert!(contradicts("1.225", 300.0, 250.0), "over 2 % and over 0.001");
        assert!(!contradicts("1.3", 350.0, 250.0), "one digit of 1.3 below 1.4");
        assert!(!contradicts("1.3", 300.0, 250.0), "one digit of 1.3 above 1.2");
        assert!(contradicts("1.30", 350.0, 250.0), "ten digits of 1.30");
        assert!(!contradicts("2", 250.0, 250.0), "one digit of 2");
        assert!(contradicts("0.8", 250.0, 200.0), "a loss against a gain");
    }

    #[test]
    fn only_a_throughput_gain_with_three_numbers_can_contradict_itself() {
        let wrong = gain("3.00", 300.0, 250.0);
        for gain in [
            Gain { tier: Some("latency".into()), ..wrong.clone() },
            Gain { tier: None, ..wrong.clone() },
            Gain { speedup: None, ..wrong.clone() },
            Gain { tps_gpu_peak: None, ..wrong.clone() },
            Gain { baseline_tps_gpu: Some(0.0), ..wrong.clone() },
            Gain { tps_gpu_peak: Some(f64::INFINITY), ..wrong.clone() },
            Gain { speedup: Some(f64::NAN), ..wrong.clone() },
        ] {
            assert!(raised("gain-contradiction", &case(gain.clone())).is_empty(), "{gain:?}");
        }
    }

    #[test]
    fn a_speedup_whose_writing_is_not_known_has_the_digits_that_it_needs() {
        let unwritten = |speedup| Gain { speedup: Some(speedup), speedup_text: None, ..gain("", 300.0, 250.0) };
        assert_eq!(raised("gain-contradiction", &case(unwritten(2.0))).len(), 0);
        assert_eq!(raised("gain-contradiction", &case(unwritten(2.5))).len(), 1);
    }

    #[test]
    fn a_ratio_of_nothing_to_nothing_contradicts_nothing() {
        assert!(!contradicts("1.5", 0.0, 0.0));
        assert!(contradicts("1.5", 0.0, 250.0), "no throughput at all is no gain");
    }

    #[test]
    fn what_binary_fractions_are_off_by_is_forgiven_at_any_size() {
        assert!(!contradicts("980000", 700_000.0, 0.7), "exactly 2 % below a million");
        assert!(contradicts("979998", 700_000.0, 0.7), "two units further");
    }
}
