//! One number of a win with its own full context. Several numbers never share one descriptor.

use serde::{Deserialize, Serialize};

use super::compact::record;

/// One entry of `measurements`, as it was written.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline_value: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trials: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub std: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Context>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline_context: Option<Context>,
}

record!(Measurement { metric, value, unit, baseline_value, trials, mean, std, point, context, baseline_context });

/// The operating point that the number came from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concurrency: Option<u32>,
}

record!(Point { campaign, cell_id, concurrency });

/// Everything that the number depends on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Context {
    #[serde(default)]
    pub identity: Identity,
    #[serde(default)]
    pub parallelism: Parallelism,
    #[serde(default)]
    pub serving: Serving,
    #[serde(default)]
    pub workload: Workload,
    #[serde(default)]
    pub regime: Regime,
    #[serde(default)]
    pub stack: Stack,
    #[serde(default)]
    pub grounding: Grounding,
}

record!(Context { identity, parallelism, serving, workload, regime, stack, grounding });

/// What was run, on what.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    #[serde(default)]
    pub model: Option<String>,
    #[serde(default)]
    pub hf_path: Option<String>,
    #[serde(default)]
    pub hardware: Option<String>,
    #[serde(default)]
    pub quant: Option<String>,
    #[serde(default)]
    pub kv_cache_dtype: Option<String>,
}

record!(Identity { model, hf_path, hardware, quant, kv_cache_dtype });

/// How the model was spread, in GPUs a dimension.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Parallelism {
    #[serde(default)]
    pub tp: Option<u32>,
    #[serde(default)]
    pub dp: Option<u32>,
    #[serde(default)]
    pub pp: Option<u32>,
    #[serde(default)]
    pub ep: Option<u32>,
    #[serde(default)]
    pub strategy: Option<String>,
}

record!(Parallelism { tp, dp, pp, ep, strategy });

/// The serving engine's settings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Serving {
    #[serde(default)]
    pub max_num_seqs: Option<u32>,
    #[serde(default)]
    pub max_num_batched_tokens: Option<u32>,
    #[serde(default)]
    pub gpu_memory_utilization: Option<f64>,
    #[serde(default)]
    pub max_model_len: Option<u32>,
    #[serde(default)]
    pub cudagraph_mode: Option<String>,
    #[serde(default)]
    pub enforce_eager: Option<bool>,
    #[serde(default)]
    pub async_scheduling: Option<bool>,
    #[serde(default)]
    pub prefix_caching: Option<bool>,
}

record!(Serving {
    max_num_seqs,
    max_num_batched_tokens,
    gpu_memory_utilization,
    max_model_len,
    cudagraph_mode,
    enforce_eager,
    async_scheduling,
    prefix_caching
});

/// The load. `isl` and `osl` are mean input and output tokens.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Workload {
    #[serde(default)]
    pub dataset: Option<String>,
    #[serde(default)]
    pub isl: Option<u32>,
    #[serde(default)]
    pub osl: Option<u32>,
    #[serde(default)]
    pub concurrency: Option<u32>,
    #[serde(default)]
    pub num_prompts: Option<u32>,
}

record!(Workload { dataset, isl, osl, concurrency, num_prompts });

/// Cache state and the tier that the number speaks for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Regime {
    /// `warm` or `cold`.
    #[serde(default)]
    pub cache_mode: Option<String>,
    /// `latency` or `throughput`.
    #[serde(default)]
    pub tier: Option<String>,
}

record!(Regime { cache_mode, tier });

/// The software that ran.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Stack {
    #[serde(default)]
    pub image: Option<String>,
    #[serde(default)]
    pub vllm_commit: Option<String>,
    #[serde(default)]
    pub bench_backend: Option<String>,
    #[serde(default)]
    pub serving_engine: Option<String>,
}

record!(Stack { image, vllm_commit, bench_backend, serving_engine });

/// What the number is held against.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Grounding {
    /// Percent of the ceiling.
    #[serde(default)]
    pub sol_pct: Option<f64>,
    /// `<key>.<metric>` of `sol-ceilings.yaml`.
    #[serde(default)]
    pub ceiling: Option<String>,
    #[serde(default)]
    pub sol_rigor: Option<String>,
    #[serde(default)]
    pub same_node: Option<bool>,
    #[serde(default)]
    pub baseline: Option<String>,
}

record!(Grounding { sol_pct, ceiling, sol_rigor, same_node, baseline });
