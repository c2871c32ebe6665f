//! A registry and a lake in a folder, from which the real snapshot is taken.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use value_ledger::bundle::{Bundle, Instant};
use value_ledger::snapshot::{SnapshotError, Sources, take};

pub struct Lab {
    folder: TempDir,
}

impl Lab {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    pub fn write(&self, name: &str, content: &[u8]) -> &Self {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("the folder");
        fs::write(path, content).expect("the file");
        self
    }

    /// The snapshot of this registry and of the lake beside it.
    pub fn take(&self) -> Result<Bundle, SnapshotError> {
        self.take_with(&self.folder.path().join("campaigns"))
    }

    /// The snapshot of this registry and of that lake.
    pub fn take_with(&self, campaigns: &Path) -> Result<Bundle, SnapshotError> {
        let sources = Sources {
            registry: self.folder.path().join("value-findings.yaml"),
            campaigns: Some(campaigns.to_owned()),
            taken_at: Instant::parse("2026-11-24").expect("a time"),
            scan: false,
            allow_partial: false,
        };
        take(&sources, None).map(|taken| taken.bundle)
    }
}

/// A file or folder of the project.
pub fn of_project(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

pub fn seed(name: &str) -> Vec<u8> {
    fs::read(of_project(name)).expect("a seed")
}
