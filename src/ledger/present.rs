//! The presentation: what stands on each of its screens. Nothing is left out: what does not fit goes on one more screen.

use std::borrow::Borrow;

use crate::bundle::Severity;

use super::frontier::{after_exhausted, lever};
use super::{
    CodeCount, FlagCounts, Hardware, Headline, Ledger, Lever, Lifecycle, Repeats, Row, RowSet, flag, proven_wins,
};

/// How many lines of large type stand on one screen below its heading.
const LINES: usize = 21;

/// One screen.
#[derive(Debug)]
pub struct Screen {
    pub title: String,
    /// Which part of its group it shows, from 1.
    pub part: usize,
    /// How many screens its group has.
    pub parts: usize,
    pub content: Content,
}

/// What a screen shows. Rows are their places in the ledger, levers in their list of the frontier.
#[derive(Debug)]
pub enum Content {
    /// How many findings are proven on each hardware.
    Cover(Headline),
    /// Proven wins of one hardware, the best first.
    Wins(Vec<usize>),
    /// Findings of one lifecycle, in registry order.
    Group(Lifecycle, Vec<usize>),
    /// Active levers, the best first; their ranks are those of the whole ledger.
    Levers(Vec<usize>),
    /// Exhausted ones, in the same order.
    Banked(Vec<usize>),
    /// What was raised with that severity, the most frequent first.
    Flags(Severity, Vec<CodeCount>),
}

impl Screen {
    /// Its title, and which part of its group it is where there are several.
    pub fn heading(&self) -> String {
        match self.parts {
            1 => self.title.clone(),
            parts => format!("{}, {} of {parts}", self.title, self.part),
        }
    }
}

/// A row, and its place in the ledger.
#[derive(Clone, Copy)]
struct Placed<'a> {
    place: usize,
    row: &'a Row,
}

impl Borrow<Row> for Placed<'_> {
    fn borrow(&self) -> &Row {
        self.row
    }
}

/// The screens of the rows shown.
pub fn screens(ledger: &Ledger, shown: &RowSet) -> Vec<Screen> {
    let rows: Vec<Placed<'_>> =
        shown.rows().filter_map(|place| Some(Placed { place, row: ledger.rows.get(place)? })).collect();
    let headline = Headline::of(rows.iter().map(|placed| placed.row));
    let tokens: Vec<Hardware> = headline.by_hardware.iter().map(|(hardware, _)| *hardware).collect();
    let mut all = one("Cover", Content::Cover(headline));
    if !rows.is_empty() {
        all.extend(wins(&rows, &tokens));
        for lifecycle in Lifecycle::ALL {
            let group = rows.iter().filter(|placed| placed.row.lifecycle == lifecycle).copied();
            all.extend(of_rows(lifecycle.title(), group, |rows| Content::Group(lifecycle, rows)));
        }
        all.extend(frontier(ledger, shown));
    }
    all.extend(flags(ledger, &rows));
    all
}

fn wins(rows: &[Placed<'_>], tokens: &[Hardware]) -> Vec<Screen> {
    let of = |hardware: &Hardware| {
        let best = proven_wins(rows.iter().copied(), *hardware);
        of_rows(&format!("Proven on {hardware}"), best, Content::Wins)
    };
    let all: Vec<Screen> = tokens.iter().flat_map(of).collect();
    if all.is_empty() { one("No proven win", Content::Wins(Vec::new())) } else { all }
}

fn of_rows<'a>(
    title: &str,
    rows: impl IntoIterator<Item = Placed<'a>>,
    content: impl Fn(Vec<usize>) -> Content,
) -> Vec<Screen> {
    parts(title, rows.into_iter().map(|placed| (placed.place, lines_of_row(placed.row))), content)
}

fn frontier(ledger: &Ledger, shown: &RowSet) -> Vec<Screen> {
    let of = |levers: &[Lever], title: &str, content: fn(Vec<usize>) -> Content| {
        let levers = levers.iter().enumerate().filter(|(_, lever)| shown.contains(lever.row));
        let lines = |lever: &Lever| ledger.rows.get(lever.row).map_or(1, |row| lines_of_lever(ledger, row));
        parts(title, levers.map(|(place, lever)| (place, lines(lever))), content)
    };
    let active = of(&ledger.frontier.active, "Frontier", Content::Levers);
    let active = if active.is_empty() { one("Frontier", Content::Levers(Vec::new())) } else { active };
    let banked = of(&ledger.frontier.banked, "Banked levers", Content::Banked);
    active.into_iter().chain(banked).collect()
}

