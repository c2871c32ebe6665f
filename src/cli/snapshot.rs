//! `snapshot`: writes the bundle that a page or another run computes the ledger from.

use std::mem;

use crate::SHAPE;
use crate::bundle::{Bundle, Verified};

use super::args::{BundleForm, Snapshot};
use super::{CliError, Exit, inputs, output};

/// # Errors
/// When inputs are missing or refused, or the bundle cannot be written.
pub fn run(arguments: &Snapshot) -> Result<Exit, CliError> {
    let inputs::Taken { bundle: taken, sources, lake } = inputs::take_for(&arguments.inputs, Some(&arguments.out))?;
    let document = taken.to_json()?;
    // What cannot be read back is not written.
    let Verified { bundle, digest } = Bundle::from_json(&document)?;
    let summary = inputs::summary(&bundle, &sources, lake);
    match arguments.format {
        BundleForm::Json => output::write(&arguments.out, document)?,
        BundleForm::Compact => {
            let document = bundle.to_compact(&digest, SHAPE);
            Bundle::from_compact(document.clone(), SHAPE)?;
            output::write(&arguments.out, document)?;
        }
    }
    output::note(format_args!("{}: {summary}; {digest}", arguments.out.display()));
    // The process ends here: large bundles need not be given back piece by piece.
    mem::forget((taken, bundle));
    Ok(Exit::Fine)
}
