//! Fuzz targets: documents made of seeds by random edits, and the properties that hold for every one of them. The corpus
//! is read first, so that an input which broke something once is tried for good; `make fuzz` gives each target longer.
#![expect(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail where it stands")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it says how many documents there were")]

mod edits;
mod escaped;
mod harness;
mod lab;
mod targets;
