//! The descriptor of one number: everything that it depends on, as far as it is recorded. Each number has its own.

use std::fmt::{self, Display};

use crate::bundle::{Context, OperatingPoint};

use super::significant;
use super::text::said;

/// What kind of thing a term says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    Identity,
    Parallelism,
    Serving,
    Workload,
    Regime,
    Stack,
    Grounding,
}

impl Group {
    pub const ALL: [Self; 7] =
        [Self::Identity, Self::Parallelism, Self::Serving, Self::Workload, Self::Regime, Self::Stack, Self::Grounding];

    /// As a heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Identity => "Identity",
            Self::Parallelism => "Parallelism",
            Self::Serving => "Serving",
            Self::Workload => "Workload",
            Self::Regime => "Regime",
            Self::Stack => "Stack",
            Self::Grounding => "Grounding",
        }
    }
}

/// One thing that is recorded; the value has its unit with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub group: Group,
    pub name: &'static str,
    pub value: String,
}

/// As a part of a phrase: `GLM-5.1`, `TP=4`, `quant nvfp4`.
impl Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, value, .. } = self;
        match *name {
            MODEL | HARDWARE => f.write_str(value),
            TP | DP | PP | EP => write!(f, "{name}={value}"),
            CONCURRENCY => write!(f, "c={value}"),
            _ => write!(f, "{name} {value}"),
        }
    }
}

