//! The end of a task: the browser answers the reader, and does what has been asked for, before the program goes on.

use gloo::timers::callback::Timeout;
use leptos::prelude::document;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::Promise;

/// Nobody waits for a page that is not on the screen, and browsers make its timers slow.
pub async fn pause() {
    if !document().hidden() {
        turn().await;
    }
}

/// Goes on in another task, whoever looks.
pub async fn turn() {
    let later = Promise::new(&mut |resolve, _| {
        Timeout::new(0, move || drop(resolve.call0(&JsValue::NULL))).forget();
    });
    let _ = JsFuture::from(later).await;
}
