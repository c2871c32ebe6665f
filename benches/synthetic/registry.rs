//! The registry as text, as people write it: block style, some of it in flow style, a comment before each finding.

use std::fmt::Write as _;

use super::Shape;
use super::campaign::{Code, id};
use super::random::Random;

const MODELS: [&str; 6] = ["GLM-5.1", "DeepSeek-V3.2", "Kimi-K2", "gpt-oss-120b", "Qwen3-235B-A22B", "Llama-3.3-70B"];
const HARDWARE: [(&str, u64); 5] = [("GB300", 4), ("B200", 8), ("GB200", 4), ("H100", 8), ("MI355X", 8)];
const LIFECYCLES: [&str; 10] = [
    "done",
    "done",
    "done",
    "done",
    "in_progress",
    "in_progress",
    "in_progress",
    "not_done",
    "closed_negative",
    "closed_negative",
];
const BASELINES: [&str; 4] =
    ["best-tuned vLLM 0.22", "FlashInfer-TRTLLM", "speculation off, vLLM 0.22", "best-tuned vLLM 0.21"];
const ATTEMPTS: [&str; 12] = [
    "Pinned prefill backend",
    "Two MTP draft tokens",
    "FP8 KV cache",
    "Expert load balancing",
    "MoE autotuning",
    "Full decode graphs",
    "Prefix-affine routing",
    "Split-KV attention",
    "Fused norm and quantisation",
    "Async scheduling",
    "Disaggregated prefill",
    "Chunked LM head",
];
const LEVELS: [&str; 3] = ["high", "med", "low"];

/// The whole file.
pub fn registry(shape: &Shape) -> String {
    let mut text = String::from(
        "# Made up: no figure here was measured on any machine.\nexample: true\nbaseline_context: best-tuned vLLM, same \
         node, same workload\n\nfindings:\n",
    );
    for number in 0..shape.findings {
        // Writing to a String cannot fail.
        let _ = finding(&mut text, shape, number);
    }
    text
}

fn finding(text: &mut String, shape: &Shape, number: u64) -> std::fmt::Result {
    let mut random = Random::seeded(number.wrapping_mul(11).wrapping_add(2));
    let model = random.of(&MODELS);
    let (hardware, gpus) = random.of(&HARDWARE);
    let lifecycle = random.of(&LIFECYCLES);
    let baseline = random.of(&BASELINES);
    let attempt = random.of(&ATTEMPTS);
    let before = 150 + random.below(300);
    let peak = before + before * random.below(50) / 100;
    let concurrency = random.of(&[1_u64, 16, 32, 64, 128, 256]);

    writeln!(text, "\n  # Reviewed with the owners of {model}.")?;
    writeln!(text, "  - id: lever-{number}\n    title: {attempt} for {model}, variant {number}")?;
    writeln!(text, "    lifecycle: {lifecycle}\n    baseline: {baseline}")?;
    writeln!(
        text,
        "    win: \"{} output tok/s/GPU ({before} to {peak}) at c={concurrency}, ISL 4096 / OSL 512\"",
        times(peak, before)
    )?;
    writeln!(text, "    hardware: {hardware} (TP={gpus})")?;
    writeln!(text, "    deploy_readiness: {}", random.of(&["deployed", "deployable", "fork-local", "research"]))?;
    campaigns(text, shape, number, &mut random)?;
    let gain = format!("speedup: {}, tps_gpu_peak: {peak}, baseline_tps_gpu: {before}", speedup(peak, before));
    writeln!(text, "    gain: {{tier: throughput, {gain}}}")?;
    lever(text, lifecycle, &mut random)?;
    writeln!(text, "    validated_on: [{model}]\n    candidate_on: [{}, {}]", random.of(&MODELS), random.of(&MODELS))?;
    writeln!(
        text,
        "    why: >-\n      Every decode step waits for the slowest part of it; this takes work out of that part at \
         c={concurrency}\n      and leaves the others as they were."
    )?;
    if number.is_multiple_of(8) {
        let claim = Claim { model, hardware, gpus, before, peak, concurrency, baseline, lever: number };
        measurement(text, shape, &claim)?;
    }
    writeln!(text, "    updated: 2026-{:02}-{:02}", 6 + random.below(6), 1 + random.below(28))
}

