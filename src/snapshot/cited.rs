//! The cited campaigns: resolved over the local folder and the published lake together, then read, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::bundle::{
    ByName, Campaign, Citation, Finding, Place, Problem, ProblemKind, Publication, WantedCell, campaign_time,
};

use super::lakes::{Lakes, Notes};
use super::listing::is_safe_segment;
use super::published::{Answer, LakeFailure, Partition, PublishedLake, Row, WantedPoints};
use super::wanted::Wanted;
use super::{ATLAS_FILE, SnapshotError, campaign};

/// What the cited ids resolved to, and the campaigns that they name.
pub struct Resolved {
    pub citations: ByName<Citation>,
    pub campaigns: ByName<Box<Campaign>>,
}

/// Resolves the cited ids and reads the campaigns that they name.
///
/// # Errors
/// When the published lake does not answer, unless a partial snapshot is allowed.
pub fn read(lakes: &Lakes<'_>, findings: &[Box<Finding>], notes: &mut Notes) -> Result<Resolved, SnapshotError> {
    let cited: BTreeSet<&str> = ids(findings).collect();
    let mut rows = Rows::default();
    if let Some(published) = lakes.published {
        rows.ask(published, cited.iter().filter_map(|id| partition_of(id)));
        if lakes.everything().is_none() {
            rows.doubt(published);
        }
    }
    let mut citations: ByName<Citation> =
        cited.into_iter().map(|id| (id.to_owned(), resolve(id, lakes, &rows))).collect();
    let names: BTreeSet<String> = citations
        .values()
        .filter_map(|citation| match citation {
            Citation::Found(name) => Some(name.clone()),
            Citation::Missing | Citation::Ambiguous(_) | Citation::Refused | Citation::Unreachable => None,
        })
        .collect();
    if let Some(published) = lakes.published {
        rows.ask(published, names.iter().filter_map(|name| lakes.partition(name)));
    }
    for (_, citation) in citations.iter_mut() {
        settle(citation, lakes, &rows);
    }
    if let Some(failure) = rows.failure().or(lakes.listing_failure()) {
        notes.fail(lakes, failure)?;
    }
    let wanted = Wanted::of(findings, &citations);
    let mut campaigns = ByName::with_capacity(names.len());
    let mut published = Vec::new();
    let names: Vec<String> = names.into_iter().collect();
    let local = lakes.read_local(&names, &wanted);
    for (name, local) in names.into_iter().zip(local) {
        let asked = rows.answer(&name, lakes);
        published.extend(asked.partition.clone());
        if let Some(campaign) = campaign(asked, local, notes) {
            campaigns.insert(name, campaign);
        }
    }
    points(lakes, &published, &wanted, &mut campaigns, notes)?;
    Ok(Resolved { citations, campaigns })
}

fn ids(findings: &[Box<Finding>]) -> impl Iterator<Item = &str> {
    findings.iter().flat_map(|finding| finding.campaign_ids.iter().map(String::as_str))
}

/// Whether some cited id can only be resolved among all names: it carries no time, so its day is not known.
pub fn needs_listing(findings: &[Box<Finding>]) -> bool {
    ids(findings).any(|id| is_safe_segment(id) && campaign_time(id).is_none())
}

/// The rows that were asked for, by the campaign's name. A campaign that is cited twice is asked for once.
#[derive(Default)]
pub struct Rows(BTreeMap<String, (Partition, Answer<Row>)>);

impl Rows {
    pub fn ask(&mut self, lake: &dyn PublishedLake, wanted: impl Iterator<Item = Partition>) {
        let wanted: Vec<Partition> = wanted.filter(|partition| !self.0.contains_key(&partition.id)).collect();
        for (partition, answer) in wanted.iter().zip(lake.campaigns(&wanted)) {
            self.0.insert(partition.id.clone(), (partition.clone(), answer));
        }
    }

    /// Where nothing was there, a bucket or a prefix may be mistyped: then nobody can say what is published.
    fn doubt(&mut self, lake: &dyn PublishedLake) {
        if self.0.is_empty() || self.0.values().any(|(_, answer)| !matches!(answer, Ok(None))) {
            return;
        }
        if let Err(failure) = lake.exists() {
            self.0.values_mut().for_each(|(_, answer)| *answer = Err(failure.clone()));
        }
    }

    fn is_there(&self, name: &str) -> Answer<()> {
        match self.0.get(name) {
            Some((_, Ok(row))) => Ok(row.as_ref().map(|_| ())),
            Some((_, Err(failure))) => Err(failure.clone()),
            None => Ok(None),
        }
    }

    pub fn failure(&self) -> Option<&LakeFailure> {
        self.0.values().find_map(|(_, answer)| answer.as_ref().err())
    }

    /// Takes what is known of a campaign.
    pub fn answer(&mut self, name: &str, lakes: &Lakes<'_>) -> Asked {
        let nowhere = |publication| Asked { publication, row: Row::default(), partition: None };
        match self.0.remove(name) {
            _ if lakes.published.is_none() => nowhere(Publication::NotConsulted),
            Some((partition, Ok(Some(row)))) => Asked::published(partition, row),
            Some((_, Err(_))) => nowhere(Publication::Unreachable),
            // A name without a time whose place only the listing could have told.
            None if lakes.everything().is_none() => nowhere(Publication::Unreachable),
            Some((_, Ok(None))) | None => nowhere(Publication::Absent),
        }
    }
}

