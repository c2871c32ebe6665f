//! The targets.

use std::cell::Cell;
use std::collections::HashSet;
use std::fs;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;

use value_ledger::SHAPE;
use value_ledger::bundle::{Bundle, Citation, Digest, FORMAT, MAX_POINTS, ProblemKind, VERSION};
use value_ledger::ledger::{Address, Ledger, Options};
use value_ledger::snapshot::{Field, Kind, fields_of_a_finding};

use super::escaped;
use super::harness::{Outcome, run};
use super::lab::{Lab, of_project, seed};

const CAMPAIGN: &str = "20261020T081500Z-x";
const CITING: &str = "findings:\n- {id: a, lifecycle: done, hardware: GB300, baseline: b, win: 1.5x, \
                      campaign_ids: [20261020T081500Z-x], source_refs: [{repo: e/vllm, commit: abc, delivery: image}]}\n";

fn registries() -> Vec<Vec<u8>> {
    let worlds = ["healthy", "broken", "hostile", "portability", "exhausted"];
    let mut seeds: Vec<_> =
        worlds.iter().map(|world| seed(&format!("tests/it/testdata/{world}/value-findings.yaml"))).collect();
    // Of the example one finding is enough: what an edit reaches is said of it too.
    let example = String::from_utf8(seed("configs/value-findings.yaml")).expect("UTF-8");
    let second = example.match_indices("\n  - id:").nth(1).map_or(example.len(), |(place, _)| place + 1);
    seeds.push(example.as_bytes()[..second].to_vec());
    seeds.push(hostile_in_every_field());
    seeds
}

/// A finding of which every text is markup, a formula, an escape and a link that nobody should follow.
fn hostile_in_every_field() -> Vec<u8> {
    const TEXT: &str =
        "\"=<script>alert(1)</script> | `c` **b** [l](javascript:alert(1)) ![i](data:x) \\e[31m\\u202e\"";
    fn value(kind: &Kind) -> String {
        match kind {
            Kind::Text | Kind::Choice(_) => TEXT.to_owned(),
            Kind::Texts => format!("[{TEXT}, {TEXT}]"),
            Kind::Number | Kind::Positive | Kind::Count => "1".to_owned(),
            Kind::Truth => "true".to_owned(),
            Kind::Map(fields) => mapping(fields),
            Kind::Maps(fields) => format!("[{}]", mapping(fields)),
        }
    }
    fn mapping(fields: &[Field]) -> String {
        let entries: Vec<String> =
            fields.iter().map(|field| format!("{}: {}", field.name, value(&field.kind))).collect();
        format!("{{{}}}", entries.join(", "))
    }
    format!("baseline_context: {TEXT}\nfindings:\n- {}\n", mapping(&fields_of_a_finding())).into_bytes()
}

fn campaign_files(name: &str) -> Vec<Vec<u8>> {
    let folders = ["configs/campaigns", "tests/it/testdata/broken/campaigns", "tests/it/testdata/healthy/campaigns"];
    let campaigns = folders.iter().flat_map(|folder| fs::read_dir(of_project(folder)).expect("a lake"));
    let mut paths: Vec<_> = campaigns.map(|entry| entry.expect("an entry").path().join(name)).collect();
    paths.sort();
    paths.iter().filter_map(|path| fs::read(path).ok()).collect()
}

/// What holds for every bundle that was accepted, whatever it was made of.
fn holds_for(bundle: Bundle) {
    let json = bundle.to_json().expect("JSON");
    assert!(!json.contains('<'), "a bundle can stand inside an HTML document");
    let read = Bundle::from_json(&json).expect("what was written reads back");
    assert_eq!(read.bundle, bundle);
    let compact = bundle.to_compact(&read.digest, SHAPE);
    assert_eq!(Bundle::from_compact(compact, SHAPE).as_ref(), Ok(&read), "the page reads what others read");
    let findings = bundle.findings.clone();
    let ledger = Ledger::compute(bundle, Some(read.digest), Options::default());
    assert!(ledger.rows.iter().map(|row| &row.finding).eq(&findings), "every finding is a row, in its order");
    let keys: HashSet<&str> = ledger.rows.iter().map(|row| &*row.key).collect();
    assert_eq!(keys.len(), findings.len(), "every row has a key of its own");
    escaped::in_every_document(&Arc::new(ledger));
}

