//! The operating points of a row, the arm that each belongs to, and which of them the claim was made from.

use crate::bundle::{Campaign, Measurement, OperatingPoint, Point};

use super::arm::Arms;
use super::text::said;
use super::{Facts, Row, context};

pub use super::arm::Arm;

/// One carried point of a found campaign.
#[derive(Debug, Clone, PartialEq)]
pub struct RowPoint<'a> {
    pub campaign: &'a str,
    /// Its place among the campaign's carried points, from 0.
    pub index: usize,
    pub point: OperatingPoint<'a>,
    pub arm: Arm,
    /// Whether the claim was made from it: a measurement points to it; or, where no measurement points anywhere, it is
    /// of the cell that its campaign recommends.
    pub claimed: bool,
}

/// A cell that a claim was made from, as the registry or the campaign names it.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimCell<'a> {
    /// The campaign's id, or what the registry calls it where no found campaign fits.
    pub campaign: Option<&'a str>,
    pub cell: Option<&'a str>,
    pub concurrency: Option<u32>,
    /// Places in [`points_of`]; several where one cell was measured several times.
    pub found: Vec<usize>,
    /// Why none was found, in a sentence.
    pub problem: Option<String>,
}

/// Which operating point a claim was made from.
#[derive(Debug, Clone, PartialEq)]
pub enum ClaimPoint<'a> {
    /// The point that `measurements[index]` names.
    Measurement { index: usize, cell: ClaimCell<'a> },
    /// The cells that a found campaign's `champion_select.json` names.
    Champion { campaign: &'a str, baseline: Option<ClaimCell<'a>>, recommended: Option<ClaimCell<'a>> },
    /// Neither says.
    NotRecorded,
}

/// Whether both are of one arm of one campaign and of one load a request, so that only the concurrency sets them apart.
pub fn are_of_one_sweep(one: &RowPoint<'_>, other: &RowPoint<'_>) -> bool {
    let apart = context::differences_of_points(&one.point, &other.point);
    one.campaign == other.campaign
        && one.arm == other.arm
        && apart.iter().all(|difference| difference.field == context::CONCURRENCY)
}

/// The carried points of the row's found campaigns: each campaign once, in the order of citation.
pub fn points_of<'a>(row: &'a Row, facts: &'a Facts) -> Vec<RowPoint<'a>> {
    let mut points = carried(row, facts);
    for claim in claims(row, facts, &points) {
        let (places, measured) = match claim {
            ClaimPoint::Measurement { cell, .. } => (cell.found, true),
            ClaimPoint::Champion { recommended: Some(cell), .. } => (cell.found, false),
            ClaimPoint::Champion { recommended: None, .. } | ClaimPoint::NotRecorded => continue,
        };
        for place in places {
            let Some(point) = points.get_mut(place) else { continue };
            point.claimed = true;
            if measured {
                point.arm = Arm::Candidate;
            }
        }
    }
    points
}

/// Where the claim comes from: the points that measurements name; without any, the cells that the found campaigns
/// name; else one [`ClaimPoint::NotRecorded`].
pub fn claim_points<'a>(row: &'a Row, facts: &'a Facts) -> Vec<ClaimPoint<'a>> {
    claims(row, facts, &carried(row, facts))
}

fn found<'a>(row: &'a Row, facts: &'a Facts) -> impl Iterator<Item = (&'a str, &'a Campaign)> {
    row.found().filter_map(|(_, id, _)| Some((id, &**facts.campaigns.get(id)?)))
}

fn carried<'a>(row: &'a Row, facts: &'a Facts) -> Vec<RowPoint<'a>> {
    let of_campaign = |(id, campaign): (&'a str, &'a Campaign)| {
        let arms = Arms::of(campaign);
        let points = campaign.points.iter().flat_map(|points| points.iter()).enumerate();
        points.map(move |(index, point)| RowPoint { campaign: id, index, point, arm: arms.arm(&point), claimed: false })
    };
    found(row, facts).flat_map(of_campaign).collect()
}

fn claims<'a>(row: &'a Row, facts: &'a Facts, points: &[RowPoint<'a>]) -> Vec<ClaimPoint<'a>> {
    let measurements = row.finding.measurements.iter().enumerate();
    let measured = measurements.filter_map(|(index, measurement)| {
        let point = measurement.point.as_ref()?;
        Some(ClaimPoint::Measurement { index, cell: measured_cell(point, row, facts, points) })
    });
    let mut claims: Vec<ClaimPoint<'a>> = measured.collect();
    if claims.is_empty() {
        claims.extend(found(row, facts).filter_map(|(id, campaign)| champion(id, campaign, points)));
    }
    if claims.is_empty() {
        claims.push(ClaimPoint::NotRecorded);
    }
    claims
}

