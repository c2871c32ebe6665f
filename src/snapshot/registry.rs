//! The registry: any YAML with a `findings` list becomes findings, however broken each entry is.

use std::panic;
use std::path::Path;
use std::thread;

use crate::bundle::{
    Applicability, Context, Finding, Gain, Grounding, Identity, Instant, KnownIssue, Measurement, Parallelism, Point,
    Problem, Regime, Registry, Serving, Sha256Hex, SourceRef, Stack, Workload,
};
use crate::threads;

use super::fields::{self, Field, Fields, Owner, Problems};
use super::node::{self, At, Node, Value};
use super::{SnapshotError, file, git, refusal};

/// The largest registry that is read, in bytes: room for 20,000 findings of 3 KB each.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The field that holds the findings.
pub const LIST: &str = "findings";

const LEVELS: [&str; 3] = ["high", "med", "low"];
const GAIN_TIERS: [&str; 4] = ["throughput", "latency", "capacity", "enablement"];
const NO_LIST: &str = "a registry holds a list named findings; write findings: [] for an empty one";

/// A registry as it was read.
pub struct Read {
    pub registry: Registry,
    pub findings: Vec<Box<Finding>>,
    pub problems: Vec<Problem>,
}

/// Reads the registry.
///
/// # Errors
/// When it cannot be read, is over [`MAX_BYTES`], or is not YAML with a list of findings.
pub fn read(path: &Path) -> Result<Read, SnapshotError> {
    let bytes = file::read_named(path, "registry", MAX_BYTES)?;
    let stamp = thread::Builder::new().spawn({
        let path = path.to_owned();
        move || git::stamp(&path)
    });
    let text = file::utf8(&bytes, path)?;
    let name = file::name(path);
    let refused = |report: String| SnapshotError::Refused { path: path.to_owned(), report };
    let document = node::from_yaml(text).map_err(|error| refused(refusal::of_yaml(&error, text, &name)))?;
    let not_a_registry = |at: At| refused(refusal::pointing(NO_LIST, text, &name, at));

    let mut problems = Problems::of(Owner::Registry);
    let mut top = match &document.value {
        Value::Map(_) => Fields::of(&document, "", &mut problems).ok_or_else(|| not_a_registry(document.at))?,
        _ => return Err(not_a_registry(document.at)),
    };
    let baseline_context = top.text("baseline_context");
    // Data that might be synthetic is never shown as measured: what is no truth value counts as true.
    let example = top.truth("example").unwrap_or_else(|| top.get("example").is_some());
    if !matches!(top.get(LIST).map(|node| &node.value), Some(Value::List(_))) {
        return Err(not_a_registry(top.place_of(LIST).unwrap_or(document.at)));
    }
    top.refuse_rest();

    let read = threads::map(entries_of(document).into_iter().enumerate(), |(index, entry)| {
        let position = index.saturating_add(1);
        let mut problems = Problems::of(Owner::Finding(position));
        (Box::new(finding(position, &entry, &mut problems)), problems.into_list())
    });
    let mut findings = Vec::with_capacity(read.len());
    let mut list = problems.into_list();
    for (finding, problems) in read {
        findings.push(finding);
        list.extend(problems);
    }
    let stamp = match stamp {
        Ok(thread) => thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic)),
        Err(_) => git::stamp(path),
    };
    let registry = Registry {
        file: name,
        sha256: Sha256Hex::of(&bytes),
        modified: stamp.as_ref().is_some_and(|stamp| stamp.modified),
        commit: stamp.map(|stamp| stamp.commit),
        example,
        baseline_context,
    };
    Ok(Read { registry, findings, problems: list })
}

/// The entries of the document's list. Whoever reads one frees it too: a large document takes as long to free as to join.
fn entries_of(document: Node) -> Vec<Node> {
    let Value::Map(entries) = document.value else { return Vec::new() };
    let list = entries.into_iter().find(|(key, _)| key.text() == Some(LIST)).map(|(_, list)| list.value);
    match list {
        Some(Value::List(entries)) => entries,
        _ => Vec::new(),
    }
}

fn finding(position: usize, entry: &Node, problems: &mut Problems) -> Finding {
    let nothing = Finding { position, line: entry.at.line, ..Finding::default() };
    match Fields::of(entry, "", problems) {
        Some(mut fields) => fields_of_finding(&mut fields, nothing),
        None => nothing,
    }
}

/// The fields of a finding, in the reader's order.
pub fn known_fields() -> Vec<Field> {
    fields::sketch(|f| fields_of_finding(f, Finding::default()))
}

fn fields_of_finding(f: &mut Fields<'_, '_>, nothing: Finding) -> Finding {
    let mut finding = Finding {
        id: f.text("id"),
        title: f.text("title"),
        lifecycle: f.text("lifecycle"),
        baseline: f.text("baseline"),
        win: f.text("win"),
        hardware: f.text("hardware"),
        deploy_readiness: f.text("deploy_readiness"),
        campaign_ids: f.texts("campaign_ids"),
        evidence_ids: f.texts("evidence_ids"),
        source_refs: f.maps("source_refs", source_ref),
        gain: f.map("gain", gain),
        next_lever: f.text("next_lever"),
        next_value: f.choice("next_value", &LEVELS),
        next_cost: f.choice("next_cost", &LEVELS),
        next_unlock: f.text("next_unlock"),
        next_gate: f.text("next_gate"),
        finding_baseline_check: f.truth("finding_baseline_check"),
        applies_to: f.text("applies_to"),
        validated_on: f.texts("validated_on"),
        candidate_on: f.texts("candidate_on"),
        refuted_on: f.texts("refuted_on"),
        why: f.text("why"),
        applicability: f.map("applicability", applicability).map(Box::new),
        measurements: f.maps("measurements", measurement),
        known_issues: f.maps("known_issues", known_issue),
        reopen_if: f.text("reopen_if"),
        updated: f.text_that("updated", "a day, YYYY-MM-DD", |text| Instant::parse(text).is_some()),
        ..nothing
    };
    finding.lines = f.lines(&["campaign_ids"], &["source_refs", "measurements"]);
    f.refuse_rest();
    finding
}

