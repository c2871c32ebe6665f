//! A measurement beside the operating point that it names, and where the two, or the finding itself, say different things.

use crate::bundle::{Context, Measurement, OperatingPoint};

use super::context::{self, Difference};
use super::number::{last_digit, significant};
use super::points::{self, ClaimCell, ClaimPoint, RowPoint};
use super::text::{listed, said};
use super::{Facts, Hardware, Row, descriptor};

/// What a number may be off the figure that it is of, as a share of it; or by its last digit, where that is more.
const NEAR: f64 = 0.02;
/// Or by so many of its own standard deviations.
const SPREAD: f64 = 3.0;

/// One measurement and the point that it names.
pub struct Measured<'a> {
    /// Its place in the registry's list, from 0.
    index: usize,
    pub measurement: &'a Measurement,
    /// None where it names none.
    pub cell: Option<&'a ClaimCell<'a>>,
    points: &'a [RowPoint<'a>],
}

impl<'a> Measured<'a> {
    /// The measurements of a row, in the registry's order.
    pub fn all(
        row: &'a Row,
        claims: &'a [ClaimPoint<'a>],
        points: &'a [RowPoint<'a>],
    ) -> impl Iterator<Item = Measured<'a>> {
        row.finding.measurements.iter().enumerate().map(move |(index, measurement)| {
            let cell = claims.iter().find_map(|claim| match claim {
                ClaimPoint::Measurement { index: of, cell } if *of == index => Some(cell),
                _ => None,
            });
            Measured { index, measurement, cell, points }
        })
    }

    /// Its metric; without one its place in the registry's list.
    pub fn name(&self) -> String {
        said(self.measurement.metric.as_deref()).map_or_else(|| format!("measurements[{}]", self.index), str::to_owned)
    }

    /// The operating point that it came from, where one alone fits.
    pub fn point(&self) -> Option<&'a OperatingPoint<'a>> {
        the_point(self.cell?, self.points).ok()
    }

    /// What in it is not so by the finding's hardware or by the operating point, a sentence each.
    pub fn contradictions(&self, hardware: &[Hardware]) -> Vec<String> {
        let named = self.runs();
        let context = self.measurement.context.as_ref();
        let apart = |run: &OperatingPoint<'_>| {
            context.map_or_else(Vec::new, |context| context::differences_from_point(context, run))
        };
        let agreeing: Vec<_> = named.iter().copied().filter(|run| apart(run).is_empty()).collect();
        // A number is of those of its runs that were measured as it says; where none was, of any of them.
        let nearest = named.iter().map(|run| apart(run)).min_by_key(Vec::len).filter(|_| agreeing.is_empty());
        let runs = if agreeing.is_empty() { named } else { agreeing };
        let name = self.name();
        let context_of_runs =
            nearest.map(|apart| format!("The context of {name} and its operating point differ: {}.", phrased(&apart)));
        // What holds no token leaves it to the point.
        let mut texts = hardware_of(context).into_iter().chain(runs.iter().filter_map(|run| run.hardware));
        let sides = [
            (name.clone(), texts.find(|text| !Hardware::tokens(text).is_empty())),
            (format!("The baseline of {name}"), hardware_of(self.measurement.baseline_context.as_ref())),
        ];
        let elsewhere = sides.into_iter().filter_map(|(side, text)| other_hardware(&side, text?, hardware));
        elsewhere.chain(context_of_runs).chain(self.other_figure(&runs)).collect()
    }

    /// The sides of whose hardware nobody can say which it is, a sentence each.
    pub fn without_a_token(&self) -> impl Iterator<Item = String> {
        let sides = [
            (self.name(), hardware_of(self.measurement.context.as_ref())),
            (format!("The baseline of {}", self.name()), hardware_of(self.measurement.baseline_context.as_ref())),
        ];
        let unnamed = sides.into_iter().filter(|(_, text)| text.is_some_and(|text| Hardware::tokens(text).is_empty()));
        unnamed.map(|(side, text)| {
            format!("{side} was measured on {:?}, which names no hardware token.", text.unwrap_or_default())
        })
    }

    /// What was measured at the point that it names. Without a cell it may be of any that were measured there, so of one alone.
    fn runs(&self) -> Vec<&'a OperatingPoint<'a>> {
        let Some(cell) = self.cell else { return Vec::new() };
        let found = cell.found.iter().filter_map(|place| self.points.get(*place)).map(|found| &found.point);
        let runs: Vec<_> = found.filter(|point| point.is_measured()).collect();
        let is_one_cell = runs.windows(2).all(|pair| matches!(pair, [one, next] if one.cell_id == next.cell_id));
        if is_one_cell { runs } else { Vec::new() }
    }

    /// A value that is off what was measured; of runs that were repeated it may be any between them.
    fn other_figure(&self, runs: &[&OperatingPoint<'_>]) -> Option<String> {
        let value = self.measurement.value?;
        let of = Figure::named(said(self.measurement.metric.as_deref())?)?;
        let unit = said(self.measurement.unit.as_deref()).unwrap_or(of.unit);
        let figures: Vec<f64> = runs.iter().filter_map(|run| (of.of)(run)).filter(|_| of.is_in(unit)).collect();
        let lowest = figures.iter().copied().reduce(f64::min)?;
        let highest = figures.iter().copied().reduce(f64::max)?;
        let spread = self.measurement.std.filter(|std| std.is_finite()).map_or(0.0, |std| SPREAD * std.abs());
        let digit = last_digit(&significant(value, usize::MAX)).unwrap_or_default();
        let off = |figure: f64| (value - figure).abs() > (NEAR * figure.abs()).max(spread).max(digit);
        let is_between = lowest <= value && value <= highest;
        if is_between || !off(lowest) || !off(highest) {
            return None;
        }
        let number = |number| significant(number, 6);
        let measured =
            if lowest < highest { format!("{} to {}", number(lowest), number(highest)) } else { number(lowest) };
        Some(format!("{} is {} {unit}, and its operating point measured {measured}.", self.name(), number(value)))
    }
}

