//! %SoL: how much of a named ceiling a number reaches. Only against a key of `sol-ceilings.yaml`, never from tok/s and
//! never from a peak that this code knows.

use std::fmt::{self, Display};

use crate::bundle::{Ceiling, Context, Measurement, OperatingPoint};

use super::points::{self, Arm, ClaimPoint, RowPoint};
use super::text::said;
use super::{Facts, Hardware, Row, ceilings_of, order, significant};

/// Where a percentage comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SolSource {
    /// `dcgm_dram_active` of an operating point.
    DramActive,
    /// `dcgm_tensor_active` of an operating point, against the ceiling that a measurement there names.
    TensorActive,
    /// A measurement in the ceiling's own unit.
    Measured,
    /// The registry's `sol_pct`.
    Stated,
}

impl SolSource {
    pub fn words(self) -> &'static str {
        match self {
            Self::DramActive => "DCGM DRAM active",
            Self::TensorActive => "DCGM tensor active",
            Self::Measured => "measured in the ceiling's unit",
            Self::Stated => "as the registry states it",
        }
    }
}

/// A share of a ceiling.
#[derive(Debug, Clone, PartialEq)]
pub struct Sol {
    /// The operating point or the metric that it belongs to.
    pub label: String,
    pub arm: Arm,
    /// 0 to 100.
    pub percent: f64,
    /// `<key>.<metric>` of `sol-ceilings.yaml`.
    pub ceiling: String,
    /// The ceiling itself, in `units`.
    pub value: f64,
    pub units: String,
    pub source: SolSource,
}

/// `51 % of gb300_nvl72.hbm3e_tbps (8 TB/s), DCGM DRAM active`.
impl Display for Sol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { percent, ceiling, value, units, source, .. } = self;
        let (percent, value) = (significant(*percent, 4), significant(*value, 6));
        write!(f, "{percent} % of {ceiling} ({value} {units}), {}", source.words())
    }
}

/// A share that is recorded or stated and cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unshown {
    pub label: String,
    pub arm: Arm,
    /// In a sentence.
    pub why: String,
}

/// The shares of what the claim was made from: its operating points, their baselines, and the measurements.
pub fn of_row(row: &Row, facts: &Facts) -> Vec<Result<Sol, Unshown>> {
    let points = points::points_of(row, facts);
    let claims = points::claim_points(row, facts);
    let mut places: Vec<usize> = claims.iter().flat_map(places).collect();
    order::sort(&mut places);
    places.dedup();
    let of_points =
        places.into_iter().filter_map(|place| Some(of_point(place, points.get(place)?, row, facts, &claims)));
    let of_measurements = row.finding.measurements.iter().map(|measurement| of_measurement(measurement, row, facts));
    of_points.chain(of_measurements).flatten().collect()
}

fn places(claim: &ClaimPoint<'_>) -> Vec<usize> {
    match claim {
        ClaimPoint::Measurement { cell, .. } => cell.found.clone(),
        ClaimPoint::Champion { baseline, recommended, .. } => {
            [baseline, recommended].into_iter().flatten().flat_map(|cell| cell.found.iter().copied()).collect()
        }
        ClaimPoint::NotRecorded => Vec::new(),
    }
}

/// The shares of one operating point; `place` is its place in [`points::points_of`].
pub fn of_point(
    place: usize,
    point: &RowPoint<'_>,
    row: &Row,
    facts: &Facts,
    claims: &[ClaimPoint<'_>],
) -> Vec<Result<Sol, Unshown>> {
    let of = Of { label: point_label(&point.point), arm: point.arm, facts };
    let token = one_token(point.point.hardware);
    let dram = point.point.dcgm_dram_active.map(|ratio| {
        let named = token.ok_or_else(|| "The operating point names no one hardware token.".to_owned());
        let ceiling = named.and_then(|token| memory_ceiling(token, facts));
        of.share(ratio, ceiling, SolSource::DramActive)
    });
    let tensor = point.point.dcgm_tensor_active.and_then(|ratio| {
        let mut named = points::measurements_at(place, row, claims)
            .filter_map(|(_, measurement)| said(measurement.context.as_ref()?.grounding.ceiling.as_deref()))
            .filter(|key| find(key, facts).is_some_and(|(_, ceiling)| is_of(&ceiling.units, Quantity::Flops)));
        let key = named.next()?;
        Some(of.share(ratio, named_ceiling(key, token, facts), SolSource::TensorActive))
    });
    dram.into_iter().chain(tensor).collect()
}

/// The shares of one measurement and of its baseline.
pub fn of_measurement(measurement: &Measurement, row: &Row, facts: &Facts) -> Vec<Result<Sol, Unshown>> {
    let metric = measurement.metric.as_deref().unwrap_or("a metric without a name");
    let sides = [
        (Arm::Candidate, metric.to_owned(), measurement.value, &measurement.context),
        (Arm::Baseline, format!("{metric} of the baseline"), measurement.baseline_value, &measurement.baseline_context),
    ];
    let of_side = |(arm, label, value, context): (Arm, String, Option<f64>, &Option<Context>)| {
        let of = Of { label, arm, facts };
        context.as_ref().map(|context| of.context(context, value, measurement.unit.as_deref(), row)).unwrap_or_default()
    };
    sides.into_iter().flat_map(of_side).collect()
}

fn point_label(point: &OperatingPoint<'_>) -> String {
    let cell = point.cell_id.unwrap_or("a cell without a name");
    point.concurrency.map_or_else(|| cell.to_owned(), |concurrency| format!("{cell} at c={concurrency}"))
}

/// What a share belongs to.
struct Of<'a> {
    label: String,
    arm: Arm,
    facts: &'a Facts,
}

