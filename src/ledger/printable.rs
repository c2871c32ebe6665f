//! Makes the registry's words safe to print anywhere: no control character and no invisible reordering gets through.

/// What stands for a character that is not printed.
pub const REPLACEMENT: char = '\u{FFFD}';

/// The text on one line: runs of white space become one space, and what a terminal or a reader could be misled by
/// becomes [`REPLACEMENT`].
pub fn one_line(text: &str) -> String {
    if is_one_line(text) {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            line.push(printable(c));
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line
}

/// Whether an ASCII text, as most are, is printable and on one line as it is.
pub fn is_one_line(text: &str) -> bool {
    // To the end, whatever is found on the way: then many bytes are looked at by one instruction.
    let printable = text.bytes().fold(true, |all, byte| all & matches!(byte, b' '..=b'~'));
    let pairs = text.bytes().zip(text.bytes().skip(1));
    printable && !pairs.fold(false, |any, (one, next)| any | (one == b' ' && next == b' '))
}

/// The text with its lines and tabs, and [`REPLACEMENT`] for every other control character and what reorders a line.
pub fn lines(text: &str) -> String {
    text.chars().map(|c| if is_layout(c) { c } else { printable(c) }).collect()
}

/// Whether [`lines`] leaves a text as it is.
pub fn is_lines(text: &str) -> bool {
    text.chars().all(|c| is_layout(c) || printable(c) == c)
}

fn is_layout(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t')
}

/// XML has no control characters but white space, not even escaped, and neither of two that are no characters.
pub fn xml(text: &str) -> String {
    let is_allowed = |c: char| !matches!(c, '\u{FFFE}' | '\u{FFFF}') && (!c.is_control() || matches!(c, '\n' | '\t'));
    text.chars().map(|c| if is_allowed(c) { c } else { REPLACEMENT }).collect()
}

fn printable(c: char) -> char {
    if c.is_control() || reorders(c) { REPLACEMENT } else { c }
}

/// The controls of bidirectional text that make a line read in another order than it is stored. Its marks, which words of
/// Hebrew and Arabic need beside a number, stay.
fn reorders(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_becomes_single_spaces() {
        assert_eq!(one_line("a\n  b\tc\u{2028}d\r\n"), "a b c d ");
    }

    #[test]
    fn escapes_and_reordering_never_get_through() {
        assert_eq!(one_line("\u{1b}[31mred\u{9b}0m\u{7f}\u{202e}"), "\u{FFFD}[31mred\u{FFFD}0m\u{FFFD}\u{FFFD}");
        assert_eq!(lines("a\tb\r\nc\u{1b}c\0"), "a\tb\r\nc\u{FFFD}c\u{FFFD}");
    }

    #[test]
    fn a_text_is_taken_as_it_is_only_where_nothing_would_be_replaced() {
        for text in ["", "a b~", "a\tb\r\nc", "a \u{b7} \u{d7}", "\u{202e}", "a\u{1b}", "\u{7f}", "\u{e9}\0", "\u{9b}"]
        {
            assert_eq!(is_lines(text), lines(text) == text, "{text:?}");
        }
    }

    #[test]
    fn xml_gets_no_character_that_it_does_not_have() {
        assert_eq!(xml("a\tb\nc\r\u{1b}[0m\0\u{fffe}\u{ffff}"), "a\tb\nc\u{FFFD}\u{FFFD}[0m\u{FFFD}\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn a_line_is_taken_as_it_is_only_where_nothing_would_be_replaced() {
        for (text, is_line) in [("", true), ("a b~", true), ("a  b", false), ("a\tb", false), ("a\u{7f}", false)] {
            assert_eq!((is_one_line(text), one_line(text) == text), (is_line, is_line), "{text:?}");
        }
    }
}
