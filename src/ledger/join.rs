//! Each finding joined with what the lake says of its campaigns.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use crate::bundle::{ByName, Campaign, Citation, Finding, Publication, SharedText};

use super::baseline::Groups;
use super::known::Known;
use super::names::{FirstUse, Name, Names};
use super::text::trimmed;
use super::{Economics, Evidence, Facts, Flag, Hardware, Lifecycle, Rate, Rigor, Tier, order};

/// Where a cited campaign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// In the campaigns folder, published or not.
    Local,
    /// In the published lake only.
    Published,
    /// In neither, and a published lake was consulted; or the id is not one safe path segment, so it cannot be anywhere.
    Missing,
    /// Not local, and no published lake was consulted or it did not answer; or the id fits several campaigns.
    Unknown,
}

impl Presence {
    pub fn name(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Published => "published",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
        }
    }
}

/// Why a cited id led to no campaign, where it does not fit several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// It is not one safe path segment, so nothing was looked up.
    Refused,
    /// No lake that was consulted holds it.
    Nowhere,
    /// It is not local, and the published lake did not answer.
    Unreachable,
}

/// One cited campaign of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// The id as the registry writes it.
    pub cited: String,
    /// Its place in `campaign_ids`, from 0.
    pub index: usize,
    /// The campaign that it resolved to.
    pub id: Option<String>,
    /// The campaigns that it could be, where there are several.
    pub candidates: Vec<String>,
    /// Why there is neither a campaign nor a candidate.
    pub lost: Option<Lost>,
    pub presence: Presence,
    /// Whether it is published; none where no published lake was consulted or it did not answer.
    pub published: Option<bool>,
    /// What backs the finding; none where no campaign was found.
    pub evidence: Option<Evidence>,
    /// Whether a citation before it led to the same campaign.
    pub is_again: bool,
}

impl Cited {
    /// The campaign's id, or what was cited where none was found.
    pub fn name(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.cited)
    }
}

/// A row of the ledger: one finding, whatever is wrong with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Unique in the ledger, whatever the registry holds.
    pub key: SharedText,
    /// The earlier finding with the same id, where there is one.
    pub first_with_id: Option<FirstUse>,
    pub finding: Box<Finding>,
    pub lifecycle: Lifecycle,
    pub hardware: Cow<'static, [Hardware]>,
    /// None where no baseline is recorded.
    pub baseline_group: Option<SharedText>,
    pub campaigns: Vec<Cited>,
    /// The highest over the found campaigns.
    pub best_rigor: Rigor,
    /// The tiers that the found campaigns declare, sorted, each once.
    pub verdict_tiers: Vec<Tier>,
    /// The best effective one; none without a found campaign.
    pub effective_tier: Option<Tier>,
    /// Whether a found campaign is grounded.
    pub grounded: bool,
    /// What an hour of a GPU costs here.
    pub rate: Rate,
    /// In the order of [`super::RULES`].
    pub flags: Vec<Flag>,
}

impl Row {
    /// The finding's title, or its key where it has none.
    pub fn title(&self) -> &str {
        self.finding.title.as_deref().map(trimmed).filter(|title| !title.is_empty()).unwrap_or(&self.key)
    }

    /// What the win is worth at its rate.
    pub fn economics(&self) -> Economics {
        Economics::of(&self.finding, self.rate)
    }

    /// Whether it counts as a win that stands: done, deployed or deployable, and proven.
    pub fn is_proven_win(&self) -> bool {
        self.deployable() && self.proven()
    }

    /// Whether the key stands in for a title.
    pub fn is_untitled(&self) -> bool {
        self.finding.title.as_deref().is_none_or(|title| title.trim().is_empty())
    }

    /// The found campaigns, each once.
    pub fn found(&self) -> impl Iterator<Item = (&Cited, &str, &Evidence)> {
        let once = self.campaigns.iter().filter(|cited| !cited.is_again);
        once.filter_map(|cited| Some((cited, cited.id.as_deref()?, cited.evidence.as_ref()?)))
    }

    /// Whether the win is done and can be deployed.
    pub fn deployable(&self) -> bool {
        let readiness = self.finding.deploy_readiness.as_deref().map(trimmed);
        self.lifecycle == Lifecycle::Done && matches!(readiness, Some("deployed" | "deployable"))
    }

    /// Whether one found campaign has effective tier verdict and is grounded. A grounded draft beside an ungrounded
    /// verdict proves nothing.
    pub fn proven(&self) -> bool {
        self.campaigns.iter().filter_map(|cited| cited.evidence.as_ref()).any(Evidence::proves)
    }
}

/// What is known while findings are joined one after the other.
#[derive(Debug)]
pub struct Joining {
    names: Names,
    groups: Groups,
    tokens: Known<SharedText, Cow<'static, [Hardware]>>,
}

impl Joining {
    pub fn of(findings: &[Box<Finding>]) -> Self {
        Self { names: Names::of(findings), groups: Groups::default(), tokens: Known::default() }
    }

    fn tokens(&mut self, hardware: Option<&SharedText>) -> Cow<'static, [Hardware]> {
        let Some(text) = hardware else { return Cow::default() };
        self.tokens.of(text).unwrap_or_else(|| {
            let tokens = Hardware::tokens(text);
            self.tokens.keep(text.clone(), tokens.clone());
            tokens
        })
    }
}

