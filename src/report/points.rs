//! The measurements and the operating points of a finding, as `value-ledger/1` has them.

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use crate::bundle::{Context, Measurement, Point};
use crate::ledger::measured::contradictions;
use crate::ledger::points::{Arm, ClaimCell, ClaimPoint, RowPoint, claim_points, points_of};
use crate::ledger::{Facts, Row};

/// As the registry writes it; a context has the registry's own names.
#[derive(Serialize)]
pub struct MeasurementEntry<'a> {
    metric: Option<&'a str>,
    value: Option<f64>,
    unit: Option<&'a str>,
    baseline_value: Option<f64>,
    trials: Option<u32>,
    mean: Option<f64>,
    std: Option<f64>,
    point: Option<PointEntry<'a>>,
    context: Option<&'a Context>,
    baseline_context: Option<&'a Context>,
    /// Where it contradicts the finding's hardware or the operating point that it names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contradictions: Vec<String>,
}

#[derive(Serialize)]
struct PointEntry<'a> {
    campaign: Option<&'a str>,
    cell_id: Option<&'a str>,
    concurrency: Option<u32>,
}

impl<'a> MeasurementEntry<'a> {
    /// The measurements of a row, in the registry's order.
    pub fn all(row: &'a Row, facts: &Facts) -> Vec<Self> {
        let measurements = row.finding.measurements.iter();
        measurements.zip(contradictions(row, facts)).map(|(said, against)| Self::of(said, against)).collect()
    }

    fn of(measurement: &'a Measurement, contradictions: Vec<String>) -> Self {
        let point = |point: &'a Point| PointEntry {
            campaign: point.campaign.as_deref(),
            cell_id: point.cell_id.as_deref(),
            concurrency: point.concurrency,
        };
        Self {
            metric: measurement.metric.as_deref(),
            value: measurement.value,
            unit: measurement.unit.as_deref(),
            baseline_value: measurement.baseline_value,
            trials: measurement.trials,
            mean: measurement.mean,
            std: measurement.std,
            point: measurement.point.as_ref().map(point),
            context: measurement.context.as_ref(),
            baseline_context: measurement.baseline_context.as_ref(),
            contradictions,
        }
    }
}

/// The operating points of one found campaign that has an atlas.
#[derive(Serialize)]
pub struct PointsEntry<'a> {
    campaign: &'a str,
    /// `local` or `published`.
    source: &'static str,
    /// How many the campaign has, and how many of them `rows` holds.
    total: u32,
    carried: u32,
    rows: Vec<RowEntry<'a>>,
}

impl<'a> PointsEntry<'a> {
    /// One for each found campaign that has an atlas, in the order of citation.
    pub fn of(row: &'a Row, facts: &'a Facts) -> Vec<Self> {
        let mut rows = points_of(row, facts).into_iter().peekable();
        let campaigns = row.found().filter_map(|(_, id, _)| facts.campaigns.named(id));
        campaigns
            .filter_map(|(id, campaign)| {
                let points = campaign.points.as_ref()?;
                let of_campaign = std::iter::from_fn(|| rows.next_if(|point| point.campaign == id));
                Some(Self {
                    campaign: id,
                    source: if campaign.published_only { "published" } else { "local" },
                    total: points.total,
                    carried: points.carried,
                    rows: of_campaign.map(RowEntry).collect(),
                })
            })
            .collect()
    }
}

/// The arm, whether the claim was made from it, and what is recorded of the point.
struct RowEntry<'a>(RowPoint<'a>);

impl Serialize for RowEntry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let RowPoint { arm, claimed, point, .. } = &self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("arm", arm.name())?;
        map.serialize_entry("claimed", claimed)?;
        point.write_into(&mut map)?;
        map.end()
    }
}

/// A cell that the claim was made from, and where it is.
#[derive(Serialize)]
pub struct ClaimEntry<'a> {
    /// `measurements[<place from 0>]` or `champion_select`.
    named_by: String,
    arm: &'static str,
    campaign: Option<&'a str>,
    cell_id: Option<&'a str>,
    concurrency: Option<u32>,
    /// Places from 0 among the `rows` of the campaign's points.
    rows: Vec<usize>,
    /// Why there are none.
    problem: Option<String>,
}

impl<'a> ClaimEntry<'a> {
    /// Empty where nobody recorded the point.
    pub fn of(row: &'a Row, facts: &'a Facts) -> Vec<Self> {
        let points = points_of(row, facts);
        let entry = |named_by: &str, arm: Arm, cell: ClaimCell<'a>| Self {
            named_by: named_by.to_owned(),
            arm: arm.name(),
            campaign: cell.campaign,
            cell_id: cell.cell,
            concurrency: cell.concurrency,
            rows: cell.found.iter().filter_map(|place| points.get(*place)).map(|point| point.index).collect(),
            problem: cell.problem,
        };
        let entries = claim_points(row, facts).into_iter().flat_map(|claim| match claim {
            ClaimPoint::Measurement { index, cell } => {
                vec![entry(&format!("measurements[{index}]"), Arm::Candidate, cell)]
            }
            ClaimPoint::Champion { baseline, recommended, .. } => {
                let cells = [(Arm::Baseline, baseline), (Arm::Candidate, recommended)];
                let named = cells.into_iter().filter_map(|(arm, cell)| Some(entry("champion_select", arm, cell?)));
                named.collect()
            }
            ClaimPoint::NotRecorded => Vec::new(),
        });
        entries.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::MeasurementEntry;
    use crate::ledger::flag::testing::Case;

    #[test]
    fn a_measurement_says_what_contradicts_it_and_nothing_where_nothing_does() {
        let entry = |hardware: &str| {
            let case = Case::done().finding(|finding| {
                let context = finding.measurements[0].context.as_mut().expect("a context");
                context.identity.hardware = Some(hardware.to_owned());
            });
            let ledger = case.ledger();
            serde_json::to_value(&MeasurementEntry::all(&ledger.rows[0], &ledger.facts)[0]).expect("JSON")
        };
        assert_eq!(entry("GB300").get("contradictions"), None);
        let said = "output_tps_per_gpu was measured on B200, and the finding is of GB300.";
        assert_eq!(entry("B200")["contradictions"], serde_json::json!([said]));
    }
}
