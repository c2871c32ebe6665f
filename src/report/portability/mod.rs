//! Levers by models, and what to try next on each: one renderer a file.

mod csv;
mod document;
mod json;

use crate::ledger::{Ledger, Portability};

use super::render::shown;
use super::{Medium, RenderError};

/// What the matrix is rendered as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatrixFormat {
    /// Everything, for people.
    Table,
    /// `value-portability/1`.
    Json,
    /// One row a finding and model.
    Csv,
}

/// Renders all of the ledger's levers by the models that they name; only a table has a title and a medium.
///
/// # Errors
/// [`RenderError`].
pub fn render(ledger: &Ledger, format: MatrixFormat, title: &str, medium: Medium) -> Result<String, RenderError> {
    let portability = Portability::of(ledger, 0..ledger.rows.len());
    match format {
        MatrixFormat::Table => Ok(shown(&document::document(title, ledger, &portability), medium)),
        MatrixFormat::Json => Ok(json::write(ledger, &portability)?),
        MatrixFormat::Csv => Ok(csv::write(ledger, &portability)?),
    }
}
