//! Works out, while the reader reads, what the first filter and the first order of rows would have to wait for.

use leptos::prelude::{ArcRwSignal, Effect, Get};
use wasm_bindgen_futures::spawn_local;

use crate::ledger::Ahead;
use crate::ui::app::Drawn;
use crate::ui::page::Page;

use super::pause::turn;

/// Once the page stands, a part in each task, so that whatever the reader does comes between two of them.
pub fn index_ahead(page: Page, drawn: ArcRwSignal<Drawn>) {
    Effect::new(move |_| {
        if drawn.get() != Drawn::InPlace {
            return;
        }
        let ledger = page.ledger();
        spawn_local(async move {
            let mut ahead = Ahead::default();
            loop {
                turn().await;
                if !ledger.index_ahead(&mut ahead) {
                    return;
                }
            }
        });
    });
}
