//! Puts a folder of files in the place of another: written beside it, read back and checked, then exchanged in one step.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::site::{MANIFEST_FILE, Manifest, SiteError};

use super::CliError;

pub type Files = BTreeMap<String, Vec<u8>>;

/// How many names of a folder that is refused are said.
const SAID: usize = 3;

/// Puts the files in the place of the folder. Whatever happens, the folder holds what it held, or all of the files.
///
/// # Errors
/// When the folder holds what no publish put there, the files do not stand up to the check once they are written, or
/// something cannot be written.
pub fn put(folder: &Path, files: &Files, check: impl FnOnce(&Files) -> Result<(), SiteError>) -> Result<(), CliError> {
    let not_written = |cause| CliError::NotWritten { path: folder.to_owned(), cause };
    let place = Place::find(folder)?;
    let beside = place.beside().map_err(not_written)?;
    write(beside.path(), files).map_err(not_written)?;
    check(&read(beside.path()).map_err(not_written)?)?;
    let left = place.take(beside).map_err(not_written)?;
    sync(&place.parent()).map_err(|cause| CliError::NotConfirmed { path: folder.to_owned(), cause })?;
    left.map_or(Ok(()), |old| old.close().map_err(|cause| CliError::OldSiteLeft { path: folder.to_owned(), cause }))
}

/// Where the files go.
struct Place {
    target: PathBuf,
    /// Of the folder that is there, if one is.
    existing: Option<fs::Metadata>,
}

impl Place {
    /// A link is followed, so that it stays one.
    fn find(folder: &Path) -> Result<Self, CliError> {
        let not_written = |cause| CliError::NotWritten { path: folder.to_owned(), cause };
        restore(folder).map_err(not_written)?;
        let existing = match fs::metadata(folder) {
            Ok(metadata) => metadata,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                return Ok(Self { target: folder.to_owned(), existing: None });
            }
            Err(cause) => return Err(not_written(cause)),
        };
        if !existing.is_dir() {
            let cause = io::Error::new(io::ErrorKind::NotADirectory, "it is no folder, so name one");
            return Err(not_written(cause));
        }
        let target = fs::canonicalize(folder).map_err(not_written)?;
        refuse_foreign(folder, &names(&target).map_err(not_written)?)?;
        Ok(Self { target, existing: Some(existing) })
    }

    fn parent(&self) -> PathBuf {
        match self.target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        }
    }

    /// A new folder on the same file system.
    fn beside(&self) -> io::Result<TempDir> {
        let parent = self.parent();
        let name = self.target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut builder = tempfile::Builder::new();
        let prefix = format!(".{name}.publishing-");
        builder.prefix(&prefix);
        permit(&mut builder, self.existing.as_ref());
        builder.tempdir_in(&parent).map_err(|cause| match cause.kind() {
            io::ErrorKind::NotFound => io::Error::new(
                cause.kind(),
                format!("the folder {} does not exist, so make it first", parent.display()),
            ),
            kind => io::Error::new(kind, format!("no folder can be made in {} ({kind})", parent.display())),
        })
    }

    /// Takes the place, and gives what was there: it is now where the new folder was.
    fn take(&self, new: TempDir) -> io::Result<Option<TempDir>> {
        if let Some(existing) = &self.existing {
            fs::set_permissions(new.path(), existing.permissions())?;
            exchange(new.path(), &self.target)?;
            return Ok(Some(new));
        }
        fs::rename(new.path(), &self.target)?;
        // Its name is another one now, so there is nothing left to be removed.
        let _ = new.keep();
        Ok(None)
    }
}

/// An empty folder can be taken, and one that a publish wrote. Anything else is somebody's.
fn refuse_foreign(folder: &Path, names: &[String]) -> Result<(), CliError> {
    if names.is_empty() {
        return Ok(());
    }
    let manifest = fs::read_to_string(folder.join(MANIFEST_FILE)).ok().and_then(|text| Manifest::parse(&text));
    let foreign = match manifest {
        Some(manifest) => manifest.foreign(names.iter().map(|name| (name.as_str(), fs::read(folder.join(name)).ok()))),
        None => names.to_vec(),
    };
    if foreign.is_empty() {
        return Ok(());
    }
    let more = foreign.len().saturating_sub(SAID);
    let mut said = foreign.into_iter().take(SAID).collect::<Vec<_>>().join(", ");
    if more > 0 {
        said.push_str(&format!(" and {more} more"));
    }
    Err(CliError::ForeignFiles { folder: folder.to_owned(), names: said })
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names: Vec<String> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<io::Result<_>>()?;
    names.sort();
    Ok(names)
}

