//! Why no snapshot could be taken.

use std::io;
use std::path::PathBuf;

use super::published::LakeFailure;

/// What stops a snapshot. Each says the file and what to do; a text file that does not parse shows its lines.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    #[error("the {what} {} does not exist: {hint}", path.display())]
    Missing { what: &'static str, path: PathBuf, hint: &'static str },
    #[error("the {what} {} cannot be read: {cause}", path.display())]
    Unreadable { what: &'static str, path: PathBuf, cause: io::Error },
    #[error("{} has {size} bytes and at most {limit} are read: split it, or take out what is no longer needed", path.display())]
    TooLarge { path: PathBuf, size: u64, limit: u64 },
    /// `report` holds the cause, the source lines and a pointer, ready to print.
    #[error("{} is refused\n{report}", path.display())]
    Refused { path: PathBuf, report: String },
    #[error("{0}; take the snapshot again, or go on without what it did not answer by --allow-partial")]
    Lake(LakeFailure),
}
