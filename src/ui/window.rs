//! Which rows of a long list are in the document: those near the screen, between two gaps as high as the rows that are
//! not. Heights and distances are in CSS pixels.

use std::ops::Range;

/// A list of so many rows is in the document as a whole, if not at once.
pub const ALL_UP_TO: usize = 500;
/// So many rows are drawn at once: about as much as a reader waits for without noticing.
pub const AT_ONCE: usize = 40;
/// Of any other list, and of a published text, so many entries are there without being asked for.
pub const UNASKED: usize = 100;
/// Of a longer one these are there.
pub const FIRST: usize = UNASKED / 2;
/// Rows come and go so many at a time.
const STEP: usize = 4;
/// So many rows fill a screen, as long as none has been seen.
const SCREEN: usize = STEP * 3;
/// Nobody sees less than that move, in CSS pixels.
pub const NOTHING: f64 = 1.0;
/// What a row is taken to be high, as long as none has been measured.
pub const UNSEEN: f64 = 100.0;

/// The rows that are drawn, and how high the gaps before and after them are.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    pub rows: Range<usize>,
    pub before: f64,
    pub after: f64,
    /// How many rows the list has.
    pub of: usize,
}

/// How far above and below the screen rows are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ahead {
    above: f64,
    below: f64,
}

/// Rows that come and go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub number: usize,
    pub rows: Range<usize>,
}

/// How high the rows of a list are, as far as they have been seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Heights {
    rows: usize,
    /// Of each step of rows; none where it was never drawn.
    steps: Vec<Option<f64>>,
}

impl Ahead {
    /// What the focus goes to next is there.
    const NEXT: f64 = 200.0;
    /// What comes into sight is there before it does: more than a page down goes.
    const ONWARD: f64 = 1000.0;
    /// Around a reader who does not scroll.
    pub const AT_REST: Self = Self { above: Self::NEXT, below: Self::NEXT };

    /// What a reader may come to at once, whatever the direction.
    pub const FAR: Self = Self { above: Self::ONWARD, below: Self::ONWARD };

    /// Whether what stands between two distances from the screen's upper edge is on it or that near.
    pub fn reaches(self, top: f64, bottom: f64, screen: f64) -> bool {
        bottom > -self.above && top < screen + self.below
    }

    /// Around a reader who has scrolled so far down, or up where it is negative.
    pub fn after(scrolled: f64) -> Self {
        if scrolled < 0.0 {
            Self { above: Self::ONWARD, below: Self::NEXT }
        } else {
            Self { above: Self::NEXT, below: Self::ONWARD }
        }
    }
}

impl Window {
    /// As long as nobody knows where a list of so many rows is: some of its first. Each row is taken to be of `typical`
    /// height.
    pub fn unseen(count: usize, drawn: usize, typical: f64) -> Self {
        let drawn = drawn.min(count);
        Self { rows: 0..drawn, before: 0.0, after: typical * rows_as_f64(count.saturating_sub(drawn)), of: count }
    }

    /// The same place of the list that stands there now, which may have another number of rows.
    #[must_use]
    pub fn of_others(self, count: usize, typical: f64) -> Self {
        if self.of == count {
            return self;
        }
        let rows = self.rows.start.min(count)..self.rows.end.min(count);
        let high = |rows: usize| typical * rows_as_f64(rows);
        Self { before: high(rows.start), after: high(count.saturating_sub(rows.end)), rows, of: count }
    }

    /// With so many rows more before and after those.
    #[must_use]
    pub fn with_around(self, more: usize) -> Self {
        let rows = self.rows.start.saturating_sub(more)..self.rows.end.saturating_add(more).min(self.of);
        let left = |gap: f64, were: usize, are: usize| gap * rows_as_f64(are) / rows_as_f64(were.max(1));
        Self {
            before: left(self.before, self.rows.start, rows.start),
            after: left(self.after, self.of.saturating_sub(self.rows.end), self.of.saturating_sub(rows.end)),
            rows,
            of: self.of,
        }
    }

    /// Whether all of the list is there.
    pub fn is_whole(&self) -> bool {
        self.rows.len() == self.of
    }

    /// Whether the other draws the same rows and nobody sees that its gaps are of other heights.
    pub fn looks_like(&self, other: &Self) -> bool {
        let is_near = |one: f64, other: f64| (one - other).abs() < NOTHING;
        let has_same_rows = self.rows == other.rows && self.of == other.of;
        has_same_rows && is_near(self.before, other.before) && is_near(self.after, other.after)
    }

    /// Whether the whole list was below the screen.
    pub fn is_below(&self) -> bool {
        self.rows.end == 0 && self.before <= 0.0
    }
}

impl Heights {
    pub fn of(rows: usize) -> Self {
        Self { rows, steps: vec![None; rows.div_ceil(STEP)] }
    }

