//! One campaign of the lake: the whitelisted fields of its files. Names of people, hosts and paths never get here.

use serde::{Deserialize, Serialize};

use super::compact::{record, variants};
use super::{Points, is_false};

/// What a cited campaign id resolved to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Citation {
    /// The campaign of that folder name.
    Found(String),
    /// No folder fits.
    Missing,
    /// Several folders fit, so none was taken.
    Ambiguous(Vec<String>),
    /// Not one safe path segment; nothing was looked up.
    Refused,
    /// Not local, and the published lake did not answer.
    Unreachable,
}

variants!(Citation { 0: Found(id), 1: Missing, 2: Ambiguous(ids), 3: Refused, 4: Unreachable });

/// What a campaign's files say. A file that is absent or does not parse is `None`, and the latter is a
/// [`super::Problem`] too; so is a field of the wrong type.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Campaign {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_status: Option<ReportStatus>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub champion_select: Option<ChampionSelect>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config: Option<CampaignConfig>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
    /// Whether only the published lake holds it; then all that stands here is what that lake says, and there is no
    /// verdict.
    #[serde(default, skip_serializing_if = "is_false")]
    pub published_only: bool,
    #[serde(default, skip_serializing_if = "Publication::is_not_consulted")]
    pub publication: Publication,
}

record!(Campaign { report_status, verdict, provenance, champion_select, config, points, published_only, publication });

/// What the published lake says of a campaign.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Publication {
    /// No published lake was consulted.
    #[default]
    NotConsulted,
    /// It did not answer.
    Unreachable,
    /// It was asked and does not hold the campaign.
    Absent,
    Present(Box<Published>),
}

variants!(Publication { 0: NotConsulted, 1: Unreachable, 2: Absent, 3: Present(published) });

impl Publication {
    fn is_not_consulted(&self) -> bool {
        *self == Self::NotConsulted
    }
}

/// The campaign's row of `campaign_v1`. What an older file has no column for is not recorded.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// Rigor, grounding and coverage; pages have names alone.
    #[serde(default)]
    pub report_status: ReportStatus,
    /// The effective tier, `draft` or `verdict`, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict_tier: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experiment_status: Option<String>,
    /// When it was published, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_at: Option<String>,
}

record!(Published { report_status, verdict_tier, title, experiment_status, published_at });

/// `report_status.json`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ReportStatus {
    /// As written; see [`crate::ledger::Rigor`] for its order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sol_rigor: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sol_complete: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sol_per_arm_complete: Option<bool>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arms_uncovered: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dcgm_grounded: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub focus: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub omitted_pages: Vec<Page>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partial_pages: Vec<Page>,
}

record!(ReportStatus {
    sol_rigor,
    sol_complete,
    sol_per_arm_complete,
    arms_uncovered,
    dcgm_grounded,
    focus,
    omitted_pages,
    partial_pages
});

/// A page that the campaign's report leaves out or covers in part.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how_to_fix: Option<String>,
}

record!(Page { page, why, how_to_fix });

/// `verdict.json`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// `draft` or `verdict`, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trials: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_node: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline_named: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decode_metric: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency_claim: Option<bool>,
    /// Whether a per-kernel reference is recorded. The reference itself may be a path, so it stays in the lake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_kernel_ref: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub which_kernel_claim: Option<bool>,
    /// The campaign's own one-line finding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<String>,
}

record!(Verdict {
    tier,
    trials,
    same_node,
    baseline_named,
    decode_metric,
    latency_claim,
    per_kernel_ref,
    which_kernel_claim,
    finding
});

/// `provenance.json`, flat or nested, brought to one shape. Empty and `unknown` are absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repo: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_digest: Option<String>,
    /// Whether the code that ran had uncommitted changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dirty: Option<bool>,
}

record!(Provenance { repo, branch, commit, delivery, image, image_digest, dirty });

/// `champion_select.json`: the two cells of the atlas that the campaign compares.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ChampionSelect {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline_cell: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recommended_cell: Option<String>,
}

record!(ChampionSelect { baseline_cell, recommended_cell });

/// The part of a campaign's `config.yaml` that says what comes next.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CampaignConfig {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_lever: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close_reason: Option<String>,
}

record!(CampaignConfig { next_lever, close_reason });
