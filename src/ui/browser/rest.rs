//! The rows of a ledger that is in the document as a whole: whoever opens it need not wait for the last of them.

use leptos::prelude::{ArcRwSignal, Effect, Get, GetUntracked, Set};
use wasm_bindgen_futures::spawn_local;

use crate::ledger::View;
use crate::ui::app::Drawn;
use crate::ui::page::Page;
use crate::ui::window::{ALL_UP_TO, AT_ONCE};

use super::pause::turn;

/// Draws some of the rows when the ledger is first looked at, and some more in each task after that until all are there.
pub fn draw_rest(page: Page, drawn: ArcRwSignal<Drawn>) {
    if drawn.get_untracked() == Drawn::InPlace && page.view.get_untracked() == View::Ledger {
        return;
    }
    page.so_far.set(AT_ONCE);
    Effect::new(move |has_begun: Option<bool>| {
        let is_to_begin = drawn.get() == Drawn::InPlace && page.view.get() == View::Ledger;
        let has_begun = has_begun == Some(true);
        if is_to_begin && !has_begun {
            spawn_local(draw_some_more(page));
        }
        has_begun || is_to_begin
    });
}

async fn draw_some_more(page: Page) {
    for more in (AT_ONCE..ALL_UP_TO).step_by(AT_ONCE) {
        turn().await;
        // The page may be gone by now.
        if page.so_far.try_set(more.saturating_add(AT_ONCE)).is_some() {
            return;
        }
    }
    let _ = page.so_far.try_set(usize::MAX);
}
