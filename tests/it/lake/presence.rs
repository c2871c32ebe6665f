//! Where a cited campaign is, and that nothing else is asked for.

use std::time::Duration;

use super::registry::{DAY, ID, JSON, citing, codes, file_url, json, local, message, presence};
use super::rows::{Row, publish, publish_points};
use super::store::{Fault, S3};
use crate::command::World;

fn said(presence: &str, published: Option<bool>) -> (String, Option<bool>) {
    (presence.to_owned(), published)
}

#[test]
fn a_lake_without_a_campaigns_folder_backs_a_finding() {
    let s3 = S3::start();
    publish(&s3.root(), DAY, ID, &Row::strong(ID));
    let ran = s3.run(&citing(&[ID]), &JSON);
    assert_eq!(ran.stderr, "");
    let ledger = json(&ran);
    assert_eq!(presence(&ledger), [said("published", Some(true))]);
    assert_eq!(codes(&ledger), ["campaign-published-only"].into());
    let campaign = &ledger["findings"][0]["campaigns"][0];
    for (field, value) in [
        ("sol_rigor", serde_json::json!("L3")),
        ("dcgm_grounded", serde_json::json!(true)),
        ("effective_tier", serde_json::json!("verdict")),
        ("baseline_named", serde_json::json!(true)),
    ] {
        assert_eq!(campaign[field], value, "{field}");
    }
}

#[test]
fn of_a_published_draft_nobody_can_say_whether_it_names_its_baseline() {
    let s3 = S3::start();
    publish(&s3.root(), DAY, ID, &Row::strong(ID).with("verdict_tier", "draft"));
    let ledger = json(&s3.run(&citing(&[ID]), &JSON));
    assert_eq!(ledger["findings"][0]["campaigns"][0]["baseline_named"], serde_json::Value::Null);
    assert_eq!(codes(&ledger), ["campaign-published-only", "done-draft"].into());
    assert!(message(&ledger, "campaign-published-only").ends_with("is not recorded there."));
}

#[test]
fn local_files_go_first_and_what_is_published_is_held_against_them() {
    let s3 = S3::start();
    let world = citing(&[ID]);
    local(&world, ID);
    let ledger = || json(&s3.run(&world, &JSON));
    let unpublished = ledger();
    assert_eq!(
        (presence(&unpublished), codes(&unpublished)),
        (vec![said("local", Some(false))], ["campaign-unpublished"].into())
    );
    publish(&s3.root(), DAY, ID, &Row::strong(ID));
    let same = ledger();
    assert_eq!((presence(&same), codes(&same)), (vec![said("local", Some(true))], [].into()));
    publish(&s3.root(), DAY, ID, &Row::strong(ID).with("sol_rigor", "L2").with("verdict_tier", "draft"));
    let drifted = ledger();
    assert_eq!(codes(&drifted), ["lake-drift"].into());
    assert_eq!(
        message(&drifted, "lake-drift"),
        format!(
            "{ID} differs from what is published: sol_rigor is L3 here and L2 there and effective tier is verdict here \
             and draft there."
        )
    );
    assert_eq!(drifted["findings"][0]["best_sol_rigor"], "L3", "the local files back the finding");
}

#[test]
fn what_is_nowhere_is_missing_only_where_a_published_lake_was_asked() {
    let s3 = S3::start();
    let world = citing(&[ID]);
    world.write("campaigns/.keep", "");
    let asked = json(&s3.run(&world, &JSON));
    assert_eq!(presence(&asked), [said("missing", Some(false))]);
    assert!(message(&asked, "campaign-missing").contains("neither the campaigns folder nor the published lake"));
    let alone = json(&world.run(&JSON));
    assert_eq!(presence(&alone), [said("unknown", None)]);
    assert!(message(&alone, "campaign-missing").contains("no published lake was consulted"));
}

#[test]
fn only_the_cited_partitions_are_requested() {
    let s3 = S3::start();
    let missing = "20261022T000000Z-gone";
    let at_hand = "20261021T000000Z-local";
    for id in [ID, at_hand, "20261020T000000Z-other"] {
        publish(&s3.root(), if id == at_hand { "2026-10-21" } else { DAY }, id, &Row::strong(id));
        publish_points(&s3.root(), if id == at_hand { "2026-10-21" } else { DAY }, id);
    }
    let world = citing(&[ID, missing, at_hand, "../refused"]);
    local(&world, at_hand);
    world.write(&format!("campaigns/{at_hand}/atlas.jsonl"), "");
    json(&s3.run(&world, &JSON));
    let object = |table: &str, day: &str, id: &str| {
        format!("/lake/team/perflake/perf-report/{table}/dt={day}/campaign={id}/part-0.parquet")
    };
    let wanted = [
        object("atlas_v1", DAY, ID),
        object("campaign_v1", DAY, ID),
        object("campaign_v1", "2026-10-21", at_hand),
        object("campaign_v1", "2026-10-22", missing),
    ];
    assert_eq!(s3.log(), wanted, "each once, nothing of what nobody cites, no points where there are local ones");
}

