//! What a lever is ranked by, in either order.

use std::cmp::Ordering;

use crate::ledger::text::trimmed;
use crate::ledger::{Lifecycle, Row, significant};

/// The orders in which the frontier can be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// What was measured first: the larger gain leads.
    #[default]
    Gain,
    /// What pays for its effort first: value over cost, then as by gain.
    ValueCost,
}

impl Order {
    pub const ALL: [Self; 2] = [Self::Gain, Self::ValueCost];

    /// The value in the page's address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gain => "gain",
            Self::ValueCost => "value-cost",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Gain => "By gain",
            Self::ValueCost => "By value over cost",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.name() == name)
    }
}

/// `next_value` or `next_cost`, the most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    High,
    Med,
    Low,
}

impl Level {
    pub const ALL: [Self; 3] = [Self::High, Self::Med, Self::Low];

    pub fn name(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Med => "med",
            Self::Low => "low",
        }
    }

    /// Any case; absent, blank or anything else is med.
    pub fn of(text: Option<&str>) -> Self {
        match text.map(trimmed) {
            Some(text) if text.eq_ignore_ascii_case("high") => Self::High,
            Some(text) if text.eq_ignore_ascii_case("low") => Self::Low,
            _ => Self::Med,
        }
    }

    fn points(self) -> u8 {
        match self {
            Self::High => 3,
            Self::Med => 2,
            Self::Low => 1,
        }
    }
}

/// What a lever is ranked by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// The speedup, where it is finite and the tier is throughput or latency.
    pub speedup: Option<f64>,
    pub value: Level,
    pub cost: Level,
    pub lifecycle: Lifecycle,
}

/// One thing that an order looks at, and what it is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub name: &'static str,
    pub here: String,
}

impl Standing {
    pub fn of(row: &Row) -> Self {
        let gain = row.finding.gain.as_ref();
        let ranks = gain.is_some_and(|gain| matches!(gain.tier.as_deref(), Some("throughput" | "latency")));
        Self {
            speedup: gain.and_then(|gain| gain.speedup).filter(|speedup| ranks && speedup.is_finite()),
            value: Level::of(row.finding.next_value.as_deref()),
            cost: Level::of(row.finding.next_cost.as_deref()),
            lifecycle: row.lifecycle,
        }
    }

    /// Which of two levers stands first; equal where the place in the registry decides.
    pub fn compare(&self, other: &Self, order: Order) -> Ordering {
        let by_value_cost = match order {
            Order::Gain => Ordering::Equal,
            Order::ValueCost => other.value_over_cost().total_cmp(&self.value_over_cost()),
        };
        by_value_cost.then(self.by_gain(other))
    }

    fn by_gain(&self, other: &Self) -> Ordering {
        let by_speedup = match (self.speedup, other.speedup) {
            (Some(mine), Some(others)) => others.total_cmp(&mine),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        by_speedup.then(self.value.cmp(&other.value)).then(self.lifecycle.cmp(&other.lifecycle))
    }

    /// From 1/3 to 3.
    pub fn value_over_cost(&self) -> f64 {
        f64::from(self.value.points()) / f64::from(self.cost.points())
    }

    /// Why it stands where it stands in the order by gain, as a sentence.
    pub fn reason(&self) -> String {
        let lifecycle = self.lifecycle.title().to_ascii_lowercase();
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

    /// What the order looks at, the first term first; the place in the registry parts what is equal in all of them.
    pub fn terms(&self, order: Order) -> Vec<Term> {
        let value_over_cost = || {
            let (value, cost) = (self.value, self.cost);
            let here = format!(
                "{} / {} = {} (value {}, cost {})",
                value.points(),
                cost.points(),
                significant(self.value_over_cost(), 3),
                value.name(),
                cost.name()
            );
            Term { name: "Value over cost", here }
        };
        let gain = match self.speedup {
            Some(speedup) => format!("{}x on this finding", significant(speedup, 6)),
            None => "no throughput or latency speedup on this finding".to_owned(),
        };
        let by_gain = [
            Term { name: "Gain", here: gain },
            Term { name: "Value", here: self.value.name().to_owned() },
            Term { name: "Lifecycle", here: self.lifecycle.title().to_ascii_lowercase() },
        ];
        (order == Order::ValueCost).then(value_over_cost).into_iter().chain(by_gain).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(speedup: Option<f64>, value: Level, cost: Level, lifecycle: Lifecycle) -> Standing {
        Standing { speedup, value, cost, lifecycle }
    }

    /// Every standing over a few speedups.
    fn all() -> Vec<Standing> {
        let mut all = Vec::new();
        for speedup in [None, Some(1.1), Some(1.5)] {
            for value in Level::ALL {
                for cost in Level::ALL {
                    for lifecycle in Lifecycle::ALL {
                        all.push(standing(speedup, value, cost, lifecycle));
                    }
                }
            }
        }
        all
    }

    #[test]
    fn both_orders_are_total() {
        for order in Order::ALL {
            let mut sorted = all();
            sorted.sort_by(|a, b| a.compare(b, order));
            for pair in sorted.windows(2) {
                assert_ne!(pair[0].compare(&pair[1], order), Ordering::Greater);
                assert_eq!(pair[0].compare(&pair[1], order), pair[1].compare(&pair[0], order).reverse());
            }
        }
    }

    #[test]
    fn value_over_cost_leads_its_order_and_gain_breaks_its_ties() {
        let cheap = standing(None, Level::Med, Level::Low, Lifecycle::NotDone);
        let dear = standing(Some(3.0), Level::High, Level::High, Lifecycle::Done);
        assert_eq!(cheap.compare(&dear, Order::ValueCost), Ordering::Less);
        assert_eq!(cheap.compare(&dear, Order::Gain), Ordering::Greater);
        let plain = standing(Some(1.2), Level::Low, Level::Low, Lifecycle::NotDone);
        assert_eq!(dear.compare(&plain, Order::ValueCost), Ordering::Less, "1 against 1, so the larger gain");
    }

    #[test]
    fn terms_are_said_in_the_order_in_which_they_count() {
        let cheap = standing(None, Level::High, Level::Med, Lifecycle::NotDone);
        let names = |order| cheap.terms(order).into_iter().map(|term| term.name).collect::<Vec<_>>();
        assert_eq!(names(Order::Gain), ["Gain", "Value", "Lifecycle"]);
        assert_eq!(names(Order::ValueCost), ["Value over cost", "Gain", "Value", "Lifecycle"]);
        assert_eq!(cheap.terms(Order::ValueCost)[0].here, "3 / 2 = 1.5 (value high, cost med)");
    }

    #[test]
    fn the_reason_says_what_was_compared() {
        assert_eq!(
            standing(Some(1.5), Level::High, Level::Med, Lifecycle::Done).reason(),
            "By gain: 1.5x on this finding. Ties go by value (high), then lifecycle (done)."
        );
        assert_eq!(
            standing(None, Level::Low, Level::Med, Lifecycle::NotDone).reason(),
            "Behind every measured gain, by value (low), then lifecycle (not done): this finding has no throughput or \
             latency speedup."
        );
    }

    #[test]
    fn each_order_has_its_own_title() {
        assert_eq!(Order::ALL.map(Order::title), ["By gain", "By value over cost"]);
    }
}
