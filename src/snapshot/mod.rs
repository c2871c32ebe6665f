//! The only place that reads files: takes a [`Bundle`] from a registry and a local lake, and decides nothing.
//!
//! `build.rs` compiles this module too.

mod error;

pub use error::SnapshotError;

use std::path::PathBuf;

use crate::bundle::{Bundle, Instant};

/// Where to read from.
#[derive(Debug, Clone)]
pub struct Sources {
    /// The registry; `cost.yaml`, `sol-ceilings.yaml` and `policy.yaml` are looked for beside it.
    pub registry: PathBuf,
    /// The folder that holds one folder a campaign.
    pub campaigns: PathBuf,
    pub taken_at: Instant,
}

/// A snapshot, and the paths that it depends on.
#[derive(Debug, Clone)]
pub struct Taken {
    pub bundle: Bundle,
    /// Every file that was read and every folder that was listed; all of them exist.
    pub read: Vec<PathBuf>,
}

/// Reads the registry, what lies beside it, and the cited campaigns.
///
/// # Errors
/// When the registry, the campaigns folder or a settings file is refused as a whole. Everything smaller that goes
/// wrong is a [`crate::bundle::Problem`] in the bundle.
pub fn take(sources: &Sources) -> Result<Taken, SnapshotError> {
    Err(SnapshotError::Missing { what: "registry", path: sources.registry.clone(), hint: "" })
}
