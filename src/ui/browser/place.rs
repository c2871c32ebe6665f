//! Where the reader is, for when the page is loaded anew or takes the place of the text that was published. A browser knows
//! how far down that was, but not which row, what is above it was not all there, or will not be as high, and a text that is not
//! of this address is not there to be scrolled in.

use std::cell::Cell;

use leptos::prelude::{ArcRwSignal, Effect, Get, GetUntracked, document, window};
use leptos::task::tick;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use crate::ledger::{View, fixed};
use crate::ui::app::Drawn;
use crate::ui::page::Page;
use crate::ui::row::{link_id, row_of};
use crate::ui::window::NOTHING;

use super::focus::{awaited, by_id, come_to, focus};
use super::scroll::{draw_what_is_near, first_of_text_on_screen, first_on_screen, reveal, scroll_y, top_of};

/// A row on the screen.
struct Seen {
    key: String,
    /// How far below the screen's upper edge, in CSS pixels.
    top: f64,
}

thread_local! {
    /// The first row that was on the screen when the text went, where that was not its top.
    static LEFT: Cell<Option<Seen>> = const { Cell::new(None) };
}

impl Seen {
    fn of(row: &Element) -> Option<Self> {
        Some(Self { key: row.get_attribute("data-finding")?, top: top_of(row) })
    }

    fn row(&self, page: Page) -> Option<usize> {
        page.ledger().rows.iter().position(|row| *row.key == *self.key)
    }
}

/// Where on the page a reader is.
enum Place {
    /// At a row of a list that is not all drawn.
    Row(Seen),
    /// So far down, in CSS pixels.
    Down(f64),
}

impl Place {
    /// None at the top.
    fn now(page: Page) -> Option<Self> {
        let down = scroll_y();
        if down < NOTHING {
            return None;
        }
        let is_in_list = page.view.get_untracked() == View::Ledger && page.begins_near.get_untracked();
        // Beside an open finding on a narrow screen there is no row.
        let row = if is_in_list { first_on_screen() } else { None };
        Some(row.as_ref().and_then(Seen::of).map_or(Self::Down(down), Self::Row))
    }

    fn written(&self) -> String {
        match self {
            Self::Row(Seen { key, top }) => format!("{} {key}", fixed(*top, 0)),
            Self::Down(down) => fixed(*down, 0),
        }
    }

    fn read(written: &str) -> Option<Self> {
        let number = |text: &str| text.parse::<u32>().ok().map(f64::from);
        match written.split_once(' ') {
            Some((top, key)) => Some(Self::Row(Seen { key: key.to_owned(), top: number(top)? })),
            None => Some(Self::Down(number(written)?)),
        }
    }

    async fn show(&self, page: Page) {
        match self {
            Self::Row(seen) => match seen.row(page) {
                Some(row) => show_at(page, row, seen.top).await,
                None => draw_what_is_near(page).await,
            },
            Self::Down(down) => {
                window().scroll_by_with_x_and_y(0.0, *down - scroll_y());
                draw_what_is_near(page).await;
            }
        }
    }
}

/// Keeps with the address where the reader is.
pub fn remember(page: Page) {
    let place = Place::now(page).map_or(JsValue::NULL, |place| place.written().into());
    if let Ok(history) = window().history()
        && history.state().ok().as_ref() != Some(&place)
    {
        let _ = history.replace_state(&place, "");
    }
}

/// Keeps which row of the text that stands here is on the screen, until the page stands in its place.
pub fn leave_text(text: &Element) {
    let row = if scroll_y() >= NOTHING { first_of_text_on_screen(text) } else { None };
    LEFT.set(row.as_ref().and_then(Seen::of));
}

/// Leads there once the page stands, or to what the reader saw of the text where he has scrolled in it himself, and draws what
/// is near then. Before either comes the row that had the focus in the text.
pub fn come_back(page: Page, drawn: ArcRwSignal<Drawn>) {
    let mut remembered = remembered();
    Effect::new(move |has_come: Option<bool>| {
        let is_in_place = drawn.get() == Drawn::InPlace;
        if is_in_place && has_come != Some(true) {
            let left = LEFT.take();
            let place = remembered.take().filter(|_| !has_scrolled()).or(left.map(Place::Row));
            let focused = awaited().and_then(|id| row_of(&id));
            spawn_local(async move {
                match (focused, place) {
                    (None, Some(place)) => place.show(page).await,
                    _ => draw_what_is_near(page).await,
                }
                if let Some(row) = focused {
                    come_to(page, row, move || focus(&link_id(row)));
                }
            });
        }
        is_in_place
    });
}

/// What `boot.js` says of the document: a browser scrolls too where it loads a page anew.
fn has_scrolled() -> bool {
    document().document_element().is_some_and(|root| root.has_attribute("data-scrolled"))
}

fn remembered() -> Option<Place> {
    Place::read(&window().history().ok()?.state().ok()?.as_string()?)
}

/// Nothing of it is painted before the row is where it was.
async fn show_at(page: Page, row: usize, top: f64) {
    // The first time says how high rows are, by those that stand there.
    for _ in 0..2 {
        if by_id(&link_id(row)).is_none() {
            reveal(page, row);
            tick().await;
        }
    }
    put_at(row, top);
    // What is seen for the first time is of another height than it was taken to be.
    draw_what_is_near(page).await;
    put_at(row, top);
}

fn put_at(row: usize, top: f64) {
    if let Some(row) = by_id(&link_id(row)).and_then(|link| link.closest("tr").ok().flatten()) {
        window().scroll_by_with_x_and_y(0.0, top_of(&row) - top);
    }
}
