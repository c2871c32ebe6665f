//! The rows of a ledger that is in the document as a whole: whoever opens it need not wait for the last of them.

use leptos::prelude::{ArcRwSignal, Effect, Get, GetUntracked, Set, Update};
use wasm_bindgen_futures::spawn_local;

use crate::ledger::View;
use crate::ui::app::Drawn;
use crate::ui::page::Page;
use crate::ui::window::{ALL_UP_TO, AT_ONCE};

use super::pause::turn;

/// Draws some of the rows when the ledger is first looked at, and some more in each task after that until all are there.
/// Where the views come when the ledger stands there already, its rows have come with them.
pub fn draw_rest(page: Page, drawn: ArcRwSignal<Drawn>) {
    let all = page.ledger().rows.len().min(ALL_UP_TO);
    if all <= AT_ONCE || drawn.get_untracked() == Drawn::InPlace && page.view.get_untracked() == View::Ledger {
        return;
    }
    page.so_far.set(AT_ONCE);
    Effect::new(move |_| {
        // Nobody looks for an open row, or waits with the paper, while rows come; and none goes that has come.
        if page.open.get().is_some() || page.on_paper.get() {
            page.so_far.set(usize::MAX);
        }
    });
    Effect::new(move |has_begun: Option<bool>| {
        let is_to_begin = drawn.get() == Drawn::InPlace && page.view.get() == View::Ledger;
        let has_begun = has_begun == Some(true);
        if is_to_begin && !has_begun {
            spawn_local(draw_some_more(page, all));
        }
        has_begun || is_to_begin
    });
}

async fn draw_some_more(page: Page, all: usize) {
    // The page may be gone by now.
    while page.so_far.try_get_untracked().is_some_and(|so_far| so_far < all) {
        turn().await;
        let _ = page.so_far.try_update(|so_far| *so_far = so_far.saturating_add(AT_ONCE));
    }
}
