//! What a reader looks at rather than a table: throughput per GPU against interactivity or latency, a plot a hardware.

use crate::bundle::OperatingPoint;

use super::{Hardware, NOT_RECORDED, order};

/// What throughput per GPU is shown against.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Axis {
    #[default]
    Interactivity,
    Tpot,
    Itl,
    Ttft,
}

impl Axis {
    pub const ALL: [Self; 4] = [Self::Interactivity, Self::Tpot, Self::Itl, Self::Ttft];

    /// The value in the page's address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Interactivity => "interactivity",
            Self::Tpot => "tpot",
            Self::Itl => "itl",
            Self::Ttft => "ttft",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|axis| axis.name() == name)
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Interactivity => "Interactivity",
            Self::Tpot => "TPOT, median",
            Self::Itl => "ITL, mean",
            Self::Ttft => "TTFT, mean",
        }
    }

    pub fn unit(self) -> &'static str {
        match self {
            Self::Interactivity => "tok/s/user",
            Self::Tpot | Self::Itl | Self::Ttft => "ms",
        }
    }

    /// The point's value in [`Self::unit`].
    pub fn of(self, point: &OperatingPoint<'_>) -> Option<f64> {
        match self {
            Self::Interactivity => point.output_tps_per_user,
            Self::Tpot => point.tpot_median_ms,
            Self::Itl => point.itl_avg_ms,
            Self::Ttft => point.ttft_avg_ms,
        }
    }
}

/// One plot: points of one hardware, or of several where the reader asked for that.
#[derive(Debug, Clone, PartialEq)]
pub struct Plot {
    /// Tokens, or what the points name as hardware where that holds no single token.
    pub hardware: Vec<String>,
    /// In the order of their places on the axis.
    pub marks: Vec<Mark>,
    /// How many points of that hardware have no place on it: not measured, or without one of the two values.
    pub left_out: usize,
}

/// One operating point on a plot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// Its place among the points that were given.
    pub point: usize,
    /// Its place among the plot's hardware.
    pub hardware: usize,
    pub x: f64,
    /// Output tokens a second and GPU.
    pub y: f64,
}

/// A plot for each hardware that the points name, in listing order; one for all of them where `together`.
pub fn plots(points: &[OperatingPoint<'_>], axis: Axis, together: bool) -> Vec<Plot> {
    let mut names: Vec<(usize, String)> = points.iter().map(hardware_name).collect();
    order::sort(&mut names);
    names.dedup();
    let names: Vec<String> = names.into_iter().map(|(_, name)| name).collect();
    let groups = if together { vec![names] } else { names.into_iter().map(|name| vec![name]).collect() };
    groups.into_iter().filter(|names| !names.is_empty()).map(|names| plot(points, axis, names)).collect()
}

fn plot(points: &[OperatingPoint<'_>], axis: Axis, hardware: Vec<String>) -> Plot {
    let mut marks = Vec::new();
    let mut left_out = 0_usize;
    for (index, point) in points.iter().enumerate() {
        let (_, name) = hardware_name(point);
        let Some(place) = hardware.iter().position(|listed| *listed == name) else { continue };
        let values = axis.of(point).zip(point.output_tps_per_gpu).filter(|_| point.is_measured());
        match values.filter(|(x, y)| is_placeable(*x) && is_placeable(*y)) {
            Some((x, y)) => marks.push(Mark { point: index, hardware: place, x, y }),
            None => left_out = left_out.saturating_add(1),
        }
    }
    order::sort_by(&mut marks, |a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    Plot { hardware, marks, left_out }
}

fn is_placeable(value: f64) -> bool {
    value.is_finite() && value > 0.0
}

/// The one token that the point names, behind its place in listing order; else its text.
fn hardware_name(point: &OperatingPoint<'_>) -> (usize, String) {
    let text = point.hardware.map(str::trim).filter(|text| !text.is_empty());
    let tokens = Hardware::tokens(text.unwrap_or_default());
    match &*tokens {
        [token] => {
            let place = Hardware::ALL.iter().position(|listed| listed == token);
            (place.unwrap_or(Hardware::ALL.len()), token.name().to_owned())
        }
        _ => (Hardware::ALL.len(), text.unwrap_or(NOT_RECORDED).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(hardware: &str, user: f64, gpu: f64) -> OperatingPoint<'_> {
        OperatingPoint {
            hardware: Some(hardware),
            output_tps_per_user: Some(user),
            output_tps_per_gpu: Some(gpu),
            ..OperatingPoint::default()
        }
    }

    #[test]
    fn each_hardware_has_a_plot_of_its_own_unless_all_are_asked_for() {
        let points = [point("HGX B200", 30.0, 400.0), point("GB300 NVL72", 50.0, 300.0), point("GB300", 20.0, 500.0)];
        let apart = plots(&points, Axis::Interactivity, false);
        let names: Vec<&[String]> = apart.iter().map(|plot| plot.hardware.as_slice()).collect();
        assert_eq!(names, [["GB300"], ["B200"]]);
        let order: Vec<usize> = apart[0].marks.iter().map(|mark| mark.point).collect();
        assert_eq!(order, [2, 1], "in the order of the axis");
        let together = plots(&points, Axis::Interactivity, true);
        assert_eq!(together.len(), 1);
        assert_eq!(together[0].hardware, ["GB300", "B200"]);
        assert_eq!(together[0].marks.iter().map(|mark| mark.hardware).collect::<Vec<_>>(), [0, 1, 0]);
    }

    #[test]
    fn what_has_no_place_is_counted_and_not_drawn() {
        let failed = OperatingPoint { status: Some("failed"), ..point("B200", 30.0, 400.0) };
        let points = [point("B200", 30.0, 400.0), failed, point("B200", -1.0, 400.0), point("B200", 1.0, f64::NAN)];
        let plots = plots(&points, Axis::Interactivity, false);
        assert_eq!((plots[0].marks.len(), plots[0].left_out), (1, 3));
        let by_ttft = super::plots(&points, Axis::Ttft, false);
        assert_eq!((by_ttft[0].marks.len(), by_ttft[0].left_out), (0, 4));
    }

    #[test]
    fn points_without_a_token_are_of_what_they_name() {
        let nameless = OperatingPoint { hardware: None, ..point("", 1.0, 1.0) };
        let names: Vec<Vec<String>> = plots(&[point("a TPU", 1.0, 1.0), nameless], Axis::Interactivity, false)
            .into_iter()
            .map(|plot| plot.hardware)
            .collect();
        assert_eq!(names, [["a TPU"], ["not recorded"]]);
        assert_eq!(plots(&[], Axis::Tpot, true), []);
    }

    #[test]
    fn each_axis_has_its_own_title_and_its_unit() {
        let titles = Axis::ALL.map(Axis::title);
        assert_eq!(titles, ["Interactivity", "TPOT, median", "ITL, mean", "TTFT, mean"]);
        assert_eq!(Axis::ALL.map(Axis::unit), ["tok/s/user", "ms", "ms", "ms"]);
    }

    #[test]
    fn nothing_is_drawn_at_zero() {
        let points = [point("B200", 0.0, 400.0), point("B200", 30.0, 0.0), point("B200", 30.0, 400.0)];
        let plots = plots(&points, Axis::Interactivity, false);
        assert_eq!((plots[0].marks.len(), plots[0].left_out), (1, 2));
    }
}
