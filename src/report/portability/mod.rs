//! Levers by models, and what to try next on each: one renderer a file. What they say a file is of is in the ledger that
//! they are given; whose names and order the models have is in the matrix, which is of the whole ledger.

mod csv;
mod document;
mod json;

use crate::ledger::{Ledger, Portability};

use super::{File, RenderError, markdown};

pub use document::{document, table};

/// The matrix as a file of that format; only Markdown has a title.
///
/// # Errors
/// [`RenderError`].
pub fn portability_text(file: File, title: &str, ledger: &Ledger, of: &Portability<'_>) -> Result<String, RenderError> {
    match file {
        File::Csv => Ok(csv::write(ledger, of)?),
        File::Json => Ok(json::write(ledger, of)?),
        File::Markdown => Ok(markdown::write(document(title, ledger, of))),
    }
}
