//! Why a lake cannot be asked at all: what was named is refused before anything is requested.

use std::io;
use std::path::PathBuf;

/// What stops a lake from being opened. None quotes an address that was refused, since it may hold a password, nor a
/// value of a key file.
#[derive(Debug, thiserror::Error)]
pub enum LakeError {
    #[error("the published lake's address is refused: {0}")]
    Address(&'static str),
    #[error("the published lake's endpoint is refused: {0}")]
    Endpoint(&'static str),
    #[error(
        "the published lake {lake} does not exist: it must be a folder that holds perflake/perf-report/campaign_v1"
    )]
    NoFolder { lake: String },
    #[error("the key file {} cannot be used: {cause}", path.display())]
    KeyFile { path: PathBuf, cause: String },
    #[error("the published lake {lake} cannot be opened: {cause}")]
    Settings { lake: String, cause: &'static str },
    #[error("the published lake cannot be read on this machine: {cause}")]
    Runtime { cause: io::Error },
}
