//! What an unquoted scalar is: null, a truth value, a number or a text, by the rules under which the YAML library reads a
//! value whose type nobody names.

use super::node::Value;

pub fn of(text: &str) -> Value {
    if matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        return Value::Null;
    }
    if let Some(truth) = truth(text) {
        return Value::Bool(truth, text.to_owned());
    }
    if is_number(text) { Value::Number(text.to_owned()) } else { Value::Text(text.to_owned()) }
}

/// YAML 1.1's words, in any case.
fn truth(text: &str) -> Option<bool> {
    const LONGEST: usize = 5;
    let is = |words: [&str; 4]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if text.len() > LONGEST {
        return None;
    }
    if is(["true", "yes", "y", "on"]) {
        return Some(true);
    }
    is(["false", "no", "n", "off"]).then_some(false)
}

/// A finite number. Those that are not finite are texts.
fn is_number(text: &str) -> bool {
    let starts_as_one = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
    starts_as_one && (is_whole(text) || text.parse().is_ok_and(f64::is_finite))
}

/// A whole number of 64 bits, with a radix or underscores between its digits. A decimal one does not start with a zero.
fn is_whole(text: &str) -> bool {
    let is_negative = text.starts_with('-');
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (radix, digits) = match unsigned.get(..2) {
        Some("0x" | "0X") => (16, unsigned.get(2..).unwrap_or_default()),
        Some("0o" | "0O") => (8, unsigned.get(2..).unwrap_or_default()),
        Some("0b" | "0B") => (2, unsigned.get(2..).unwrap_or_default()),
        _ => (10, unsigned),
    };
    if radix == 10 && digits != "0" && digits.starts_with('0') {
        return false;
    }
    let is_part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_digit(radix));
    if !digits.split('_').all(is_part) {
        return false;
    }
    let magnitude = u64::from_str_radix(&digits.replace('_', ""), radix);
    magnitude.is_ok_and(|magnitude| !is_negative || magnitude <= i64::MIN.unsigned_abs())
}
