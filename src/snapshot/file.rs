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
    let plain = match Plain::open(path, Links::Followed) {
        Ok(plain) => plain,
        Err(NotOpened::Absent) => {
            let hint = "check the path, or where the command was started";
            return Err(SnapshotError::Missing { what, path: path.to_owned(), hint });
        }
        Err(NotOpened::Link | NotOpened::NotPlain) => return Err(unreadable(io::Error::other(NOT_PLAIN))),
        Err(NotOpened::Failed(error)) => return Err(unreadable(error)),
    };
    let size = plain.size;
    match plain.read_at_most(limit).map_err(unreadable)? {
        Some(bytes) => Ok(bytes),
        None => Err(SnapshotError::TooLarge { path: path.to_owned(), size, limit }),
    }
}

pub const NOT_PLAIN: &str = "it is not a plain file";

/// What happens where a path is a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    Followed,
    /// Who looked where a link leads opens what was found there.
    NotFollowed,
}

/// Why nothing was opened.
#[derive(Debug)]
pub enum NotOpened {
    Absent,
    Link,
    NotPlain,
    Failed(io::Error),
}

/// A plain file that is open. It is looked at by its handle: another file in its place changes nothing any more.
#[derive(Debug)]
pub struct Plain {
    file: File,
    size: u64,
}

impl Plain {
    /// Opens without waiting for a writer or a device, whatever is there.
    ///
    /// # Errors
    /// When it is not there, is no plain file, or a link that is not followed.
    pub fn open(path: &Path, links: Links) -> Result<Self, NotOpened> {
        let file = open_now(path, links).map_err(|error| not_opened(path, links, error))?;
        let metadata = file.metadata().map_err(NotOpened::Failed)?;
        if !metadata.is_file() {
            return Err(NotOpened::NotPlain);
        }
        Ok(Self { file, size: metadata.len() })
    }

    /// The file's bytes; none when there are more than `limit`.
    pub fn read_at_most(self, limit: u64) -> io::Result<Option<Vec<u8>>> {
        let expected = usize::try_from(self.size.min(limit)).unwrap_or(0);
        let mut file = self.file.take(limit.saturating_add(1));
        // Room for a byte more than it was long when it was opened: where that stays empty, there is no more.
        let mut bytes = vec![0; expected.saturating_add(1)];
        let read = match file.read(&mut bytes) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
            read => read?,
        };
        bytes.truncate(read);
        if read != expected || expected == 0 || self.size > limit {
            file.read_to_end(&mut bytes)?;
        }
        let within = u64::try_from(bytes.len()).is_ok_and(|size| size <= limit);
        Ok(within.then_some(bytes))
    }
}

#[cfg(unix)]
fn open_now(path: &Path, links: Links) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let link = match links {
        Links::Followed => 0,
        Links::NotFollowed => libc::O_NOFOLLOW,
    };
    fs::OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY | link).open(path)
}

/// Where nothing in a folder can be waited for, only the link is left to look at.
#[cfg(not(unix))]
fn open_now(path: &Path, links: Links) -> io::Result<File> {
    if links == Links::NotFollowed && fs::symlink_metadata(path)?.is_symlink() {
        return Err(io::Error::other("it is a link"));
    }
    File::open(path)
}

