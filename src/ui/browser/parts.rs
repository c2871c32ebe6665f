//! Has the parts of the program fetched that come later.

use leptos::prelude::{ArcRwSignal, Effect, Get, Set};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::js_sys::Reflect;

use crate::ui::app::Drawn;
use crate::ui::page::Page;
use crate::ui::parts::{Coming, documents, draw_some_of, views};

use super::pause::pause;

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
            let come = views().await;
            // What nobody asked for yet is fetched anew when somebody does. The page may be gone by now.
            if is_asked || matches!(come, Coming::Here(_)) {
                let _ = page.views.try_set(come);
            }
            if !saves_data() {
                documents().await;
            }
        });
    });
}

/// Whether the reader asked the browser to fetch little.
fn saves_data() -> bool {
    let of = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
    let navigator = leptos::prelude::window().navigator();
    let connection = of(&navigator, "connection").filter(JsValue::is_object);
    connection.and_then(|connection| of(&connection, "saveData")) == Some(JsValue::TRUE)
}
