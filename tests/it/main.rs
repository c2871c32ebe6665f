//! Native integration tests: the real binary and the library on real folders.
#![expect(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail where it stands")]

mod bad;
mod cli_annotations;
mod cli_arguments;
mod cli_documents;
mod cli_explain;
mod cli_gate;
mod cli_inputs;
mod cli_output;
mod cli_portability;
mod cli_schema;
mod cli_statement;
mod command;
mod dependencies;
mod faults;
mod lake;
mod properties;
mod publish;
mod snapshot;
mod upgrades;