fn hardware_of(context: Option<&Context>) -> Option<&str> {
    said(context?.identity.hardware.as_deref())
}

/// A number of hardware that is none of the finding's is no number of the finding.
fn other_hardware(side: &str, named: &str, hardware: &[Hardware]) -> Option<String> {
    let tokens = Hardware::tokens(named);
    let is_other = !hardware.is_empty() && tokens.iter().any(|token| !hardware.contains(token));
    is_other.then(|| {
        format!("{side} was measured on {}, and the finding is of {}.", listed(tokens.iter()), listed(hardware))
    })
}

/// What contradicts each measurement of a row, in the registry's order.
pub fn contradictions(row: &Row, facts: &Facts) -> Vec<Vec<String>> {
    if row.finding.measurements.is_empty() {
        return Vec::new();
    }
    let points = points::points_of(row, facts);
    let claims = points::claim_points(row, facts);
    Measured::all(row, &claims, &points).map(|measured| measured.contradictions(&row.hardware)).collect()
}

/// A figure of an operating point by the name of its column, which measurements use for their metric.
struct Figure {
    name: &'static str,
    /// As registries write it, in any case.
    unit: &'static str,
    of: fn(&OperatingPoint<'_>) -> Option<f64>,
}

static FIGURES: [Figure; 7] = [
    Figure { name: "ttft_avg_ms", unit: "ms", of: |point| point.ttft_avg_ms },
    Figure { name: "tpot_median_ms", unit: "ms", of: |point| point.tpot_median_ms },
    Figure { name: "itl_avg_ms", unit: "ms", of: |point| point.itl_avg_ms },
    Figure { name: "request_throughput_avg", unit: "req/s", of: |point| point.request_throughput_avg },
    Figure { name: "output_tps_per_user", unit: "tok/s/user", of: |point| point.output_tps_per_user },
    Figure { name: "output_tps_per_gpu", unit: "tok/s/GPU", of: |point| point.output_tps_per_gpu },
    Figure { name: "total_tps_per_gpu", unit: "tok/s/GPU", of: |point| point.total_tps_per_gpu },
];

impl Figure {
    fn named(metric: &str) -> Option<&'static Self> {
        FIGURES.iter().find(|figure| figure.name == metric)
    }

