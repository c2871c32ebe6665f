//! Numbers in free text that mean something only in a context: those with an `x`, a `%` or a unit.

use super::Hardware;

/// Units as registries write them; a rate is its unit and what it is divided by.
const UNITS: [&str; 43] = [
    "x",
    "X",
    "×",
    "%",
    "percent",
    "tok",
    "tokens",
    "token",
    "ms",
    "s",
    "us",
    "µs",
    "sec",
    "seconds",
    "min",
    "h",
    "TB",
    "GB",
    "MB",
    "KB",
    "GiB",
    "MiB",
    "TiB",
    "TFLOP",
    "TFLOPS",
    "PFLOP",
    "PFLOPS",
    "GFLOP",
    "GFLOPS",
    "req",
    "requests",
    "qps",
    "rps",
    "W",
    "kW",
    "J",
    "kWh",
    "USD",
    "GHz",
    "MHz",
    "points",
    "sequences",
    "GPU-hours",
];

/// What may stand between a number and `tok`.
const QUALIFIERS: [&str; 4] = ["output ", "total ", "decode ", "prefill "];

/// The first number of a text that has an `x`, a `%`, a unit or a `$`, as it is written there. Version numbers,
/// settings (`TP=4`) and counts of hardware (`8x B200`) are none.
pub fn first(text: &str) -> Option<&str> {
    let mut from = 0;
    while let Some(start) = next_digit(text, from) {
        let number = text.get(start..).map_or("", number);
        let end = start.saturating_add(number.len());
        if let Some(quantity) = quantity(text, start, end) {
            return Some(quantity);
        }
        from = end.max(start.saturating_add(1));
    }
    None
}

fn next_digit(text: &str, from: usize) -> Option<usize> {
    let at = text.get(from..)?.bytes().position(|byte| byte.is_ascii_digit())?;
    Some(from.saturating_add(at))
}

/// The digits at the start of a text, with points and commas between them.
fn number(text: &str) -> &str {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit() && !matches!(byte, b'.' | b','));
    text.get(..end.unwrap_or(text.len())).unwrap_or_default().trim_end_matches(['.', ','])
}

fn quantity(text: &str, start: usize, end: usize) -> Option<&str> {
    let before = text.get(..start)?;
    if before.ends_with('$') {
        return text.get(start.saturating_sub(1)..end);
    }
    if is_part_of_a_word(before) {
        return None;
    }
    let behind = text.get(end..)?;
    // A magnitude stands between a number and its unit: `17k tokens`.
    let magnitude = behind.strip_prefix(['k', 'K', 'M']).filter(|rest| rest.starts_with(' '));
    let rest = magnitude.unwrap_or(behind);
    let spaced = rest.strip_prefix(' ').unwrap_or(rest);
    // `540 output tok/s/GPU`: which tokens they are stands between.
    let qualified = QUALIFIERS.iter().find_map(|word| spaced.strip_prefix(word)).filter(|rest| rest.starts_with("tok"));
    let spaced = qualified.unwrap_or(spaced);
    let unit = unit(spaced)?;
    let is_factor = matches!(unit, "x" | "X" | "×");
    if is_factor && (magnitude.is_some() || counts_things(spaced.get(unit.len()..)?)) {
        return None;
    }
    let length = text.len().saturating_sub(spaced.len()).saturating_add(unit.len());
    text.get(start..length)
}

/// A number behind a letter, an `=` or a joined word is a name or a setting: `fp8`, `GLM-5.1`, `c=64`.
fn is_part_of_a_word(before: &str) -> bool {
    let mut back = before.chars().rev();
    match back.next() {
        Some('-') => back.next().is_some_and(char::is_alphanumeric),
        Some(c) => c.is_alphanumeric() || matches!(c, '=' | '_' | '.' | ':'),
        None => false,
    }
}

