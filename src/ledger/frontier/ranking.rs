//! The frontier and what was tried, worked out in steps, so that a page can answer its reader between them.

use crate::ledger::Row;
use crate::ledger::order::{Sorting, arrange};
use crate::ledger::repeats::Tried;

use super::{Frontier, Lever, Order, Standing, compared, is_exhausted, lever};

/// How many rows or levers one step looks at.
const SOME: usize = 1000;

/// A frontier that is being worked out.
#[derive(Debug, Default)]
pub struct Ranking {
    frontier: Frontier,
    tried: Tried,
    todo: Todo,
}

#[derive(Debug)]
enum Todo {
    /// From that row on.
    Levers(usize),
    Active(Sorting),
    Banked(Sorting),
    ByValueCost(Sorting),
}

impl Default for Todo {
    fn default() -> Self {
        Self::Levers(0)
    }
}

impl Ranking {
    /// Does some of what is left, of the same rows each time; what came of it when that was the last.
    pub fn step(&mut self, rows: &[Row]) -> Option<(Frontier, Tried)> {
        let Self { frontier, tried, todo } = self;
        let Frontier { active, banked, .. } = frontier;
        match todo {
            Todo::Levers(next) => {
                let some = rows.iter().enumerate().skip(*next).take(SOME);
                some.for_each(|(index, row)| {
                    tried.add(row);
                    frontier.add(row, index);
                });
                *next = next.saturating_add(SOME);
                if *next >= rows.len() {
                    *todo = Todo::Active(Sorting::of(frontier.active.len()));
                }
            }
            Todo::Active(sorting) => {
                if rank(active, sorting) {
                    *todo = Todo::Banked(Sorting::of(banked.len()));
                }
            }
            Todo::Banked(sorting) => {
                if rank(banked, sorting) {
                    *todo = Todo::ByValueCost(Sorting::of(active.len()));
                }
            }
            Todo::ByValueCost(sorting) => {
                let order = sorting.step(&compared(active, Order::ValueCost));
                if let Some(order) = order {
                    frontier.by_value_cost = order;
                    return Some((std::mem::take(frontier), std::mem::take(tried)));
                }
            }
        }
        None
    }
}

impl Frontier {
    /// The frontier of those rows, at once.
    pub fn of(rows: &[Row]) -> Self {
        let mut ranking = Ranking::default();
        loop {
            if let Some((frontier, _)) = ranking.step(rows) {
                return frontier;
            }
        }
    }

    /// The row's lever, behind those of the rows before it.
    fn add(&mut self, row: &Row, index: usize) {
        let Some(lever) = lever(row) else { return self.missing.push(index) };
        let entry = Lever { rank: 0, row: index, standing: Standing::of(row) };
        if is_exhausted(lever) { self.banked.push(entry) } else { self.active.push(entry) }
    }
}

/// Does some of ranking them by gain; whether that was the last of it.
fn rank(levers: &mut [Lever], sorting: &mut Sorting) -> bool {
    let Some(order) = sorting.step(&compared(levers, Order::Gain)) else { return false };
    arrange(levers, order);
    for (rank, lever) in (1..).zip(levers) {
        lever.rank = rank;
    }
    true
}
