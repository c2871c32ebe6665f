//! The only place that reads files: takes a [`Bundle`] from a registry and its lakes, and decides nothing.
//!
//! `build.rs` compiles this module too, so the published lake is only known here by what is asked of it.

mod atlas;
mod campaign;
mod cited;
mod error;
mod fields;
mod file;
mod git;
mod json;
mod lakes;
mod listing;
mod local;
mod node;
mod parts;
mod plain;
mod progress;
mod published;
mod refusal;
mod registry;
mod scalar;
mod scan;
mod settings;
mod wanted;

pub use atlas::MAX_BYTES as MAX_ATLAS_BYTES;
pub use campaign::MAX_BYTES as MAX_CAMPAIGN_FILE_BYTES;
pub use error::SnapshotError;
pub use fields::{Field, Kind};
pub use progress::Progress;
pub use published::{Answer, LakeFailure, Measured, Partition, PublishedLake, Row, WantedPoints};
pub use registry::{MAX_BYTES as MAX_REGISTRY_BYTES, known_fields as fields_of_a_finding};

use std::path::PathBuf;

use crate::bundle::{Bundle, Consulted, Instant, Unjudged};

use cited::Resolved;
use lakes::{Lakes, Notes};
use local::Local;

/// The published tables, as a problem names them.
pub const CAMPAIGN_FILE: &str = "campaign_v1/part-0.parquet";
pub const ATLAS_FILE: &str = "atlas_v1/part-0.parquet";

/// Where to read from.
#[derive(Debug, Clone)]
pub struct Sources {
    /// The registry; `cost.yaml`, `sol-ceilings.yaml` and `policy.yaml` are looked for beside it.
    pub registry: PathBuf,
    /// The folder that holds one folder a campaign; none where only a published lake is read.
    pub campaigns: Option<PathBuf>,
    pub taken_at: Instant,
    /// Whether to look for strong campaigns that no finding cites.
    pub scan: bool,
    /// Whether to go on without what the published lake does not answer.
    pub allow_partial: bool,
}

/// A snapshot, and the paths that it depends on.
#[derive(Debug, Clone)]
pub struct Taken {
    pub bundle: Bundle,
    /// Every file that was read and every folder that was listed; all of them exist.
    pub read: Vec<PathBuf>,
}

/// Reads the registry, what lies beside it, and the cited campaigns of the campaigns folder and of a published lake.
///
/// # Errors
/// When the registry, the campaigns folder or a settings file is refused as a whole, or the published lake does not
/// answer and a partial snapshot is not allowed. Everything smaller that goes wrong is a [`crate::bundle::Problem`] in
/// the bundle.
pub fn take(sources: &Sources, published: Option<&dyn PublishedLake>) -> Result<Taken, SnapshotError> {
    take_watched(sources, published, &Progress::default())
}

/// As [`take`], for a thread that watches how far it is.
///
/// # Errors
/// As [`take`].
pub fn take_watched(
    sources: &Sources,
    published: Option<&dyn PublishedLake>,
    progress: &Progress,
) -> Result<Taken, SnapshotError> {
    let registry::Read { registry, findings, mut problems } = registry::read(&sources.registry)?;
    let settings = settings::beside(&sources.registry)?;
    let local = sources.campaigns.as_deref().map(Local::open).transpose()?;
    let mut lakes = Lakes::new(local.as_ref(), published, sources.allow_partial, progress);
    if sources.scan || cited::needs_listing(&findings) {
        lakes.list();
    }
    let mut notes = Notes::default();
    let Resolved { citations, campaigns } = cited::read(&lakes, &findings, &mut notes)?;
    let scan = sources.scan.then(|| scan::read(&lakes, &findings, &citations, &mut notes)).transpose()?;
    let (scan, unjudged) = scan.map_or((None, Unjudged::default()), |scan| (Some(scan.strong), scan.unjudged));
    problems.extend(notes.problems);
    let mut read = vec![sources.registry.clone()];
    read.extend(settings.read);
    read.extend(local.map(|local| local.folder().to_owned()));
    read.extend(notes.paths);
    let bundle = Bundle {
        registry,
        findings,
        citations,
        campaigns,
        consulted: Consulted {
            local: sources.campaigns.is_some(),
            published: published.is_some(),
            partial: notes.partial,
        },
        scan,
        unjudged,
        rates: settings.rates,
        ceilings: settings.ceilings,
        policy: settings.policy,
        problems,
        ..Bundle::empty(sources.taken_at)
    };
    Ok(Taken { bundle, read })
}
