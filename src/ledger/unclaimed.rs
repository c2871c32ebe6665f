//! Evidence that nobody claims: strong campaigns of the lake that no finding cites.

use crate::bundle::{Campaign, Publication, Unjudged};

use super::{Evidence, Hardware, Ledger, Presence, Rigor, Tier, order};

/// A campaign whose effective tier is verdict and whose rigor is L3 or L4, cited by no finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclaimed {
    pub id: String,
    pub presence: Presence,
    pub rigor: Rigor,
    /// The published title, else the campaign's own finding.
    pub title: Option<String>,
    /// The tokens that its operating points name, in listing order.
    pub hardware: Vec<Hardware>,
    /// What the campaign itself would try next.
    pub next_lever: Option<String>,
}

impl Ledger {
    /// That more campaigns may belong among the unclaimed evidence, where some could not be read.
    pub fn unjudged(&self) -> Option<String> {
        let Unjudged { count, ref examples } = self.facts.unjudged;
        let more = count.saturating_sub(examples.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let campaigns = if count == 1 { "1 campaign".to_owned() } else { format!("{count} campaigns") };
        let words = format!(
            "{campaigns} that no finding cites could not be read, so nobody can say whether they belong here: {}{more}.",
            examples.join(", ")
        );
        (count > 0).then_some(words)
    }

    /// The unclaimed evidence, the most rigorous first, then by id; none where the lake was not scanned.
    pub fn unclaimed(&self) -> Option<Vec<Unclaimed>> {
        let campaigns = self.facts.scan.as_ref()?.iter();
        let mut unclaimed: Vec<Unclaimed> = campaigns.filter_map(|(id, campaign)| of(id, campaign)).collect();
        order::sort_by(&mut unclaimed, |a, b| b.rigor.cmp(&a.rigor).then_with(|| a.id.cmp(&b.id)));
        Some(unclaimed)
    }
}

fn of(id: &str, campaign: &Campaign) -> Option<Unclaimed> {
    let evidence = Evidence::of(campaign);
    if evidence.effective_tier != Tier::Verdict || evidence.sol_rigor < Rigor::L3 {
        return None;
    }
    let published = match &campaign.publication {
        Publication::Present(published) => published.title.clone(),
        Publication::NotConsulted | Publication::Unreachable | Publication::Absent => None,
    };
    let own = campaign.verdict.as_ref().and_then(|verdict| verdict.finding.clone());
    let named = campaign.points.iter().flat_map(|points| &points.hardware_named);
    Some(Unclaimed {
        id: id.to_owned(),
        presence: if campaign.published_only { Presence::Published } else { Presence::Local },
        rigor: evidence.sol_rigor,
        title: published.or(own),
        hardware: Hardware::tokens(&named.cloned().collect::<Vec<_>>().join(" ")).into_owned(),
        next_lever: campaign.config.as_ref().and_then(|config| config.next_lever.clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{OperatingPoint, Points};
    use crate::ledger::flag::testing::{CAMPAIGN, Case};

    fn strong() -> Box<Campaign> {
        Case::done().bundle.campaigns.remove(CAMPAIGN).expect("the campaign")
    }

    fn scanned(campaigns: Vec<(&str, Box<Campaign>)>) -> Option<Vec<Unclaimed>> {
        let mut case = Case::done();
        let campaigns = campaigns.into_iter().map(|(id, campaign)| (id.to_owned(), campaign));
        case.bundle.scan = Some(campaigns.collect());
        case.ledger().unclaimed()
    }

    #[test]
    fn without_a_scan_nobody_can_say() {
        assert_eq!(Case::done().ledger().unclaimed(), None);
        assert_eq!(scanned(Vec::new()), Some(Vec::new()));
    }

    #[test]
    fn only_what_is_effectively_a_verdict_is_listed_the_most_rigorous_first() {
        let with = |change: fn(&mut Campaign)| {
            let mut campaign = strong();
            change(&mut campaign);
            campaign
        };
        let l4 = with(|campaign| {
            if let Some(status) = &mut campaign.report_status {
                status.sol_rigor = Some("L4".to_owned());
            }
        });
        let unsupported = with(|campaign| {
            if let Some(verdict) = &mut campaign.verdict {
                verdict.trials = Some(1);
            }
        });
        let unclaimed = scanned(vec![("b", strong()), ("a", strong()), ("c", l4), ("d", unsupported)]);
        let ids: Vec<String> = unclaimed.unwrap_or_default().into_iter().map(|unclaimed| unclaimed.id).collect();
        assert_eq!(ids, ["c", "a", "b"]);
    }

    #[test]
    fn what_could_not_be_read_is_counted_and_named() {
        let said = |ids: usize| {
            let mut case = Case::done();
            case.bundle.unjudged = Unjudged::of(&(1..=ids).map(|id| format!("c{id}")).collect::<Vec<_>>());
            case.ledger().unjudged()
        };
        assert_eq!(said(0), None);
        let one = "1 campaign that no finding cites could not be read, so nobody can say whether they belong here: c1.";
        assert_eq!(said(1).as_deref(), Some(one));
        assert!(said(23).is_some_and(|words| words.starts_with("23 campaigns") && words.ends_with("c20 and 3 more.")));
    }

    #[test]
    fn hardware_is_what_the_points_name() {
        let point = OperatingPoint { hardware: Some("GB300 NVL72"), ..OperatingPoint::default() };
        let mut campaign = strong();
        campaign.points = Some(Points::of(&[point], &[]));
        let unclaimed = scanned(vec![("a", campaign)]).unwrap_or_default();
        assert_eq!(unclaimed[0].hardware, [Hardware::Gb300]);
        assert_eq!((unclaimed[0].presence, unclaimed[0].rigor), (Presence::Local, Rigor::L3));
    }
}
