//! The grind frontier: the next levers, ranked.

mod ranking;
mod standing;
mod step;

pub use ranking::Ranking;
pub use standing::{Level, Order, Standing, Term};
pub use step::Step;

use std::cmp::Ordering;

use super::text::said;
use super::{Row, order, recorded, significant};

/// The start of a lever that is banked: nothing is left to try, and what follows says why.
const EXHAUSTED: &str = "frontier-exhausted";

/// Every finding's lever, each in exactly one list. Rows are named by their place in the ledger.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Frontier {
    /// What can be tried next, the largest gain first.
    pub active: Vec<Lever>,
    /// The places in `active`, by value over cost.
    by_value_cost: Vec<usize>,
    /// Exhausted ones, in the same order.
    pub banked: Vec<Lever>,
    /// The rows without a lever, in registry order.
    pub missing: Vec<usize>,
}

/// One lever.
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    /// From 1, within its list, by gain.
    pub rank: usize,
    pub row: usize,
    pub standing: Standing,
}

/// What a lever is labelled with: its speedup, or in its place the next_value.
#[derive(Debug, Clone, Copy)]
pub struct GainLabel<'a> {
    row: &'a Row,
}

impl<'a> GainLabel<'a> {
    /// Of the row that the lever is in.
    pub fn of(row: &'a Row) -> Self {
        Self { row }
    }

    /// Whether it is a speedup, not a next_value.
    pub fn is_gain(self) -> bool {
        self.speedup().is_some()
    }

    /// Whether it is a next_value that nobody recorded.
    pub fn is_value_by_default(self) -> bool {
        !self.is_gain() && recorded::value_is_default(self.row)
    }

    /// `1.31x thr`, or the next_value where there is no speedup.
    pub fn text(self) -> String {
        let Some((speedup, tier)) = self.speedup() else {
            return Level::of(self.row.finding.next_value.as_deref()).name().to_owned();
        };
        let tier = match tier {
            Some("throughput") => " thr",
            Some("latency") => " lat",
            Some("capacity") => " cap",
            Some("enablement") => " enb",
            _ => "",
        };
        format!("{}x{tier}", significant(speedup, 6))
    }

    fn speedup(self) -> Option<(f64, Option<&'a str>)> {
        let gain = self.row.finding.gain.as_ref()?;
        Some((gain.speedup.filter(|speedup| speedup.is_finite())?, gain.tier.as_deref()))
    }
}

impl Frontier {
    /// The levers of those rows, which are in ascending order, by their new places; each keeps its rank.
    #[must_use]
    pub fn of_rows(&self, kept: &[usize]) -> Self {
        let place = |row: usize| kept.binary_search(&row).ok();
        let lever = |lever: &Lever| Some(Lever { row: place(lever.row)?, ..lever.clone() });
        let active: Vec<Lever> = self.active.iter().filter_map(lever).collect();
        Self {
            by_value_cost: by_value_cost(&active),
            active,
            banked: self.banked.iter().filter_map(lever).collect(),
            missing: self.missing.iter().filter_map(|row| place(*row)).collect(),
        }
    }

    /// The active levers in that order, each with its rank in it, from 1.
    pub fn ranked(&self, order: Order) -> impl Iterator<Item = (usize, &Lever)> {
        let place = move |place: usize| match order {
            Order::Gain => Some(place),
            Order::ValueCost => self.by_value_cost.get(place).copied(),
        };
        (0..self.active.len()).filter_map(move |rank| Some((rank.saturating_add(1), self.active.get(place(rank)?)?)))
    }
}

/// The places of active levers by value over cost. They stand by gain, and keep that order where value over cost is equal.
fn by_value_cost(active: &[Lever]) -> Vec<usize> {
    order::of(active.len(), &compared(active, Order::ValueCost))
}

