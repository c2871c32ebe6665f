//! Findings side by side: what they record, where they differ, and a ratio only where there can be one.

mod field;
mod ratio;

pub use field::Field;
pub use ratio::Ratio;

use crate::bundle::Measurement;

use super::text::said;
use super::{Facts, Row};

/// Findings side by side, the first one being what others are held against.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    pub fields: Vec<Field>,
    /// For each finding after the first at least one: one for each metric in common, drawn or refused.
    pub ratios: Vec<Ratio>,
}

/// The findings side by side, in the order given.
pub fn compare(rows: &[&Row], facts: &Facts) -> Comparison {
    let ratios = match rows {
        [first, others @ ..] => (1..).zip(others).flat_map(|(other, row)| ratio::ratios(first, other, row)).collect(),
        [] => Vec::new(),
    };
    Comparison { fields: field::fields(rows, facts), ratios }
}

fn metric(measurement: &Measurement) -> Option<&str> {
    said(measurement.metric.as_deref())
}

#[cfg(test)]
fn comparison(changes: &[fn(&mut crate::bundle::Finding)]) -> Comparison {
    let ledger = super::flag::testing::Case::each(changes).ledger();
    compare(&ledger.rows.iter().collect::<Vec<_>>(), &ledger.facts)
}