#[test]
fn requests_are_made_many_at_a_time_and_never_more_than_sixteen() {
    let s3 = S3::start();
    let ids: Vec<String> = (0..40).map(|index| format!("20261020T081500Z-c{index}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    s3.fault("campaign_v1", ids.len(), Fault::Late(Duration::from_millis(200)));
    json(&s3.run(&citing(&ids), &JSON));
    let asked = s3.log().iter().filter(|target| target.contains("campaign_v1")).count();
    assert_eq!((asked, s3.most_at_once()), (40, 16));
}

#[test]
fn ids_without_a_time_are_found_by_one_listing_of_both_lakes() {
    let s3 = S3::start();
    let names = ["20261020T081500Z-prefill-pin", "draft-head-20260101T000000Z"];
    publish(&s3.root(), DAY, names[0], &Row::strong(names[0]));
    publish(&s3.root(), "2026-01-01", names[1], &Row::strong(names[1]));
    let ledger = json(&s3.run(&citing(&["prefill-pin", "draft-head", "gone", "prefill"]), &JSON));
    let published = said("published", Some(true));
    let missing = said("missing", Some(false));
    assert_eq!(presence(&ledger), [published.clone(), published, missing.clone(), missing]);
    assert_eq!(ledger["findings"][0]["campaigns"][1]["id"], names[1]);
    let listings = s3.log().iter().filter(|target| target.contains("list-type=2")).count();
    assert_eq!(listings, 1, "{:?}", s3.log());
}

#[test]
fn a_name_in_both_lakes_is_one_and_two_names_are_ambiguous() {
    let s3 = S3::start();
    let world = citing(&["prefill-pin"]);
    local(&world, ID);
    publish(&s3.root(), DAY, ID, &Row::strong(ID));
    assert_eq!(presence(&json(&s3.run(&world, &JSON))), [said("local", Some(true))]);
    let other = "20261022T000000Z-prefill-pin";
    publish(&s3.root(), "2026-10-22", other, &Row::strong(other));
    let ledger = json(&s3.run(&world, &JSON));
    assert_eq!(presence(&ledger), [said("unknown", None)]);
    assert_eq!(
        message(&ledger, "campaign-ambiguous"),
        format!("prefill-pin fits several campaigns: {ID} and {other}.")
    );
}

#[test]
fn a_campaign_under_two_days_is_ambiguous() {
    let s3 = S3::start();
    for day in [DAY, "2026-10-21"] {
        publish(&s3.root(), day, "prefill", &Row::strong("prefill"));
    }
    let ledger = json(&s3.run(&citing(&["prefill"]), &JSON));
    assert_eq!(
        message(&ledger, "campaign-ambiguous"),
        "prefill fits several campaigns: prefill (dt=2026-10-20) and prefill (dt=2026-10-21)."
    );
}

#[test]
fn a_name_is_looked_up_as_it_is() {
    let s3 = S3::start();
    let world = World::bare();
    let names = ["20261020T081500Z-50%25=x", "20261020T081500Z-a b+c", "20261020T081500Z-#1~é"];
    for id in names {
        publish(&s3.root(), DAY, id, &Row::strong(id));
        publish(&world.path("lake"), DAY, id, &Row::strong(id));
    }
    let registry = citing(&names);
    let published = vec![said("published", Some(true)); names.len()];
    assert_eq!(presence(&json(&s3.run(&registry, &JSON))), published);
    let url = file_url(&world.path("lake"));
    let on_disk = registry.run(&[&JSON[..], &["--lake", &url]].concat());
    assert_eq!(presence(&json(&on_disk)), published);
    // Neither decoded nor taken for a pattern.
    let near = citing(&["20261020T081500Z-50%=x", "20261020T081500Z-*", "20261020T081500Z-50%2525=x"]);
    assert_eq!(presence(&json(&s3.run(&near, &JSON))), vec![said("missing", Some(false)); 3]);
}

#[test]
fn a_campaigns_folder_that_is_found_is_read_too_and_said() {
    let s3 = S3::start();
    let world = citing(&[ID]);
    local(&world, ID);
    let ran = s3.run(&world, &["value_view", "--json", "--registry", "value-findings.yaml"]);
    assert_eq!(ran.stderr, "campaigns: campaigns (not named; --campaigns-dir names another)\n");
    let envelope = json(&ran);
    assert_eq!(
        (envelope["campaigns_dir"].as_str(), envelope["lake"].as_str()),
        (Some("campaigns"), Some("s3://lake/team"))
    );
    let bare = citing(&[ID]);
    let envelope = json(&s3.run(&bare, &["value_view", "--json"]));
    assert!(envelope["campaigns_dir"].is_null());
    assert_eq!(envelope["registry"], "value-findings.yaml");
}

#[test]
fn the_lake_may_be_named_by_its_variable() {
    let folder = World::bare();
    publish(&folder.path("lake"), DAY, ID, &Row::strong(ID));
    let url = file_url(&folder.path("lake"));
    let world = citing(&[ID]);
    let by_variable = world.run_with(&JSON, &[("VALUE_LEDGER_LAKE", &url)]);
    assert_eq!(presence(&json(&by_variable)), [said("published", Some(true))]);
    let ran = world.run_with(&["snapshot", "--out", "bundle.json"], &[("VALUE_LEDGER_LAKE", &url)]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stderr.contains(&format!("consulted {url};")), "{}", ran.stderr);
}