/// How many entries another reading of the registry finds; none where that one refuses it.
fn entries_of(registry: &[u8]) -> Option<usize> {
    #[derive(Deserialize)]
    struct Entries {
        findings: Vec<IgnoredAny>,
    }
    let text = std::str::from_utf8(registry).ok()?;
    let entries: Entries = serde_yaml::from_str(text).ok()?;
    Some(entries.findings.len())
}

#[test]
fn registry() {
    let lake = of_project("configs/campaigns");
    let counted = Cell::new(0_usize);
    run("registry", &registries(), |document| {
        let lab = Lab::new();
        match lab.write("value-findings.yaml", document).take_with(&lake) {
            Ok(bundle) => {
                if let Some(entries) = entries_of(document) {
                    assert_eq!(bundle.findings.len(), entries, "no entry of the registry is lost");
                    counted.set(counted.get() + 1);
                }
                holds_for(bundle);
                Outcome::Accepted
            }
            Err(error) => {
                escaped::is_safe_on_a_terminal(&error.to_string());
                Outcome::Refused
            }
        }
    });
    assert!(counted.get() > 0, "the entries were counted");
}

/// A campaign whose file is the document: it is found, and the finding that cites it stays.
fn campaign_with(file: &str, document: &[u8]) -> (Bundle, Outcome) {
    let lab = Lab::new();
    lab.write("value-findings.yaml", CITING.as_bytes()).write(&format!("campaigns/{CAMPAIGN}/{file}"), document);
    let bundle = lab.take().expect("a broken campaign stops no snapshot");
    assert_eq!(bundle.findings.len(), 1);
    assert_eq!(*bundle.citations.get(CAMPAIGN).expect("the citation"), Citation::Found(CAMPAIGN.to_owned()));
    let is_refused = bundle.problems.iter().any(|problem| matches!(problem.kind, ProblemKind::Unreadable { .. }));
    (bundle, if is_refused { Outcome::Refused } else { Outcome::Accepted })
}

#[test]
fn campaign() {
    let names = ["report_status.json", "verdict.json", "champion_select.json", "config.yaml"];
    let seeds: Vec<_> = names.iter().flat_map(|name| campaign_files(name)).collect();
    run("campaign", &seeds, |document| {
        // Each is read as all of them: which fields it has is the document's own.
        let of_each = names.map(|name| {
            let (bundle, outcome) = campaign_with(name, document);
            holds_for(bundle);
            outcome
        });
        if of_each.contains(&Outcome::Accepted) { Outcome::Accepted } else { Outcome::Refused }
    });
}

#[test]
fn provenance() {
    run("provenance", &campaign_files("provenance.json"), |document| {
        let (bundle, outcome) = campaign_with("provenance.json", document);
        let has_problem = !bundle.problems.is_empty();
        let provenance = bundle.campaigns.get(CAMPAIGN).expect("the campaign").provenance.is_some();
        assert!(provenance || has_problem, "what is not taken is said");
        holds_for(bundle);
        outcome
    });
}

#[test]
fn atlas() {
    let seeds: Vec<Vec<u8>> = campaign_files("atlas.jsonl")
        .into_iter()
        .map(|atlas| atlas.split_inclusive(|byte| *byte == b'\n').take(3).flatten().copied().collect())
        .collect();
    run("atlas", &seeds, |document| {
        let (bundle, _) = campaign_with("atlas.jsonl", document);
        let points = bundle.campaigns.get(CAMPAIGN).expect("the campaign").points.clone();
        let Some(points) = points else {
            assert!(!bundle.problems.is_empty(), "an atlas that is not taken is said");
            holds_for(bundle);
            return Outcome::Refused;
        };
        let lines = String::from_utf8_lossy(document).trim_start_matches('\u{feff}').lines().filter(is_written).count();
        let total = usize::try_from(points.total).expect("a count");
        assert!(total <= lines && points.len() == total.min(MAX_POINTS), "{total} points of {lines} lines");
        assert!(total == lines || !bundle.problems.is_empty(), "a line that is no point is said");
        holds_for(bundle);
        if total > 0 { Outcome::Accepted } else { Outcome::Refused }
    });
}

