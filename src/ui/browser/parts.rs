//! Has the parts of the program fetched that come later.

use leptos::prelude::{ArcRwSignal, Effect, Get, Memo, Set};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::js_sys::Reflect;

use crate::ui::app::{Drawn, here};
use crate::ui::page::Page;
use crate::ui::parts::{Coming, documents, draw_some_of, views};

use super::focus::say;
use super::later::Later;
use super::pause::pause;

const NOT_ARRIVED: &str = "This part of the page could not be fetched. Try again, or reload the page.";

/// The views at once where the reader is at one of them; else all parts behind the first screen, once it stands, so that
/// nothing has to be waited for later.
pub fn fetch_parts(page: Page, drawn: ArcRwSignal<Drawn>) {
    Effect::new(move |_| {
        let (is_asked, is_standing) = (draw_some_of(&page.address()), drawn.get() == Drawn::InPlace);
        if !matches!(page.views.get(), Coming::OnTheirWay) || !(is_asked || is_standing && !saves_data()) {
            return;
        }
        spawn_local(async move {
            if !is_asked {
                pause().await;
            }
            if is_asked {
                // The page may be gone by now.
                let _ = page.views.try_set(views().await);
            } else {
                views_here(page).await;
            }
            if !saves_data() {
                documents().await;
            }
        });
    });
}

/// Has the views fetched ahead of being asked for: where they do not arrive, they are fetched anew when somebody does.
async fn views_here(page: Page) {
    let come = views().await;
    if Later::now(page).is_none() && matches!(come, Coming::Here(_)) {
        // The page may be gone by now.
        let _ = page.views.try_set(come);
    }
}

/// The same for what the reader opened or pressed: where it does not arrive, that is said.
pub async fn views_asked_for(page: Page) {
    views_here(page).await;
    if Later::now(page).is_none() {
        say(NOT_ARRIVED.to_owned());
    }
}

/// In a task of its own.
pub fn fetch_views(page: Page) {
    spawn_local(views_asked_for(page));
}

/// What follows the reader in the views that come later, from when they have come on.
pub fn begin_later(page: Page, drawn: ArcRwSignal<Drawn>) {
    let has_come = Memo::new(move |_| here(page).is_some());
    Effect::new(move |_| {
        if has_come.get()
            && let Some(later) = Later::now(page)
        {
            (later.begin)(page, drawn.clone());
        }
    });
}

/// Whether the reader asked the browser to fetch little.
fn saves_data() -> bool {
    let of = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
    let navigator = leptos::prelude::window().navigator();
    let connection = of(&navigator, "connection").filter(JsValue::is_object);
    connection.and_then(|connection| of(&connection, "saveData")) == Some(JsValue::TRUE)
}
