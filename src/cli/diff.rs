//! `diff`: what changed between two snapshots.

use crate::bundle::{Edition, Since, Verified};
use crate::ledger::{Ledger, Options, changes};
use crate::report::{self, Medium, Newer};

use super::args::{Diff, DiffFormat};
use super::{CliError, Exit, output, previous};

/// # Errors
/// When a snapshot cannot be read, or the changes cannot be written.
pub fn run(arguments: &Diff) -> Result<Exit, CliError> {
    let (old, new) = (previous::read(&arguments.old)?, previous::read(&arguments.new)?);
    let newer = Newer { taken_at: new.bundle.taken_at, digest: new.digest.clone() };
    let edition = between(&old, &new);
    let render = |medium: Medium| match arguments.format {
        DiffFormat::Markdown => Ok(report::changes_text("What changed", &edition, &newer, medium)),
        DiffFormat::Json => report::changes_json(&edition, &newer),
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

/// All changes: a diff has no cap.
fn between(old: &Verified, new: &Verified) -> Edition {
    let ledger = |verified: &Verified| Ledger::compute(verified.bundle.clone(), None, Options::default());
    Edition {
        taken_at: new.bundle.taken_at,
        since: Since { taken_at: old.bundle.taken_at, digest: old.digest.clone() },
        changes: changes(&ledger(old), &ledger(new)),
        more: 0,
    }
}