fn is_written(line: &&str) -> bool {
    !line.trim().is_empty()
}

/// The data of a bundle's document, under the digest that it has.
fn sealed(data: &str) -> String {
    let digest = serde_json::to_string(&Digest::of(data)).expect("JSON");
    format!("{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"digest\":{digest},\"data\":{data}}}\n")
}

#[test]
fn bundle() {
    let bundles = ["healthy", "broken", "portability"].map(|world| {
        let lab = Lab::new();
        lab.write("value-findings.yaml", &seed(&format!("tests/it/testdata/{world}/value-findings.yaml")));
        let campaigns = of_project(&format!("tests/it/testdata/{world}/campaigns"));
        let json = lab.take_with(&campaigns).expect("a snapshot").to_json().expect("JSON");
        let data = &json[json.find("\"data\":").expect("its data") + "\"data\":".len()..];
        data.trim_end().trim_end_matches('}').to_owned() + "}"
    });
    let seeds: Vec<Vec<u8>> = bundles.into_iter().map(String::into_bytes).collect();
    run("bundle", &seeds, |document| {
        let Ok(data) = std::str::from_utf8(document) else { return Outcome::Refused };
        assert!(Bundle::from_json(data).is_err(), "data alone is no bundle");
        match Bundle::from_json(&sealed(data)) {
            Ok(read) => {
                holds_for(read.bundle);
                Outcome::Accepted
            }
            Err(error) => {
                escaped::is_safe_on_a_terminal(&error.to_string());
                Outcome::Refused
            }
        }
    });
}

#[test]
fn query() {
    let lab = Lab::new();
    lab.write("value-findings.yaml", &seed("configs/value-findings.yaml"));
    let bundle = lab.take_with(&of_project("configs/campaigns")).expect("a snapshot");
    let ledger = Ledger::compute(bundle, None, Options::default());
    let seeds = [
        "?view=ledger&hw=GB300&lc=done,in_progress&tier=verdict&flag=ungrounded&q=mtp&sort=-win&finding=%231",
        "view=present&compare=glm51-prefill-pin,%232&hide=rigor,tier&plots=together&keys=off&screen=2&order=value_cost",
        "?q=%E2%80%AE%00%F0%9F%98%80&hw=%2C,GB300%2CB200&baseline=best%2Dtuned&ready=n%2Fa",
    ];
    let seeds: Vec<Vec<u8>> = seeds.iter().map(|seed| seed.as_bytes().to_vec()).collect();
    run("query", &seeds, |document| {
        let query = String::from_utf8_lossy(document);
        let (address, notices) = Address::parse(&query, &ledger);
        let written = address.to_query();
        assert!(written.chars().all(|c| c.is_ascii_graphic()), "an address is plain: {written:?}");
        assert_eq!(Address::parse(&written, &ledger), (address.clone(), Vec::new()), "{written}");
        assert_eq!(Address::parse(&written, &ledger).0.to_query(), written);
        let shown = address.filter.rows(&ledger);
        assert!(shown.is_sorted() && shown.iter().all(|row| *row < ledger.rows.len()));
        let ordered: HashSet<usize> =
            ledger.in_order(address.sort, &address.filter.shown(&ledger)).into_iter().collect();
        assert_eq!(ordered.len(), shown.len(), "no row is lost by an order");
        for notice in notices {
            escaped::is_one_safe_line(&notice.to_string());
        }
        if written.len() > 1 { Outcome::Accepted } else { Outcome::Refused }
    });
}
