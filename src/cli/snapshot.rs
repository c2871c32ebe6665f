//! `snapshot`: writes the bundle that a page or another run computes the ledger from.

use crate::bundle::{Bundle, Citation, Digest};

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
    let campaigns = sources.campaigns.map(|folder| folder.display().to_string());
    let consulted: Vec<String> = [campaigns, lake].into_iter().flatten().collect();
    let path = arguments.out.display().to_string();
    output::note(summary(&bundle, &digest, &path, &consulted.join(" and ")));
    Ok(Exit::Fine)
}

fn summary(bundle: &Bundle, digest: &Digest, path: &str, consulted: &str) -> String {
    let found = bundle.citations.values().filter(|citation| matches!(citation, Citation::Found(_))).count();
    let partial = if bundle.consulted.partial { ", PARTIAL: the published lake did not answer everything" } else { "" };
    format!(
        "{path}: findings {}, cited campaigns {} of which found {found}, problems while reading {}; consulted \
         {consulted}{partial}; taken at {}; {digest}",
        bundle.findings.len(),
        bundle.citations.len(),
        bundle.problems.len(),
        bundle.taken_at,
    )
}