/// Where an id that carries its time is published: in its own day, exactly.
pub fn partition_of(id: &str) -> Option<Partition> {
    let at = campaign_time(id).filter(|_| is_safe_segment(id))?;
    Some(Partition { id: id.to_owned(), day: at.day() })
}

/// An id that carries its time is looked up in its own day; any other in the listing of both lakes.
fn resolve(cited: &str, lakes: &Lakes<'_>, rows: &Rows) -> Citation {
    let at_hand = lakes.local_listing().resolve(cited);
    if lakes.published.is_none() || at_hand == Citation::Refused {
        return at_hand;
    }
    if partition_of(cited).is_some() {
        return match rows.is_there(cited) {
            Ok(Some(())) => Citation::Found(cited.to_owned()),
            Err(_) if at_hand == Citation::Missing => Citation::Unreachable,
            Ok(None) | Err(_) => at_hand,
        };
    }
    let Some(all) = lakes.everything() else {
        return if at_hand == Citation::Missing { Citation::Unreachable } else { at_hand };
    };
    match all.resolve(cited) {
        Citation::Found(name) => match lakes.days(&name) {
            [] | [_] => Citation::Found(name),
            several => Citation::Ambiguous(several.iter().map(|day| format!("{name} (dt={day})")).collect()),
        },
        other => other,
    }
}

/// A name that was listed and is not local is found only if its row is there: the lake may not have given it, or may no
/// longer hold it.
fn settle(citation: &mut Citation, lakes: &Lakes<'_>, rows: &Rows) {
    let Citation::Found(name) = citation else { return };
    if lakes.published.is_none() || lakes.local_listing().holds(name) {
        return;
    }
    match rows.is_there(name) {
        Ok(Some(())) => {}
        Ok(None) => *citation = Citation::Missing,
        Err(_) => *citation = Citation::Unreachable,
    }
}

/// What is known of a campaign beside its local files.
pub struct Asked {
    pub publication: Publication,
    /// The row; an empty one where it is not published.
    pub row: Row,
    /// Where it is published, if it is.
    pub partition: Option<Partition>,
}

impl Asked {
    fn published(partition: Partition, row: Row) -> Self {
        let publication = Publication::Present(Box::new(row.published.clone()));
        Self { publication, row, partition: Some(partition) }
    }
}

/// A campaign's local files where it has some, else what the published lake holds; none where neither has it.
pub fn campaign(asked: Asked, local: Option<campaign::Read>, notes: &mut Notes) -> Option<Box<Campaign>> {
    let Asked { publication, mut row, .. } = asked;
    notes.problems.append(&mut row.problems);
    if let Some(read) = local {
        notes.paths.extend(read.files);
        notes.problems.extend(read.problems);
        let mut campaign = read.campaign;
        campaign.publication = publication;
        return Some(campaign);
    }
    matches!(publication, Publication::Present(_)).then(|| {
        Box::new(Campaign {
            report_status: Some(row.published.report_status),
            provenance: row.provenance,
            champion_select: row.champion_select,
            config: row.config,
            published_only: true,
            publication,
            ..Campaign::default()
        })
    })
}

/// Reads the operating points of the published campaigns that have none locally.
///
/// # Errors
/// When the published lake does not answer, unless a partial snapshot is allowed.
pub fn points(
    lakes: &Lakes<'_>,
    published: &[Partition],
    wanted: &Wanted,
    campaigns: &mut ByName<Box<Campaign>>,
    notes: &mut Notes,
) -> Result<(), SnapshotError> {
    let Some(lake) = lakes.published else { return Ok(()) };
    let has_own = |name: &str| lakes.local.is_some_and(|local| local.has_points(name));
    let asked: Vec<WantedPoints> = published
        .iter()
        .filter(|partition| !has_own(&partition.id))
        .map(|partition| {
            let champion = campaigns.get(&partition.id).and_then(|campaign| campaign.champion_select.as_ref());
            let champion = champion.map(|champion| [&champion.baseline_cell, &champion.recommended_cell]);
            let champion = champion.into_iter().flatten().flatten().map(|cell| WantedCell::whole(cell));
            let measured = wanted.cells(&partition.id).iter().cloned();
            WantedPoints { partition: partition.clone(), cells: champion.chain(measured).collect() }
        })
        .collect();
    for (asked, answer) in asked.iter().zip(lake.points(&asked)) {
        let name = &asked.partition.id;
        match answer {
            Ok(None) => {}
            Ok(Some(measured)) => {
                notes.problems.extend(measured.problems);
                if let Some(campaign) = campaigns.get_mut(name) {
                    campaign.points = measured.points;
                }
            }
            Err(failure) => {
                notes.fail(lakes, &failure)?;
                notes.problems.push(unanswered(name));
            }
        }
    }
    Ok(())
}

fn unanswered(id: &str) -> Problem {
    Problem {
        place: Place::Campaign { id: id.to_owned(), file: ATLAS_FILE.to_owned(), path: String::new() },
        line: None,
        column: None,
        kind: ProblemKind::Unanswered,
    }
}
