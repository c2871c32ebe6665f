//! Words and dashes that make a sentence read like an advertisement.

use super::{Check, Raised, Rule, Severity, Subject};
use crate::ledger::text::listed;

pub const RULE: Rule = Rule {
    code: "style",
    severity: Severity::Info,
    means: "title, win or next_lever holds an em or en dash or a marketing word.",
    why: "Plain words and numbers are believed; praise is not evidence.",
    fix: "Say it with plain words, commas and numbers.",
    check: Check::Finding(check),
};

const WORDS: [&str; 12] = [
    "blazing",
    "seamless",
    "robust",
    "cutting-edge",
    "game-changing",
    "world-class",
    "supercharge",
    "delve",
    "pivotal",
    "comprehensive",
    "tapestry",
    "showcase",
];

fn check(subject: &Subject<'_>) -> Vec<Raised> {
    let finding = &subject.row.finding;
    let fields = [("title", &finding.title), ("win", &finding.win), ("next_lever", &finding.next_lever)];
    fields
        .into_iter()
        .filter_map(|(field, text)| {
            let found = found(text.as_deref()?);
            let message = || format!("The finding's {field} holds {}.", listed(&found));
            (!found.is_empty()).then(|| subject.on_field(field, message()))
        })
        .collect()
}

/// A bit for each letter that one of the words begins with.
#[expect(clippy::indexing_slicing, reason = "where a constant is made a panic is an error of the compiler's")]
const FIRST: u32 = {
    let (mut first, mut word) = (0, 0);
    while word < WORDS.len() {
        first |= letter(WORDS[word].as_bytes()[0]);
        word += 1;
    }
    first
};

/// The bit of a lower-case letter; none for anything else.
const fn letter(byte: u8) -> u32 {
    match byte {
        b'a'..=b'z' => 1 << (byte - b'a'),
        _ => 0,
    }
}

/// Each thing once. Dashes are named, since these messages hold none themselves.
fn found(text: &str) -> Vec<String> {
    let dashes = [('\u{2014}', "an em dash"), ('\u{2013}', "an en dash")];
    let is_plain = text.is_ascii();
    let dashes =
        dashes.into_iter().filter(|(dash, _)| !is_plain && text.contains(*dash)).map(|(_, name)| name.to_owned());
    let mut is_there = [false; WORDS.len()];
    let mut before = b' ';
    for (start, byte) in text.bytes().enumerate() {
        let first = byte.to_ascii_lowercase();
        if letter(first) & FIRST != 0 && !before.is_ascii_alphanumeric() {
            for (word, there) in WORDS.iter().zip(&mut is_there) {
                *there |= word.as_bytes().first() == Some(&first) && stands_at(start, text, word);
            }
        }
        before = byte;
    }
    let words = WORDS.iter().zip(is_there).filter(|(_, there)| *there).map(|(word, _)| format!("{word:?}"));
    dashes.chain(words).collect()
}

/// Whether the word stands there, in any case, with no letter or digit beside it. No letter beyond ASCII is one of the
/// words' in another case.
fn stands_at(start: usize, text: &str, word: &str) -> bool {
    let end = start.saturating_add(word.len());
    let is_beside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.get(start..end).is_some_and(|found| found.eq_ignore_ascii_case(word))
        && !is_beside(text.get(..start).and_then(|before| before.chars().next_back()))
        && !is_beside(text.get(end..).and_then(|after| after.chars().next()))
}

#[cfg(test)]
mod tests {
    use super::found;
    use crate::ledger::flag::testing::{Case, raised};

    #[test]
    fn one_flag_a_field_names_everything_found() {
        let case = Case::done().finding(|finding| {
            finding.title = Some("A Robust, robust cache \u{2014} cutting-edge".into());
            finding.win = Some("200\u{2013}300 tok/s/GPU".into());
        });
        let flags = raised("style", &case);
        let told: Vec<_> = flags.iter().map(|flag| (flag.line, &*flag.message)).collect();
        assert_eq!(
            told,
            [
                (Some(3), "The finding's title holds an em dash, \"robust\" and \"cutting-edge\"."),
                (Some(8), "The finding's win holds an en dash."),
            ]
        );
    }

    #[test]
    fn a_lever_is_read_too_and_other_fields_are_not() {
        let lever = Case::done().finding(|finding| finding.next_lever = Some("delve into it".into()));
        assert_eq!(raised("style", &lever)[0].field.as_deref(), Some("next_lever"));
        let other = Case::done().finding(|finding| finding.why = Some("a seamless \u{2014} start".into()));
        assert!(raised("style", &other).is_empty());
    }

    #[test]
    fn only_whole_words_count_and_hyphens_are_as_written() {
        for plain in
            ["robustness", "showcased", "cutting edge", "a hyphen-minus - here", "ürobust", "delve2", "delveé", "delv"]
        {
            assert!(found(plain).is_empty(), "{plain}");
        }
        for word in ["(seamless)", "World-Class", "robustness, then robust", "robust-ish", "é robust", "x-delve"] {
            assert_eq!(found(word).len(), 1, "{word}");
        }
    }
}
