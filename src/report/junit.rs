//! JUnit XML: a test case a finding, which fails while an error stands on it. What was accepted skips the case, or is in
//! its output with the warnings.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::bundle::Severity;
use crate::ledger::printable::{one_line, xml};
use crate::ledger::{Flag, Ledger};

use super::annotation::{Annotation, WHOLE, waiver};

/// A finding, or the ledger as a whole.
struct Case<'a> {
    key: &'a str,
    lifecycle: &'static str,
    line: u32,
    flags: &'a [Flag],
}

/// What readers of JUnit XML make of a case.
#[derive(PartialEq, Eq)]
enum Outcome {
    Failed,
    Skipped,
    Passed,
}

impl<'a> Case<'a> {
    fn all(ledger: &'a Ledger) -> Vec<Self> {
        let of_rows = ledger.rows.iter().map(|row| Case {
            key: &row.key,
            lifecycle: row.lifecycle.name(),
            line: row.finding.line,
            flags: &row.flags,
        });
        let whole = Case { key: WHOLE, lifecycle: WHOLE, line: 1, flags: &ledger.flags };
        of_rows.chain((!ledger.flags.is_empty()).then_some(whole)).collect()
    }

    fn outcome(&self) -> Outcome {
        if self.flags.iter().any(Flag::stands) {
            Outcome::Failed
        } else if self.flags.iter().any(|flag| flag.waived && flag.severity == Severity::Error) {
            Outcome::Skipped
        } else {
            Outcome::Passed
        }
    }

    fn lines(&self, of: impl Fn(&Flag) -> bool) -> String {
        let flags = self.flags.iter().filter(|flag| of(flag));
        flags.map(|flag| line(Annotation { key: self.key, flag })).collect()
    }
}

fn line(annotation: Annotation<'_>) -> String {
    let Annotation { flag, .. } = annotation;
    let place = flag.line.map(|line| format!(", line {line}")).unwrap_or_default();
    format!("{} {}{place}: {}\n", flag.severity.name(), flag.code, annotation.message())
}

/// `registry` is the path of the registry.
///
/// # Errors
/// When the XML cannot be written, which memory does not refuse.
pub fn write(ledger: &Ledger, registry: &str) -> io::Result<String> {
    let cases = Case::all(ledger);
    let count = |outcome: &Outcome| cases.iter().filter(|case| case.outcome() == *outcome).count().to_string();
    let counts = [
        ("tests", cases.len().to_string()),
        ("failures", count(&Outcome::Failed)),
        ("errors", "0".to_owned()),
        ("skipped", count(&Outcome::Skipped)),
    ];
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer
        .write_event(Event::Start(element("testsuites", counts.iter().map(|(name, value)| (*name, value.as_str())))))?;
    let time = ledger.facts.taken_at.to_string();
    let suite = [("name", "value-ledger"), ("timestamp", time.as_str())];
    let counts = counts.iter().map(|(name, value)| (*name, value.as_str()));
    writer.write_event(Event::Start(element("testsuite", suite.into_iter().chain(counts))))?;
    for entry in &cases {
        case(&mut writer, entry, registry)?;
    }
    writer.write_event(Event::End(BytesEnd::new("testsuite")))?;
    writer.write_event(Event::End(BytesEnd::new("testsuites")))?;
    let mut text = String::from_utf8_lossy(&writer.into_inner()).into_owned();
    text.push('\n');
    Ok(text)
}

fn case(writer: &mut Writer<Vec<u8>>, case: &Case<'_>, registry: &str) -> io::Result<()> {
    let class = format!("value-ledger.{}", case.lifecycle);
    let at = case.line.to_string();
    let attributes = [("name", case.key), ("classname", &class), ("file", registry), ("line", &at)];
    writer.write_event(Event::Start(element("testcase", attributes)))?;
    match case.outcome() {
        Outcome::Failed => failure(writer, case)?,
        Outcome::Skipped => {
            let accepted = case.flags.iter().filter(|flag| flag.severity == Severity::Error);
            let reasons: Vec<String> =
                accepted.filter_map(|flag| Some(format!("{}: {}", flag.code, waiver(flag)?))).collect();
            writer.write_event(Event::Empty(element("skipped", [("message", reasons.join("; ").as_str())])))?;
        }
        Outcome::Passed => {}
    }
    let others = case.lines(|flag| !flag.stands());
    if !others.is_empty() {
        text(writer, element("system-out", []), &others)?;
    }
    writer.write_event(Event::End(BytesEnd::new("testcase")))
}

/// One for all errors of the case: many readers take no more than the first.
fn failure(writer: &mut Writer<Vec<u8>>, case: &Case<'_>) -> io::Result<()> {
    let mut codes: Vec<&str> = case.flags.iter().filter(|flag| flag.stands()).map(|flag| flag.code).collect();
    codes.dedup();
    let (kind, message) = (codes.first().copied().unwrap_or_default(), codes.join(", "));
    let start = element("failure", [("type", kind), ("message", message.as_str())]);
    text(writer, start, &case.lines(Flag::stands))
}

fn text(writer: &mut Writer<Vec<u8>>, start: BytesStart<'_>, content: &str) -> io::Result<()> {
    let end = start.to_end().into_owned();
    writer.write_event(Event::Start(start))?;
    writer.write_event(Event::Text(BytesText::new(&xml(content))))?;
    writer.write_event(Event::End(end))
}

fn element<'a>(name: &'static str, attributes: impl IntoIterator<Item = (&'a str, &'a str)>) -> BytesStart<'static> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((name, xml(&one_line(value)).as_str()));
    }
    start
}
