//! Workflow commands of GitHub Actions, a line a flag: the runner shows each beside its line of the registry.

use crate::bundle::Severity;
use crate::ledger::printable;
use crate::ledger::{Flag, Ledger};

use super::annotation::Annotation;

/// `registry` is the path of the registry, as the runner knows it.
pub fn write(ledger: &Ledger, registry: &str) -> String {
    Annotation::all(ledger).map(|annotation| command(annotation, registry)).collect()
}

fn command(annotation: Annotation<'_>, registry: &str) -> String {
    let flag = annotation.flag;
    let column = flag.column.map(|column| format!(",col={column}")).unwrap_or_default();
    format!(
        "::{} file={},line={}{column},title={}::{}\n",
        name(flag),
        property(registry),
        annotation.line(),
        property(flag.code),
        data(&annotation.message())
    )
}

/// A waived flag fails nothing, so it is a notice whatever its severity.
fn name(flag: &Flag) -> &'static str {
    match flag.severity {
        Severity::Error if !flag.waived => "error",
        Severity::Warning if !flag.waived => "warning",
        _ => "notice",
    }
}

/// As the runner unescapes what stands behind the second `::`.
fn data(text: &str) -> String {
    printable::lines(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// As the runner unescapes a property, which a comma or a colon would end.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_property_or_a_line() {
        assert_eq!(property("a,b:c%0A\r\nd\u{1b}"), "a%2Cb%3Cc".replace("%3C", "%3A") + "%250A%0D%0Ad\u{FFFD}");
        assert_eq!(data("100 %: a, b"), "100 %25: a, b");
    }
}
