//! The page without a browser: nothing moves, and nobody's clock is read.

use std::panic::{AssertUnwindSafe, catch_unwind};

use leptos::prelude::{ArcRwSignal, GetUntracked, RwSignal};
use leptos::tachys::renderer::types::Element;

use crate::bundle::Instant;
use crate::ui::app::Drawn;
use crate::ui::page::Page;

/// An address that nobody changes.
#[derive(Clone, Copy)]
pub struct Location {
    query: RwSignal<String>,
}

impl Location {
    pub fn new() -> Self {
        Self { query: RwSignal::new(String::new()) }
    }

    pub fn query(self) -> String {
        self.query.get_untracked()
    }
}

pub fn listen(_: Page) {}

pub fn follow(_: Page, _: ArcRwSignal<Drawn>) {}

pub fn fetch_parts(_: Page, _: ArcRwSignal<Drawn>) {}

pub fn begin_later(_: Page, _: ArcRwSignal<Drawn>) {}

/// Nothing is drawn where there is no document.
pub fn draw(_: &[u32], _: &str) -> Vec<Element> {
    Vec::new()
}

/// Whether a task came to its end.
pub fn attempt(task: &mut dyn FnMut()) -> bool {
    catch_unwind(AssertUnwindSafe(task)).is_ok()
}

pub fn days_since(_: Instant) -> Option<i64> {
    None
}
