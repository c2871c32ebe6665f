//! The only place that reads files: takes a [`Bundle`] from a registry and a local lake, and decides nothing.
//!
//! `build.rs` compiles this module too.

mod atlas;
mod campaign;
mod error;
mod fields;
mod file;
mod git;
mod local;
mod node;
mod refusal;
mod registry;
mod settings;
mod wanted;

pub use atlas::MAX_BYTES as MAX_ATLAS_BYTES;
pub use campaign::MAX_BYTES as MAX_CAMPAIGN_FILE_BYTES;
pub use error::SnapshotError;
pub use registry::MAX_BYTES as MAX_REGISTRY_BYTES;

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
    let registry::Read { registry, findings, mut problems } = registry::read(&sources.registry)?;
    let settings = settings::beside(&sources.registry)?;
    let lake = local::read(&sources.campaigns, &findings)?;
    problems.extend(lake.problems);
    let mut read = vec![sources.registry.clone()];
    read.extend(settings.read);
    read.extend(lake.paths);
    let bundle = Bundle {
        registry,
        findings,
        citations: lake.citations,
        campaigns: lake.campaigns,
        rates: settings.rates,
        ceilings: settings.ceilings,
        policy: settings.policy,
        problems,
        ..Bundle::empty(sources.taken_at)
    };
    Ok(Taken { bundle, read })
}
