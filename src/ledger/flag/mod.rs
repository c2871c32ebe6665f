//! Flags: what is missing, ungrounded, unnamed, contradictory or measured on other code.
//!
//! One file a rule: what it means, the check, its tests. [`RULES`] is the only list; the command's help, the
//! documents and the page's legend are made from it. A rule looks at facts and at one joined row, never at a clock.

mod grouped;
mod raise;
#[cfg(test)]
pub mod testing;

pub use grouped::{Group, grouped};
pub use raise::{Raised, Subject, Whole, raise_on_ledger, raise_on_rows};

use crate::bundle::Severity;

/// One thing that can be wrong, and how it is found.
pub struct Rule {
    /// Stable and kebab-case: the key in policy.yaml, in the page's address and in documents.
    pub code: &'static str,
    /// Where policy.yaml says nothing else.
    pub severity: Severity,
    /// When it is raised, in one sentence.
    pub means: &'static str,
    /// Why a reader of the ledger should care, in one sentence.
    pub why: &'static str,
    /// What to do, in one sentence; a check may say something more exact.
    pub fix: &'static str,
    pub check: Check,
}

/// What a rule looks at.
#[derive(Clone, Copy)]
pub enum Check {
    /// One finding at a time.
    Finding(fn(&Subject<'_>) -> Vec<Raised>),
    /// The ledger as a whole.
    Ledger(fn(&Whole<'_>) -> Vec<Raised>),
    /// Both: the same thing can be wrong inside a finding and outside all of them.
    Both(fn(&Subject<'_>) -> Vec<Raised>, fn(&Whole<'_>) -> Vec<Raised>),
}

/// A flag raised: on a finding, or on the ledger as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    pub code: &'static str,
    pub severity: Severity,
    /// The campaign that it is about.
    pub campaign: Option<String>,
    /// The registry field that it is about.
    pub field: Option<String>,
    /// The registry line and column, from 1.
    pub line: Option<u32>,
    pub column: Option<u32>,
    /// What was found, in plain words.
    pub message: String,
    /// What to do.
    pub fix: String,
    /// Whether somebody accepted it. Nothing does yet: waivers come with the gate.
    pub waived: bool,
}

impl Flag {
    /// Whether it is an error that nobody accepted: such a flag fails the gate.
    pub fn stands(&self) -> bool {
        self.severity == Severity::Error && !self.waived
    }
}

/// Codes that this version does not check: they need the published lake, operating points or waivers.
pub const LATER: [&str; 7] = [
    "campaign-published-only",
    "campaign-unpublished",
    "lake-drift",
    "hardware-mismatch",
    "bare-number",
    "context-mismatch",
    "waiver-expired",
];

macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*
        /// Every rule, in display order: evidence, provenance, levers, lifecycle, fields.
        pub static RULES: &[Rule] = &[$($module::RULE),*];
    };
}

rules! {
    campaign_missing,
    ungrounded,
    no_next_lever,
}

/// The rule of that code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}
