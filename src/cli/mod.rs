//! The command: arguments, where the inputs are, one file a verb, exit codes. Rules and words of documents are not here.

mod args;
mod completions;
mod diff;
mod errors;
mod explain;
mod gate;
mod help;
mod inputs;
mod lake;
mod output;
mod place;
mod portability_view;
mod previous;
mod progress;
mod publish;
mod schema;
mod snapshot;
mod value_statement;
mod value_view;

pub use errors::{CliError, Exit};

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

use args::{Arguments, Verb};

/// Parses, runs the verb, says what went wrong on stderr, and gives the exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let exit = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => run(&arguments.verb).unwrap_or_else(|error| {
            output::complain(&error);
            error.exit()
        }),
        Err(refusal) => {
            // Help and version are refusals too; where they cannot be printed there is nobody to tell.
            let _ = refusal.print();
            if refusal.use_stderr() { Exit::Refused } else { Exit::Fine }
        }
    };
    exit.into()
}

fn run(verb: &Verb) -> Result<Exit, CliError> {
    match verb {
        Verb::ValueView(arguments) => value_view::run(arguments),
        Verb::PortabilityView(arguments) => portability_view::run(arguments),
        Verb::ValueStatement(arguments) => value_statement::run(arguments),
        Verb::Snapshot(arguments) => snapshot::run(arguments),
        Verb::Diff(arguments) => diff::run(arguments),
        Verb::Publish(arguments) => publish::run(arguments),
        Verb::Explain(arguments) => explain::run(arguments),
        Verb::Completions(arguments) => completions::run(arguments),
        Verb::Schema => schema::run(),
    }
}
