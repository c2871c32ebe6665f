//! What a key does, once the table of shortcuts has said what it means.

use leptos::prelude::{GetUntracked, WithUntracked, document};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent};

use crate::ledger::View;
use crate::ui::filters::SEARCH_ID;
use crate::ui::page::Page;
use crate::ui::present;
use crate::ui::row::link_id;
use crate::ui::shortcuts::{Action, DIALOG_ID, Place, action, is_character};

use super::events::{closest, target};
use super::focus::{come_to, copy_link, focus, focus_beside, show_dialog, soon, to_top};
use super::scroll::first_on_screen;

pub fn key_pressed(page: Page, event: &Event) {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
    if event.default_prevented() || key.ctrl_key() || key.meta_key() || key.alt_key() || is_in_dialog() {
        return;
    }
    let target = target(event);
    let target = target.as_ref();
    let name = key.key();
    if name == " " && check(target) {
        event.prevent_default();
        return;
    }
    let is_close = name == "Escape";
    if target.is_some_and(|target| if is_close { clears_itself(target) } else { takes_text(target) }) {
        return;
    }
    let name = if key.shift_key() && name == " " { format!("Shift+{name}") } else { name };
    if is_character(&name) && page.address_now().keys_off {
        return;
    }
    if let Some(action) = action(&name, place(page, target))
        && perform(page, action, target).is_some()
    {
        event.prevent_default();
    }
}

fn place(page: Page, target: Option<&Element>) -> Place {
    if page.present.get_untracked().is_some() {
        Place::Presentation
    } else if point(target).is_some() {
        Place::Plot
    } else {
        Place::Views
    }
}

/// None where there is nothing to do, and the key keeps what it means to the browser.
fn perform(page: Page, action: Action, target: Option<&Element>) -> Option<()> {
    match action {
        Action::Search => match page.view.get_untracked() {
            View::Overview => {
                go_to(page, View::Ledger);
                soon(|| focus(SEARCH_ID));
            }
            // Findings side by side are no rows to search.
            View::Compare => return None,
            // At once, so that what is typed next is text already.
            _ => focus(SEARCH_ID),
        },
        Action::Close => close(page)?,
        Action::See(view) => {
            go_to(page, view);
            soon(to_top);
        }
        Action::NextFinding => to_finding(page, target, 1)?,
        Action::PreviousFinding => to_finding(page, target, -1)?,
        Action::NextPoint => focus_beside(&point(target)?, 1),
        Action::PreviousPoint => focus_beside(&point(target)?, -1),
        Action::Present => page.location.go(&page.address_now().presenting(Some(1)).to_query()),
        Action::NextScreen => to_screen(page, page.present.get_untracked()?.checked_add(1)?),
        Action::PreviousScreen => to_screen(page, page.present.get_untracked()?.checked_sub(1)?),
        Action::FirstScreen => to_screen(page, 1),
        Action::LastScreen => to_screen(page, present::last(page)),
        Action::Leave => page.location.go(&page.address_now().presenting(None).to_query()),
        Action::CopyLink => copy_link(page),
        Action::List => show_dialog(page, DIALOG_ID.to_owned()),
    }
    Some(())
}

fn go_to(page: Page, view: View) {
    page.location.go(&page.address_now().viewing(view).to_query());
}

/// Screens are one step of the reader's, so that Back leaves the presentation.
fn to_screen(page: Page, screen: usize) {
    if (1..=present::last(page)).contains(&screen) {
        page.location.put(&page.address_now().presenting(Some(screen)).to_query());
    }
}

/// From the open finding to the one beside it, from row to row where the focus is in one, else to the first on the screen.
fn to_finding(page: Page, target: Option<&Element>, by: isize) -> Option<()> {
    if page.view.get_untracked() != View::Ledger {
        return None;
    }
    let rows = page.listed.with_untracked(|listed| listed.concat());
    let beside = |row: usize| {
        let place = rows.iter().position(|one| *one == row)?;
        rows.get(place.checked_add_signed(by)?).copied()
    };
    let ledger = page.ledger();
    if let Some(open) = page.open.get_untracked() {
        let key = &ledger.rows.get(beside(open)?)?.key;
        page.location.put(&page.address_now().opening(key).to_query());
        return Some(());
    }
    let place_of = |row: &Element| {
        let key = row.get_attribute("data-finding")?;
        ledger.rows.iter().position(|row| *row.key == *key)
    };
    let row = match target.and_then(|target| closest(target, "tr[data-finding]")) {
        Some(row) => beside(place_of(&row)?)?,
        // Also where the row that had the focus was scrolled away, and out of the document.
        None => place_of(&first_on_screen()?)?,
    };
    come_to(page, row, move || focus(&link_id(row)));
    Some(())
}

/// Closes what is open: a popover, and its button has the focus again; else the finding.
fn close(page: Page) -> Option<()> {
    if let Ok(Some(open)) = document().query_selector(".facet[open]") {
        let _ = open.remove_attribute("open");
        if let Ok(Some(summary)) = open.query_selector("summary") {
            let _ = summary.unchecked_ref::<HtmlElement>().focus();
        }
    } else {
        page.open.get_untracked()?;
        page.location.go(&page.address_now().closed().to_query());
    }
    Some(())
}

/// A link that is a box to check hears Space as one.
fn check(target: Option<&Element>) -> bool {
    let Some(link) = target.and_then(|target| closest(target, "a[role=checkbox], a[role=radio]")) else { return false };
    link.unchecked_ref::<HtmlElement>().click();
    true
}

fn point(target: Option<&Element>) -> Option<Element> {
    closest(target?, "[data-point]")
}

/// An open dialog has its own keys.
fn is_in_dialog() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

fn takes_text(target: &Element) -> bool {
    closest(target, "input, textarea, select, [contenteditable]").is_some()
}

/// A search field with text in it is emptied by the browser first.
fn clears_itself(target: &Element) -> bool {
    target.dyn_ref::<HtmlInputElement>().is_some_and(|input| !input.value().is_empty())
}
