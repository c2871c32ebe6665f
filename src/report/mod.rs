//! Pure renderers of a ledger, one a file. No rule, ranking or count is worked out here, and no file is written.

mod annotation;
mod brief;
mod changes;
mod csv;
mod document;
mod escape;
mod frame;
mod github;
mod json;
mod junit;
mod markdown;
mod points;
mod portability;
mod sarif;
mod table;
mod terminal;
mod unclaimed;
mod words;

pub use crate::ledger::printable as text;
pub use changes::{changes_json, changes_text};
pub use json::to_text as json_text;
pub use portability::{MatrixFormat, render as render_portability};

use crate::ledger::Ledger;

use document::Document;

/// What a ledger is rendered as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Everything, for people.
    Table,
    /// A brief to paste in a chat.
    Report,
    /// `value-ledger/1`.
    Json,
    /// One row a finding.
    Csv,
}

/// What the flags are rendered as for a tool that shows them beside the lines of the registry. Neither title nor medium
/// changes these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Annotations {
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// JUnit XML.
    Junit,
}

/// How a document is shown. JSON and CSV have neither a title nor a width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presentation {
    pub format: Format,
    pub title: String,
    pub medium: Medium,
}

/// Where it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A file, a pipe, a web page: Markdown.
    Text,
    /// A terminal of that many columns: padded columns and styles.
    Terminal { width: usize },
}

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

/// Renders the ledger: the same ledger and presentation give the same text.
///
/// # Errors
/// [`RenderError`].
pub fn render(ledger: &Ledger, presentation: &Presentation) -> Result<String, RenderError> {
    match presentation.format {
        Format::Table => Ok(shown(&table::document(&presentation.title, ledger), presentation.medium)),
        Format::Report => Ok(shown(&brief::document(&presentation.title, ledger), presentation.medium)),
        Format::Json => Ok(json::write(ledger)?),
        Format::Csv => Ok(csv::write(ledger)?),
    }
}

/// Renders the flags. `registry` is the path of the registry as the tool knows it, with forward slashes.
///
/// # Errors
/// [`RenderError`].
pub fn annotate(ledger: &Ledger, annotations: Annotations, registry: &str) -> Result<String, RenderError> {
    match annotations {
        Annotations::Sarif => Ok(sarif::write(ledger, registry)?),
        Annotations::Github => Ok(github::write(ledger, registry)),
        Annotations::Junit => Ok(junit::write(ledger, registry)?),
    }
}

fn shown(document: &Document, medium: Medium) -> String {
    match medium {
        Medium::Text => markdown::write(document),
        Medium::Terminal { width } => terminal::write(document, width),
    }
}
