//! The end of a task: the browser answers the reader, and does what has been asked for, before the program goes on.

use gloo::timers::callback::Timeout;
use leptos::prelude::{document, window};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
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
    // Browsers make a timer wait 4 ms where it was a timer that set it, and not behind this.
    if let Ok(continued) = yielded() {
        let _ = JsFuture::from(continued).await;
    }
    let later = Promise::new(&mut |resolve, _| {
        Timeout::new(0, move || drop(resolve.call0(&JsValue::NULL))).forget();
    });
    let _ = JsFuture::from(later).await;
}

#[wasm_bindgen]
extern "C" {
    /// Ends a task, and goes on before what has not begun yet. Not every browser has it.
    #[wasm_bindgen(js_namespace = scheduler, js_name = "yield", catch)]
    fn yielded() -> Result<Promise, JsValue>;
}

/// How long the steps of one task take together, in milliseconds: with the step that goes beyond, less than a reader
/// notices.
const TASK: f64 = 20.0;

/// When the current task began.
pub struct Turns {
    begun: f64,
}

impl Turns {
    pub fn begin() -> Self {
        Self { begun: now() }
    }

    /// Ends the task where it has taken its time.
    pub async fn pause_if_due(&mut self) {
        if now() - self.begun > TASK {
            pause().await;
            self.begun = now();
        }
    }

    /// Takes the time of the task as spent: what comes next may take long by itself.
    pub fn spend(&mut self) {
        self.begun = f64::NEG_INFINITY;
    }
}

/// Milliseconds on the browser's clock.
pub fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}
