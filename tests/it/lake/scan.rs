//! The strong campaigns that nobody cites.

use serde_json::Value;

use super::registry::{DAY, ID, JSON, citing, json, local};
use super::rows::{Row, publish, publish_points};
use super::store::S3;

fn unclaimed(ledger: &Value) -> Vec<&str> {
    ledger["unclaimed"].as_array().expect("a list").iter().filter_map(|entry| entry["id"].as_str()).collect()
}

#[test]
fn what_is_strong_and_cited_by_nobody_is_listed() {
    let s3 = S3::start();
    let root = s3.root();
    let row = |id: &str| Row::strong(id);
    publish(&root, DAY, ID, &row(ID));
    let strong = "20261020T090000Z-nobody";
    publish(&root, DAY, strong, &row(strong).with("sol_rigor", "L4"));
    publish_points(&root, DAY, strong);
    publish(&root, DAY, "20261020T090001Z-weak", &row("20261020T090001Z-weak").with("sol_rigor", "L2"));
    publish(&root, DAY, "20261020T090002Z-draft", &row("20261020T090002Z-draft").with("verdict_tier", "draft"));
    publish(&root, DAY, "20261020T090003Z-supporting", &row("20261020T090003Z-supporting"));
    let world = citing(&[ID]);
    local(&world, ID);
    local(&world, "20261019T000000Z-local");
    local(&world, "20261018T000000Z-one-trial");
    world.write(
        "campaigns/20261018T000000Z-one-trial/verdict.json",
        r#"{"tier": "verdict", "trials": 1, "same_node": true, "baseline_named": true}"#,
    );
    let registry =
        world.read("value-findings.yaml").replace("  next_lever", "  evidence_ids: [supporting]\n  next_lever");
    world.write("value-findings.yaml", &registry);
    let ledger = json(&s3.run(&world, &[&JSON[..], &["--scan"]].concat()));
    assert_eq!(unclaimed(&ledger), [strong, "20261019T000000Z-local"]);
    let first = &ledger["unclaimed"][0];
    let wanted = serde_json::json!({
        "id": strong, "presence": "published", "sol_rigor": "L4", "title": "Pinned prefill", "hardware": ["GB300"],
        "next_lever": "port it",
    });
    assert_eq!(*first, wanted);
    assert_eq!(ledger["unclaimed"][1]["presence"], "local");
    let table = s3.run(&world, &["value_view", "--scan"]).stdout;
    assert!(table.contains("## Unclaimed evidence (2)") && table.contains(strong), "{table}");
    let brief = s3.run(&world, &["value_view", "--scan", "--format", "report"]).stdout;
    assert!(brief.contains("## Unclaimed evidence") && brief.contains(strong), "{brief}");
}

#[test]
fn without_a_scan_there_is_no_list_and_a_scan_of_a_folder_alone_works() {
    let world = citing(&[]);
    local(&world, ID);
    assert!(json(&world.run(&JSON))["unclaimed"].is_null());
    let ledger = json(&world.run(&[&JSON[..], &["--scan"]].concat()));
    assert_eq!(unclaimed(&ledger), [ID]);
}

#[test]
fn what_cannot_be_read_is_counted_and_its_defects_are_not_the_ledgers() {
    let s3 = S3::start();
    publish(&s3.root(), DAY, ID, &Row::strong(ID));
    let broken = "20261020T090000Z-broken";
    publish(&s3.root(), DAY, broken, &Row::strong(broken));
    let object = format!("perflake/perf-report/campaign_v1/dt={DAY}/campaign={broken}/part-0.parquet");
    std::fs::write(s3.root().join(object), "no Parquet").expect("an object");
    let world = citing(&[ID]);
    let torn = "20261019T000000Z-torn";
    local(&world, torn);
    world.write(&format!("campaigns/{torn}/verdict.json"), "{");
    let ledger = json(&s3.run(&world, &[&JSON[..], &["--scan"]].concat()));
    assert_eq!(unclaimed(&ledger), Vec::<&str>::new());
    assert_eq!(ledger["unjudged"], serde_json::json!({"count": 2, "examples": [torn, broken]}));
    let table = s3.run(&world, &["value_view", "--scan"]).stdout;
    assert!(table.contains("2 campaigns that no finding cites could not be read"), "{table}");
    s3.run(&world, &["snapshot", "--scan", "--out", "bundle.json"]);
    let bundle = world.read("bundle.json");
    assert!(bundle.contains("\"problems\":[]"), "{bundle}");
}
