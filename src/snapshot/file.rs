//! Reading one file: bounded, and only if it is a plain one.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use super::refusal;
use super::{SnapshotError, node::At};

/// The file's name without its folder.
pub fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Reads a file that somebody named.
///
/// # Errors
/// When it does not exist, is no plain file, cannot be read, or is over `limit` bytes.
pub fn read_named(path: &Path, what: &'static str, limit: u64) -> Result<Vec<u8>, SnapshotError> {
    let unreadable = |cause| SnapshotError::Unreadable { what, path: path.to_owned(), cause };
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let hint = "check the path, or where the command was started";
            return Err(SnapshotError::Missing { what, path: path.to_owned(), hint });
        }
        Err(error) => return Err(unreadable(error)),
    };
    if !metadata.is_file() {
        return Err(unreadable(io::Error::other("it is not a plain file")));
    }
    match read_at_most(path, limit, metadata.len()).map_err(unreadable)? {
        Some(bytes) => Ok(bytes),
        None => Err(SnapshotError::TooLarge { path: path.to_owned(), size: metadata.len(), limit }),
    }
}

/// The file's bytes; none when there are more than `limit`. `expected` is how many its metadata says.
pub fn read_at_most(path: &Path, limit: u64, expected: u64) -> io::Result<Option<Vec<u8>>> {
    /// Room for the reading that finds the end, without which it is looked for with a small buffer first.
    const END: usize = 64;
    let expected = usize::try_from(expected.min(limit)).unwrap_or(0);
    let mut bytes = Vec::with_capacity(expected.saturating_add(END));
    File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    let within = u64::try_from(bytes.len()).is_ok_and(|size| size <= limit);
    Ok(within.then_some(bytes))
}

/// The bytes as text.
///
/// # Errors
/// When they are not UTF-8, with the line and the column where that shows.
pub fn utf8<'a>(bytes: &'a [u8], path: &Path) -> Result<&'a str, SnapshotError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = bytes.get(..error.valid_up_to()).and_then(|valid| std::str::from_utf8(valid).ok()).unwrap_or("");
        let lossy = String::from_utf8_lossy(bytes);
        let at = end_of(valid);
        let message = "the file is not UTF-8 from here on; save it as UTF-8";
        SnapshotError::Refused { path: path.to_owned(), report: refusal::pointing(message, &lossy, &name(path), at) }
    })
}

/// The place behind a text.
fn end_of(text: &str) -> At {
    let line = text.matches('\n').count().saturating_add(1);
    let column = text.rsplit('\n').next().unwrap_or("").chars().count().saturating_add(1);
    let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    At { line: narrow(line), column: narrow(column) }
}
