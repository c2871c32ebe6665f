//! Rows as the ledger's table lists them: by lifecycle, those of each in one order.

use super::{Ledger, Lifecycle, RowSet, Sort};

impl Ledger {
    /// The rows of each lifecycle, in the order of [`Lifecycle::ALL`]; rows are their places in the ledger.
    pub fn listed(&self, rows: &RowSet, sort: Option<Sort>) -> [Vec<usize>; Lifecycle::ALL.len()] {
        let mut groups = Lifecycle::ALL.map(|_| Vec::new());
        let lifecycles = self.lifecycles();
        self.each_in_order(sort, rows, &mut |row| {
            if let Some(group) = lifecycles.get(row).and_then(|place| groups.get_mut(usize::from(*place))) {
                group.push(row);
            }
        });
        groups
    }
}
