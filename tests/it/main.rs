//! Native integration tests: the real binary and the library on real folders.
#![expect(clippy::expect_used, reason = "a test may fail where it stands")]

mod cli_arguments;
mod cli_documents;
mod cli_gate;
mod cli_inputs;
mod cli_output;
mod cli_statement;
mod command;
mod properties;
mod snapshot;
