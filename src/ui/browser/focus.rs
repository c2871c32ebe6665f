//! Where the reader is: focus and scroll follow what opens and closes, and the document's title says it.

use std::cell::Cell;
use std::time::Duration;

use gloo::timers::callback::Timeout;
use leptos::prelude::{ArcRwSignal, Effect, Get, document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Element, FocusOptions, HtmlDialogElement, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition, SvgElement,
};

use crate::bundle::Instant;
use crate::ledger::{Address, Row, View};
use crate::ui::app::{Drawn, LIVE_ID, MAIN_ID, TITLE};
use crate::ui::dossier::HEADING_ID;
use crate::ui::page::Page;
use crate::ui::parts::Coming;
use crate::ui::present::HEADING_ID as SCREEN_ID;
use crate::ui::row::link_id;

use super::address::absolute;
use super::later::Later;
use super::parts::views_asked_for;

/// Where the reader is.
#[derive(Clone, Copy, PartialEq)]
struct Place {
    view: View,
    open: Option<usize>,
    screen: Option<usize>,
}

/// Whole days from a time to the reader's clock.
pub fn days_since(earlier: Instant) -> Option<i64> {
    let clock = window().performance()?;
    let now = Duration::try_from_secs_f64((clock.now() + clock.time_origin()) / 1000.0).ok()?;
    let now = Instant::from_unix(i64::try_from(now.as_secs()).ok()?)?;
    Some(now.days_since(earlier))
}

/// Says that the ledger is on the screen, and follows what the reader opens from then on.
pub fn follow(page: Page, drawn: ArcRwSignal<Drawn>) {
    Effect::new(move |before: Option<Option<Place>>| {
        if drawn.get() != Drawn::InPlace {
            return None;
        }
        let named = Place { view: page.view.get(), open: page.open.get(), screen: page.present.get() };
        document().set_title(&title(page, named));
        // A finding or a screen can have the focus once it is drawn.
        let is_drawn = !matches!(page.views.get(), Coming::OnTheirWay);
        let now = Place { open: named.open.filter(|_| is_drawn), screen: named.screen.filter(|_| is_drawn), ..named };
        match before.flatten() {
            None => {
                mark_ready();
                // Keys scroll what holds the focus, and a presentation lies over the page.
                if now.screen.is_some() {
                    soon(|| focus(SCREEN_ID));
                }
            }
            Some(before) if before.screen != now.screen => presented(page, before, now),
            Some(before) if before.open != now.open => soon(move || moved(page, before.open, now.open)),
            Some(before) if before.view != now.view => soon(keep_focus),
            Some(_) => {}
        }
        Some(now)
    });
}

/// A screen is read out from its heading. What had the focus before the first one has it again after the last, where
/// the reader comes back to the same place.
fn presented(page: Page, before: Place, now: Place) {
    if before.screen.is_none() {
        ENTERED_FROM.set(document().active_element());
    }
    if now.screen.is_some() {
        soon(|| focus(SCREEN_ID));
    } else if before.open != now.open {
        soon(move || moved(page, before.open, now.open));
    } else {
        soon(|| match ENTERED_FROM.take().filter(|one| one.is_connected()).and_then(|one| one.dyn_into().ok()) {
            Some(element) => focus_in_place(&element),
            None => focus_main(),
        });
    }
}

/// Runs when everything that follows the address has changed.
pub fn soon(task: impl FnOnce() + 'static) {
    Timeout::new(0, task).forget();
}

pub fn focus(id: &str) {
    if let Some(element) = by_id(id) {
        let _ = element.focus();
    }
}

/// Has that element have the focus once it is drawn.
pub fn await_focus(id: String) {
    AWAITED.set(Some(id));
}

/// What is to have the focus once it is drawn.
pub fn awaited() -> Option<String> {
    AWAITED.take()
}

/// Opens a dialog over everything else, once it has come. The browser gives the focus back when it closes.
pub fn show_dialog(page: Page, id: String) {
    let show = move |dialog: HtmlDialogElement| drop(dialog.show_modal());
    match dialog(&id) {
        Some(dialog) => show(dialog),
        None => spawn_local(async move {
            views_asked_for(page).await;
            soon(move || dialog(&id).into_iter().for_each(show));
        }),
    }
}

pub fn close_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
}

/// A view begins at its top; Back and Forward keep the place that the browser remembers.
pub fn to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Puts the finding's link into the clipboard and says whether that worked.
pub fn copy_link(page: Page) {
    // Which keys work is for each reader to say.
    let shown = Address { keys_off: false, ..page.address_now() };
    copy(
        absolute(&shown.to_query()),
        "Link copied.",
        "This browser does not let the page copy. The link is in its address bar.",
    );
}

