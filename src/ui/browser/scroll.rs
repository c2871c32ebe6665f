//! The rows of a ledger come as the reader scrolls, and those of a long one go again.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use leptos::prelude::{
    ArcRwSignal, Effect, Get, GetUntracked, Set, StoredValue, Track, WithUntracked, document, untrack, window,
};
use leptos::task::tick;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlCollection, NodeList};

use crate::ledger::Lifecycle;
use crate::ui::app::Drawn;
use crate::ui::page::{Listing, Page};
use crate::ui::window::{Ahead, Heights, NOTHING, Window, typical};

use super::focus::soon;
use super::rest::await_rest;

/// In a lifecycle's part of the table: the line of its heading, the gap before the rows, the rows, the gap after them.
const FIRST_GAP: u32 = 1;
const FIRST_ROW: u32 = 2;
/// How often what is drawn may move what is near the screen before it is left at that.
const ROUNDS: usize = 8;

thread_local! {
    /// Of the rows of each lifecycle, as they are listed now.
    static HEIGHTS: RefCell<[Heights; Lifecycle::ALL.len()]> = RefCell::new(Lifecycle::ALL.map(|_| Heights::of(0)));
    /// Whether rows have been seen at this width.
    static SEEN: Cell<bool> = const { Cell::new(false) };
    /// Whether the rows are being drawn.
    static BUSY: Cell<bool> = const { Cell::new(false) };
    /// How far the page was scrolled when the reader last scrolled it.
    static SCROLLED: Cell<f64> = const { Cell::new(0.0) };
    /// Where the reader is going.
    static AHEAD: Cell<Ahead> = const { Cell::new(Ahead::AT_REST) };
    /// How wide the window was when the rows were measured.
    static WIDTH: Cell<f64> = const { Cell::new(0.0) };
}

/// What a row's height depends on, and which rows there are.
type Shape = (Listing, usize, bool);

/// Draws what is near the screen whenever that is something else, as long as the page is mounted. The first time that is
/// for who brings the reader back to his place.
pub fn draw_near(page: Page, drawn: ArcRwSignal<Drawn>) {
    let on = |name: &'static str, handle: fn(Page)| {
        // Heard wherever it happens, and never in the way of it.
        let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: true };
        EventListener::new_with_options(&window(), name, options, move |_| handle(page))
    };
    StoredValue::new_local([on("scroll", scrolled), on("resize", resized)]);
    Effect::new(move |before: Option<Option<Shape>>| {
        if drawn.get() != Drawn::InPlace {
            return None;
        }
        page.begins_near.track();
        page.view.track();
        let shape = (page.listed.get(), page.hidden.get().len(), page.open.get().is_some());
        let before = before.flatten();
        let has = |same: fn(&Shape, &Shape) -> bool| before.as_ref().is_some_and(|before| same(before, &shape));
        if !has(|before, now| (before.1, before.2) == (now.1, now.2)) {
            forget(page);
        } else if !has(|before, now| Arc::ptr_eq(&before.0, &now.0)) {
            forget_rows(page);
        }
        AHEAD.set(Ahead::AT_REST);
        if before.is_some() {
            soon(move || look(page));
        }
        Some(shape)
    });
}

/// Scrolls to a row that is not in the document, wherever the reader is, and draws what is around it.
pub fn reveal(page: Page, row: usize) {
    let place = page.listed.with_untracked(|listed| {
        listed.iter().enumerate().find_map(|(group, rows)| Some((group, rows.iter().position(|one| *one == row)?)))
    });
    let Some((group, place)) = place else { return };
    let parts = Lifecycle::ALL.map(lines_of);
    let gap = parts.get(group).and_then(|lines| lines.as_ref()?.item(FIRST_GAP));
    let above = HEIGHTS.with_borrow_mut(|heights| {
        measure(heights, &parts, page);
        Some(heights.get(group)?.above(place, typical_of(heights, page)))
    });
    if let Some((gap, above)) = gap.zip(above) {
        window().scroll_by_with_x_and_y(0.0, top_of(&gap) + above - inner_height() / 2.0);
        draw_all(page, None);
    }
}

