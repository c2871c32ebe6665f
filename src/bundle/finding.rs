//! One entry of the registry, as it was written.

use serde::{Deserialize, Serialize};

use super::compact::record;
use super::{Lines, Measurement, SharedText};

/// One entry of `findings`. A field that is absent, null or of the wrong type is `None` or empty here; a wrong type
/// is also a [`super::Problem`]. The words are the registry's, never changed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Place in the list, from 1.
    #[serde(default)]
    pub position: usize,
    /// The registry line on which the entry starts.
    #[serde(default)]
    pub line: u32,
    /// The lines of the fields that are there, by path (`win`, `campaign_ids[0]`).
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub lines: Lines,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifecycle: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub win: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hardware: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deploy_readiness: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub campaign_ids: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence_ids: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub source_refs: Vec<SourceRef>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gain: Option<Gain>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_lever: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_value: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cost: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_unlock: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_gate: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding_baseline_check: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies_to: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub validated_on: Vec<SharedText>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidate_on: Vec<SharedText>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refuted_on: Vec<SharedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applicability: Option<Box<Applicability>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measurements: Vec<Measurement>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known_issues: Vec<KnownIssue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopen_if: Option<SharedText>,
    /// Last human review, as written; readable as a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<SharedText>,
}

record!(Finding {
    position,
    line,
    lines,
    id,
    title,
    lifecycle,
    baseline,
    win,
    hardware,
    deploy_readiness,
    campaign_ids,
    evidence_ids,
    source_refs,
    gain,
    next_lever,
    next_value,
    next_cost,
    next_unlock,
    next_gate,
    finding_baseline_check,
    applies_to,
    validated_on,
    candidate_on,
    refuted_on,
    why,
    applicability,
    measurements,
    known_issues,
    reopen_if,
    updated
});

/// The code under test. `delivery` is kept as written, also when it is none of the four kinds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceRef {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repo: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<SharedText>,
}

record!(SourceRef { repo, branch, commit, delivery, image });

/// What the registry claims. Throughputs are tok/s/GPU.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Gain {
    /// `throughput`, `latency`, `capacity` or `enablement`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speedup: Option<f64>,
    /// The speedup as it was written, so that its last digit is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speedup_text: Option<SharedText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tps_gpu_peak: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline_tps_gpu: Option<f64>,
}

record!(Gain { tier, speedup, speedup_text, tps_gpu_peak, baseline_tps_gpu });

/// Where the finding holds, for the value statement.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Applicability {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub architecture: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasoning: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quant: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parallelism: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workload: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concurrency: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_for: Option<String>,
}

record!(Applicability { architecture, size, reasoning, quant, parallelism, workload, concurrency, not_for });

/// A known issue, shown with the finding in every view and export.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KnownIssue {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub campaigns: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

record!(KnownIssue { note, campaigns, link, owner });
