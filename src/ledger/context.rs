//! Whether two numbers were measured in the same context, so that one can be held against the other.

use crate::bundle::{Context, OperatingPoint};

use super::text::said;
use super::{Hardware, significant};

/// Mean token counts are measured, so those of one load differ a little.
const NEAR: f64 = 0.05;

/// A field that two contexts record differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub field: &'static str,
    pub one: String,
    pub other: String,
}

/// The fields of which both contexts have a value and the values differ: model, hardware (by its tokens where both
/// name some), ISL, OSL, concurrency, dataset, and the regime's cache_mode and tier.
pub fn differences(one: &Context, other: &Context) -> Vec<Difference> {
    differing(fields(one), fields(other), 0.0)
}

/// The same of two operating points, which have no regime tier; their mean token counts may differ a little.
pub fn differences_of_points(one: &OperatingPoint<'_>, other: &OperatingPoint<'_>) -> Vec<Difference> {
    differing(fields_of_point(one), fields_of_point(other), NEAR)
}

/// The same of a context and the operating point that its number came from, which have to agree on how it was deployed too.
/// What has several names counts only where it cannot be the same under another.
pub fn differences_from_point(context: &Context, point: &OperatingPoint<'_>) -> Vec<Difference> {
    let mut differences = differing(fields(context), fields_of_point(point), NEAR);
    differences.retain(|Difference { field, one, other }| match *field {
        MODEL => {
            !is_model(one, other) && !context.identity.hf_path.as_deref().is_some_and(|path| is_model(path, other))
        }
        HARDWARE => ![one, other].into_iter().any(|text| Hardware::tokens(text).is_empty()),
        _ => true,
    });
    differences.extend(differing(deployment(context), deployment_of_point(point), 0.0));
    differences
}

/// Whether a model's name is the other one, or stands at the end of its path.
fn is_model(one: &str, other: &str) -> bool {
    let last = |path: &str| path.trim().rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    last(one) == last(other)
}

/// The same fields, as far as one of the contexts or both have no value: nobody can say whether they agree.
pub fn unrecorded(one: &Context, other: &Context) -> Vec<&'static str> {
    let fields = fields(one).into_iter().zip(fields(other));
    fields.filter(|((_, one), (_, other))| one.is_none() || other.is_none()).map(|((field, _), _)| field).collect()
}

const MODEL: &str = "model";
const HARDWARE: &str = "hardware";
const ISL: &str = "ISL";
const OSL: &str = "OSL";
pub const CONCURRENCY: &str = "concurrency";

