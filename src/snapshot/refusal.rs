//! Source snippets with a pointer, for a file that is refused as a whole.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_yaml::{Error, MessageFormatter as _, UserMessageFormatter};

use super::node::At;

/// Lines shown above and below the one that is pointed at.
const AROUND: u32 = 3;

/// Why YAML is refused, with its lines: `name` is what the file is called in the snippet.
pub fn of_yaml(error: &Error, source: &str, name: &str) -> String {
    let message = printable(&UserMessageFormatter.format_message(cause(error)));
    let at = error.location().map(|location| {
        let narrow = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        At { line: narrow(location.line()), column: narrow(location.column()) }
    });
    match at {
        Some(at) => pointing(&message, source, name, at),
        None => format!("error: {message}"),
    }
}

/// The error itself, without where it was used.
fn cause(error: &Error) -> &Error {
    match error.without_snippet() {
        Error::AliasError { error, .. } => cause(error),
        other => other,
    }
}

/// A message that points at a place of the source.
pub fn pointing(message: &str, source: &str, name: &str, at: At) -> String {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let first = at.line.saturating_sub(AROUND).max(1);
    let shown = usize::try_from(at.line.saturating_sub(first).saturating_add(AROUND).saturating_add(1)).unwrap_or(7);
    let skip = usize::try_from(first.saturating_sub(1)).unwrap_or(usize::MAX);
    let lines: Vec<String> = source.lines().skip(skip).take(shown).map(printable).collect();
    let window = lines.join("\n");
    let above = usize::try_from(at.line.saturating_sub(first)).unwrap_or(0);
    let start: usize = lines.iter().take(above).map(|line| line.len().saturating_add(1)).sum();
    let column = usize::try_from(at.column.saturating_sub(1)).unwrap_or(0);
    let line = lines.get(above).map_or("", String::as_str);
    let (offset, width) =
        line.char_indices().nth(column).map_or((line.len(), 0), |(offset, character)| (offset, character.len_utf8()));
    let from = start.saturating_add(offset).min(window.len());
    let to = from.saturating_add(width).min(window.len());
    let snippet = Snippet::source(window.as_str())
        .path(name)
        .line_start(usize::try_from(first).unwrap_or(1))
        .fold(false)
        .annotation(AnnotationKind::Primary.span(from..to).label("here"));
    Renderer::plain().render(&[Level::ERROR.primary_title(message).element(snippet)])
}

/// The text with control characters spelled out: it may end up on a terminal.
fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => printable.push(' '),
            control if control.is_control() => printable.extend(control.escape_default()),
            other => printable.push(other),
        }
    }
    printable
}
