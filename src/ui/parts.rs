//! The parts of the program that come when they are first needed: what lies behind the first screen, and is large.
//!
//! Where the build makes parts (`cfg(in_parts)`, see `scripts/parts`), each is a file that is fetched then. Elsewhere all
//! of it is in the one program. A part holds what its functions here lead to and nothing else does.

use crate::ledger::present::{Screen, screens};
#[cfg(feature = "web")]
use crate::ledger::{Address, View};
use crate::ledger::{Ledger, Lifecycle, RowSet, Sort};

use super::el::El;
use super::page::Page;
#[cfg(feature = "web")]
use super::{
    browser::Later,
    dossier::{Saved, saved_plot},
    taken::{Taken, taken},
};
use super::{changes, compare, dossier, filters, flags, frontier, portability, present, shortcuts, table, take_away};

#[cfg(in_parts)]
pub use apart::{documents, documents_so_far, views, views_so_far};
#[cfg(not(in_parts))]
pub use whole::*;

/// The views that come later: all but the first.
pub struct Views {
    pub ledger: fn(Page) -> El,
    /// How the ledger lists rows: those of each lifecycle, in an order.
    pub listed: fn(&Ledger, &RowSet, Option<Sort>) -> [Vec<usize>; Lifecycle::ALL.len()],
    /// What narrows a view; the first view shows none of it.
    pub controls: fn(Page) -> El,
    pub tray: fn(Page) -> Option<El>,
    /// What past publishes changed.
    pub changes: fn(Page) -> El,
    pub dossier: fn(Page) -> Option<El>,
    pub frontier: fn(Page) -> El,
    pub flags: fn(Page) -> El,
    pub compare: fn(Page) -> El,
    pub portability: fn(Page) -> El,
    pub present: fn(Page) -> Option<El>,
    /// The screens that rows are presented on.
    pub screens: fn(&Ledger, &RowSet) -> Vec<Screen>,
    /// What a reader takes away.
    pub take_away: fn(Page) -> El,
    pub shortcuts: fn(Page) -> El,
    #[cfg(feature = "web")]
    pub browser: Later,
    #[cfg(feature = "web")]
    pub saved_plot: fn(&Ledger, usize, &Address, usize) -> Option<Saved>,
}

static VIEWS: Views = Views {
    ledger: table::view,
    listed: Ledger::listed,
    controls: filters::controls,
    tray: compare::tray,
    changes: changes::all,
    dossier: dossier::view,
    frontier: frontier::view,
    flags: flags::view,
    compare: compare::view,
    portability: portability::view,
    present: present::view,
    screens,
    take_away: take_away::content,
    shortcuts: shortcuts::dialog,
    #[cfg(feature = "web")]
    browser: Later::ALL,
    #[cfg(feature = "web")]
    saved_plot,
};

/// How far the views have come.
#[derive(Clone, Copy)]
#[cfg_attr(not(in_parts), expect(dead_code, reason = "what is in the one program is here from the start"))]
pub enum Coming {
    OnTheirWay,
    Here(&'static Views),
    NotArrived,
}

/// What writes the files and words that leave the page.
#[cfg(feature = "web")]
pub struct Documents {
    pub taken: fn(Page, &str) -> Option<Taken>,
}

#[cfg(feature = "web")]
static DOCUMENTS: Documents = Documents { taken };

/// Whether one of the views that come later draws a part of what the address names.
#[cfg(feature = "web")]
pub fn draw_some_of(address: &Address) -> bool {
    comes_later(address.view) || address.finding.is_some() || address.present.is_some()
}

/// Whether they seem to, by an address that no ledger is there yet to read.
#[cfg(feature = "web")]
pub fn may_draw_some_of(query: &str) -> bool {
    query.trim_start_matches('?').split('&').filter_map(|parameter| parameter.split_once('=')).any(|(name, value)| {
        matches!(name, "finding" | "present") || name == "view" && View::from_name(value).is_some_and(comes_later)
    })
}

#[cfg(feature = "web")]
fn comes_later(view: View) -> bool {
    view != View::Overview
}

#[cfg(not(in_parts))]
mod whole {
    use super::{Coming, VIEWS};
    #[cfg(feature = "web")]
    use super::{DOCUMENTS, Documents};

    pub fn views_so_far() -> Coming {
        Coming::Here(&VIEWS)
    }

    #[cfg(feature = "web")]
    pub async fn views() -> Coming {
        views_so_far()
    }

    #[cfg(feature = "web")]
    pub fn documents_so_far() -> Option<&'static Documents> {
        Some(&DOCUMENTS)
    }

    #[cfg(feature = "web")]
    pub async fn documents() -> Option<&'static Documents> {
        documents_so_far()
    }
}

#[cfg(in_parts)]
mod apart {
    use std::sync::OnceLock;

    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use super::{Coming, DOCUMENTS, Documents, VIEWS, Views};

    static VIEWS_HERE: OnceLock<&'static Views> = OnceLock::new();
    static DOCUMENTS_HERE: OnceLock<&'static Documents> = OnceLock::new();

    pub fn views_so_far() -> Coming {
        VIEWS_HERE.get().map_or(Coming::OnTheirWay, |views| Coming::Here(views))
    }

    /// Fetches the views. Those that are here already are not fetched again, those that did not arrive are.
    pub async fn views() -> Coming {
        match view_part().await {
            Ok(views) => Coming::Here(VIEWS_HERE.get_or_init(|| views)),
            Err(_) => Coming::NotArrived,
        }
    }

    pub fn documents_so_far() -> Option<&'static Documents> {
        DOCUMENTS_HERE.get().copied()
    }

    /// Fetches what writes documents, in the same way.
    pub async fn documents() -> Option<&'static Documents> {
        let documents = document_part().await.ok()?;
        Some(DOCUMENTS_HERE.get_or_init(|| documents))
    }

    #[wasm_split(views, fallible)]
    fn view_part() -> Result<&'static Views, SplitLoaderError> {
        Ok(&VIEWS)
    }

    #[wasm_split(documents, fallible)]
    fn document_part() -> Result<&'static Documents, SplitLoaderError> {
        Ok(&DOCUMENTS)
    }
}
