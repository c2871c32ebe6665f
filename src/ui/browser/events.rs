//! What the reader does, heard in one place: links of the page change the address without leaving it, buttons open and
//! copy, typing filters. What keys do is in [`super::keys`].

use gloo::events::{EventListener, EventListenerOptions};
use leptos::prelude::{GetUntracked, Set, StoredValue, document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, MouseEvent};

use crate::ledger::{Facet, MAX_COMPARED};
use crate::ui::compare::TRAY_ID;
use crate::ui::filters::{CHIPS_ID, SEARCH_ID};
use crate::ui::page::Page;
use crate::ui::parts::Coming;

use super::focus::{close_dialog, copy_link, copy_words, focus_in, keep_focus, say, show_dialog, soon, to_top};
use super::keys::key_pressed;
use super::take::{save_plot, take};

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
        on("keydown", key_pressed),
        on("input", typed),
        on("pointerover", pointed),
        on("focusin", pointed),
    ]);
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
    } else if let Some(key) = attribute_around(&target, "data-choose") {
        choose(page, &key);
    } else if closest(&target, "[data-whole]").is_some() {
        page.whole.set(true);
        soon(keep_focus);
    } else if closest(&target, "[data-again]").is_some() {
        page.views.set(Coming::OnTheirWay);
    } else if closest(&target, "[data-copy]").is_some() {
        copy_link(page);
    } else if let Some(id) = attribute_around(&target, "data-copies") {
        copy_words(&id);
    } else if let Some(what) = attribute_around(&target, "data-take") {
        take(page, what);
    } else if let Some(place) = attribute_around(&target, "data-save-plot") {
        place.parse().into_iter().for_each(|place| save_plot(page, place));
    } else if let Some(words) = attribute_around(&target, "data-says") {
        say(words);
    } else if let Some(id) = attribute_around(&target, "data-shows") {
        show_dialog(&id);
    } else if let Some(id) = attribute_around(&target, "data-closes") {
        close_dialog(&id);
    } else if let Some(row) = closest(&target, "tr[data-finding]")
        && closest(&target, "a, button, summary, input").is_none()
        && !text_is_selected()
        && let Ok(Some(link)) = row.query_selector("a[href^=\"?\"]")
    {
        follow_link(page, &link);
    }
}

/// A facet's values are there as long as they are looked at.
fn toggled(page: Page, event: &Event) {
    let Some(details) = target(event) else { return };
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

fn follow_link(page: Page, link: &Element) {
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

/// Chooses a finding to be compared, or gives it up.
fn choose(page: Page, key: &str) {
    match page.address_now().comparing(key) {
        Some(address) => page.location.go(&address.to_query()),
        None => say(format!("{MAX_COMPARED} findings are the most that stand side by side.")),
    }
}

/// The mark of a plot that the pointer or the focus is on.
fn pointed(page: Page, event: &Event) {
    let point = target(event).and_then(|target| attribute_around(&target, "data-point"));
    if let Some(point) = point.and_then(|point| point.parse().ok()) {
        page.point_at(point);
    }
}

fn typed(page: Page, event: &Event) {
    let Some(target) = target(event).filter(|target| target.id() == SEARCH_ID) else { return };
    let mut address = page.address_now();
    address.filter.text = target.unchecked_ref::<HtmlInputElement>().value();
    page.location.put(&address.to_query());
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
fn attribute_around(element: &Element, name: &str) -> Option<String> {
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

fn text_is_selected() -> bool {
    window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed())
}
