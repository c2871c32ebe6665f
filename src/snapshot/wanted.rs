//! The points that the registry's measurements name: a campaign over the cap carries them before others. What a
//! measurement names is read as `ledger::points` reads it, or a claim's own point could be cut.

use std::collections::HashMap;

use crate::bundle::{ByName, Citation, Finding, Point, WantedCell};

/// Wanted points by the campaign that they belong to.
#[derive(Default)]
pub struct Wanted(HashMap<String, Vec<WantedCell>>);

impl Wanted {
    /// A point names its campaign as it is cited, or by the campaign's own id; one that names none may be of any
    /// campaign that its finding cites.
    pub fn of(findings: &[Box<Finding>], citations: &ByName<Citation>) -> Self {
        let mut wanted: HashMap<String, Vec<WantedCell>> = HashMap::new();
        for finding in findings {
            for point in finding.measurements.iter().filter_map(|measurement| measurement.point.as_ref()) {
                let Some(cell) = cell(point) else { continue };
                for campaign in campaigns(point, finding) {
                    let id = match citations.get(campaign) {
                        Some(Citation::Found(id)) => id,
                        _ => campaign,
                    };
                    wanted.entry(id.to_owned()).or_default().push(cell.clone());
                }
            }
        }
        Self(wanted)
    }

    /// What is wanted of a campaign.
    pub fn cells(&self, id: &str) -> &[WantedCell] {
        self.0.get(id).map_or(&[], Vec::as_slice)
    }
}

/// None where the point names neither a cell nor a concurrency.
fn cell(point: &Point) -> Option<WantedCell> {
    let cell = said(point.cell_id.as_deref());
    let names_one = cell.is_some() || point.concurrency.is_some();
    names_one.then(|| WantedCell { cell: cell.map(str::to_owned), concurrency: point.concurrency })
}

fn campaigns<'a>(point: &'a Point, finding: &'a Finding) -> Vec<&'a str> {
    match said(point.campaign.as_deref()) {
        Some(named) => vec![named],
        None => finding.campaign_ids.iter().map(String::as_str).collect(),
    }
}

/// Blank and `unknown` say nothing.
fn said(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty() && !text.eq_ignore_ascii_case("unknown"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Measurement;

    const ID: &str = "20260101T000000Z-kv";

    fn point(campaign: Option<&str>, cell: Option<&str>, concurrency: Option<u32>) -> Point {
        Point { campaign: campaign.map(str::to_owned), cell_id: cell.map(str::to_owned), concurrency }
    }

    fn wanted(cited: &[&str], points: Vec<Point>) -> Wanted {
        let measurement = |point| Measurement { point: Some(point), ..Measurement::default() };
        let finding = Finding {
            campaign_ids: cited.iter().map(|id| (*id).to_owned()).collect(),
            measurements: points.into_iter().map(measurement).collect(),
            ..Finding::default()
        };
        Wanted::of(&[Box::new(finding)], &[("kv".to_owned(), Citation::Found(ID.to_owned()))].into_iter().collect())
    }

    fn named(cell: Option<&str>, concurrency: Option<u32>) -> WantedCell {
        WantedCell { cell: cell.map(str::to_owned), concurrency }
    }

    #[test]
    fn cells_are_known_by_the_campaign_that_the_citation_names() {
        let points = vec![
            point(Some("kv"), Some("c1"), None),
            point(Some(ID), Some("c2"), Some(8)),
            point(Some("x"), Some("y"), None),
        ];
        let wanted = wanted(&["kv"], points);
        assert_eq!(wanted.cells(ID), [named(Some("c1"), None), named(Some("c2"), Some(8))]);
        assert_eq!(wanted.cells("kv"), []);
    }

    #[test]
    fn a_point_that_names_no_campaign_is_wanted_of_every_cited_one() {
        let wanted = wanted(&["kv", "other"], vec![point(None, Some("c1"), None), point(Some(" "), None, Some(8))]);
        for id in [ID, "other"] {
            assert_eq!(wanted.cells(id), [named(Some("c1"), None), named(None, Some(8))]);
        }
    }

    #[test]
    fn a_concurrency_alone_is_wanted_and_nothing_is_not() {
        let points = vec![
            point(Some("kv"), None, Some(64)),
            point(Some("kv"), Some("unknown"), Some(8)),
            point(Some("kv"), Some(""), None),
        ];
        assert_eq!(wanted(&["kv"], points).cells(ID), [named(None, Some(64)), named(None, Some(8))]);
    }
}
