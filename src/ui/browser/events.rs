//! What the reader does, heard in one place: links of the page change the address without leaving it, and what only
//! concerns the views that come later is theirs ([`super::later`]).

use std::cell::Cell;

use gloo::events::{EventListener, EventListenerOptions};
use leptos::prelude::{GetUntracked, Set, StoredValue, document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, KeyboardEvent, MouseEvent};

use crate::ledger::Facet;
use crate::ui::compare::TRAY_ID;
use crate::ui::filters::CHIPS_ID;
use crate::ui::page::Page;
use crate::ui::parts::Coming;
use crate::ui::shortcuts::is_character;

use super::address::search;
use super::focus::{close_dialog, focus_in, keep_focus, show_dialog, soon, to_top};
use super::later::Later;
use super::parts::{fetch_views, views_asked_for};

/// Listens as long as the page is mounted.
pub fn listen(page: Page) {
    let on = |name: &'static str, handle: fn(Page, &Event)| {
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&window(), name, options, move |event| handle(page, event))
    };
    // Said to the element alone, and not to what is around it.
    let toggle = EventListenerOptions::run_in_capture_phase();
    StoredValue::new_local([
        EventListener::new_with_options(&window(), "toggle", toggle, move |event| toggled(page, event)),
        on("click", clicked),
        on("keydown", |page, event| match Later::now(page) {
            Some(later) => (later.key_pressed)(page, event),
            None => pressed_early(page, event),
        }),
        on("beforeprint", |page, _| page.on_paper.set(true)),
        on("afterprint", |page, _| page.on_paper.set(false)),
        on("input", |page, event| later(page, event, |later| later.typed)),
        on("pointerover", |page, event| later(page, event, |later| later.pointed)),
        on("focusin", |page, event| later(page, event, |later| later.pointed)),
    ]);
}

thread_local! {
    /// Whether a key waits for what it does.
    static KEY_WAITS: Cell<bool> = const { Cell::new(false) };
}

/// As long as what keys do has not come, one of them leads out of what cannot be shown, and the first of the others waits
/// for it, as long as the reader stays where it was pressed.
fn pressed_early(page: Page, event: &Event) {
    let Some(pressed) = event.dyn_ref::<KeyboardEvent>() else { return };
    if event.default_prevented() || pressed.ctrl_key() || pressed.meta_key() || pressed.alt_key() {
        return;
    }
    let (key, address) = (pressed.key(), page.address_now());
    if key == "Escape" && address.present.is_some() {
        page.location.go(&address.presenting(None).to_query());
    } else if key == "Escape" && address.finding.is_some() {
        page.location.go(&address.closed().to_query());
    } else if is_character(&key) && !address.keys_off && !KEY_WAITS.replace(true) {
        let (event, at) = (event.clone(), search());
        spawn_local(async move {
            views_asked_for(page).await;
            KEY_WAITS.set(false);
            if search() == at {
                later(page, &event, |later| later.key_pressed);
            }
        });
    }
}

/// Has a part of the page hear something that only concerns it, once it has come.
fn later(page: Page, event: &Event, hears: fn(&Later) -> fn(Page, &Event)) {
    if let Some(later) = Later::now(page) {
        hears(later)(page, event);
    }
}

fn clicked(page: Page, event: &Event) {
    let Some((mouse, target)) = event.dyn_ref::<MouseEvent>().zip(target(event)) else { return };
    close_popovers(Some(&target));
    if let Some(facet) = closest(&target, "details:not([open]) > summary").and_then(|summary| facet_around(&summary)) {
        // A key that comes next finds the values: the browser says that they are open a task later.
        page.opened.set(Some(facet));
    }
    if event.default_prevented() || mouse.button() != 0 || modified(mouse) {
        return;
    }
    if let Some(link) = closest(&target, "a[href^=\"?\"]") {
        event.prevent_default();
        follow_link(page, &link);
    } else if closest(&target, "[data-more]").is_some() {
        page.show_more();
        soon(keep_focus);
    } else if closest(&target, "[data-again]").is_some() {
        page.views.set(Coming::OnTheirWay);
    } else if let Some(id) = attribute_around(&target, "data-shows") {
        show_dialog(page, id);
    } else if let Some(id) = attribute_around(&target, "data-closes") {
        close_dialog(&id);
    } else if let Some(later) = Later::now(page) {
        (later.clicked)(page, &target);
    }
}

/// A facet's values are there as long as they are looked at.
fn toggled(page: Page, event: &Event) {
    let Some(details) = target(event) else { return };
    if Later::now(page).is_none() {
        fetch_views(page);
    }
    let Some(facet) = facet_around(&details) else { return };
    if details.has_attribute("open") {
        page.opened.set(Some(facet));
    } else if page.opened.get_untracked() == Some(facet) {
        page.opened.set(None);
    }
}

/// The facet whose control an element is, or is in.
fn facet_around(element: &Element) -> Option<Facet> {
    Facet::from_name(&attribute_around(element, "data-filter")?)
}

pub fn follow_link(page: Page, link: &Element) {
    let before = page.view.get_untracked();
    let in_list = [TRAY_ID, CHIPS_ID].into_iter().find_map(|list| Some((list, place_in(list, link)?)));
    // Screens of a presentation are one step of the reader's: Back leaves it.
    if link.has_attribute("data-step") {
        page.location.put(&address_of(link));
    } else {
        page.location.go(&address_of(link));
    }
    if let Some((list, place)) = in_list {
        soon(move || focus_in(list, place));
    }
    if page.view.get_untracked() != before {
        soon(to_top);
    }
}

/// Which item of a list of what is chosen a link takes away, from 0; behind all of them for any other link in it.
fn place_in(list: &str, link: &Element) -> Option<u32> {
    let list = closest(link, &format!("#{list}"))?;
    let items = list.query_selector_all("li").ok()?;
    let holds_it = |index: &u32| items.item(*index).is_some_and(|item| item.contains(Some(link)));
    Some((0..items.length()).find(holds_it).unwrap_or(items.length()))
}

fn close_popovers(except_around: Option<&Element>) {
    let Ok(open) = document().query_selector_all(".facet[open]") else { return };
    for index in 0..open.length() {
        let Some(popover) = open.item(index) else { continue };
        let inside = except_around.is_some_and(|target| popover.contains(Some(target)));
        if !inside {
            let _ = popover.unchecked_ref::<Element>().remove_attribute("open");
        }
    }
}

/// The value of an attribute on the element or on one around it.
pub fn attribute_around(element: &Element, name: &str) -> Option<String> {
    closest(element, &format!("[{name}]"))?.get_attribute(name)
}

/// The query that a link of the page leads to; a question mark alone is none.
fn address_of(link: &Element) -> String {
    link.get_attribute("href").filter(|href| href != "?").unwrap_or_default()
}

pub fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

pub fn closest(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok().flatten()
}

fn modified(event: &MouseEvent) -> bool {
    event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()
}
