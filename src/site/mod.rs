//! The published site: the files of a folder that any static host can serve, made of a ledger and the page's shell.
//!
//! Pure: nothing here reads or writes a file. The same bundle and shell give the same bytes.

mod badge;
mod check;
mod digest;
mod document;
mod feed;
mod headers;
mod manifest;
mod packed;
mod policy;
mod shell;
mod single;
#[cfg(test)]
mod testing;

pub use check::{check, check_report};
pub use manifest::{MANIFEST_FILE, Manifest};
pub use shell::Shell;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::SHAPE;
use crate::bundle::{Bundle, BundleError, Verified};
use crate::ledger::{Ledger, Options};
use crate::report::{self, Format, Medium, Presentation, RenderError};
use crate::ui::{Around, prerender};

use document::{INDEX_FILE, Page};

pub const LEDGER_JSON: &str = "ledger.json";
pub const LEDGER_MARKDOWN: &str = "ledger.md";
pub const BADGE_FILE: &str = "badge.json";
pub const FEED_FILE: &str = "changes.atom";
pub const HEADERS_FILE: &str = "_headers";

/// The files of a site by their names; a site has no folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    pub files: BTreeMap<String, Vec<u8>>,
}

/// How a site is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    pub title: String,
    pub index: Indexing,
}

/// Whether search engines may list the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indexing {
    Allowed,
    Refused,
}

/// Why there is no site.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    #[error("the page's shell cannot be used: {0}; build it again")]
    Shell(String),
    #[error("the snapshot cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the snapshot cannot be read back: {0}")]
    Bundle(#[from] BundleError),
    #[error(transparent)]
    Render(#[from] RenderError),
    #[error("the feed cannot be written: {0}")]
    Feed(#[source] std::io::Error),
    #[error("a file cannot be compressed: {0}")]
    Packed(#[source] std::io::Error),
    #[error("the site does not stand up to its own check: {0}")]
    Check(String),
}

/// What a site is made of: a bundle as it is written, for others and for the page, and the ledger that the page will
/// compute from it.
pub struct Source {
    document: String,
    /// The compact form, by gzip.
    compact: Vec<u8>,
    ledger: Arc<Ledger>,
}

impl Source {
    /// # Errors
    /// When the bundle cannot be written, or not read back.
    pub fn of(bundle: &Bundle) -> Result<Self, SiteError> {
        let document = bundle.to_json()?;
        let Verified { bundle, digest } = Bundle::from_json(&document)?;
        let compact = bundle.to_compact(&digest, SHAPE);
        let packed = packed::gzip(&compact).map_err(SiteError::Packed)?;
        let Verified { bundle, digest } = Bundle::from_compact(compact, SHAPE)?;
        let ledger = Arc::new(Ledger::compute(bundle, Some(digest), Options::default()));
        Ok(Self { document, compact: packed, ledger })
    }
}

/// Makes the site.
///
/// # Errors
/// When the shell is not one, or something cannot be written in its format.
pub fn build(shell: &Shell, source: &Source, choices: &Choices) -> Result<Site, SiteError> {
    let Source { document, compact, ledger } = source;
    shell.is_of_this_build()?;
    let mut files = shell.assets();
    let bundle_file = digest::hashed_name("bundle", "json", document.as_bytes());
    let compact_file = digest::hashed_name("bundle", "bin", compact);
    let page = Page {
        bundle: &compact_file,
        integrity: digest::integrity(compact),
        html: prerender(Arc::clone(ledger), Around::Site),
        index: choices.index,
    };
    let (index, policy) = document::fill(shell.index()?, &page)?;
    files.insert(INDEX_FILE.to_owned(), index.into_bytes());
    files.insert(bundle_file.clone(), document.clone().into_bytes());
    files.insert(compact_file, compact.clone());
    // As `value_view` prints it of the same files; which bundle lies beside it is the manifest's to say.
    let mut printed = Ledger::clone(ledger);
    printed.facts.digest = None;
    let text = |format| {
        let presentation = Presentation { format, title: choices.title.clone(), medium: Medium::Text };
        report::render(&printed, &presentation).map(String::into_bytes)
    };
    files.insert(LEDGER_JSON.to_owned(), text(Format::Json)?);
    files.insert(LEDGER_MARKDOWN.to_owned(), text(Format::Table)?);
    files.insert(BADGE_FILE.to_owned(), badge::write(ledger)?.into_bytes());
    files.insert(FEED_FILE.to_owned(), feed::write(&choices.title, ledger).map_err(SiteError::Feed)?);
    files.insert(HEADERS_FILE.to_owned(), headers::write(&policy, files.keys(), choices.index).into_bytes());
    packed::add(&mut files).map_err(SiteError::Packed)?;
    let manifest = Manifest::of(&ledger.facts.tool, ledger.facts.taken_at, &bundle_file, &files);
    files.insert(MANIFEST_FILE.to_owned(), manifest.to_text()?.into_bytes());
    Ok(Site { files })
}

/// Makes the report: the page in one file.
///
/// # Errors
/// When the shell is not one.
pub fn report(shell: &Shell, source: &Source, index: Indexing) -> Result<String, SiteError> {
    let html = prerender(Arc::clone(&source.ledger), Around::Nothing);
    shell.is_of_this_build()?;
    let report = single::Report { bundle: &source.compact, html: &html, index };
    single::fill(shell.index()?, &shell.assets(), &report)
}
