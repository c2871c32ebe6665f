//! `schema`: the JSON Schema of the registry, made from the fields that its reader asks for, so that the two cannot say
//! different things. What a rule flags as missing is required; what an editor should offer is listed.

use serde_json::{Map, Value, json};

use crate::ledger::Lifecycle;
use crate::ledger::flag::DELIVERIES;
use crate::report::{self, Medium};
use crate::snapshot::{Field, Kind, fields_of_a_finding};

use super::{CliError, Exit, output};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// What is asked of every finding.
const NEEDED: [&str; 8] = ["id", "title", "lifecycle", "baseline", "win", "hardware", "deploy_readiness", "next_lever"];

/// What is asked of a finding that is done or in progress as well.
const NEEDED_WHERE_BACKED: [&str; 2] = ["campaign_ids", "source_refs"];

/// # Errors
/// When standard output cannot be written.
pub fn run() -> Result<Exit, CliError> {
    output::print(&report::json_text(&schema())?, Medium::Text)?;
    Ok(Exit::Fine)
}

fn schema() -> Value {
    let backed = [Lifecycle::Done, Lifecycle::InProgress].map(Lifecycle::name);
    let mut finding = mapping(&fields_of_a_finding(), "");
    if let Some(finding) = finding.as_object_mut() {
        finding.insert("required".to_owned(), json!(NEEDED));
        finding
            .insert("if".to_owned(), json!({"properties": {"lifecycle": {"enum": backed}}, "required": ["lifecycle"]}));
        let listed = json!({"anyOf": [text(), {"type": "array", "minItems": 1}]});
        let needed: Map<String, Value> =
            NEEDED_WHERE_BACKED.iter().map(|name| ((*name).to_owned(), listed.clone())).collect();
        finding.insert("then".to_owned(), json!({"required": NEEDED_WHERE_BACKED, "properties": needed}));
    }
    json!({
        "$schema": DIALECT,
        "title": "value-findings.yaml: the registry of the inference value ledger",
        "type": "object",
        "additionalProperties": false,
        "required": ["findings"],
        "properties": {
            "baseline_context": described("What every win is measured against, in one line.", or_null(text())),
            "example": described("Whether the data is synthetic: the page then says so.", json!({"type": ["boolean", "null"]})),
            "findings": {"type": "array", "items": finding},
        },
    })
}

fn mapping(fields: &[Field], path: &str) -> Value {
    let properties: Map<String, Value> = fields
        .iter()
        .map(|field| {
            let path = format!("{path}{}", field.name);
            let value = value(&path, &field.kind);
            let value = about(&path).map_or_else(|| value.clone(), |words| described(words, value.clone()));
            (field.name.to_owned(), value)
        })
        .collect();
    json!({"type": "object", "additionalProperties": false, "properties": properties})
}

fn value(path: &str, kind: &Kind) -> Value {
    let inside = format!("{path}.");
    match (path, kind) {
        ("lifecycle", _) => {
            let known = Lifecycle::ALL.into_iter().filter(|lifecycle| *lifecycle != Lifecycle::Unknown);
            json!({"enum": known.map(Lifecycle::name).collect::<Vec<_>>()})
        }
        ("source_refs.delivery", _) => {
            json!({"enum": DELIVERIES.map(Value::from).into_iter().chain([Value::Null]).collect::<Vec<_>>()})
        }
        (path, Kind::Text) if NEEDED.contains(&path) => text(),
        (_, Kind::Text) => or_null(text()),
        (_, Kind::Choice(choices)) => choice(choices),
        (_, Kind::Number) => json!({"type": ["number", "null"]}),
        (_, Kind::Positive) => json!({"type": ["number", "null"], "exclusiveMinimum": 0}),
        (_, Kind::Count) => json!({"type": ["integer", "null"], "minimum": 0, "maximum": u32::MAX}),
        (_, Kind::Truth) => json!({"type": ["boolean", "null"]}),
        (_, Kind::Texts) => or_null(json!({"anyOf": [text(), {"type": "array", "items": text()}]})),
        (_, Kind::Map(fields)) => or_null(mapping(fields, &inside)),
        (_, Kind::Maps(fields)) => or_null(json!({"type": "array", "items": mapping(fields, &inside)})),
    }
}