/// The row of the finding at a place of the list, without flags yet.
pub fn joined(
    place: usize,
    finding: Box<Finding>,
    joining: &mut Joining,
    citations: &ByName<Citation>,
    facts: &Facts,
) -> Row {
    let Name { key, first_with_id } = joining.names.next(place, &finding);
    let hardware = joining.tokens(finding.hardware.as_ref());
    let rate = Rate::of(&hardware, &facts.rates, facts.options.gpu_hr);
    let campaigns = cited(&finding.campaign_ids, citations, facts);
    let evidence = || campaigns.iter().filter_map(|cited| cited.evidence.as_ref());
    let mut verdict_tiers: Vec<Tier> = evidence().map(|evidence| evidence.verdict_tier).collect();
    order::sort(&mut verdict_tiers);
    verdict_tiers.dedup();
    Row {
        lifecycle: Lifecycle::of(finding.lifecycle.as_deref()),
        baseline_group: joining.groups.of(finding.baseline.as_ref(), &facts.policy),
        best_rigor: evidence().map(|evidence| evidence.sol_rigor).max().unwrap_or_default(),
        effective_tier: evidence().map(|evidence| evidence.effective_tier).max(),
        grounded: evidence().any(Evidence::grounded),
        rate,
        verdict_tiers,
        campaigns,
        hardware,
        flags: Vec::new(),
        finding,
        first_with_id,
        key,
    }
}

fn cited(ids: &[String], citations: &ByName<Citation>, facts: &Facts) -> Vec<Cited> {
    let mut seen = FxHashSet::default();
    let mut led_to = FxHashSet::default();
    let once = ids.iter().enumerate().filter(|(_, id)| seen.insert(id.as_str()));
    once.map(|(index, cited)| {
        let not_found = Cited {
            cited: cited.clone(),
            index,
            id: None,
            candidates: Vec::new(),
            lost: None,
            presence: Presence::Unknown,
            published: None,
            evidence: None,
            is_again: false,
        };
        match citations.get(cited) {
            Some(Citation::Found(id)) => Cited {
                is_again: !led_to.insert(id.as_str()),
                ..found(id, facts.campaigns.get(id).map(Box::as_ref), not_found)
            },
            Some(Citation::Ambiguous(candidates)) => Cited { candidates: candidates.clone(), ..not_found },
            Some(Citation::Refused) => Cited {
                lost: Some(Lost::Refused),
                presence: Presence::Missing,
                published: facts.consulted.published.then_some(false),
                ..not_found
            },
            Some(Citation::Unreachable) => Cited { lost: Some(Lost::Unreachable), ..not_found },
            Some(Citation::Missing) | None if facts.consulted.published => {
                Cited { lost: Some(Lost::Nowhere), presence: Presence::Missing, published: Some(false), ..not_found }
            }
            Some(Citation::Missing) | None => Cited { lost: Some(Lost::Nowhere), ..not_found },
        }
    })
    .collect()
}

fn found(id: &str, campaign: Option<&Campaign>, cited: Cited) -> Cited {
    let only_published = campaign.is_some_and(|campaign| campaign.published_only);
    Cited {
        id: Some(id.to_owned()),
        presence: if only_published { Presence::Published } else { Presence::Local },
        published: campaign.and_then(published),
        evidence: campaign.map(Evidence::of),
        ..cited
    }
}

/// Whether a campaign is published; none where nobody could say.
pub fn published(campaign: &Campaign) -> Option<bool> {
    match &campaign.publication {
        Publication::NotConsulted | Publication::Unreachable => None,
        Publication::Absent => Some(false),
        Publication::Present(_) => Some(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Campaign, ReportStatus};
    use crate::ledger::flag::testing::Case;

    #[test]
    fn a_win_is_proven_by_one_campaign_alone() {
        let ungrounded = |campaign: &mut Campaign| campaign.report_status = None;
        let grounded_draft = Campaign {
            report_status: Some(ReportStatus { dcgm_grounded: Some(true), ..ReportStatus::default() }),
            ..Campaign::default()
        };
        assert!(Case::done().ledger().rows[0].proven());
        let mut apart = Case::done().campaign(ungrounded).cites("draft", Citation::Found("draft".to_owned()));
        apart.bundle.campaigns.insert("draft".to_owned(), Box::new(grounded_draft));
        let row = &apart.ledger().rows[0];
        assert_eq!((row.effective_tier, row.grounded, row.proven()), (Some(Tier::Verdict), true, false));
    }

    #[test]
    fn presence_says_where_a_campaign_is_and_what_was_consulted() {
        let seen = |case: Case| {
            let cited = case.ledger().rows.remove(0).campaigns.pop().expect("a campaign");
            (cited.presence.name(), cited.published)
        };
        let lost = |citation: Citation| Case::done().cites("lost", citation);
        assert_eq!(seen(Case::done()), ("local", None));
        assert_eq!(seen(Case::done().publication(Publication::Unreachable)), ("local", None));
        assert_eq!(seen(Case::done().publication(Publication::Absent)), ("local", Some(false)));
        assert_eq!(seen(Case::done().as_published(|_| {})), ("local", Some(true)));
        assert_eq!(seen(Case::done().only_published(|_| {})), ("published", Some(true)));
        assert_eq!(seen(lost(Citation::Missing)), ("unknown", None));
        assert_eq!(seen(lost(Citation::Missing).consulted()), ("missing", Some(false)));
        assert_eq!(seen(lost(Citation::Unreachable).consulted()), ("unknown", None));
        assert_eq!(seen(lost(Citation::Refused)), ("missing", None));
        assert_eq!(seen(lost(Citation::Refused).consulted()), ("missing", Some(false)));
    }

    #[test]
    fn a_key_stands_in_for_a_title_that_says_nothing() {
        for (title, shown, is_untitled) in
            [(Some("A good finding"), "A good finding", false), (Some("  "), "good", true), (None, "good", true)]
        {
            let title = title.map(str::to_owned);
            let row = Case::done().finding(|finding| finding.title = title.map(Into::into)).ledger().rows.remove(0);
            assert_eq!((row.title(), row.is_untitled()), (shown, is_untitled));
        }
    }
}
