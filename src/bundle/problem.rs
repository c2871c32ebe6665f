//! What went wrong while reading: facts with a place, from which [`crate::ledger::flag`] makes flags.

use serde::{Deserialize, Serialize};

use super::compact::{record, variants};

/// One thing that could not be taken as it was written. Lines and columns count from 1; none where the text has none
/// (a folder, a file over the size).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub place: Place,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    pub kind: ProblemKind,
}

record!(Problem { place, line, column, kind });

/// Where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The registry outside its findings; the path names the field.
    Registry { path: String },
    /// The finding at that position; the path is empty for the entry as a whole.
    Finding { position: usize, path: String },
    /// A file of a campaign; the path is empty for the file as a whole.
    Campaign { id: String, file: String, path: String },
}

variants!(Place { 0: Registry { path }, 1: Finding { position, path }, 2: Campaign { id, file, path } });

/// What it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// Of another type or value than the field takes; `found` quotes at most its first words.
    Invalid { expected: String, found: String },
    /// A name that the schema does not have, and the nearest that it has.
    Unknown { nearest: Option<String> },
    /// A file that could not be read, and why, in plain words.
    Unreadable { cause: String },
    /// The published lake did not answer for it, and a partial snapshot was allowed.
    Unanswered,
}

variants!(ProblemKind {
    0: Invalid { expected, found },
    1: Unknown { nearest },
    2: Unreadable { cause },
    3: Unanswered,
});
