//! `portability_view`: prints the levers by models, and what to try next on each.

use crate::ledger::{Ledger, Options};
use crate::report::{Medium, render_portability};

use super::args::PortabilityView;
use super::gate::refuse_unknown_codes;
use super::{CliError, Exit, inputs, output};

/// # Errors
/// When inputs are missing or refused, or the document cannot be written.
pub fn run(arguments: &PortabilityView) -> Result<Exit, CliError> {
    let inputs::Taken { bundle, sources, .. } = inputs::take_for(&arguments.inputs, arguments.out.as_deref())?;
    let ledger = Ledger::compute(bundle, None, Options::default());
    refuse_unknown_codes(&ledger, &sources)?;
    let rendered = |medium| render_portability(&ledger, arguments.format.into(), &arguments.title, medium);
    match &arguments.out {
        Some(path) => output::write(path, &rendered(Medium::Text)?)?,
        None => {
            let medium = output::medium();
            output::print(&rendered(medium)?, medium)?;
        }
    }
    Ok(Exit::Fine)
}
