//! A recipe of random bytes, and the document that it makes of a seed: most are still documents, so that what lies behind
//! the parser is reached too.

/// What an edit puts in: words that mean something to YAML, JSON, a number, a path, an address, or a reader of a report.
const TOKENS: [&str; 72] = [
    "null",
    "~",
    "true",
    "\"yes\"",
    "[]",
    "{}",
    "[[]]",
    "\"\"",
    "''",
    "\" \"",
    "0",
    "-1",
    "-0.0",
    "1.5",
    "1e999",
    "-1e308",
    "4294967295",
    "4294967296",
    "18446744073709551616",
    "99999999999999999999999999999999999999999",
    "0x1F",
    "0o17",
    "1_000",
    ".nan",
    "-.inf",
    "NaN",
    "Infinity",
    "unknown",
    "\"<script>alert(1)</script>\"",
    "\"<img src=x onerror=alert(1)>\"",
    "\"=1+1\"",
    "\"@SUM(A1)\"",
    "\"javascript:alert(1)\"",
    "\"data:text/html,x\"",
    "\"https://evil.example/a b\"",
    "\"https://ok.example/?a=1\"",
    "\"[a](javascript:b) `c` **d** | e\"",
    "\"```\\n# f\\n- g\"",
    "\"\\u001b[31m\"",
    "\"\\u009b2J\"",
    "\"\\u202egpj\"",
    "\"\\u2066x\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\\ufffe\"",
    "\"]]>\"",
    "\"&amp;&lt;\"",
    "\"::error::x%0A\"",
    "\"../x\"",
    "\"CON\"",
    "\".\"",
    "\"a/b\"",
    "\"2026-02-30\"",
    "9999-12-31",
    "\"GB300 and B200\"",
    "\"frontier-exhausted:\"",
    "&a [x]",
    "*a",
    "<<: *a",
    "!!str 1",
    "? x",
    "- ",
    "|",
    ">-",
    "# x",
    "---\n",
    "...\n",
    "\t",
    "\r",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
];
/// More edits than these leave nothing of the seed.
const MOST_EDITS: u8 = 6;
/// The longest text that an edit makes.
const LONG: usize = 70_000;

/// The document that a recipe makes of one of the seeds.
pub fn document(recipe: &[u8], seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut recipe = Recipe(recipe);
    let mut document = seeds[recipe.below(seeds.len())].clone();
    for _ in 0..recipe.byte() % MOST_EDITS {
        edit(&mut document, &mut recipe, seeds);
    }
    document
}

fn edit(document: &mut Vec<u8>, recipe: &mut Recipe<'_>, seeds: &[Vec<u8>]) {
    let at = recipe.below(document.len() + 1);
    let token = TOKENS[recipe.below(TOKENS.len())].as_bytes();
    match recipe.byte() % 14 {
        // The value behind the next colon, which leaves the document's shape as it is.
        0..=5 => {
            let value = value_behind(document, at);
            document.splice(value, token.iter().copied());
        }
        6 => {
            let line = line_at(document, at);
            document.drain(line);
        }
        7 => {
            let line = line_at(document, at);
            let copy = document[line.clone()].to_vec();
            document.splice(line.end..line.end, copy);
        }
        8 => {
            let other = &seeds[recipe.below(seeds.len())];
            let line = line_at(other, recipe.below(other.len() + 1));
            let start = line_at(document, at).start;
            document.splice(start..start, other[line].iter().copied());
        }
        9 => drop(document.splice(at..at, token.iter().copied())),
        10 => {
            let end = (at + usize::from(recipe.byte())).min(document.len());
            document.drain(at..end);
        }
        11 => document.truncate(at),
        12 => {
            if let Some(byte) = document.get_mut(at) {
                *byte ^= 1 << (recipe.byte() % 8);
            }
        }
        _ => {
            let value = value_behind(document, at);
            let repeated = token.repeat(1 + recipe.below(LONG / token.len().max(1)));
            document.splice(value, repeated);
        }
    }
}

/// From behind the next colon to the end of what stands there on its line.
fn value_behind(document: &[u8], at: usize) -> std::ops::Range<usize> {
    let colon = document[at..].iter().position(|byte| *byte == b':').map_or(document.len(), |place| at + place + 1);
    let start = if document.get(colon) == Some(&b' ') { colon + 1 } else { colon };
    let is_text = document.get(start) == Some(&b'"');
    let mut end = start + usize::from(is_text);
    while let Some(byte) = document.get(end) {
        if *byte == b'\n' || (is_text && *byte == b'"') || (!is_text && matches!(byte, b',' | b'}' | b']')) {
            break;
        }
        end += 1;
    }
    start..(end + usize::from(is_text && document.get(end) == Some(&b'"')))
}

fn line_at(document: &[u8], at: usize) -> std::ops::Range<usize> {
    let start = document[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |place| place + 1);
    let end = document[at..].iter().position(|byte| *byte == b'\n').map_or(document.len(), |place| at + place + 1);
    start..end
}

/// Random bytes, of which there is no end: zeros follow.
struct Recipe<'a>(&'a [u8]);

impl Recipe<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// A number below `end`, or zero where there is none.
    fn below(&mut self, end: usize) -> usize {
        let number = usize::from(self.byte()) << 16 | usize::from(self.byte()) << 8 | usize::from(self.byte());
        number % end.max(1)
    }
}
