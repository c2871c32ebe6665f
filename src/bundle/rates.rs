//! `cost.yaml` and `sol-ceilings.yaml`: what a GPU-hour costs and what the hardware can do at most.

use serde::{Deserialize, Serialize};

use super::ByName;
use super::compact::record;

/// GPU-hour rates in USD. Empty when there was no `cost.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Rates {
    /// By hardware token; `default` stands for every other.
    #[serde(default)]
    pub usd_per_gpu_hour: ByName<f64>,
    /// Where each rate comes from, by the same names.
    #[serde(default, skip_serializing_if = "no_sources")]
    pub sources: ByName<String>,
}

record!(Rates { usd_per_gpu_hour, sources });

/// Metrics by ceiling key (`gb300_nvl72`), ceilings by metric.
pub type Ceilings = ByName<ByName<Ceiling>>;

/// The most that the hardware can do in one metric.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ceiling {
    pub value: f64,
    pub units: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

record!(Ceiling { value, units, source, notes });

fn no_sources(sources: &ByName<String>) -> bool {
    sources.is_empty()
}
