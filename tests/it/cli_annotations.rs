//! The flags as SARIF, as workflow commands of GitHub Actions and as JUnit XML: each is read back, and says what
//! `--format json` says.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use crate::command::World;

const FORMATS: [&str; 3] = ["sarif", "github", "junit"];

fn text(world: &World, format: &str) -> String {
    let ran = world.run(&["value_view", "--format", format]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    ran.stdout
}

fn json(world: &World, format: &str) -> Value {
    serde_json::from_str(&text(world, format)).expect("JSON")
}

/// `broken` with one accepted error on a finding that keeps others, and one finding with all of its errors accepted.
fn waived() -> World {
    let world = World::of("broken");
    let waiver = |code: &str, finding: &str| {
        format!("  - {{code: {code}, finding: '{finding}', owner: a, reason: \"](x) & <b>\", expires: 2026-12-31}}\n")
    };
    let accepted = [("no-next-lever", "weak"), ("unknown-lifecycle", "#3"), ("invalid-field", "#3")];
    let waivers: String = accepted.into_iter().map(|(code, finding)| waiver(code, finding)).collect();
    world.write("policy.yaml", &format!("waivers:\n{waivers}"));
    world
}

/// Each flag with the key of its finding, from `--format json`.
fn flags(world: &World) -> Vec<(String, Value)> {
    let ledger = json(world, "json");
    let of = |key: &str, flags: &Value| -> Vec<(String, Value)> {
        flags.as_array().expect("a list").iter().map(|flag| (key.to_owned(), flag.clone())).collect()
    };
    let findings = ledger["findings"].as_array().expect("a list").iter();
    let mut all: Vec<_> =
        findings.flat_map(|finding| of(finding["key"].as_str().expect("a key"), &finding["flags"])).collect();
    all.extend(of("ledger", &ledger["flags"]));
    all
}

#[test]
fn the_annotations_of_a_broken_registry() {
    let world = waived();
    insta::assert_snapshot!("github", text(&world, "github"));
    insta::assert_snapshot!("junit", text(&world, "junit"));
    let mut sarif = json(&world, "sarif");
    // Every rule looks like the first one.
    sarif["runs"][0]["tool"]["driver"]["rules"].as_array_mut().expect("a list").truncate(1);
    insta::assert_snapshot!("sarif", serde_json::to_string_pretty(&sarif).expect("JSON"));
}

#[test]
fn no_annotation_holds_a_control_character() {
    for format in FORMATS {
        let text = text(&World::of("hostile"), format);
        let raw = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{fffe}' | '\u{ffff}');
        assert!(!text.contains(raw), "{format}");
    }
}

#[test]
fn a_ledger_without_flags_has_none() {
    let world = World::of("healthy");
    assert_eq!(text(&world, "github"), "");
    assert_eq!(json(&world, "sarif")["runs"][0]["results"], serde_json::json!([]));
    let (suite, cases) = junit(&text(&world, "junit"));
    assert_eq!((suite["failures"].as_str(), suite["skipped"].as_str()), ("0", "0"));
    assert!(!cases.is_empty() && cases.iter().all(|case| case.children.is_empty()));
}

/// What code scanning on GitHub asks of a log.
#[test]
fn sarif_has_what_code_scanning_needs() {
    for world in [World::of("broken"), World::of("hostile"), waived()] {
        let sarif = json(&world, "sarif");
        assert_eq!(sarif["version"], "2.1.0");
        let run = &sarif["runs"][0];
        let driver = &run["tool"]["driver"];
        assert_eq!(driver["name"], "perftunereport");
        let rules = driver["rules"].as_array().expect("the rules");
        for rule in rules {
            for part in ["shortDescription", "fullDescription", "help"] {
                assert!(rule[part]["text"].as_str().is_some_and(|text| !text.is_empty()), "{rule}");
            }
        }
        let results = run["results"].as_array().expect("the results");
        let flags = flags(&world);
        assert_eq!(results.len(), flags.len());
        let mut fingerprints = BTreeSet::new();
        for (result, (key, flag)) in results.iter().zip(&flags) {
            let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
            assert_eq!(result["ruleId"], rules[index]["id"]);
            assert_eq!(result["ruleId"], flag["code"]);
            let level = if flag["severity"] == "info" { &Value::from("note") } else { &flag["severity"] };
            assert_eq!(result["level"], *level);
            assert!(result["message"]["text"].as_str().is_some_and(|text| !text.contains("](")), "{result}");
            let location = &result["locations"][0];
            assert_eq!(location["logicalLocations"][0]["name"], **key);
            let place = &location["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uri"], "value-findings.yaml");
            assert_eq!(place["region"]["startLine"].as_u64(), flag["line"].as_u64().or(Some(1)));
            assert_eq!(result["suppressions"].as_array().map(Vec::len), Some(usize::from(flag["waived"] == true)));
            let fingerprint = result["partialFingerprints"]["valueLedgerFlag/v1"].as_str().expect("a fingerprint");
            assert!(fingerprints.insert(fingerprint.to_owned()), "{result}");
        }
    }
}

#[test]
fn a_moved_line_makes_no_new_alert() {
    let world = World::of("broken");
    let prints = |world: &World| -> BTreeSet<String> {
        let sarif = json(world, "sarif");
        let results = sarif["runs"][0]["results"].as_array().expect("a list").clone();
        results.iter().map(|result| result["partialFingerprints"].to_string()).collect()
    };
    let before = prints(&world);
    let registry = world.read("value-findings.yaml");
    world.write("value-findings.yaml", &format!("# a line more\n{registry}"));
    assert_eq!(prints(&world), before);
    assert_ne!(text(&world, "github"), text(&World::of("broken"), "github"));
}

