//! Runs the rules and turns what they raise into flags; the policy's severities are applied here, last.

use crate::bundle::{Campaign, Place, Problem, ProblemKind, Provenance, Severity, SourceRef};
use crate::ledger::{Facts, Frontier, Row, order, waivers};

use super::{Check, Flag, RAISING, Raising, Said, Says, Text};

/// What a rule sees of one finding.
pub struct Subject<'a> {
    pub row: &'a Row,
    pub facts: &'a Facts,
    /// What went wrong while reading this finding.
    pub problems: &'a [&'a Problem],
    /// What the rules before this one raised on this finding.
    pub raised: &'a [Flag],
    all_problems: &'a Problems,
}

/// Where in the list of what went wrong each finding and each campaign is told of.
#[derive(Debug)]
pub struct Problems {
    /// The position of a finding and the place of a problem, sorted.
    of_findings: Vec<(usize, usize)>,
    /// The places of the problems of campaigns, by the campaign's id.
    of_campaigns: Vec<usize>,
}

impl Problems {
    pub fn of(problems: &[Problem]) -> Self {
        let places = || problems.iter().enumerate();
        let of_finding = |(place, problem): (usize, &Problem)| match &problem.place {
            Place::Finding { position, .. } => Some((*position, place)),
            Place::Registry { .. } | Place::Campaign { .. } => None,
        };
        let mut of_findings: Vec<(usize, usize)> = places().filter_map(of_finding).collect();
        order::sort(&mut of_findings);
        let mut of_campaigns: Vec<usize> =
            places().filter(|(_, problem)| campaign_of(problem).is_some()).map(|(place, _)| place).collect();
        order::sort_by_key(&mut of_campaigns, |place| problems.get(*place).and_then(campaign_of));
        Self { of_findings, of_campaigns }
    }

    /// The places of the problems of the finding at a position.
    fn of_finding(&self, position: usize) -> impl Iterator<Item = usize> {
        let first = self.of_findings.partition_point(|(of, _)| *of < position);
        let from_there = self.of_findings.get(first..).unwrap_or_default().iter();
        from_there.take_while(move |(of, _)| *of == position).map(|(_, place)| *place)
    }

    /// The problems of a campaign, of the same list.
    fn of_campaign<'a>(&self, id: &str, problems: &'a [Problem]) -> Vec<&'a Problem> {
        let campaign = |place: &usize| problems.get(*place).and_then(campaign_of);
        let first = self.of_campaigns.partition_point(|place| campaign(place) < Some(id));
        let from_there = self.of_campaigns.get(first..).unwrap_or_default().iter();
        let places = from_there.take_while(|place| campaign(place) == Some(id));
        places.filter_map(|place| problems.get(*place)).collect()
    }
}

fn campaign_of(problem: &Problem) -> Option<&str> {
    match &problem.place {
        Place::Campaign { id, .. } => Some(id),
        Place::Registry { .. } | Place::Finding { .. } => None,
    }
}

