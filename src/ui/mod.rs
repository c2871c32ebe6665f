//! The page: one view of the ledger at a time, all of its state in the address.
//!
//! In reading order:
//!
//! - [`el`]: elements, in which every view is written;
//! - [`page`]: what the views share, the ledger and the address read against it;
//! - [`app`]: loading, refused, or the ledger in its shell; `header`, `filters` with `columns`, and
//!   `states` are parts of it;
//! - `overview`, `table` with `row`, `dossier`, `frontier` with `unclaimed`, `flags`, `portability` with
//!   `tries`, `compare`: the views;
//! - `present` with `screens`: large type, one group a screen, over any of them; `shortcuts`: what each key does;
//! - `changes`: what past publishes changed;
//! - `chart`: the geometry of a plot;
//! - `take_away`: what a reader takes away from the page, as `taken` has it written;
//! - `parts`: which of these come when they are first needed;
//! - `marks`: the words and shapes that mean the same everywhere; `paper`: what only a print shows;
//! - `prerender`: the page as HTML, for whoever reads it before or without its program;
//! - [`browser`]: all that needs a browser.
//!
//! Views only present: every count, rank and rule comes from [`crate::ledger`]. Every link is a real one.

mod app;
mod browser;
mod changes;
mod chart;
mod columns;
mod compare;
mod cut;
mod dossier;
mod el;
mod filters;
mod flags;
mod frontier;
mod header;
mod marks;
mod overview;
mod page;
mod paper;
mod parts;
mod portability;
#[cfg(feature = "ssr")]
mod prerender;
mod present;
mod row;
mod screens;
mod shortcuts;
mod states;
mod table;
mod take_away;
#[cfg(feature = "web")]
mod taken;
mod tries;
mod unclaimed;
#[cfg_attr(not(any(feature = "web", test)), expect(dead_code, reason = "only a browser scrolls"))]
mod window;

pub use app::{Load, Refusal, app};
#[cfg(feature = "web")]
pub use browser::{App, mount, start};
pub use el::Node;
#[cfg(feature = "ssr")]
pub use prerender::{Around, prerender, rows_in_text};
pub use row::before_each_row;
