//! Each finding joined with what the lake says of its campaigns.

use std::borrow::Cow;
use std::iter::Peekable;
use std::vec::IntoIter;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::bundle::{ByName, Campaign, Citation, Finding, Publication, SharedText};

use super::baseline::Groups;
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
}

impl Cited {
    /// The campaign's id, or what was cited where none was found.
    pub fn name(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.cited)
    }
}

/// The finding that wrote an id first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstUse {
    /// Place in the registry's list, from 1.
    pub position: usize,
    /// The registry line on which its entry starts.
    pub line: u32,
}

/// A row of the ledger: one finding, whatever is wrong with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Unique in the ledger, whatever the registry holds.
    pub key: SharedText,
    /// The earlier finding with the same id, where there is one.
    pub first_with_id: Option<FirstUse>,
    pub finding: Finding,
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
        let mut seen = FxHashSet::default();
        let mut found = Vec::new();
        for cited in &self.campaigns {
            if let Some((id, evidence)) = cited.id.as_deref().zip(cited.evidence.as_ref())
                && seen.insert(id)
            {
                found.push((cited, id, evidence));
            }
        }
        found.into_iter()
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
}

impl Joining {
    pub fn of(findings: &[Finding]) -> Self {
        Self { names: Names::of(findings), groups: Groups::default() }
    }
}

/// What the rows of those findings are called that are not called by their ids.
#[derive(Debug)]
struct Names {
    /// By the finding's place in the list, in its order.
    others: Peekable<IntoIter<(usize, OtherName)>>,
}

#[derive(Debug)]
struct OtherName {
    key: SharedText,
    first_with_id: Option<FirstUse>,
}

impl Names {
    /// The first finding with an id has it as its key; a later one `id~2`, `id~3`; one without an id `#<position>`. A key
    /// that the registry itself writes as an id is passed over, so that every key is unique.
    fn of(findings: &[Finding]) -> Self {
        let mut ids: FxHashMap<&str, usize> = FxHashMap::with_capacity_and_hasher(findings.len(), FxBuildHasher);
        let mut uses: Vec<Uses> = Vec::new();
        let mut unnamed: Vec<(usize, Option<Uses>)> = Vec::new();
        for (place, finding) in findings.iter().enumerate() {
            let Some(id) = id_of(finding) else {
                unnamed.push((place, None));
                continue;
            };
            let known = *ids.entry(id).or_insert_with(|| {
                uses.push(Uses { first: place, count: 0 });
                uses.len().saturating_sub(1)
            });
            if let Some(of_id) = uses.get_mut(known) {
                of_id.count = of_id.count.saturating_add(1);
                if of_id.count > 1 {
                    unnamed.push((place, Some(*of_id)));
                }
            }
        }
        let mut taken: FxHashSet<SharedText> = FxHashSet::default();
        let mut unique = |wanted: String| {
            let mut key = SharedText::from(&*wanted);
            let mut again = 1_usize;
            while taken.contains(&key) || ids.contains_key(&*key) {
                again = again.saturating_add(1);
                key = format!("{wanted}~{again}").into();
            }
            taken.insert(key.clone());
            key
        };
        let named = |(place, later): (usize, Option<Uses>)| {
            let finding = findings.get(place)?;
            let key = match id_of(finding).zip(later) {
                Some((id, later)) => unique(format!("{id}~{}", later.count)),
                None => unique(format!("#{}", finding.position)),
            };
            let first = later.and_then(|later| findings.get(later.first));
            let first_with_id = first.map(|first| FirstUse { position: first.position, line: first.line });
            Some((place, OtherName { key, first_with_id }))
        };
        let others: Vec<_> = unnamed.into_iter().filter_map(named).collect();
        Self { others: others.into_iter().peekable() }
    }

    /// What the finding at a place is called; they are asked for in the order of the list.
    fn next(&mut self, place: usize, finding: &Finding) -> OtherName {
        match self.others.next_if(|(other, _)| *other == place) {
            Some((_, name)) => name,
            None => OtherName { key: finding.id.clone().unwrap_or_default(), first_with_id: None },
        }
    }
}

