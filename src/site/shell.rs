//! The shell: the page's document and program as the build leaves them, without anybody's data.

use std::collections::BTreeMap;

use crate::SHAPE;

use super::SiteError;
use super::document::INDEX_FILE;

/// The files by their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shell {
    files: BTreeMap<String, Vec<u8>>,
}

/// What the build step found where the environment named a shell.
static BUILT_IN: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/shell.rs"));

impl Shell {
    /// The shell that this binary carries; none where it was built without one.
    pub fn built_in() -> Option<Self> {
        let files = BUILT_IN.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()));
        (!BUILT_IN.is_empty()).then(|| Self { files: files.collect() })
    }

    pub fn of_files(files: BTreeMap<String, Vec<u8>>) -> Self {
        Self { files }
    }

    /// The page's document.
    ///
    /// # Errors
    /// When there is none.
    pub fn index(&self) -> Result<&str, SiteError> {
        let index = self.files.get(INDEX_FILE).ok_or_else(|| SiteError::Shell(format!("it has no {INDEX_FILE}")))?;
        std::str::from_utf8(index).map_err(|_| SiteError::Shell(format!("{INDEX_FILE} is not UTF-8")))
    }

    /// Whether its program reads the compact form that this build writes: what the types of a bundle are stands in it.
    ///
    /// # Errors
    /// When it does not.
    pub fn is_of_this_build(&self) -> Result<(), SiteError> {
        let shape = SHAPE.0.as_bytes();
        let mut programs = self.files.iter().filter(|(name, _)| name.ends_with("_bg.wasm"));
        match programs.all(|(_, wasm)| wasm.windows(shape.len()).any(|window| window == shape)) {
            true => Ok(()),
            false => Err(SiteError::Shell("its program is not of the same build as this command".to_owned())),
        }
    }

    /// All other files.
    pub fn assets(&self) -> BTreeMap<String, Vec<u8>> {
        let assets = self.files.iter().filter(|(name, _)| *name != INDEX_FILE);
        assets.map(|(name, bytes)| (name.clone(), bytes.clone())).collect()
    }
}
