//! What would move a lever past the one above it: only single changes that do.

use std::cmp::Ordering;

use crate::ledger::{Lifecycle, significant};

use super::{Level, Lever, Order, Standing};

/// One change of a finding that puts its lever first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// A throughput or latency speedup above that one; any where there is none.
    Speedup(Option<f64>),
    Value(Level),
    Cost(Level),
    Lifecycle(Lifecycle),
}

impl Step {
    fn applied(self, standing: Standing) -> Standing {
        match self {
            Self::Speedup(above) => Standing { speedup: Some(above.map_or(f64::MIN, f64::next_up)), ..standing },
            Self::Value(value) => Standing { value, ..standing },
            Self::Cost(cost) => Standing { cost, ..standing },
            Self::Lifecycle(lifecycle) => Standing { lifecycle, ..standing },
        }
    }

    fn words(self, now: Standing) -> String {
        match self {
            Self::Speedup(above) => {
                let than = above.map(|above| format!(" above {}x", significant(above, 6))).unwrap_or_default();
                let now = now.speedup.map_or_else(|| "none".to_owned(), |now| format!("{}x", significant(now, 6)));
                format!("a throughput or latency speedup{than}, {now} now")
            }
            Self::Value(value) => format!("a next_value of {}, {} now", value.name(), now.value.name()),
            Self::Cost(cost) => format!("a next_cost of {}, {} now", cost.name(), now.cost.name()),
            Self::Lifecycle(lifecycle) => {
                let [title, now] = [lifecycle, now.lifecycle].map(|one| one.title().to_ascii_lowercase());
                format!("{title} as its lifecycle, {now} now")
            }
        }
    }
}

impl Lever {
    /// The smallest change of each kind that puts it before a lever above it, all else left as it is.
    pub fn steps_past(&self, above: &Self, order: Order) -> Vec<Step> {
        let passes = |step: &Step| {
            let by_terms = step.applied(self.standing).compare(&above.standing, order);
            by_terms.then(self.row.cmp(&above.row)) == Ordering::Less
        };
        let now = self.standing;
        let speedup = [Step::Speedup(above.standing.speedup)];
        let values = Level::ALL.into_iter().rev().filter(|value| *value < now.value).map(Step::Value);
        let costs = Level::ALL.into_iter().filter(|cost| *cost > now.cost).map(Step::Cost);
        let lifecycles =
            Lifecycle::ALL.into_iter().rev().filter(|lifecycle| *lifecycle < now.lifecycle).map(Step::Lifecycle);
        let kinds: [Option<Step>; 4] = [
            speedup.into_iter().find(passes),
            { values }.find(passes),
            { costs }.find(passes),
            { lifecycles }.find(passes),
        ];
        kinds.into_iter().flatten().collect()
    }

    /// Those changes in words.
    pub fn to_pass(&self, above: &Self, order: Order) -> String {
        let steps: Vec<String> =
            self.steps_past(above, order).into_iter().map(|step| step.words(self.standing)).collect();
        if steps.is_empty() {
            return "no single change is enough: a higher next_value and a lower next_cost together, and then a larger \
                    gain where that is a tie"
                .to_owned();
        }
        steps.join(", or ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lever(row: usize, speedup: Option<f64>, value: Level, cost: Level, lifecycle: Lifecycle) -> Lever {
        let standing = Standing { speedup, value, cost, lifecycle };
        Lever { rank: 0, row, standing }
    }

    fn all(row: usize) -> Vec<Lever> {
        let mut all = Vec::new();
        for speedup in [None, Some(1.1), Some(1.5)] {
            for value in Level::ALL {
                for cost in Level::ALL {
                    for lifecycle in Lifecycle::ALL {
                        all.push(lever(row, speedup, value, cost, lifecycle));
                    }
                }
            }
        }
        all
    }

    fn stands_first(one: &Lever, other: &Lever, order: Order) -> bool {
        one.standing.compare(&other.standing, order).then(one.row.cmp(&other.row)) == Ordering::Less
    }

    #[test]
    fn each_change_that_is_named_does_move_it_up() {
        for order in Order::ALL {
            for (mine, theirs) in [(1, 2), (2, 1)] {
                for lever in all(mine) {
                    for above in all(theirs).iter().filter(|above| stands_first(above, &lever, order)) {
                        for step in lever.steps_past(above, order) {
                            let changed = Lever { standing: step.applied(lever.standing), ..lever.clone() };
                            assert!(stands_first(&changed, above, order), "{step:?} of {lever:?} past {above:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_larger_gain_is_always_enough_in_the_order_by_gain() {
        for lever in all(2) {
            for above in all(1).iter().filter(|above| stands_first(above, &lever, Order::Gain)) {
                assert!(matches!(lever.steps_past(above, Order::Gain).first(), Some(Step::Speedup(_))));
            }
        }
    }

    #[test]
    fn a_change_that_only_ties_is_named_where_the_registry_decides_for_it() {
        let above = lever(1, Some(1.5), Level::High, Level::Med, Lifecycle::Done);
        let below = |row| lever(row, Some(1.5), Level::Med, Level::Med, Lifecycle::Done);
        assert_eq!(below(2).to_pass(&above, Order::Gain), "a throughput or latency speedup above 1.5x, 1.5x now");
        assert_eq!(
            below(0).to_pass(&above, Order::Gain),
            "a throughput or latency speedup above 1.5x, 1.5x now, or a next_value of high, med now"
        );
    }

    #[test]
    fn where_no_single_change_is_enough_it_says_so() {
        let above = lever(1, Some(1.5), Level::High, Level::Low, Lifecycle::Done);
        let below = lever(2, None, Level::Med, Level::Med, Lifecycle::Done);
        assert!(below.to_pass(&above, Order::ValueCost).starts_with("no single change is enough"));
    }

    #[test]
    fn a_lower_cost_and_a_further_lifecycle_are_named_where_they_are_enough() {
        let above = lever(1, None, Level::Med, Level::Med, Lifecycle::Done);
        let dear = lever(2, None, Level::Med, Level::High, Lifecycle::Done);
        assert_eq!(
            dear.to_pass(&above, Order::ValueCost),
            "a next_value of high, med now, or a next_cost of low, high now"
        );
        let above = lever(1, None, Level::Med, Level::Med, Lifecycle::InProgress);
        let early = lever(2, None, Level::Med, Level::Med, Lifecycle::NotDone);
        assert_eq!(
            early.to_pass(&above, Order::Gain),
            "a throughput or latency speedup, none now, or a next_value of high, med now, or done as its lifecycle, not \
             done now"
        );
    }
}
