//! Where text goes: a file by way of a temporary one beside it, standard output, standard error.

use std::fmt::Display;
use std::fs::{self, File, Permissions};
use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style};

use crate::report::{Medium, text};

use super::errors::CliError;

const ERROR: Style = AnsiColor::Red.on_default().bold();

/// Narrower than a table of the ledger needs, for a terminal that does not say how wide it is.
const USUAL_WIDTH: usize = 100;

/// What standard output is.
pub fn medium() -> Medium {
    if !io::stdout().is_terminal() {
        return Medium::Text;
    }
    let width = terminal_size::terminal_size().map(|(terminal_size::Width(width), _)| usize::from(width));
    Medium::Terminal { width: width.filter(|width| *width > 0).unwrap_or(USUAL_WIDTH) }
}

/// Prints a document. A reader that closes the pipe early has what it wanted.
///
/// # Errors
/// When standard output cannot be written for another reason.
pub fn print(document: &str, medium: Medium) -> Result<(), CliError> {
    let written = match medium {
        Medium::Text => write_to(io::stdout().lock(), document.as_bytes()),
        // Styles go where the terminal, NO_COLOR or TERM want none.
        Medium::Terminal { .. } => write_to(anstream::stdout().lock(), document.as_bytes()),
    };
    match written {
        Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => Err(CliError::NotPrinted { cause }),
        _ => Ok(()),
    }
}

fn write_to(mut to: impl Write, document: &[u8]) -> io::Result<()> {
    to.write_all(document)?;
    to.flush()
}

/// Writes a document so that its path has either what it had or all of the document. What is not a plain file, such as
/// `/dev/stdout`, is written to as it is, and a link is followed.
///
/// # Errors
/// When it cannot be written; the path then is as it was.
pub fn write(path: &Path, document: impl AsRef<[u8]>) -> Result<(), CliError> {
    replace(path, document.as_ref()).map_err(|cause| CliError::NotWritten { path: path.to_owned(), cause })
}

fn replace(path: &Path, document: &[u8]) -> io::Result<()> {
    let existing = match fs::metadata(path) {
        Ok(metadata) => Some(metadata),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => None,
        Err(cause) => return Err(cause),
    };
    if existing.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder, so name a file in it"));
    }
    if existing.as_ref().is_some_and(|metadata| !metadata.is_file()) {
        return write_to(File::options().write(true).open(path)?, document);
    }
    let target = if existing.is_some() { fs::canonicalize(path)? } else { path.to_owned() };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".value-ledger-").suffix(".tmp");
    let created = permissions(existing.as_ref());
    if let Some(created) = &created {
        builder.permissions(created.clone());
    }
    let mut temporary = builder.tempfile_in(folder(&target)).map_err(|cause| no_folder(cause, &target))?;
    temporary.write_all(document)?;
    temporary.as_file().sync_all()?;
    if let Some(metadata) = existing {
        temporary.as_file().set_permissions(metadata.permissions())?;
    }
    temporary.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

/// What a new file may be opened for, less what the umask takes away.
#[cfg(unix)]
fn permissions(existing: Option<&fs::Metadata>) -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    existing.is_none().then(|| Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn permissions(_existing: Option<&fs::Metadata>) -> Option<Permissions> {
    None
}

fn folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The cause in words that do not name the temporary file.
fn no_folder(cause: io::Error, target: &Path) -> io::Error {
    let folder = folder(target);
    match cause.kind() {
        io::ErrorKind::NotFound => {
            io::Error::new(cause.kind(), format!("the folder {} does not exist, so make it first", folder.display()))
        }
        kind => io::Error::new(kind, format!("no file can be made in {} ({kind})", folder.display())),
    }
}

/// Says an error on stderr.
pub fn complain(error: &CliError) {
    let _ = writeln!(anstream::stderr(), "{ERROR}error:{ERROR:#} {}", text::lines(&error.to_string()));
}

/// Says one line on stderr; where that cannot be written there is nobody to tell.
pub fn note(line: impl Display) {
    let _ = writeln!(anstream::stderr(), "{}", text::lines(&line.to_string()));
}
