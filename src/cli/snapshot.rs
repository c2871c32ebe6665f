//! `snapshot`: writes the bundle that a page or another run computes the ledger from.

use crate::bundle::Bundle;

use super::args::Snapshot;
use super::{CliError, Exit, inputs, output};

/// # Errors
/// When inputs are missing or refused, or the bundle cannot be written.
pub fn run(arguments: &Snapshot) -> Result<Exit, CliError> {
    let inputs::Taken { bundle, sources, lake } = inputs::take(&arguments.inputs)?;
    let document = bundle.to_json()?;
    // What cannot be read back is not written.
    let digest = Bundle::from_json(&document)?.digest;
    output::write(&arguments.out, &document)?;
    let path = arguments.out.display();
    output::note(format_args!("{path}: {}; {digest}", inputs::summary(&bundle, &sources, lake)));
    Ok(Exit::Fine)
}
