//! `value_statement`: prints the text that a pull request can carry, or says everything that stands against it.

use crate::ledger::statement::statement;
use crate::ledger::{Ledger, Options, Row};
use crate::report::Medium;

use super::args::ValueStatement;
use super::gate::refuse_unknown_codes;
use super::{CliError, Exit, inputs, output};

/// # Errors
/// When inputs are missing or refused, there is no such finding, or the text cannot be printed.
pub fn run(arguments: &ValueStatement) -> Result<Exit, CliError> {
    let inputs::Taken { bundle, sources, .. } = inputs::take(&arguments.inputs)?;
    let ledger = Ledger::compute(bundle, None, Options::default());
    refuse_unknown_codes(&ledger, &sources)?;
    let row = find(&ledger, &arguments.id)?;
    match statement(row, &ledger.facts) {
        Ok(text) => {
            output::print(&crate::report::text::lines(&text), Medium::Text)?;
            Ok(Exit::Fine)
        }
        Err(reasons) => {
            output::note(format_args!("no value statement for {}:", row.key));
            for reason in reasons {
                output::note(format_args!("  {reason}"));
            }
            Ok(Exit::GateFailed)
        }
    }
}

/// The finding of that key, else the first of that id.
fn find<'a>(ledger: &'a Ledger, wanted: &str) -> Result<&'a Row, CliError> {
    let of_id = || ledger.rows.iter().find(|row| row.finding.id.as_deref() == Some(wanted));
    ledger.row(wanted).or_else(of_id).ok_or_else(|| {
        let keys = ledger.rows.iter().map(|row| &*row.key);
        let likeness = |key: &str| strsim::jaro_winkler(&wanted.to_lowercase(), &key.to_lowercase());
        let nearest = keys.max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        CliError::UnknownFinding { wanted: wanted.to_owned(), nearest: nearest.map(str::to_owned) }
    })
}
