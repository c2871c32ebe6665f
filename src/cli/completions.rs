//! `completions`: the script that completes this command in a shell, made from its arguments.

use clap::CommandFactory as _;
use clap_complete::{Shell, generate};

use crate::report::Medium;

use super::args::{Arguments, Completions};
use super::{CliError, Exit, output};

/// # Errors
/// When standard output cannot be written.
pub fn run(arguments: &Completions) -> Result<Exit, CliError> {
    output::print(&script(arguments.shell), Medium::Text)?;
    Ok(Exit::Fine)
}

/// In memory first, since generating into a closed pipe would panic.
fn script(shell: Shell) -> String {
    let mut command = Arguments::command();
    let name = command.get_name().to_owned();
    let mut bytes = Vec::new();
    generate(shell, &mut command, name, &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}