/// The unit at the start of a text, as a whole word.
fn unit(text: &str) -> Option<&str> {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '=');
    let first = text.bytes().next()?;
    let begins = |unit: &&&str| unit.bytes().next() == Some(first);
    let units = UNITS.iter().filter(begins).filter(|unit| text.strip_prefix(**unit).is_some_and(ends));
    let longest = units.max_by_key(|unit| unit.len())?;
    text.get(..longest.len())
}

/// Whether what follows a factor is hardware, a setting or another number: `8x B200`, `2x TP=4`, `2 x 4`.
fn counts_things(rest: &str) -> bool {
    let word = rest.split_whitespace().next().unwrap_or_default();
    word.contains('=') || word.starts_with(|c: char| c.is_ascii_digit()) || Hardware::is_in(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_with_a_factor_a_percent_sign_or_a_unit_is_one() {
        for (text, quantity) in [
            ("1.31x output tok/s/GPU (412 to 540) at c=64", "1.31x"),
            ("TBD; draft shows 1.40x decode TPOT", "1.40x"),
            ("2x, says the brief", "2x"),
            ("8 % more goodput", "8 %"),
            ("+15% tok/s", "15%"),
            ("TPOT 37.72 to 29.1 ms", "29.1 ms"),
            ("540 tok/s/GPU", "540 tok"),
            ("recall falls by 6.1 points", "6.1 points"),
            ("192 sequences of 17k tokens", "192 sequences"),
            ("holds 17k tokens", "17k tokens"),
            ("reads at 4.1 TB/s", "4.1 TB"),
            ("saves $4.42 per 1M", "$4.42"),
            ("1,024 tokens", "1,024 tokens"),
            ("1.5×", "1.5×"),
            ("a 2 s TTFT limit", "2 s"),
            ("(3.5 TFLOP/s)", "3.5 TFLOP"),
            ("1.31 x faster than tuned vLLM", "1.31 x"),
            ("1.3X decode", "1.3X"),
            ("540 output tok/s/GPU", "540 output tok"),
        ] {
            assert_eq!(first(text), Some(quantity), "{text}");
        }
    }

    #[test]
    fn versions_settings_and_counts_of_hardware_are_none() {
        for text in [
            "",
            "TBD until the first run has finished",
            "vLLM 0.22",
            "best-tuned vLLM 0.22.1 at TP=4, c=64, ISL 4096 / OSL 512",
            "GLM-5.1 sparse",
            "fp8 KV, NVFP4 weights",
            "8x B200 and 2x TP=4",
            "8xB200",
            "2 x TP=4",
            "a 2 x 4 mesh",
            "540 output tiles",
            "fits 2 GPUs instead of 4",
            "744B total, 40B active",
            "since 2026-11-02",
            "step 3000",
            "3 steps",
            "L3 s",
            "0.22 sharp",
            "v1.2",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
    }

    #[test]
    fn later_numbers_count_as_well_and_odd_text_does_no_harm() {
        assert_eq!(first("vLLM 0.22 gives 1.2x"), Some("1.2x"));
        assert_eq!(first("é4é 5é 6 µs"), Some("6 µs"));
        assert_eq!(first("٣ x 4"), None);
        assert_eq!(first("1.."), None);
    }

    #[test]
    fn what_is_found_stands_in_the_text_and_has_a_digit() {
        let pieces = ["1", "0.5", "x", "%", "$", "=", ".", " ", "ms", "é", "B200", ",", "3"];
        for [a, b, c, d] in pieces.iter().flat_map(|a| {
            let threes = pieces.iter().flat_map(|b| pieces.iter().flat_map(|c| pieces.iter().map(|d| [*b, *c, *d])));
            threes.map(|[b, c, d]| [*a, b, c, d])
        }) {
            let text = [a, b, c, d].concat();
            if let Some(found) = first(&text) {
                assert!(text.contains(found) && found.contains(|c: char| c.is_ascii_digit()), "{text:?}: {found:?}");
            }
        }
    }
}
