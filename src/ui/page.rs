//! What the views share: the ledger, and the address read against it. Nothing else holds state.

use std::sync::Arc;

use leptos::prelude::{Get, Memo, StoredValue, With, WithUntracked, WithValue};

use crate::ledger::{Address, Facet, Filter, Ledger, Notice, Row, View};

use super::browser::Location;
use super::el::Text;

/// A handle; copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Page {
    ledger: StoredValue<Arc<Ledger>>,
    #[cfg_attr(not(feature = "web"), expect(dead_code, reason = "only a browser changes the address"))]
    pub location: Location,
    parsed: Memo<(Address, Vec<Notice>)>,
    pub view: Memo<View>,
    pub filter: Memo<Filter>,
    /// The row that is open, by its place in the ledger.
    pub open: Memo<Option<usize>>,
    /// The rows that the filter lets through, by their place in the ledger, in registry order.
    pub shown: Memo<Arc<[usize]>>,
}

impl Page {
    pub fn new(ledger: Arc<Ledger>, location: Location) -> Self {
        let ledger = StoredValue::new(ledger);
        let of = move || ledger.with_value(Arc::clone);
        let parsed = Memo::new(move |_| Address::parse(&location.query(), &of()));
        let view = Memo::new(move |_| parsed.with(|(address, _)| address.view));
        let filter = Memo::new(move |_| parsed.with(|(address, _)| address.filter.clone()));
        let open = Memo::new(move |_| {
            let key = parsed.with(|(address, _)| address.finding.clone())?;
            of().rows.iter().position(|row| row.key == key)
        });
        let shown = Memo::new(move |_| filter.with(|filter| filter.rows(&of())).into());
        Self { ledger, location, parsed, view, filter, open, shown }
    }

    pub fn ledger(self) -> Arc<Ledger> {
        self.ledger.with_value(Arc::clone)
    }

    /// The whole address, tracked.
    pub fn address(self) -> Address {
        self.parsed.with(|(address, _)| address.clone())
    }

    /// The whole address as it is now, untracked: for what an event leads to.
    #[cfg_attr(not(feature = "web"), expect(dead_code, reason = "only a browser has events"))]
    pub fn address_now(self) -> Address {
        self.parsed.with_untracked(|(address, _)| address.clone())
    }

    /// What was left out of the address, tracked.
    pub fn notices(self) -> Vec<Notice> {
        self.parsed.with(|(_, notices)| notices.clone())
    }

    /// A link to another view under the same filter, tracked.
    pub fn to_view(self, view: View) -> Text {
        href(&self.filter.with(|filter| Address { view, filter: filter.clone(), finding: None }))
    }

    /// A link to an open finding under the same filter, tracked.
    pub fn to_finding(self, key: &str) -> Text {
        let finding = Some(key.to_owned());
        href(&self.filter.with(|filter| Address { view: View::Ledger, filter: filter.clone(), finding }))
    }

    /// A link to the shown rows that have those values, tracked. None where the filter asks for other values of such a
    /// facet: no address says both, and a figure must lead to exactly the rows that it counts.
    pub fn to_rows<const N: usize>(self, facets: [(Facet, &str); N]) -> Option<Text> {
        let narrow = |filter: Filter, (facet, value): (Facet, &str)| {
            let chosen = filter.chosen(facet);
            let is_within = chosen.is_empty() || chosen.iter().any(|chosen| chosen == value);
            is_within.then(|| filter.with(facet, [value.to_owned()]))
        };
        let filter = facets.into_iter().try_fold(self.filter.get(), narrow)?;
        Some(href(&Address { view: View::Ledger, filter, finding: None }))
    }

    /// The shown rows, tracked.
    pub fn rows(self, ledger: &Ledger) -> impl Iterator<Item = &Row> {
        self.shown.get().to_vec().into_iter().filter_map(|index| ledger.rows.get(index))
    }
}

/// An address as a link; one question mark alone leads to the defaults.
pub fn href(address: &Address) -> Text {
    let query = address.to_query();
    if query.is_empty() { Text::Borrowed("?") } else { Text::Owned(query) }
}