/// Puts the words of an element into the clipboard and says whether that worked.
pub fn copy_words(id: &str) {
    let words = by_id(id).and_then(|element| element.text_content()).unwrap_or_default();
    copy(words, "Copied.", "This browser does not let the page copy. Select the words and copy them.");
}

thread_local! {
    /// What takes away what was said last.
    static SAID: Cell<Option<Timeout>> = const { Cell::new(None) };
    /// What had the focus when the presentation began.
    static ENTERED_FROM: Cell<Option<Element>> = const { Cell::new(None) };
    /// What had the focus in the text that stood here, where it is not drawn yet.
    static AWAITED: Cell<Option<String>> = const { Cell::new(None) };
}

/// Says something for a few seconds, on the screen and to those who hear the page.
pub fn say(words: String) {
    if let Some(live) = by_id(LIVE_ID) {
        live.set_text_content(Some(&words));
        // The one before is dropped, which stops it: it would take these words away early.
        SAID.set(Some(Timeout::new(4000, move || live.set_text_content(None))));
    }
}

/// Moves the focus to the element that many places on among its siblings of the same kind, as far as there is one.
pub fn focus_beside(element: &Element, by: i32) {
    let sibling = if by > 0 { element.next_element_sibling() } else { element.previous_element_sibling() };
    if let Some(sibling) = sibling.filter(|sibling| sibling.has_attribute("data-point")) {
        let _ = sibling.unchecked_ref::<SvgElement>().focus();
    }
}

/// Once a link of a list of what is chosen has been followed, the list in it is a new one: the focus goes to what stands
/// in that place now, else to the last that is left, else to the content.
pub fn focus_in(list: &str, place: u32) {
    if !is_lost() {
        return;
    }
    let links = document().query_selector_all(&format!("#{list} li a")).ok();
    let link = links.and_then(|links| links.item(place.min(links.length().checked_sub(1)?)));
    match link {
        Some(link) => drop(link.unchecked_ref::<HtmlElement>().focus()),
        None => focus_main(),
    }
}

/// Puts words into the clipboard and says whether that worked.
pub fn copy(words: String, done: &'static str, refused: &'static str) {
    spawn_local(async move {
        let copied = write_clipboard(&words).await.is_some();
        say(if copied { done } else { refused }.to_owned());
    });
}

/// None where the browser has no clipboard, as on a page that is not served over https, or refuses it.
async fn write_clipboard(text: &str) -> Option<()> {
    if !window().is_secure_context() {
        return None;
    }
    JsFuture::from(window().navigator().clipboard().write_text(text)).await.ok().map(drop)
}

/// Does something with a row of the ledger, once it is in the document.
pub fn come_to(page: Page, row: usize, then: impl FnOnce() + 'static) {
    if by_id(&link_id(row)).is_some() {
        return then();
    }
    // How high rows are now is measured first: columns may just have gone or come.
    soon(move || {
        if let Some(later) = Later::now(page) {
            (later.reveal)(page, row);
        }
        soon(then);
    });
}

/// The row may be filtered out, or the reader be in another view.
fn focus_row(row: usize) {
    match by_id(&link_id(row)) {
        Some(link) => drop(link.focus()),
        None => focus_main(),
    }
}

fn moved(page: Page, before: Option<usize>, open: Option<usize>) {
    match (before, open) {
        (_, Some(row)) => {
            focus(HEADING_ID);
            come_to(page, row, move || keep_in_sight(&link_id(row)));
        }
        (Some(row), None) => come_to(page, row, move || focus_row(row)),
        (None, None) => focus_main(),
    }
}

/// The list is narrower beside a finding, so the row that was opened may have moved.
fn keep_in_sight(id: &str) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    if let Some(element) = by_id(id) {
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// What was followed or pressed may be gone, and the focus with it.
pub fn keep_focus() {
    if is_lost() {
        focus_main();
    }
}

/// Whether the element that had the focus is gone.
pub fn is_lost() -> bool {
    document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}

fn focus_main() {
    if let Some(main) = by_id(MAIN_ID) {
        focus_in_place(&main);
    }
}

/// Without a scroll: the place on the screen is the reader's own.
fn focus_in_place(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

fn mark_ready() {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-ready", "");
    }
}

fn title(page: Page, place: Place) -> String {
    let ledger = page.ledger();
    let open = place.open.and_then(|row| ledger.rows.get(row));
    let presented = place.screen.and_then(|_| (Later::now(page)?.title)(page));
    let name = presented.unwrap_or_else(|| open.map_or(place.view.title(), Row::title).to_owned());
    format!("{name} | {TITLE}")
}

fn dialog(id: &str) -> Option<HtmlDialogElement> {
    by_id(id).and_then(|element| element.dyn_into().ok())
}

pub fn by_id(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id).and_then(|element: Element| element.dyn_into().ok())
}
