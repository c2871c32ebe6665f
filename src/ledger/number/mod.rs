//! Numbers as text, the same in every view and document.

#[cfg(all(target_arch = "wasm32", feature = "web"))]
mod browser;
#[cfg(not(all(target_arch = "wasm32", feature = "web")))]
mod native;

#[cfg(all(target_arch = "wasm32", feature = "web"))]
use browser::exponential;
#[cfg(not(all(target_arch = "wasm32", feature = "web")))]
use native::exponential;

/// At most `digits` significant digits, without trailing zeros and without an exponent (`1.31`, `0.000012`).
pub fn significant(value: f64, digits: usize) -> String {
    let digits = i32::try_from(digits).unwrap_or(i32::MAX);
    Decimal::of(value).map_or_else(|| unlimited(value), |decimal| decimal.rounded(digits).text(0))
}

/// That many decimals.
pub fn fixed(value: f64, decimals: u8) -> String {
    let decimals = i32::from(decimals);
    Decimal::of(value).map_or_else(
        || unlimited(value),
        |decimal| {
            let digits = decimal.before.saturating_add(decimals);
            decimal.rounded(digits).text(decimals)
        },
    )
}

/// USD with as many decimals as four significant digits take, two at least (`$1.23`, `$0.004567`).
pub fn usd(value: f64) -> String {
    let magnitude = value.abs();
    let sign = if value < 0.0 { "-" } else { "" };
    let amount = if magnitude >= 0.1 || magnitude == 0.0 { fixed(magnitude, 2) } else { significant(magnitude, 4) };
    format!("{sign}${amount}")
}

/// One unit of the last digit of a number as it was written: 0.1 for `1.3`, 0.01 for `1.30`, 0.1 for `13e-1`. None
/// where it is not written in decimal digits.
pub fn last_digit(text: &str) -> Option<f64> {
    let (mantissa, exponent) = text.trim().split_once(['e', 'E']).unwrap_or((text.trim(), "0"));
    let unsigned = mantissa.strip_prefix(['+', '-']).unwrap_or(mantissa);
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = || whole.bytes().chain(decimals.bytes());
    if digits().next().is_none() || !digits().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let power = exponent.parse::<i32>().ok()?.checked_sub(i32::try_from(decimals.len()).ok()?)?;
    Some(10_f64.powi(power)).filter(|unit| unit.is_finite())
}

/// What has no digits.
fn unlimited(value: f64) -> String {
    let name = if value.is_nan() {
        "NaN"
    } else if value < 0.0 {
        "-inf"
    } else {
        "inf"
    };
    name.to_owned()
}

/// The fewest decimal digits that lead back to a number: those by which people write it. It is rounded by them, so that
/// 1.005 is 1.01, whatever is nearest to it in binary.
struct Decimal {
    is_negative: bool,
    /// As ASCII, from the first that is not zero to the last that is not.
    digits: Vec<u8>,
    /// How many of them stand before the point; where that is less than none, how many zeros behind it come first.
    before: i32,
}

impl Decimal {
    /// None where it is not finite.
    fn of(value: f64) -> Option<Self> {
        let text = exponential(value.abs());
        let (digits, exponent) = text.split_once('e').filter(|_| value.is_finite())?;
        let exponent: i32 = exponent.trim_start_matches('+').parse().ok()?;
        let digits = digits.bytes().filter(u8::is_ascii_digit).collect();
        let mut decimal = Self { is_negative: value < 0.0, digits, before: exponent.saturating_add(1) };
        decimal.end();
        Some(decimal)
    }

    /// With that many digits at most, half of the last one rounded up.
    fn rounded(mut self, most: i32) -> Self {
        let Ok(most) = usize::try_from(most) else { return Self { digits: Vec::new(), before: 0, ..self } };
        let is_up = self.digits.get(most).is_some_and(|next| *next >= b'5');
        self.digits.truncate(most);
        if is_up {
            while self.digits.last() == Some(&b'9') {
                self.digits.pop();
            }
            match self.digits.last_mut() {
                Some(last) => *last = last.saturating_add(1),
                None => {
                    self.digits.push(b'1');
                    self.before = self.before.saturating_add(1);
                }
            }
        }
        self.end();
        self
    }