    /// In another unit, or in one that is written otherwise, nobody can say whether two numbers are one.
    fn is_in(&self, unit: &str) -> bool {
        let unit = unit.rsplit(' ').next().unwrap_or_default().to_ascii_lowercase();
        let unit = unit.replace("tokens/", "tok/").replace("token/", "tok/").replace("requests/", "req/");
        unit.eq_ignore_ascii_case(self.unit)
    }
}

/// A cell's name.
pub fn name_of<'a>(cell: &ClaimCell<'a>) -> &'a str {
    cell.cell.unwrap_or("a cell without a name")
}

/// The one point that was measured at a cell; runs that were repeated count as one.
///
/// # Errors
/// Why there is none, in a sentence: none was found, nothing was measured there, or it was in several contexts.
pub fn the_point<'a>(cell: &ClaimCell<'_>, points: &'a [RowPoint<'a>]) -> Result<&'a OperatingPoint<'a>, String> {
    if let Some(problem) = &cell.problem {
        return Err(problem.clone());
    }
    let name = name_of(cell);
    let found = cell.found.iter().filter_map(|place| points.get(*place)).map(|found| &found.point);
    let mut measured = found.filter(|point| point.is_measured());
    let Some(first) = measured.next() else { return Err(format!("Nothing was measured at {name}.")) };
    if measured.any(|point| descriptor::of_point(point) != descriptor::of_point(first)) {
        return Err(format!(
            "{name} was measured in several contexts, and nobody recorded which of them the number is of."
        ));
    }
    Ok(first)
}

/// `ISL 1024 against 4096 and concurrency 1 against 64`.
pub fn phrased(differences: &[Difference]) -> String {
    listed(differences.iter().map(|Difference { field, one, other }| format!("{field} {one} against {other}")))
}

#[cfg(test)]
mod tests {
    use serde::Serializer as _;
    use serde::ser::SerializeMap as _;

    use super::*;
    use crate::bundle::{Point, Points};
    use crate::ledger::flag::testing::{Case, full_point};

    /// Of one measurement that names a cell at which those were measured.
    fn of(points: &[OperatingPoint<'_>], change: impl FnOnce(&mut Measurement)) -> Vec<String> {
        let points: Vec<_> = points.iter().map(|point| OperatingPoint { cell_id: Some("c"), ..*point }).collect();
        let case = Case::done().campaign(|campaign| campaign.points = Some(Points::of(&points, &[])));
        let case = case.finding(|finding| {
            let measurement = finding.measurements.first_mut().expect("a measurement");
            measurement.point = Some(Point { cell_id: Some("c".into()), ..Point::default() });
            change(measurement);
        });
        let ledger = case.ledger();
        contradictions(&ledger.rows[0], &ledger.facts).remove(0)
    }

    fn run(output_tps_per_gpu: f64) -> OperatingPoint<'static> {
        OperatingPoint { output_tps_per_gpu: Some(output_tps_per_gpu), ..full_point() }
    }

    #[test]
    fn what_agrees_contradicts_nothing() {
        assert_eq!(of(&[full_point()], |_| {}), Vec::<String>::new());
        let nowhere = Case::done().ledger();
        assert_eq!(contradictions(&nowhere.rows[0], &nowhere.facts), [Vec::<String>::new()]);
    }

