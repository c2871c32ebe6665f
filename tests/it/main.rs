//! Native integration tests: the real binary and the library on real folders.
#![expect(clippy::expect_used, reason = "a test may fail where it stands")]

mod properties;
mod snapshot;
