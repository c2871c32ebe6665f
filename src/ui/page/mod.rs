//! What the views share: the ledger, and the address read against it. Nothing else holds state.

mod rows;

use std::slice;
use std::sync::Arc;

use leptos::prelude::{Get, GetUntracked, Memo, RwSignal, Set, StoredValue, Update, With, WithUntracked, WithValue};

use crate::ledger::{Address, Column, Facet, Filter, FindingLinks, Ledger, Lifecycle, Notice, Row, RowSet, Sort, View};

use super::browser::Location;
use super::el::Text;
use super::parts::{Coming, views_so_far};
use super::screens::Screens;
use super::window::{ALL_UP_TO, AT_ONCE, FIRST, UNASKED, UNSEEN, Window};

pub use rows::Listing;

/// A reader asks for so many more entries at a time: a document takes them without keeping anybody for long.
const MORE: usize = 250;

/// A handle; copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Page {
    ledger: StoredValue<Arc<Ledger>>,
    #[cfg_attr(not(feature = "web"), expect(dead_code, reason = "only a browser changes the address"))]
    pub location: Location,
    parsed: Memo<(Address, Vec<Notice>)>,
    pub view: Memo<View>,
    /// The screen of the presentation, from 1; none where nothing is presented.
    pub present: Memo<Option<usize>>,
    pub screens: Screens,
    pub filter: Memo<Filter>,
    /// What every link carries along: the whole address but the view, the open finding and the presentation.
    kept: Memo<Address>,
    /// The links that open each finding, with what is carried along.
    to_findings: Memo<FindingLinks>,
    /// The row that is open, by its place in the ledger.
    pub open: Memo<Option<usize>>,
    /// The rows that the filter lets through.
    pub shown: Memo<Arc<RowSet>>,
    /// The shown rows as the ledger's table lists them, by lifecycle; none as long as the view of them has not come.
    pub listed: Memo<Listing>,
    /// How the rows of each lifecycle stand.
    pub sort: Memo<Option<Sort>>,
    /// The columns of the ledger that are not shown.
    pub hidden: Memo<Vec<Column>>,
    /// The keys of the findings chosen to be compared.
    pub compared: Memo<Vec<String>>,
    /// Whether nobody will scroll: the page is being printed, or rendered before it is in a browser.
    pub on_paper: RwSignal<bool>,
    /// Whether only those rows of the ledger are in the document that are near the screen.
    pub is_long: Memo<bool>,
    /// Whether that is so at first, if not for long.
    pub begins_near: Memo<bool>,
    /// Of the rows that are in the document, where not all are: the line of each among all that are shown.
    lines: Memo<Vec<(usize, usize)>>,
    /// Those near the screen of each lifecycle, by their place in [`Self::listed`]; none as long as nobody looked.
    windows: [RwSignal<Option<Window>>; Lifecycle::ALL.len()],
    /// How many rows are there around those near the screen, of what is listed so.
    around: RwSignal<Option<(Listing, usize)>>,
    /// What a row that was never seen is taken to be high, in CSS pixels.
    pub typical: RwSignal<f64>,
    /// The row and the place in it of the operating point that the reader last pointed at.
    pointed: RwSignal<Option<(usize, usize)>>,
    /// The facet whose values are listed; nothing is counted for those that nobody looks at.
    pub opened: RwSignal<Option<Facet>>,
    /// How far the views have come that are not here from the start.
    pub views: RwSignal<Coming>,
    /// How many entries of each long list the reader asked for.
    asked: RwSignal<usize>,
    /// How many rows of the ledger are in a text, in which nobody can ask for more; none in a browser.
    most_rows: Option<usize>,
}

