//! Where in the ledger the reader is, for when the page is loaded anew: a browser knows how far down that was, but not
//! which row, and what is above it was not all there, or will not be as high.

use leptos::prelude::{ArcRwSignal, Effect, Get, GetUntracked, window};
use wasm_bindgen::JsValue;

use crate::ledger::{View, fixed};
use crate::ui::app::Drawn;
use crate::ui::page::Page;
use crate::ui::row::{link_id, row_of};
use crate::ui::window::NOTHING;

use super::focus::{awaited, by_id, come_to, focus};
use super::scroll::{distance_to_end, first_on_screen, scroll_y, top_of};

/// Keeps with the address which row is on the screen, and how far below its upper edge.
pub fn remember(page: Page) {
    let is_to_be_found = page.view.get_untracked() == View::Ledger && page.begins_near.get_untracked();
    let row = if is_to_be_found && scroll_y() >= NOTHING { first_on_screen() } else { None };
    let key = row.as_ref().and_then(|row| row.get_attribute("data-finding"));
    let place = row.zip(key).map_or(JsValue::NULL, |(row, key)| format!("{} {key}", fixed(top_of(&row), 0)).into());
    if let Ok(history) = window().history() {
        let _ = history.replace_state(&place, "");
    }
}

/// Leads there once the rows stand, unless the reader has scrolled by then; and first to the row that had the focus in the
/// text that stood here.
pub fn come_back(page: Page, drawn: ArcRwSignal<Drawn>) {
    let (remembered, scrolled) = (remembered(page), scroll_y());
    Effect::new(move |has_come: Option<bool>| {
        let is_to_come = drawn.get() == Drawn::InPlace && page.view.get() == View::Ledger;
        let has_come = has_come == Some(true);
        // The page may have been made shorter than where he was.
        let has_scrolled = || (scroll_y() - scrolled).abs() >= NOTHING && distance_to_end() >= NOTHING;
        if is_to_come && !has_come {
            if let Some(row) = awaited().and_then(|id| row_of(&id)) {
                come_to(page, row, move || focus(&link_id(row)));
            } else if let Some((row, top)) = remembered.filter(|_| !has_scrolled()) {
                come_to(page, row, move || put_at(row, top));
            }
        }
        has_come || is_to_come
    });
}

fn remembered(page: Page) -> Option<(usize, f64)> {
    let place = window().history().ok()?.state().ok()?.as_string()?;
    let (top, key) = place.split_once(' ')?;
    let row = page.ledger().rows.iter().position(|row| *row.key == *key)?;
    Some((row, f64::from(top.parse::<u16>().ok()?)))
}

fn put_at(row: usize, top: f64) {
    if let Some(row) = by_id(&link_id(row)).and_then(|link| link.closest("tr").ok().flatten()) {
        window().scroll_by_with_x_and_y(0.0, top_of(&row) - top);
    }
}
