//! The gate and what a CI job reads.

use serde_json::Value;

use crate::command::World;

#[test]
fn strict_fails_while_an_error_stands_and_the_document_is_printed_all_the_same() {
    let world = World::of("broken");
    let lenient = world.run(&["value_view"]);
    assert_eq!((lenient.code, lenient.stderr.as_str()), (Some(0), ""));
    for strict in ["--strict", "--strict=all"] {
        let ran = world.run(&["value_view", strict]);
        assert_eq!(ran.code, Some(1));
        assert_eq!(ran.stdout, lenient.stdout);
        insta::assert_snapshot!("strict_says_how_many", ran.stderr);
    }
}

#[test]
fn strict_is_fine_without_errors() {
    for world in ["healthy", "empty"] {
        let ran = World::of(world).run(&["value_view", "--strict"]);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    }
}

#[test]
fn a_severity_of_the_policy_decides_what_fails() {
    let world = World::of("exhausted");
    let strict = || world.run(&["value_view", "--strict"]).code;
    assert_eq!(strict(), Some(1));
    world.write("policy.yaml", "severity: {no-next-lever: warning}\n");
    assert_eq!(strict(), Some(0));
    world.write("policy.yaml", "severity: {no-next-lever: off, frontier-empty: error}\n");
    assert_eq!(strict(), Some(1));
}

#[test]
fn strict_with_out_writes_the_document_first() {
    let world = World::of("broken");
    let ran = world.run(&["value_view", "--strict", "--out", "ledger.md"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
    assert_eq!(world.read("ledger.md"), world.run(&["value_view"]).stdout);
}

#[test]
fn json_prints_the_envelope_in_place_of_the_document() {
    let ran = World::of("broken").run(&["value_view", "--json", "--format", "csv"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn json_with_out_gives_both_and_the_gate_still_holds() {
    let world = World::of("broken");
    let ran = world.run(&["value_view", "--json", "--out", "ledger.csv", "--format", "csv", "--strict"]);
    assert_eq!(ran.code, Some(1));
    let envelope: Value = serde_json::from_str(&ran.stdout).expect("the envelope");
    assert_eq!(
        (envelope["out_path"].as_str(), envelope["safety"].as_str()),
        (Some("ledger.csv"), Some("writes ledger.csv"))
    );
    assert_eq!(world.read("ledger.csv"), world.run(&["value_view", "--format", "csv"]).stdout);
}

#[test]
fn the_envelope_names_the_rate_of_gb300_unless_one_is_given() {
    let world = World::of("healthy");
    let rate = |arguments: &[&str]| {
        let ran = world.run(&[&["value_view", "--json"], arguments].concat());
        serde_json::from_str::<Value>(&ran.stdout).expect("the envelope")["gpu_hr"].as_f64()
    };
    assert_eq!(rate(&[]), Some(9.0));
    assert_eq!(rate(&["--gpu-hr", "2.5"]), Some(2.5));
    world.write("cost.yaml", "usd_per_gpu_hour: {H100: 3.0}\n");
    assert_eq!(rate(&[]), Some(8.6));
}

#[test]
fn the_envelope_counts_what_the_document_shows() {
    let world = World::of("broken");
    let json = |arguments: &[&str]| -> Value {
        serde_json::from_str(&world.run(&[&["value_view"], arguments].concat()).stdout).expect("JSON")
    };
    let envelope = json(&["--json"]);
    let document = json(&["--format", "json"]);
    let findings = document["findings"].as_array().expect("a list");
    let on_findings: usize = findings.iter().map(|finding| finding["flags"].as_array().map_or(0, Vec::len)).sum();
    let flags = on_findings + document["flags"].as_array().map_or(0, Vec::len);
    assert_eq!(envelope["finding_count"], findings.len());
    assert_eq!(envelope["flag_count"], flags);
    assert_eq!(envelope["flags"].as_array().map(Vec::len), Some(flags));
    let by_code = envelope["flags_by_code"].as_object().expect("a map");
    assert_eq!(by_code.values().filter_map(Value::as_u64).sum::<u64>(), u64::try_from(flags).expect("a count"));
}

/// Every error of the world `exhausted`, accepted.
fn waivers(expires: &str) -> String {
    let waiver = |code: &str, rest: &str| {
        format!("  - {{code: {code}, {rest}, owner: serving, reason: 'known | gap', expires: {expires}}}\n")
    };
    let lever = waiver("no-next-lever", "finding: nothing-named");
    format!("waivers:\n{lever}{}", waiver("stale", "campaign: nowhere"))
}

#[test]
fn a_waiver_lets_the_gate_pass_through_its_last_day_and_is_shown() {
    let world = World::of("exhausted");
    world.write("policy.yaml", &waivers("2026-11-02"));
    let strict = world.run(&["value_view", "--strict"]);
    assert_eq!((strict.code, strict.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!("waived_table", strict.stdout);
    insta::assert_snapshot!("waived_report", world.run(&["value_view", "--format", "report"]).stdout);
    let json: Value = serde_json::from_str(&world.run(&["value_view", "--format", "json"]).stdout).expect("JSON");
    let flags = json["findings"].as_array().expect("a list").iter().flat_map(|finding| finding["flags"].as_array());
    let waived: Vec<&Value> = flags.flatten().filter(|flag| flag["waived"] == true).collect();
    assert_eq!(waived.len(), 1);
    assert_eq!(waived[0]["severity"], "error");
    let shown = serde_json::json!({"owner": "serving", "reason": "known | gap", "expires": "2026-11-02"});
    assert_eq!(waived[0]["waiver"], shown);
}

#[test]
fn a_waiver_past_its_day_fails_the_gate_again() {
    let world = World::of("exhausted");
    world.write("policy.yaml", &waivers("2026-11-01"));
    let ran = world.run(&["value_view", "--strict", "--format", "report"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("3 errors on 1 finding"), "{}", ran.stderr);
    assert!(!ran.stdout.contains("waives nothing"), "{}", ran.stdout);
}