/// Which of two levers stands first, by their places; where an order parts them no further they keep theirs.
fn compared(levers: &[Lever], order: Order) -> impl Fn(usize, usize) -> Ordering {
    move |a, b| match (levers.get(a), levers.get(b)) {
        (Some(a), Some(b)) => a.standing.compare(&b.standing, order),
        _ => Ordering::Equal,
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

/// What stands behind a banked lever as its evidence; none where nothing is said, and for an active one.
pub fn wall(lever: &str) -> Option<&str> {
    let said = after_exhausted(lever)?.trim_start_matches([':', ' ']).trim_end();
    said.contains(char::is_alphanumeric).then_some(said)
}

/// Whether the row's lever is banked with the evidence that nothing is left.
pub fn documents_a_wall(row: &Row) -> bool {
    lever(row).and_then(wall).is_some()
}

/// What a banked lever says behind `frontier-exhausted`; none for an active one.
pub fn after_exhausted(lever: &str) -> Option<&str> {
    let lever = lever.trim_start();
    let start = lever.get(..EXHAUSTED.len())?;
    start.eq_ignore_ascii_case(EXHAUSTED).then(|| lever.get(EXHAUSTED.len()..)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Bundle, Finding, Gain};
    use crate::ledger::flag::testing::bundle;
    use crate::ledger::{Ledger, Options};

    fn finding(id: &str, lever: Option<&str>, change: impl FnOnce(&mut Finding)) -> Box<Finding> {
        let mut finding = Box::new(Finding {
            id: Some(id.into()),
            lifecycle: Some("done".into()),
            next_lever: lever.map(Into::into),
            ..Finding::default()
        });
        change(&mut finding);
        finding
    }

    fn gains(finding: &mut Finding, tier: &str, speedup: f64) {
        let tier = Some(tier).filter(|tier| !tier.is_empty()).map(Into::into);
        finding.gain = Some(Gain { tier, speedup: Some(speedup), ..Gain::default() });
    }

    fn ledger(mut findings: Vec<Box<Finding>>) -> Ledger {
        (1..).zip(&mut findings).for_each(|(position, finding)| finding.position = position);
        Ledger::compute(Bundle { findings, ..bundle() }, None, Options::default())
    }

    fn keys<'a>(ledger: &'a Ledger, levers: &[Lever]) -> Vec<&'a str> {
        levers.iter().map(|lever| &*ledger.rows[lever.row].key).collect()
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
    fn by_value_over_cost_ties_stand_as_by_gain_and_in_registry_order() {
        let levels = |value: &'static str, cost: &'static str| {
            move |f: &mut Finding| (f.next_value, f.next_cost) = (Some(value.into()), Some(cost.into()))
        };
        let ledger = ledger(vec![
            finding("even", Some("x"), levels("med", "med")),
            finding("even-too", Some("x"), levels("low", "low")),
            finding("even-high", Some("x"), levels("high", "high")),
            finding("dear", Some("x"), levels("low", "high")),
            finding("cheap", Some("x"), levels("high", "low")),
            finding("even-measured", Some("x"), |f| gains(f, "throughput", 1.1)),
        ]);
        let ranked: Vec<(usize, &str)> = ledger
            .frontier
            .ranked(Order::ValueCost)
            .map(|(rank, lever)| (rank, &*ledger.rows[lever.row].key))
            .collect();
        let wanted = ["cheap", "even-measured", "even-high", "even", "even-too", "dear"];
        assert_eq!(ranked, (1..).zip(wanted).collect::<Vec<_>>());
        let by_gain: Vec<usize> =
            ledger.frontier.ranked(Order::Gain).map(|(rank, lever)| rank.abs_diff(lever.rank)).collect();
        assert_eq!(by_gain, [0; 6]);
    }

    #[test]
    fn a_wall_needs_a_letter_or_a_digit() {
        assert_eq!(wall("frontier-exhausted: at 97 % SoL "), Some("at 97 % SoL"));
        assert_eq!(wall("Frontier-Exhausted 3 trials"), Some("3 trials"));
        for none in ["frontier-exhausted", "frontier-exhausted: --", "try x"] {
            assert_eq!(wall(none), None, "{none}");
        }
    }

    #[test]
    fn a_label_says_the_gain_or_the_value() {
        let label = |change: fn(&mut Finding)| {
            let ledger = ledger(vec![finding("a", Some("x"), change)]);
            GainLabel::of(&ledger.rows[0]).text()
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

    #[test]
    fn a_label_that_is_a_value_says_whether_anybody_recorded_it() {
        let labelled = |change: fn(&mut Finding)| {
            let ledger = ledger(vec![finding("a", Some("x"), change)]);
            let label = GainLabel::of(&ledger.rows[0]);
            (label.is_gain(), label.is_value_by_default())
        };
        assert_eq!(labelled(|f| gains(f, "throughput", 1.31)), (true, false));
        assert_eq!(labelled(|f| f.next_value = Some("high".into())), (false, false));
        assert_eq!(labelled(|_| ()), (false, true));
    }

    #[test]
    fn a_banked_lever_documents_a_wall_only_with_evidence() {
        let documents = |lever: Option<&str>| documents_a_wall(&ledger(vec![finding("a", lever, |_| ())]).rows[0]);
        assert!(documents(Some("frontier-exhausted: 97 % SoL")));
        assert!(!documents(Some("frontier-exhausted")) && !documents(Some("try 3 trials")) && !documents(None));
    }

    #[test]
    fn levers_of_some_rows_stand_in_either_order() {
        let lever = |id: &str, speedup: f64, value: &str, cost: &str| {
            finding(id, Some("port it"), |finding| {
                gains(finding, "throughput", speedup);
                (finding.next_value, finding.next_cost) = (Some(value.into()), Some(cost.into()));
            })
        };
        let all = [lever("a", 1.4, "low", "high"), lever("b", 1.3, "med", "med"), lever("c", 1.2, "high", "low")];
        let some = ledger(all.into()).frontier.of_rows(&[0, 2]);
        let rows = |order| some.ranked(order).map(|(_, lever)| lever.row).collect::<Vec<_>>();
        assert_eq!((rows(Order::Gain), rows(Order::ValueCost)), (vec![0, 1], vec![1, 0]));
    }
}
