//! The geometry of a plot: numbers in, places in the drawing out. Nothing here draws.

use crate::ledger::significant;

/// The drawing's size and margins, in its own units.
pub const WIDTH: f64 = 400.0;
pub const HEIGHT: f64 = 270.0;
pub const LEFT: f64 = 46.0;
pub const RIGHT: f64 = 14.0;
pub const TOP: f64 = 22.0;
pub const BOTTOM: f64 = 38.0;

/// What an axis can end at; beyond it, steps could not be told from nothing or from infinity.
const SMALLEST: f64 = 1e-300;
const LARGEST: f64 = 1e300;
/// How many steps an axis has, about.
const STEPS: f64 = 5.0;

/// An axis from zero to beyond the largest value, so that lengths can be compared by eye.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    pub ticks: Vec<f64>,
    end: f64,
    from: f64,
    to: f64,
}

/// A labelled line across the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    pub at: f64,
    pub label: String,
}

impl Scale {
    /// Left to right.
    pub fn across(values: impl Iterator<Item = f64>) -> Self {
        Self::new(values, LEFT, WIDTH - RIGHT)
    }

    /// Bottom to top.
    pub fn up(values: impl Iterator<Item = f64>) -> Self {
        Self::new(values, HEIGHT - BOTTOM, TOP)
    }

    fn new(values: impl Iterator<Item = f64>, from: f64, to: f64) -> Self {
        let largest = values.filter(|value| value.is_finite()).fold(0.0, f64::max);
        let largest = if SMALLEST <= largest { largest.min(LARGEST) } else { 1.0 };
        let step = round_step(largest / STEPS);
        let count = (largest / step).ceil();
        let mut ticks = Vec::new();
        let mut index = 0.0;
        while index <= count {
            ticks.push(index * step);
            index += 1.0;
        }
        Self { end: count * step, ticks, from, to }
    }

    /// Where a value stands in the drawing.
    pub fn place(&self, value: f64) -> f64 {
        self.from + (self.to - self.from) * (value / self.end)
    }

    pub fn labelled(&self) -> Vec<Tick> {
        let tick = |value: &f64| Tick { at: self.place(*value), label: significant(*value, 4) };
        self.ticks.iter().map(tick).collect()
    }
}

/// The next larger step of 1, 2, 2.5 or 5 times a power of ten.
fn round_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0].map(|factor| factor * power);
    steps.into_iter().find(|step| *step >= least).unwrap_or(10.0 * power)
}

/// How far over its mark a label stands.
pub const LIFT: f64 = 9.0;

/// The labels that a drawing has so far: one that would lie over another is left out.
#[derive(Debug, Default)]
pub struct Labels(Vec<(f64, f64, f64)>);

impl Labels {
    /// Whether a label over the mark of that place fits; if so, the room is taken.
    pub fn has_room(&mut self, (x, y): (f64, f64), label: &str) -> bool {
        /// A letter's width and a line's height, about, in the drawing's units.
        const LETTER: f64 = 6.5;
        const LINE: f64 = 12.0;
        let half = label.chars().map(|_| LETTER / 2.0).sum::<f64>();
        let free = self.0.iter().all(|(at, line, other)| (x - at).abs() > half + other || (y - line).abs() > LINE);
        if free {
            self.0.push((x, y, half));
        }
        free
    }
}

/// A coordinate as it is written: tenths are finer than any screen shows.
pub fn written(place: f64) -> String {
    significant((place * 10.0).round() / 10.0, 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_starts_at_zero_and_holds_every_value_in_round_steps() {
        for (largest, ticks) in [
            (540.0, vec![0.0, 200.0, 400.0, 600.0]),
            (1038.4, vec![0.0, 250.0, 500.0, 750.0, 1000.0, 1250.0]),
            (47.0, vec![0.0, 10.0, 20.0, 30.0, 40.0, 50.0]),
            (7360.0, vec![0.0, 2000.0, 4000.0, 6000.0, 8000.0]),
            (1.0, vec![0.0, 0.2, 0.4, 0.600_000_000_000_000_1, 0.8, 1.0]),
        ] {
            assert_eq!(Scale::up([largest, 1.0].into_iter()).ticks, ticks, "{largest}");
        }
    }

    #[test]
    fn values_stand_between_the_margins() {
        let scale = Scale::across([10.0, 40.0].into_iter());
        assert_eq!(scale.place(0.0), LEFT);
        assert_eq!(scale.place(40.0), WIDTH - RIGHT);
        let up = Scale::up([100.0].into_iter());
        assert_eq!((up.place(0.0), up.place(100.0)), (HEIGHT - BOTTOM, TOP));
    }

    #[test]
    fn nothing_to_place_is_still_an_axis() {
        for values in [vec![], vec![0.0], vec![f64::NAN, f64::INFINITY]] {
            let scale = Scale::across(values.into_iter());
            assert!(scale.place(1.0).is_finite());
            assert!(scale.ticks.len() > 1);
        }
    }

    #[test]
    fn a_label_over_another_is_left_out() {
        let mut labels = Labels::default();
        assert!(labels.has_room((100.0, 50.0), "c=64"));
        assert!(!labels.has_room((104.0, 52.0), "c=64"));
        assert!(labels.has_room((104.0, 70.0), "c=64"), "a line lower");
        assert!(labels.has_room((140.0, 50.0), "c=64"), "beside it");
    }

    #[test]
    fn the_ends_of_what_can_be_written_are_an_axis_too() {
        for extreme in [f64::MIN_POSITIVE, 5e-324, 1e-299, f64::MAX] {
            let scale = Scale::up([extreme].into_iter());
            assert!((2..12).contains(&scale.ticks.len()), "{extreme}");
            assert!(scale.place(1.0).is_finite() && scale.place(0.0).is_finite(), "{extreme}");
        }
    }

    #[test]
    fn labels_are_short() {
        let labels: Vec<String> = Scale::up([1.0].into_iter()).labelled().into_iter().map(|tick| tick.label).collect();
        assert_eq!(labels, ["0", "0.2", "0.4", "0.6", "0.8", "1"]);
        assert_eq!(written(123.456), "123.5");
    }
}
