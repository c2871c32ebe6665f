//! Levers that try again what is banked as a closed negative: the same words, on the same hardware, against the same
//! baseline.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::bundle::SharedText;

use super::frontier::{is_exhausted, lever};
use super::lower::lower;
use super::{Hardware, Ledger, Lifecycle, Row, order};

/// Words that say nothing about what is tried.
const FILLERS: [&str; 17] =
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "try", "with"];
/// Fewer words name a subject, not an attempt; words that are equal repeat it all the same.
const FEWEST_WORDS: usize = 2;
/// How many are named.
const MOST_NAMED: usize = 3;

/// The closed negatives that a lever tries again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repeats {
    /// The keys of the first ones, at most three, in registry order.
    pub first: Vec<SharedText>,
    /// How many more there are.
    pub more: usize,
}

/// Where an attempt was made; none where that is not known.
type Place<'a> = (&'a [Hardware], &'a str);
/// The number of a word that stands in a title.
type Word = u32;

impl Ledger {
    /// The closed negatives that the lever of a row tries again; a banked one tries nothing.
    pub fn repeats(&self, row: &Row) -> Repeats {
        self.tried.repeats(row)
    }
}

/// What the closed negatives of a whole ledger tried, by where: the hardware of one baseline. A lever is held against them
/// when somebody asks: a view for those that it shows, a presentation and a document for all.
#[derive(Debug, Default)]
pub struct Tried {
    /// The keys of the closed negatives, in registry order.
    keys: Vec<SharedText>,
    /// The places in that list of those that have an active lever themselves.
    active: FxHashMap<SharedText, usize>,
    there: FxHashMap<String, Vec<(Vec<Hardware>, There)>>,
    /// The words of all titles, each once.
    words: FxHashMap<String, Word>,
}

/// It follows from the rows of the whole ledger, which a ledger of some of them does not hold.
impl PartialEq for Tried {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The closed negatives of one place, by the words of their titles.
#[derive(Debug, Default)]
struct There {
    titles: Vec<Title>,
    /// The places in `titles` of a title's words.
    known: FxHashMap<Box<[Word]>, usize>,
    /// Of those that a word stands in.
    with_word: FxHashMap<Word, Vec<usize>>,
    /// By their longest word, which says more than most.
    by_longest: FxHashMap<Word, Vec<usize>>,
    /// Whose title each lever says that was asked for, by their places in the list of keys, in order.
    asked: Mutex<FxHashMap<String, Arc<[usize]>>>,
}

#[derive(Debug)]
struct Title {
    /// Sorted, each once.
    words: Box<[Word]>,
    /// Whose title it is, by their places in the list of keys, in order.
    of: Vec<usize>,
}

/// The words of a lever.
struct LeverWords {
    /// Those that stand in a title, sorted, each once.
    known: Vec<Word>,
    /// How many stand in none.
    others: usize,
}

impl Tried {
    /// Takes note of a row, where it is a closed negative and says where; each is to be added before any is asked for.
    pub fn add(&mut self, row: &Row) {
        if row.lifecycle == Lifecycle::ClosedNegative
            && let Some((hardware, baseline)) = place(row)
        {
            let of_baseline = self.there.entry(baseline.to_owned()).or_default();
            let there = match of_baseline.iter().position(|(other, _)| other == hardware) {
                Some(known) => of_baseline.get_mut(known),
                None => {
                    of_baseline.push((hardware.to_vec(), There::default()));
                    of_baseline.last_mut()
                }
            };
            if let Some((_, there)) = there {
                let title = word_lines(row.title());
                let numbered: Vec<(&str, Word)> =
                    words(&title).map(|word| (word, number(&mut self.words, word))).collect();
                let longest = numbered.iter().max_by_key(|(word, _)| word.len()).map(|(_, number)| *number);
                let words = order::set(numbered.into_iter().map(|(_, number)| number));
                there.add(words.into_boxed_slice(), longest, self.keys.len());
                if active_lever(row).is_some() {
                    self.active.insert(row.key.clone(), self.keys.len());
                }
                self.keys.push(row.key.clone());
            }
        }
    }

