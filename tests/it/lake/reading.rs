//! What is taken from the published tables, and what is made of tables that are not as they should be.

use serde_json::{Value, json};
use value_ledger::bundle::{Bundle, Publication};

use super::parquet::{Cell, Column, write};
use super::registry::{self, DAY, ID, JSON, citing, codes, file_url, local, message};
use super::rows::{Row, place, publish, publish_points, put};
use crate::command::World;

/// A lake on the disk.
struct Lake(World);

impl Lake {
    fn new() -> Self {
        let lake = Self(World::bare());
        // A lake has its table before anything is in it.
        lake.0.write("perflake/perf-report/campaign_v1/.keep", "");
        lake
    }

    fn of(row: &Row) -> Self {
        let lake = Self::new();
        publish(&lake.0.path(""), DAY, ID, row);
        lake
    }

    fn bundle(&self) -> Bundle {
        let world = citing(&[ID]);
        let url = file_url(&self.0.path(""));
        let ran = world.run(&["snapshot", "--out", "bundle.json", "--lake", &url]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        Bundle::from_json(&world.read("bundle.json")).expect("a bundle").bundle
    }

    fn ledger(&self) -> Value {
        let url = file_url(&self.0.path(""));
        let ran = citing(&[ID]).run(&[&JSON[..], &["--lake", &url]].concat());
        assert_eq!(ran.stderr, "", "nothing of a broken file is printed");
        registry::json(&ran)
    }
}

#[test]
fn truth_may_be_written_as_a_text_or_a_number() {
    let grounded = |row: Row| Lake::of(&row).ledger()["findings"][0]["campaigns"][0]["dcgm_grounded"].clone();
    assert_eq!(grounded(Row::strong(ID).with("dcgm_grounded", "True")), true);
    assert_eq!(grounded(Row::strong(ID).with("dcgm_grounded", 0)), false);
    let odd = Lake::of(&Row::strong(ID).with("dcgm_grounded", "perhaps")).ledger();
    assert!(codes(&odd).contains("campaign-unreadable"));
}

#[test]
fn a_file_of_another_kind_is_no_row() {
    let ledger = Lake::of(&Row::empty().with("somebody_elses", "column")).ledger();
    assert!(message(&ledger, "campaign-unreadable").contains("it has none of the table's columns"));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_a_lake_on_the_disk_is_not_followed_and_one_inside_it_is() {
    use std::os::unix::fs::symlink;
    let linked = |target: &std::path::Path, lake: &Lake| {
        let at = place(&lake.0.path(""), "campaign_v1", DAY, ID);
        std::fs::create_dir_all(at.parent().expect("a folder")).expect("the folder");
        symlink(target, at).expect("a link");
        lake.ledger()
    };
    let other = Lake::of(&Row::strong(ID));
    let out = linked(&place(&other.0.path(""), "campaign_v1", DAY, ID), &Lake::new());
    assert!(message(&out, "campaign-unreadable").contains("it is a link that leads out of the lake"));
    assert_eq!(out["findings"][0]["campaigns"][0]["sol_rigor"], "none");
    let lake = Lake::new();
    let inside = lake.0.path("perflake/row.parquet");
    put(&inside, &Row::strong(ID).bytes());
    assert_eq!(linked(&inside, &lake)["findings"][0]["campaigns"][0]["sol_rigor"], "L3");
}

#[test]
fn a_row_is_taken_by_its_columns_and_no_person_host_or_harness_gets_out() {
    let lake = Lake::of(&Row::strong(ID));
    publish_points(&lake.0.path(""), DAY, ID);
    let bundle = lake.bundle();
    let campaign = serde_json::to_value(bundle.campaigns.get(ID).expect("the campaign")).expect("JSON");
    let wanted = json!({
        "report_status": {
            "sol_rigor": "L3", "sol_complete": true, "sol_per_arm_complete": true, "dcgm_grounded": true,
            "focus": "throughput", "omitted_pages": [{"page": "kernel"}, {"page": "power"}],
        },
        "provenance": {
            "repo": "example/vllm", "branch": "main", "commit": "8c1f02d", "delivery": "overlay",
            "image": "registry.example.com/vllm:0.22",
        },
        "champion_select": {"baseline_cell": "a", "recommended_cell": "b"},
        "config": {"next_lever": "port it"},
        "points": {
            "total": 2, "carried": 2, "hardware_named": ["GB300 NVL72"], "cell_id": ["a", "b"], "model": "GLM-5.1",
            "hardware": "GB300 NVL72", "tensor_parallel": 4, "concurrency": [64, null],
            "output_tps_per_gpu": [412.5, null],
        },
        "published_only": true,
        "publication": {"present": {
            "report_status": {
                "sol_rigor": "L3", "sol_complete": true, "sol_per_arm_complete": true, "dcgm_grounded": true,
                "focus": "throughput", "omitted_pages": [{"page": "kernel"}, {"page": "power"}],
            },
            "verdict_tier": "verdict", "title": "Pinned prefill", "experiment_status": "complete",
            "published_at": "2026-10-21T06:00:00Z",
        }},
    });
    assert_eq!(campaign, wanted);
    let text = bundle.to_json().expect("a document");
    for secret in ["feedfacefeed", "somebody@example.com", "tray-17"] {
        assert!(!text.contains(secret), "{secret}");
    }
    assert!(bundle.problems.is_empty(), "{:?}", bundle.problems);
}

#[test]
fn points_are_the_published_ones_only_where_there_is_no_local_atlas() {
    let lake = Lake::of(&Row::strong(ID));
    publish_points(&lake.0.path(""), DAY, ID);
    let world = citing(&[ID]);
    let url = file_url(&lake.0.path(""));
    local(&world, ID);
    let carried = || {
        let ran = world.run(&["snapshot", "--out", "bundle.json", "--lake", &url]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let bundle = Bundle::from_json(&world.read("bundle.json")).expect("a bundle").bundle;
        bundle.campaigns.get(ID).expect("the campaign").points.as_ref().map(|points| points.carried)
    };
    assert_eq!(carried(), Some(2));
    world.write(&format!("campaigns/{ID}/atlas.jsonl"), "{\"cell_id\": \"own\"}\n");
    assert_ne!(carried(), Some(2), "the local file is the one that counts");
}

#[test]
fn published_points_over_the_cap_are_cut_after_those_that_a_measurement_names() {
    let lake = Lake::of(&Row::strong(ID));
    let concurrencies = (0..300).map(|n| Some(Cell::Whole(n))).collect();
    let column = Column { name: "concurrency", cells: concurrencies };
    put(&place(&lake.0.path(""), "atlas_v1", DAY, ID), &write(&[column]));
    let world = citing(&[ID]);
    let registry = world.read("value-findings.yaml");
    world.write("value-findings.yaml", &format!("{registry}  measurements: [{{point: {{concurrency: 299}}}}]\n"));
    let ran = world.run(&["snapshot", "--out", "bundle.json", "--lake", &file_url(&lake.0.path(""))]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let bundle = Bundle::from_json(&world.read("bundle.json")).expect("a bundle").bundle;
    let points = bundle.campaigns.get(ID).expect("the campaign").points.as_ref().expect("points");
    assert_eq!((points.total, points.carried), (300, 256));
    assert_eq!(points.get(255).and_then(|point| point.concurrency), Some(299));
}

#[test]
fn what_an_older_file_has_no_column_for_is_not_recorded() {
    let older = ["sol_per_arm_complete", "dcgm_grounded", "vllm_image_digest", "title", "next_lever", "focus"];
    let bundle = Lake::of(&Row::strong(ID).without(&older).with("vllm_commit", "unknown")).bundle();
    assert!(bundle.problems.is_empty(), "{:?}", bundle.problems);
    let campaign = bundle.campaigns.get(ID).expect("the campaign");
    let Publication::Present(published) = &campaign.publication else { panic!("{:?}", campaign.publication) };
    assert_eq!(published.report_status.dcgm_grounded, None);
    assert_eq!(published.report_status.sol_per_arm_complete, None);
    assert_eq!((published.title.as_deref(), &campaign.config), (None, &None));
    assert_eq!(
        campaign.provenance.as_ref().and_then(|ran| ran.commit.as_deref()),
        None,
        "empty and unknown are absent"
    );
}

#[test]
fn a_column_of_another_type_is_an_absent_field_and_is_flagged() {
    let ledger = Lake::of(&Row::strong(ID).with("dcgm_grounded", "yes").with("title", true)).ledger();
    assert_eq!(ledger["findings"][0]["campaigns"][0]["dcgm_grounded"], false);
    let flags = ledger["findings"][0]["flags"].as_array().expect("a list");
    let messages: Vec<&str> = flags
        .iter()
        .filter(|flag| flag["code"] == "campaign-unreadable")
        .filter_map(|flag| flag["message"].as_str())
        .collect();
    assert_eq!(
        messages,
        [
            format!(
                "campaign_v1/part-0.parquet of {ID} should have true or false in field dcgm_grounded, and it has text."
            ),
            format!("campaign_v1/part-0.parquet of {ID} should have text in field title, and it has true or false."),
        ]
    );
}

#[test]
fn broken_parquet_is_flagged_and_the_campaign_still_counts_as_published() {
    let whole = Row::strong(ID).bytes();
    let mut bent = whole.clone();
    for byte in bent.iter_mut().skip(4).step_by(3).take(400) {
        *byte = byte.wrapping_add(0x5d);
    }
    let middle = whole.len() / 2;
    let cases: [(&str, Vec<u8>); 5] = [
        ("empty", Vec::new()),
        ("no Parquet", b"no Parquet at all".to_vec()),
        ("cut off", whole.iter().take(middle).copied().collect()),
        ("without its start", whole.iter().skip(middle).copied().collect()),
        ("bent", bent),
    ];
    for (name, bytes) in cases {
        let lake = Lake::new();
        put(&place(&lake.0.path(""), "campaign_v1", DAY, ID), &bytes);
        let ledger = lake.ledger();
        assert_eq!(ledger["findings"][0]["campaigns"][0]["presence"], "published", "{name}");
        assert!(codes(&ledger).contains("campaign-unreadable"), "{name}: {:?}", codes(&ledger));
        let message = message(&ledger, "campaign-unreadable");
        assert!(message.starts_with("campaign_v1/part-0.parquet of "), "{name}: {message}");
    }
}

#[test]
fn every_way_of_bending_a_file_ends_in_a_problem_or_in_a_row() {
    let whole = Row::strong(ID).bytes();
    for step in 0..40 {
        let mut bytes = whole.clone();
        let at = whole.len() * step / 40;
        bytes[at] ^= 0xff;
        let lake = Lake::new();
        put(&place(&lake.0.path(""), "campaign_v1", DAY, ID), &bytes);
        assert_eq!(lake.ledger()["findings"][0]["campaigns"][0]["presence"], "published", "byte {at}");
    }
}

#[test]
fn a_file_over_the_size_is_not_read() {
    let lake = Lake::new();
    let path = place(&lake.0.path(""), "campaign_v1", DAY, ID);
    put(&path, b"");
    let file = std::fs::File::options().write(true).open(path).expect("the object");
    file.set_len(value_ledger::lake::MAX_CAMPAIGN_BYTES + 1).expect("the size");
    assert!(
        message(&lake.ledger(), "campaign-unreadable").contains("it has 8388609 bytes and at most 8388608 are read")
    );
}

#[test]
fn the_row_of_another_campaign_grounds_nothing() {
    let ledger = Lake::of(&Row::strong("20261020T081500Z-another")).ledger();
    assert_eq!(ledger["findings"][0]["campaigns"][0]["sol_rigor"], "none");
    assert!(message(&ledger, "campaign-unreadable").contains("it holds the row of another campaign"));
}

#[test]
fn broken_points_are_flagged_and_the_row_stands() {
    let lake = Lake::of(&Row::strong(ID));
    put(&place(&lake.0.path(""), "atlas_v1", DAY, ID), b"no Parquet at all");
    let ledger = lake.ledger();
    assert_eq!(ledger["findings"][0]["campaigns"][0]["sol_rigor"], "L3");
    assert!(message(&ledger, "campaign-unreadable").starts_with("atlas_v1/part-0.parquet of "));
}
