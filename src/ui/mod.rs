//! The page: one view of the ledger at a time, all of its state in the address.
//!
//! In reading order:
//!
//! - [`el`]: elements, in which every view is written;
//! - [`page`]: what the views share, the ledger and the address read against it;
//! - [`app`]: loading, refused, or the ledger in its shell; `header`, `filters` and `states` are parts of it;
//! - `overview`, `table` with `row`, `dossier`, `frontier` with `unclaimed`, `flags`, `compare`: the views;
//! - `changes`: what past publishes changed;
//! - `chart`: the geometry of a plot;
//! - `take_away`: what a reader takes away from the page;
//! - `marks`: the words and shapes that mean the same everywhere;
//! - `prerender`: the page as HTML, for whoever reads it before or without its program;
//! - [`browser`]: all that needs a browser.
//!
//! Views only present: every count, rank and rule comes from [`crate::ledger`]. Every link is a real one.

mod app;
mod browser;
mod changes;
mod chart;
mod compare;
mod dossier;
mod el;
mod filters;
mod flags;
mod frontier;
mod header;
mod marks;
mod overview;
mod page;
#[cfg(feature = "ssr")]
mod prerender;
mod row;
mod states;
mod table;
mod take_away;
mod unclaimed;

pub use app::{Load, Refusal, app};
#[cfg(feature = "web")]
pub use browser::{App, mount, start};
pub use el::Node;
#[cfg(feature = "ssr")]
pub use prerender::{Around, MOST_ROWS, prerender};
