//! What the reader does not wait for: once he rests, the rows come that are not near the screen, where the document holds all
//! of them.

use std::cell::Cell;
use std::sync::Arc;

use gloo::timers::callback::Timeout;
use leptos::prelude::{ArcRwSignal, Effect, Get, GetUntracked, document};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use crate::ledger::{View, fixed};
use crate::ui::app::Drawn;
use crate::ui::page::{Listing, Page};

use super::pause::{now, turn};
use super::place::remember;
use super::scroll::{draw_what_is_near, in_place};

/// Who has not scrolled or chosen anything for so long rests, in milliseconds.
const REST: f64 = 300.0;
/// How often it is looked whether he does, in milliseconds. A timer for each frame of scrolling would be work in each.
const LOOK: u32 = 100;
/// So many rows come at a time, above and below.
const AT_A_TIME: usize = 32;

thread_local! {
    /// When the reader last did something.
    static STIRRED: Cell<f64> = const { Cell::new(0.0) };
    /// Whether somebody waits for him to rest.
    static AWAITED: Cell<bool> = const { Cell::new(false) };
}

/// Follows the reader as long as the page is mounted.
pub fn draw_rest(page: Page, drawn: ArcRwSignal<Drawn>) {
    Effect::new(move |_| {
        let is_ledger = page.view.get() == View::Ledger;
        if !is_ledger {
            page.leave();
        }
        if is_ledger && page.on_paper.get() {
            // They are there now, and none goes that has come.
            page.put_around(usize::MAX);
        } else if drawn.get() == Drawn::InPlace {
            // Whatever the reader asks for.
            page.location.query();
            await_rest(page);
        }
    });
}

/// The reader does something, and will rest.
pub fn await_rest(page: Page) {
    STIRRED.set(now());
    if !AWAITED.replace(true) {
        look_later(page);
    }
}

fn look_later(page: Page) {
    let look = move || {
        if rests() {
            AWAITED.set(false);
            spawn_local(draw_what_is_left(page));
        } else {
            look_later(page);
        }
    };
    Timeout::new(LOOK, look).forget();
}

fn rests() -> bool {
    now() - STIRRED.get() >= REST
}

async fn draw_what_is_left(page: Page) {
    // The page may be gone by now.
    let Some(listed) = page.listed.try_get_untracked() else { return };
    if page.view.get_untracked() == View::Ledger && page.begins_near.get_untracked() {
        draw_what_is_near(page).await;
        in_place(page, |_| say_typical(page)).await;
    }
    remember(page);
    while rests() && is_left(page, &listed) {
        in_place(page, |_| {
            page.put_around(AT_A_TIME);
            true
        })
        .await;
        turn().await;
    }
}

/// Whether some of what is listed is still to come.
fn is_left(page: Page, listed: &Listing) -> bool {
    let is_listed = || page.listed.try_get_untracked().is_some_and(|now| Arc::ptr_eq(&now, listed));
    is_listed()
        && page.view.get_untracked() == View::Ledger
        && page.begins_near.get_untracked()
        && !page.is_long.get_untracked()
        && !page.is_whole()
}

/// Tells the style sheet how high a row is that nobody has seen. Whether it did.
fn say_typical(page: Page) -> bool {
    let table = document().query_selector("table.rows").ok().flatten();
    let table = table.and_then(|table| table.dyn_into::<HtmlElement>().ok());
    let row = format!("{}px", fixed(page.typical.get_untracked(), 2));
    table.is_some_and(|table| table.style().set_property("--row", &row).is_ok())
}
