//! `diff`: what changed between two snapshots.

use std::path::Path;

use crate::bundle::Edition;
use crate::ledger::changes;
use crate::report::{self, Medium};

use super::args::{Diff, DiffFormat};
use super::{CliError, Exit, inputs, output, previous};

/// # Errors
/// When a snapshot cannot be read, or the changes cannot be written.
pub fn run(arguments: &Diff) -> Result<Exit, CliError> {
    let (old, new) = (previous::read(&arguments.old)?, previous::read(&arguments.new)?);
    if let Some(out) = &arguments.out {
        inputs::spare(out, [&arguments.old, &arguments.new].map(Path::new))?;
    }
    // All changes: a diff has no cap.
    let changes = changes(&old.ledger, &new.ledger);
    let edition = Edition { taken_at: new.since.taken_at, since: old.since, changes, more: 0 };
    let newer = &new.since;
    let render = |medium: Medium| match arguments.format {
        DiffFormat::Markdown => Ok(report::changes_text("What changed", &edition, newer, medium)),
        DiffFormat::Json => report::changes_json(&edition, newer),
    };
    match &arguments.out {
        Some(path) => output::write(path, &render(Medium::Text)?)?,
        None => {
            let medium = if arguments.format == DiffFormat::Json { Medium::Text } else { output::medium() };
            output::print(&render(medium)?, medium)?;
        }
    }
    Ok(Exit::Fine)
}