    /// The rows of a window in steps, of which the last may be cut off.
    pub fn steps_in(rows: &Range<usize>) -> impl Iterator<Item = Step> + use<> {
        let Range { start, end } = *rows;
        let step = move |first: usize| Step { number: first / STEP, rows: first..first.saturating_add(STEP).min(end) };
        (start..end).step_by(STEP).map(step)
    }

    /// Remembers how high a step was, where all of it was there.
    pub fn measured(&mut self, step: &Step, height: f64) {
        let is_whole = step.rows.len() == self.rows_of(step.number);
        if let Some(known) = self.steps.get_mut(step.number).filter(|_| is_whole && height > 0.0) {
            *known = Some(height);
        }
    }

    /// The rows between two distances from the first one's upper edge, and those around them. A row that was never seen is
    /// taken to be of `typical` height.
    pub fn near(&self, from: f64, to: f64, ahead: Ahead, typical: f64) -> Window {
        let (from, to) = (from - ahead.above, to + ahead.below);
        let (mut below, mut before, mut after) = (0.0, 0.0, 0.0);
        let mut near: Option<Range<usize>> = None;
        for step in 0..self.steps.len() {
            let above = below;
            below += self.height(step, typical);
            if below <= from {
                before = below;
            } else if above < to {
                let start = near.map_or(step, |near| near.start);
                near = Some(start..step.saturating_add(1));
            } else {
                after += self.height(step, typical);
            }
        }
        let last = self.steps.len();
        let Range { start, end } = near.unwrap_or(if before > 0.0 { last..last } else { 0..0 });
        let row = |step: usize| step.saturating_mul(STEP).min(self.rows);
        Window { rows: row(start)..row(end), before, after, of: self.rows }
    }

    /// What is drawn already, where that is what is near and hardly more: rows that come and go cost more than they
    /// take up. Else what is near.
    pub fn unless_drawn(&self, near: Window, drawn: &Range<usize>, typical: f64) -> Window {
        let above = near.rows.start.checked_sub(drawn.start);
        let below = drawn.end.checked_sub(near.rows.end);
        let holds_near = [above, below].iter().all(|more| more.is_some_and(|more| more <= STEP));
        // A list that was shorter may have ended within a step.
        let ends_with_a_step = drawn.end.is_multiple_of(STEP) || drawn.end == self.rows;
        if near.rows.is_empty() || !holds_near || !ends_with_a_step {
            return near;
        }
        let after = (drawn.end..self.rows).step_by(STEP).map(|row| self.height(row / STEP, typical)).sum();
        Window { rows: drawn.clone(), before: self.above(drawn.start, typical), after, of: self.rows }
    }

    /// How high the rows before one of them are, up to a step.
    pub fn above(&self, row: usize, typical: f64) -> f64 {
        (0..row / STEP).map(|step| self.height(step, typical)).sum()
    }

    fn height(&self, step: usize, typical: f64) -> f64 {
        self.steps.get(step).copied().flatten().unwrap_or(typical * rows_as_f64(self.rows_of(step)))
    }

    fn rows_of(&self, step: usize) -> usize {
        self.rows.saturating_sub(step.saturating_mul(STEP)).min(STEP)
    }
}

/// How many rows fill a screen, where lists have so many of theirs in the document.
pub fn filling(seen: impl Iterator<Item = usize>) -> usize {
    seen.max().filter(|rows| *rows > 0).map_or(SCREEN, |rows| rows.next_multiple_of(STEP).min(SCREEN))
}

/// The mean height of the rows of some lists that have been measured; none where none has.
pub fn typical(lists: &[Heights]) -> Option<f64> {
    let known = |list: &Heights| -> Vec<(usize, f64)> {
        let steps = list.steps.iter().enumerate();
        steps.filter_map(|(step, height)| Some((list.rows_of(step), (*height)?))).collect()
    };
    let all = lists.iter().flat_map(known);
    let (rows, height) = all.fold((0_usize, 0.0), |sum, one| (sum.0.saturating_add(one.0), sum.1 + one.1));
    (rows > 0).then(|| height / rows_as_f64(rows))
}

