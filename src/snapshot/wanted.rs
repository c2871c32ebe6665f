//! The cells that the registry's measurements point to: a campaign over the cap carries them before others.

use std::collections::{BTreeMap, HashMap};

use crate::bundle::{Citation, Finding};

/// Cells by the campaign that they belong to.
#[derive(Default)]
pub struct Wanted<'a>(HashMap<&'a str, Vec<&'a str>>);

impl<'a> Wanted<'a> {
    /// A point names its campaign as it is cited, or by the campaign's own id.
    pub fn of(findings: &'a [Finding], citations: &'a BTreeMap<String, Citation>) -> Self {
        let measurements = findings.iter().flat_map(|finding| &finding.measurements);
        let mut wanted: HashMap<&str, Vec<&str>> = HashMap::new();
        for point in measurements.filter_map(|measurement| measurement.point.as_ref()) {
            let (Some(campaign), Some(cell)) = (point.campaign.as_deref(), point.cell_id.as_deref()) else { continue };
            let id = match citations.get(campaign) {
                Some(Citation::Found(id)) => id,
                _ => campaign,
            };
            wanted.entry(id).or_default().push(cell);
        }
        Self(wanted)
    }

    /// The cells of a campaign.
    pub fn cells(&self, id: &str) -> &[&'a str] {
        self.0.get(id).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Measurement, Point};

    #[test]
    fn cells_are_known_by_the_campaign_that_the_citation_names() {
        let measurement = |campaign: &str, cell: &str| Measurement {
            point: Some(Point { campaign: Some(campaign.into()), cell_id: Some(cell.into()), concurrency: None }),
            ..Measurement::default()
        };
        let measurements =
            vec![measurement("kv", "c1"), measurement("20260101T000000Z-kv", "c2"), measurement("x", "y")];
        let findings = [Finding { measurements, ..Finding::default() }];
        let citations = [("kv".to_owned(), Citation::Found("20260101T000000Z-kv".to_owned()))].into();
        let wanted = Wanted::of(&findings, &citations);
        assert_eq!(wanted.cells("20260101T000000Z-kv"), ["c1", "c2"]);
        assert_eq!(wanted.cells("kv"), Vec::<&str>::new());
    }
}
