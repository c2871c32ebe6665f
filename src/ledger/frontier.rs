//! The grind frontier: the next levers, ranked.

use std::cmp::Ordering;

use super::text::said;
use super::{Lifecycle, Row, recorded, significant};

/// The start of a lever that is banked: nothing is left to try, and what follows says why.
const EXHAUSTED: &str = "frontier-exhausted";

/// Every finding's lever, each in exactly one list. Rows are named by their place in the ledger.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Frontier {
    /// What can be tried next, the best first.
    pub active: Vec<Lever>,
    /// Exhausted ones, in the same order.
    pub banked: Vec<Lever>,
    /// The rows without a lever, in registry order.
    pub missing: Vec<usize>,
}

/// One lever.
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    /// From 1, within its list.
    pub rank: usize,
    pub row: usize,
    pub standing: Standing,
    /// `1.31x thr`, or the next_value where there is no speedup.
    pub gain_label: String,
}

impl Lever {
    /// Whether the label is a speedup, not a next_value in its place.
    pub fn is_gain(&self) -> bool {
        self.gain_label != self.standing.value.name()
    }

    /// Whether the label is a next_value that nobody recorded.
    pub fn is_value_by_default(&self, row: &Row) -> bool {
        !self.is_gain() && recorded::value_is_default(row)
    }
}

/// What a lever is ranked by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// The speedup, where it is finite and the tier is throughput or latency.
    pub speedup: Option<f64>,
    pub value: Value,
    pub lifecycle: Lifecycle,
}

/// `next_value`, the most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    High,
    Med,
    Low,
}

impl Value {
    pub fn name(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Med => "med",
            Self::Low => "low",
        }
    }

    /// Any case; absent, blank or anything else is med.
    pub fn of(text: Option<&str>) -> Self {
        match text.map(|text| text.trim().to_ascii_lowercase()).as_deref() {
            Some("high") => Self::High,
            Some("low") => Self::Low,
            _ => Self::Med,
        }
    }
}

impl Standing {
    pub fn of(row: &Row) -> Self {
        let gain = row.finding.gain.as_ref();
        let ranks = gain.is_some_and(|gain| matches!(gain.tier.as_deref(), Some("throughput" | "latency")));
        Self {
            speedup: gain.and_then(|gain| gain.speedup).filter(|speedup| ranks && speedup.is_finite()),
            value: Value::of(row.finding.next_value.as_deref()),
            lifecycle: row.lifecycle,
        }
    }

    fn order(&self, other: &Self) -> Ordering {
        let by_gain = match (self.speedup, other.speedup) {
            (Some(mine), Some(others)) => others.total_cmp(&mine),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        by_gain.then(self.value.cmp(&other.value)).then(self.lifecycle.cmp(&other.lifecycle))
    }

    /// Why it stands where it stands, as a sentence.
    pub fn reason(&self) -> String {
        let lifecycle = self.lifecycle.title().to_lowercase();
        match self.speedup {
            Some(speedup) => format!(
                "By gain: {}x on this finding. Ties go by value ({}), then lifecycle ({lifecycle}).",
                significant(speedup, 6),
                self.value.name()
            ),
            None => format!(
                "Behind every measured gain, by value ({}), then lifecycle ({lifecycle}): this finding has no \
                 throughput or latency speedup.",
                self.value.name()
            ),
        }
    }
}

impl Frontier {
    pub fn of(rows: &[Row]) -> Self {
        let mut frontier = Self::default();
        for (index, row) in rows.iter().enumerate() {
            let Some(lever) = lever(row) else {
                frontier.missing.push(index);
                continue;
            };
            let entry = Lever { rank: 0, row: index, standing: Standing::of(row), gain_label: gain_label(row) };
            if is_exhausted(lever) { frontier.banked.push(entry) } else { frontier.active.push(entry) }
        }
        rank(&mut frontier.active);
        rank(&mut frontier.banked);
        frontier
    }
}

fn rank(levers: &mut [Lever]) {
    levers.sort_by(|a, b| a.standing.order(&b.standing).then(a.row.cmp(&b.row)));
    for (rank, lever) in (1..).zip(levers) {
        lever.rank = rank;
    }
}

/// The row's next lever, where it names one.
pub fn lever(row: &Row) -> Option<&str> {
    said(row.finding.next_lever.as_deref())
}

/// Whether a lever is banked.
pub fn is_exhausted(lever: &str) -> bool {
    after_exhausted(lever).is_some()
}

/// What a banked lever says behind `frontier-exhausted`; none for an active one.
pub fn after_exhausted(lever: &str) -> Option<&str> {
    let lever = lever.trim_start();
    let start = lever.get(..EXHAUSTED.len())?;
    start.eq_ignore_ascii_case(EXHAUSTED).then(|| lever.get(EXHAUSTED.len()..)).flatten()
}

fn gain_label(row: &Row) -> String {
    let gain = row.finding.gain.as_ref();
    let Some(speedup) = gain.and_then(|gain| gain.speedup).filter(|speedup| speedup.is_finite()) else {
        return Value::of(row.finding.next_value.as_deref()).name().to_owned();
    };
    let tier = match gain.and_then(|gain| gain.tier.as_deref()) {
        Some("throughput") => " thr",
        Some("latency") => " lat",
        Some("capacity") => " cap",
        Some("enablement") => " enb",
        _ => "",
    };
    format!("{}x{tier}", significant(speedup, 6))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Bundle, Finding, Gain};
    use crate::ledger::flag::testing::bundle;
    use crate::ledger::{Ledger, Options};

