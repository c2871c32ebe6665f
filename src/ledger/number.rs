//! Numbers as text, the same in every view and document.

/// At most `digits` significant digits, without trailing zeros and without an exponent (`1.31`, `0.000012`).
pub fn significant(value: f64, digits: usize) -> String {
    if value == 0.0 || !value.is_finite() {
        return if value == 0.0 { "0".to_owned() } else { value.to_string() };
    }
    // How many digits stand before the point; below one, how many zeros behind it, less than none.
    let (mut before, mut magnitude) = (0_i32, value.abs());
    while magnitude >= 1.0 {
        magnitude /= 10.0;
        before = before.saturating_add(1);
    }
    while magnitude < 0.1 {
        magnitude *= 10.0;
        before = before.saturating_sub(1);
    }
    let digits = i32::try_from(digits).unwrap_or(i32::MAX);
    match usize::try_from(digits.saturating_sub(before)) {
        Ok(decimals) => {
            let text = format!("{value:.decimals$}");
            if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
        }
        Err(_) => {
            let unit = 10_f64.powi(before.saturating_sub(digits));
            format!("{:.0}", (value / unit).round() * unit)
        }
    }
}

/// USD with as many decimals as four significant digits take, two at least (`$1.23`, `$0.004567`).
pub fn usd(value: f64) -> String {
    let magnitude = value.abs();
    let sign = if value < 0.0 { "-" } else { "" };
    if magnitude >= 0.1 || magnitude == 0.0 {
        return format!("{sign}${magnitude:.2}");
    }
    format!("{sign}${}", significant(magnitude, 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trailing_zeros_go_and_six_digits_stay() {
        for (value, text) in [
            (1.5, "1.5"),
            (1.0, "1"),
            (1.310_679_6, "1.31068"),
            (0.7, "0.7"),
            (1_234_567.0, "1234570"),
            (999_999.9, "1000000"),
            (0.000_012_3, "0.0000123"),
            (-2.50, "-2.5"),
            (0.0, "0"),
        ] {
            assert_eq!(significant(value, 6), text);
        }
    }

    #[test]
    fn money_keeps_its_small_amounts() {
        assert_eq!(usd(4.4239), "$4.42");
        assert_eq!(usd(0.004_567_8), "$0.004568");
        assert_eq!(usd(-1.5), "-$1.50");
        assert_eq!(usd(0.0), "$0.00");
    }

    #[test]
    fn zero_has_no_sign_and_what_is_not_finite_has_no_digits() {
        assert_eq!(significant(-0.0, 6), "0");
        assert_eq!(significant(f64::INFINITY, 6), "inf");
        assert_eq!(significant(f64::NAN, 6), "NaN");
    }
}
