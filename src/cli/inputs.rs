//! Where the registry and the campaigns are, and what time it is. A path that was named must exist; none found is an
//! error, never the example. Every verb that reads them reads them here.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::bundle::{Bundle, Citation, Instant};
use crate::lake::Lake;
use crate::snapshot::{self, Progress, PublishedLake, Sources};

use super::args::Inputs;
use super::errors::{CliError, NamedBy};
use super::{lake, output, progress};

const CAMPAIGNS_VARIABLE: &str = "PERFREPORT_CAMPAIGNS_DIR";
const REGISTRY_VARIABLE: &str = "VALUE_LEDGER_REGISTRY";
const TIME_VARIABLE: &str = "SOURCE_DATE_EPOCH";
const REGISTRY_FILE: &str = "value-findings.yaml";

/// A snapshot, and what it was taken from.
pub struct Taken {
    pub bundle: Bundle,
    pub sources: Sources,
    /// The published lake that was consulted: scheme, bucket and prefix.
    pub lake: Option<String>,
}

/// Looks for everything that a snapshot is taken from, and takes it.
///
/// # Errors
/// When something was named and is not there, was not named and is not found, or a time cannot be read; when what is
/// there is refused as a whole; when the published lake does not answer and a partial snapshot is not allowed.
pub fn take(inputs: &Inputs) -> Result<Taken, CliError> {
    Ok(take_all(inputs)?.0)
}

/// The same, for a document that is to be written to a file.
///
/// # Errors
/// As [`take`], and [`CliError::OverInput`] where that file is one of those that were read.
pub fn take_for(inputs: &Inputs, out: Option<&Path>) -> Result<Taken, CliError> {
    let (taken, read) = take_all(inputs)?;
    if let Some(out) = out {
        // A registry may be a link of another name; a lake's files have their own.
        let target = fs::canonicalize(out).unwrap_or_default();
        let may_be = |path: &&PathBuf| **path == taken.sources.registry || path.file_name() == target.file_name();
        spare(out, read.iter().filter(may_be).map(PathBuf::as_path))?;
    }
    Ok(taken)
}

/// A document takes the place of nothing that was read.
///
/// # Errors
/// [`CliError::OverInput`].
pub fn spare<'a>(out: &Path, read: impl IntoIterator<Item = &'a Path>) -> Result<(), CliError> {
    // What is not there yet was not read.
    let Ok(target) = fs::canonicalize(out) else { return Ok(()) };
    if read.into_iter().any(|path| fs::canonicalize(path).is_ok_and(|path| path == target)) {
        return Err(CliError::OverInput { path: out.to_owned() });
    }
    Ok(())
}

/// The snapshot, and every file that was read.
fn take_all(inputs: &Inputs) -> Result<(Taken, Vec<PathBuf>), CliError> {
    let options = lake::options(&inputs.lake)?;
    let sources = find(inputs, options.is_some())?;
    let opened = options.as_ref().map(Lake::open).transpose()?;
    let published = opened.as_ref().map(|lake| -> &dyn PublishedLake { lake });
    let progress = Progress::default();
    let snapshot::Taken { bundle, read } =
        progress::show(&progress, || snapshot::take_watched(&sources, published, &progress))?;
    Ok((Taken { bundle, sources, lake: opened.map(|lake| lake.name().to_owned()) }, read))
}

/// What a snapshot holds and where it came from, in one line.
pub fn summary(bundle: &Bundle, sources: &Sources, lake: Option<String>) -> String {
    let found = bundle.citations.values().filter(|citation| matches!(citation, Citation::Found(_))).count();
    let partial = if bundle.consulted.partial { ", PARTIAL: the published lake did not answer everything" } else { "" };
    let campaigns = sources.campaigns.as_ref().map(|folder| folder.display().to_string());
    let consulted: Vec<String> = [campaigns, lake].into_iter().flatten().collect();
    format!(
        "findings {}, cited campaigns {} of which found {found}, problems while reading {}; consulted {}{partial}; taken \
         at {}",
        bundle.findings.len(),
        bundle.citations.len(),
        bundle.problems.len(),
        consulted.join(" and "),
        bundle.taken_at,
    )
}

fn find(inputs: &Inputs, has_lake: bool) -> Result<Sources, CliError> {
    let taken_at = time(inputs.now)?;
    let campaigns = match campaigns(inputs.campaigns_dir.as_deref()) {
        Err(CliError::NoCampaigns) if has_lake => None,
        campaigns => Some(campaigns?),
    };
    let registry = registry(inputs.registry.as_deref(), campaigns.as_deref())?;
    note_unnamed_campaigns(inputs, has_lake, campaigns.as_deref());
    Ok(Sources { registry, campaigns, taken_at, scan: inputs.scan, allow_partial: inputs.lake.allow_partial })
}