fn flags(ledger: &Ledger, rows: &[Placed<'_>]) -> Vec<Screen> {
    let counts = FlagCounts::of(rows.iter().flat_map(|placed| &placed.row.flags).chain(&ledger.flags));
    let of = |severity: Severity| {
        let title = match severity {
            Severity::Error => "Errors",
            Severity::Warning => "Warnings",
            Severity::Info | Severity::Off => "Notes",
        };
        let codes = counts.codes.iter().copied().filter(|code| code.severity == severity);
        parts(title, codes.map(|code| (code, lines_of_code(&code))), |codes| Content::Flags(severity, codes))
    };
    Severity::RAISED.into_iter().flat_map(of).collect()
}

fn one(title: &str, content: Content) -> Vec<Screen> {
    vec![Screen { title: title.to_owned(), part: 1, parts: 1, content }]
}

/// A group, of which each item takes so many lines, over as many screens as it needs; none where it is empty. What is too
/// long for one has one to itself.
fn parts<T>(
    title: &str,
    items: impl IntoIterator<Item = (T, usize)>,
    content: impl Fn(Vec<T>) -> Content,
) -> Vec<Screen> {
    let mut groups: Vec<Vec<T>> = Vec::new();
    let mut left = 0_usize;
    for (item, needed) in items {
        match groups.last_mut().filter(|_| needed <= left) {
            Some(group) => group.push(item),
            None => {
                groups.push(vec![item]);
                left = LINES;
            }
        }
        left = left.saturating_sub(needed);
    }
    let parts = groups.len();
    (1..)
        .zip(groups)
        .map(|(part, group)| Screen { title: title.to_owned(), part, parts, content: content(group) })
        .collect()
}

fn lines_of_row(row: &Row) -> usize {
    let finding = &row.finding;
    let claim = sum([lines(finding.win.as_deref(), 44), lines(Some(row.title()), 52), lines_of_issues(row, 56)]);
    let context = sum([lines(finding.baseline.as_deref(), 24), lines(finding.hardware.as_deref(), 24)]);
    claim.max(context).saturating_add(1)
}

fn lines_of_issues(row: &Row, width: usize) -> usize {
    row.finding.known_issues.iter().map(|issue| lines(issue.note.as_deref(), width)).sum()
}

fn lines_of_lever(ledger: &Ledger, row: &Row) -> usize {
    let finding = &row.finding;
    let words = lever(row);
    let words = words.and_then(after_exhausted).or(words);
    let context = sum([lines(finding.baseline.as_deref(), 40), lines(finding.hardware.as_deref(), 40)]);
    let Repeats { first, more } = ledger.repeats(row);
    let again = first.iter().filter_map(|key| ledger.row(key));
    let again = again
        .map(|negative| sum([lines(Some(negative.title()), 40), lines(negative.finding.reopen_if.as_deref(), 40)]));
    let more = usize::from(more > 0);
    let under = sum([again.sum(), more, lines_of_issues(row, 42)]);
    let what = sum([lines(words, 36), lines(Some(row.title()), 42), context, under]);
    let terms = sum([lines(finding.next_unlock.as_deref(), 40), lines(finding.next_gate.as_deref(), 40)]);
    what.max(terms).saturating_add(1)
}

fn lines_of_code(code: &CodeCount) -> usize {
    lines(flag::rule(code.code).map(|rule| rule.means), 72).saturating_add(2)
}

/// About how many lines a text takes at so many characters a line, of which a wide one is two; what is absent takes
/// one, since that is said.
fn lines(text: Option<&str>, width: usize) -> usize {
    let cells = |text: &str| match text.trim() {
        text if text.is_ascii() => text.len(),
        text => text.chars().map(|c| if c < '\u{1100}' { 1 } else { 2 }).sum(),
    };
    text.map_or(1, |text| cells(text).div_ceil(width).max(1))
}

fn sum<const N: usize>(lines: [usize; N]) -> usize {
    lines.into_iter().fold(0, usize::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Citation, Finding, KnownIssue};
    use crate::ledger::flag::testing::Case;

    fn every(ledger: &Ledger) -> RowSet {
        RowSet::all(ledger.rows.len())
    }

    fn headings(ledger: &Ledger) -> Vec<String> {
        screens(ledger, &every(ledger)).iter().map(Screen::heading).collect()
    }

    fn many(count: usize, title: &str) -> Ledger {
        with_tried(count, title, 0)
    }

    /// The same beside so many closed negatives that each of their levers tries again.
    fn with_tried(count: usize, title: &str, tried: usize) -> Ledger {
        let mut case = Case::done();
        let one = Finding::clone(&case.bundle.findings[0]);
        let named = |number: usize| Finding {
            id: Some(format!("f{number}").into()),
            position: number,
            title: Some(title.into()),
            lifecycle: Some(if number.is_multiple_of(2) { "done" } else { "in_progress" }.into()),
            ..one.clone()
        };
        let closed = |number: usize| Finding {
            id: Some(format!("tried{number}").into()),
            position: count + number,
            title: one.next_lever.clone(),
            lifecycle: Some("closed_negative".into()),
            next_lever: Some("frontier-exhausted: it was tried".into()),
            ..one.clone()
        };
        case.bundle.findings = (1..=count).map(named).chain((1..=tried).map(closed)).map(Box::new).collect();
        case.ledger()
    }

    #[test]
    fn there_is_a_screen_for_each_group_that_has_something() {
        let ledger = Case::each(&[
            |_| {},
            |finding| finding.hardware = Some("B200 TP=8".into()),
            |finding| finding.lifecycle = Some("closed_negative".into()),
            |finding| finding.next_lever = Some("frontier-exhausted: at the roof".into()),
        ])
        .cites("gone", Citation::Missing)
        .ledger();
        assert_eq!(
            headings(&ledger),
            [
                "Cover",
                "Proven on GB300",
                "Proven on B200",
                "Done",
                "Closed negatives",
                "Frontier",
                "Banked levers",
                "Errors"
            ]
        );
    }

    #[test]
    fn nothing_is_dropped_and_a_group_that_does_not_fit_goes_on() {
        let ledger = many(60, &"word ".repeat(60));
        let all = screens(&ledger, &every(&ledger));
        let mut grouped: Vec<&str> = Vec::new();
        let mut levers = 0;
        for screen in &all {
            match &screen.content {
                Content::Group(_, rows) => {
                    assert!(!rows.is_empty());
                    grouped.extend(rows.iter().map(|row| &*ledger.rows[*row].key));
                }
                Content::Levers(list) => levers += list.len(),
                _ => {}
            }
        }
        grouped.sort_unstable();
        grouped.dedup();
        assert_eq!((grouped.len(), levers), (60, 60));
        let done: Vec<&Screen> = all.iter().filter(|screen| screen.title == "Done").collect();
        assert!(done.len() > 2);
        assert_eq!(done[1].heading(), format!("Done, 2 of {}", done.len()));
    }

    #[test]
    fn long_words_have_fewer_rows_a_screen_and_never_none() {
        let screens_of = |title: &str| headings(&many(12, title)).len();
        assert!(screens_of(&"x".repeat(300)) > screens_of("short"));
        assert_eq!(headings(&many(1, &"x".repeat(5000))).len(), headings(&many(1, "short")).len());
    }

    #[test]
    fn what_stands_under_a_lever_takes_its_lines() {
        let levers = |ledger: &Ledger| {
            screens(ledger, &every(ledger)).iter().filter(|screen| matches!(screen.content, Content::Levers(_))).count()
        };
        let plain = many(12, "short");
        let with = |change: &dyn Fn(&mut Ledger)| {
            let mut ledger = many(12, "short");
            change(&mut ledger);
            levers(&ledger)
        };
        let issue = |text: &str| KnownIssue { note: Some(text.to_owned()), ..KnownIssue::default() };
        let issues = with(&|ledger| {
            for row in &mut ledger.rows {
                row.finding.known_issues = vec![issue("noted"), issue(&"x".repeat(200))];
            }
        });
        let repeats = levers(&with_tried(12, "short", 5));
        assert!(issues > levers(&plain) && repeats > levers(&plain), "{issues} {repeats} {}", levers(&plain));
    }

    #[test]
    fn what_is_not_there_is_said() {
        let unproven = Case::done().finding(|finding| {
            finding.campaign_ids.clear();
            finding.next_lever = None;
        });
        let headings = headings(&unproven.ledger());
        assert!(headings.contains(&"No proven win".to_owned()) && headings.contains(&"Frontier".to_owned()));
    }

    #[test]
    fn without_a_row_there_is_the_cover_and_what_stands_on_the_ledger() {
        let ledger = Case::done().ledger();
        let headings: Vec<String> = screens(&ledger, &RowSet::none(1)).iter().map(Screen::heading).collect();
        assert_eq!(headings, ["Cover"]);
    }

    #[test]
    fn a_line_holds_so_many_narrow_characters_or_half_as_many_wide_ones() {
        let of = |c: char, count: usize| lines(Some(&c.to_string().repeat(count)), 10);
        assert_eq!((of('a', 10), of('a', 11)), (1, 2));
        assert_eq!((of('\u{10ff}', 10), of('\u{10ff}', 11)), (1, 2));
        assert_eq!((of('\u{1100}', 5), of('\u{1100}', 6)), (1, 2));
        assert_eq!((lines(None, 10), lines(Some("  "), 10)), (1, 1), "what is not there is said");
    }

    #[test]
    fn a_lever_that_repeats_more_than_are_named_takes_one_line_for_the_rest() {
        let lines_with = |tried: usize| {
            let ledger = with_tried(4, "short", tried);
            lines_of_lever(&ledger, &ledger.rows[3])
        };
        assert!(lines_with(3) > lines_with(2));
        assert_eq!(lines_with(4), lines_with(3) + 1);
        assert_eq!(lines_with(12), lines_with(4));
    }

    #[test]
    fn a_code_takes_the_lines_of_its_meaning_and_two_more() {
        let of = |code| lines_of_code(&CodeCount { code, severity: Severity::Error, count: 1 });
        assert_eq!((of("no-such-code"), of("bare-number")), (3, 5));
    }
}
