//! What stops the command, and the exit code of each.

use std::fmt::{self, Display};
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::bundle::BundleError;
use crate::lake::{FetchError, LakeError};
use crate::report::RenderError;
use crate::site::SiteError;
use crate::snapshot::SnapshotError;

/// How the command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0.
    Fine,
    /// 1: an unwaived error stands under `--strict`, or a value statement is refused.
    GateFailed,
    /// 2: usage, or a registry, a campaigns folder or a lake's address that is missing or refused.
    Refused,
    /// 3: the published lake did not answer.
    Unreachable,
    /// 4: the output could not be written.
    NotWritten,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::GateFailed => 1,
            Exit::Refused => 2,
            Exit::Unreachable => 3,
            Exit::NotWritten => 4,
        })
    }
}

/// Who named a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedBy {
    Option(&'static str),
    Variable(&'static str),
}

impl Display for NamedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Option(name) => f.write_str(name),
            Self::Variable(name) => write!(f, "${name}"),
        }
    }
}

/// What stops the command. Each says the file and what to do.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error("the {what} {} does not exist: {named_by} names it; correct the path", path.display())]
    NamedMissing { what: &'static str, path: PathBuf, named_by: NamedBy },
    #[error("{} is not a folder: {named_by} names it; name the folder that holds one folder a campaign", path.display())]
    NotAFolder { path: PathBuf, named_by: NamedBy },
    #[error("{} is a folder: {named_by} names it; name the registry file in it", path.display())]
    NotAFile { path: PathBuf, named_by: NamedBy },
    #[error(
        "no campaigns folder was found: neither ./campaigns nor ./configs/campaigns exists; \
         name it with --campaigns-dir or $PERFREPORT_CAMPAIGNS_DIR, or a published lake with --lake"
    )]
    NoCampaigns,
    #[error(
        "no registry was found: neither {} nor {} exists; name it with --registry or $VALUE_LEDGER_REGISTRY",
        first.display(),
        second.display()
    )]
    NoRegistry { first: PathBuf, second: PathBuf },
    #[error(
        "$SOURCE_DATE_EPOCH is {found:?}; it must be whole seconds since 1970, or not set, or give the time by --now"
    )]
    Epoch { found: String },
    #[error("the clock of this machine shows a time that cannot be written; give the time by --now")]
    Clock,
    #[error("policy.yaml beside {} names what is no flag code: {}; `perftunereport value_view --help` lists the codes", registry.display(), codes.join(", "))]
    PolicyCodes { registry: PathBuf, codes: Vec<String> },
    #[error("{option} is given and no published lake is; name it with --lake or $VALUE_LEDGER_LAKE")]
    NoLake { option: &'static str },
    #[error(transparent)]
    Lake(#[from] LakeError),
    #[error("--previous is given and nothing is compared with it; add --strict=new")]
    PreviousUnused,
    #[error("there is no flag code {wanted:?}{}; `perftunereport explain` lists all", nearest.map(|nearest| format!("; the nearest is {nearest}")).unwrap_or_default())]
    UnknownCode { wanted: String, nearest: Option<&'static str> },
    #[error("no finding has the id or the key {wanted:?}{}", nearest.as_ref().map(|nearest| format!("; the nearest is {nearest:?}")).unwrap_or_default())]
    UnknownFinding { wanted: String, nearest: Option<String> },
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    #[error("the snapshot {named} cannot be used: {cause}; name a bundle, a site's folder, or the address of either")]
    Previous { named: String, cause: String },
    #[error("the earlier snapshot could not be fetched: {0}")]
    PreviousNotReached(FetchError),
    #[error("{} is read by this run, and writing there would take it away; name another file", path.display())]
    OverInput { path: PathBuf },
    #[error("{} lies in the site {}, whose next publish would refuse it; name a place outside", file.display(), out.display())]
    ReportInSite { file: PathBuf, out: PathBuf },
    #[error("this command was built without the page; name a shell with --shell")]
    NoShell,
    #[error("the shell in {} cannot be read: {cause}", folder.display())]
    ShellNotRead { folder: PathBuf, cause: io::Error },
    #[error("{} holds what publish did not put there: {names}; name a new folder, an empty one, or a site", folder.display())]
    ForeignFiles { folder: PathBuf, names: String },
    #[error(transparent)]
    Site(#[from] SiteError),
    #[error("{} could not be written: {cause}; what was there, if anything, is as it was", path.display())]
    NotWritten { path: PathBuf, cause: io::Error },
    #[error("{} is the new site, but the disk did not confirm it: {cause}; publish again", path.display())]
    NotConfirmed { path: PathBuf, cause: io::Error },
    #[error("{} is the new site, but not all of the old one could be removed: {cause}", path.display())]
    OldSiteLeft { path: PathBuf, cause: io::Error },
    #[error("standard output could not be written: {cause}")]
    NotPrinted { cause: io::Error },
    #[error(transparent)]
    Render(#[from] RenderError),
    #[error("this cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the snapshot cannot be read back: {0}")]
    Bundle(#[from] BundleError),
}

impl CliError {
    /// The one place where an error gets its exit code.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Snapshot(SnapshotError::Lake(_)) | Self::PreviousNotReached(_) => Exit::Unreachable,
            Self::NamedMissing { .. }
            | Self::NotAFolder { .. }
            | Self::NotAFile { .. }
            | Self::NoCampaigns
            | Self::NoRegistry { .. }
            | Self::Epoch { .. }
            | Self::Clock
            | Self::PolicyCodes { .. }
            | Self::NoLake { .. }
            | Self::Lake(_)
            | Self::PreviousUnused
            | Self::UnknownCode { .. }
            | Self::UnknownFinding { .. }
            | Self::Previous { .. }
            | Self::ReportInSite { .. }
            | Self::OverInput { .. }
            | Self::NoShell
            | Self::ShellNotRead { .. }
            | Self::Site(SiteError::Shell(_))
            | Self::Snapshot(_) => Exit::Refused,
            Self::Site(_)
            | Self::ForeignFiles { .. }
            | Self::NotConfirmed { .. }
            | Self::OldSiteLeft { .. }
            | Self::NotWritten { .. }
            | Self::NotPrinted { .. }
            | Self::Render(_)
            | Self::Json(_)
            | Self::Bundle(_) => Exit::NotWritten,
        }
    }
}