    /// Takes away what the last digits do not say.
    fn end(&mut self) {
        while self.digits.last() == Some(&b'0') {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.before = 0;
        }
    }

    /// With so many decimals, or as many as there are digits for.
    fn text(&self, decimals: i32) -> String {
        let mut text = String::new();
        if self.is_negative && !self.digits.is_empty() {
            text.push('-');
        }
        let digit = |place: i32| usize::try_from(place).ok().and_then(|place| self.digits.get(place));
        let whole = self.before.max(1);
        let count = i32::try_from(self.digits.len()).unwrap_or(i32::MAX).max(self.before.saturating_add(decimals));
        for place in self.before.saturating_sub(whole)..count {
            if place == self.before {
                text.push('.');
            }
            text.push(digit(place).copied().map_or('0', char::from));
        }
        text
    }
}

/// Numbers and the digits of each, here and in a browser.
#[doc(hidden)]
pub const EXAMPLES: [(f64, &str); 8] = [
    (0.0, "0"),
    (-2.5, "-2.5"),
    (0.1, "0.1"),
    (1.005, "1.005"),
    (1e-7, "0.0000001"),
    (1.234_567_890_123_456_7e21, "1234567890123456800000"),
    (9_007_199_254_740_993.0, "9007199254740992"),
    (2.225_073_858_507_201_4e-5, "0.000022250738585072014"),
];

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
            (0.099_999_96, "0.1"),
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
        assert_eq!(usd(0.099_999), "$0.1");
        assert_eq!(usd(1234.0), "$1234.00");
    }

    #[test]
    fn half_of_the_last_digit_is_rounded_up_as_people_do_it() {
        for (value, text) in [(1.005, "1.01"), (0.125, "0.13"), (-0.125, "-0.13"), (2.675, "2.68"), (99.995, "100.00")]
        {
            assert_eq!(fixed(value, 2), text);
        }
        assert_eq!(significant(1.125, 3), "1.13");
        assert_eq!([1.04, 10.04].map(|value| significant(value, 3)), ["1.04", "10"]);
    }

    #[test]
    fn what_is_less_than_the_decimals_show_is_zero_without_a_sign() {
        for (value, text) in [(0.004, "0.00"), (0.005, "0.01"), (0.000_4, "0.00"), (-0.001, "0.00"), (0.0, "0.00")] {
            assert_eq!(fixed(value, 2), text);
        }
        assert_eq!(["0", "1", "1236"].map(str::to_owned), [0.4, 0.5, 1235.5].map(|value| fixed(value, 0)));
    }

    #[test]
    fn zero_has_no_sign_and_what_is_not_finite_has_no_digits() {
        assert_eq!(significant(-0.0, 6), "0");
        assert_eq!(significant(f64::INFINITY, 6), "inf");
        assert_eq!(significant(f64::NEG_INFINITY, 6), "-inf");
        assert_eq!(fixed(f64::NAN, 2), "NaN");
    }

    #[test]
    fn the_last_digit_is_that_of_the_writing() {
        for (text, unit) in [
            ("1.3", 0.1),
            (" 1.30 ", 0.01),
            ("13e-1", 0.1),
            ("1.30E+1", 0.1),
            ("2", 1.0),
            ("2.", 1.0),
            (".5", 0.1),
            ("-1.25", 0.01),
            ("1e2", 100.0),
        ] {
            let found = last_digit(text).expect(text);
            assert!((found - unit).abs() <= unit * 1e-12, "{text}: {found}");
        }
        for text in ["", "0x1F", "1_000", "fast", ".inf", "nan", "1e999"] {
            assert_eq!(last_digit(text), None, "{text}");
        }
    }

    #[test]
    fn all_digits_are_those_of_the_number() {
        for (value, text) in EXAMPLES {
            assert_eq!(significant(value, usize::MAX), text);
        }
    }
}
