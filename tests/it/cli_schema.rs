//! The JSON Schema of the registry, held against the reader and the rules.

use std::path::Path;

use serde_json::Value;

use crate::command::{World, ran};

/// Flags of what the schema refuses as well.
const OF_SHAPE: [&str; 8] = [
    "invalid-field",
    "unknown-field",
    "missing-field",
    "unknown-lifecycle",
    "unknown-delivery",
    "no-next-lever",
    "no-campaigns",
    "no-source-refs",
];

fn configs() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("configs")
}

fn printed() -> String {
    let ran = ran(&mut World::bare().command(["schema"]));
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    ran.stdout
}

#[test]
fn the_schema_beside_the_example_is_the_one_that_is_printed() {
    let committed = std::fs::read_to_string(configs().join("value-findings.schema.json")).expect("the schema");
    assert_eq!(committed, printed(), "run: perftunereport schema > configs/value-findings.schema.json");
}

#[test]
fn the_example_fits_the_schema_but_for_the_findings_that_are_wrong_on_purpose() {
    let schema: Value = serde_json::from_str(&printed()).expect("JSON");
    let of_registry = jsonschema::validator_for(&schema).expect("a schema of draft 2020-12");
    let of_finding = jsonschema::validator_for(&schema["properties"]["findings"]["items"]).expect("a schema");
    let text = std::fs::read_to_string(configs().join("value-findings.yaml")).expect("the example");
    assert!(text.starts_with("# yaml-language-server: $schema=value-findings.schema.json\n"));
    let registry: Value = serde_yaml::from_str(&text).expect("YAML");
    let ran = World::bare().run(&[
        "value_view",
        "--format=json",
        "--registry",
        &configs().join("value-findings.yaml").display().to_string(),
        "--campaigns-dir",
        &configs().join("campaigns").display().to_string(),
    ]);
    let ledger: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let findings = registry["findings"].as_array().expect("a list");
    let rows = ledger["findings"].as_array().expect("a list");
    assert_eq!(findings.len(), rows.len());
    let mut refused = Vec::new();
    for (finding, row) in findings.iter().zip(rows) {
        let codes: Vec<&str> =
            row["flags"].as_array().expect("a list").iter().filter_map(|flag| flag["code"].as_str()).collect();
        let is_flagged = codes.iter().any(|code| OF_SHAPE.contains(code));
        let errors: Vec<String> = of_finding.iter_errors(finding).map(|error| error.to_string()).collect();
        assert_eq!(!errors.is_empty(), is_flagged, "{}: {codes:?} {errors:?}", row["key"]);
        if is_flagged {
            refused.push(finding.clone());
        }
    }
    assert!(!refused.is_empty() && refused.len() < findings.len());
    let mut sound = registry.clone();
    sound["findings"].as_array_mut().expect("a list").retain(|finding| !refused.contains(finding));
    assert!(of_registry.is_valid(&sound));
    assert!(!of_registry.is_valid(&registry));
}
