//! The rows of a long ledger come and go as the reader scrolls; on paper all of them stand.

use std::cell::RefCell;

use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use leptos::prelude::{Effect, GetUntracked, Set, StoredValue, Track, WithUntracked, document, window};
use web_sys::{Element, HtmlCollection};

use crate::ledger::Lifecycle;
use crate::ui::page::Page;
use crate::ui::window::{Heights, Window};

use super::focus::soon;

/// In a lifecycle's part of the table: the line of its heading, the gap before the rows, the rows, the gap after them.
const FIRST_GAP: u32 = 1;
const FIRST_ROW: u32 = 2;

thread_local! {
    /// Of the rows of each lifecycle, as they are listed now.
    static HEIGHTS: RefCell<[Heights; Lifecycle::ALL.len()]> = RefCell::new(Lifecycle::ALL.map(|_| Heights::of(0)));
}

/// Draws what is near the screen, as long as the page is mounted.
pub fn draw_near(page: Page) {
    let on = |name: &'static str, handle: fn(Page)| {
        // Heard wherever it happens, and never in the way of it.
        let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: true };
        EventListener::new_with_options(&window(), name, options, move |_| handle(page))
    };
    StoredValue::new_local([
        on("scroll", look),
        on("resize", again),
        on("beforeprint", |page| page.on_paper.set(true)),
        on("afterprint", |page| page.on_paper.set(false)),
    ]);
    Effect::new(move |_| {
        page.listed.track();
        page.is_long.track();
        page.hidden.track();
        page.view.track();
        page.open.track();
        again(page);
        // Once more where the rows now are.
        soon(move || look(page));
    });
}

/// Draws what is around a row, wherever the reader is.
pub fn reveal(page: Page, row: usize) {
    let place = page.listed.with_untracked(|listed| {
        listed.iter().enumerate().find_map(|(group, rows)| Some((group, rows.iter().position(|one| *one == row)?)))
    });
    if let Some((group, place)) = place {
        let around = HEIGHTS.with_borrow(|heights| heights.get(group).map(|heights| heights.around(place)));
        draw(page, group, around);
    }
}

/// What was measured is of other rows or of another width.
fn again(page: Page) {
    let counts = page.listed.with_untracked(|listed| listed.each_ref().map(Vec::len));
    HEIGHTS.set(counts.map(Heights::of));
    look(page);
}

fn look(page: Page) {
    if !page.is_long.get_untracked() {
        return;
    }
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    for (group, lifecycle) in Lifecycle::ALL.into_iter().enumerate() {
        let Ok(Some(part)) = document().query_selector(&format!("tbody[data-group=\"{}\"]", lifecycle.name())) else {
            continue;
        };
        let lines = part.children();
        let Some(top) = lines.item(FIRST_GAP).map(|gap| top_of(&gap)) else { continue };
        let near = HEIGHTS.with_borrow_mut(|heights| {
            let heights = heights.get_mut(group)?;
            measure(heights, &lines, page, group);
            Some(heights.near(-top, height - top))
        });
        draw(page, group, near);
    }
}

fn measure(heights: &mut Heights, lines: &HtmlCollection, page: Page, group: usize) {
    let Some(drawn) = page.windows.get(group).map(|window| window.with_untracked(|window| window.rows.clone())) else {
        return;
    };
    let line = |row: usize| {
        let line = u32::try_from(row.checked_sub(drawn.start)?).ok()?.checked_add(FIRST_ROW)?;
        lines.item(line)
    };
    for step in Heights::steps_in(&drawn) {
        if let Some((first, next)) = line(step.rows.start).zip(line(step.rows.end)) {
            heights.measured(step.number, top_of(&next) - top_of(&first));
        }
    }
}

fn draw(page: Page, group: usize, near: Option<Window>) {
    if let Some((window, near)) = page.windows.get(group).zip(near)
        && window.get_untracked() != near
    {
        window.set(near);
    }
}

fn top_of(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}
