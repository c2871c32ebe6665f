//! Starts the page: which bundle, and where.

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::{ArcRwSignal, Set, document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::js_sys::Promise;
use web_sys::{CustomEvent, CustomEventInit, Element, EventTarget, FocusOptions, HtmlElement, HtmlInputElement};

use crate::ledger::Address;
use crate::ui::app::{Drawn, Load, Refusal, app};
use crate::ui::el::Node;
use crate::ui::filters::SEARCH_ID;
use crate::ui::parts::{Coming, draw_some_of, may_draw_some_of, views, views_so_far};

use super::address::search;
use super::fetch::{Intact, Named, fetch, load};
use super::focus::await_focus;
use super::pause::{pause, turn};

/// The name of the meta element that says which bundle is shown: `embedded`, `inline`, or a relative address with the
/// file's digest beside it.
const META: &str = "meta[name=value-ledger-bundle]";
const DIGEST: &str = "data-integrity";
const EMBEDDED: &str = "embedded";
const INLINE: &str = "inline";
/// The element that holds an inline bundle.
const INLINE_ID: &str = "value-ledger-bundle";
/// The element that the page is put into; what is in it until then is taken out.
const ROOT_ID: &str = "app";
/// What is in there where the page was rendered before its program arrived.
const PRERENDERED: &str = ".prerendered";
/// What `boot.js` listens to.
const NOT_FETCHED: &str = "value-ledger-not-fetched";
/// What may have the focus in it.
const FOCUSABLE: &str = "a[href], button, input, summary";

/// The page as it stands in a document; dropping it takes the page away.
pub type App = UnmountHandle<<Node as leptos::prelude::Render>::State>;

/// Shows the bundle that the document names.
pub fn start(embedded: &'static [u8]) {
    let Some(root) = document().get_element_by_id(ROOT_ID).and_then(|root| root.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    // Beside the data.
    if may_draw_some_of(&search()) {
        spawn_local(async {
            views().await;
        });
    }
    match named_bundle() {
        Some(named) if named.address == INLINE => {
            spawn_local(async { take_over(root, load(inline(), Intact::ToCheck).await).await })
        }
        Some(named) => spawn_local(fetch_into(root, named)),
        None if embedded.is_empty() => spawn_local(take_over(root, Load::nothing())),
        None => spawn_local(async { take_over(root, load(embedded.to_vec(), Intact::ToCheck).await).await }),
    }
}

/// A page that stands there already stays until the ledger can take its place.
async fn fetch_into(root: HtmlElement, named: Named) {
    if root.query_selector(PRERENDERED).ok().flatten().is_some() {
        match fetch(named).await {
            Load::Refused(Refusal::NotFetched { address, cause }) => keep(&format!("{address}: {cause}.")),
            load => take_over(root, load).await,
        }
    } else {
        let load = ArcRwSignal::new(Load::Loading);
        mount(&root, load.clone()).forget();
        let fetched = fetch(named).await;
        have_views(&fetched).await;
        load.set(fetched);
    }
}

/// Waits for the views where the address asks for one of them, so that what is drawn first is all of it.
async fn have_views(load: &Load) {
    if let Load::Ready(ledger) = load
        && draw_some_of(&Address::parse_with(&search(), ledger, &|_| usize::MAX).0)
    {
        views().await;
    }
}

/// What was published stays on the screen, and the document's own script says that its data did not arrive.
fn keep(cause: &str) {
    let told = CustomEventInit::new();
    told.set_detail(&JsValue::from_str(cause));
    tell(&window(), NOT_FETCHED, &told);
}

fn tell(target: &EventTarget, name: &str, told: &CustomEventInit) {
    told.set_bubbles(true);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, told) {
        let _ = target.dispatch_event(&event);
    }
}

/// Draws the page beside the document, then puts it in place of what stands there, with the scroll and the focus where
/// they were.
async fn take_over(root: HtmlElement, load: Load) {
    have_views(&load).await;
    parsed().await;
    let Ok(Ok(aside)) = document().create_element("div").map(JsCast::dyn_into::<HtmlElement>) else { return };
    let drawn = ArcRwSignal::new(Drawn::Frame);
    draw(&aside, ArcRwSignal::new(load), drawn.clone()).forget();
    pause().await;
    drawn.set(Drawn::Aside);
    // What draws the view is a task of its own.
    turn().await;
    let scrolled = (window().scroll_x().unwrap_or_default(), window().scroll_y().unwrap_or_default());
    let focused = focused_place(&root);
    if let Coming::Here(views) = views_so_far() {
        (views.browser.leave_text)(&root);
    }
    let typed = search_of(&root).map(|search| search.value()).unwrap_or_default();
    root.set_text_content(None);
    while let Some(node) = aside.first_child() {
        let _ = root.append_child(&node);
    }
    if let Some((likeness, place)) = focused
        && !focus_place(&root, &likeness, place)
    {
        await_focus(likeness.id);
    }
    if !typed.is_empty()
        && let Some(search) = search_of(&root)
    {
        search.set_value(&typed);
        tell(&search, "input", &CustomEventInit::new());
    }
    window().scroll_to_with_x_and_y(scrolled.0, scrolled.1);
    drawn.set(Drawn::InPlace);
}

/// Waits for the rest of the document, which would follow what is put into it now.
async fn parsed() {
    if document().ready_state() == "loading" {
        let end = Promise::new(&mut |resolve, _| {
            let _ = document().add_event_listener_with_callback("DOMContentLoaded", &resolve);
        });
        let _ = JsFuture::from(end).await;
    }
}

/// Where words to search for are typed, perhaps before there was a program to hear it.
fn search_of(root: &HtmlElement) -> Option<HtmlInputElement> {
    root.query_selector(&format!("#{SEARCH_ID}")).ok()??.dyn_into().ok()
}

/// By what an element is known again in the page that takes the place of the one that was published.
#[derive(PartialEq)]
struct Likeness {
    tag: String,
    id: String,
    href: Option<String>,
    /// As they are heard.
    words: Option<String>,
}

impl Likeness {
    fn of(element: &Element) -> Self {
        Self {
            tag: element.tag_name(),
            id: element.id(),
            href: element.get_attribute("href"),
            words: element.get_attribute("aria-label").or_else(|| element.text_content()),
        }
    }
}

/// What has the focus, and how many that are like it stand before it.
fn focused_place(root: &HtmlElement) -> Option<(Likeness, usize)> {
    let active = document().active_element().filter(|active| root.contains(Some(active)))?;
    let likeness = Likeness::of(&active);
    let place = alike(root, &likeness).iter().position(|element| *element == active)?;
    Some((likeness, place))
}

/// Only the same element of the page: another one would be a jump. Whether it is there.
fn focus_place(root: &HtmlElement, likeness: &Likeness, place: usize) -> bool {
    let alike = alike(root, likeness);
    let Some(element) = alike.get(place).and_then(|element| element.dyn_ref::<HtmlElement>()) else { return false };
    let as_before = FocusOptions::new();
    as_before.set_prevent_scroll(true);
    element.focus_with_options(&as_before).is_ok()
}

/// Those in sight that may have the focus and are like that.
fn alike(root: &HtmlElement, likeness: &Likeness) -> Vec<Element> {
    let Ok(all) = root.query_selector_all(FOCUSABLE) else { return Vec::new() };
    let elements = (0..all.length()).filter_map(|place| all.item(place)?.dyn_into::<Element>().ok());
    let is_laid_out = |element: &Element| element.dyn_ref::<HtmlElement>().is_some_and(|one| one.offset_width() > 0);
    elements.filter(|element| is_laid_out(element) && Likeness::of(element) == *likeness).collect()
}

/// Puts the page into an element, in place of what is there.
pub fn mount(root: &HtmlElement, load: ArcRwSignal<Load>) -> App {
    root.set_text_content(None);
    draw(root, load, ArcRwSignal::new(Drawn::InPlace))
}

fn draw(root: &HtmlElement, load: ArcRwSignal<Load>, drawn: ArcRwSignal<Drawn>) -> App {
    mount_to(root.clone(), move || app(load, drawn))
}

fn named_bundle() -> Option<Named> {
    let meta = document().query_selector(META).ok().flatten()?;
    let address = meta.get_attribute("content")?.trim().to_owned();
    let integrity = meta.get_attribute(DIGEST);
    (address != EMBEDDED).then_some(Named { address, integrity })
}

/// The bundle that stands in the document, in base64; nothing where there is none.
fn inline() -> Vec<u8> {
    let text = document().get_element_by_id(INLINE_ID).and_then(|element| element.text_content());
    let letters = text.and_then(|text| window().atob(text.trim()).ok()).unwrap_or_default();
    letters.chars().filter_map(|letter| u8::try_from(letter).ok()).collect()
}