fn measured_cell<'a>(point: &'a Point, row: &'a Row, facts: &'a Facts, points: &[RowPoint<'a>]) -> ClaimCell<'a> {
    let named = said(point.campaign.as_deref());
    let cell = said(point.cell_id.as_deref());
    let nowhere = |problem: String| ClaimCell {
        campaign: named,
        cell,
        concurrency: point.concurrency,
        found: Vec::new(),
        problem: Some(problem),
    };
    let campaign = match named {
        Some(named) => {
            let cited = row.campaigns.iter().find(|cited| cited.cited == named || cited.id.as_deref() == Some(named));
            match cited.map(|cited| cited.id.as_deref()) {
                None => return nowhere(format!("The finding does not cite the campaign {named}.")),
                Some(None) => return nowhere(format!("The campaign {named} was not found.")),
                Some(Some(id)) => id,
            }
        }
        None => {
            let mut ids = found(row, facts).map(|(id, _)| id);
            match (ids.next(), ids.next()) {
                (Some(only), None) => only,
                _ => return nowhere("The point names no campaign.".to_owned()),
            }
        }
    };
    if cell.is_none() && point.concurrency.is_none() {
        return nowhere("The point names neither a cell nor a concurrency.".to_owned());
    }
    claim_cell(campaign, cell, point.concurrency, facts.campaigns.get(campaign).map(Box::as_ref), points)
}

fn champion<'a>(id: &'a str, campaign: &'a Campaign, points: &[RowPoint<'a>]) -> Option<ClaimPoint<'a>> {
    let champion = campaign.champion_select.as_ref()?;
    let cell = |cell: &'a Option<String>| {
        said(cell.as_deref()).map(|cell| claim_cell(id, Some(cell), None, Some(campaign), points))
    };
    let (baseline, recommended) = (cell(&champion.baseline_cell), cell(&champion.recommended_cell));
    let names_one = baseline.is_some() || recommended.is_some();
    names_one.then_some(ClaimPoint::Champion { campaign: id, baseline, recommended })
}

fn claim_cell<'a>(
    id: &'a str,
    cell: Option<&'a str>,
    concurrency: Option<u32>,
    campaign: Option<&Campaign>,
    points: &[RowPoint<'a>],
) -> ClaimCell<'a> {
    let fits = |candidate: &RowPoint<'_>| {
        candidate.campaign == id
            && cell.is_none_or(|cell| candidate.point.cell_id == Some(cell))
            && concurrency.is_none_or(|concurrency| candidate.point.concurrency == Some(concurrency))
    };
    let found: Vec<usize> =
        points.iter().enumerate().filter(|(_, candidate)| fits(candidate)).map(|(place, _)| place).collect();
    let problem = found.is_empty().then(|| {
        let carried = campaign.and_then(|campaign| campaign.points.as_ref());
        let at = [cell.map(|cell| format!("cell {cell}")), concurrency.map(|concurrency| format!("c={concurrency}"))];
        let at = at.into_iter().flatten().collect::<Vec<_>>().join(" at ");
        match carried {
            None => format!("The campaign {id} has no operating points, so {at} cannot be looked up."),
            Some(points) if points.carried < points.total => {
                format!("{at} is not among the {} of {} points of {id} that are carried.", points.carried, points.total)
            }
            Some(_) => format!("No operating point of {id} is {at}."),
        }
    });
    ClaimCell { campaign: Some(id), cell, concurrency, found, problem }
}

