//! Levers that try again what is banked as a closed negative: the same words, on the same hardware, against the same
//! baseline.

use std::collections::{BTreeSet, HashMap};

use super::frontier::lever;
use super::{Hardware, Lever, Lifecycle, Row};

/// Words that say nothing about what is tried.
const FILLERS: [&str; 17] =
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "try", "with"];
/// One word alone names a subject, not an attempt.
const FEWEST_WORDS: usize = 2;

/// Where an attempt was made; none where that is not known.
type Place<'a> = (&'a [Hardware], &'a str);

/// What was tried: the row that tells of it, and the words of its title.
type Tried<'a> = (&'a Row, BTreeSet<String>);

/// Says of each active lever which closed negatives it repeats, in registry order.
pub fn mark(active: &mut [Lever], rows: &[Row]) {
    let mut tried: HashMap<Place<'_>, Vec<Tried<'_>>> = HashMap::new();
    for row in rows.iter().filter(|row| row.lifecycle == Lifecycle::ClosedNegative) {
        if let Some(place) = place(row) {
            tried.entry(place).or_default().push((row, words(row.title())));
        }
    }
    for entry in active {
        let Some(row) = rows.get(entry.row) else { continue };
        let Some((there, lever)) = place(row).and_then(|place| tried.get(&place)).zip(lever(row)) else { continue };
        let lever = words(lever);
        let is_repeated = |(tried, title): &&Tried<'_>| tried.key != row.key && name_the_same(&lever, title);
        entry.repeats = there.iter().filter(is_repeated).map(|(tried, _)| tried.key.clone()).collect();
    }
}

fn place(row: &Row) -> Option<Place<'_>> {
    (!row.hardware.is_empty()).then_some(row.hardware.as_slice()).zip(row.baseline_group.as_deref())
}

/// Whether the lever's words are those of the title that names what was tried, a part of them, or all of them and more.
fn name_the_same(lever: &BTreeSet<String>, title: &BTreeSet<String>) -> bool {
    let (fewer, more) = if lever.len() <= title.len() { (lever, title) } else { (title, lever) };
    fewer.len() >= FEWEST_WORDS && fewer.is_subset(more)
}

fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    words.filter(|word| !FILLERS.contains(&word.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use crate::bundle::Finding;
    use crate::ledger::flag::testing::Case;

    const TRIED: fn(&mut Finding) = |finding| {
        finding.id = Some("tried".into());
        finding.title = Some("MTP with three draft tokens at c=256".into());
        finding.lifecycle = Some("closed_negative".into());
        finding.next_lever = Some("frontier-exhausted: verification is compute bound".into());
    };

    fn repeats(case: &Case) -> Vec<String> {
        let ledger = case.ledger();
        ledger.frontier.active.first().map(|lever| lever.repeats.clone()).unwrap_or_default()
    }

    fn repeated(change: fn(&mut Finding)) -> Vec<String> {
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
        assert!(repeats(&case).is_empty());
    }

    #[test]
    fn unnamed_hardware_and_baselines_are_never_the_same() {
        let unnamed = |finding: &mut Finding| (finding.hardware, finding.baseline) = (None, None);
        let mut case = Case::each(&[TRIED, |new| new.next_lever = Some("three draft tokens".into())]);
        case.bundle.findings.iter_mut().for_each(unnamed);
        assert!(repeats(&case).is_empty());
    }
}
