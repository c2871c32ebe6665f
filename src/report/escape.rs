//! Words as Markdown that renders as these words. What it must stand is tested in [`super::markdown`], against GitHub's
//! own reading.

use std::borrow::Cow;

use super::text::{is_one_line, one_line};

/// Keeps a mention, an issue reference or an emoji name from being one. It is not seen.
pub const APART: char = '\u{200B}';

/// Words as Markdown that renders as these words, on one line.
pub fn escape(words: &str) -> Cow<'_, str> {
    if is_one_line(words) && is_ordinary(words) {
        return Cow::Borrowed(words);
    }
    let words: Vec<char> = one_line(words).chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| words.get(index)).copied();
    let mut text = String::with_capacity(words.len());
    for (index, c) in words.iter().copied().enumerate() {
        let before = at(index.checked_sub(1));
        let after = at(index.checked_add(1));
        if needs_backslash(c, before, after, &text) {
            text.push('\\');
        }
        text.push(c);
        let rest = words.get(index.saturating_add(1)..).unwrap_or_default();
        if needs_gap(c, rest) {
            text.push(APART);
        }
    }
    Cow::Owned(text)
}

/// Whether nothing in it can need a backslash or a gap, as in most words.
fn is_ordinary(words: &str) -> bool {
    const MARKS: &[char] = &['\\', '`', '*', '[', ']', '<', '|', '~', '$', '_', '&', '#', '@'];
    let holds_mark = words.bytes().any(|byte| MARKS.contains(&char::from(byte)));
    let may_be_address = [":/", "w.", "W."].iter().any(|part| words.contains(part));
    !holds_mark && !may_be_address && words.bytes().filter(|byte| *byte == b':').count() < 2
}

fn needs_backslash(c: char, before: Option<char>, after: Option<char>, written: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '$' => true,
        // Inside a word an underscore is one: `max_num_seqs` stays as readable as it is.
        '_' => !(is_word(before) && is_word(after)),
        '&' => is_word(after) || after == Some('#'),
        '#' => !is_word(before),
        // An address that is not meant as a link does not become one.
        '/' => written.ends_with(':'),
        '.' => written.len() >= 3 && written.get(written.len().saturating_sub(3)..).is_some_and(is_www),
        _ => false,
    }
}

fn is_www(text: &str) -> bool {
    text.eq_ignore_ascii_case("www")
}

fn needs_gap(c: char, rest: &[char]) -> bool {
    let next = rest.first().copied();
    match c {
        '@' => next.is_some_and(|next| next != ' '),
        '#' => next.is_some_and(|next| next.is_ascii_digit()),
        ':' => {
            let name = rest.iter().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-')).count();
            // Names such as 100 are emoji, the minutes of a time are none.
            let is_name = name > 2 || rest.iter().take(name).any(char::is_ascii_alphabetic);
            is_name && rest.get(name) == Some(&':')
        }
        _ => false,
    }
}

/// Where a line wants a backslash so that it does not start a quotation, a list or a rule; what would be one anywhere is
/// escaped already.
pub fn escape_in_start(line: &str) -> Option<usize> {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    if line.starts_with(['>', '=']) || line.starts_with("--") || line.strip_prefix(['+', '-']).is_some_and(ends) {
        return Some(0);
    }
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len().saturating_sub(rest.len());
    (digits > 0 && rest.strip_prefix(['.', ')']).is_some_and(ends)).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_words_stay_readable() {
        for words in [
            "1.5x output tok/s/GPU (200 to 300) at c=64",
            "at 08:15:00Z",
            "max_num_seqs=512, +12 %",
            "a -> b",
            "vLLM 0.22",
        ] {
            assert_eq!(escape(words), words);
        }
    }

    #[test]
    fn a_line_never_starts_a_block() {
        for (words, wanted) in [
            ("- a", "\\- a"),
            ("12. a", "12\\. a"),
            ("1)", "1\\)"),
            ("# a", "\\# a"),
            ("> a", "\\> a"),
            ("---", "\\---"),
            ("1.5x", "1.5x"),
            ("+12 %", "+12 %"),
        ] {
            let mut line = escape(words).into_owned();
            if let Some(at) = escape_in_start(&line) {
                line.insert(at, '\\');
            }
            assert_eq!(line, wanted);
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest::proptest! {
        #[test]
        fn ordinary_words_need_nothing(words in "[-a-zA-Z0-9 .,:;/(){}'\"\\\\`*|~$_&#@wW\\[\\]<>é]{0,10}") {
            if is_ordinary(&words) {
                let words: Vec<char> = words.chars().collect();
                for (index, c) in words.iter().copied().enumerate() {
                    let before: String = words[..index].iter().collect();
                    let after = words.get(index + 1).copied();
                    proptest::prop_assert!(!needs_backslash(c, before.chars().last(), after, &before));
                    proptest::prop_assert!(!needs_gap(c, &words[index + 1..]));
                }
            }
        }
    }

    #[test]
    fn mentions_and_references_are_none() {
        let seen: String = escape("ask @team about #12").chars().filter(|c| *c != APART).collect();
        assert_eq!(seen, "ask @team about \\#12");
        // A mail address may end in anything, also in a domain that is none.
        assert!(escape("c@.www").contains(APART));
        assert!(escape("@team").contains(APART) && escape("#12").contains(APART) && escape(":tada:").contains(APART));
    }
}
