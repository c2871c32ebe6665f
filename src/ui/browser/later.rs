//! What only the views that come later need of a browser; it comes with them.

use std::ops::ControlFlow;

use leptos::prelude::{ArcRwSignal, GetUntracked, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};

use crate::bundle::{BundleError, Checking, Reading};
use crate::ledger::MAX_COMPARED;
use crate::ui::app::Drawn;
use crate::ui::filters::SEARCH_ID;
use crate::ui::page::Page;
use crate::ui::parts::Coming;
use crate::ui::present;

use super::ahead::index_ahead;
use super::events::{attribute_around, closest, follow_link, target};
use super::focus::{copy_link, copy_words, say};
use super::keys::key_pressed;
use super::place::{come_back, leave_text};
use super::rest::draw_rest;
use super::scroll::{draw_near, reveal};
use super::take::{save_plot, take};

/// Takes a digest in steps.
pub type Check = fn(Checking) -> Result<ControlFlow<Reading, Checking>, BundleError>;

/// It is called through here and nowhere else, or it would be in the first part.
pub struct Later {
    /// Of use only where no browser has checked a digest.
    pub check: Check,
    /// The text gives way to the page.
    pub leave_text: fn(&Element),
    /// Follows the reader from when the views have come on.
    pub begin: fn(Page, ArcRwSignal<Drawn>),
    pub clicked: fn(Page, &Element),
    pub key_pressed: fn(Page, &Event),
    pub typed: fn(Page, &Event),
    pub pointed: fn(Page, &Event),
    pub reveal: fn(Page, usize),
    pub title: fn(Page) -> Option<String>,
}

impl Later {
    pub const ALL: Self = Self {
        check: Checking::step,
        leave_text,
        begin,
        clicked,
        key_pressed,
        typed,
        pointed,
        reveal,
        title: present::title,
    };

    /// What is here of it now.
    pub fn now(page: Page) -> Option<&'static Self> {
        match page.views.try_get_untracked() {
            Some(Coming::Here(views)) => Some(&views.browser),
            // The page may be gone by now.
            Some(Coming::OnTheirWay | Coming::NotArrived) | None => None,
        }
    }
}

fn begin(page: Page, drawn: ArcRwSignal<Drawn>) {
    draw_rest(page, drawn.clone());
    draw_near(page, drawn.clone());
    come_back(page, drawn.clone());
    index_ahead(page, drawn);
}

fn clicked(page: Page, target: &Element) {
    if let Some(key) = attribute_around(target, "data-choose") {
        choose(page, &key);
    } else if closest(target, "[data-copy]").is_some() {
        copy_link(page);
    } else if let Some(id) = attribute_around(target, "data-copies") {
        copy_words(&id);
    } else if let Some(what) = attribute_around(target, "data-take") {
        take(page, what);
    } else if let Some(place) = attribute_around(target, "data-save-plot") {
        place.parse().into_iter().for_each(|place| save_plot(page, place));
    } else if let Some(words) = attribute_around(target, "data-says") {
        say(words);
    } else if let Some(row) = closest(target, "tr[data-finding]")
        && closest(target, "a, button, summary, input").is_none()
        && !text_is_selected()
        && let Ok(Some(link)) = row.query_selector("a[href^=\"?\"]")
    {
        follow_link(page, &link);
    }
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

fn text_is_selected() -> bool {
    window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed())
}