impl Subject<'_> {
    /// The registry line of a field, else of the list that it is in, else of the entry.
    pub fn line(&self, path: &str) -> u32 {
        let finding = &self.row.finding;
        let whole = || path.get(..path.bytes().position(|byte| matches!(byte, b'[' | b'.'))?);
        finding.lines.get(path).or_else(|| finding.lines.get(whole()?)).unwrap_or(finding.line)
    }

    /// What the lake says of a found campaign.
    pub fn campaign(&self, id: &str) -> Option<&Campaign> {
        self.facts.campaigns.get(id).map(Box::as_ref)
    }

    /// What went wrong while reading a campaign's files.
    pub fn campaign_problems(&self, id: &str) -> Vec<&Problem> {
        self.all_problems.of_campaign(id, &self.facts.problems)
    }

    /// Whether the entry as a whole could not be taken, so that its fields say nothing.
    pub fn entry_is_broken(&self) -> bool {
        self.is_broken("")
    }

    /// Whether the field or an item of it was there and could not be taken, so that `invalid-field` tells why it may
    /// be absent.
    pub fn is_broken(&self, field: &str) -> bool {
        let within = |rest: &str| rest.is_empty() || (!field.is_empty() && rest.starts_with(['[', '.']));
        self.problems.iter().any(|problem| {
            matches!(&problem.place, Place::Finding { path, .. } if path.strip_prefix(field).is_some_and(within))
                && matches!(problem.kind, ProblemKind::Invalid { .. })
        })
    }

    /// Each source_ref beside the provenance of each found campaign that has one.
    fn sources_and_runs(&self) -> impl Iterator<Item = SourceAndRun<'_>> {
        let sources = self.row.finding.source_refs.iter().enumerate();
        sources.flat_map(move |(index, source)| {
            let runs = self.row.found().filter_map(|(_, id, _)| Some((id, self.campaign(id)?.provenance.as_ref()?)));
            runs.map(move |(campaign, ran)| SourceAndRun { index, source, campaign, ran })
        })
    }

    /// A flag for each source_ref and campaign of which `both` are known and not the `same`; `what` names them.
    pub fn mismatches(
        &self,
        what: &str,
        both: for<'a> fn(&'a SourceRef, &'a Provenance) -> Option<(&'a str, &'a str)>,
        same: fn(&str, &str) -> bool,
    ) -> Vec<Raised> {
        let differing = self.sources_and_runs().filter_map(|pair| {
            let (named, ran) = both(pair.source, pair.ran).filter(|(named, ran)| !same(named, ran))?;
            let path = format!("source_refs[{}]", pair.index);
            let message = format!("{path} names {what} {named:?} and {} ran {ran:?}.", pair.campaign);
            Some(self.on_field(path, message).of_campaign(pair.campaign))
        });
        differing.collect()
    }

    /// About a field of the finding; about the entry as a whole where the path is empty.
    pub fn on_field(&self, field: impl Into<Text>, message: impl Into<Text>) -> Raised {
        let field = field.into();
        Raised { line: Some(self.line(&field)), ..Raised::on_path(field, message) }
    }

    /// About a cited campaign: `index` is its place in `campaign_ids`.
    pub fn on_campaign(&self, id: &str, index: usize, message: impl Into<Text>) -> Raised {
        let field = format!("campaign_ids[{index}]");
        Raised {
            campaign: Some(id.to_owned()),
            line: Some(self.line(&field)),
            field: Some(field.into()),
            ..Raised::new(message)
        }
    }
}

/// The code that a finding names and the code that one of its campaigns ran.
struct SourceAndRun<'a> {
    /// The place of the source_ref in `source_refs`, from 0.
    index: usize,
    source: &'a SourceRef,
    campaign: &'a str,
    ran: &'a Provenance,
}

/// What a rule sees of the ledger as a whole.
pub struct Whole<'a> {
    pub rows: &'a [Row],
    pub frontier: &'a Frontier,
    pub facts: &'a Facts,
    /// What went wrong while reading the registry outside its findings.
    pub problems: &'a [&'a Problem],
}

/// What a check found; the rule's code, severity and fix are added to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Raised {
    pub campaign: Option<String>,
    pub field: Option<Text>,
    pub part: Option<Text>,
    pub line: Option<u32>,
    pub column: Option<u32>,
    pub message: Text,
    /// In place of the rule's own, where the check knows better.
    pub fix: Option<Text>,
}