fn rows_as_f64(rows: usize) -> f64 {
    u32::try_from(rows).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(of: &Heights, from: f64, to: f64) -> Window {
        of.near(from, to, Ahead::AT_REST, typical(std::slice::from_ref(of)).unwrap_or(UNSEEN))
    }

    fn step(of: &Heights, number: usize) -> Step {
        Heights::steps_in(&(0..of.rows)).nth(number).expect("a step")
    }

    fn whole(window: &Window, of: &Heights) -> f64 {
        let near = window.rows.len();
        window.before + rows_as_f64(near) * typical(std::slice::from_ref(of)).unwrap_or(UNSEEN) + window.after
    }

    #[test]
    fn what_is_drawn_and_the_gaps_are_as_high_as_all_rows() {
        let heights = Heights::of(10_003);
        for from in [-2000.0, 0.0, 333.0, UNSEEN * 5000.0, UNSEEN * 10_003.0, 1e9] {
            let window = near(&heights, from, from + 800.0);
            assert!((whole(&window, &heights) - UNSEEN * 10_003.0).abs() < 1e-3, "{from}: {window:?}");
        }
    }

    #[test]
    fn as_long_as_nobody_looked_a_list_is_as_high_as_it_is_long() {
        assert_eq!(Window::unseen(100, 12, 70.0), Window { rows: 0..12, before: 0.0, after: 70.0 * 88.0, of: 100 });
        assert_eq!(Window::unseen(5, 12, 70.0), Window { rows: 0..5, before: 0.0, after: 0.0, of: 5 });
        assert_eq!(Window::unseen(100, 0, UNSEEN), Window { rows: 0..0, before: 0.0, after: UNSEEN * 100.0, of: 100 });
    }

    #[test]
    fn the_rows_on_the_screen_are_drawn_and_few_others() {
        let heights = Heights::of(10_000);
        let window = near(&heights, UNSEEN * 5000.0, UNSEEN * 5012.0);
        assert!(window.rows.start <= 5000 && window.rows.end >= 5012, "{window:?}");
        assert!(window.rows.len() < 50, "{window:?}");
        assert_eq!(near(&heights, 0.0, 800.0).rows.start, 0);
        assert_eq!(near(&heights, UNSEEN * 9990.0, UNSEEN * 10_002.0).rows.end, 10_000);
    }

    #[test]
    fn more_is_drawn_where_the_reader_is_going() {
        let heights = Heights::of(10_000);
        let (from, to) = (UNSEEN * 5000.0, UNSEEN * 5008.0);
        let rows = |ahead| heights.near(from, to, ahead, UNSEEN).rows;
        let (rest, down, up) = (rows(Ahead::AT_REST), rows(Ahead::after(1.0)), rows(Ahead::after(-1.0)));
        assert_eq!((rest.start, rest.end), (down.start, up.end));
        assert!(down.end > rest.end && up.start < rest.start, "{rest:?} {down:?} {up:?}");
        let page_down = heights.near(from + 800.0, to + 800.0, Ahead { above: 0.0, below: 0.0 }, UNSEEN).rows;
        assert!(down.end >= page_down.end, "{down:?} {page_down:?}");
    }

    #[test]
    fn what_is_less_than_a_page_away_is_near() {
        let is_near = |top, bottom| Ahead::FAR.reaches(top, bottom, 800.0);
        assert!(is_near(0.0, 1.0) && is_near(-5000.0, -999.0) && is_near(1799.0, 9000.0));
        assert!(!is_near(-5000.0, -1000.0) && !is_near(1800.0, 9000.0));
    }

    #[test]
    fn a_list_that_is_off_the_screen_is_not_drawn() {
        let heights = Heights::of(100);
        assert_eq!(
            near(&heights, -9000.0, -8000.0),
            Window { rows: 0..0, before: 0.0, after: UNSEEN * 100.0, of: 100 }
        );
        assert_eq!(
            near(&heights, 90_000.0, 91_000.0),
            Window { rows: 100..100, before: UNSEEN * 100.0, after: 0.0, of: 100 }
        );
        assert_eq!(near(&Heights::of(0), 0.0, 800.0), Window { rows: 0..0, before: 0.0, after: 0.0, of: 0 });
    }

    #[test]
    fn measured_heights_count_and_teach_what_a_row_is_like() {
        let mut heights = Heights::of(80);
        heights.measured(&step(&heights, 0), 400.0);
        assert!((typical(&[heights.clone()]).expect("measured") - 100.0).abs() < 1e-9);
        let window = near(&heights, 3000.0, 3400.0);
        assert!((whole(&window, &heights) - 8000.0).abs() < 1e-9);
        heights.measured(&step(&heights, 1), 0.0);
        assert!(
            (typical(&[heights.clone()]).expect("measured") - 100.0).abs() < 1e-9,
            "what is not on the screen has no height"
        );
    }

    #[test]
    fn what_is_drawn_is_measured_in_whole_steps() {
        let mut heights = Heights::of(20);
        let window = near(&heights, 0.0, 2000.0);
        let steps: Vec<Step> = Heights::steps_in(&window.rows).collect();
        assert_eq!(steps.iter().map(|step| step.rows.clone()).collect::<Vec<_>>(), [0..4, 4..8, 8..12, 12..16, 16..20]);
        for step in steps {
            heights.measured(&step, 10.0 * rows_as_f64(step.rows.len()));
        }
        assert!((near(&heights, -1e4, -9e3).after - 200.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_drawn_stays_where_it_is_hardly_more_than_what_is_near() {
        let mut heights = Heights::of(100);
        heights.measured(&step(&heights, 0), 320.0);
        heights.measured(&step(&heights, 3), 480.0);
        let near = |rows: Range<usize>| Window { rows, before: 1.0, after: 2.0, of: 100 };
        let after = |near: Window, drawn: Range<usize>| heights.unless_drawn(near, &drawn, 50.0);
        let drawn = Window { rows: 4..12, before: 320.0, after: 480.0 + 84.0 * 50.0, of: 100 };
        for rows in [4..12, 8..12, 4..8] {
            assert_eq!(after(near(rows.clone()), 4..12), drawn, "{rows:?}");
        }
        assert_eq!(after(near(96..100), 92..100).after, 0.0, "the end of the list");
        let others =
            [(0..12, 4..12), (4..16, 4..12), (12..16, 4..16), (4..8, 4..16), (0..0, 0..4), (4..8, 4..10), (4..8, 4..9)];
        for (rows, drawn) in others {
            assert_eq!(after(near(rows.clone()), drawn.clone()), near(rows), "{drawn:?}");
        }
    }

    #[test]
    fn other_rows_are_drawn_where_those_before_them_were() {
        let seen = Window { rows: 4..12, before: 300.0, after: 8000.0, of: 100 };
        assert_eq!(seen.clone().of_others(100, 50.0), seen);
        assert_eq!(seen.clone().of_others(20, 50.0), Window { rows: 4..12, before: 200.0, after: 400.0, of: 20 });
        assert_eq!(seen.clone().of_others(6, 50.0), Window { rows: 4..6, before: 200.0, after: 0.0, of: 6 });
        assert_eq!(seen.of_others(3, 50.0), Window { rows: 3..3, before: 150.0, after: 0.0, of: 3 });
    }

    #[test]
    fn what_comes_around_takes_its_share_of_the_gaps() {
        let near = |rows: Range<usize>, before: f64, after: f64| Window { rows, before, after, of: 100 };
        assert_eq!(near(40..60, 3000.0, 5000.0).with_around(10), near(30..70, 2250.0, 3750.0));
        assert_eq!(near(4..12, 300.0, 8800.0).with_around(8), near(0..20, 0.0, 8000.0));
        let whole = near(4..12, 300.0, 8800.0).with_around(usize::MAX);
        assert_eq!((whole.is_whole(), whole), (true, near(0..100, 0.0, 0.0)));
        assert_eq!(near(0..0, 0.0, 9000.0).with_around(50), near(0..50, 0.0, 4500.0), "a list below the screen");
        assert_eq!(near(100..100, 9000.0, 0.0).with_around(50), near(50..100, 4500.0, 0.0), "one above it");
        assert!(!near(0..99, 0.0, 90.0).is_whole());
    }

    #[test]
    fn gaps_that_differ_by_less_than_a_pixel_look_alike() {
        let window = Window { rows: 4..12, before: 300.0, after: 8000.0, of: 100 };
        let with = |rows: Range<usize>, before: f64, after: f64| Window { rows, before, after, of: 100 };
        assert!(window.looks_like(&with(4..12, 300.9, 7999.1)));
        let of_others = Window { of: 101, ..window.clone() };
        for other in [with(4..16, 300.0, 8000.0), with(4..12, 301.0, 8000.0), with(4..12, 300.0, 7999.0), of_others] {
            assert!(!window.looks_like(&other), "{other:?}");
        }
    }

    #[test]
    fn a_step_that_is_cut_off_teaches_nothing() {
        let mut heights = Heights::of(100);
        heights.measured(&Step { number: 2, rows: 8..9 }, 60.0);
        assert_eq!(typical(&[heights.clone()]), None);
        let mut short = Heights::of(9);
        short.measured(&Step { number: 2, rows: 8..9 }, 60.0);
        assert_eq!(typical(&[short]), Some(60.0), "the list's own end");
    }

    #[test]
    fn a_screen_is_filled_by_what_filled_it_before_and_never_by_what_was_drawn_ahead() {
        let filled = |seen: &[usize]| filling(seen.iter().copied());
        assert_eq!([filled(&[]), filled(&[0, 0]), filled(&[0, 8, 4]), filled(&[5]), filled(&[40])], [12, 12, 8, 8, 12]);
    }

    #[test]
    fn any_row_can_be_come_to() {
        let heights = Heights::of(10_000);
        for row in [0, 7, 8, 4321, 9999] {
            let above = heights.above(row, UNSEEN);
            assert!(near(&heights, above, above + 800.0).rows.contains(&row), "{row}");
        }
    }
}
