//! The ledger worked out in steps, so that a page can answer its reader between them.

use std::vec::IntoIter;

use crate::bundle::{Bundle, ByName, Citation, Digest};

use super::flag::Problems;
use super::join::Named;
use super::{Facts, Frontier, Ledger, Options, Row, flag, index, join};

/// How many findings one step joins.
const JOINED: usize = 1000;
/// How many rows one step raises the flags of.
const FLAGGED: usize = 250;

/// A ledger that is being computed.
#[derive(Debug)]
pub struct Computing {
    facts: Facts,
    citations: ByName<Citation>,
    findings: IntoIter<Named>,
    rows: Vec<Row>,
    problems: Problems,
    flagged: usize,
    frontier: Option<Frontier>,
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
            findings: join::named(findings).into_iter(),
            problems: Problems::of(&facts.problems),
            facts,
            citations,
            flagged: 0,
            frontier: None,
        }
    }

    /// All that is left, at once.
    pub fn finish(self) -> Ledger {
        let mut rest = Box::new(self);
        loop {
            rest = match rest.step() {
                Step::Done(ledger) => return *ledger,
                Step::More(rest) => rest,
            }
        }
    }

    /// Some of what is left.
    pub fn step(mut self: Box<Self>) -> Step {
        let Self { facts, citations, findings, rows, problems, flagged, frontier } = &mut *self;
        if findings.len() > 0 {
            rows.extend(findings.take(JOINED).map(|finding| join::joined(finding, citations, facts)));
        } else if *flagged < rows.len() {
            let some = rows.iter_mut().skip(*flagged).take(FLAGGED);
            some.for_each(|row| flag::raise_on_row(row, facts, problems));
            *flagged = flagged.saturating_add(FLAGGED);
        } else if let Some(frontier) = frontier.take() {
            let flags = flag::raise_on_ledger(rows, &frontier, facts);
            let Self { facts, rows, .. } = *self;
            return Step::Done(Box::new(Ledger {
                facts,
                rows,
                flags,
                frontier,
                selection: None,
                index: index::Indexed::default(),
            }));
        } else {
            *frontier = Some(Frontier::of(rows));
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