impl Raised {
    pub fn new(message: impl Into<Text>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    /// About what stands at that path of the registry; about no field where it is empty.
    pub fn on_path(path: impl Into<Text>, message: impl Into<Text>) -> Self {
        Self { field: Some(path.into()).filter(|path| !path.is_empty()), ..Self::new(message) }
    }

    #[must_use]
    pub fn of_campaign(self, id: &str) -> Self {
        Self { campaign: Some(id.to_owned()), ..self }
    }

    /// Exactly where the problem stands in the registry, as far as it is known.
    #[must_use]
    pub fn at(self, problem: &Problem) -> Self {
        Self { line: problem.line.or(self.line), column: problem.column, ..self }
    }

    #[must_use]
    pub fn with_fix(self, fix: impl Into<Text>) -> Self {
        Self { fix: Some(fix.into()), ..self }
    }
}

/// The flags of a row, in the order of [`RAISING`].
pub fn flags_of_row(row: &Row, facts: &Facts, all_problems: &Problems, said: &Said) -> Vec<Flag> {
    let places = all_problems.of_finding(row.finding.position);
    let problems: Vec<&Problem> = places.filter_map(|place| facts.problems.get(place)).collect();
    let mut raised = flags(facts, said, |rule, raised| match rule.check {
        Check::Finding(check) | Check::Both(check, _) => {
            check(&Subject { row, facts, problems: &problems, raised, all_problems })
        }
        Check::Ledger(_) => Vec::new(),
    });
    waivers::apply(&mut raised, row, facts);
    // A ledger holds them as long as the page stands, so they take no more room than they need.
    raised.shrink_to_fit();
    raised
}

/// Raises the flags on the ledger as a whole.
pub fn raise_on_ledger(rows: &[Row], frontier: &Frontier, facts: &Facts, said: &Said) -> Vec<Flag> {
    let outside = |problem: &&Problem| matches!(problem.place, Place::Registry { .. });
    let problems: Vec<&Problem> = facts.problems.iter().filter(outside).collect();
    let whole = Whole { rows, frontier, facts, problems: &problems };
    flags(facts, said, |rule, _| match rule.check {
        Check::Ledger(check) | Check::Both(_, check) => check(&whole),
        Check::Finding(_) => Vec::new(),
    })
}

/// A check sees what the rules before it raised.
fn flags(facts: &Facts, said: &Said, check: impl Fn(&Raising, &[Flag]) -> Vec<Raised>) -> Vec<Flag> {
    let mut flags = Vec::new();
    for (place, rule) in RAISING.iter().enumerate() {
        let raised = check(rule, &flags);
        // Most rules find nothing, and only what is found needs the policy.
        if raised.is_empty() {
            continue;
        }
        let severity = facts.policy.severity.get(rule.code).copied().unwrap_or(rule.severity);
        if severity != Severity::Off {
            flags.extend(raised.into_iter().map(|raised| {
                let Raised { message, field, part, fix, campaign, line, column } = raised;
                let says = Says { code: rule.code, severity, campaign, field, part, message, exact_fix: fix };
                Flag { says: said.once(place, says), line, column, waived: false, waiver: None }
            }));
        }
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_found_by_finding_and_by_campaign_in_their_order() {
        let finding = |position| Place::Finding { position, path: String::new() };
        let campaign = |id: &str| Place::Campaign { id: id.to_owned(), file: String::new(), path: String::new() };
        let registry = Place::Registry { path: String::new() };
        let places =
            [finding(2), campaign("b"), finding(1), registry, campaign("a"), finding(2), campaign("b"), finding(4)];
        let problems = places.map(|place| Problem { place, line: None, column: None, kind: ProblemKind::Unanswered });
        let found = Problems::of(&problems);
        let of_finding = |position| found.of_finding(position).collect::<Vec<_>>();
        assert_eq!([0, 1, 2, 3, 4, 5].map(of_finding), [vec![], vec![2], vec![0, 5], vec![], vec![7], vec![]]);
        let of_campaign = |id| found.of_campaign(id, &problems);
        assert_eq!(of_campaign("a"), [&problems[4]]);
        assert_eq!(of_campaign("b"), [&problems[1], &problems[6]]);
        assert!(of_campaign("").is_empty() && of_campaign("aa").is_empty() && of_campaign("c").is_empty());
    }
}
