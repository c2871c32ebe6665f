//! Levers that try again what is banked as a closed negative: the same words, on the same hardware, against the same
//! baseline.

use std::collections::BTreeSet;

use super::frontier::{is_exhausted, lever};
use super::{Ledger, Lever, Lifecycle, Row};

/// Words that say nothing about what is tried.
const FILLERS: [&str; 17] =
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "try", "with"];
/// One word alone names a subject, not an attempt.
const FEWEST_WORDS: usize = 2;

impl Ledger {
    /// The closed negatives that an active lever repeats, in registry order.
    pub fn repeated_by(&self, lever: &Lever) -> Vec<&Row> {
        self.rows.get(lever.row).map(|row| repeats(row, &self.rows)).unwrap_or_default()
    }
}

fn repeats<'a>(row: &Row, rows: &'a [Row]) -> Vec<&'a Row> {
    let Some(words) = lever(row).filter(|lever| !is_exhausted(lever)).map(words) else { return Vec::new() };
    let place = |row: &Row| (row.hardware.clone(), row.baseline_group.clone());
    let is_repeated = |negative: &&Row| {
        negative.lifecycle == Lifecycle::ClosedNegative
            && negative.key != row.key
            && !negative.hardware.is_empty()
            && negative.baseline_group.is_some()
            && place(negative) == place(row)
            && names_the_same(&words, negative)
    };
    rows.iter().filter(is_repeated).collect()
}

/// Whether the lever's words are those of what was tried, or hold all of them: the negative's title names it.
fn names_the_same(lever: &BTreeSet<String>, negative: &Row) -> bool {
    let title = words(negative.title());
    let (fewer, more) = if lever.len() <= title.len() { (lever, &title) } else { (&title, lever) };
    fewer.len() >= FEWEST_WORDS && fewer.is_subset(more)
}

fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    words.filter(|word| !FILLERS.contains(&word.as_str())).collect()
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

    fn repeated(change: fn(&mut Finding)) -> Vec<String> {
        let ledger = Case::each(&[TRIED, change]).ledger();
        let keys = |lever: &Lever| ledger.repeated_by(lever).into_iter().map(|row| row.key.clone()).collect();
        ledger.frontier.active.first().map(keys).unwrap_or_default()
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
    fn other_words_or_another_place_is_a_new_attempt() {
        assert!(repeated(|new| new.next_lever = Some("MTP with two draft tokens at c=256".into())).is_empty());
        assert!(repeated(|new| new.next_lever = Some("MTP".into())).is_empty(), "one word names a subject");
        let on = |new: &mut Finding, hardware: &str, baseline: &str| {
            new.next_lever = Some("MTP with three draft tokens at c=256".into());
            new.hardware = Some(hardware.into());
            new.baseline = Some(baseline.into());
        };
        assert!(Case::each(&[TRIED]).ledger().rows[0].baseline_group.is_some());
        let mut case = Case::each(&[TRIED, |_| {}]);
        on(&mut case.bundle.findings[1], "B200 TP=8", "no speculation");
        let ledger = case.ledger();
        assert!(ledger.repeated_by(&ledger.frontier.active[0]).is_empty());
    }

    #[test]
    fn only_a_closed_negative_is_repeated_and_never_by_itself() {
        assert!(repeated(|new| new.next_lever = Some("frontier-exhausted: three draft tokens".into())).is_empty());
        let mut case = Case::each(&[TRIED, |new| new.next_lever = Some("three draft tokens".into())]);
        case.bundle.findings[0].lifecycle = Some("done".into());
        let ledger = case.ledger();
        assert!(ledger.repeated_by(&ledger.frontier.active[0]).is_empty());
        let mut case = Case::each(&[TRIED]);
        case.bundle.findings[0].next_lever = Some("three draft tokens".into());
        let ledger = case.ledger();
        assert!(ledger.repeated_by(&ledger.frontier.active[0]).is_empty());
    }

    #[test]
    fn unnamed_hardware_and_baselines_are_never_the_same() {
        let unnamed = |finding: &mut Finding| (finding.hardware, finding.baseline) = (None, None);
        let mut case = Case::each(&[TRIED, |new| new.next_lever = Some("three draft tokens".into())]);
        case.bundle.findings.iter_mut().for_each(unnamed);
        let ledger = case.ledger();
        assert!(ledger.repeated_by(&ledger.frontier.active[0]).is_empty());
    }
}