impl Page {
    pub fn new(ledger: Arc<Ledger>, location: Location) -> Self {
        let ledger = StoredValue::new(ledger);
        let of = move || ledger.with_value(Arc::clone);
        let views = RwSignal::new(views_so_far());
        let screens = Screens::new();
        let parsed = Memo::new(move |_| {
            let ledger = of();
            Address::parse_with(&location.query(), &ledger, &|filter| match views.get() {
                Coming::Here(views) => screens.of(&ledger, filter, views.screens).len(),
                Coming::OnTheirWay | Coming::NotArrived => usize::MAX,
            })
        });
        let view = Memo::new(move |_| parsed.with(|(address, _)| address.view));
        let present = Memo::new(move |_| parsed.with(|(address, _)| address.present));
        let filter = Memo::new(move |_| parsed.with(|(address, _)| address.filter.clone()));
        let kept = Memo::new(move |_| parsed.with(|(address, _)| address.viewing(View::default())));
        let to_findings = Memo::new(move |_| kept.with(Address::to_findings));
        let open = Memo::new(move |_| {
            let key = parsed.with(|(address, _)| address.finding.clone())?;
            of().rows.iter().position(|row| *row.key == *key)
        });
        let shown = Memo::new(move |_| Arc::new(filter.with(|filter| filter.shown(&of()))));
        let sort = Memo::new(move |_| parsed.with(|(address, _)| address.sort));
        let listed = Memo::new(move |before: Option<&Listing>| {
            let now: [Vec<usize>; Lifecycle::ALL.len()] = match views.get() {
                Coming::Here(views) => (views.listed)(&of(), &shown.get(), sort.get()),
                Coming::OnTheirWay | Coming::NotArrived => Default::default(),
            };
            // What is the same stays the same one: what is drawn of it holds.
            before.filter(|before| ***before == now).cloned().unwrap_or_else(|| Arc::new(now))
        });
        let hidden = Memo::new(move |_| parsed.with(|(address, _)| address.hidden.clone()));
        let compared = Memo::new(move |_| kept.with(|kept| kept.compare.clone()));
        let on_paper = RwSignal::new(false);
        let has_more = move |than: usize| !on_paper.get() && shown.with(|shown| shown.len() > than);
        let is_long = Memo::new(move |_| has_more(ALL_UP_TO));
        let begins_near = Memo::new(move |_| has_more(AT_ONCE));
        let windows = Lifecycle::ALL.map(|_| RwSignal::new(None));
        let typical = RwSignal::new(UNSEEN);
        let around = RwSignal::new(None);
        let lines = Memo::new(move |_| {
            if is_long.get() { listed.with(|listed| rows::lines(listed, &windows, typical)) } else { Vec::new() }
        });
        let pointed = RwSignal::new(None);
        Self {
            ledger,
            location,
            parsed,
            view,
            present,
            screens,
            filter,
            kept,
            to_findings,
            open,
            shown,
            listed,
            sort,
            hidden,
            compared,
            on_paper,
            is_long,
            begins_near,
            lines,
            windows,
            around,
            typical,
            pointed,
            opened: RwSignal::new(None),
            views,
            asked: RwSignal::new(FIRST),
            most_rows: None,
        }
    }

    /// Those of a list that go into the document, tracked.
    pub fn first<T>(self, list: &[T]) -> &[T] {
        list.get(..self.room(list.len())).unwrap_or(list)
    }

    /// The same for one of so many lists that stand below each other, with so many entries in all: where they are more than
    /// go into the document of one list, each has its share of them.
    pub fn first_of<T>(self, list: &[T], lists: usize, all: usize) -> &[T] {
        /// A beginning of each list at any rate, and so many more whenever more are asked for.
        const FEWEST: usize = 10;
        let room = self.room(all);
        let fewest = FEWEST.saturating_mul((room / MORE).saturating_add(1));
        let share = if all <= room { all } else { (room / lists.max(1)).max(fewest) };
        list.get(..share).unwrap_or(list)
    }

    /// How many of so many entries go into the document.
    fn room(self, entries: usize) -> usize {
        match entries {
            _ if self.on_paper.get() && self.may_ask() => usize::MAX,
            0..=UNASKED => UNASKED,
            _ => self.asked.get(),
        }
    }

    /// Whether the reader may ask for more of a list.
    pub fn may_ask(self) -> bool {
        self.most_rows.is_none()
    }

    /// The reader asks for more of each list.
    #[cfg_attr(not(any(feature = "web", test)), expect(dead_code, reason = "only a browser asks"))]
    pub fn show_more(self) {
        self.asked.update(|asked| *asked = asked.saturating_add(1).next_multiple_of(MORE));
    }

