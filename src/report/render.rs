//! What the command prints: the ledger in each of its formats, for a terminal too, and the flags for other tools.

use crate::ledger::{Ledger, Portability};

use super::document::Document;
use super::{File, RenderError, brief, csv, github, json, junit, markdown, portability, sarif, table, terminal};

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

/// Renders the ledger: the same ledger and presentation give the same text.
///
/// # Errors
/// [`RenderError`].
pub fn render(ledger: &Ledger, presentation: &Presentation) -> Result<String, RenderError> {
    match presentation.format {
        Format::Table => Ok(shown(table::document(&presentation.title, ledger), presentation.medium)),
        Format::Report => Ok(shown(brief::document(&presentation.title, ledger), presentation.medium)),
        Format::Json => Ok(json::write(ledger)?),
        Format::Csv => Ok(csv::write(ledger)?),
    }
}

/// Renders all of the ledger's levers by the models that they name; only a table has a title and a medium.
///
/// # Errors
/// [`RenderError`].
pub fn render_portability(
    ledger: &Ledger,
    format: MatrixFormat,
    title: &str,
    medium: Medium,
) -> Result<String, RenderError> {
    let of = Portability::of(ledger, 0..ledger.rows.len());
    match format {
        MatrixFormat::Table => Ok(shown(portability::document(title, ledger, &of), medium)),
        MatrixFormat::Json => portability::portability_text(File::Json, title, ledger, &of),
        MatrixFormat::Csv => portability::portability_text(File::Csv, title, ledger, &of),
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

pub fn shown(document: Document, medium: Medium) -> String {
    match medium {
        Medium::Text => markdown::write(document),
        Medium::Terminal { width } => terminal::write(&document, width),
    }
}
