//! Runs the rules and turns what they raise into flags; the policy's severities are applied here, last.

use std::collections::HashMap;

use crate::bundle::{Campaign, Place, Problem, ProblemKind, Provenance, Severity, SourceRef};
use crate::ledger::{Facts, Frontier, Row, waivers};

use super::{Check, Flag, RULES, Rule};

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
    /// By the finding's position.
    of_findings: HashMap<usize, Vec<usize>>,
    of_campaigns: HashMap<String, Vec<usize>>,
}

impl Problems {
    pub fn of(problems: &[Problem]) -> Self {
        let mut of_findings: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut of_campaigns: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, problem) in problems.iter().enumerate() {
            match &problem.place {
                Place::Finding { position, .. } => of_findings.entry(*position).or_default().push(index),
                Place::Campaign { id, .. } => of_campaigns.entry(id.clone()).or_default().push(index),
                Place::Registry { .. } => {}
            }
        }
        Self { of_findings, of_campaigns }
    }
}

impl Subject<'_> {
    /// The registry line of a field, else of the list that it is in, else of the entry.
    pub fn line(&self, path: &str) -> u32 {
        let finding = &self.row.finding;
        let whole = path.split(['[', '.']).next().unwrap_or(path);
        *finding.lines.get(path).or_else(|| finding.lines.get(whole)).unwrap_or(&finding.line)
    }

    /// What the lake says of a found campaign.
    pub fn campaign(&self, id: &str) -> Option<&Campaign> {
        self.facts.campaigns.get(id)
    }

    /// What went wrong while reading a campaign's files.
    pub fn campaign_problems(&self, id: &str) -> impl Iterator<Item = &Problem> {
        let indices = self.all_problems.of_campaigns.get(id).into_iter().flatten();
        indices.filter_map(|index| self.facts.problems.get(*index))
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
            runs.map(move |(campaign, ran)| SourceAndRun {
                path: format!("source_refs[{index}]"),
                source,
                campaign,
                ran,
            })
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
            let message = format!("{} names {what} {named:?} and {} ran {ran:?}.", pair.path, pair.campaign);
            Some(self.on_field(&pair.path, message).of_campaign(pair.campaign))
        });
        differing.collect()
    }

    /// About a field of the finding; about the entry as a whole where the path is empty.
    pub fn on_field(&self, field: &str, message: impl Into<String>) -> Raised {
        Raised { line: Some(self.line(field)), ..Raised::on_path(field, message) }
    }

    /// About a cited campaign: `index` is its place in `campaign_ids`.
    pub fn on_campaign(&self, id: &str, index: usize, message: impl Into<String>) -> Raised {
        let field = format!("campaign_ids[{index}]");
        Raised {
            campaign: Some(id.to_owned()),
            line: Some(self.line(&field)),
            field: Some(field),
            ..Raised::new(message)
        }
    }
}

/// The code that a finding names and the code that one of its campaigns ran.
struct SourceAndRun<'a> {
    /// The registry path of the source_ref.
    path: String,
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
    pub field: Option<String>,
    pub line: Option<u32>,
    pub column: Option<u32>,
    pub message: String,
    /// In place of the rule's own, where the check knows better.
    pub fix: Option<String>,
}

impl Raised {
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    /// About what stands at that path of the registry; about no field where it is empty.
    pub fn on_path(path: &str, message: impl Into<String>) -> Self {
        Self { field: Some(path.to_owned()).filter(|path| !path.is_empty()), ..Self::new(message) }
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
    pub fn with_fix(self, fix: impl Into<String>) -> Self {
        Self { fix: Some(fix.into()), ..self }
    }
}

/// Raises the flags of a row, in the order of [`RULES`].
pub fn raise_on_row(row: &mut Row, facts: &Facts, all_problems: &Problems) {
    let indices = all_problems.of_findings.get(&row.finding.position).into_iter().flatten();
    let problems: Vec<&Problem> = indices.filter_map(|index| facts.problems.get(*index)).collect();
    let mut raised = flags(facts, |rule, raised| match rule.check {
        Check::Finding(check) | Check::Both(check, _) => {
            check(&Subject { row, facts, problems: &problems, raised, all_problems })
        }
        Check::Ledger(_) => Vec::new(),
    });
    waivers::apply(&mut raised, row, facts);
    row.flags = raised;
}

/// Raises the flags on the ledger as a whole.
pub fn raise_on_ledger(rows: &[Row], frontier: &Frontier, facts: &Facts) -> Vec<Flag> {
    let outside = |problem: &&Problem| matches!(problem.place, Place::Registry { .. });
    let problems: Vec<&Problem> = facts.problems.iter().filter(outside).collect();
    let whole = Whole { rows, frontier, facts, problems: &problems };
    flags(facts, |rule, _| match rule.check {
        Check::Ledger(check) | Check::Both(_, check) => check(&whole),
        Check::Finding(_) => Vec::new(),
    })
}

/// A check sees what the rules before it raised.
fn flags(facts: &Facts, check: impl Fn(&Rule, &[Flag]) -> Vec<Raised>) -> Vec<Flag> {
    let severity = |rule: &Rule| facts.policy.severity.get(rule.code).copied().unwrap_or(rule.severity);
    let mut flags = Vec::new();
    for rule in RULES {
        let severity = severity(rule);
        if severity != Severity::Off {
            let raised = check(rule, &flags);
            flags.extend(raised.into_iter().map(|raised| flag(rule, severity, raised)));
        }
    }
    flags
}

fn flag(rule: &Rule, severity: Severity, raised: Raised) -> Flag {
    Flag {
        code: rule.code,
        severity,
        campaign: raised.campaign,
        field: raised.field,
        line: raised.line,
        column: raised.column,
        message: raised.message,
        fix: raised.fix.unwrap_or_else(|| rule.fix.to_owned()),
        waived: false,
        waiver: None,
    }
}
