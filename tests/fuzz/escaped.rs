//! What no document may hold, whatever the words are that it is made of.

use std::cell::RefCell;
use std::sync::Arc;

use comrak::nodes::NodeValue;
use comrak::{Arena, parse_document};
use lol_html::{RewriteStrSettings, element, rewrite_str, text};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

use value_ledger::ledger::Ledger;
use value_ledger::report::{
    Annotations, Format, MatrixFormat, Medium, Presentation, annotate, render, render_portability,
};
use value_ledger::ui::{Around, prerender};

const TITLE: &str = "Title";

/// Writes the ledger in every format and looks at each.
pub fn in_every_document(ledger: &Arc<Ledger>) {
    let rows = ledger.rows.len();
    let as_format = |format, medium| {
        let presentation = Presentation { format, title: TITLE.to_owned(), medium };
        render(ledger, &presentation).expect("a document")
    };
    let matrix = |format, medium| render_portability(ledger, format, TITLE, medium).expect("a matrix");
    let flags = |annotations| annotate(ledger, annotations, "value-findings.yaml").expect("annotations");
    let terminal = Medium::Terminal { width: 80 };
    for text in [
        as_format(Format::Table, Medium::Text),
        as_format(Format::Report, Medium::Text),
        matrix(MatrixFormat::Table, Medium::Text),
    ] {
        markdown(&text);
    }
    for text in
        [as_format(Format::Table, terminal), as_format(Format::Report, terminal), matrix(MatrixFormat::Table, terminal)]
    {
        is_safe_on_a_terminal(&without_styles(&text));
    }
    let written = json(&as_format(Format::Json, Medium::Text));
    assert_eq!(written["findings"].as_array().map(Vec::len), Some(rows), "JSON has every row");
    json(&matrix(MatrixFormat::Json, Medium::Text));
    json(&flags(Annotations::Sarif));
    assert_eq!(csv(&as_format(Format::Csv, Medium::Text)), rows, "CSV has every row");
    csv(&matrix(MatrixFormat::Csv, Medium::Text));
    workflow_commands(&flags(Annotations::Github));
    xml(&flags(Annotations::Junit));
    html(&prerender(Arc::clone(ledger), Around::Nothing));
}

/// No control character but the end of a line, and nothing that changes the order in which a line reads.
pub fn is_safe_on_a_terminal(text: &str) {
    let misleads = |c: &char| (c.is_control() && *c != '\n') || is_reordering(*c);
    assert_eq!(text.chars().find(misleads), None, "{text:?}");
}

pub fn is_one_safe_line(text: &str) {
    assert!(!text.contains(|c: char| c.is_control() || is_reordering(c)), "{text:?}");
}

fn is_reordering(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The text without the styles that the command itself may set: those that end in `m`.
fn without_styles(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        plain.push_str(rest.strip_prefix('m').unwrap_or_else(|| panic!("no style: {part:?}")));
    }
    plain
}

fn markdown(text: &str) {
    is_safe_on_a_terminal(text);
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    options.extension.math_dollars = true;
    let arena = Arena::new();
    for node in parse_document(&arena, text, &options).descendants() {
        match &node.data.borrow().value {
            NodeValue::HtmlInline(html) => assert_eq!(html, "<br>"),
            NodeValue::Link(link) => assert!(link.url.starts_with("https://"), "{}", link.url),
            other @ (NodeValue::HtmlBlock(_)
            | NodeValue::CodeBlock(_)
            | NodeValue::Image(_)
            | NodeValue::Emph
            | NodeValue::Strikethrough
            | NodeValue::ThematicBreak
            | NodeValue::Math(_)) => panic!("{other:?} in {text}"),
            _ => {}
        }
    }
}

fn json(text: &str) -> Value {
    is_safe_on_a_terminal(text);
    serde_json::from_str(text).expect("JSON")
}

/// How many records there are.
fn csv(text: &str) -> usize {
    let mut records = 0;
    for record in csv::Reader::from_reader(text.as_bytes()).records() {
        records += 1;
        for cell in &record.expect("a record, as long as the first") {
            let is_figure = cell.parse::<f64>().is_ok_and(f64::is_finite);
            assert!(is_figure || !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "a formula: {cell:?}");
            let misleads = |c: char| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || is_reordering(c);
            assert!(!cell.contains(misleads), "{cell:?}");
        }
    }
    records
}

/// Each line is one command of the runner, so no word of the registry can be one.
fn workflow_commands(text: &str) {
    for line in text.split_terminator('\n') {
        let ours = ["::error file=", "::warning file=", "::notice file="];
        assert!(ours.iter().any(|start| line.starts_with(start)) && !line.contains('\r'), "{line:?}");
        is_one_safe_line(&line.replace('\t', " "));
    }
}

fn xml(text: &str) {
    let is_allowed =
        |c: char| matches!(c, '\t' | '\n' | '\r') || (!c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    assert!(text.chars().all(is_allowed), "XML has no such character");
    let mut reader = Reader::from_str(text);
    let known: [&[u8]; 5] = [b"testsuites", b"testsuite", b"testcase", b"failure", b"skipped"];
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(element) | Event::Empty(element) => {
                let name = element.name().as_ref().to_vec();
                assert!(
                    known.contains(&name.as_slice()) || name == b"system-out",
                    "{}",
                    String::from_utf8_lossy(&name)
                );
                for attribute in element.attributes() {
                    attribute.expect("an attribute");
                }
            }
            Event::Eof => return,
            _ => {}
        }
    }
}

/// Nothing that a reader would not see, or that reorders what is read.
fn is_plain(words: &str) {
    is_safe_on_a_terminal(&words.replace(['\r', '\t'], " "));
}

/// Nothing that runs, loads or leads anywhere but over https or into the page itself.
fn html(text: &str) {
    let complaints = RefCell::new(Vec::new());
    let look = element!("*", |element| {
        let name = element.tag_name();
        let is_foreign = ["script", "iframe", "img", "object", "embed", "base", "meta", "link", "style", "form"];
        if is_foreign.contains(&name.as_str()) {
            complaints.borrow_mut().push(name);
        }
        for attribute in element.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            let is_safe =
                |value: &str| ["https://", "#", "?", "data:image/svg+xml"].iter().any(|start| value.starts_with(start));
            if matches!(name.as_str(), "title" | "aria-label") {
                is_plain(&value);
            }
            let is_link = matches!(name.as_str(), "href" | "src" | "action" | "xlink:href");
            if name.starts_with("on") || name == "srcdoc" || (is_link && !value.is_empty() && !is_safe(&value)) {
                complaints.borrow_mut().push(format!("{name}={value}"));
            }
        }
        Ok(())
    });
    let words = text!("*", |words| {
        is_plain(words.as_str());
        Ok(())
    });
    let settings = RewriteStrSettings::new().append_element_content_handler(look).append_element_content_handler(words);
    rewrite_str(text, settings).expect("HTML");
    assert_eq!(complaints.into_inner(), Vec::<String>::new());
}
