//! The rows of a long ledger come and go as the reader scrolls; on paper all of them stand.

use std::cell::{Cell, RefCell};

use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use leptos::prelude::{
    ArcRwSignal, Effect, Get, GetUntracked, Set, StoredValue, Track, WithUntracked, document, window,
};
use web_sys::{Element, HtmlCollection};

use crate::ledger::Lifecycle;
use crate::ui::app::Drawn;
use crate::ui::page::Page;
use crate::ui::window::{Heights, UNSEEN, Window, typical};

use super::focus::soon;

/// In a lifecycle's part of the table: the line of its heading, the gap before the rows, the rows, the gap after them.
const FIRST_GAP: u32 = 1;
const FIRST_ROW: u32 = 2;
/// How often what is drawn may move what is near the screen before it is left at that.
const ROUNDS: usize = 8;

thread_local! {
    /// Of the rows of each lifecycle, as they are listed now.
    static HEIGHTS: RefCell<[Heights; Lifecycle::ALL.len()]> = RefCell::new(Lifecycle::ALL.map(|_| Heights::of(0)));
    /// What a row that was never seen is taken to be high: the mean of the first that were, so that the end of the page
    /// does not move with each that is seen after them.
    static TYPICAL: Cell<Option<f64>> = const { Cell::new(None) };
}

/// Draws what is near the screen, as long as the page is mounted.
pub fn draw_near(page: Page, drawn: ArcRwSignal<Drawn>) {
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
        if drawn.get() != Drawn::InPlace {
            return;
        }
        page.listed.track();
        page.is_long.track();
        page.hidden.track();
        page.view.track();
        page.open.track();
        again(page);
    });
}

/// Scrolls to a row that is not in the document, wherever the reader is, and draws what is around it.
pub fn reveal(page: Page, row: usize) {
    let place = page.listed.with_untracked(|listed| {
        listed.iter().enumerate().find_map(|(group, rows)| Some((group, rows.iter().position(|one| *one == row)?)))
    });
    let Some((group, place)) = place else { return };
    let gap = Lifecycle::ALL.get(group).and_then(|of| lines_of(*of)?.item(FIRST_GAP));
    let above = HEIGHTS.with_borrow(|heights| Some(heights.get(group)?.above(place, typical_of(heights))));
    if let Some((gap, above)) = gap.zip(above) {
        window().scroll_by_with_x_and_y(0.0, top_of(&gap) + above - inner_height() / 2.0);
        draw_all(page);
    }
}

/// What was measured is of other rows or of another width.
fn again(page: Page) {
    let counts = page.listed.with_untracked(|listed| listed.each_ref().map(Vec::len));
    HEIGHTS.set(counts.map(Heights::of));
    TYPICAL.set(None);
    soon(move || look(page));
}

fn look(page: Page) {
    if page.is_long.get_untracked() {
        settle(page, ROUNDS);
    }
}

/// What is drawn is of another height than the gap that stood for it, so what is near the screen may be something else
/// then, and the end of the page further down.
fn settle(page: Page, rounds: usize) {
    let at_end = distance_to_end() < 2.0;
    if !draw_all(page) {
        return;
    }
    if let Some(rounds) = rounds.checked_sub(1) {
        soon(move || {
            if at_end {
                window().scroll_by_with_x_and_y(0.0, distance_to_end());
            }
            settle(page, rounds);
        });
    }
}

/// Draws what is near the screen in each part of the table. Whether that is something else than before.
fn draw_all(page: Page) -> bool {
    let parts = Lifecycle::ALL.map(lines_of);
    HEIGHTS.with_borrow_mut(|heights| {
        for (group, (heights, lines)) in heights.iter_mut().zip(&parts).enumerate() {
            if let Some(lines) = lines {
                measure(heights, lines, page, group);
            }
        }
        let typical = typical_of(heights);
        let mut is_other = false;
        for (group, (heights, lines)) in heights.iter().zip(&parts).enumerate() {
            let Some(gap) = lines.as_ref().and_then(|lines| lines.item(FIRST_GAP)) else { continue };
            let top = top_of(&gap);
            is_other |= draw(page, group, heights.near(-top, inner_height() - top, typical));
        }
        is_other
    })
}

fn typical_of(heights: &[Heights]) -> f64 {
    let typical = TYPICAL.get().or_else(|| typical(heights));
    TYPICAL.set(typical);
    typical.unwrap_or(UNSEEN)
}

fn lines_of(lifecycle: Lifecycle) -> Option<HtmlCollection> {
    let part = document().query_selector(&format!("tbody[data-group=\"{}\"]", lifecycle.name())).ok()??;
    Some(part.children())
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

fn draw(page: Page, group: usize, near: Window) -> bool {
    let Some(window) = page.windows.get(group).filter(|window| window.with_untracked(|before| *before != near)) else {
        return false;
    };
    window.set(near);
    true
}

fn top_of(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

fn inner_height() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default()
}

fn distance_to_end() -> f64 {
    let bottom = document().document_element().map_or(0.0, |root| root.get_bounding_client_rect().bottom());
    bottom - inner_height()
}
