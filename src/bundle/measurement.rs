//! One number of a win with its own full context. Several numbers never share one descriptor.

use serde::{Deserialize, Serialize};

/// One entry of `measurements`, as it was written.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Measurement {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline_value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trials: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub std: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<Context>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline_context: Option<Context>,
}

/// The operating point that the number came from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Point {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concurrency: Option<u32>,
}

/// Everything that the number depends on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Context {
    pub identity: Identity,
    pub parallelism: Parallelism,
    pub serving: Serving,
    pub workload: Workload,
    pub regime: Regime,
    pub stack: Stack,
    pub grounding: Grounding,
}

/// What was run, on what.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Identity {
    pub model: Option<String>,
    pub hf_path: Option<String>,
    pub hardware: Option<String>,
    pub quant: Option<String>,
    pub kv_cache_dtype: Option<String>,
}

/// How the model was spread, in GPUs a dimension.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Parallelism {
    pub tp: Option<u32>,
    pub dp: Option<u32>,
    pub pp: Option<u32>,
    pub ep: Option<u32>,
    pub strategy: Option<String>,
}

/// The serving engine's settings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Serving {
    pub max_num_seqs: Option<u32>,
    pub max_num_batched_tokens: Option<u32>,
    pub gpu_memory_utilization: Option<f64>,
    pub max_model_len: Option<u32>,
    pub cudagraph_mode: Option<String>,
    pub enforce_eager: Option<bool>,
    pub async_scheduling: Option<bool>,
    pub prefix_caching: Option<bool>,
}

/// The load. `isl` and `osl` are mean input and output tokens.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Workload {
    pub dataset: Option<String>,
    pub isl: Option<u32>,
    pub osl: Option<u32>,
    pub concurrency: Option<u32>,
    pub num_prompts: Option<u32>,
}

/// Cache state and the tier that the number speaks for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Regime {
    /// `warm` or `cold`.
    pub cache_mode: Option<String>,
    /// `latency` or `throughput`.
    pub tier: Option<String>,
}

/// The software that ran.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Stack {
    pub image: Option<String>,
    pub vllm_commit: Option<String>,
    pub bench_backend: Option<String>,
    pub serving_engine: Option<String>,
}

/// What the number is held against.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Grounding {
    /// Percent of the ceiling.
    pub sol_pct: Option<f64>,
    /// `<key>.<metric>` of `sol-ceilings.yaml`.
    pub ceiling: Option<String>,
    pub sol_rigor: Option<String>,
    pub same_node: Option<bool>,
    pub baseline: Option<String>,
}
