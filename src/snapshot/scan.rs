//! The campaigns that no finding names and that declare a strong verdict.

use std::collections::{BTreeMap, BTreeSet};

use crate::bundle::{Campaign, Citation, Finding, Publication};

use super::SnapshotError;
use super::cited::{Rows, campaign, points};
use super::lakes::{Lakes, Notes};
use super::published::Partition;
use super::wanted::Wanted;

/// How many campaigns are read at once; it bounds the memory that a large lake takes.
const AT_ONCE: usize = 512;

/// The campaigns of both lakes that no finding names and that declare tier verdict and rigor L3 or L4.
///
/// # Errors
/// When the published lake does not answer, unless a partial snapshot is allowed.
pub fn read(
    lakes: &Lakes<'_>,
    findings: &[Finding],
    citations: &BTreeMap<String, Citation>,
    notes: &mut Notes,
) -> Result<BTreeMap<String, Campaign>, SnapshotError> {
    let listing = lakes.everything().unwrap_or_else(|| lakes.local_listing());
    let named = named(lakes, findings, citations);
    let wanted = Wanted::of(findings, citations);
    let unnamed: Vec<&String> = listing.names().iter().filter(|name| !named.contains(*name)).collect();
    let mut strong = BTreeMap::new();
    let mut published = Vec::new();
    for names in unnamed.chunks(AT_ONCE) {
        let mut rows = Rows::default();
        if let Some(lake) = lakes.published {
            rows.ask(lake, names.iter().filter_map(|name| newest(lakes, name)));
        }
        if let Some(failure) = rows.failure() {
            notes.fail(lakes, failure)?;
        }
        for name in names {
            let asked = rows.answer(name, lakes);
            let partition = asked.partition.clone();
            let Some(campaign) = campaign(name, asked, lakes, &wanted, notes) else { continue };
            if is_strong(&campaign) {
                published.extend(partition);
                strong.insert((*name).clone(), campaign);
            }
        }
    }
    points(lakes, &published, &wanted, &mut strong, notes)?;
    Ok(strong)
}

/// Every campaign that a finding names, whatever it resolved to: as backing, as support, as a measurement's or as a
/// known issue's.
fn named(lakes: &Lakes<'_>, findings: &[Finding], citations: &BTreeMap<String, Citation>) -> BTreeSet<String> {
    let listing = lakes.everything().unwrap_or_else(|| lakes.local_listing());
    let written: BTreeSet<&String> = findings.iter().flat_map(written).collect();
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

/// What the campaign itself declares; whether its verdict holds is worked out from the bundle.
fn is_strong(campaign: &Campaign) -> bool {
    let tier = match &campaign.publication {
        Publication::Present(published) if campaign.published_only => published.verdict_tier.as_deref(),
        _ => campaign.verdict.as_ref().and_then(|verdict| verdict.tier.as_deref()),
    };
    let rigor = campaign.report_status.as_ref().and_then(|status| status.sol_rigor.as_deref());
    tier == Some("verdict") && matches!(rigor, Some("L3" | "L4"))
}
