//! Whether two numbers were measured in the same context, so that one can be held against the other.

use crate::bundle::Context;

use super::Hardware;
use super::text::said;

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
    let fields = fields(one).into_iter().zip(fields(other));
    fields
        .filter_map(|((field, one), (_, other))| {
            let (one, other) = one.zip(other)?;
            (!same(field, &one, &other)).then_some(Difference { field, one, other })
        })
        .collect()
}

/// The same fields, as far as one of the contexts or both have no value: nobody can say whether they agree.
pub fn unrecorded(one: &Context, other: &Context) -> Vec<&'static str> {
    let fields = fields(one).into_iter().zip(fields(other));
    fields.filter(|((_, one), (_, other))| one.is_none() || other.is_none()).map(|((field, _), _)| field).collect()
}

const HARDWARE: &str = "hardware";

fn fields(context: &Context) -> [(&'static str, Option<String>); 8] {
    let Context { identity, workload, regime, .. } = context;
    let text = |text: &Option<String>| said(text.as_deref()).map(str::to_owned);
    let count = |count: Option<u32>| count.map(|count| count.to_string());
    [
        ("model", text(&identity.model)),
        (HARDWARE, text(&identity.hardware)),
        ("ISL", count(workload.isl)),
        ("OSL", count(workload.osl)),
        ("concurrency", count(workload.concurrency)),
        ("dataset", text(&workload.dataset)),
        ("cache_mode", text(&regime.cache_mode)),
        ("regime tier", text(&regime.tier)),
    ]
}

fn same(field: &str, one: &str, other: &str) -> bool {
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
    use crate::bundle::{Identity, Regime, Workload};

    fn context() -> Context {
        let text = |text: &str| Some(text.to_owned());
        Context {
            identity: Identity { model: text("GLM-5.1"), hardware: text("GB300 NVL72"), ..Identity::default() },
            workload: Workload {
                dataset: text("random"),
                isl: Some(4096),
                osl: Some(512),
                concurrency: Some(64),
                ..Workload::default()
            },
            regime: Regime { cache_mode: text("cold"), tier: text("latency") },
            ..Context::default()
        }
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
}
