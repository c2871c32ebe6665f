//! What `value_view` writes, in every format, of healthy, broken, exhausted, empty and hostile registries.

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};

use crate::command::{Ran, World};

fn document(world: &str, format: &str) -> String {
    let Ran { code, stdout, stderr } = World::of(world).run(&["value_view", "--format", format]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    stdout
}

macro_rules! documents {
    ($($test:ident: $world:literal as $format:literal;)*) => {
        $(#[test] fn $test() {
            insta::assert_snapshot!(document($world, $format));
        })*
    };
}

documents! {
    healthy_table: "healthy" as "table";
    healthy_report: "healthy" as "report";
    healthy_json: "healthy" as "json";
    healthy_csv: "healthy" as "csv";
    broken_table: "broken" as "table";
    broken_report: "broken" as "report";
    broken_json: "broken" as "json";
    broken_csv: "broken" as "csv";
    exhausted_table: "exhausted" as "table";
    exhausted_report: "exhausted" as "report";
    empty_table: "empty" as "table";
    empty_report: "empty" as "report";
    empty_json: "empty" as "json";
    empty_csv: "empty" as "csv";
    hostile_table: "hostile" as "table";
    hostile_report: "hostile" as "report";
    hostile_json: "hostile" as "json";
    hostile_csv: "hostile" as "csv";
}

#[test]
fn no_document_holds_a_control_character() {
    for format in ["table", "report", "json", "csv"] {
        let text = document("hostile", format);
        // The one tab is a cell's own, and a cell that starts with it has its apostrophe.
        let raw = |c: char| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || c == '\u{202e}';
        assert!(!text.contains(raw), "{format}");
    }
}

#[test]
fn the_json_of_hostile_words_reads_back_as_they_were_written() {
    let json: serde_json::Value = serde_json::from_str(&document("hostile", "json")).expect("JSON");
    assert_eq!(json["findings"][0]["hardware"], serde_json::json!(["GB300"]));
    assert_eq!(json["findings"][1]["deploy_readiness"], "\u{1b}[2J");
    assert_eq!(
        json["frontier"]["active"][0]["next_lever"].as_str().map(|lever| lever.starts_with("@team")),
        Some(true)
    );
}

#[test]
fn a_rate_on_the_command_line_replaces_every_other() {
    let ran = World::of("healthy").run(&["value_view", "--format", "report", "--gpu-hr", "3.60"]);
    assert!(ran.stdout.contains("saved per 1M output tokens at \\$3.60/GPU-hour (--gpu-hr)"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("default rate"));
}

#[test]
fn the_title_is_text_as_well() {
    let ran = World::of("empty").run(&["value_view", "--title", "Q4 <b>| wins\n# x"]);
    assert!(ran.stdout.starts_with("# Q4 \\<b>\\| wins \\# x\n"), "{}", ran.stdout);
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let world = World::of("broken");
    for format in ["table", "report", "json", "csv"] {
        let run = || world.run(&["value_view", "--format", format]).stdout;
        assert_eq!(run(), run());
    }
}

/// The known issue's own address, and the one that the policy makes of repository and commit.
const EXPECTED: [&str; 2] =
    ["https://issues.example.com/1?a=1&b=2", "https://git.example.com/%60repo%60/commit/%40commit"];

#[test]
fn hostile_words_make_no_markup_of_their_own() {
    for (format, tables) in [("table", 3), ("report", 0)] {
        let text = document("hostile", format);
        let mut options = Options::default();
        options.extension.table = true;
        options.extension.autolink = true;
        options.extension.strikethrough = true;
        options.extension.math_dollars = true;
        let arena = Arena::new();
        let mut found = 0;
        for node in parse_document(&arena, &text, &options).descendants() {
            match &node.data.borrow().value {
                NodeValue::Table(_) => found += 1,
                NodeValue::HtmlInline(html) => assert_eq!(html, "<br>"),
                NodeValue::Link(link) => assert!(EXPECTED.contains(&link.url.as_str()), "{}", link.url),
                NodeValue::HtmlBlock(_)
                | NodeValue::CodeBlock(_)
                | NodeValue::Image(_)
                | NodeValue::Emph
                | NodeValue::Strikethrough
                | NodeValue::ThematicBreak
                | NodeValue::Math(_) => panic!("{:?} in the {format}", node.data.borrow().value),
                _ => {}
            }
        }
        assert_eq!(found, tables, "{format}");
    }
}
