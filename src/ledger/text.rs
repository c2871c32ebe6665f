//! Free text of registry and lake: when it says something, and several texts as one phrase.

use std::fmt::Display;

/// What a text says, trimmed; none where it is absent, blank or `unknown` (any case).
pub fn said(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty() && !text.eq_ignore_ascii_case("unknown"))
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
    fn a_list_reads_as_a_phrase() {
        assert_eq!(listed::<&str>([]), "");
        assert_eq!(listed(["a"]), "a");
        assert_eq!(listed(["a", "b"]), "a and b");
        assert_eq!(listed(["a", "b", "c"]), "a, b and c");
    }
}
