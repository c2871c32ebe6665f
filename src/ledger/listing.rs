//! Rows as the ledger's table lists them: by lifecycle, those of each in one order.

use super::{Ledger, Lifecycle, Sort};

impl Ledger {
    /// The rows of each lifecycle, in the order of [`Lifecycle::ALL`]; rows are their places in the ledger.
    pub fn listed(&self, rows: &[usize], sort: Option<Sort>) -> [Vec<usize>; Lifecycle::ALL.len()] {
        let in_order = self.in_order(sort, rows);
        Lifecycle::ALL.map(|lifecycle| {
            let is_of_it = |row: &usize| self.rows.get(*row).is_some_and(|row| row.lifecycle == lifecycle);
            in_order.iter().copied().filter(is_of_it).collect()
        })
    }
}