/// Any scalar: it is read as the text that is written.
fn text() -> Value {
    json!({"type": ["string", "number", "boolean"]})
}

fn or_null(value: Value) -> Value {
    json!({"anyOf": [value, {"type": "null"}]})
}

/// One of these in any case. The plain list is what an editor offers.
fn choice(choices: &[String]) -> Value {
    let letter = |c: char| format!("[{}{}]", c.to_ascii_lowercase(), c.to_ascii_uppercase());
    let any_case: Vec<String> = choices.iter().map(|choice| choice.chars().map(letter).collect()).collect();
    let pattern = format!("^\\s*({})?\\s*$", any_case.join("|"));
    json!({"anyOf": [{"enum": choices}, {"type": "string", "pattern": pattern}, {"type": "null"}]})
}

fn described(words: &str, mut value: Value) -> Value {
    if let Some(value) = value.as_object_mut() {
        value.insert("description".to_owned(), words.into());
    }
    value
}

/// What a field means. The path of a field inside another starts with that one's.
fn about(path: &str) -> Option<&'static str> {
    let words = match path {
        "id" => "Short stable key, unique.",
        "title" => "What was found, in a few words.",
        "lifecycle" => "State of the evidence, not aspiration.",
        "baseline" => "What the win is measured against, with its version.",
        "win" => "Human-verified headline with both absolute values; never recomputed.",
        "hardware" => "Free text that holds the exact token (GB300, H100, ...) and the topology (TP=4).",
        "deploy_readiness" => "deployed, deployable, fork-local, research, n/a, ...",
        "campaign_ids" => "The backing campaigns in the lake; needed where done or in progress.",
        "evidence_ids" => "Supporting campaigns; they raise no flag.",
        "source_refs" => "The code under test; needed where done or in progress.",
        "source_refs.delivery" => "How the code reached the server.",
        "gain" => "What the registry claims, in tok/s/GPU.",
        "gain.tier" => "What the gain is in.",
        "gain.speedup" => "tps_gpu_peak over baseline_tps_gpu, where the tier is throughput.",
        "gain.tps_gpu_peak" => "Output tok/s/GPU with the change.",
        "gain.baseline_tps_gpu" => "Output tok/s/GPU of the baseline.",
        "next_lever" => "The next thing to try, or frontier-exhausted: and the evidence.",
        "next_value" => "Expected value of the lever; absent counts as med.",
        "next_cost" => "Effort of the lever; absent counts as med.",
        "next_unlock" => "The expected unlock: direction and rough size.",
        "next_gate" => "The gate that proves or refutes it.",
        "finding_baseline_check" => "false skips the check that the campaigns name their baseline.",
        "applies_to" => "The models that it applies to, in words.",
        "validated_on" => "Models on which it was validated.",
        "candidate_on" => "Models on which it may hold.",
        "refuted_on" => "Models on which it does not hold.",
        "why" => "The blocker removed or the capability unlocked; for a closed negative, why it lost.",
        "applicability" => "Where it holds, for the value statement.",
        "measurements" => "Each number of the win with its own full context.",
        "measurements.point" => "The operating point that the number came from.",
        "measurements.context" => "Everything that the number depends on.",
        "measurements.baseline_context" => "Everything that the baseline's number depends on.",
        "known_issues" => "Shown with the finding in every view and export.",
        "reopen_if" => "What would reopen a closed negative.",
        "updated" => "The day of the last human review.",
        _ => return None,
    };
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_a_finding_says_what_it_means() {
        for Field { name, .. } in fields_of_a_finding() {
            assert!(about(name).is_some(), "{name}");
        }
    }

    #[test]
    fn every_field_that_is_needed_is_one() {
        let fields = fields_of_a_finding();
        for name in NEEDED.into_iter().chain(NEEDED_WHERE_BACKED) {
            assert!(fields.iter().any(|field| field.name == name), "{name}");
        }
    }
}
