//! The gate and what a CI job reads.

use serde_json::Value;

use crate::command::{Ran, SHELL, World};

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

/// A world and what `snapshot` wrote of it.
fn with_snapshot() -> World {
    let world = World::of("broken");
    assert_eq!(world.run(&["snapshot", "--out", "before.json"]).code, Some(0));
    world
}

fn strict_new(world: &World, previous: &str) -> Ran {
    world.run(&["value_view", "--strict=new", "--previous", previous])
}

#[test]
fn strict_new_fails_only_on_what_the_previous_ledger_did_not_have() {
    let world = with_snapshot();
    let same = strict_new(&world, "before.json");
    assert_eq!((same.code, same.stderr.as_str()), (Some(0), ""));
    assert_eq!(same.stdout, world.run(&["value_view"]).stdout);
    let registry = world.read("value-findings.yaml");
    let added = "  - {id: new, title: New, lifecycle: not_done, baseline: b, win: w, hardware: H100}\n";
    world.write("value-findings.yaml", &registry.replacen("findings:\n", &format!("findings:\n{added}"), 1));
    let more = strict_new(&world, "before.json");
    assert_eq!(more.code, Some(1));
    insta::assert_snapshot!("strict_new_says_which", more.stderr);
}

#[test]
fn strict_new_names_ten_and_counts_the_rest() {
    let world = with_snapshot();
    let entries = "  - {}\n".repeat(3);
    world.write("value-findings.yaml", &format!("{}{entries}", world.read("value-findings.yaml")));
    let ran = strict_new(&world, "before.json");
    assert_eq!(ran.code, Some(1));
    let lines: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(lines.len(), 12, "{}", ran.stderr);
    assert!(lines[11].starts_with("  and ") && lines[11].ends_with(" more"), "{}", ran.stderr);
}

#[test]
fn the_previous_ledger_may_be_a_site() {
    let world = World::of("broken");
    let published = world.run(&["publish", "--out", "site", "--shell", SHELL]);
    assert_eq!(published.code, Some(0), "{}", published.stderr);
    assert_eq!(strict_new(&world, "site").code, Some(0));
    let manifest = world.read("site/site.json");
    for (from, to) in [("\"version\": 1", "\"version\": 2"), ("\"bundle\": \"", "\"bundle\": \"../")] {
        world.write("site/site.json", &manifest.replacen(from, to, 1));
        let refused = strict_new(&world, "site");
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""));
        assert!(refused.stderr.contains("its site.json"), "{}", refused.stderr);
    }
}

#[test]
fn strict_new_without_a_previous_ledger_is_a_usage_error() {
    let world = with_snapshot();
    let refused = |arguments: &[&str]| {
        let ran = world.run(&[&["value_view"], arguments].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        ran.stderr
    };
    assert!(refused(&["--strict=new"]).contains("--previous <PREVIOUS>"));
    for strict in [&["--strict"][..], &["--strict=all"], &[]] {
        let arguments = [strict, &["--previous", "before.json"]].concat();
        assert!(refused(&arguments).contains("add --strict=new"));
    }
    world.write("changed.json", &world.read("before.json").replacen("no-lake", "no-sea", 1));
    for (previous, cause) in [
        ("nowhere.json", "nowhere.json: "),
        ("campaigns", "site.json: "),
        ("value-findings.yaml", "not a ledger bundle"),
        ("changed.json", "does not match its digest"),
    ] {
        let said = refused(&["--strict=new", "--previous", previous]);
        assert!(said.starts_with("error: the snapshot ") && said.contains(cause), "{said}");
    }
}
