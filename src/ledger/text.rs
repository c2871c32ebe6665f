//! Free text of registry and lake: when it says something, and several texts as one phrase.

use std::fmt::Display;

/// What a text says, trimmed; none where it is absent, blank or `unknown` (any case).
pub fn said(text: Option<&str>) -> Option<&str> {
    text.map(trimmed).filter(|text| !text.is_empty() && !text.eq_ignore_ascii_case("unknown"))
}

/// A text without the white space around it, which most have none of.
pub fn trimmed(text: &str) -> &str {
    let is_ink = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    if is_ink(bytes.first()) && is_ink(bytes.last()) { text } else { text.trim() }
}

/// The items as one phrase: `a`, `a and b`, `a, b and c`.
pub fn listed<T: Display>(items: impl IntoIterator<Item = T>) -> String {
    let mut items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    let Some(last) = items.pop() else { return String::new() };
    if items.is_empty() { last } else { format!("{} and {last}", items.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_and_unknown_say_nothing() {
        assert_eq!(said(Some(" TP=1 champion ")), Some("TP=1 champion"));
        assert_eq!(said(Some("unknown backend")), Some("unknown backend"));
        for nothing in [None, Some(""), Some(" \t"), Some("Unknown"), Some(" unknown ")] {
            assert_eq!(said(nothing), None);
        }
    }

    #[test]
    fn white_space_of_any_script_goes_at_both_ends() {
        for text in ["", " ", "a", "a b", " a", "a ", "\u{3000}a", "a\u{a0}", "\u{e9}", "\u{85}\u{e9}\t"] {
            assert_eq!(trimmed(text), text.trim());
        }
    }

    #[test]
    fn a_list_reads_as_a_phrase() {
        assert_eq!(listed::<&str>([]), "");
        assert_eq!(listed(["a"]), "a");
        assert_eq!(listed(["a", "b"]), "a and b");
        assert_eq!(listed(["a", "b", "c"]), "a, b and c");
    }
}