type Fields<const COUNT: usize> = [(&'static str, Option<Said>); COUNT];

/// What a context says in a field.
struct Said {
    text: String,
    /// A number of tokens.
    tokens: Option<f64>,
}

impl Said {
    fn text(text: Option<&str>) -> Option<Self> {
        said(text).map(|text| Self { text: text.to_owned(), tokens: None })
    }

    fn count(count: Option<u32>) -> Option<Self> {
        count.map(|count| Self { text: count.to_string(), tokens: None })
    }

    /// A type of numbers that goes by a name which is known; none where it may be the same as any.
    fn number_type(text: Option<&str>) -> Option<Self> {
        let name = said(text)?.to_ascii_lowercase();
        let name = match name.as_str() {
            "bf16" | "bfloat16" => "bf16",
            "fp16" | "float16" | "half" => "fp16",
            "fp8" | "fp8_e4m3" | "fp8_e5m2" => "fp8",
            "nvfp4" => "nvfp4",
            "mxfp4" => "mxfp4",
            "int8" => "int8",
            "int4" => "int4",
            _ => return None,
        };
        Self::text(Some(name))
    }

    /// A mode of CUDA graphs, which some write with the name of its type in front.
    fn graphs(mode: Option<&str>, enforce_eager: Option<bool>) -> Option<Self> {
        let mode = said(mode).or(enforce_eager.filter(|eager| *eager).map(|_| "NONE"))?;
        let mode = mode.rsplit('.').next().unwrap_or_default().to_ascii_uppercase();
        Self::text(Some(&mode.replace(['-', ' '], "_")))
    }

    fn truth(truth: Option<bool>) -> Option<Self> {
        truth.map(|truth| Self { text: truth.to_string(), tokens: None })
    }

    fn share(share: Option<f64>) -> Option<Self> {
        share.map(|share| Self { text: significant(share, 6), tokens: None })
    }

    fn tokens(count: Option<u32>) -> Option<Self> {
        count.map(|count| Self { text: count.to_string(), tokens: Some(f64::from(count)) })
    }

    fn mean(mean: Option<f64>) -> Option<Self> {
        mean.map(|mean| Self { text: significant(mean, 6), tokens: Some(mean) })
    }
}

fn differing<const COUNT: usize>(one: Fields<COUNT>, other: Fields<COUNT>, near: f64) -> Vec<Difference> {
    let fields = one.into_iter().zip(other);
    fields
        .filter_map(|((field, one), (_, other))| {
            let (one, other) = one.zip(other)?;
            (!same(field, &one, &other, near)).then_some(Difference { field, one: one.text, other: other.text })
        })
        .collect()
}

fn fields_of_point(point: &OperatingPoint<'_>) -> Fields<8> {
    [
        (MODEL, Said::text(point.model)),
        (HARDWARE, Said::text(point.hardware)),
        (ISL, Said::mean(point.mean_input_tokens)),
        (OSL, Said::mean(point.mean_output_tokens)),
        (CONCURRENCY, Said::count(point.concurrency)),
        ("dataset", Said::text(point.dataset)),
        ("cache_mode", Said::text(point.cache_mode)),
        ("regime tier", None),
    ]
}

fn fields(context: &Context) -> Fields<8> {
    let Context { identity, workload, regime, .. } = context;
    [
        (MODEL, Said::text(identity.model.as_deref())),
        (HARDWARE, Said::text(identity.hardware.as_deref())),
        (ISL, Said::tokens(workload.isl)),
        (OSL, Said::tokens(workload.osl)),
        (CONCURRENCY, Said::count(workload.concurrency)),
        ("dataset", Said::text(workload.dataset.as_deref())),
        ("cache_mode", Said::text(regime.cache_mode.as_deref())),
        ("regime tier", Said::text(regime.tier.as_deref())),
    ]
}

/// How it was deployed, as far as it can be compared: an image, an engine and a strategy have several names.
fn deployment(context: &Context) -> Fields<11> {
    let Context { identity, parallelism, serving, .. } = context;
    [
        ("quant", Said::number_type(identity.quant.as_deref())),
        ("KV cache", Said::number_type(identity.kv_cache_dtype.as_deref())),
        ("TP", Said::count(parallelism.tp)),
        ("DP", Said::count(parallelism.dp)),
        ("PP", Said::count(parallelism.pp)),
        ("max_num_seqs", Said::count(serving.max_num_seqs)),
        ("max_num_batched_tokens", Said::count(serving.max_num_batched_tokens)),
        ("gpu_memory_utilization", Said::share(serving.gpu_memory_utilization)),
        ("cudagraph_mode", Said::graphs(serving.cudagraph_mode.as_deref(), serving.enforce_eager)),
        ("async_scheduling", Said::truth(serving.async_scheduling)),
        ("prefix_caching", Said::truth(serving.prefix_caching)),
    ]
}

fn deployment_of_point(point: &OperatingPoint<'_>) -> Fields<11> {
    [
        ("quant", Said::number_type(point.quant)),
        ("KV cache", Said::number_type(point.kv_cache_dtype)),
        ("TP", Said::count(point.tensor_parallel)),
        ("DP", Said::count(point.data_parallel)),
        ("PP", Said::count(point.pipeline_parallel)),
        ("max_num_seqs", Said::count(point.max_num_seqs)),
        ("max_num_batched_tokens", Said::count(point.max_num_batched_tokens)),
        ("gpu_memory_utilization", Said::share(point.gpu_memory_utilization)),
        ("cudagraph_mode", Said::graphs(point.cudagraph_mode, None)),
        ("async_scheduling", Said::truth(point.async_scheduling)),
        ("prefix_caching", Said::truth(point.enable_prefix_caching)),
    ]
}

fn same(field: &str, one: &Said, other: &Said, near: f64) -> bool {
    if let (Some(one), Some(other)) = (one.tokens, other.tokens) {
        return (one - other).abs() <= near * one.max(other);
    }
    let (one, other) = (&one.text, &other.text);
    if field == HARDWARE {
        let (one, other) = (Hardware::tokens(one), Hardware::tokens(other));
        if !one.is_empty() && !other.is_empty() {
            return one == other;
        }
    }
    one.eq_ignore_ascii_case(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Identity, Parallelism, Regime, Serving};
    use crate::ledger::flag::testing::{full_context, full_point};

    fn context() -> Context {
        Context { regime: Regime { tier: Some("latency".into()), ..full_context().regime }, ..full_context() }
    }

    fn differing(change: impl FnOnce(&mut Context)) -> Vec<&'static str> {
        let mut other = context();
        change(&mut other);
        differences(&context(), &other).into_iter().map(|difference| difference.field).collect()
    }

    #[test]
    fn each_field_can_differ() {
        assert_eq!(differing(|_| {}), Vec::<&str>::new());
        assert_eq!(differing(|other| other.identity.model = Some("Kimi-K2".into())), ["model"]);
        assert_eq!(differing(|other| other.identity.hardware = Some("B200".into())), ["hardware"]);
        assert_eq!(differing(|other| other.workload.isl = Some(8192)), ["ISL"]);
        assert_eq!(differing(|other| other.workload.osl = Some(1)), ["OSL"]);
        assert_eq!(differing(|other| other.workload.concurrency = Some(1)), ["concurrency"]);
        assert_eq!(differing(|other| other.workload.dataset = Some("sharegpt".into())), ["dataset"]);
        assert_eq!(differing(|other| other.regime.cache_mode = Some("warm".into())), ["cache_mode"]);
        assert_eq!(differing(|other| other.regime.tier = Some("throughput".into())), ["regime tier"]);
    }

    #[test]
    fn the_measured_tokens_of_a_point_may_differ_a_little_and_nothing_else_may() {
        let point = OperatingPoint {
            model: Some("GLM-5.1"),
            hardware: Some("GB300"),
            mean_input_tokens: Some(4103.7),
            concurrency: Some(64),
            ..OperatingPoint::default()
        };
        let from = |point: OperatingPoint<'_>| {
            let differences = differences_from_point(&context(), &point);
            differences.into_iter().map(|difference| difference.field).collect::<Vec<_>>()
        };
        assert_eq!(from(point), Vec::<&str>::new());
        assert_eq!(
            from(OperatingPoint { mean_input_tokens: Some(1024.0), concurrency: Some(8), ..point }),
            [ISL, CONCURRENCY]
        );
        let other = OperatingPoint { hardware: Some("B200"), cache_mode: Some("warm"), ..point };
        assert_eq!(differences_of_points(&point, &other).len(), 1, "only the hardware is recorded on both sides");
    }

    #[test]
    fn a_point_is_deployed_as_the_context_says() {
        let from = |change: fn(&mut OperatingPoint<'_>)| {
            let mut point = full_point();
            change(&mut point);
            let differences = differences_from_point(&full_context(), &point).into_iter();
            differences.map(|Difference { field, one, other }| format!("{field} {one} {other}")).collect::<Vec<_>>()
        };
        assert_eq!(from(|_| {}), Vec::<String>::new());
        assert_eq!(from(|point| point.quant = Some("fp8")), ["quant nvfp4 fp8"]);
        assert_eq!(from(|point| point.quant = Some("NVFP4")), Vec::<String>::new());
        assert_eq!(from(|point| point.tensor_parallel = Some(8)), ["TP 4 8"]);
        assert_eq!(from(|point| point.max_num_batched_tokens = Some(1)), ["max_num_batched_tokens 8192 1"]);
        assert_eq!(from(|point| point.gpu_memory_utilization = Some(0.8)), ["gpu_memory_utilization 0.9 0.8"]);
        assert_eq!(from(|point| point.cudagraph_mode = Some("NONE")), ["cudagraph_mode PIECEWISE NONE"]);
        assert_eq!(from(|point| point.kv_cache_dtype = Some("bfloat16")), ["KV cache fp8 bf16"]);
        assert_eq!(from(|point| point.model = Some("zai-org/GLM-5.2")), ["model GLM-5.1 zai-org/GLM-5.2"]);
        assert_eq!(from(|point| point.hardware = Some("B200")), ["hardware GB300 B200"]);
    }

    #[test]
    fn one_thing_under_two_names_does_not_differ() {
        let same: [fn(&mut OperatingPoint<'_>); 9] = [
            |point| point.kv_cache_dtype = Some("fp8_e4m3"),
            |point| point.kv_cache_dtype = Some("auto"),
            |point| point.quant = Some("modelopt_fp4"),
            |point| point.cudagraph_mode = Some("CUDAGraphMode.piecewise"),
            |point| point.image = Some("vllm@sha256:0"),
            |point| point.model = Some("zai-org/glm-5.1"),
            |point| point.hardware = Some("gb300"),
            |point| point.hardware = Some("a tray"),
            |point| point.serving_engine = Some("vLLM"),
        ];
        for (place, change) in same.into_iter().enumerate() {
            let mut point = full_point();
            change(&mut point);
            assert_eq!(differences_from_point(&full_context(), &point), [], "{place}");
        }
        let named =
            Identity { model: Some("GLM".into()), hf_path: Some("zai-org/GLM-5.1".into()), ..full_context().identity };
        assert_eq!(differences_from_point(&Context { identity: named, ..full_context() }, &full_point()), []);
    }

    #[test]
    fn without_graphs_there_is_no_mode_of_them() {
        let mut context = full_context();
        (context.serving.cudagraph_mode, context.serving.enforce_eager) = (None, Some(true));
        let of =
            |mode| differences_from_point(&context, &OperatingPoint { cudagraph_mode: Some(mode), ..full_point() });
        assert_eq!(of("NONE"), []);
        assert_eq!(of("PIECEWISE").len(), 1);
        let eager = Serving { enforce_eager: Some(false), ..context.serving.clone() };
        assert_eq!(differences_from_point(&Context { serving: eager, ..context.clone() }, &full_point()), []);
    }

    #[test]
    fn each_setting_of_a_point_is_held_against_its_own() {
        let mut context = full_context();
        context.parallelism = Parallelism { tp: Some(1), dp: Some(2), pp: Some(3), ..Parallelism::default() };
        context.serving.max_num_seqs = Some(4);
        context.serving.async_scheduling = Some(true);
        context.serving.prefix_caching = Some(false);
        let alike = OperatingPoint {
            tensor_parallel: Some(1),
            data_parallel: Some(2),
            pipeline_parallel: Some(3),
            max_num_seqs: Some(4),
            async_scheduling: Some(true),
            enable_prefix_caching: Some(false),
            ..full_point()
        };
        assert_eq!(differences_from_point(&context, &alike), []);
        let apart = OperatingPoint {
            tensor_parallel: Some(11),
            data_parallel: Some(12),
            pipeline_parallel: Some(13),
            max_num_seqs: Some(14),
            async_scheduling: Some(false),
            enable_prefix_caching: Some(true),
            ..full_point()
        };
        let differences = differences_from_point(&context, &apart).into_iter();
        assert_eq!(
            differences.map(|Difference { field, other, .. }| format!("{field} {other}")).collect::<Vec<_>>(),
            ["TP 11", "DP 12", "PP 13", "max_num_seqs 14", "async_scheduling false", "prefix_caching true"]
        );
    }

    #[test]
    fn hardware_is_compared_by_token_and_text_in_any_case() {
        assert_eq!(differing(|other| other.identity.hardware = Some("one GB300".into())), Vec::<&str>::new());
        assert_eq!(differing(|other| other.identity.hardware = Some("a tray".into())), ["hardware"]);
        assert_eq!(differing(|other| other.identity.model = Some(" glm-5.1".into())), Vec::<&str>::new());
    }

    #[test]
    fn what_is_not_recorded_on_both_sides_does_not_differ_and_does_not_agree() {
        let mut other = context();
        other.workload.isl = None;
        other.regime.tier = Some("unknown".into());
        assert_eq!(differences(&context(), &other), []);
        assert_eq!(unrecorded(&context(), &other), ["ISL", "regime tier"]);
    }

    #[test]
    fn a_token_in_another_case_is_the_same_text() {
        assert_eq!(differing(|other| other.identity.hardware = Some("gb300".into())), Vec::<&str>::new());
    }
}