type Named<'a> = Result<(String, &'a Ceiling), String>;

impl Of<'_> {
    fn unshown(&self, why: impl Into<String>) -> Unshown {
        Unshown { label: self.label.clone(), arm: self.arm, why: why.into() }
    }

    fn share(&self, ratio: f64, ceiling: Named<'_>, source: SolSource) -> Result<Sol, Unshown> {
        let (key, ceiling) = ceiling.map_err(|why| self.unshown(why))?;
        let percent = ratio * 100.0;
        if !(0.0..=1.0).contains(&ratio) {
            let percent = significant(percent, 4);
            return Err(self.unshown(format!("It would be {percent} % of {key}, and a share is 0 to 100 %.")));
        }
        Ok(Sol {
            label: self.label.clone(),
            arm: self.arm,
            percent,
            ceiling: key,
            value: ceiling.value,
            units: ceiling.units.clone(),
            source,
        })
    }

    fn context(
        &self,
        context: &Context,
        value: Option<f64>,
        unit: Option<&str>,
        row: &Row,
    ) -> Vec<Result<Sol, Unshown>> {
        let grounding = &context.grounding;
        let token = match said(context.identity.hardware.as_deref()) {
            Some(hardware) => one_token(Some(hardware)),
            None => one_token(row.finding.hardware.as_deref()),
        };
        let Some(key) = said(grounding.ceiling.as_deref()) else {
            let stated = grounding.sol_pct.map(|percent| {
                let percent = significant(percent, 4);
                Err(self.unshown(format!("The registry states {percent} % and names no ceiling.")))
            });
            return stated.into_iter().collect();
        };
        let (_, ceiling) = match named_ceiling(key, token, self.facts) {
            Ok(found) => found,
            Err(why) => return vec![Err(self.unshown(why))],
        };
        let named = || Ok((key.to_owned(), ceiling));
        let scale = unit.and_then(|unit| scale(unit, &ceiling.units));
        let measured = value
            .zip(scale)
            .map(|(value, scale)| self.share(value * scale / ceiling.value, named(), SolSource::Measured));
        let stated = grounding.sol_pct.map(|percent| self.share(percent / 100.0, named(), SolSource::Stated));
        measured.into_iter().chain(stated).collect()
    }
}

fn one_token(hardware: Option<&str>) -> Option<Hardware> {
    match &*Hardware::tokens(hardware.unwrap_or_default()) {
        [one] => Some(*one),
        _ => None,
    }
}

/// The ceiling of `<key>.<metric>`.
fn find<'a>(name: &str, facts: &'a Facts) -> Option<(&'a str, &'a Ceiling)> {
    let (key, metric) = name.split_once('.')?;
    let (key, metrics) = facts.ceilings.named(key)?;
    Some((key, metrics.get(metric)?))
}

/// That ceiling, where it is one of the hardware.
fn named_ceiling<'a>(name: &str, token: Option<Hardware>, facts: &'a Facts) -> Named<'a> {
    let Some((key, ceiling)) = find(name, facts) else {
        return Err(format!("It names the ceiling {name}, which sol-ceilings.yaml does not have."));
    };
    let Some(token) = token else {
        return Err(format!("It names the ceiling {name}, and no one hardware token that the ceiling could be of."));
    };
    if ceilings_of(&facts.ceilings, token).all(|(other, _)| other != key) {
        return Err(format!("It names the ceiling {name}, which is not one of {token}."));
    }
    Ok((name.to_owned(), ceiling))
}

