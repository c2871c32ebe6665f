//! The ledger worked out in steps, so that a page can answer its reader between them.

use std::vec::IntoIter;

use crate::bundle::{Bundle, ByName, Citation, Digest, Finding};
use crate::threads;

use super::flag::{Problems, Said};
use super::frontier::Ranking;
use super::join::Joining;
use super::{Facts, Ledger, Options, Row, flag, index, join};

/// How many findings one step joins.
const JOINED: usize = 1000;
/// How many rows one step raises the flags of.
const FLAGGED: usize = 250;

/// A ledger that is being computed.
#[derive(Debug)]
pub struct Computing {
    facts: Facts,
    citations: ByName<Citation>,
    findings: IntoIter<Box<Finding>>,
    joining: Joining,
    rows: Vec<Row>,
    problems: Problems,
    said: Said,
    flagged: usize,
    ranking: Ranking,
}

impl Computing {
    pub fn of(bundle: Bundle, digest: Option<Digest>, options: Options) -> Self {
        let Bundle {
            tool,
            taken_at,
            registry,
            findings,
            citations,
            campaigns,
            consulted,
            scan,
            unjudged,
            rates,
            ceilings,
            policy,
            problems,
            history,
            unchanged_since,
        } = bundle;
        let facts = Facts {
            tool,
            taken_at,
            registry,
            campaigns,
            consulted,
            scan,
            unjudged,
            rates,
            ceilings,
            policy,
            problems,
            history,
            unchanged_since,
            digest,
            options,
        };
        Self {
            rows: Vec::with_capacity(findings.len()),
            joining: Joining::of(&findings),
            findings: findings.into_iter(),
            problems: Problems::of(&facts.problems),
            said: Said::default(),
            facts,
            citations,
            flagged: 0,
            ranking: Ranking::default(),
        }
    }

    /// All that is left, at once.
    pub fn finish(self) -> Ledger {
        let mut rest = Box::new(self);
        loop {
            rest = match rest.step_of(usize::MAX) {
                Step::Done(ledger) => return *ledger,
                Step::More(rest) => rest,
            }
        }
    }

    /// Some of what is left.
    pub fn step(self: Box<Self>) -> Step {
        self.step_of(FLAGGED)
    }

    /// The same, with the flags of so many rows at a time.
    fn step_of(mut self: Box<Self>, some: usize) -> Step {
        let Self { facts, citations, findings, joining, rows, problems, said, flagged, ranking } = &mut *self;
        if findings.len() > 0 {
            for finding in findings.take(JOINED) {
                rows.push(join::joined(rows.len(), finding, joining, citations, facts));
            }
            if findings.len() == 0 {
                // What they took is room for the flags.
                *findings = Vec::new().into_iter();
            }
        } else if *flagged < rows.len() {
            let end = flagged.saturating_add(some).min(rows.len());
            let some = rows.get_mut(*flagged..end).unwrap_or_default();
            let raised = threads::map(&*some, |row| flag::flags_of_row(row, facts, problems, said));
            some.iter_mut().zip(raised).for_each(|(row, flags)| row.flags = flags);
            *flagged = end;
        } else if let Some((frontier, tried)) = ranking.step(rows) {
            let flags = flag::raise_on_ledger(rows, &frontier, facts, said);
            let Self { facts, rows, .. } = *self;
            return Step::Done(Box::new(Ledger {
                facts,
                rows,
                flags,
                frontier,
                tried: tried.into(),
                selection: None,
                index: index::Indexed::default(),
            }));
        }
        Step::More(self)
    }
}

/// How far it has come after a step.
#[derive(Debug)]
pub enum Step {
    More(Box<Computing>),
    Done(Box<Ledger>),
}