/// As the runner takes a line apart.
fn command(line: &str) -> (String, BTreeMap<String, String>, String) {
    let (head, data) = line.strip_prefix("::").and_then(|line| line.split_once("::")).expect("a command");
    let (name, properties) = head.split_once(' ').expect("properties");
    let unescaped = |text: &str| {
        let text = text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",");
        text.replace("%25", "%")
    };
    let properties = properties.split(',').map(|property| property.split_once('=').expect("a value"));
    let properties = properties.map(|(name, value)| (name.to_owned(), unescaped(value))).collect();
    (name.to_owned(), properties, unescaped(data))
}

#[test]
fn a_command_a_flag_reads_back() {
    for world in [World::of("broken"), World::of("hostile"), waived()] {
        let text = text(&world, "github");
        let flags = flags(&world);
        assert_eq!(text.lines().count(), flags.len());
        for (line, (key, flag)) in text.lines().zip(&flags) {
            let (name, properties, message) = command(line);
            let expected = match flag["severity"].as_str() {
                Some(severity @ ("error" | "warning")) if flag["waived"] == false => severity,
                _ => "notice",
            };
            assert_eq!(name, expected);
            assert_eq!(properties["file"], "value-findings.yaml");
            assert_eq!(properties["title"], flag["code"].as_str().expect("a code"));
            assert_eq!(properties["line"], flag["line"].as_u64().unwrap_or(1).to_string());
            let key = key.replace('\t', " ");
            assert!(message.starts_with(&format!("{key}: ")), "{message}");
            assert_eq!(message.contains("Waived through"), flag["waived"] == true);
        }
    }
}

#[test]
fn the_registry_is_named_from_the_current_folder_where_it_lies_below_it() {
    let world = World::of("broken");
    world.rename("value-findings.yaml", "team, a/b:c 100%.yaml");
    let file = |registry: &str| {
        let ran =
            world.run(&["value_view", "--format", "github", "--registry", registry, "--campaigns-dir", "campaigns"]);
        command(ran.stdout.lines().next().expect("a command")).1["file"].clone()
    };
    let here = world.path("").canonicalize().expect("the folder");
    let absolute = here.join("team, a/b:c 100%.yaml").display().to_string();
    for given in ["team, a/b:c 100%.yaml", "./team, a/b:c 100%.yaml", absolute.as_str()] {
        assert_eq!(file(given), "team, a/b:c 100%.yaml");
    }
    let elsewhere = World::of("broken");
    let away = elsewhere.path("value-findings.yaml").canonicalize().expect("the file").display().to_string();
    assert_eq!(file(&away), away);
    let sarif =
        world.run(&["value_view", "--format", "sarif", "--registry", &absolute, "--campaigns-dir", "campaigns"]);
    let sarif: Value = serde_json::from_str(&sarif.stdout).expect("JSON");
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "team%2C%20a/b%3Ac%20100%25.yaml");
}

struct Case {
    attributes: BTreeMap<String, String>,
    /// The names of the elements in it.
    children: Vec<String>,
}

fn attributes(element: &BytesStart<'_>) -> BTreeMap<String, String> {
    let name = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let all = element.attributes().map(|attribute| attribute.expect("an attribute"));
    all.map(|attribute| {
        let raw = name(&attribute.value);
        (name(attribute.key.as_ref()), quick_xml::escape::unescape(&raw).expect("escaped").into_owned())
    })
    .collect()
}

/// The suite's attributes and its cases.
fn junit(xml: &str) -> (BTreeMap<String, String>, Vec<Case>) {
    let mut reader = Reader::from_str(xml);
    let (mut suite, mut cases) = (BTreeMap::new(), Vec::<Case>::new());
    loop {
        match reader.read_event().expect("XML") {
            Event::Eof => return (suite, cases),
            Event::Start(element) | Event::Empty(element) => match element.name().as_ref() {
                b"testsuites" => {}
                b"testsuite" => suite = attributes(&element),
                b"testcase" => cases.push(Case { attributes: attributes(&element), children: Vec::new() }),
                name => {
                    let name = String::from_utf8(name.to_vec()).expect("UTF-8");
                    cases.last_mut().expect("a case").children.push(name);
                }
            },
            _ => {}
        }
    }
}

#[test]
fn a_case_a_finding_fails_while_an_error_stands_on_it() {
    for (world, expected) in [(World::of("broken"), 0), (World::of("hostile"), 0), (waived(), 1)] {
        let (suite, cases) = junit(&text(&world, "junit"));
        let ledger = json(&world, "json");
        let findings = ledger["findings"].as_array().expect("a list");
        let on_ledger = ledger["flags"].as_array().expect("a list");
        assert_eq!(cases.len(), findings.len() + usize::from(!on_ledger.is_empty()));
        assert_eq!(suite["tests"], cases.len().to_string());
        for (case, finding) in cases.iter().zip(findings) {
            let key = finding["key"].as_str().expect("a key").replace('\t', " ");
            assert_eq!(case.attributes["name"], key);
            assert_eq!(case.attributes["file"], "value-findings.yaml");
            let mut flags = finding["flags"].as_array().expect("a list").iter();
            let stands = flags.any(|flag| flag["severity"] == "error" && flag["waived"] == false);
            assert_eq!(case.children.contains(&"failure".to_owned()), stands, "{key}");
        }
        let with = |child: &str| cases.iter().filter(|case| case.children.iter().any(|name| name == child)).count();
        assert_eq!(suite["failures"], with("failure").to_string());
        assert_eq!(suite["skipped"], with("skipped").to_string());
        assert_eq!(with("skipped"), expected);
    }
}