/// The memory-bandwidth ceiling of a token, where there is exactly one.
fn memory_ceiling(token: Hardware, facts: &Facts) -> Named<'_> {
    let metrics =
        ceilings_of(&facts.ceilings, token).flat_map(|(key, metrics)| metrics.iter().map(move |of| (key, of)));
    let mut bandwidths = metrics.filter(|(_, (metric, ceiling))| {
        (metric.starts_with("hbm") || metric.starts_with("dram")) && is_of(&ceiling.units, Quantity::Bandwidth)
    });
    match (bandwidths.next(), bandwidths.next()) {
        (Some((key, (metric, ceiling))), None) => Ok((format!("{key}.{metric}"), ceiling)),
        (None, _) => Err(format!("sol-ceilings.yaml has no memory bandwidth of {token}.")),
        (Some(_), Some(_)) => Err(format!("sol-ceilings.yaml has several memory bandwidths of {token}.")),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quantity {
    Bandwidth,
    Flops,
}

fn is_of(unit: &str, quantity: Quantity) -> bool {
    parse(unit).is_some_and(|(found, _)| found == quantity)
}

/// What one of `unit` is in `of`, where both are of the same quantity.
fn scale(unit: &str, of: &str) -> Option<f64> {
    let ((quantity, unit), (other, of)) = (parse(unit)?, parse(of)?);
    (quantity == other).then_some(unit / of)
}

/// `TB/s`, `GFLOP/s`, ...: the quantity and the size of the prefix.
fn parse(unit: &str) -> Option<(Quantity, f64)> {
    let unit = unit.trim();
    let prefixes = [("G", 1e9), ("T", 1e12), ("P", 1e15)];
    prefixes.into_iter().find_map(|(prefix, size)| match unit.strip_prefix(prefix)? {
        "B/s" => Some((Quantity::Bandwidth, size)),
        "FLOP/s" => Some((Quantity::Flops, size)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{ChampionSelect, Grounding, Identity, Point, Points};
    use crate::ledger::flag::testing::{CAMPAIGN, Case};

    fn ceiling(value: f64, units: &str) -> Ceiling {
        Ceiling { value, units: units.to_owned(), source: None, notes: None }
    }

    /// One measured point with both ratios, recommended by its campaign.
    fn case() -> Case {
        let point = OperatingPoint {
            cell_id: Some("new"),
            hardware: Some("GB300 NVL72"),
            concurrency: Some(64),
            output_tps_per_gpu: Some(540.0),
            dcgm_dram_active: Some(0.51),
            dcgm_tensor_active: Some(0.25),
            ..OperatingPoint::default()
        };
        let mut case = Case::done().finding(|finding| finding.measurements.clear()).campaign(|campaign| {
            campaign.points = Some(Points::of(&[point], &[]));
            campaign.champion_select =
                Some(ChampionSelect { baseline_cell: None, recommended_cell: Some("new".to_owned()) });
        });
        let metrics =
            [("hbm3e_tbps", 8.0, "TB/s"), ("hbm3e_gb", 288.0, "GB"), ("fp4_dense_tflops", 15_000.0, "TFLOP/s")];
        let metrics = metrics.map(|(metric, value, units)| (metric.to_owned(), ceiling(value, units)));
        case.bundle.ceilings.insert("gb300_nvl72".to_owned(), metrics.into_iter().collect());
        case.bundle
            .ceilings
            .insert("b200_hgx".to_owned(), [("hbm3e_tbps".to_owned(), ceiling(7.7, "TB/s"))].into_iter().collect());
        case
    }

    fn measured(case: Case, value: f64, unit: &str, ceiling: Option<&str>, sol_pct: Option<f64>) -> Case {
        let context = Context {
            identity: Identity { hardware: Some("GB300".into()), ..Identity::default() },
            grounding: Grounding { ceiling: ceiling.map(str::to_owned), sol_pct, ..Grounding::default() },
            ..Context::default()
        };
        let point = Point { campaign: Some(CAMPAIGN.into()), cell_id: Some("new".into()), concurrency: Some(64) };
        case.finding(|finding| {
            finding.measurements.push(Measurement {
                metric: Some("metric".into()),
                value: Some(value),
                unit: Some(unit.into()),
                point: Some(point),
                context: Some(context),
                ..Measurement::default()
            });
        })
    }

    fn told(case: &Case) -> Vec<String> {
        let ledger = case.ledger();
        let told = of_row(&ledger.rows[0], &ledger.facts).into_iter().map(|share| match share {
            Ok(sol) => format!("{}: {sol}", sol.label),
            Err(unshown) => format!("{}: {}", unshown.label, unshown.why),
        });
        told.collect()
    }

    const DRAM: &str = "new at c=64: 51 % of gb300_nvl72.hbm3e_tbps (8 TB/s), DCGM DRAM active";

    #[test]
    fn the_dram_ratio_is_a_share_of_the_one_memory_bandwidth() {
        assert_eq!(told(&case()), [DRAM]);
        let mut several = case();
        let second = ("hbm_read_gbps".to_owned(), ceiling(8000.0, "GB/s"));
        several.bundle.ceilings.get_mut("gb300_nvl72").expect("the entry").extend([second]);
        assert_eq!(told(&several), ["new at c=64: sol-ceilings.yaml has several memory bandwidths of GB300."]);
        let mut none = case();
        none.bundle.ceilings.clear();
        assert_eq!(told(&none), ["new at c=64: sol-ceilings.yaml has no memory bandwidth of GB300."]);
    }

    #[test]
    fn the_tensor_ratio_needs_a_measurement_that_names_a_flop_rate() {
        let flops = measured(case(), 540.0, "tok/s/GPU", Some("gb300_nvl72.fp4_dense_tflops"), None);
        let tensor = "new at c=64: 25 % of gb300_nvl72.fp4_dense_tflops (15000 TFLOP/s), DCGM tensor active";
        assert_eq!(told(&flops), [DRAM, tensor]);
        let bytes = measured(case(), 540.0, "tok/s/GPU", Some("gb300_nvl72.hbm3e_tbps"), None);
        assert_eq!(told(&bytes), [DRAM]);
    }

    #[test]
    fn a_measurement_in_the_unit_of_its_ceiling_is_a_share() {
        let key = Some("gb300_nvl72.hbm3e_tbps");
        let share = "metric: 50 % of gb300_nvl72.hbm3e_tbps (8 TB/s), measured in the ceiling's unit";
        assert_eq!(told(&measured(case(), 4.0, "TB/s", key, None)), [DRAM, share]);
        assert_eq!(told(&measured(case(), 4000.0, "GB/s", key, None)), [DRAM, share]);
        for unit in ["tok/s/GPU", "TB", "TFLOP/s", "MB/s", "tb/s"] {
            assert_eq!(told(&measured(case(), 4.0, unit, key, None)), [DRAM], "{unit}");
        }
        assert_eq!(
            told(&measured(case(), 9.0, "TB/s", key, None))[1],
            "metric: It would be 112.5 % of gb300_nvl72.hbm3e_tbps, and a share is 0 to 100 %."
        );
    }

    #[test]
    fn a_stated_share_is_shown_only_with_a_ceiling_that_exists_and_is_of_the_hardware() {
        let stated = |key| told(&measured(case(), 540.0, "tok/s/GPU", key, Some(51.0))).remove(1);
        assert_eq!(
            stated(Some("gb300_nvl72.hbm3e_tbps")),
            "metric: 51 % of gb300_nvl72.hbm3e_tbps (8 TB/s), as the registry states it"
        );
        assert_eq!(stated(None), "metric: The registry states 51 % and names no ceiling.");
        assert_eq!(
            stated(Some("gb300_nvl72.hbm4_tbps")),
            "metric: It names the ceiling gb300_nvl72.hbm4_tbps, which sol-ceilings.yaml does not have."
        );
        assert_eq!(
            stated(Some("b200_hgx.hbm3e_tbps")),
            "metric: It names the ceiling b200_hgx.hbm3e_tbps, which is not one of GB300."
        );
    }

    #[test]
    fn units_are_exact_and_only_prefixes_scale() {
        assert_eq!(scale("TB/s", "GB/s"), Some(1000.0));
        assert_eq!(scale("PFLOP/s", "TFLOP/s"), Some(1000.0));
        for (unit, of) in [("TB/s", "TFLOP/s"), ("TB", "TB/s"), ("TFLOPS", "TFLOP/s"), ("KB/s", "TB/s")] {
            assert_eq!(scale(unit, of), None, "{unit} {of}");
        }
    }

    #[test]
    fn only_the_points_that_the_claim_names_have_shares() {
        let named = case().campaign(|campaign| {
            let points: Vec<OperatingPoint<'_>> = campaign.points.iter().flat_map(|points| points.iter()).collect();
            let other = OperatingPoint { cell_id: Some("other"), dcgm_dram_active: Some(0.4), ..points[0] };
            campaign.points = Some(Points::of(&[other, points[0]], &[]));
        });
        assert_eq!(told(&named), [DRAM]);
    }
}
