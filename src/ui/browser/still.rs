//! The page without a browser: nothing moves, and nobody's clock is read.

use leptos::prelude::{ArcRwSignal, GetUntracked, RwSignal};

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

pub fn draw_near(_: Page, _: ArcRwSignal<Drawn>) {}

pub fn days_since(_: Instant) -> Option<i64> {
    None
}
