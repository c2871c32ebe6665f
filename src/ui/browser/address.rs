//! The query string as a signal, and the ways to change it. Back and forward change it too.

use gloo::history::{BrowserHistory, History, HistoryListener};
use leptos::prelude::{Get, LocalStorage, ReadSignal, Set, StoredValue, WithValue, signal, window};

/// The page's address. It is the one place that holds what the reader asked for.
#[derive(Clone, Copy)]
pub struct Location {
    query: ReadSignal<String>,
    history: StoredValue<(BrowserHistory, HistoryListener), LocalStorage>,
}

impl Location {
    pub fn new() -> Self {
        let history = BrowserHistory::new();
        let (query, set_query) = signal(search());
        let listener = history.listen(move || set_query.set(search()));
        Self { query, history: StoredValue::new_local((history, listener)) }
    }

    /// The query string with its question mark, or nothing.
    pub fn query(self) -> String {
        self.query.get()
    }

    /// A step that Back undoes.
    pub fn go(self, query: &str) {
        if query != search() {
            self.history.with_value(|(history, _)| history.push(relative(query)));
        }
    }

    /// A change that is no step of its own, such as a letter typed.
    pub fn put(self, query: &str) {
        self.history.with_value(|(history, _)| history.replace(relative(query)));
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