    /// The same page as a text with at most so many rows of the ledger; counts stay those of all rows.
    #[cfg(feature = "ssr")]
    pub fn with_at_most(self, most_rows: usize) -> Self {
        self.on_paper.set(true);
        Self { most_rows: Some(most_rows), ..self }
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
        href(&self.kept.with(|kept| kept.viewing(view)))
    }

    /// A link to an open finding under the same filter, tracked.
    pub fn to_finding(self, key: &str) -> Text {
        Text::Owned(self.to_findings.with(|links| links.to(key)))
    }

    /// A link to the shown rows that have those values, tracked. None where the filter asks for other values of such a
    /// facet: no address says both, and a figure must lead to exactly the rows that it counts.
    pub fn to_rows<const N: usize>(self, facets: [(Facet, &str); N]) -> Option<Text> {
        self.to_any(facets.each_ref().map(|(facet, value)| (*facet, slice::from_ref(value))))
    }

    /// The same, where any of several values will do.
    pub fn to_any<const N: usize>(self, facets: [(Facet, &[&str]); N]) -> Option<Text> {
        let narrow = |filter: Filter, (facet, values): (Facet, &[&str])| {
            let chosen = filter.chosen(facet);
            let is_within = |value: &&str| chosen.is_empty() || chosen.iter().any(|chosen| chosen == value);
            let within: Vec<String> = values.iter().copied().filter(is_within).map(str::to_owned).collect();
            (!within.is_empty()).then(|| filter.with(facet, within))
        };
        let filter = facets.into_iter().try_fold(self.filter.get(), narrow)?;
        Some(href(&self.kept.with(|kept| kept.filtered(filter).viewing(View::Ledger))))
    }

    /// Remembers which operating point of the open finding the reader points at.
    #[cfg_attr(not(feature = "web"), expect(dead_code, reason = "only a browser has a pointer"))]
    pub fn point_at(self, point: usize) {
        let pointed = self.open.get_untracked().map(|row| (row, point));
        if self.pointed.get_untracked() != pointed {
            self.pointed.set(pointed);
        }
    }

    /// The operating point of that row that the reader points at, tracked.
    pub fn pointed_in(self, row: usize) -> Option<usize> {
        self.pointed.get().filter(|(of, _)| *of == row).map(|(_, point)| point)
    }

    /// The places of the shown rows in the ledger, in registry order, tracked.
    pub fn places(self) -> Vec<usize> {
        self.shown.with(|shown| shown.rows().collect())
    }

    /// The shown rows, in registry order, tracked.
    pub fn rows(self, ledger: &Ledger) -> impl Iterator<Item = &Row> {
        self.places().into_iter().filter_map(|place| ledger.rows.get(place))
    }
}

/// An address as a link; one question mark alone leads to the defaults.
pub fn href(address: &Address) -> Text {
    let query = address.to_query();
    if query.is_empty() { Text::Borrowed("?") } else { Text::Owned(query) }
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use leptos::prelude::Owner;

    use super::*;
    use crate::ledger::flag::testing::Case;

    #[test]
    fn lists_that_stand_together_are_whole_where_all_of_them_fit_and_share_the_room_where_not() {
        Owner::new().with(|| {
            let page = Page::new(Arc::new(Case::done().ledger()), Location::new());
            let first = |of: usize, lists, all| page.first_of(&vec![(); of], lists, all).len();
            assert_eq!((first(60, 2, 61), first(100, 1, 100)), (60, 100));
            assert_eq!((first(101, 1, 101), first(80, 2, 120), first(20, 2, 120)), (50, 25, 20));
            assert_eq!(first(400, 100, 40_000), 10, "a beginning of each");
            page.show_more();
            assert_eq!((first(200, 1, 200), first(400, 2, 600), first(251, 1, 251)), (200, 125, 250));
            assert_eq!(first(400, 100, 40_000), 20, "each list grows, however many there are");
            page.show_more();
            assert_eq!((first(251, 1, 251), first(501, 1, 501)), (251, 500));
            page.on_paper.set(true);
            assert_eq!(first(400, 100, 40_000), 400);
        });
    }
}