    /// The closed negatives that the lever of a row tries again.
    fn repeats(&self, row: &Row) -> Repeats {
        let Some(((hardware, baseline), lever)) = place(row).zip(active_lever(row)) else { return Repeats::default() };
        let mut of_baseline = self.there.get(baseline).into_iter().flatten();
        let there = of_baseline.find(|(other, _)| other == hardware);
        let Some((_, there)) = there else { return Repeats::default() };
        let same = there.same(lever, &self.words);
        let own = self.active.get(&row.key).filter(|own| same.binary_search(own).is_ok());
        let others = same.iter().filter(|tried| Some(*tried) != own);
        let first: Vec<SharedText> =
            others.take(MOST_NAMED).filter_map(|tried| self.keys.get(*tried)).cloned().collect();
        Repeats { more: same.len().saturating_sub(usize::from(own.is_some())).saturating_sub(first.len()), first }
    }
}

impl There {
    fn add(&mut self, words: Box<[Word]>, longest: Option<Word>, tried: usize) {
        if let Some(title) = self.known.get(&words).and_then(|known| self.titles.get_mut(*known)) {
            return title.of.push(tried);
        }
        let new = self.titles.len();
        for word in &words {
            self.with_word.entry(*word).or_default().push(new);
        }
        if let Some(longest) = longest {
            self.by_longest.entry(longest).or_default().push(new);
        }
        self.known.insert(words.clone(), new);
        self.titles.push(Title { words, of: vec![tried] });
    }

    /// Whose title says the same as a lever, by their places in the list of keys, in order.
    fn same(&self, lever: &str, numbers: &FxHashMap<String, Word>) -> Arc<[usize]> {
        // Whoever stopped while holding it left it as it was or with one more.
        let asked = || self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(same) = asked().get(lever) {
            return Arc::clone(same);
        }
        let same: Arc<[usize]> = self.found(&LeverWords::of(lever, numbers)).into();
        asked().insert(lever.to_owned(), Arc::clone(&same));
        same
    }

    /// The same, worked out.
    fn found(&self, lever: &LeverWords) -> Vec<usize> {
        // Titles that hold all of its words hold its rarest; those whose words it holds all of have their longest in it.
        let with_word = |word: &Word| self.with_word.get(word).map_or(&[][..], Vec::as_slice);
        let rarest = lever.known.iter().map(with_word).min_by_key(|titles| titles.len());
        let with_all = rarest.filter(|_| lever.others == 0).unwrap_or_default();
        let within = lever.known.iter().filter_map(|word| self.by_longest.get(word)).flatten();
        let titles = order::set(with_all.iter().chain(within).copied());
        let titles = titles.into_iter().filter_map(|title| self.titles.get(title));
        let same = titles.filter(|title| lever.says_the_same(&title.words));
        let mut tried: Vec<usize> = same.flat_map(|title| &title.of).copied().collect();
        order::sort(&mut tried);
        tried
    }
}

impl LeverWords {
    fn of(text: &str, numbers: &FxHashMap<String, Word>) -> Self {
        let lines = word_lines(text);
        let (known, others): (Vec<&str>, Vec<&str>) = words(&lines).partition(|word| numbers.contains_key(*word));
        let known = order::set(known.into_iter().filter_map(|word| numbers.get(word).copied()));
        Self { known, others: order::set(others).len() }
    }

    /// Whether the words are equal, or the fewer are all among the others and make up at least half of them.
    fn says_the_same(&self, title: &[Word]) -> bool {
        let words = self.known.len().saturating_add(self.others);
        let (fewer, more) = (words.min(title.len()), words.max(title.len()));
        let holds_fewer = if words <= title.len() {
            self.others == 0 && holds(title, &self.known)
        } else {
            holds(&self.known, title)
        };
        let is_enough = fewer >= FEWEST_WORDS && fewer.saturating_mul(2) >= more;
        fewer > 0 && holds_fewer && (fewer == more || is_enough)
    }
}

fn active_lever(row: &Row) -> Option<&str> {
    lever(row).filter(|lever| !is_exhausted(lever))
}

fn place(row: &Row) -> Option<Place<'_>> {
    (!row.hardware.is_empty()).then_some(&*row.hardware).zip(row.baseline_group.as_deref())
}

fn holds(more: &[Word], fewer: &[Word]) -> bool {
    fewer.iter().all(|word| more.binary_search(word).is_ok())
}

