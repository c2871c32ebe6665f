//! By the standard library.

/// The fewest digits that lead back to a number, and its exponent: `1.31e0`.
pub fn exponential(value: f64) -> String {
    format!("{value:e}")
}
