//! Registries that cite campaigns, and what the command says of them.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::command::{Ran, World};

pub const DAY: &str = "2026-10-20";
pub const ID: &str = "20261020T081500Z-prefill-pin";

/// A world with a registry of one done finding that cites these ids, and nothing else.
pub fn citing(ids: &[&str]) -> World {
    let world = World::bare();
    let list: Vec<String> = ids.iter().map(|id| format!("{id:?}")).collect();
    let registry = format!(
        "findings:
- id: a
  title: Pinned prefill
  lifecycle: done
  baseline: best-tuned vLLM 0.22
  win: faster
  hardware: GB300
  deploy_readiness: deployed
  campaign_ids: [{}]
  source_refs: [{{repo: example/vllm, commit: 8c1f02d, delivery: overlay}}]
  next_lever: port it
  next_unlock: more
  next_gate: 3 trials
  updated: 2026-10-21
",
        list.join(", ")
    );
    world.write("value-findings.yaml", &registry);
    world
}

/// A local campaign with the status of [`super::rows::Row::strong`].
pub fn local(world: &World, id: &str) {
    let file = |name: &str| format!("campaigns/{id}/{name}.json");
    world.write(
        &file("report_status"),
        r#"{"sol_rigor": "L3", "sol_complete": true, "sol_per_arm_complete": true, "dcgm_grounded": true,
            "focus": "throughput"}"#,
    );
    world.write(&file("verdict"), r#"{"tier": "verdict", "trials": 3, "same_node": true, "baseline_named": true}"#);
    world.write(
        &file("provenance"),
        r#"{"vllm_repo": "example/vllm", "vllm_commit": "8c1f02d", "delivery": "overlay"}"#,
    );
}

pub fn json(ran: &Ran) -> Value {
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).expect("JSON")
}

/// The arguments that print the ledger as JSON.
pub const JSON: [&str; 3] = ["value_view", "--format", "json"];

/// The codes on the first finding, each once.
pub fn codes(ledger: &Value) -> BTreeSet<&str> {
    let flags = ledger["findings"][0]["flags"].as_array().expect("a list");
    flags.iter().filter_map(|flag| flag["code"].as_str()).collect()
}

/// What the first finding's flag of that code says.
pub fn message<'a>(ledger: &'a Value, code: &str) -> &'a str {
    let flags = ledger["findings"][0]["flags"].as_array().expect("a list");
    let flag = flags.iter().find(|flag| flag["code"] == code).expect("the flag");
    flag["message"].as_str().expect("a text")
}

/// Presence and whether it is published, of each campaign of the first finding.
pub fn presence(ledger: &Value) -> Vec<(String, Option<bool>)> {
    let campaigns = ledger["findings"][0]["campaigns"].as_array().expect("a list");
    let of =
        |campaign: &Value| (campaign["presence"].as_str().expect("a text").to_owned(), campaign["published"].as_bool());
    campaigns.iter().map(of).collect()
}

/// A lake on the disk, as its address.
pub fn file_url(root: &Path) -> String {
    format!("file://{}", root.display())
}