    fn finding(id: &str, lever: Option<&str>, change: impl FnOnce(&mut Finding)) -> Finding {
        let mut finding = Finding {
            id: Some(id.to_owned()),
            lifecycle: Some("done".to_owned()),
            next_lever: lever.map(str::to_owned),
            ..Finding::default()
        };
        change(&mut finding);
        finding
    }

    fn gains(finding: &mut Finding, tier: &str, speedup: f64) {
        let tier = Some(tier.to_owned()).filter(|tier| !tier.is_empty());
        finding.gain = Some(Gain { tier, speedup: Some(speedup), ..Gain::default() });
    }

    fn ledger(findings: Vec<Finding>) -> Ledger {
        let findings = (1..).zip(findings).map(|(position, finding)| Finding { position, ..finding }).collect();
        Ledger::compute(Bundle { findings, ..bundle() }, None, Options::default())
    }

    fn keys<'a>(ledger: &'a Ledger, levers: &[Lever]) -> Vec<&'a str> {
        levers.iter().map(|lever| ledger.rows[lever.row].key.as_str()).collect()
    }

    #[test]
    fn gain_ranks_before_value_before_lifecycle_before_place() {
        let ledger = ledger(vec![
            finding("med", Some("x"), |_| ()),
            finding("low", Some("x"), |f| f.next_value = Some("LOW".into())),
            finding("high-later", Some("x"), |f| {
                f.next_value = Some("High".into());
                f.lifecycle = Some("not_done".into());
            }),
            finding("high", Some("x"), |f| f.next_value = Some("high".into())),
            finding("capacity", Some("x"), |f| gains(f, "capacity", 9.0)),
            finding("throughput", Some("x"), |f| gains(f, "throughput", 1.2)),
            finding("latency", Some("x"), |f| gains(f, "latency", 1.3)),
            finding("not-finite", Some("x"), |f| gains(f, "latency", f64::INFINITY)),
        ]);
        assert_eq!(
            keys(&ledger, &ledger.frontier.active),
            ["latency", "throughput", "high", "high-later", "med", "capacity", "not-finite", "low"]
        );
        let ranks: Vec<usize> = ledger.frontier.active.iter().map(|lever| lever.rank).collect();
        assert_eq!(ranks, [1, 2, 3, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn an_exhausted_lever_is_banked_and_a_blank_one_is_missing() {
        let ledger = ledger(vec![
            finding("banked", Some(" Frontier-EXHAUSTED: at the HBM roof"), |f| gains(f, "throughput", 3.0)),
            finding("active", Some("try frontier-exhausted paths"), |_| ()),
            finding("blank", Some("  "), |_| ()),
            finding("none", None, |_| ()),
            finding("unknown", Some("unknown"), |_| ()),
        ]);
        assert_eq!(keys(&ledger, &ledger.frontier.active), ["active"]);
        assert_eq!(keys(&ledger, &ledger.frontier.banked), ["banked"]);
        assert_eq!(ledger.frontier.missing, [2, 3, 4]);
    }

    #[test]
    fn a_label_says_the_gain_or_the_value() {
        let label = |change: fn(&mut Finding)| {
            let ledger = ledger(vec![finding("a", Some("x"), change)]);
            ledger.frontier.active[0].gain_label.clone()
        };
        assert_eq!(label(|f| gains(f, "throughput", 1.31)), "1.31x thr");
        assert_eq!(label(|f| gains(f, "latency", 1.3456789)), "1.34568x lat");
        assert_eq!(label(|f| gains(f, "capacity", 2.0)), "2x cap");
        assert_eq!(label(|f| gains(f, "enablement", 1.10)), "1.1x enb");
        assert_eq!(label(|f| gains(f, "", 1.5)), "1.5x");
        assert_eq!(label(|f| f.next_value = Some("HIGH".into())), "high");
        assert_eq!(label(|f| f.next_value = Some("huge".into())), "med");
        assert_eq!(label(|_| ()), "med");
    }
}
