//! `publish`: takes the snapshot and puts a complete site in place.

use std::fs;
use std::io;
use std::path::Path;

use crate::bundle::{Edition, continued};
use crate::ledger::{Ledger, Options, changes};
use crate::site::{self, Choices, Indexing, Shell, Site};

use super::args::Publish;
use super::{CliError, Exit, gate, inputs, output, place, previous};

/// The largest file of a shell that is read, in bytes.
const MAX_SHELL_BYTES: u64 = 64 * 1024 * 1024;

/// # Errors
/// When inputs are missing or refused, there is no shell, or the site cannot be written.
pub fn run(arguments: &Publish) -> Result<Exit, CliError> {
    refuse_report_in_site(arguments)?;
    let shell = shell(arguments.shell.as_deref())?;
    let earlier = arguments.previous.as_deref().map(previous::read).transpose()?;
    let inputs::Taken { mut bundle, sources, lake } =
        inputs::take_for(&arguments.inputs, arguments.single_file.as_deref())?;
    let ledger = Ledger::compute(bundle.clone(), None, Options::default());
    gate::refuse_unknown_codes(&ledger, &sources)?;
    let gate = |strict| gate::gate(strict, &ledger, earlier.as_ref().map(|earlier| &earlier.ledger));
    if arguments.strict.map(gate) == Some(Exit::GateFailed) {
        output::note("nothing was published; what was there is as it was");
        return Ok(Exit::GateFailed);
    }
    if let Some(earlier) = earlier {
        let changes = changes(&earlier.ledger, &ledger);
        bundle.unchanged_since = changes.is_empty().then(|| earlier.since.clone());
        let this = Edition::of(bundle.taken_at, earlier.since, changes);
        bundle.history = continued(Some(this), &earlier.ledger.facts.history);
    }
    let index = if arguments.noindex { Indexing::Refused } else { Indexing::Allowed };
    let choices = Choices { title: arguments.title.clone(), index };
    let findings = bundle.findings.len();
    let source = site::Source::of(&bundle)?;
    let site = arguments.out.as_deref().map(|out| Ok::<_, CliError>((out, site::build(&shell, &source, &choices)?)));
    let site = site.transpose()?;
    let report = arguments.single_file.as_deref();
    let report = report.map(|file| Ok::<_, CliError>((file, site::report(&shell, &source, index)?))).transpose()?;
    if let Some((_, report)) = &report {
        site::check_report(report, findings)?;
    }
    let of_snapshot = inputs::summary(&bundle, &sources, lake);
    if let Some((out, Site { files })) = site {
        place::put(out, &files, |written| site::check(written, findings))?;
        let bytes = files.values().map(Vec::len).fold(0, usize::saturating_add);
        output::note(format_args!("{}: {} files, {bytes} bytes; {of_snapshot}", out.display(), files.len()));
    }
    if let Some((file, report)) = report {
        output::write(file, &report)?;
        output::note(format_args!("{}: {} bytes; {of_snapshot}", file.display(), report.len()));
    }
    Ok(Exit::Fine)
}

/// The next publish would find a file in the site that is not the site's.
fn refuse_report_in_site(arguments: &Publish) -> Result<(), CliError> {
    let (Some(out), Some(file)) = (&arguments.out, &arguments.single_file) else { return Ok(()) };
    let folder = file.parent().unwrap_or(Path::new(""));
    let is_same = folder == out || matches!((folder.canonicalize(), out.canonicalize()), (Ok(a), Ok(b)) if a == b);
    if is_same { Err(CliError::ReportInSite { file: file.clone(), out: out.clone() }) } else { Ok(()) }
}

/// The shell of that folder, else the one that this binary carries.
fn shell(folder: Option<&Path>) -> Result<Shell, CliError> {
    let Some(folder) = folder else { return Shell::built_in().ok_or(CliError::NoShell) };
    let refused = |cause| CliError::ShellNotRead { folder: folder.to_owned(), cause };
    let mut files = place::Files::new();
    for entry in fs::read_dir(folder).map_err(refused)? {
        let entry = entry.map_err(refused)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let metadata = fs::metadata(entry.path()).map_err(refused)?;
        if !metadata.is_file() || metadata.len() > MAX_SHELL_BYTES {
            let what = format!("{name} is no plain file of at most {MAX_SHELL_BYTES} bytes");
            return Err(refused(io::Error::new(io::ErrorKind::InvalidData, what)));
        }
        files.insert(name, fs::read(entry.path()).map_err(refused)?);
    }
    Ok(Shell::of_files(files))
}
