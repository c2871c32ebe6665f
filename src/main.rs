//! perftunereport: parse, run, exit code; nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    value_ledger::cli::main(std::env::args_os())
}
