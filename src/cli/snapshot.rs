//! `snapshot`: writes the bundle that a page or another run computes the ledger from.

use crate::bundle::{Bundle, Citation, Digest};
use crate::snapshot;

use super::args::Snapshot;
use super::{CliError, Exit, inputs, output};

/// # Errors
/// When inputs are missing or refused, or the bundle cannot be written.
pub fn run(arguments: &Snapshot) -> Result<Exit, CliError> {
    let sources = inputs::find(&arguments.inputs)?;
    let bundle = snapshot::take(&sources)?.bundle;
    let document = bundle.to_json()?;
    // What cannot be read back is not written.
    let digest = Bundle::from_json(&document)?.digest;
    output::write(&arguments.out, &document)?;
    output::note(summary(&bundle, &digest, &arguments.out.display().to_string()));
    Ok(Exit::Fine)
}

fn summary(bundle: &Bundle, digest: &Digest, path: &str) -> String {
    let found = bundle.citations.values().filter(|citation| matches!(citation, Citation::Found(_))).count();
    format!(
        "{path}: findings {}, cited campaigns {} of which found {found}, problems while reading {}; taken at {}; {digest}",
        bundle.findings.len(),
        bundle.citations.len(),
        bundle.problems.len(),
        bundle.taken_at,
    )
}
