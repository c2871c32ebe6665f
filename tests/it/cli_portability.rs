//! What `portability_view` writes, and what is refused.

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};

use crate::command::{Ran, World, ran};

fn document(world: &str, format: &str) -> String {
    let Ran { code, stdout, stderr } = World::of(world).run(&["portability_view", "--format", format]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    stdout
}

#[test]
fn as_markdown() {
    insta::assert_snapshot!(document("portability", "table"));
}

#[test]
fn as_json() {
    insta::assert_snapshot!(document("portability", "json"));
}

#[test]
fn as_csv() {
    insta::assert_snapshot!(document("portability", "csv"));
}

#[test]
fn a_registry_without_a_model_says_what_to_write() {
    for (world, findings) in [("empty", 0), ("healthy", 4)] {
        let text = document(world, "table");
        assert!(text.contains("No finding names a model: write the models in validated_on"), "{text}");
        assert!(text.contains(&format!("{findings} without a model")), "{text}");
        assert_eq!(document(world, "csv").lines().count(), findings.max(1) + 1, "the stamp has a row to itself");
    }
}

#[test]
fn two_thousand_findings_that_name_a_model_each_stay_small_and_the_document_says_what_it_leaves_out() {
    let world = World::of("portability");
    let finding = |number: usize| {
        format!("  - {{id: f{number}, title: Finding {number}, hardware: GB300, candidate_on: [model {number}]}}\n")
    };
    world.write("value-findings.yaml", &format!("findings:\n{}", (1..=2000).map(finding).collect::<String>()));
    let run = |format: &str| world.run(&["portability_view", "--format", format]).stdout;
    assert_eq!(run("csv").lines().count(), 2001);
    let json: serde_json::Value = serde_json::from_str(&run("json")).expect("JSON");
    assert!(
        json["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .all(|one| one["models"].as_array().is_some_and(|models| models.len() == 1))
    );
    assert_eq!(json["counts"][0]["untested"], 2000 * 1999);
    let table = run("table");
    let heading = table.lines().find(|line| line.starts_with("| Finding")).expect("a matrix");
    assert!(heading.contains("model 40 |") && !heading.contains("model 41"), "{heading}");
    assert!(table.contains("And 1960 models more: "));
    assert!(table.contains("### model 2000 (1 to try)"), "each is there to be tried");
}

#[test]
fn a_finding_lists_the_models_that_it_names_and_the_rest_is_counted_as_untested() {
    let json: serde_json::Value = serde_json::from_str(&document("portability", "json")).expect("JSON");
    let models: Vec<&str> = json["models"].as_array().expect("models").iter().map(name).collect();
    assert_eq!(models.len(), 5);
    let findings = json["findings"].as_array().expect("findings");
    for finding in findings {
        let pairs: Vec<&str> = finding["models"].as_array().expect("pairs").iter().map(name).collect();
        let listed: Vec<&str> = models.iter().copied().filter(|model| pairs.contains(model)).collect();
        assert!(!pairs.is_empty() && pairs == listed, "{}: each once, in the order of the models", finding["key"]);
        assert!(finding["models"].as_array().expect("pairs").iter().all(|pair| pair["state"] != json["not_listed"]));
    }
    let states = ["validated_proven", "validated_unproven", "candidate", "refuted", "untested"];
    let counts = json["counts"].as_array().expect("counts").iter();
    let counted: u64 = counts.flat_map(|count| states.map(|state| count[state].as_u64().expect("a count"))).sum();
    assert_eq!(counted, u64::try_from(findings.len() * models.len()).expect("few"));
    assert_eq!(json["without_model"], serde_json::json!(["router"]));
}

fn name(entry: &serde_json::Value) -> &str {
    entry["model"].as_str().expect("a name")
}

#[test]
fn names_of_models_make_no_markup_and_no_formula() {
    let markdown = document("portability", "table");
    let mut options = Options::default();
    options.extension.table = true;
    let arena = Arena::new();
    let mut columns = Vec::new();
    for node in parse_document(&arena, &markdown, &options).descendants() {
        match &node.data.borrow().value {
            NodeValue::Table(table) => columns.push(table.num_columns),
            NodeValue::HtmlInline(html) => assert_eq!(html, "<br>"),
            NodeValue::HtmlBlock(_) | NodeValue::Link(_) => panic!("{:?}", node.data.borrow().value),
            _ => {}
        }
    }
    assert_eq!(columns, [10, 6], "the matrix has five columns and one a model");
    assert!(!markdown.contains('\u{1b}'));
    let csv = document("portability", "csv");
    assert!(csv.contains("'=HYPERLINK") && !csv.contains(",\"=HYPERLINK") && !csv.contains('\u{1b}'), "{csv}");
}

#[test]
fn example_data_says_so_in_every_format() {
    let world = World::of("portability");
    world.write("value-findings.yaml", &format!("example: true\n{}", world.read("value-findings.yaml")));
    let run = |format: &str| world.run(&["portability_view", "--format", format]).stdout;
    assert!(run("table").contains("> **EXAMPLE DATA.**"));
    assert!(run("json").contains("\"example\": true"));
    assert!(run("csv").lines().skip(1).all(|line| line.contains(",true,") && line.contains(",2026-11-02T00:00:00Z,")));
}

#[test]
fn it_is_written_to_a_file_and_nothing_is_printed() {
    let world = World::of("portability");
    let ran = world.run(&["portability_view", "--title", "Models <b>", "--out", "models.md"]);
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (Some(0), "", ""));
    assert!(world.read("models.md").starts_with("# Models \\<b>\n"));
}

#[test]
fn a_registry_that_is_not_there_is_an_error() {
    let ran = ran(&mut World::bare().command(["portability_view"]));
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
}
