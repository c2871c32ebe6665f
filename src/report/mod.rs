//! Pure renderers of a ledger, one a file. No rule, ranking or count is worked out here, and no file is written.
//!
//! The page has those whose text a reader takes away from it: the same code writes the command's files and the page's.

mod brief;
mod csv;
mod document;
mod escape;
mod file;
mod frame;
mod json;
mod markdown;
mod plain_table;
mod points;
mod portability;
mod spreadsheet;
mod table;
mod unclaimed;
mod words;

#[cfg(feature = "cli")]
mod annotation;
#[cfg(feature = "cli")]
mod changes;
#[cfg(feature = "cli")]
mod github;
#[cfg(feature = "cli")]
mod junit;
#[cfg(feature = "cli")]
mod render;
#[cfg(feature = "cli")]
mod sarif;
#[cfg(feature = "cli")]
mod terminal;

pub use crate::ledger::printable as text;
pub use file::{File, brief_text, file_name};
pub use json::to_text as json_text;
pub use plain_table::{levers_text, matrix_text, rows_text};
pub use portability::portability_text;

#[cfg(feature = "cli")]
pub use changes::{changes_json, changes_text};
#[cfg(feature = "cli")]
pub use render::{Annotations, Format, MatrixFormat, Medium, Presentation, annotate, render, render_portability};

/// Why a ledger could not be rendered, which takes a number that the format has not.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error("the ledger cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the ledger cannot be written as CSV: {0}")]
    Csv(#[from] ::csv::Error),
    #[error("the ledger cannot be written as XML: {0}")]
    Xml(#[from] std::io::Error),
}
