//! The query string as a signal, and the ways to change it. Back and forward change it too.

use gloo::events::EventListener;
use leptos::prelude::{Get, RwSignal, Set, StoredValue, window};
use wasm_bindgen::JsValue;

/// The page's address. It is the one place that holds what the reader asked for.
#[derive(Clone, Copy)]
pub struct Location {
    query: RwSignal<String>,
}

impl Location {
    pub fn new() -> Self {
        let query = RwSignal::new(search());
        StoredValue::new_local(EventListener::new(&window(), "popstate", move |_| query.set(search())));
        Self { query }
    }

    /// The query string with its question mark, or nothing.
    pub fn query(self) -> String {
        self.query.get()
    }

    /// A step that Back undoes.
    pub fn go(self, query: &str) {
        if query != search()
            && let Ok(history) = window().history()
        {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&relative(query)));
            self.query.set(search());
        }
    }

    /// A change that is no step of its own, such as a letter typed.
    pub fn put(self, query: &str) {
        if let Ok(history) = window().history() {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&relative(query)));
            self.query.set(search());
        }
    }
}

/// The whole address of that query, to hand to somebody.
pub fn absolute(query: &str) -> String {
    // Not of its origin, which a file on a disk has none of.
    let whole = window().location().href().unwrap_or_default();
    let page = whole.split(['?', '#']).next().unwrap_or_default();
    format!("{page}{query}")
}

pub fn search() -> String {
    window().location().search().unwrap_or_default()
}

/// An empty reference would keep the query that is there.
fn relative(query: &str) -> String {
    if query.is_empty() { window().location().pathname().unwrap_or_default() } else { query.to_owned() }
}
