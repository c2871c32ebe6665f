//! perftunereport: parse, run, exit code; nothing else.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A ledger is made of many small texts, some of them on a thread that another one frees.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    value_ledger::cli::main(std::env::args_os())
}