/// The first row whose upper edge is on the screen.
pub fn first_on_screen() -> Option<Element> {
    // A browser would lay out what is in a stretch off the screen to say where it is. One without a box is nowhere.
    let may_be_on_screen = |stretch: &Element| {
        let place = stretch.get_bounding_client_rect();
        place.height() < NOTHING || place.bottom() > 0.0 && place.top() < inner_height()
    };
    let stretches = elements(document().query_selector_all(".rows .stretch").ok()?);
    let rows = |stretch: Element| {
        let rows = stretch.children();
        (0..rows.length()).filter_map(move |place| rows.item(place))
    };
    stretches.filter(may_be_on_screen).flat_map(rows).find(has_edge_on_screen)
}

/// The same of the text that was published, whose rows stand by themselves.
pub fn first_of_text_on_screen(text: &Element) -> Option<Element> {
    elements(text.query_selector_all(".rows [data-finding]").ok()?).find(has_edge_on_screen)
}

fn has_edge_on_screen(row: &Element) -> bool {
    let place = row.get_bounding_client_rect();
    place.height() >= NOTHING && (0.0..inner_height()).contains(&place.top())
}

fn elements(nodes: NodeList) -> impl Iterator<Item = Element> {
    (0..nodes.length()).filter_map(move |place| nodes.item(place)?.dyn_into().ok())
}

/// What was measured is of another width.
fn forget(page: Page) {
    forget_rows(page);
    SEEN.set(false);
    WIDTH.set(inner_width());
}

/// What was measured is of other rows, which are as high as those as far as anybody knows.
fn forget_rows(page: Page) {
    let counts = page.listed.with_untracked(|listed| listed.each_ref().map(Vec::len));
    HEIGHTS.set(counts.map(Heights::of));
}

/// Whatever on the page scrolls is heard, and so is what [`in_place`] makes up for, which is nobody's scroll.
fn scrolled(page: Page) {
    let now = scroll_y();
    let by = now - SCROLLED.get();
    if by.abs() >= NOTHING {
        SCROLLED.set(now);
        AHEAD.set(Ahead::after(by));
        if page.is_long.get_untracked() || a_gap_is_near() {
            look(page);
        }
        await_rest(page);
    }
}

/// A phone's bar that comes and goes makes rows no narrower.
fn resized(page: Page) {
    if (inner_width() - WIDTH.get()).abs() >= NOTHING {
        forget(page);
    }
    look(page);
    await_rest(page);
}

/// Whether rows that are missing would be on the screen, or are about to.
fn a_gap_is_near() -> bool {
    let is_near = |gap: Element| {
        let place = gap.get_bounding_client_rect();
        place.height() >= NOTHING && Ahead::FAR.reaches(place.top(), place.bottom(), inner_height())
    };
    document().query_selector_all(".rows .gap").is_ok_and(|gaps| elements(gaps).any(is_near))
}

fn look(page: Page) {
    spawn_local(draw_what_is_near(page));
}

pub async fn draw_what_is_near(page: Page) {
    // The page may be gone by now.
    if page.begins_near.try_get_untracked() == Some(true) && !BUSY.replace(true) {
        settle(page).await;
        BUSY.set(false);
    }
}

/// What the reader looks at: a step of rows that reaches onto the screen, and where its upper edge is.
pub struct Anchor {
    group: usize,
    /// The place of its first row in the list.
    place: usize,
    top: f64,
    row: Element,
}

/// What is drawn is of another height than the gap that stood for it, so what is near the screen may be something else
/// then. All of it is one task: nobody scrolls meanwhile, and nothing of it is painted before it is done.
async fn settle(page: Page) {
    for _ in 0..ROUNDS {
        if !in_place(page, |anchor| draw_all(page, anchor)).await {
            return;
        }
    }
}

/// Whatever is drawn, what the reader looks at stays where it is, the top of the page the top and its end the end. Whether
/// anything was.
pub async fn in_place(page: Page, draw: impl FnOnce(Option<&Anchor>) -> bool) -> bool {
    let at_end = distance_to_end() < 2.0;
    let anchor = if is_at_top() { None } else { anchor(page) };
    if !draw(anchor.as_ref()) {
        return false;
    }
    tick().await;
    let moved = match anchor {
        _ if at_end => distance_to_end(),
        Some(anchor) if anchor.row.is_connected() => top_of(&anchor.row) - anchor.top,
        _ => 0.0,
    };
    if moved.abs() >= NOTHING {
        window().scroll_by_with_x_and_y(0.0, moved);
        SCROLLED.set(scroll_y());
    }
    true
}

