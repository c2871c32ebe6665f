//! Words as Markdown that renders as these words. What it must stand is tested in [`super::markdown`], against GitHub's
//! own reading.

use std::borrow::Cow;

use super::text::{is_one_line, one_line};

/// Keeps a mention, an issue reference or an emoji name from being one. It is not seen.
pub const APART: char = '\u{200B}';
/// For so many bytes more than the words have there is room at once.
const ROOM: usize = 16;

/// Words as Markdown that renders as these words, on one line.
pub fn escape(words: &str) -> Cow<'_, str> {
    if is_one_line(words) && is_ordinary(words) {
        return Cow::Borrowed(words);
    }
    let words = one_line(words);
    let mut text = String::with_capacity(words.len().saturating_add(ROOM));
    let mut rest = words.as_str();
    while let Some((plain, c, behind)) = to_look_at(rest) {
        text.push_str(plain);
        if needs_backslash(c, text.chars().next_back(), behind.chars().next(), &text) {
            text.push('\\');
        }
        text.push(c);
        if needs_gap(c, behind) {
            text.push(APART);
        }
        rest = behind;
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// A backslash or a gap may be needed here.
const MARK: u8 = 1;
const COLON: u8 = 1 << 1;
/// Behind a colon it may be an address.
const SLASH: u8 = COLON << 1;
const W: u8 = 1 << 3;
/// Behind a w it may be an address.
const DOT: u8 = W << 1;

/// What each byte may be a part of. One look at a table is quicker than as many comparisons as there are marks.
static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0_u8;
    let mut rest: &mut [u8] = &mut kinds;
    while let Some((first, more)) = rest.split_first_mut() {
        *first = kind(byte);
        byte = byte.wrapping_add(1);
        rest = more;
    }
    kinds
};

const fn kind(byte: u8) -> u8 {
    match byte {
        b'\\' | b'`' | b'*' | b'[' | b']' | b'<' | b'|' | b'~' | b'$' | b'_' | b'&' | b'#' | b'@' => MARK,
        b':' => COLON,
        b'/' => SLASH,
        b'w' | b'W' => W,
        b'.' => DOT,
        _ => 0,
    }
}

fn kind_of(byte: u8) -> u8 {
    KINDS.get(usize::from(byte)).copied().unwrap_or(MARK)
}

/// The first character that may need something, all of which are ASCII, with what stands before it and behind it.
fn to_look_at(words: &str) -> Option<(&str, char, &str)> {
    let at = words.bytes().position(|byte| kind_of(byte) & !W != 0)?;
    let (plain, rest) = words.split_at_checked(at)?;
    let mut rest = rest.chars();
    Some((plain, rest.next()?, rest.as_str()))
}

/// Whether nothing in it can need a backslash or a gap, as in most words.
fn is_ordinary(words: &str) -> bool {
    let (mut before, mut found, mut colons) = (0, 0, 0_usize);
    for byte in words.bytes() {
        let kind = kind_of(byte);
        found |= (kind & MARK) | ((before << 1) & kind & (SLASH | DOT));
        colons = colons.saturating_add(usize::from(kind == COLON));
        before = kind;
    }
    found == 0 && colons < 2
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

fn needs_gap(c: char, rest: &str) -> bool {
    let next = rest.chars().next();
    match c {
        '@' => next.is_some_and(|next| next != ' '),
        '#' => next.is_some_and(|next| next.is_ascii_digit()),
        ':' => rest.split_once(':').is_some_and(|(name, _)| {
            // Names such as 100 are emoji, the minutes of a time are none.
            let is_name = name.len() > 2 || name.bytes().any(|byte| byte.is_ascii_alphabetic());
            is_name && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-'))
        }),
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
        fn letter_by_letter_comes_to_the_same(words in "[-a-zA-Z0-9 .,:;/(){}'\"\\\\`*|~$_&#@wW\\[\\]<>é\u{7f}\u{200b}]{0,16}") {
            let words = one_line(&words);
            let mut text = String::new();
            for (at, c) in words.char_indices() {
                let (before, rest) = (&words[..at], &words[at + c.len_utf8()..]);
                if needs_backslash(c, before.chars().last(), rest.chars().next(), &text) {
                    text.push('\\');
                }
                text.push(c);
                if needs_gap(c, rest) {
                    text.push(APART);
                }
            }
            proptest::prop_assert_eq!(escape(&words), text);
        }

        #[test]
        fn ordinary_words_need_nothing(words in "[-a-zA-Z0-9 .,:;/(){}'\"\\\\`*|~$_&#@wW\\[\\]<>é]{0,10}") {
            if is_ordinary(&words) {
                for (at, c) in words.char_indices() {
                    let (before, rest) = (&words[..at], &words[at + c.len_utf8()..]);
                    proptest::prop_assert!(!needs_backslash(c, before.chars().last(), rest.chars().next(), before));
                    proptest::prop_assert!(!needs_gap(c, rest));
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
