//! Rows as the ledger's table lists them: by lifecycle, those of each in one order.

use super::{Ledger, Lifecycle, RowSet, Sort};

impl Ledger {
    /// The rows of each lifecycle, in the order of [`Lifecycle::ALL`]; rows are their places in the ledger.
    pub fn listed(&self, rows: &RowSet, sort: Option<Sort>) -> [Vec<usize>; Lifecycle::ALL.len()] {
        let mut groups = Lifecycle::ALL.map(|_| Vec::new());
        for row in self.in_order(sort, rows) {
            if let Some(group) = self.lifecycle_of(row).and_then(|place| groups.get_mut(place)) {
                group.push(row);
            }
        }
        groups
    }
}
