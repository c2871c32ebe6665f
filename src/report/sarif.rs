//! SARIF 2.1.0, as code scanning on GitHub takes it: the rules with their help, and a result a flag.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::bundle::{Severity, Sha256Hex};
use crate::ledger::{Ledger, RULES, Rule};

use super::annotation::{Annotation, WHOLE, waiver};
use super::json;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Code, key and campaign and nothing that moves with the lines, so that an alert stays the same alert.
const FINGERPRINT: &str = "valueLedgerFlag/v1";

/// All but what a path holds unreserved. A colon is encoded, so that no first segment reads as a scheme.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Alert<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Message,
    full_description: Message,
    help: Message,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Alert<'a> {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Location<'a>; 1],
    partial_fingerprints: HashMap<&'static str, Sha256Hex>,
    /// Empty says that it is not suppressed; absent would say that nobody looked.
    suppressions: Vec<Suppression>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: PhysicalLocation,
    logical_locations: [LogicalLocation<'a>; 1],
}

#[derive(Serialize)]
struct LogicalLocation<'a> {
    name: &'a str,
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: String,
}

/// `registry` is the path of the registry.
///
/// # Errors
/// When the log cannot be written as JSON.
pub fn write(ledger: &Ledger, registry: &str) -> Result<String, serde_json::Error> {
    let mut seen: HashMap<[&str; 3], usize> = HashMap::new();
    let results = Annotation::all(ledger).map(|annotation| {
        let identity = [annotation.flag.code, annotation.key, annotation.flag.campaign.as_deref().unwrap_or_default()];
        let earlier = seen.entry(identity).or_default();
        let fingerprint = fingerprint(identity, *earlier);
        *earlier = earlier.saturating_add(1);
        result(annotation, uri(registry), fingerprint)
    });
    let run = Run { tool: Tool { driver: driver() }, column_kind: "unicodeCodePoints", results: results.collect() };
    json::to_text(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] })
}

fn driver() -> Driver {
    Driver {
        name: "perftunereport",
        semantic_version: env!("CARGO_PKG_VERSION"),
        rules: RULES.iter().map(descriptor).collect(),
    }
}

fn descriptor(rule: &Rule) -> Descriptor {
    let message = |text: String| Message { text };
    Descriptor {
        id: rule.code,
        short_description: message(rule.means.to_owned()),
        full_description: message(format!("{} {}", rule.means, rule.why)),
        help: message(format!("{}\n\nWhy it matters: {}\n\nHow to fix it: {}", rule.means, rule.why, rule.fix)),
        default_configuration: Configuration { level: level(rule.severity) },
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
        Severity::Off => "none",
    }
}

fn result(annotation: Annotation<'_>, uri: String, fingerprint: Sha256Hex) -> Alert<'_> {
    let Annotation { key, flag } = annotation;
    let accepted =
        waiver(flag).map(|justification| Suppression { kind: "external", status: "accepted", justification });
    Alert {
        rule_id: flag.code,
        rule_index: RULES.iter().position(|rule| rule.code == flag.code),
        level: level(flag.severity),
        message: Message { text: plain(&annotation.message()) },
        locations: [Location {
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation { uri },
                region: Region { start_line: annotation.line(), start_column: flag.line.and(flag.column) },
            },
            logical_locations: [LogicalLocation { name: key, kind: if key == WHOLE { "module" } else { "member" } }],
        }],
        partial_fingerprints: HashMap::from([(FINGERPRINT, fingerprint)]),
        suppressions: accepted.into_iter().collect(),
    }
}

/// Several flags of one identity are told apart by their order.
fn fingerprint(identity: [&str; 3], earlier: usize) -> Sha256Hex {
    Sha256Hex::of(format!("{}\0{earlier}", identity.join("\0")).as_bytes())
}

/// A message may hold links, `[text](address)`; the words of a registry make none.
fn plain(text: &str) -> String {
    text.replace("](", "] (")
}

fn uri(path: &str) -> String {
    let encoded = utf8_percent_encode(path, IN_PATH);
    if path.starts_with('/') { format!("file://{encoded}") } else { encoded.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_uri_reference() {
        assert_eq!(uri("configs/value-findings.yaml"), "configs/value-findings.yaml");
        assert_eq!(uri("c:x/a b%\u{e9}.yaml"), "c%3Ax/a%20b%25%C3%A9.yaml");
        assert_eq!(uri("/lake/a.yaml"), "file:///lake/a.yaml");
    }

    #[test]
    fn words_make_no_link() {
        assert_eq!(plain("[x](https://evil.example)"), "[x] (https://evil.example)");
    }
}