    #[test]
    fn a_value_is_what_its_point_measured() {
        let valued = |value: f64, runs: &[f64]| {
            let runs: Vec<_> = runs.iter().map(|figure| run(*figure)).collect();
            of(&runs, |measurement| measurement.value = Some(value))
        };
        let said = "output_tps_per_gpu is 300 tok/s/GPU, and its operating point measured";
        assert_eq!(valued(300.0, &[250.0]), [format!("{said} 250.")]);
        assert_eq!(valued(300.0, &[350.0]), [format!("{said} 350.")]);
        assert_eq!(valued(300.0, &[250.0, 290.0]), [format!("{said} 250 to 290.")]);
        assert_eq!(valued(300.0, &[250.0, 350.0]), Vec::<String>::new(), "between repeated runs");
        assert_eq!(valued(246.0, &[250.0, 350.0]), Vec::<String>::new(), "near the lowest of them");
        assert_eq!(valued(355.0, &[250.0, 350.0]), Vec::<String>::new(), "near the highest of them");
        assert_eq!(valued(306.0, &[300.0]), Vec::<String>::new(), "2 % above");
        assert_eq!(valued(294.0, &[300.0]), Vec::<String>::new(), "2 % below");
        assert_eq!(valued(307.0, &[300.0]).len(), 1, "more than 2 % above");
        assert_eq!(valued(293.0, &[300.0]).len(), 1, "more than 2 % below");
    }

    #[test]
    fn a_run_that_failed_measured_nothing() {
        let failed = OperatingPoint { status: Some("failed"), ..run(300.0) };
        assert_eq!(of(&[failed, run(250.0)], |_| {}).len(), 1);
    }

    #[test]
    fn only_a_figure_of_the_point_in_its_own_unit_is_held_against_it() {
        let named = |metric: &str, unit: Option<&str>| {
            let at = OperatingPoint { ttft_avg_ms: Some(400.0), tpot_median_ms: Some(9.0), ..run(250.0) };
            of(&[at], |measurement| {
                measurement.metric = Some(metric.to_owned());
                measurement.unit = unit.map(str::to_owned);
            })
        };
        assert_eq!(named("ttft_avg_ms", Some("ms")).len(), 1);
        assert_eq!(named("tpot_median_ms", Some("MS")).len(), 1);
        assert_eq!(named("output_tps_per_gpu", Some("tok/s/gpu")).len(), 1);
        assert_eq!(named("output_tps_per_gpu", Some("output tokens/s/GPU")).len(), 1);
        assert_eq!(named("output_tps_per_gpu", None).len(), 1, "in the unit of its name");
        assert_eq!(named("output_tps_per_gpu", Some("tok/s")), Vec::<String>::new());
        assert_eq!(named("ttft_avg_ms", Some("s")), Vec::<String>::new());
        assert_eq!(named("itl_avg_ms", Some("ms")), Vec::<String>::new(), "the point has none");
        assert_eq!(named("wall_clock", Some("ms")), Vec::<String>::new());
    }

    #[test]
    fn each_figure_is_that_of_its_column() {
        let point = OperatingPoint {
            ttft_avg_ms: Some(1.0),
            tpot_median_ms: Some(2.0),
            itl_avg_ms: Some(3.0),
            request_throughput_avg: Some(4.0),
            output_tps_per_user: Some(5.0),
            output_tps_per_gpu: Some(6.0),
            total_tps_per_gpu: Some(7.0),
            ..OperatingPoint::default()
        };
        let mut map = serde_json::value::Serializer.serialize_map(None).expect("a map");
        point.write_into(&mut map).expect("it is written");
        let recorded = map.end().expect("an object");
        for figure in &FIGURES {
            assert_eq!((figure.of)(&point), recorded[figure.name].as_f64(), "{}", figure.name);
        }
    }

    #[test]
    fn what_rounding_and_its_own_spread_account_for_is_forgiven() {
        let off = |value: f64, std: Option<f64>, figure: f64| {
            of(&[run(figure)], |measurement| (measurement.value, measurement.std) = (Some(value), std)).len()
        };
        assert_eq!(off(0.14, None, 0.1438), 0, "by its last digit");
        assert_eq!(off(0.14, None, 0.1538), 1);
        assert_eq!(off(300.0, Some(12.0), 270.0), 0, "by three standard deviations");
        assert_eq!(off(300.0, Some(12.0), 260.0), 1);
        assert_eq!(off(300.0, Some(f64::NAN), 270.0), 1);
    }

