//! The page as a whole: loading, refused, or the ledger in its shell.

use std::sync::Arc;

use leptos::prelude::{ArcRwSignal, Get, Memo};

use crate::SHAPE;
use crate::bundle::{Bundle, BundleError, Verified};
use crate::ledger::{Ledger, Options, View};

use super::browser::{self, Location};
use super::el::{El, Node, el, live};
use super::page::Page;
use super::parts::{Coming, Views};
use super::{filters, header, overview, states};

pub const TITLE: &str = "Inference value ledger";
pub const MAIN_ID: &str = "main";
/// The element that is read out when something was done.
pub const LIVE_ID: &str = "said";

/// How far the data has come.
#[derive(Clone)]
pub enum Load {
    Loading,
    Ready(Arc<Ledger>),
    Refused(Refusal),
}

/// Why there is no ledger to show.
#[derive(Clone)]
pub enum Refusal {
    Bundle(BundleError),
    NotFetched {
        address: String,
        cause: String,
    },
    /// The file is there, and is not the one that the page was published with.
    OtherFile {
        address: String,
    },
    /// The page's program alone, without anybody's data.
    Unpublished,
}

impl Load {
    /// What a page shows that was not published.
    pub fn nothing() -> Self {
        Self::Refused(Refusal::Unpublished)
    }

    /// The ledger of a bundle in its compact form.
    pub fn of(bytes: Vec<u8>) -> Self {
        Self::computed(Bundle::from_compact(bytes, SHAPE))
    }

    /// The ledger of a bundle.
    pub fn computed(read: Result<Verified, BundleError>) -> Self {
        match read {
            Ok(verified) => {
                let ledger = Ledger::compute(verified.bundle, Some(verified.digest), Options::default());
                Self::Ready(Arc::new(ledger))
            }
            Err(error) => Self::Refused(Refusal::Bundle(error)),
        }
    }
}

/// How much of the page is drawn. Each step is a task of its own, in which a reader can still scroll.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Drawn {
    /// What stands around the view.
    Frame,
    /// All of it, in no document yet.
    Aside,
    /// All of it, in sight.
    InPlace,
}

/// The page.
pub fn app(load: ArcRwSignal<Load>, drawn: ArcRwSignal<Drawn>) -> Node {
    let content = live(move || match load.get() {
        Load::Loading => states::loading(),
        Load::Refused(refusal) => states::refused(&refusal),
        Load::Ready(ledger) => shell(ledger, drawn.clone()),
    });
    el("div").class("page").child(content).into()
}

fn shell(ledger: Arc<Ledger>, drawn: ArcRwSignal<Drawn>) -> El {
    let page = Page::new(ledger, Location::new());
    browser::listen(page);
    browser::fetch_parts(page, drawn.clone());
    browser::begin_later(page, drawn.clone());
    browser::follow(page, drawn.clone());
    let has_view = Memo::new(move |_| drawn.get() != Drawn::Frame);
    frame(page, live(move || has_view.get().then(|| view(page))), None)
}

/// What stands around a view, and what may stand below it.
pub fn frame(page: Page, view: impl Into<Node>, below: Option<El>) -> El {
    let ledger = page.ledger();
    let shape = move || Some(if page.open.get().is_some() { "shell has-open" } else { "shell" }.into());
    el("div")
        .live("class", shape)
        .child(el("a").class("skip").attr("href", "#main").child("Skip to the content"))
        .child(header::header(page))
        .child(header::bar(page))
        .child(
            el("main")
                .attr("id", MAIN_ID)
                .attr("tabindex", "-1")
                .child(header::notices(page))
                .child(filters::bar(page))
                .child(view)
                .maybe_child(below),
        )
        .child(live(move || here(page).and_then(|views| (views.tray)(page))))
        .child(header::footer(page))
        // Nobody's clock was asked when the page was pre-rendered: at the foot it moves nothing when it comes.
        .maybe_child(header::old_banner(&ledger).map(aged))
        .child(live(move || presentation(page)))
        .child(live(move || here(page).map(|views| (views.shortcuts)(page))))
        .child(el("p").attr("id", LIVE_ID).class("said").role("status").attr("aria-live", "polite"))
}

fn aged(banner: El) -> El {
    el("aside").class("aged").attr("aria-label", "Age of the data").child(banner)
}

/// The view that the address names. No view is inlined here: a browser compiles a function when it is first called, and
/// one that holds all views takes long.
pub fn view(page: Page) -> El {
    if page.ledger().rows.is_empty() && page.view.get() != View::Flags {
        return states::empty_registry(&page.ledger());
    }
    match page.view.get() {
        View::Overview => overview::view(page),
        View::Ledger => {
            // An open finding says for both what did not arrive.
            let says_so = matches!(page.views.get(), Coming::NotArrived) && page.open.get().is_some();
            let list = (!says_so).then(|| later(page, |views| views.ledger));
            el("div").class("split").maybe_child(list).child(live(move || finding(page)))
        }
        View::Frontier => later(page, |views| views.frontier),
        View::Flags => later(page, |views| views.flags),
        View::Compare => later(page, |views| views.compare),
        View::Portability => later(page, |views| views.portability),
    }
}

/// The views that come later, once they are here; tracked.
pub fn here(page: Page) -> Option<&'static Views> {
    match page.views.get() {
        Coming::Here(views) => Some(views),
        Coming::OnTheirWay | Coming::NotArrived => None,
    }
}

/// A view that comes later, or how far it has come.
fn later(page: Page, view: fn(&Views) -> fn(Page) -> El) -> El {
    match page.views.get() {
        Coming::Here(views) => view(views)(page),
        Coming::OnTheirWay => states::on_its_way(),
        Coming::NotArrived => states::not_arrived(page),
    }
}

/// The finding that is open.
fn finding(page: Page) -> Option<El> {
    let ledger = page.ledger();
    let row = ledger.rows.get(page.open.get()?)?;
    let beside = |state: El| Some(el("aside").class("dossier").attr("aria-label", row.title().to_owned()).child(state));
    match page.views.get() {
        Coming::Here(views) => (views.dossier)(page),
        Coming::OnTheirWay => beside(states::on_its_way()),
        Coming::NotArrived => beside(states::not_arrived(page)),
    }
}

/// The screen that is presented. Until it can be, the page behind it stays.
fn presentation(page: Page) -> Option<El> {
    page.present.get()?;
    match page.views.get() {
        Coming::Here(views) => (views.present)(page),
        Coming::OnTheirWay => None,
        Coming::NotArrived => Some(el("main").class("show").child(states::not_arrived(page))),
    }
}
