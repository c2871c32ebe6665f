//! An earlier snapshot: a bundle, a site's folder, or the address of either.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::bundle::{Bundle, Sha256Hex, Since, Verified};
use crate::lake::{Address, FetchError, fetch};
use crate::ledger::{Ledger, Options};
use crate::site::{MANIFEST_FILE, Manifest};

use super::CliError;

/// The largest file that is read, in bytes.
const MAX_BYTES: u64 = 512 * 1024 * 1024;
/// What one request may take.
const TIMEOUT: Duration = Duration::from_secs(60);

/// An earlier snapshot, and its ledger as this version reads it: a new rule alone makes no new error and no change.
pub struct Earlier {
    pub since: Since,
    pub ledger: Ledger,
}

/// Reads the snapshot that is named: a bundle's file, a site's folder, or the address of either. Of a site it takes the
/// bundle that the site's manifest names, and only if it is the one that was published.
///
/// # Errors
/// When nothing is there, or what is there is neither.
pub fn read(named: &str) -> Result<Earlier, CliError> {
    let text = if is_web(named) { fetched(named)? } else { at_path(named)? };
    let Verified { bundle, digest } = Bundle::from_json(&text).map_err(|error| refused(named, error.to_string()))?;
    let since = Since { taken_at: bundle.taken_at, digest };
    Ok(Earlier { since, ledger: Ledger::compute(bundle, None, Options::default()) })
}

/// An address is quoted only where it is known to hold no credentials.
fn refused(named: &str, cause: impl Into<String>) -> CliError {
    let named = if is_web(named) && Address::parse(named).is_err() { "(an address)" } else { named };
    CliError::Previous { named: named.to_owned(), cause: cause.into() }
}

fn is_web(named: &str) -> bool {
    named.contains("://")
}

fn at_path(named: &str) -> Result<String, CliError> {
    let path = Path::new(named);
    let read = |path: &Path| {
        let metadata = fs::metadata(path).map_err(|cause| refused(named, format!("{}: {cause}", path.display())))?;
        if !metadata.is_file() || metadata.len() > MAX_BYTES {
            return Err(refused(named, format!("{} is no plain file of at most {MAX_BYTES} bytes", path.display())));
        }
        fs::read(path).map_err(|cause| refused(named, format!("{}: {cause}", path.display())))
    };
    if path.is_dir() {
        let manifest = manifest(named, &read(&path.join(MANIFEST_FILE))?)?;
        return of_site(named, &manifest, &read(&path.join(&manifest.bundle))?);
    }
    text(named, &read(path)?)
}

fn fetched(named: &str) -> Result<String, CliError> {
    let get = |base: &str, name: &str| match fetch(base, name, MAX_BYTES, TIMEOUT) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) if name == MANIFEST_FILE => {
            let cause = format!("the server has no {name} there; for a first publish, leave --previous out");
            Err(refused(named, cause))
        }
        Ok(None) => Err(refused(named, format!("the server has no {name} there, perhaps for a moment; try again"))),
        Err(FetchError::Refused(cause)) => Err(refused(named, cause.to_string())),
        Err(error) => Err(CliError::PreviousNotReached(error)),
    };
    let site = named.strip_suffix("index.html").unwrap_or(named);
    match site.rsplit_once('/') {
        Some((base, name)) if has_extension(name, "json") => text(named, &get(base, name)?),
        _ => {
            let manifest = manifest(named, &get(site, MANIFEST_FILE)?)?;
            of_site(named, &manifest, &get(site, &manifest.bundle)?)
        }
    }
}

fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

fn text(named: &str, bytes: &[u8]) -> Result<String, CliError> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| refused(named, "it is not UTF-8"))
}

/// A manifest's bundle is one of its own files, so that its name leads nowhere else.
fn manifest(named: &str, bytes: &[u8]) -> Result<Manifest, CliError> {
    let manifest = Manifest::parse(&text(named, bytes)?);
    let manifest = manifest.filter(|manifest| manifest.files.contains_key(&manifest.bundle));
    let manifest = manifest.filter(|manifest| !manifest.bundle.contains(['/', '\\']));
    manifest.ok_or_else(|| refused(named, format!("its {MANIFEST_FILE} is none that this version reads")))
}

fn of_site(named: &str, manifest: &Manifest, bundle: &[u8]) -> Result<String, CliError> {
    if manifest.files.get(&manifest.bundle) != Some(&Sha256Hex::of(bundle)) {
        return Err(refused(named, format!("its {} is not the one that was published", manifest.bundle)));
    }
    text(named, bundle)
}
