//! Each number of a win with its own full context: several never share one.

use crate::bundle::{Context, Measurement};
use crate::ledger::significant;
use crate::ui::el::{El, el};
use crate::ui::marks::not_recorded;

use super::{Facts, Subject, part};

pub fn measurements(subject: Subject<'_>) -> Option<El> {
    let measurements = &subject.row.finding.measurements;
    (!measurements.is_empty()).then(|| part("Measurements", el("div").children(measurements.iter().map(measurement))))
}

fn measurement(measurement: &Measurement) -> El {
    let unit = measurement.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let number = |value: Option<f64>| value.map(|value| format!("{}{unit}", significant(value, 6)));
    let mut facts = Facts::default();
    match number(measurement.value) {
        Some(value) => facts.push("Value", value),
        None => facts.push("Value", not_recorded()),
    }
    facts.text("Baseline", number(measurement.baseline_value).as_deref());
    facts.text("Trials", measurement.trials.map(|trials| trials.to_string()).as_deref());
    facts.text("Mean", number(measurement.mean).as_deref());
    facts.text("Std", number(measurement.std).as_deref());
    if let Some(point) = &measurement.point {
        let words = [
            point.campaign.clone(),
            point.cell_id.clone(),
            point.concurrency.map(|concurrency| format!("c={concurrency}")),
        ];
        facts.text("Point", Some(&words.into_iter().flatten().collect::<Vec<_>>().join(", ")));
    }
    facts.text("Context", measurement.context.as_ref().map(phrase).as_deref());
    facts.text("Its baseline's", measurement.baseline_context.as_ref().map(phrase).as_deref());
    let metric = measurement.metric.clone().unwrap_or_else(|| "a metric without a name".to_owned());
    el("div").class("campaign").child(el("h4").child(metric)).child(facts.into_el())
}

/// All that is recorded of a context, named.
fn phrase(context: &Context) -> String {
    let Context { identity, parallelism, serving, workload, regime, stack, grounding } = context;
    let text = |name: &str, value: &Option<String>| value.as_ref().map(|value| format!("{name} {value}"));
    let count = |name: &str, value: Option<u32>| value.map(|value| format!("{name} {value}"));
    let real = |name: &str, value: Option<f64>| value.map(|value| format!("{name} {}", significant(value, 6)));
    let flag = |name: &str, value: Option<bool>| value.map(|value| format!("{name} {value}"));
    let words = [
        identity.model.clone(),
        text("from", &identity.hf_path),
        identity.hardware.clone(),
        text("quant", &identity.quant),
        text("KV cache", &identity.kv_cache_dtype),
        parallelism.tp.map(|tp| format!("TP={tp}")),
        parallelism.dp.map(|dp| format!("DP={dp}")),
        parallelism.pp.map(|pp| format!("PP={pp}")),
        parallelism.ep.map(|ep| format!("EP={ep}")),
        text("strategy", &parallelism.strategy),
        count("max_num_seqs", serving.max_num_seqs),
        count("max_num_batched_tokens", serving.max_num_batched_tokens),
        real("gpu_memory_utilization", serving.gpu_memory_utilization),
        count("max_model_len", serving.max_model_len),
        text("cudagraph_mode", &serving.cudagraph_mode),
        flag("enforce_eager", serving.enforce_eager),
        flag("async_scheduling", serving.async_scheduling),
        flag("prefix_caching", serving.prefix_caching),
        text("dataset", &workload.dataset),
        count("ISL", workload.isl),
        count("OSL", workload.osl),
        workload.concurrency.map(|concurrency| format!("c={concurrency}")),
        count("prompts", workload.num_prompts),
        text("cache", &regime.cache_mode),
        text("regime", &regime.tier),
        text("image", &stack.image),
        text("vLLM commit", &stack.vllm_commit),
        text("bench", &stack.bench_backend),
        text("engine", &stack.serving_engine),
        grounding.sol_pct.map(|percent| format!("{} % of ceiling", significant(percent, 6))),
        text("ceiling", &grounding.ceiling),
        text("sol_rigor", &grounding.sol_rigor),
        flag("same_node", grounding.same_node),
        text("against", &grounding.baseline),
    ];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
