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
pub fn differences_from_point(context: &Context, point: &OperatingPoint<'_>) -> Vec<Difference> {
    let mut differences = differing(fields(context), fields_of_point(point), NEAR);
    differences.extend(differing(deployment(context), deployment_of_point(point), 0.0));
    differences
}

/// The same fields, as far as one of the contexts or both have no value: nobody can say whether they agree.
pub fn unrecorded(one: &Context, other: &Context) -> Vec<&'static str> {
    let fields = fields(one).into_iter().zip(fields(other));
    fields.filter(|((_, one), (_, other))| one.is_none() || other.is_none()).map(|((field, _), _)| field).collect()
}

const HARDWARE: &str = "hardware";
const ISL: &str = "ISL";
const OSL: &str = "OSL";
pub const CONCURRENCY: &str = "concurrency";
const KV_CACHE: &str = "KV cache";

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
        ("model", Said::text(point.model)),
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
        ("model", Said::text(identity.model.as_deref())),
        (HARDWARE, Said::text(identity.hardware.as_deref())),
        (ISL, Said::tokens(workload.isl)),
        (OSL, Said::tokens(workload.osl)),
        (CONCURRENCY, Said::count(workload.concurrency)),
        ("dataset", Said::text(workload.dataset.as_deref())),
        ("cache_mode", Said::text(regime.cache_mode.as_deref())),
        ("regime tier", Said::text(regime.tier.as_deref())),
    ]
}

/// How it was deployed, as far as both can record it. An image has several names, so that two of them need not be two images.
fn deployment(context: &Context) -> Fields<11> {
    let Context { identity, parallelism, serving, .. } = context;
    [
        ("quant", Said::text(identity.quant.as_deref())),
        (KV_CACHE, Said::text(identity.kv_cache_dtype.as_deref())),
        ("TP", Said::count(parallelism.tp)),
        ("DP", Said::count(parallelism.dp)),
        ("PP", Said::count(parallelism.pp)),
        ("max_num_seqs", Said::count(serving.max_num_seqs)),
        ("max_num_batched_tokens", Said::count(serving.max_num_batched_tokens)),
        ("gpu_memory_utilization", Said::share(serving.gpu_memory_utilization)),
        ("cudagraph_mode", Said::text(serving.cudagraph_mode.as_deref())),
        ("async_scheduling", Said::truth(serving.async_scheduling)),
        ("prefix_caching", Said::truth(serving.prefix_caching)),
    ]
}

fn deployment_of_point(point: &OperatingPoint<'_>) -> Fields<11> {
    [
        ("quant", Said::text(point.quant)),
        (KV_CACHE, Said::text(point.kv_cache_dtype)),
        ("TP", Said::count(point.tensor_parallel)),
        ("DP", Said::count(point.data_parallel)),
        ("PP", Said::count(point.pipeline_parallel)),
        ("max_num_seqs", Said::count(point.max_num_seqs)),
        ("max_num_batched_tokens", Said::count(point.max_num_batched_tokens)),
        ("gpu_memory_utilization", Said::share(point.gpu_memory_utilization)),
        ("cudagraph_mode", Said::text(point.cudagraph_mode)),
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
    one.eq_ignore_ascii_case(other) || (field == KV_CACHE && (is_kind_of(one, other) || is_kind_of(other, one)))
}

/// Whether a data type is one of that name: `fp8_e4m3` of `fp8`.
fn is_kind_of(kind: &str, name: &str) -> bool {
    let rest = kind.get(name.len()..).filter(|rest| rest.starts_with('_'));
    rest.is_some() && kind.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Parallelism, Regime};
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
        assert_eq!(from(|point| point.kv_cache_dtype = Some("bfloat16")), ["KV cache fp8 bfloat16"]);
        assert_eq!(from(|point| point.kv_cache_dtype = Some("fp8_e4m3")), Vec::<String>::new());
        assert_eq!(from(|point| point.kv_cache_dtype = Some("fp80")), ["KV cache fp8 fp80"]);
        assert_eq!(from(|point| point.image = Some("vllm@sha256:0")), Vec::<String>::new());
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
