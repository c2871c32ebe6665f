//! The local lake: one listing of the campaigns folder, then the campaigns that are asked for and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::bundle::WantedCell;

use super::listing::Listing;
use super::{SnapshotError, atlas, campaign};

const WHAT: &str = "campaigns folder";

/// A campaigns folder that was listed.
pub struct Local {
    folder: PathBuf,
    /// Its real path: nothing outside it is read.
    root: PathBuf,
    listing: Listing,
}

impl Local {
    /// # Errors
    /// When the campaigns folder is not there or cannot be listed.
    pub fn open(folder: &Path) -> Result<Self, SnapshotError> {
        let unreadable = |cause| SnapshotError::Unreadable { what: WHAT, path: folder.to_owned(), cause };
        if !folder.exists() {
            let hint = "name the folder that holds one folder a campaign";
            return Err(SnapshotError::Missing { what: WHAT, path: folder.to_owned(), hint });
        }
        let root = folder.canonicalize().map_err(unreadable)?;
        let listing = Listing::new(names(folder).map_err(unreadable)?);
        Ok(Self { folder: folder.to_owned(), root, listing })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn listing(&self) -> &Listing {
        &self.listing
    }

    /// What the campaign's files say; `wanted` points are carried before others.
    pub fn read(&self, id: &str, wanted: &[WantedCell]) -> campaign::Read {
        campaign::read(id, &self.folder.join(id), &self.root, wanted)
    }

    /// Whether the campaign's folder has operating points of its own, readable or not.
    pub fn has_points(&self, id: &str) -> bool {
        fs::symlink_metadata(self.folder.join(id).join(atlas::FILE)).is_ok()
    }
}

fn names(folder: &Path) -> std::io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let is_folder = kind.is_dir() || (kind.is_symlink() && entry.path().is_dir());
        // A name that is not Unicode cannot be cited by a registry.
        if let (true, Ok(name)) = (is_folder, entry.file_name().into_string()) {
            names.insert(name);
        }
    }
    Ok(names)
}
