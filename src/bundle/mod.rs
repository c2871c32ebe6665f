//! The contract between reading and showing: one versioned, digest-stamped JSON document of facts, and its compact form
//! for a page of the same build.
//!
//! A bundle holds what the registry and the lake say and what went wrong while reading them. It holds no
//! verdict, no flag and no ranking: those are worked out from it by [`crate::ledger`]. Nothing here reads a file
//! or a clock, and nothing here may: `build.rs` compiles this module too.

mod by_name;
mod campaign;
mod column;
mod compact;
mod digest;
mod finding;
mod history;
mod lines;
mod measurement;
mod points;
mod policy;
mod problem;
mod rates;
mod sealed;
mod shared_text;
mod time;

pub use self::time::{Day, Instant, campaign_slug, campaign_time};
pub use by_name::ByName;
pub use campaign::{
    Campaign, CampaignConfig, ChampionSelect, Citation, Page, Provenance, Publication, Published, ReportStatus, Verdict,
};
pub use column::Column;
pub use compact::{Checking, Reading, Shape, Unchecked};
pub use digest::{Digest, Sha256Hex};
pub use finding::{Applicability, Finding, Gain, KnownIssue, SourceRef};
pub use history::{Change, Edition, Field, MAX_CHANGES, MAX_EDITIONS, Rank, Since, What, continued};
pub use lines::Lines;
pub use measurement::{
    Context, Grounding, Identity, Measurement, Parallelism, Point, Regime, Serving, Stack, Workload,
};
pub use points::{MAX_POINTS, OperatingPoint, Points, WantedCell};
pub use policy::{BaselineGroup, Links, NOT_WAIVABLE, Policy, Severity, Waiver};
pub use problem::{Place, Problem, ProblemKind};
pub use rates::{Ceiling, Ceilings, Rates};
pub use sealed::{BundleError, FORMAT, VERSION, Verified};
pub use shared_text::SharedText;

use serde::{Deserialize, Serialize};

use compact::record;

/// Everything a ledger is computed from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    /// Name and version of the tool that took the snapshot.
    pub tool: String,
    /// When the snapshot was taken; every rule that needs a time uses this one.
    pub taken_at: Instant,
    pub registry: Registry,
    pub findings: Vec<Box<Finding>>,
    /// What each cited campaign id resolved to, by the id as it was written.
    pub citations: ByName<Citation>,
    /// The campaigns that were found, by the name of their folder.
    pub campaigns: ByName<Box<Campaign>>,
    /// Which parts of the lake were read.
    #[serde(default)]
    pub consulted: Consulted,
    /// Where the lake was scanned: the campaigns that no finding cites and that declare tier verdict and rigor L3 or
    /// L4, by their ids.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan: Option<ByName<Box<Campaign>>>,
    /// Of the scanned campaigns that no finding cites: those of which too little could be read to tell what they are.
    #[serde(default, skip_serializing_if = "Unjudged::is_empty")]
    pub unjudged: Unjudged,
    pub rates: Rates,
    pub ceilings: Ceilings,
    pub policy: Policy,
    pub problems: Vec<Problem>,
    /// What past publishes and this one changed, the newest first; empty where nobody named an earlier one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Edition>,
    /// The publish before, where this one changed nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unchanged_since: Option<Since>,
}

/// Campaigns about which nothing can be said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unjudged {
    pub count: usize,
    /// The first of their ids.
    pub examples: Vec<String>,
}

record!(Unjudged { count, examples });

impl Unjudged {
    const EXAMPLES: usize = 20;

    /// The campaigns of these ids, in order.
    pub fn of(ids: &[String]) -> Self {
        Self { count: ids.len(), examples: ids.iter().take(Self::EXAMPLES).cloned().collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// Which parts of the lake a snapshot looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consulted {
    /// A folder of campaigns.
    pub local: bool,
    /// A published lake.
    pub published: bool,
    /// Whether the published lake left some of it unanswered.
    #[serde(default, skip_serializing_if = "is_false")]
    pub partial: bool,
}

record!(Consulted { local, published, partial });

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

impl Default for Consulted {
    fn default() -> Self {
        Self { local: true, published: false, partial: false }
    }
}

/// Where the findings came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Registry {
    /// The file's name, without its folder.
    pub file: String,
    /// SHA-256 of the file's bytes.
    pub sha256: Sha256Hex,
    /// The newest commit that touched the file, where it lies in a git checkout.
    pub commit: Option<String>,
    /// Whether the file differs from that commit.
    pub modified: bool,
    /// Whether the data is synthetic.
    pub example: bool,
    /// What every win is measured against, in the registry's words.
    pub baseline_context: Option<String>,
}

record!(Registry { file, sha256, commit, modified, example, baseline_context });

impl Bundle {
    /// The bundle of an empty registry without a lake: what the facts are filled into.
    pub fn empty(taken_at: Instant) -> Self {
        Self {
            tool: concat!("perftunereport ", env!("CARGO_PKG_VERSION")).to_owned(),
            taken_at,
            registry: Registry {
                file: "value-findings.yaml".to_owned(),
                sha256: Sha256Hex::of(b"findings: []\n"),
                commit: None,
                modified: false,
                example: false,
                baseline_context: None,
            },
            findings: Vec::new(),
            citations: ByName::default(),
            campaigns: ByName::default(),
            consulted: Consulted::default(),
            scan: None,
            unjudged: Unjudged::default(),
            rates: Rates::default(),
            ceilings: Ceilings::default(),
            policy: Policy::default(),
            problems: Vec::new(),
            history: Vec::new(),
            unchanged_since: None,
        }
    }
}