/// The findings that write one id, as far as the list was read.
#[derive(Clone, Copy)]
struct Uses {
    /// The place of the first finding.
    first: usize,
    /// How many findings so far.
    count: usize,
}

/// The row of the finding at a place of the list, without flags yet.
pub fn joined(
    place: usize,
    finding: Finding,
    Joining { names, groups }: &mut Joining,
    citations: &ByName<Citation>,
    facts: &Facts,
) -> Row {
    let OtherName { key, first_with_id } = names.next(place, &finding);
    let hardware = Hardware::tokens(finding.hardware.as_deref().unwrap_or_default());
    let rate = Rate::of(&hardware, &facts.rates, facts.options.gpu_hr);
    let campaigns = cited(&finding.campaign_ids, citations, facts);
    let evidence = || campaigns.iter().filter_map(|cited| cited.evidence.as_ref());
    let mut verdict_tiers: Vec<Tier> = evidence().map(|evidence| evidence.verdict_tier).collect();
    order::sort(&mut verdict_tiers);
    verdict_tiers.dedup();
    Row {
        lifecycle: Lifecycle::of(finding.lifecycle.as_deref()),
        baseline_group: groups.of(finding.baseline.as_ref(), &facts.policy),
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
        };
        match citations.get(cited) {
            Some(Citation::Found(id)) => found(id, facts.campaigns.get(id), not_found),
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

/// None where it is blank, which its first letter tells of nearly any.
fn id_of(finding: &Finding) -> Option<&str> {
    finding.id.as_deref().filter(|id| !id.chars().all(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Campaign, ReportStatus};
    use crate::ledger::flag::testing::Case;

    fn findings(ids: &[Option<&str>]) -> Vec<Finding> {
        let at = |(index, id): (usize, &Option<&str>)| Finding {
            position: index + 1,
            id: id.map(Into::into),
            ..Finding::default()
        };
        ids.iter().enumerate().map(at).collect()
    }

    fn keys(findings: &[Finding]) -> Vec<SharedText> {
        let mut names = Names::of(findings);
        findings.iter().enumerate().map(|(place, finding)| names.next(place, finding).key).collect()
    }

    #[test]
    fn a_key_is_the_id_or_says_which_one_it_is() {
        let found = keys(&findings(&[Some("a"), Some("a"), None, Some("a"), Some(" ")]));
        assert_eq!(found, ["a", "a~2", "#3", "a~3", "#5"]);
    }

    #[test]
    fn keys_are_unique_against_ids_that_look_like_keys() {
        for ids in [
            [Some("a"), Some("a"), Some("a~2"), Some("a~2")],
            [Some("a~2"), Some("a"), Some("a"), None],
            [Some("#2"), None, Some("#2"), None],
            [None, Some("#1"), Some("#1~2"), Some("#1")],
        ] {
            let keys = keys(&findings(&ids));
            let distinct: FxHashSet<&str> = keys.iter().map(|key| &**key).collect();
            assert_eq!(distinct.len(), keys.len(), "{keys:?}");
            for (key, id) in keys.iter().zip(ids) {
                let first = ids.iter().position(|other| *other == id) == keys.iter().position(|other| other == key);
                assert!(!first || id.is_none_or(|id| *key == *id), "{keys:?}: the first with an id keeps it");
            }
        }
    }

    #[test]
    fn a_win_is_proven_by_one_campaign_alone() {
        let ungrounded = |campaign: &mut Campaign| campaign.report_status = None;
        let grounded_draft = Campaign {
            report_status: Some(ReportStatus { dcgm_grounded: Some(true), ..ReportStatus::default() }),
            ..Campaign::default()
        };
        assert!(Case::done().ledger().rows[0].proven());
        let mut apart = Case::done().campaign(ungrounded).cites("draft", Citation::Found("draft".to_owned()));
        apart.bundle.campaigns.insert("draft".to_owned(), grounded_draft);
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
