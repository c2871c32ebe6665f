//! A published lake that is a folder of this machine: no link leads out of it, as none leads out of the campaigns folder.

use std::path::PathBuf;

use object_store::local::LocalFileSystem;
use object_store::path::Path;

use super::address::{Address, Kind};

/// The folder by its real path: nothing outside it is read.
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// None where the lake is no folder.
    pub fn of(address: &Address) -> Option<Self> {
        let folder = (address.kind == Kind::File).then(|| address.url.to_file_path().ok())??;
        Some(Self { root: folder.canonicalize().ok()? })
    }

    /// Why an object of it is not asked for. What is not there, or cannot be looked at, is left to the store to say.
    pub fn refuses(&self, object: &Path) -> Option<&'static str> {
        let real = LocalFileSystem::new().path_to_filesystem(object).ok()?.canonicalize().ok()?;
        (!real.starts_with(&self.root)).then_some("it is a link that leads out of the lake")
    }
}