/// Reads the fields of a mapping in the middle of a list and refuses what it does not know.
macro_rules! take {
    ($fields:ident, $type:ident { $($field:ident : $how:ident),* $(,)? }) => {
        $type { $($field: $fields.$how(stringify!($field)),)* }
    };
}

fn source_ref(f: &mut Fields<'_, '_>) -> SourceRef {
    let source = take!(f, SourceRef { repo: text, branch: text, commit: text, delivery: text, image: text });
    f.refuse_rest();
    source
}

fn gain(f: &mut Fields<'_, '_>) -> Gain {
    let (speedup, speedup_text) = f.positive_as_written("speedup").unzip();
    let gain = Gain {
        tier: f
            .choice("tier", &GAIN_TIERS)
            .map(|tier: String| tier.trim().to_ascii_lowercase())
            .filter(|tier| !tier.is_empty())
            .map(Into::into),
        speedup,
        speedup_text: speedup_text.map(Into::into),
        tps_gpu_peak: f.positive("tps_gpu_peak"),
        baseline_tps_gpu: f.positive("baseline_tps_gpu"),
    };
    f.refuse_rest();
    gain
}

fn applicability(f: &mut Fields<'_, '_>) -> Applicability {
    let applicability = take!(
        f,
        Applicability {
            architecture: text,
            size: text,
            reasoning: text,
            quant: text,
            parallelism: text,
            workload: text,
            concurrency: text,
            not_for: text,
        }
    );
    f.refuse_rest();
    applicability
}

fn known_issue(f: &mut Fields<'_, '_>) -> KnownIssue {
    let issue = take!(f, KnownIssue { note: text, campaigns: texts, link: text, owner: text });
    f.refuse_rest();
    issue
}

fn measurement(f: &mut Fields<'_, '_>) -> Measurement {
    // What a number may be depends on its unit, which may stand behind it.
    let is_throughput = match f.get("unit").and_then(Node::text).filter(|unit| !unit.trim().is_empty()) {
        Some(unit) => is_throughput(unit),
        None => f.get("metric").and_then(Node::text).is_some_and(|metric| THROUGHPUTS.contains(&metric.trim())),
    };
    let figure = if is_throughput { Fields::positive } else { Fields::number };
    let measurement = Measurement {
        metric: f.text("metric"),
        value: figure(f, "value"),
        unit: f.text("unit"),
        baseline_value: figure(f, "baseline_value"),
        trials: f.count("trials"),
        mean: figure(f, "mean"),
        std: f.number("std"),
        point: f.map("point", |f| {
            let point = take!(f, Point { campaign: text, cell_id: text, concurrency: count });
            f.refuse_rest();
            point
        }),
        context: f.map("context", context),
        baseline_context: f.map("baseline_context", context),
    };
    f.refuse_rest();
    measurement
}

/// The throughputs of an operating point, which need no unit beside their name.
const THROUGHPUTS: [&str; 4] =
    ["request_throughput_avg", "output_tps_per_user", "output_tps_per_gpu", "total_tps_per_gpu"];

/// Tokens or requests a second, as registries write it: `output tok/s/GPU`, `requests/s`, `tps`.
fn is_throughput(unit: &str) -> bool {
    let unit = unit.trim().to_ascii_lowercase();
    let Some((counted, per)) = unit.split_once('/') else {
        return ["tps", "rps", "qps"].contains(&unit.as_str());
    };
    let is_counted = ["tok", "token", "tokens", "req", "request", "requests"]
        .iter()
        .any(|word| counted.trim().rsplit(' ').next() == Some(*word));
    let per = per.trim_start().split(['/', ' ']).next().unwrap_or_default();
    is_counted && ["s", "sec", "second"].contains(&per)
}

fn context(f: &mut Fields<'_, '_>) -> Context {
    macro_rules! part {
        ($name:literal, $type:ident { $($field:ident : $how:ident),* $(,)? }) => {
            f.map($name, |f| {
                let part = take!(f, $type { $($field: $how),* });
                f.refuse_rest();
                part
            })
            .unwrap_or_default()
        };
    }
    let context = Context {
        identity: part!(
            "identity",
            Identity { model: text, hf_path: text, hardware: text, quant: text, kv_cache_dtype: text }
        ),
        parallelism: part!("parallelism", Parallelism { tp: count, dp: count, pp: count, ep: count, strategy: text }),
        serving: part!(
            "serving",
            Serving {
                max_num_seqs: count,
                max_num_batched_tokens: count,
                gpu_memory_utilization: number,
                max_model_len: count,
                cudagraph_mode: text,
                enforce_eager: truth,
                async_scheduling: truth,
                prefix_caching: truth,
            }
        ),
        workload: part!(
            "workload",
            Workload { dataset: text, isl: count, osl: count, concurrency: count, num_prompts: count }
        ),
        regime: part!("regime", Regime { cache_mode: text, tier: text }),
        stack: part!("stack", Stack { image: text, vllm_commit: text, bench_backend: text, serving_engine: text }),
        grounding: part!(
            "grounding",
            Grounding { sol_pct: number, ceiling: text, sol_rigor: text, same_node: truth, baseline: text }
        ),
    };
    f.refuse_rest();
    context
}
