//! The screens of the presentation, worked out once for all steps through them.

use std::sync::Arc;

use leptos::prelude::{SetValue, StoredValue, WithValue};

use crate::ledger::present::Screen;
use crate::ledger::{Filter, Ledger, RowSet};

/// The screens that were asked for last, and the filter whose rows they show. A handle; copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Screens(StoredValue<Option<(Filter, Arc<[Screen]>)>>);

impl Screens {
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// The screens of the rows that a filter shows.
    pub fn of(self, ledger: &Ledger, filter: &Filter, screens: fn(&Ledger, &RowSet) -> Vec<Screen>) -> Arc<[Screen]> {
        let known = self.0.with_value(|last| last.as_ref().filter(|(of, _)| of == filter).map(|(_, all)| all.clone()));
        known.unwrap_or_else(|| {
            let all: Arc<[Screen]> = screens(ledger, &filter.shown(ledger)).into();
            self.0.set_value(Some((filter.clone(), all.clone())));
            all
        })
    }
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use leptos::prelude::Owner;

    use super::*;
    use crate::ledger::flag::testing::Case;
    use crate::ledger::{Facet, present};

    #[test]
    fn the_screens_of_a_filter_are_kept_until_another_is_presented() {
        Owner::new().with(|| {
            let ledger = Case::done().ledger();
            let (all, screens) = (Filter::default(), Screens::new());
            let b200 = all.clone().with(Facet::Hardware, vec!["B200".to_owned()]);
            let of = |filter| screens.of(&ledger, filter, present::screens);
            let first = of(&all);
            assert!(Arc::ptr_eq(&first, &of(&all)));
            let none = of(&b200);
            assert!(none.len() < first.len(), "{none:?}");
            assert_eq!(of(&all).len(), first.len());
        });
    }
}