/// The terms as one phrase.
pub fn phrase(terms: &[Term]) -> String {
    terms.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

pub(super) const MODEL: &str = "model";
pub(super) const HARDWARE: &str = "hardware";
pub(super) const QUANT: &str = "quant";
pub(super) const TP: &str = "TP";
pub(super) const DP: &str = "DP";
pub(super) const PP: &str = "PP";
pub(super) const EP: &str = "EP";
pub(super) const ISL: &str = "ISL";
pub(super) const OSL: &str = "OSL";
pub(super) const CONCURRENCY: &str = "concurrency";
pub(super) const DATASET: &str = "dataset";
pub(super) const CACHE: &str = "cache";
pub(super) const REGIME: &str = "regime";
pub(super) const IMAGE: &str = "image";

/// Collects terms and leaves out what is not recorded.
#[derive(Default)]
struct Terms(Vec<Term>);

impl Terms {
    fn push(&mut self, group: Group, name: &'static str, value: Option<String>) {
        self.0.extend(value.map(|value| Term { group, name, value }));
    }

    fn text(&mut self, group: Group, name: &'static str, value: Option<&str>) {
        self.push(group, name, said(value).map(str::to_owned));
    }

    fn count(&mut self, group: Group, name: &'static str, value: Option<u32>) {
        self.push(group, name, value.map(|value| value.to_string()));
    }

    fn real(&mut self, group: Group, name: &'static str, value: Option<f64>) {
        self.push(group, name, value.map(|value| significant(value, 6)));
    }

    fn tokens(&mut self, name: &'static str, value: Option<f64>) {
        self.push(Group::Workload, name, value.map(|value| format!("{} tokens", significant(value, 6))));
    }

    fn truth(&mut self, group: Group, name: &'static str, value: Option<bool>) {
        self.push(group, name, value.map(|value| value.to_string()));
    }
}

/// What is recorded of an operating point, other than what was measured there.
pub fn of_point(point: &OperatingPoint<'_>) -> Vec<Term> {
    let mut terms = Terms::default();
    terms.text(Group::Identity, MODEL, point.model);
    terms.text(Group::Identity, HARDWARE, point.hardware);
    terms.text(Group::Identity, QUANT, point.quant);
    terms.text(Group::Identity, "KV cache", point.kv_cache_dtype);
    terms.count(Group::Parallelism, TP, point.tensor_parallel);
    terms.count(Group::Parallelism, DP, point.data_parallel);
    terms.count(Group::Parallelism, PP, point.pipeline_parallel);
    terms.text(Group::Parallelism, "strategy", point.parallel_strategy);
    terms.count(Group::Serving, "max_num_seqs", point.max_num_seqs);
    terms.count(Group::Serving, "max_num_batched_tokens", point.max_num_batched_tokens);
    terms.real(Group::Serving, "gpu_memory_utilization", point.gpu_memory_utilization);
    terms.text(Group::Serving, "cudagraph_mode", point.cudagraph_mode);
    terms.truth(Group::Serving, "async_scheduling", point.async_scheduling);
    terms.truth(Group::Serving, "prefix_caching", point.enable_prefix_caching);
    terms.truth(Group::Serving, "MTP", point.mtp);
    terms.count(Group::Serving, "num_speculative_tokens", point.num_speculative_tokens);
    terms.text(Group::Workload, DATASET, point.dataset);
    terms.tokens(ISL, point.mean_input_tokens);
    terms.tokens(OSL, point.mean_output_tokens);
    terms.count(Group::Workload, CONCURRENCY, point.concurrency);
    terms.text(Group::Regime, CACHE, point.cache_mode);
    terms.text(Group::Stack, IMAGE, point.image);
    terms.text(Group::Stack, "backend", point.backend);
    terms.text(Group::Stack, "bench", point.bench_backend);
    terms.text(Group::Stack, "engine", point.serving_engine);
    terms.0
}

/// What is recorded of a measurement's context. A stated share of a ceiling is none of it: [`super::sol`] shows it with its
/// ceiling, or says why not.
pub fn of_context(context: &Context) -> Vec<Term> {
    let Context { identity, parallelism, serving, workload, regime, stack, grounding } = context;
    let mut terms = Terms::default();
    terms.text(Group::Identity, MODEL, identity.model.as_deref());
    terms.text(Group::Identity, "from", identity.hf_path.as_deref());
    terms.text(Group::Identity, HARDWARE, identity.hardware.as_deref());
    terms.text(Group::Identity, QUANT, identity.quant.as_deref());
    terms.text(Group::Identity, "KV cache", identity.kv_cache_dtype.as_deref());
    terms.count(Group::Parallelism, TP, parallelism.tp);
    terms.count(Group::Parallelism, DP, parallelism.dp);
    terms.count(Group::Parallelism, PP, parallelism.pp);
    terms.count(Group::Parallelism, EP, parallelism.ep);
    terms.text(Group::Parallelism, "strategy", parallelism.strategy.as_deref());
    terms.count(Group::Serving, "max_num_seqs", serving.max_num_seqs);
    terms.count(Group::Serving, "max_num_batched_tokens", serving.max_num_batched_tokens);
    terms.real(Group::Serving, "gpu_memory_utilization", serving.gpu_memory_utilization);
    terms.count(Group::Serving, "max_model_len", serving.max_model_len);
    terms.text(Group::Serving, "cudagraph_mode", serving.cudagraph_mode.as_deref());
    terms.truth(Group::Serving, "enforce_eager", serving.enforce_eager);
    terms.truth(Group::Serving, "async_scheduling", serving.async_scheduling);
    terms.truth(Group::Serving, "prefix_caching", serving.prefix_caching);
    terms.text(Group::Workload, DATASET, workload.dataset.as_deref());
    terms.tokens(ISL, workload.isl.map(f64::from));
    terms.tokens(OSL, workload.osl.map(f64::from));
    terms.count(Group::Workload, CONCURRENCY, workload.concurrency);
    terms.count(Group::Workload, "prompts", workload.num_prompts);
    terms.text(Group::Regime, CACHE, regime.cache_mode.as_deref());
    terms.text(Group::Regime, REGIME, regime.tier.as_deref());
    terms.text(Group::Stack, IMAGE, stack.image.as_deref());
    terms.text(Group::Stack, "vLLM commit", stack.vllm_commit.as_deref());
    terms.text(Group::Stack, "bench", stack.bench_backend.as_deref());
    terms.text(Group::Stack, "engine", stack.serving_engine.as_deref());
    terms.text(Group::Grounding, "ceiling", grounding.ceiling.as_deref());
    terms.text(Group::Grounding, "sol_rigor", grounding.sol_rigor.as_deref());
    terms.truth(Group::Grounding, "same_node", grounding.same_node);
    terms.text(Group::Grounding, "against", grounding.baseline.as_deref());
    terms.0
}

/// What a number must have recorded beside it, and whether it has.
type Asked = [(&'static str, bool); 14];

/// The fields of a full descriptor that an operating point lacks.
pub fn missing_in_point(point: &OperatingPoint<'_>) -> Vec<&'static str> {
    let benches = [point.backend, point.bench_backend];
    lacking([
        (MODEL, point.model.is_some()),
        (HARDWARE, point.hardware.is_some()),
        (QUANT, point.quant.is_some()),
        ("tensor_parallel", point.tensor_parallel.is_some()),
        (CONCURRENCY, point.concurrency.is_some()),
        (DATASET, point.dataset.is_some()),
        ("input tokens", point.mean_input_tokens.is_some() || sets_its_tokens(&benches, point.dataset)),
        ("output tokens", point.mean_output_tokens.is_some() || sets_its_tokens(&benches, point.dataset)),
        ("cache_mode", point.cache_mode.is_some()),
        ("max_num_batched_tokens", point.max_num_batched_tokens.is_some()),
        ("cudagraph_mode", point.cudagraph_mode.is_some()),
        ("kv_cache_dtype", point.kv_cache_dtype.is_some()),
        ("gpu_memory_utilization", point.gpu_memory_utilization.is_some()),
        (IMAGE, point.image.is_some()),
    ])
}

/// The fields of a full descriptor that a measurement's context lacks. `enforce_eager` counts as a cudagraph_mode.
pub fn missing_in_context(context: &Context) -> Vec<&'static str> {
    let Context { identity, parallelism, serving, workload, regime, stack, grounding: _ } = context;
    let has = |text: &Option<String>| said(text.as_deref()).is_some();
    let dataset = said(workload.dataset.as_deref());
    let benches = [stack.bench_backend.as_deref(), None];
    lacking([
        (MODEL, has(&identity.model)),
        (HARDWARE, has(&identity.hardware)),
        (QUANT, has(&identity.quant)),
        ("tensor_parallel", parallelism.tp.is_some()),
        (CONCURRENCY, workload.concurrency.is_some()),
        (DATASET, dataset.is_some()),
        ("input tokens", workload.isl.is_some() || sets_its_tokens(&benches, dataset)),
        ("output tokens", workload.osl.is_some() || sets_its_tokens(&benches, dataset)),
        ("cache_mode", has(&regime.cache_mode)),
        ("max_num_batched_tokens", serving.max_num_batched_tokens.is_some()),
        ("cudagraph_mode", has(&serving.cudagraph_mode) || serving.enforce_eager.is_some()),
        ("kv_cache_dtype", has(&identity.kv_cache_dtype)),
        ("gpu_memory_utilization", serving.gpu_memory_utilization.is_some()),
        (IMAGE, has(&stack.image)),
    ])
}

/// All that can be missing: of a number without any context.
pub fn all_fields() -> Vec<&'static str> {
    missing_in_context(&Context::default())
}

/// The same as one phrase: many a ledger has thousands of such numbers.
pub const ALL_FIELDS: &str = "model, hardware, quant, tensor_parallel, concurrency, dataset, input tokens, output tokens, \
                              cache_mode, max_num_batched_tokens, cudagraph_mode, kv_cache_dtype, \
                              gpu_memory_utilization and image";

fn lacking(asked: Asked) -> Vec<&'static str> {
    asked.into_iter().filter(|(_, has)| !has).map(|(name, _)| name).collect()
}

/// Whether the load is replayed as recorded, so that nobody sets its token counts.
fn sets_its_tokens(benches: &[Option<&str>; 2], dataset: Option<&str>) -> bool {
    let replays = |bench: &&str| matches!(bench.to_ascii_lowercase().as_str(), "aiperf" | "drive_load");
    benches.iter().flatten().any(replays)
        || dataset.is_some_and(|dataset| dataset.to_ascii_lowercase().starts_with("aa"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Identity, Serving, Stack, Workload};

    #[test]
    fn all_fields_are_one_phrase() {
        assert_eq!(ALL_FIELDS, crate::ledger::text::listed(all_fields()));
    }

    #[test]
    fn a_phrase_names_what_its_words_do_not_say_themselves() {
        let context = Context {
            identity: Identity {
                model: Some("GLM-5.1".into()),
                hardware: Some("GB300".into()),
                quant: Some("nvfp4".into()),
                kv_cache_dtype: Some("unknown".into()),
                ..Identity::default()
            },
            workload: Workload { isl: Some(4096), concurrency: Some(64), ..Workload::default() },
            ..Context::default()
        };
        assert_eq!(phrase(&of_context(&context)), "GLM-5.1, GB300, quant nvfp4, ISL 4096 tokens, c=64");
    }

    #[test]
    fn a_point_and_a_context_that_say_the_same_have_the_same_words() {
        let point = OperatingPoint {
            model: Some("m"),
            hardware: Some("GB300 NVL72"),
            tensor_parallel: Some(4),
            mean_input_tokens: Some(1024.0),
            concurrency: Some(8),
            ..OperatingPoint::default()
        };
        assert_eq!(phrase(&of_point(&point)), "m, GB300 NVL72, TP=4, ISL 1024 tokens, c=8");
    }

    #[test]
    fn everything_is_asked_of_both() {
        let of_point = missing_in_point(&OperatingPoint::default());
        assert_eq!(of_point, all_fields());
        assert_eq!(of_point.len(), 14);
    }

    #[test]
    fn token_counts_are_not_asked_of_a_load_that_is_replayed() {
        let tokens = |missing: &[&str]| missing.contains(&"input tokens") || missing.contains(&"output tokens");
        let with = |backend, dataset| {
            missing_in_point(&OperatingPoint {
                backend: Some(backend),
                dataset: Some(dataset),
                ..OperatingPoint::default()
            })
        };
        assert!(tokens(&with("vllm", "random")));
        assert!(!tokens(&with("aiperf", "random")) && !tokens(&with("drive_load", "random")));
        assert!(!tokens(&with("vllm", "aa_index")));
        let stack = Stack { bench_backend: Some("aiperf".into()), ..Stack::default() };
        assert!(!tokens(&missing_in_context(&Context { stack, ..Context::default() })));
    }

    #[test]
    fn eager_execution_says_the_graph_mode() {
        let serving = Serving { enforce_eager: Some(true), ..Serving::default() };
        assert!(!missing_in_context(&Context { serving, ..Context::default() }).contains(&"cudagraph_mode"));
    }

    #[test]
    fn what_is_on_or_off_is_said_either_way() {
        let serving = Serving { prefix_caching: Some(false), async_scheduling: Some(true), ..Serving::default() };
        let context = Context { serving, ..Context::default() };
        assert_eq!(phrase(&of_context(&context)), "async_scheduling true, prefix_caching false");
    }

    #[test]
    fn each_group_has_its_own_heading() {
        let titles = Group::ALL.map(Group::title);
        assert_eq!(titles, ["Identity", "Parallelism", "Serving", "Workload", "Regime", "Stack", "Grounding"]);
    }
}
