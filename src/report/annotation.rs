//! What the formats for other tools have in common: each flag with the finding that it is on, and its words.

use crate::ledger::printable::one_line;
use crate::ledger::{Flag, Ledger};

/// What stands in place of a key for the ledger as a whole.
pub const WHOLE: &str = "ledger";

/// A flag and the key of its finding.
#[derive(Clone, Copy)]
pub struct Annotation<'a> {
    pub key: &'a str,
    pub flag: &'a Flag,
}

impl<'a> Annotation<'a> {
    /// Every flag, in the order of the findings; those on the ledger as a whole last.
    pub fn all(ledger: &'a Ledger) -> impl Iterator<Item = Self> {
        let of_rows = ledger.rows.iter().flat_map(|row| row.flags.iter().map(|flag| Self { key: &row.key, flag }));
        of_rows.chain(ledger.flags.iter().map(|flag| Self { key: WHOLE, flag }))
    }

    /// The registry line, from 1; the first where the flag is about none.
    pub fn line(self) -> u32 {
        self.flag.line.unwrap_or(1).max(1)
    }

    /// What was found and what to do, on one line.
    pub fn message(self) -> String {
        let Self { key, flag } = self;
        let waiver = waiver(flag).map(|waiver| format!(" {waiver}")).unwrap_or_default();
        one_line(&format!("{key}: {} Fix: {}{waiver}", flag.message, flag.fix()))
    }
}

/// Who accepted a flag, why, and until when.
pub fn waiver(flag: &Flag) -> Option<String> {
    let waiver = flag.waiver.as_ref()?;
    Some(one_line(&format!("Waived through {} by {}: {}", waiver.expires, waiver.owner, waiver.reason)))
}