fn anchor(page: Page) -> Option<Anchor> {
    Lifecycle::ALL.into_iter().enumerate().find_map(|(group, lifecycle)| {
        let lines = lines_of(lifecycle)?;
        let first = first_drawn(page, group);
        let steps: Vec<(usize, Element)> = Heights::steps_in(&near(page, group).rows)
            .filter_map(|step| Some((step.rows.start, line(&lines, first, step.rows.start)?)))
            .collect();
        let on_screen = |(_, row): &&(usize, Element)| top_of(row) < inner_height();
        // The last that begins above the screen's upper edge, else the first on it.
        let above = steps.iter().filter(on_screen).rfind(|(_, row)| top_of(row) <= 0.0);
        let (place, row) = above.or_else(|| steps.iter().find(on_screen))?;
        let end = lines.item(lines.length().checked_sub(1)?)?;
        (top_of(&end) > 0.0).then(|| Anchor { group, place: *place, top: top_of(row), row: row.clone() })
    })
}

/// Draws what is near the screen in each part of the table. Whether that is something else than before.
fn draw_all(page: Page, anchor: Option<&Anchor>) -> bool {
    let parts = Lifecycle::ALL.map(lines_of);
    HEIGHTS.with_borrow_mut(|heights| {
        measure(heights, &parts, page);
        // Until now more may have been drawn than fits.
        let is_first_look = !SEEN.get();
        let before = page.typical.get_untracked();
        let typical = typical_of(heights, page);
        let mut is_other = (typical - before).abs() > 0.0;
        for (group, (heights, lines)) in heights.iter().zip(&parts).enumerate() {
            let Some(gap) = lines.as_ref().and_then(|lines| lines.item(FIRST_GAP)) else { continue };
            // Where the list would begin for what the reader looks at to stay where it is.
            let top = match anchor.filter(|anchor| anchor.group == group) {
                Some(anchor) => anchor.top - heights.above(anchor.place, typical),
                None => top_of(&gap),
            };
            let now = heights.near(-top, inner_height() - top, AHEAD.get(), typical);
            let before = near(page, group).rows;
            let window = if is_first_look { now } else { heights.unless_drawn(now, &before, typical) };
            is_other |= page.set_window(group, window);
        }
        is_other
    })
}

/// What a row that was never seen is taken to be high: the mean of the first that were, so that the end of the page does
/// not move with each that is seen after them. As long as none was, what it was at another width.
fn typical_of(heights: &[Heights], page: Page) -> f64 {
    if !SEEN.get()
        && let Some(typical) = typical(heights)
    {
        SEEN.set(true);
        page.typical.set(typical);
    }
    page.typical.get_untracked()
}

fn lines_of(lifecycle: Lifecycle) -> Option<HtmlCollection> {
    let group = document().query_selector(&format!("tbody[data-group=\"{}\"]", lifecycle.name())).ok()??;
    Some(group.get_elements_by_tag_name("tr"))
}

/// The line of a row, or of what follows the rows; the first that is drawn is the row of that place.
fn line(lines: &HtmlCollection, first: usize, row: usize) -> Option<Element> {
    lines.item(u32::try_from(row.checked_sub(first)?).ok()?.checked_add(FIRST_ROW)?)
}

/// The rows of a lifecycle that are near the screen.
fn near(page: Page, group: usize) -> Window {
    untrack(|| page.near(group))
}

/// The first row of a lifecycle that is in the document.
fn first_drawn(page: Page, group: usize) -> usize {
    untrack(|| page.drawn(group)).rows.start
}

/// Finds out how high the rows are that stand in the parts of the table.
fn measure(heights: &mut [Heights], parts: &[Option<HtmlCollection>], page: Page) {
    for (group, (heights, lines)) in heights.iter_mut().zip(parts).enumerate() {
        let Some(lines) = lines else { continue };
        let first = first_drawn(page, group);
        for step in Heights::steps_in(&near(page, group).rows) {
            let ends = line(lines, first, step.rows.start).zip(line(lines, first, step.rows.end));
            if let Some((first, next)) = ends {
                heights.measured(&step, top_of(&next) - top_of(&first));
            }
        }
    }
}

pub fn top_of(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

fn inner_height() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default()
}

fn inner_width() -> f64 {
    window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or_default()
}

pub fn scroll_y() -> f64 {
    window().scroll_y().unwrap_or_default()
}

fn is_at_top() -> bool {
    scroll_y() < NOTHING
}

fn distance_to_end() -> f64 {
    let bottom = document().document_element().map_or(0.0, |root| root.get_bounding_client_rect().bottom());
    bottom - inner_height()
}
