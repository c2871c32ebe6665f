//! The ledger that another one is compared with: a bundle file, or a published site.

use std::fs::File;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use crate::bundle::Bundle;
use crate::site::{MANIFEST_FILE, Manifest};

use super::CliError;

/// The largest file that is read, in bytes.
const MAX_BYTES: u64 = 512 * 1024 * 1024;

/// Reads the bundle that `name` names: a file that snapshot wrote, or the folder of a site.
///
/// # Errors
/// When there is none, or what is there is no bundle or a changed one.
pub fn read(name: &str) -> Result<Bundle, CliError> {
    bundle(Path::new(name)).map_err(|cause| CliError::Previous { name: name.to_owned(), cause })
}

fn bundle(path: &Path) -> Result<Bundle, String> {
    let file = if path.is_dir() { of_site(path)? } else { path.to_owned() };
    let verified = Bundle::from_json(&text(&file)?).map_err(|error| error.to_string())?;
    Ok(verified.bundle)
}

/// The bundle's file in the folder of a site.
fn of_site(folder: &Path) -> Result<PathBuf, String> {
    let manifest = Manifest::parse(&text(&folder.join(MANIFEST_FILE))?)
        .ok_or_else(|| format!("its {MANIFEST_FILE} is none that this version knows"))?;
    let mut parts = Path::new(&manifest.bundle).components();
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(name)), None) => Ok(folder.join(name)),
        _ => Err(format!("its {MANIFEST_FILE} names {:?}, which is no file of the folder", manifest.bundle)),
    }
}

fn text(path: &Path) -> Result<String, String> {
    let unreadable = |cause: std::io::Error| format!("{}: {cause}", path.display());
    let file = File::open(path).map_err(unreadable)?;
    if !file.metadata().map_err(unreadable)?.is_file() {
        return Err(format!("{} is not a plain file", path.display()));
    }
    let mut text = String::new();
    let size = file.take(MAX_BYTES.saturating_add(1)).read_to_string(&mut text).map_err(unreadable)?;
    if u64::try_from(size).is_ok_and(|size| size <= MAX_BYTES) {
        return Ok(text);
    }
    Err(format!("{} is over {MAX_BYTES} bytes", path.display()))
}