/// The measurements that point to a point, by their places in the registry's list.
pub fn measurements_at<'a>(
    place: usize,
    row: &'a Row,
    claims: &[ClaimPoint<'_>],
) -> impl Iterator<Item = (usize, &'a Measurement)> {
    let at = claims.iter().filter_map(move |claim| match claim {
        ClaimPoint::Measurement { index, cell } if cell.found.contains(&place) => Some(*index),
        _ => None,
    });
    at.filter_map(|index| Some((index, row.finding.measurements.get(index)?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{ChampionSelect, Citation, Points};
    use crate::ledger::flag::testing::{CAMPAIGN, Case};

    fn point(cell: &'static str, image: &'static str, concurrency: u32) -> OperatingPoint<'static> {
        OperatingPoint {
            cell_id: Some(cell),
            image: Some(image),
            concurrency: Some(concurrency),
            mean_output_tokens: Some(f64::from(concurrency)),
            output_tps_per_gpu: Some(f64::from(concurrency)),
            ..OperatingPoint::default()
        }
    }

    /// A campaign of two arms and a third configuration, two concurrencies each.
    fn case(images: [&'static str; 3], champion: Option<(&str, &str)>) -> Case {
        let cells = [["base-1", "base-8"], ["new-1", "new-8"], ["odd-1", "odd-8"]];
        let arms = cells.iter().zip(images);
        let points: Vec<OperatingPoint<'_>> =
            arms.flat_map(|(cells, image)| [point(cells[0], image, 1), point(cells[1], image, 8)]).collect();
        let champion = champion.map(|(baseline, recommended)| ChampionSelect {
            baseline_cell: Some(baseline.to_owned()),
            recommended_cell: Some(recommended.to_owned()),
        });
        Case::done().finding(|finding| finding.measurements.clear()).campaign(|campaign| {
            campaign.points = Some(Points::of(&points, &[]));
            campaign.champion_select = champion;
        })
    }

    fn pointing(case: Case, campaign: Option<&str>, cell: Option<&str>, concurrency: Option<u32>) -> Case {
        let point = Point { campaign: campaign.map(str::to_owned), cell_id: cell.map(str::to_owned), concurrency };
        case.finding(|finding| {
            finding.measurements.push(Measurement { point: Some(point), ..Measurement::default() });
        })
    }

    fn arms(case: &Case) -> Vec<(Arm, bool)> {
        let ledger = case.ledger();
        points_of(&ledger.rows[0], &ledger.facts).iter().map(|point| (point.arm, point.claimed)).collect()
    }

    use Arm::{Baseline, Candidate, Other};

    #[test]
    fn points_of_the_configuration_of_a_champion_cell_are_of_its_arm() {
        let champion = Some(("base-8", "new-8"));
        assert_eq!(
            arms(&case(["a", "b", "c"], champion)),
            [
                (Baseline, false),
                (Baseline, false),
                (Candidate, false),
                (Candidate, true),
                (Other, false),
                (Other, false),
            ]
        );
    }

    #[test]
    fn where_the_configurations_do_not_differ_only_the_cells_themselves_are() {
        let champion = Some(("base-8", "new-8"));
        let expected =
            [(Other, false), (Baseline, false), (Other, false), (Candidate, true), (Other, false), (Other, false)];
        assert_eq!(arms(&case(["a", "a", "a"], champion)), expected);
    }

    #[test]
    fn a_measurement_says_it_before_the_campaign_does() {
        let case = pointing(case(["a", "b", "c"], Some(("base-8", "new-8"))), Some(CAMPAIGN), Some("odd-1"), Some(1));
        let claimed: Vec<(Arm, bool)> = arms(&case);
        assert_eq!((claimed[3], claimed[4]), ((Candidate, false), (Candidate, true)));
        let ledger = case.ledger();
        let claims = claim_points(&ledger.rows[0], &ledger.facts);
        let [ClaimPoint::Measurement { index: 0, cell }] = claims.as_slice() else { panic!("{claims:?}") };
        assert_eq!((cell.found.as_slice(), &cell.problem), (&[4][..], &None));
        assert_eq!(measurements_at(4, &ledger.rows[0], &claims).count(), 1);
        assert_eq!(measurements_at(3, &ledger.rows[0], &claims).count(), 0);
    }

    #[test]
    fn without_a_measurement_the_champion_cells_are_it_and_without_those_nobody_recorded_it() {
        let with = case(["a", "b", "c"], Some(("base-8", "gone"))).ledger();
        let claims = claim_points(&with.rows[0], &with.facts);
        let [ClaimPoint::Champion { baseline: Some(baseline), recommended: Some(recommended), .. }] = claims.as_slice()
        else {
            panic!("{claims:?}")
        };
        assert_eq!(baseline.found, [1]);
        assert_eq!(recommended.problem.as_deref(), Some("No operating point of 20261001T000000Z-good is cell gone."));
        let without = case(["a", "b", "c"], None).ledger();
        assert_eq!(claim_points(&without.rows[0], &without.facts), [ClaimPoint::NotRecorded]);
    }

    #[test]
    fn a_point_that_leads_nowhere_says_why() {
        let problem = |case: Case| {
            let ledger = case.ledger();
            match claim_points(&ledger.rows[0], &ledger.facts).remove(0) {
                ClaimPoint::Measurement { cell, .. } => cell.problem.unwrap_or_default(),
                other => panic!("{other:?}"),
            }
        };
        let points = || case(["a", "b", "c"], None);
        let at = |campaign, cell, concurrency| problem(pointing(points(), campaign, cell, concurrency));
        assert_eq!(at(Some("other"), Some("new-1"), None), "The finding does not cite the campaign other.");
        assert_eq!(
            at(Some(CAMPAIGN), Some("new-1"), Some(8)),
            "No operating point of 20261001T000000Z-good is cell new-1 at c=8."
        );
        assert_eq!(at(None, None, None), "The point names neither a cell nor a concurrency.");
        assert_eq!(at(None, Some("new-1"), None), "", "the one campaign that there is");
        let silent = points().campaign(|campaign| campaign.points = None);
        assert_eq!(
            problem(pointing(silent, None, Some("new-1"), None)),
            "The campaign 20261001T000000Z-good has no operating points, so cell new-1 cannot be looked up."
        );
    }

    #[test]
    fn what_failed_or_has_no_figure_is_not_measured() {
        let measured = point("a", "b", 1);
        assert!(measured.is_measured());
        assert!(OperatingPoint { status: Some("partial"), ..measured }.is_measured());
        assert!(!OperatingPoint { status: Some("evicted"), ..measured }.is_measured());
        assert!(!OperatingPoint { status: Some("failed"), ..measured }.is_measured());
        assert!(!OperatingPoint { output_tps_per_gpu: None, ..measured }.is_measured());
    }

    #[test]
    fn a_sweep_is_of_one_campaign_one_arm_and_one_load() {
        let row_point = |campaign, arm, point| RowPoint { campaign, index: 0, point, arm, claimed: false };
        let loaded = |isl, concurrency| OperatingPoint {
            mean_input_tokens: Some(isl),
            mean_output_tokens: Some(512.0),
            concurrency: Some(concurrency),
            ..OperatingPoint::default()
        };
        let one = row_point("a", Baseline, loaded(1024.0, 1));
        assert!(are_of_one_sweep(&one, &row_point("a", Baseline, loaded(1024.0, 8))));
        assert!(!are_of_one_sweep(&one, &row_point("b", Baseline, loaded(1024.0, 8))));
        assert!(!are_of_one_sweep(&one, &row_point("a", Candidate, loaded(1024.0, 8))));
        assert!(!are_of_one_sweep(&one, &row_point("a", Baseline, loaded(8192.0, 8))));
    }

    #[test]
    fn a_measurement_may_name_its_campaign_as_the_finding_cites_it_or_in_full() {
        let short = case(["a", "b", "c"], None)
            .finding(|finding| finding.campaign_ids.clear())
            .cites("short", Citation::Found(CAMPAIGN.to_owned()));
        for name in ["short", CAMPAIGN] {
            let ledger = pointing(short.clone(), Some(name), Some("new-1"), None).ledger();
            let claims = claim_points(&ledger.rows[0], &ledger.facts);
            let [ClaimPoint::Measurement { cell, .. }] = claims.as_slice() else { panic!("{name}: {claims:?}") };
            assert_eq!((cell.campaign, cell.found.as_slice()), (Some(CAMPAIGN), &[2][..]), "{name}");
        }
    }

    #[test]
    fn a_point_that_may_be_among_those_left_out_is_not_said_to_be_missing() {
        let of_total = |total| {
            let case = pointing(case(["a", "b", "c"], None), None, Some("gone"), None)
                .campaign(|campaign| campaign.points.as_mut().expect("points").total = total);
            let ledger = case.ledger();
            match claim_points(&ledger.rows[0], &ledger.facts).remove(0) {
                ClaimPoint::Measurement { cell, .. } => cell.problem.expect("a problem"),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(of_total(6), "No operating point of 20261001T000000Z-good is cell gone.");
        assert_eq!(
            of_total(300),
            "cell gone is not among the 6 of 300 points of 20261001T000000Z-good that are carried."
        );
    }
}
