//! The campaigns that no finding names and that declare a strong verdict.

use std::collections::BTreeSet;

use crate::bundle::{ByName, Campaign, Citation, Finding, Place, Problem, Publication, Unjudged};

use super::campaign::{REPORT_STATUS, VERDICT};
use super::cited::{Rows, campaign, points};
use super::lakes::{Lakes, Notes};
use super::published::Partition;
use super::wanted::Wanted;
use super::{CAMPAIGN_FILE, SnapshotError};

/// How many campaigns are read at once; it bounds the memory that a large lake takes.
const AT_ONCE: usize = 512;

/// What a scan found among the campaigns that no finding names.
pub struct Scan {
    /// Those that declare tier verdict and rigor L3 or L4.
    pub strong: ByName<Box<Campaign>>,
    /// Those that may be such, and could not be read.
    pub unjudged: Unjudged,
}

/// Looks at the campaigns of both lakes that no finding names. What is wrong with one is noted only where it is listed:
/// a ledger has no room for every broken file of a lake.
///
/// # Errors
/// When the published lake does not answer, unless a partial snapshot is allowed.
pub fn read(
    lakes: &Lakes<'_>,
    findings: &[Box<Finding>],
    citations: &ByName<Citation>,
    notes: &mut Notes,
) -> Result<Scan, SnapshotError> {
    let listing = lakes.everything().unwrap_or_else(|| lakes.local_listing());
    let named = named(lakes, findings, citations);
    let wanted = Wanted::of(findings, citations);
    let unnamed: Vec<&String> = listing.names().iter().filter(|name| !named.contains(*name)).collect();
    let mut strong = ByName::default();
    let mut published = Vec::new();
    let mut unjudged = Vec::new();
    for names in unnamed.chunks(AT_ONCE) {
        let mut rows = Rows::default();
        if let Some(lake) = lakes.published {
            rows.ask(lake, names.iter().filter_map(|name| newest(lakes, name)));
        }
        if let Some(failure) = rows.failure() {
            notes.fail(lakes, failure)?;
        }
        for (name, local) in names.iter().zip(lakes.read_local(names, &wanted)) {
            let asked = rows.answer(name, lakes);
            let partition = asked.partition.clone();
            let is_unanswered = asked.publication == Publication::Unreachable;
            let mut own = Notes::default();
            let campaign = campaign(asked, local, &mut own);
            notes.paths.append(&mut own.paths);
            let is_local = campaign.as_ref().is_some_and(|campaign| !campaign.published_only);
            match campaign.filter(|campaign| is_strong(campaign)) {
                Some(campaign) => {
                    notes.problems.append(&mut own.problems);
                    published.extend(partition);
                    strong.insert((*name).clone(), campaign);
                }
                None if is_unanswered || own.problems.iter().any(|problem| hides_status(problem, is_local)) => {
                    unjudged.push((*name).clone())
                }
                None => {}
            }
        }
    }
    points(lakes, &published, &wanted, &mut strong, notes)?;
    Ok(Scan { strong, unjudged: Unjudged::of(&unjudged) })
}

/// Every campaign that a finding names, whatever it resolved to: as backing, as support, as a measurement's or as a
/// known issue's.
fn named(lakes: &Lakes<'_>, findings: &[Box<Finding>], citations: &ByName<Citation>) -> BTreeSet<String> {
    let listing = lakes.everything().unwrap_or_else(|| lakes.local_listing());
    let written: BTreeSet<&String> = findings.iter().flat_map(|finding| written(finding)).collect();
    let resolved = citations.values().cloned().chain(written.iter().map(|id| listing.resolve(id)));
    let names = resolved.flat_map(|citation| match citation {
        Citation::Found(name) => vec![name],
        Citation::Ambiguous(names) => names,
        Citation::Missing | Citation::Refused | Citation::Unreachable => Vec::new(),
    });
    names.chain(written.iter().map(|id| (*id).clone())).collect()
}

/// The ids that a finding writes.
fn written(finding: &Finding) -> impl Iterator<Item = &String> {
    let measured = finding.measurements.iter().filter_map(|measurement| measurement.point.as_ref()?.campaign.as_ref());
    let known = finding.known_issues.iter().flat_map(|issue| &issue.campaigns);
    finding.campaign_ids.iter().chain(&finding.evidence_ids).chain(measured).chain(known)
}

fn newest(lakes: &Lakes<'_>, name: &str) -> Option<Partition> {
    lakes.days(name).iter().max().map(|day| Partition { id: name.to_owned(), day: *day })
}

/// Whether it stands in the files from which tier and rigor are read: the local ones, where there are any.
fn hides_status(problem: &Problem, is_local: bool) -> bool {
    match &problem.place {
        Place::Campaign { file, .. } if is_local => ["", REPORT_STATUS, VERDICT].contains(&file.as_str()),
        Place::Campaign { file, .. } => file == CAMPAIGN_FILE,
        Place::Registry { .. } | Place::Finding { .. } => false,
    }
}

/// What the campaign itself declares; whether its verdict holds is worked out from the bundle.
fn is_strong(campaign: &Campaign) -> bool {
    let tier = match &campaign.publication {
        Publication::Present(published) if campaign.published_only => published.verdict_tier.as_deref(),
        _ => campaign.verdict.as_ref().and_then(|verdict| verdict.tier.as_deref()),
    };
    let rigor = campaign.report_status.as_ref().and_then(|status| status.sol_rigor.as_deref());
    tier == Some("verdict") && matches!(rigor, Some("L3" | "L4"))
}
