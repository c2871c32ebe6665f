//! The inference value ledger: a registry of findings and a lake of measurement campaigns, joined, flagged and ranked.
//!
//! In reading order:
//!
//! - [`bundle`]: the contract, a versioned and digest-stamped JSON document of facts;
//! - [`snapshot`]: the only place that reads a registry and its lakes; it takes a bundle and decides nothing;
//! - [`lake`]: the published lake that a snapshot may ask, in an object store;
//! - [`ledger`]: join, flags, frontier, filters: pure functions of a bundle, the same in the command and in the page;
//! - [`report`]: pure renderers of a ledger, for the command and for what a reader takes away from the page;
//! - [`ui`]: the page's views;
//! - [`site`]: the published site, made of a ledger and the page's program;
//! - [`cli`]: the command's arguments, verbs and exit codes.
//!
//! Nothing is dropped, nothing is invented, no number is bare, and hardware never mixes.

pub mod bundle;
pub mod ledger;
mod threads;

/// What the types of a bundle are in this build.
pub const SHAPE: bundle::Shape<'static> = bundle::Shape(env!("VALUE_LEDGER_SHAPE"));

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod lake;
#[cfg(feature = "cli")]
pub mod site;
#[cfg(feature = "cli")]
pub mod snapshot;

#[cfg(feature = "page")]
pub mod report;
#[cfg(feature = "page")]
pub mod ui;