fn write(folder: &Path, files: &Files) -> io::Result<()> {
    for (name, bytes) in files {
        let mut file = File::create_new(folder.join(name))?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    sync(folder)
}

fn read(folder: &Path) -> io::Result<Files> {
    names(folder)?.into_iter().map(|name| fs::read(folder.join(&name)).map(|bytes| (name, bytes))).collect()
}

/// A folder's entries are on the disk only after this, where the system has such a thing.
fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// For everybody to read, less what the umask takes away: a new folder would else be its maker's alone.
#[cfg(unix)]
fn permit(builder: &mut tempfile::Builder<'_, '_>, existing: Option<&fs::Metadata>) {
    use std::os::unix::fs::PermissionsExt as _;
    if existing.is_none() {
        builder.permissions(fs::Permissions::from_mode(0o755));
    }
}

#[cfg(not(unix))]
fn permit(_: &mut tempfile::Builder<'_, '_>, _: Option<&fs::Metadata>) {}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        // The file system has no such step.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => exchange_in_two_steps(new, old),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    exchange_in_two_steps(new, old)
}

/// Between the steps there is no folder in that place, and the next publish puts the old one back first. Once the new
/// one is in place the rest is tidying up, which does not fail the exchange.
fn exchange_in_two_steps(new: &Path, old: &Path) -> io::Result<()> {
    let aside = aside(old);
    if aside.exists() {
        fs::remove_dir_all(&aside)?;
    }
    fs::rename(old, &aside)?;
    if let Err(cause) = fs::rename(new, old) {
        return match fs::rename(&aside, old) {
            Ok(()) => Err(cause),
            Err(_) => Err(io::Error::new(cause.kind(), format!("{cause}; what was there is now {}", aside.display()))),
        };
    }
    let _ = fs::rename(&aside, new);
    Ok(())
}

/// Where the old folder is between the two steps.
fn aside(old: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(old.file_name().unwrap_or_default());
    name.push(".replaced");
    old.with_file_name(name)
}

/// Puts back what a publish that was killed between the two steps had set aside.
fn restore(folder: &Path) -> io::Result<()> {
    let aside = aside(folder);
    if fs::symlink_metadata(folder).is_err() && aside.is_dir() { fs::rename(&aside, folder) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(content: &str) -> Files {
        let manifest = Manifest::of(
            "tool",
            crate::bundle::Instant::parse("2026-11-02").expect("a day"),
            "a",
            &BTreeMap::from([("a".to_owned(), content.as_bytes().to_vec())]),
        );
        let manifest = manifest.to_text().expect("JSON").into_bytes();
        BTreeMap::from([("a".to_owned(), content.into()), (MANIFEST_FILE.to_owned(), manifest)])
    }

    #[test]
    fn both_ways_of_exchanging_leave_the_new_folder_and_take_the_old_one_away() {
        for exchange in [exchange, exchange_in_two_steps] {
            let world = tempfile::tempdir().expect("a folder");
            let (new, old) = (world.path().join("new"), world.path().join("old"));
            for (folder, content) in [(&new, "2"), (&old, "1")] {
                fs::create_dir(folder).expect("a folder");
                fs::write(folder.join("a"), content).expect("a file");
            }
            exchange(&new, &old).expect("exchanged");
            assert_eq!(fs::read_to_string(old.join("a")).ok().as_deref(), Some("2"));
            assert_eq!(fs::read_to_string(new.join("a")).ok().as_deref(), Some("1"));
            assert_eq!(names(world.path()).expect("names"), ["new", "old"]);
        }
    }

    #[test]
    fn what_was_killed_between_two_steps_is_put_back_first() {
        let world = tempfile::tempdir().expect("a folder");
        let out = world.path().join("site");
        put(&out, &files("1"), |_| Ok(())).expect("put");
        fs::rename(&out, aside(&out)).expect("as between the steps");
        let refused = put(&out, &files("2"), |_| Err(SiteError::Check("no".to_owned())));
        assert!(matches!(refused, Err(CliError::Site(_))));
        assert_eq!(fs::read_to_string(out.join("a")).ok().as_deref(), Some("1"));
        assert_eq!(names(world.path()).expect("names"), ["site"]);
    }

    #[test]
    fn what_somebody_changed_in_a_site_is_theirs() {
        let world = tempfile::tempdir().expect("a folder");
        let out = world.path().join("site");
        put(&out, &files("1"), |_| Ok(())).expect("put");
        fs::write(out.join("a"), "mine").expect("written");
        let refused = put(&out, &files("2"), |_| Ok(())).expect_err("refused").to_string();
        assert!(refused.contains("a (changed since)"), "{refused}");
        assert_eq!(fs::read_to_string(out.join("a")).ok().as_deref(), Some("mine"));
    }

    #[test]
    fn what_does_not_stand_up_to_the_check_takes_no_place() {
        let world = tempfile::tempdir().expect("a folder");
        let out = world.path().join("site");
        put(&out, &files("1"), |_| Ok(())).expect("put");
        let refused = put(&out, &files("2"), |_| Err(SiteError::Check("no".to_owned())));
        assert!(matches!(refused, Err(CliError::Site(_))));
        assert_eq!(fs::read_to_string(out.join("a")).ok().as_deref(), Some("1"));
        assert_eq!(names(world.path()).expect("names"), ["site"], "nothing is left beside it");
    }
}