/// The words of a text in lower case, a line each.
fn word_lines(text: &str) -> String {
    lower(&text.replace(|c: char| !c.is_alphanumeric(), "\n"))
}

/// Of those lines the words that say something.
fn words(lines: &str) -> impl Iterator<Item = &str> {
    lines.split('\n').filter(|word| !word.is_empty() && !FILLERS.contains(word))
}

fn number(words: &mut FxHashMap<String, Word>, word: &str) -> Word {
    if let Some(known) = words.get(word) {
        return *known;
    }
    // There are fewer of them than bytes in a registry.
    let new = Word::try_from(words.len()).unwrap_or(Word::MAX);
    words.insert(word.to_owned(), new);
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Finding;
    use crate::ledger::flag::testing::Case;

    const TRIED: fn(&mut Finding) = |finding| {
        finding.id = Some("tried".into());
        finding.title = Some("MTP with three draft tokens at c=256".into());
        finding.lifecycle = Some("closed_negative".into());
        finding.next_lever = Some("frontier-exhausted: verification is compute bound".into());
    };

    fn repeats(case: &Case) -> Vec<SharedText> {
        let ledger = case.ledger();
        let lever = ledger.frontier.active.first();
        lever.map(|lever| ledger.repeats(&ledger.rows[lever.row]).first).unwrap_or_default()
    }

    fn repeated(change: fn(&mut Finding)) -> Vec<SharedText> {
        repeats(&Case::each(&[TRIED, change]))
    }

    #[test]
    fn the_same_words_on_the_same_hardware_and_baseline_repeat_it() {
        assert_eq!(
            repeated(|new| new.next_lever = Some("Try MTP at c=256, with three draft tokens".into())),
            ["tried"]
        );
        assert_eq!(repeated(|new| new.next_lever = Some("three draft tokens".into())), ["tried"], "a part of it");
        let more = |new: &mut Finding| {
            new.next_lever = Some("MTP with three draft tokens at c=256 and a new draft head".into());
        };
        assert_eq!(repeated(more), ["tried"], "and more than it");
    }

    #[test]
    fn a_part_of_a_title_repeats_it_without_the_longest_word_and_with_all_of_its_own() {
        let with = |tried: &[(&str, &str)], lever: &str| {
            let mut case = Case::each(&[|_| {}]);
            let new = &mut case.bundle.findings[0];
            new.next_lever = Some(lever.into());
            let (new, hardware) = (Finding::clone(new), new.hardware.clone().unwrap_or_default());
            for (number, (title, on)) in tried.iter().enumerate() {
                let mut finding = Finding { id: Some(format!("tried-{number}").into()), ..new.clone() };
                TRIED(&mut finding);
                finding.id = Some(format!("tried-{number}").into());
                finding.title = Some((*title).into());
                finding.hardware = Some(if on.is_empty() { hardware.clone() } else { (*on).into() });
                case.bundle.findings.push(Box::new(finding));
            }
            repeats(&case)
        };
        let speculative = ("speculative decoding with three draft tokens", "");
        assert_eq!(with(&[speculative], "three draft tokens"), ["tried-0"]);
        assert!(
            with(&[speculative, ("eagle", "B200 TP=8")], "three draft eagle").is_empty(),
            "a word of another place"
        );
        assert!(with(&[("three draft tokens", ""), ("a verified tree", "")], "draft tree").is_empty(), "of two titles");
    }

    #[test]
    fn a_word_is_one_in_every_script() {
        let mut case = Case::each(&[TRIED, |_| {}]);
        case.bundle.findings[0].title = Some("\u{130}NT8".into());
        case.bundle.findings[1].next_lever = Some("\u{130}NT8 kernels".into());
        assert!(repeats(&case).is_empty(), "one word names a subject");
    }

    #[test]
    fn other_words_or_another_place_is_a_new_attempt() {
        assert!(repeated(|new| new.next_lever = Some("MTP with two draft tokens at c=256".into())).is_empty());
        assert!(repeated(|new| new.next_lever = Some("MTP".into())).is_empty(), "one word names a subject");
        let on = |new: &mut Finding, hardware: &str, baseline: &str| {
            new.next_lever = Some("MTP with three draft tokens at c=256".into());
            new.hardware = Some(hardware.into());
            new.baseline = Some(baseline.into());
        };
        let healthy = Case::done().bundle.findings.remove(0);
        let (hardware, baseline) = (healthy.hardware.unwrap_or_default(), healthy.baseline.unwrap_or_default());
        for (hardware, baseline, wanted) in
            [(&*hardware, &*baseline, 1), ("B200 TP=8", &*baseline, 0), (&*hardware, "something else", 0)]
        {
            let mut case = Case::each(&[TRIED, |_| {}]);
            on(&mut case.bundle.findings[1], hardware, baseline);
            assert_eq!(repeats(&case).len(), wanted, "{hardware}, {baseline}");
        }
    }

    #[test]
    fn only_a_closed_negative_is_repeated_and_never_by_itself() {
        assert!(repeated(|new| new.next_lever = Some("frontier-exhausted: three draft tokens".into())).is_empty());
        let mut case = Case::each(&[TRIED, |new| new.next_lever = Some("three draft tokens".into())]);
        case.bundle.findings[0].lifecycle = Some("done".into());
        assert!(repeats(&case).is_empty());
        let mut case = Case::each(&[TRIED]);
        case.bundle.findings[0].next_lever = Some("three draft tokens".into());
        let ledger = case.ledger();
        assert_eq!(ledger.repeats(&ledger.rows[0]), Repeats::default());
    }

    #[test]
    fn a_closed_negative_with_an_active_lever_counts_the_others_alone() {
        let with = |title: &str, others: usize| {
            let mut case = Case::each(&[TRIED]);
            let one = Finding::clone(&case.bundle.findings[0]);
            case.bundle.findings[0].title = Some(title.into());
            case.bundle.findings[0].next_lever = Some("three draft tokens".into());
            for number in 0..others {
                case.bundle
                    .findings
                    .push(Box::new(Finding { id: Some(format!("other-{number}").into()), ..one.clone() }));
            }
            let ledger = case.ledger();
            let repeats = ledger.repeats(&ledger.rows[0]);
            (repeats.first.len(), repeats.more)
        };
        assert_eq!(with("MTP with three draft tokens at c=256", 5), (3, 2), "its own title says the same");
        assert_eq!(with("something else", 5), (3, 2));
    }

    #[test]
    fn unnamed_hardware_and_baselines_are_never_the_same() {
        let unnamed = |finding: &mut Finding| (finding.hardware, finding.baseline) = (None, None);
        let mut case = Case::each(&[TRIED, |new| new.next_lever = Some("three draft tokens".into())]);
        case.bundle.findings.iter_mut().for_each(|finding| unnamed(finding));
        assert!(repeats(&case).is_empty());
    }

    #[test]
    fn a_short_title_does_not_accuse_every_longer_lever() {
        let with = |title: &str, lever: &str| {
            let mut case = Case::each(&[TRIED, |_| {}]);
            case.bundle.findings[0].title = Some(title.into());
            case.bundle.findings[1].next_lever = Some(lever.into());
            repeats(&case).len()
        };
        assert_eq!(with("KV cache", "Compress the KV cache to FP8 with per-head scales"), 0);
        assert_eq!(with("KV cache", "Smaller KV cache"), 1);
        assert_eq!(
            with(
                "\u{63a8}\u{8ad6}\u{306e}\u{518d}\u{914d}\u{7f6e}",
                "\u{63a8}\u{8ad6}\u{306e}\u{518d}\u{914d}\u{7f6e}"
            ),
            1,
            "a script without spaces"
        );
    }

    #[test]
    fn many_repeated_ones_are_counted_and_three_are_named() {
        let mut case = Case::each(&[TRIED, |new| new.next_lever = Some("MTP with three draft tokens at c=256".into())]);
        let tried = Finding::clone(&case.bundle.findings[0]);
        for number in 0..5 {
            case.bundle
                .findings
                .push(Box::new(Finding { id: Some(format!("again-{number}").into()), ..tried.clone() }));
        }
        let ledger = case.ledger();
        let repeats = ledger.repeats(&ledger.rows[1]);
        assert_eq!(
            (repeats.first.as_slice(), repeats.more),
            (["tried", "again-0", "again-1"].map(SharedText::from).as_slice(), 3)
        );
    }
}
