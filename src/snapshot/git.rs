//! Which commit a file is at, where it lies in a git checkout. No git, no checkout or an untracked file give none.

use std::path::Path;
use std::process::{Command, Stdio};

/// A file's place in history.
pub struct Stamp {
    /// The newest commit that touched it.
    pub commit: String,
    /// Whether it differs from what is committed.
    pub modified: bool,
}

pub fn stamp(path: &Path) -> Option<Stamp> {
    let path = path.canonicalize().ok()?;
    let folder = path.parent()?;
    let file = path.file_name()?;
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        // The checkout's own settings may name a program that watches its files: whoever reads a registry runs none.
        command.args(["-c", "core.fsmonitor=false", "-C"]).arg(folder).args(arguments).arg("--").arg(file);
        // A git hook's own repository is not the file's.
        for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
            command.env_remove(variable);
        }
        command
            .env("GIT_LITERAL_PATHSPECS", "1")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .stdin(Stdio::null())
            .stderr(Stdio::null());
        let output = command.output().ok().filter(|output| output.status.success())?;
        String::from_utf8(output.stdout).ok().map(|text| text.trim().to_owned())
    };
    let commit = git(&["log", "-1", "--format=%H"]).filter(|commit| !commit.is_empty())?;
    let changes = git(&["status", "--porcelain"])?;
    Some(Stamp { commit, modified: !changes.is_empty() })
}
