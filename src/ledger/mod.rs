//! The ledger: findings joined with their campaigns, flagged, grouped and ranked.
//!
//! Pure functions of a [`Bundle`]: no IO, no clock, no environment. The command, the gate and the page run this same
//! code, so they cannot disagree.

mod address;
mod arm;
mod baseline;
mod by_rule;
mod ceilings;
mod changed;
#[cfg(feature = "changes")]
mod changes;
mod claim;
mod columns;
pub mod compare;
mod computing;
pub mod context;
mod counts;
pub mod descriptor;
mod economics;
mod evidence;
mod filter;
pub mod flag;
pub mod frontier;
mod hardware;
mod headline;
mod in_flight;
mod index;
mod join;
mod kind;
mod known;
mod lifecycle;
mod links;
mod listing;
pub mod lower;
pub mod measured;
mod names;
mod new_errors;
pub mod number;
pub mod order;
mod plot;
pub mod points;
pub mod portability;

pub mod present;
mod prevented;
pub mod printable;
mod provenance;
mod quantity;
pub mod recorded;
mod repeats;
mod row_set;
mod selection;
pub mod sol;
pub mod statement;
mod text;
mod unanswered;
mod unclaimed;
mod view;
mod waivers;
mod words;

pub use address::{Address, FindingLinks, MAX_COMPARED, Notice};
pub use by_rule::{OfRule, by_rule};
pub use ceilings::ceilings_of;
pub use changed::summary_of_changes;
#[cfg(feature = "changes")]
pub use changes::changes;
pub use claim::Claim;
pub use columns::{Column, Sort};
pub use computing::{Computing, Step};
pub use counts::{CodeCount, FlagCounts, Gate, findings_by_code};
pub use economics::{DEFAULT_RATE, Economics, Rate, RateSource};
pub use evidence::{Evidence, Rigor, Tier, Unmet};
pub use filter::{Facet, FacetCount, Filter, NOT_RECORDED};
pub use flag::{Flag, RAISING, RULES, Raising, Rule};
pub use frontier::{Frontier, GainLabel, Level, Lever, Order, Standing};
pub use hardware::Hardware;
pub use headline::{Headline, Tally, proven_wins};
pub use in_flight::{InFlight, blockers};
pub use index::Ahead;
pub use join::{Cited, Joining, Lost, Presence, Row, joined};
pub use kind::Kind;
pub use lifecycle::Lifecycle;
pub use links::{is_relative_address, safe_address};
pub use new_errors::StandingError;
pub use number::{fixed, significant, usd};
pub use plot::{Axis, Mark, Plot, plots};
pub use portability::Portability;
pub use prevented::Prevented;
pub use provenance::{Agreement, ProvenanceMatch, matches_of};
pub use repeats::Repeats;
pub use row_set::RowSet;
pub use selection::Selection;
pub use unclaimed::Unclaimed;
pub use view::View;
pub use waivers::subject as subject_of_waiver;

use std::sync::Arc;

use crate::bundle::{
    Bundle, ByName, Campaign, Ceilings, Consulted, Digest, Edition, Instant, Policy, Problem, Rates, Registry, Since,
    Unjudged,
};

/// What the reader may set, and nothing else may.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Options {
    /// USD per GPU-hour in place of every rate of `cost.yaml`.
    pub gpu_hr: Option<f64>,
}

/// The facts that the rows rest on, other than the findings.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    pub tool: String,
    pub taken_at: Instant,
    pub registry: Registry,
    pub campaigns: ByName<Box<Campaign>>,
    pub consulted: Consulted,
    pub scan: Option<ByName<Box<Campaign>>>,
    pub unjudged: Unjudged,
    pub rates: Rates,
    pub ceilings: Ceilings,
    pub policy: Policy,
    pub problems: Vec<Problem>,
    pub history: Vec<Edition>,
    pub unchanged_since: Option<Since>,
    /// The digest of the bundle that all this came from, where it came from one.
    pub digest: Option<Digest>,
    pub options: Options,
}

/// The whole ledger. Rows are in registry order.
#[derive(Debug, Clone, PartialEq)]
pub struct Ledger {
    pub facts: Facts,
    pub rows: Vec<Row>,
    /// Flags on the ledger as a whole.
    pub flags: Vec<Flag>,
    pub frontier: Frontier,
    /// Shared with the ledgers that hold some of its rows.
    tried: Arc<repeats::Tried>,
    /// Where these are not all findings of the registry: which they are.
    pub selection: Option<Selection>,
    index: index::Indexed,
}

impl Ledger {
    pub fn compute(bundle: Bundle, digest: Option<Digest>, options: Options) -> Self {
        Computing::of(bundle, digest, options).finish()
    }

    /// The row of that key.
    pub fn row(&self, key: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.key == key)
    }

    /// Every flag raised, those on the ledger as a whole last.
    pub fn all_flags(&self) -> impl Iterator<Item = &Flag> {
        self.rows.iter().flat_map(|row| &row.flags).chain(&self.flags)
    }

    /// Whether an error stands that nobody accepted.
    pub fn fails_gate(&self) -> bool {
        self.all_flags().any(Flag::stands)
    }

    /// The rows of a lifecycle, in registry order.
    pub fn group(&self, lifecycle: Lifecycle) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.lifecycle == lifecycle)
    }

    /// What `policy.yaml` says that means nothing to this version: severities and waivers of codes that there are not.
    pub fn unknown_policy_codes(&self) -> Vec<&str> {
        let policy = &self.facts.policy;
        let waived = policy.waivers.iter().map(|waiver| waiver.code.as_str());
        order::set(
            policy
                .severity
                .keys()
                .map(String::as_str)
                .chain(waived)
                .filter(|code| RAISING.iter().all(|rule| rule.code != *code)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::flag::testing::{Case, expired};
    use super::*;
    use crate::bundle::Severity;

    #[test]
    fn a_group_holds_the_rows_of_its_lifecycle() {
        let ledger = Case::each(&[|_| {}, |finding| finding.lifecycle = Some("not_done".into()), |_| {}]).ledger();
        let keys = |lifecycle| ledger.group(lifecycle).map(|row| &*row.key).collect::<Vec<_>>();
        assert_eq!(keys(Lifecycle::Done), ["good", "good~3"]);
        assert_eq!(keys(Lifecycle::NotDone), ["good~2"]);
    }

    #[test]
    fn a_policy_is_told_which_of_its_codes_are_none() {
        let case = Case::done().severity("stale", Severity::Info).severity("fresh", Severity::Info);
        let case = case.policy(|policy| policy.waivers = vec![expired("style"), expired("stile")]);
        assert_eq!(case.ledger().unknown_policy_codes().into_iter().collect::<Vec<_>>(), ["fresh", "stile"]);
    }
}
