//! What an earlier release wrote or read still loads. `tests/fixtures` has folders of bundles as they were written at
//! different times, named after the version and what was new in it: the bundle as the command of that time wrote it, and
//! the registry that it was taken of. `said.json` is a part of what that command's own ledger said of the same.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use value_ledger::bundle::{Bundle, Finding, ProblemKind, VERSION};
use value_ledger::ledger::{Ledger, Options};
use value_ledger::report::{Format, Medium, Presentation, render};

use crate::command::World;

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("the fixtures").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

fn text(fixture: &Path, name: &str) -> String {
    fs::read_to_string(fixture.join(name)).expect("a file of the fixture")
}

#[test]
fn there_is_a_fixture_of_every_version() {
    let names = fixtures().into_iter().map(|path| path.file_name().expect("a name").to_string_lossy().into_owned());
    let versions: BTreeSet<u32> =
        names.map(|name| name.split('-').next().and_then(|version| version.parse().ok()).expect("a version")).collect();
    assert_eq!(versions, (1..=VERSION).collect());
}

/// What a bundle has that not every one has, and the fixtures that have it: a shape that no fixture has is not tested.
#[test]
fn each_part_that_came_later_is_in_a_fixture_and_missing_in_an_earlier_one() {
    let texts: Vec<String> = fixtures().iter().map(|fixture| text(fixture, "bundle.json")).collect();
    let parts = [
        "\"points\":{",
        "\"publication\":{",
        "\"published_only\":true",
        "\"consulted\":{",
        "\"scan\":{",
        "\"unjudged\":{",
        "\"waivers\":[",
        "\"history\":[",
        "\"unchanged_since\":{",
    ];
    for part in parts {
        let having = texts.iter().filter(|text| text.contains(part)).count();
        assert!((1..texts.len()).contains(&having), "{part}: in {having} of {}", texts.len());
    }
    // Bundles were written so before a site held them inside a document.
    assert!(texts.iter().any(|text| text.contains('<')));
}

/// `said` holds nothing but what `ledger` says in the same place.
fn agrees(said: &Value, ledger: &Value, path: &str) {
    match said {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, said)| agrees(said, &ledger[name], &format!("{path}.{name}")))
        }
        Value::Array(items) => {
            assert_eq!(ledger.as_array().map(Vec::len), Some(items.len()), "{path}");
            for (index, said) in items.iter().enumerate() {
                agrees(said, &ledger[index], &format!("{path}[{index}]"));
            }
        }
        other => assert_eq!(other, ledger, "{path}"),
    }
}

#[test]
fn what_an_earlier_command_said_is_said_of_its_bundle_today() {
    let mut compared = 0;
    for fixture in fixtures().iter().filter(|fixture| fixture.join("said.json").exists()) {
        let said: Value = serde_json::from_str(&text(fixture, "said.json")).expect("JSON");
        let bundle = Bundle::from_json(&text(fixture, "bundle.json")).expect("a bundle").bundle;
        let ledger = Ledger::compute(bundle, None, Options::default());
        let presentation = Presentation { format: Format::Json, title: "Title".to_owned(), medium: Medium::Text };
        let mut today: Value =
            serde_json::from_str(&render(&ledger, &presentation).expect("a document")).expect("JSON");
        today["frontier"] = today["frontier"]["active"].take();
        let unclaimed = today["unclaimed"].as_array().expect("a scan").iter().map(|campaign| campaign["id"].clone());
        today["unclaimed"] = unclaimed.collect();
        agrees(&said, &today, "");
        compared += 1;
    }
    assert_eq!(compared, 1);
}

#[test]
fn every_earlier_bundle_loads_and_shows_each_of_its_findings() {
    for fixture in fixtures() {
        let bundle = Bundle::from_json(&text(&fixture, "bundle.json")).expect("a bundle").bundle;
        let findings = bundle.findings.len();
        assert!(findings > 1, "{}", fixture.display());
        let again = Bundle::from_json(&bundle.to_json().expect("JSON")).expect("a bundle").bundle;
        assert_eq!(again, bundle);
        let ledger = Ledger::compute(bundle, None, Options::default());
        assert_eq!(ledger.rows.len(), findings);
        for format in [Format::Table, Format::Report, Format::Json, Format::Csv] {
            let presentation = Presentation { format, title: "Title".to_owned(), medium: Medium::Text };
            assert!(!render(&ledger, &presentation).expect("a document").is_empty());
        }
    }
}

#[test]
fn every_earlier_registry_says_what_it_said_and_an_earlier_bundle_can_be_compared_with() {
    for fixture in fixtures() {
        let world = World::of("empty");
        world.write("value-findings.yaml", &text(&fixture, "value-findings.yaml"));
        world.write("earlier.json", &text(&fixture, "bundle.json"));
        assert_eq!(world.run(&["snapshot", "--out", "now.json"]).code, Some(0));
        let read = |name: &str| Bundle::from_json(&world.read(name)).expect("a bundle").bundle;
        let (earlier, now) = (read("earlier.json"), read("now.json"));
        assert_eq!(now.registry.sha256, earlier.registry.sha256, "the bundle was taken of this registry");
        let said = |bundle: &Bundle| bundle.findings.iter().map(|finding| without_lines(finding)).collect::<Vec<_>>();
        assert_eq!(said(&now), said(&earlier), "{}", fixture.display());
        let unknown = |bundle: &Bundle| {
            bundle.problems.iter().filter(|problem| matches!(problem.kind, ProblemKind::Unknown { .. })).count()
        };
        assert_eq!(unknown(&now), unknown(&earlier), "no field of it is unknown since");
        let ran = crate::command::ran(&mut world.command(["diff", "earlier.json", "now.json"]));
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    }
}

/// Lines of fields were not recorded from the start.
fn without_lines(finding: &Finding) -> Finding {
    Finding { lines: Default::default(), ..finding.clone() }
}
