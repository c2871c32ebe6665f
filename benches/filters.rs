//! What finding the rows takes in WebAssembly, of 100,000 findings: a choice of a facet's value, words, an order. Nothing is drawn.
//! Each is asked for again, as a reader does who goes back and forth: the index is there, and no answer is kept.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::expect_used, reason = "the one time there is, is one")]

#[path = "synthetic/random.rs"]
#[expect(dead_code, reason = "a registry takes more of it")]
mod random;

use std::hint::black_box;
use std::time::Duration;

use value_ledger::bundle::{Bundle, Finding, Instant};
use value_ledger::ledger::{Ahead, Facet, Filter, Ledger, Options, Sort};
use wasm_bindgen_test::{Criterion, wasm_bindgen_bench};

use random::Random;

const FINDINGS: usize = 100_000;
const HARDWARE: [&str; 5] = ["GB300 (TP=4)", "B200 (TP=8)", "GB200 (TP=4)", "H100 (TP=8)", "MI355X (TP=8)"];
const LIFECYCLES: [&str; 4] = ["done", "in_progress", "not_done", "closed_negative"];
const BASELINES: [&str; 3] = ["best-tuned vLLM 0.22", "FlashInfer-TRTLLM", "speculation off, vLLM 0.22"];
const ATTEMPTS: [&str; 6] = [
    "Pinned prefill backend",
    "Two MTP draft tokens",
    "FP8 KV cache",
    "MoE autotuning",
    "Split-KV attention",
    "Async scheduling",
];
const MODELS: [&str; 4] = ["GLM-5.1", "DeepSeek-V3.2", "Kimi-K2", "gpt-oss-120b"];

fn finding(place: usize) -> Box<Finding> {
    let mut random = Random::seeded(u64::try_from(place).unwrap_or_default());
    let (attempt, model) = (random.of(&ATTEMPTS), random.of(&MODELS));
    let (before, more) = (150 + random.below(300), random.below(200));
    Box::new(Finding {
        position: place.saturating_add(1),
        id: Some(format!("lever-{place}").into()),
        title: Some(format!("{attempt} for {model}, variant {place}").into()),
        lifecycle: Some(random.of(&LIFECYCLES).into()),
        baseline: Some(random.of(&BASELINES).into()),
        win: Some(format!("1.2x output tok/s/GPU ({before} to {}) at c=64, ISL 4096 / OSL 512", before + more).into()),
        hardware: Some(random.of(&HARDWARE).into()),
        deploy_readiness: Some("deployable".into()),
        next_lever: Some(format!("Port {} to {}", random.of(&ATTEMPTS), random.of(&MODELS)).into()),
        validated_on: vec![model.into()],
        ..Finding::default()
    })
}

/// With everything that is worked out ahead of the reader.
fn ledger() -> Ledger {
    let taken_at = Instant::from_unix(1_795_478_400).expect("a time");
    let findings = (0..FINDINGS).map(finding).collect();
    let ledger = Ledger::compute(Bundle { findings, ..Bundle::empty(taken_at) }, None, Options::default());
    let mut ahead = Ahead::default();
    while ledger.index_ahead(&mut ahead) {}
    ledger
}

#[wasm_bindgen_bench]
fn finding_the_rows_of_100_000(criterion: &mut Criterion) {
    let ledger = ledger();
    let one = |facet, value: &str| Filter::default().with(facet, [value.to_owned()]);
    let text = |words: &str| Filter::default().with_text(words.to_owned());
    let asked = [
        ("hardware filter", one(Facet::Hardware, "GB300"), None),
        ("baseline filter", one(Facet::Baseline, "best-tuned vLLM 0.22"), None),
        ("lifecycle filter", one(Facet::Lifecycle, "in_progress"), None),
        ("text filter", text("prefill"), None),
        ("text filter, two words", text("fp8 deepseek"), None),
        ("sort", Filter::default(), Sort::from_name("title")),
        ("sort, the other way round", Filter::default(), Sort::from_name("-title")),
    ];
    let other = text("autotuning");
    *criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(1));
    for (name, filter, sort) in &asked {
        criterion.bench_function(name, |bench| {
            bench.iter_custom(|times| {
                let mut taken = Duration::ZERO;
                for _ in 0..times {
                    // The answer to the last words is kept: others come between.
                    black_box(other.shown(&ledger));
                    let start = wasm_bindgen_test::Instant::now();
                    black_box(ledger.listed(&filter.shown(&ledger), *sort));
                    taken += start.elapsed();
                }
                taken
            });
        });
    }
}