fn campaigns(text: &mut String, shape: &Shape, number: u64, random: &mut Random) -> std::fmt::Result {
    let cited = shape.cited_by(number);
    if cited.is_empty() {
        return writeln!(text, "    campaign_ids: []");
    }
    let code = Code::of(cited.start);
    writeln!(text, "    campaign_ids:")?;
    for campaign in cited {
        writeln!(text, "      - {}", id(campaign))?;
    }
    let delivery = if random.once_in(20) { "wheel" } else { code.delivery };
    writeln!(text, "    source_refs:\n      - repo: example/vllm\n        branch: feature/lever")?;
    writeln!(text, "        commit: {}\n        delivery: {delivery}\n        image: {}", code.commit, code.image)
}

fn lever(text: &mut String, lifecycle: &str, random: &mut Random) -> std::fmt::Result {
    let attempt = random.of(&ATTEMPTS);
    let (model, other) = (random.of(&MODELS), random.of(&MODELS));
    if lifecycle == "closed_negative" || random.once_in(10) {
        return writeln!(text, "    next_lever: \"frontier-exhausted: {attempt} lost on {model} at every c\"");
    }
    writeln!(text, "    next_lever: Port {attempt} to {model} beside {other}")?;
    writeln!(text, "    next_value: {}\n    next_cost: {}", random.of(&LEVELS), random.of(&LEVELS))?;
    if random.once_in(6) {
        return Ok(());
    }
    writeln!(text, "    next_unlock: +{} % output tok/s/GPU at c=64", 3 + random.below(20))?;
    writeln!(text, "    next_gate: 3 trials on one tray at c in 16, 64, 256; TPOT at c=1 within 1 % of baseline")
}

/// What a measurement is about.
struct Claim {
    model: &'static str,
    hardware: &'static str,
    gpus: u64,
    before: u64,
    peak: u64,
    concurrency: u64,
    baseline: &'static str,
    lever: u64,
}

fn measurement(text: &mut String, shape: &Shape, claim: &Claim) -> std::fmt::Result {
    let Claim { before, peak, concurrency, .. } = claim;
    writeln!(text, "    measurements:\n      - metric: output_tps_per_gpu\n        value: {peak}")?;
    writeln!(text, "        unit: tok/s/GPU\n        baseline_value: {before}\n        trials: 5")?;
    writeln!(text, "        mean: {peak}\n        std: 3.9")?;
    if let Some(campaign) = shape.cited_by(claim.lever).next() {
        writeln!(text, "        point: {{campaign: {}, concurrency: {concurrency}}}", id(campaign))?;
    }
    for (name, image) in [("context", "0.22.1-lever.1"), ("baseline_context", "0.22.1")] {
        context(text, name, image, claim)?;
    }
    Ok(())
}

fn context(text: &mut String, name: &str, image: &str, claim: &Claim) -> std::fmt::Result {
    let Claim { model, hardware, gpus, concurrency, baseline, .. } = claim;
    writeln!(
        text,
        "        {name}:
          identity: {{model: {model}, hf_path: example/{model}, hardware: {hardware}, quant: nvfp4, kv_cache_dtype: fp8}}
          parallelism: {{tp: {gpus}, dp: 1, pp: 1, ep: 1, strategy: tp}}
          serving: {{max_num_seqs: 256, max_num_batched_tokens: 16384, gpu_memory_utilization: 0.9, max_model_len: 32768,
                    cudagraph_mode: FULL_AND_PIECEWISE, async_scheduling: true, prefix_caching: false}}
          workload: {{dataset: random, isl: 4096, osl: 512, concurrency: {concurrency}, num_prompts: 640}}
          regime: {{cache_mode: cold, tier: throughput}}
          stack: {{image: \"registry.example.com/inference/vllm:{image}\", vllm_commit: 8d67e3108d69,
                  bench_backend: vllm-bench-serve, serving_engine: vllm}}
          grounding: {{sol_pct: 51.0, ceiling: gb300_nvl72.hbm3e_tbps, sol_rigor: L3, same_node: true,
                      baseline: \"{baseline}\"}}"
    )
}

/// The ratio with two decimals, cut off.
fn speedup(peak: u64, before: u64) -> String {
    let hundredths = peak.saturating_mul(100).checked_div(before).unwrap_or(0);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn times(peak: u64, before: u64) -> String {
    format!("{}x", speedup(peak, before))
}
