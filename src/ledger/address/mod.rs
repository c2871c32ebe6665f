//! The page's address: every state that a link carries, and what it becomes by each thing that a reader does. How it
//! is written as a query string is in [`query`].

mod query;

pub use query::{FindingLinks, Notice};

use super::{Axis, Column, Filter, Order, Sort, View};

/// How many findings stand side by side at most.
pub const MAX_COMPARED: usize = 4;

/// The state of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    pub view: View,
    pub filter: Filter,
    /// The key of the finding that is open.
    pub finding: Option<String>,
    /// The keys of the findings chosen to stand side by side, in the order in which they were chosen.
    pub compare: Vec<String>,
    /// How the rows of each lifecycle stand; none for the registry's order.
    pub sort: Option<Sort>,
    /// The columns of the ledger that are not shown, in their order.
    pub hidden: Vec<Column>,
    /// How the frontier stands.
    pub order: Order,
    /// What the plots of a finding have as their axis.
    pub axis: Axis,
    /// Whether several hardware share one plot.
    pub together: bool,
    /// Whether the keys that are a letter, a digit or a sign are switched off.
    pub keys_off: bool,
    /// The screen of the presentation that stands before the view, from 1.
    pub present: Option<usize>,
}

impl Address {
    /// The same with another view, no finding open and no presentation before it.
    #[must_use]
    pub fn viewing(&self, view: View) -> Self {
        Self { view, present: None, ..self.closed() }
    }

    /// The same with that finding open in the ledger.
    #[must_use]
    pub fn opening(&self, key: &str) -> Self {
        Self { view: View::Ledger, finding: Some(key.to_owned()), present: None, ..self.clone() }
    }

    /// The same with that finding chosen to be compared, or no longer. None where as many are chosen as can be.
    pub fn comparing(&self, key: &str) -> Option<Self> {
        let mut compare = self.compare.clone();
        match compare.iter().position(|chosen| chosen == key) {
            Some(place) => drop(compare.remove(place)),
            None if compare.len() >= MAX_COMPARED => return None,
            None => compare.push(key.to_owned()),
        }
        Some(Self { compare, ..self.clone() })
    }

    /// The same with another filter.
    #[must_use]
    pub fn filtered(&self, filter: Filter) -> Self {
        Self { filter, ..self.clone() }
    }

    /// The same with the rows of each lifecycle in that order.
    #[must_use]
    pub fn sorted(&self, sort: Option<Sort>) -> Self {
        Self { sort, ..self.clone() }
    }

    /// The same with that column hidden, or shown again.
    #[must_use]
    pub fn hiding(&self, column: Column) -> Self {
        let is_hidden = |other: Column| self.hidden.contains(&other) != (other == column);
        Self { hidden: Column::HIDEABLE.into_iter().filter(|other| is_hidden(*other)).collect(), ..self.clone() }
    }

    /// The same with the frontier in that order.
    #[must_use]
    pub fn ordered(&self, order: Order) -> Self {
        Self { order, ..self.clone() }
    }

    /// The same without an open finding.
    #[must_use]
    pub fn closed(&self) -> Self {
        Self { finding: None, ..self.clone() }
    }

    /// The same at that screen of the presentation, or without one.
    #[must_use]
    pub fn presenting(&self, present: Option<usize>) -> Self {
        Self { present, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Facet;

    #[test]
    fn a_finding_opens_in_the_ledger_wherever_the_reader_was() {
        let address = Address { view: View::Frontier, present: Some(2), ..Address::default() };
        let opened = Address { view: View::Ledger, finding: Some("a".to_owned()), ..Address::default() };
        assert_eq!(address.opening("a"), opened);
    }

    #[test]
    fn another_filter_takes_the_place_of_the_one_before() {
        let filter = |name: &str| Filter::default().with(Facet::Hardware, [name.to_owned()]);
        let address = Address { filter: filter("B200"), finding: Some("a".to_owned()), ..Address::default() };
        assert_eq!(address.filtered(filter("GB300")), Address { filter: filter("GB300"), ..address });
    }
}