    #[test]
    fn a_number_is_of_those_runs_that_were_measured_as_it_says() {
        let other = OperatingPoint { concurrency: Some(8), ..run(100.0) };
        let differ = "The context of output_tps_per_gpu and its operating point differ: concurrency 64 against 8.";
        assert_eq!(of(&[other, run(300.0)], |_| {}), Vec::<String>::new());
        assert_eq!(of(&[other, run(250.0)], |_| {}).len(), 1, "the figure of the one at 64");
        let further = OperatingPoint { tensor_parallel: Some(8), ..other };
        assert_eq!(of(&[further, OperatingPoint { output_tps_per_gpu: Some(300.0), ..other }], |_| {}), [differ]);
    }

    #[test]
    fn without_a_cell_several_cells_are_none() {
        let at = |cell, figure| OperatingPoint { cell_id: Some(cell), ..run(figure) };
        let of = |points: &[OperatingPoint<'_>]| {
            let case = Case::done().campaign(|campaign| campaign.points = Some(Points::of(points, &[])));
            let case = case.finding(|finding| {
                finding.measurements[0].point = Some(Point { concurrency: Some(64), ..Point::default() });
            });
            let ledger = case.ledger();
            contradictions(&ledger.rows[0], &ledger.facts).remove(0).len()
        };
        assert_eq!(of(&[at("a", 1.0), at("b", 2.0)]), 0);
        assert_eq!(of(&[at("a", 1.0), at("a", 2.0)]), 1);
    }

    #[test]
    fn without_hardware_in_its_context_that_of_the_point_counts() {
        let on_b200 = OperatingPoint { hardware: Some("B200"), ..full_point() };
        let said = "output_tps_per_gpu was measured on B200, and the finding is of GB300.";
        assert_eq!(of(&[on_b200], |measurement| measurement.context = None), [said]);
        assert_eq!(of(&[full_point()], |measurement| measurement.context = None), Vec::<String>::new());
        let unnamed = |measurement: &mut Measurement| {
            measurement.context.as_mut().expect("a context").identity.hardware = Some("a tray".into());
        };
        assert_eq!(of(&[on_b200], unnamed), [said]);
    }

    #[test]
    fn a_number_of_other_hardware_is_said_with_or_without_a_point() {
        let on = |candidate: &str, baseline: &str| {
            let case = Case::done().finding(|finding| {
                let measurement = finding.measurements.first_mut().expect("a measurement");
                let sides = [&mut measurement.context, &mut measurement.baseline_context];
                for (side, hardware) in sides.into_iter().zip([candidate, baseline]) {
                    side.as_mut().expect("a context").identity.hardware = Some(hardware.to_owned());
                }
            });
            let ledger = case.ledger();
            contradictions(&ledger.rows[0], &ledger.facts).remove(0)
        };
        let (candidate, of_baseline) = (
            "output_tps_per_gpu was measured on B200, and the finding is of GB300.",
            "The baseline of output_tps_per_gpu was measured on B200, and the finding is of GB300.",
        );
        assert_eq!(on("GB300", "GB300 tray"), Vec::<String>::new());
        assert_eq!(on("B200", "B200"), [candidate, of_baseline]);
        assert_eq!(on("GB300", "B200"), [of_baseline]);
        assert_eq!(on("a tray", "gb300"), Vec::<String>::new(), "without a token nobody can say");
    }

    #[test]
    fn a_number_on_one_of_the_findings_tokens_is_its_own() {
        let case = Case::done().finding(|finding| finding.hardware = Some("GB300 and B200".into()));
        let ledger = case.ledger();
        assert_eq!(contradictions(&ledger.rows[0], &ledger.facts), [Vec::<String>::new()]);
    }
}