/// A registry is looked for beside the campaigns, but campaigns are not looked for beside a named registry: says which
/// folder was taken, since it may be another team's, or the example's. Beside a published lake its files go first.
fn note_unnamed_campaigns(inputs: &Inputs, has_lake: bool, campaigns: Option<&Path>) {
    let Some(campaigns) = campaigns else { return };
    let registry_named = named(inputs.registry.as_deref(), "--registry", REGISTRY_VARIABLE).is_some();
    let campaigns_named = named(inputs.campaigns_dir.as_deref(), "--campaigns-dir", CAMPAIGNS_VARIABLE).is_some();
    if (registry_named || has_lake) && !campaigns_named {
        output::note(format_args!("campaigns: {} (not named; --campaigns-dir names another)", campaigns.display()));
    }
}

fn campaigns(option: Option<&Path>) -> Result<PathBuf, CliError> {
    if let Some((path, named_by)) = named(option, "--campaigns-dir", CAMPAIGNS_VARIABLE) {
        if !path.exists() {
            return Err(CliError::NamedMissing { what: "campaigns folder", path, named_by });
        }
        return if path.is_dir() { Ok(path) } else { Err(CliError::NotAFolder { path, named_by }) };
    }
    let usual = [Path::new("campaigns").to_owned(), Path::new("configs").join("campaigns")];
    usual.into_iter().find(|path| path.is_dir()).ok_or(CliError::NoCampaigns)
}

fn registry(option: Option<&Path>, campaigns: Option<&Path>) -> Result<PathBuf, CliError> {
    if let Some((path, named_by)) = named(option, "--registry", REGISTRY_VARIABLE) {
        if !path.exists() {
            return Err(CliError::NamedMissing { what: "registry", path, named_by });
        }
        return if path.is_dir() { Err(CliError::NotAFile { path, named_by }) } else { Ok(path) };
    }
    let beside = campaigns.map(beside).unwrap_or_default();
    let first = beside.join("configs").join(REGISTRY_FILE);
    let second = beside.join(REGISTRY_FILE);
    if first.is_file() {
        return Ok(first);
    }
    if second.is_file() { Ok(second) } else { Err(CliError::NoRegistry { first, second }) }
}

/// The folder that holds the campaigns folder, also where the path does not end in its name (`.`, `..`).
fn beside(campaigns: &Path) -> PathBuf {
    match (campaigns.file_name(), campaigns.parent()) {
        (Some(_), Some(parent)) => parent.to_owned(),
        _ => campaigns.join(".."),
    }
}

/// The path that the option names, else the one that the variable does. An empty variable is one that is not set.
fn named(option: Option<&Path>, name: &'static str, variable: &'static str) -> Option<(PathBuf, NamedBy)> {
    if let Some(path) = option {
        return Some((path.to_owned(), NamedBy::Option(name)));
    }
    let path = env::var_os(variable).filter(|path| !path.is_empty())?;
    Some((PathBuf::from(path), NamedBy::Variable(variable)))
}

fn time(now: Option<Instant>) -> Result<Instant, CliError> {
    if let Some(now) = now {
        return Ok(now);
    }
    match env::var_os(TIME_VARIABLE) {
        Some(seconds) => epoch(&seconds),
        None => clock().ok_or(CliError::Clock),
    }
}

fn epoch(seconds: &OsString) -> Result<Instant, CliError> {
    let text = seconds.to_string_lossy();
    let read = text.trim().parse().ok().and_then(Instant::from_unix);
    read.ok_or_else(|| CliError::Epoch { found: text.into_owned() })
}

fn clock() -> Option<Instant> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    i64::try_from(seconds).ok().and_then(Instant::from_unix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_beside_campaigns_is_the_one_that_holds_it() {
        for (campaigns, wanted) in [
            ("configs/campaigns", "configs"),
            ("campaigns", ""),
            ("./campaigns/", "."),
            (".", "./.."),
            ("a/..", "a/../.."),
        ] {
            assert_eq!(beside(Path::new(campaigns)), Path::new(wanted));
        }
    }

    #[test]
    fn an_epoch_is_whole_seconds() {
        let at = |text: &str| epoch(&OsString::from(text));
        assert_eq!(at("1793577600").ok(), Instant::parse("2026-11-02"));
        assert_eq!(at(" 0\n").ok(), Instant::parse("1970-01-01"));
        for text in ["", "today", "1.5", "99999999999999999"] {
            assert!(matches!(at(text), Err(CliError::Epoch { .. })), "{text}");
        }
    }
}
