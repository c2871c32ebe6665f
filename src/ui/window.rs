//! Which rows of a long list are in the document: those near the screen, between two gaps as high as the rows that are
//! not. Heights and distances are in CSS pixels.

use std::ops::Range;

/// A list of so many rows is in the document as a whole.
pub const ALL_UP_TO: usize = 500;
/// Rows come and go so many at a time.
const STEP: usize = 8;
/// How far above and below the screen rows are drawn, so that what comes into sight, and what the focus goes to next,
/// is there already.
const AHEAD: f64 = 500.0;
/// The height of a row, as long as none has been measured.
const TYPICAL: f64 = 64.0;

/// The rows that are drawn, and how high the gaps before and after them are.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    pub rows: Range<usize>,
    pub before: f64,
    pub after: f64,
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

/// The first rows, as long as nobody knows where the list is.
impl Default for Window {
    fn default() -> Self {
        Self { rows: 0..STEP * 4, before: 0.0, after: 0.0 }
    }
}

impl Heights {
    pub fn of(rows: usize) -> Self {
        Self { rows, steps: vec![None; rows.div_ceil(STEP)] }
    }

    /// The whole steps among the rows of a window.
    pub fn steps_in(rows: &Range<usize>) -> impl Iterator<Item = Step> + use<> {
        let Range { start, end } = *rows;
        let step = move |first: usize| Step { number: first / STEP, rows: first..first.saturating_add(STEP).min(end) };
        (start..end).step_by(STEP).map(step)
    }

    /// Remembers how high a step was.
    pub fn measured(&mut self, step: usize, height: f64) {
        if let Some(known) = self.steps.get_mut(step).filter(|_| height > 0.0) {
            *known = Some(height);
        }
    }

    /// The rows between two distances from the first one's upper edge, and some around them.
    pub fn near(&self, from: f64, to: f64) -> Window {
        let height = self.height();
        let (from, to) = (from - AHEAD, to + AHEAD);
        let (mut below, mut before, mut after) = (0.0, 0.0, 0.0);
        let mut near: Option<Range<usize>> = None;
        for step in 0..self.steps.len() {
            let above = below;
            below += height(step);
            if below <= from {
                before = below;
            } else if above < to {
                let start = near.map_or(step, |near| near.start);
                near = Some(start..step.saturating_add(1));
            } else {
                after += height(step);
            }
        }
        let last = self.steps.len();
        let Range { start, end } = near.unwrap_or(if before > 0.0 { last..last } else { 0..0 });
        let row = |step: usize| step.saturating_mul(STEP).min(self.rows);
        Window { rows: row(start)..row(end), before, after }
    }

    /// The rows around one of them.
    pub fn around(&self, row: usize) -> Window {
        let above: f64 = (0..row / STEP).map(self.height()).sum();
        self.near(above, above + AHEAD)
    }

    /// How high a step is, or would be if its rows were like those that have been measured.
    fn height(&self) -> impl Fn(usize) -> f64 {
        let typical = self.typical();
        move |step| self.steps.get(step).copied().flatten().unwrap_or(typical * rows_as_f64(self.rows_of(step)))
    }

    /// The mean height of the rows that have been measured.
    fn typical(&self) -> f64 {
        let known = self.steps.iter().enumerate().filter_map(|(step, height)| Some((self.rows_of(step), (*height)?)));
        let (rows, height) = known.fold((0_usize, 0.0), |sum, one| (sum.0.saturating_add(one.0), sum.1 + one.1));
        if rows == 0 { TYPICAL } else { height / rows_as_f64(rows) }
    }

    fn rows_of(&self, step: usize) -> usize {
        self.rows.saturating_sub(step.saturating_mul(STEP)).min(STEP)
    }
}

fn rows_as_f64(rows: usize) -> f64 {
    u32::try_from(rows).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(window: &Window, of: &Heights) -> f64 {
        let near = window.rows.len();
        window.before + rows_as_f64(near) * of.typical() + window.after
    }

    #[test]
    fn what_is_drawn_and_the_gaps_are_as_high_as_all_rows() {
        let heights = Heights::of(10_003);
        for from in [-2000.0, 0.0, 333.0, 64.0 * 5000.0, 64.0 * 10_003.0, 1e9] {
            let window = heights.near(from, from + 800.0);
            assert!((whole(&window, &heights) - 64.0 * 10_003.0).abs() < 1e-3, "{from}: {window:?}");
        }
    }

    #[test]
    fn the_rows_on_the_screen_are_drawn_and_few_others() {
        let heights = Heights::of(10_000);
        let window = heights.near(64.0 * 5000.0, 64.0 * 5012.0);
        assert!(window.rows.start <= 5000 && window.rows.end >= 5012, "{window:?}");
        assert!(window.rows.len() < 50, "{window:?}");
        assert_eq!(heights.near(0.0, 800.0).rows.start, 0);
        assert_eq!(heights.near(64.0 * 9990.0, 64.0 * 10_002.0).rows.end, 10_000);
    }

    #[test]
    fn a_list_that_is_off_the_screen_is_not_drawn() {
        let heights = Heights::of(100);
        assert_eq!(heights.near(-9000.0, -8000.0), Window { rows: 0..0, before: 0.0, after: 6400.0 });
        assert_eq!(heights.near(90_000.0, 91_000.0), Window { rows: 100..100, before: 6400.0, after: 0.0 });
        assert_eq!(Heights::of(0).near(0.0, 800.0), Window { rows: 0..0, before: 0.0, after: 0.0 });
    }

    #[test]
    fn measured_heights_count_and_teach_what_a_row_is_like() {
        let mut heights = Heights::of(80);
        heights.measured(0, 800.0);
        assert!((heights.typical() - 100.0).abs() < 1e-9);
        let window = heights.near(3000.0, 3400.0);
        assert!((whole(&window, &heights) - 8000.0).abs() < 1e-9);
        heights.measured(1, 0.0);
        assert!((heights.typical() - 100.0).abs() < 1e-9, "what is not on the screen has no height");
    }

    #[test]
    fn what_is_drawn_is_measured_in_whole_steps() {
        let mut heights = Heights::of(20);
        let window = heights.near(0.0, 2000.0);
        let steps: Vec<Step> = Heights::steps_in(&window.rows).collect();
        assert_eq!(steps.iter().map(|step| step.rows.clone()).collect::<Vec<_>>(), [0..8, 8..16, 16..20]);
        for step in steps {
            heights.measured(step.number, 10.0 * rows_as_f64(step.rows.len()));
        }
        assert!((heights.near(-1e4, -9e3).after - 200.0).abs() < 1e-9);
    }

    #[test]
    fn any_row_can_be_come_to() {
        let heights = Heights::of(10_000);
        for row in [0, 7, 8, 4321, 9999] {
            assert!(heights.around(row).rows.contains(&row), "{row}");
        }
    }
}