/// What the system says of a link, a socket or a folder differs; what is there does not.
fn not_opened(path: &Path, links: Links, error: io::Error) -> NotOpened {
    if error.kind() == io::ErrorKind::NotFound {
        return NotOpened::Absent;
    }
    let metadata = match links {
        Links::Followed => fs::metadata(path),
        Links::NotFollowed => fs::symlink_metadata(path),
    };
    match metadata {
        Ok(metadata) if metadata.is_symlink() => NotOpened::Link,
        Ok(metadata) if !metadata.is_file() => NotOpened::NotPlain,
        Ok(_) | Err(_) => NotOpened::Failed(error),
    }
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

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::process::Command;
    use std::sync::mpsc;
    use std::thread;
    use std::time::Duration;

    use tempfile::TempDir;

    use super::*;

    fn folder() -> TempDir {
        tempfile::tempdir().expect("a folder")
    }

    fn fifo(path: &Path) {
        assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo runs").success());
    }

    /// What opening comes to, or a failed test where it is waited for.
    fn opened(path: &Path, links: Links) -> Result<Plain, NotOpened> {
        let (done, is_done) = mpsc::channel();
        let path = path.to_owned();
        thread::spawn(move || done.send(Plain::open(&path, links)));
        is_done.recv_timeout(Duration::from_secs(60)).expect("nothing is waited for")
    }

    #[test]
    fn a_file_that_changes_once_it_is_open_is_read_as_it_is_and_never_over_the_limit() {
        let folder = folder();
        let path = folder.path().join("file");
        for (before, now, limit, read) in
            [(3, 3, 9, Some(3)), (3, 7, 9, Some(7)), (7, 3, 9, Some(3)), (0, 5, 9, Some(5)), (0, 0, 9, Some(0))]
                .into_iter()
                .chain([(9, 9, 9, Some(9)), (10, 10, 9, None), (3, 12, 9, None), (12, 9, 9, Some(9))])
        {
            fs::write(&path, vec![b'x'; before]).expect("it is written");
            let plain = opened(&path, Links::Followed).expect("it is plain");
            fs::write(&path, vec![b'y'; now]).expect("it is written again");
            let bytes = plain.read_at_most(limit).expect("it is read");
            assert_eq!(bytes, read.map(|length| vec![b'y'; length]), "{before} bytes, then {now}");
        }
    }

    #[test]
    fn what_could_be_waited_for_is_not_opened_though_nobody_looked_before() {
        let folder = folder();
        let path = |name: &str| folder.path().join(name);
        fifo(&path("fifo"));
        symlink(path("fifo"), path("link")).expect("a link");
        let _listener = UnixListener::bind(path("socket")).expect("a socket");
        for (name, links) in [
            ("fifo", Links::NotFollowed),
            ("fifo", Links::Followed),
            ("link", Links::Followed),
            ("socket", Links::NotFollowed),
            (".", Links::NotFollowed),
        ] {
            let not_opened = opened(&path(name), links).expect_err(name);
            assert!(matches!(not_opened, NotOpened::NotPlain), "{name}: {not_opened:?}");
        }
        for device in ["/dev/zero", "/dev/tty"] {
            let not_opened = opened(Path::new(device), Links::Followed).expect_err(device);
            assert!(matches!(not_opened, NotOpened::NotPlain), "{device}: {not_opened:?}");
        }
    }

    #[test]
    fn what_takes_the_place_of_an_open_file_is_not_read() {
        let folder = folder();
        let path = folder.path().join("verdict.json");
        fs::write(&path, "{}").expect("the file");
        let plain = Plain::open(&path, Links::NotFollowed).expect("a plain file");
        fs::remove_file(&path).expect("removed");
        fifo(&path);
        assert_eq!(plain.read_at_most(8).expect("read"), Some(b"{}".to_vec()));
    }

    #[test]
    fn a_link_is_opened_only_where_it_is_followed() {
        let folder = folder();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("file"), "x").expect("the file");
        symlink(path("file"), path("link")).expect("a link");
        symlink(path("nowhere"), path("broken")).expect("a link");
        assert!(Plain::open(&path("link"), Links::Followed).is_ok());
        for name in ["link", "broken"] {
            assert!(matches!(Plain::open(&path(name), Links::NotFollowed), Err(NotOpened::Link)), "{name}");
        }
        assert!(matches!(Plain::open(&path("broken"), Links::Followed), Err(NotOpened::Absent)));
    }

    #[test]
    fn a_file_of_as_many_bytes_as_the_limit_is_read_and_one_more_is_too_many() {
        let folder = folder();
        let path = folder.path().join("file");
        fs::write(&path, "four").expect("the file");
        let read = |limit| Plain::open(&path, Links::NotFollowed).expect("a file").read_at_most(limit).expect("read");
        assert_eq!(read(4), Some(b"four".to_vec()));
        assert_eq!(read(3), None);
    }
}
