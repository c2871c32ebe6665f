//! Gets objects of a lake by their exact place: bounded in time and in size, and telling absent from unanswered.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _};

use crate::bundle::Day;
use crate::snapshot::{ATLAS_FILE, Answer, CAMPAIGN_FILE, LakeFailure, Partition};

use super::address::{Address, Kind};
use super::disk::Disk;
use super::failure;
use super::open::Opened;

/// Where the tables are, under the lake's prefix.
pub const REPORTS: &str = "perflake/perf-report";

/// The largest `campaign_v1` object that is read, in bytes.
pub const MAX_CAMPAIGN_BYTES: u64 = 8 * 1024 * 1024;
/// The largest `atlas_v1` object that is read, in bytes.
pub const MAX_ATLAS_BYTES: u64 = 64 * 1024 * 1024;

/// After so many requests in a row without an answer the store is not asked again.
const GIVE_UP_AFTER: usize = 16;

const CANNOT_LIST: &str = "does not list what it holds; cite campaigns by ids that carry their time";
/// How every Parquet file starts.
const PARQUET: &[u8] = b"PAR1";

/// A published table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    Campaigns,
    Atlas,
}

impl Table {
    pub fn name(self) -> &'static str {
        match self {
            Self::Campaigns => "campaign_v1",
            Self::Atlas => "atlas_v1",
        }
    }

    /// The table's file, as a problem names it.
    pub fn file(self) -> &'static str {
        match self {
            Self::Campaigns => CAMPAIGN_FILE,
            Self::Atlas => ATLAS_FILE,
        }
    }

    fn largest(self) -> u64 {
        match self {
            Self::Campaigns => MAX_CAMPAIGN_BYTES,
            Self::Atlas => MAX_ATLAS_BYTES,
        }
    }
}

/// An object that is there.
#[derive(Debug)]
pub enum Object {
    Whole(Bytes),
    /// Over the size, so it was not read.
    TooLarge {
        size: u64,
        largest: u64,
    },
    /// Not asked for, and why.
    Refused(&'static str),
}

impl Object {
    /// Reads the bytes on a thread apart, so that whatever they do to the reader stays there.
    ///
    /// # Errors
    /// Why it cannot be read, in plain words.
    pub async fn read_apart<T: Send + 'static>(
        self,
        read: impl FnOnce(Bytes) -> Result<T, String> + Send + 'static,
    ) -> Result<T, String> {
        let bytes = match self {
            Self::Whole(bytes) => bytes,
            Self::TooLarge { size, largest } => {
                return Err(format!("it has {size} bytes and at most {largest} are read"));
            }
            Self::Refused(cause) => return Err(cause.to_owned()),
        };
        let read = tokio::task::spawn_blocking(move || read(bytes)).await;
        read.unwrap_or_else(|_| Err("it is broken Parquet".to_owned()))
    }
}

/// An object store and the lake's place in it.
pub struct Store {
    store: Arc<dyn ObjectStore>,
    root: Path,
    lake: String,
    timeout: Duration,
    asks_machine: bool,
    /// Whether a plain web server answers, which may give a page for any address and need not list anything.
    is_web: bool,
    /// Whether it is no object store: a web server, or a folder.
    is_plain: bool,
    disk: Option<Disk>,
    unanswered: AtomicUsize,
}

impl Store {
    pub fn new(opened: Opened, address: &Address, timeout: Duration) -> Self {
        let Opened { store, name: lake, asks_machine } = opened;
        let root = address.root.clone();
        let is_web = address.kind == Kind::Web;
        let is_plain = is_web || address.kind == Kind::File;
        let (disk, unanswered) = (Disk::of(address), AtomicUsize::new(0));
        Self { store, root, lake, timeout, asks_machine, is_web, is_plain, disk, unanswered }
    }

    /// The lake as it is named in every text.
    pub fn name(&self) -> &str {
        &self.lake
    }

    /// One campaign's object of a table.
    pub async fn get(&self, table: Table, partition: &Partition) -> Answer<Object> {
        // A name that cannot be a path's segment cannot be published.
        let Ok(path) = self.path(table, partition) else { return Ok(None) };
        if let Some(cause) = self.disk.as_ref().and_then(|disk| disk.refuses(&path)) {
            return Ok(Some(Object::Refused(cause)));
        }
        let largest = table.largest();
        let object = self.bounded(async {
            let answer = self.store.get(&path).await?;
            let size = answer.meta.size;
            if size > largest {
                return Ok(Object::TooLarge { size, largest });
            }
            answer.bytes().await.map(Object::Whole)
        });
        match object.await? {
            // A sign-in or a start page, given for every address, would make every campaign a published one.
            Some(Object::Whole(bytes)) if self.is_web && !bytes.starts_with(PARQUET) => Err(self
                .failure("answered with what is no Parquet; look at the address, and at whether it asks to sign in")),
            object => Ok(object),
        }
    }

    /// Every campaign of a table, in no particular order. Each page of the listing may take the time of one request.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn list(&self, table: Table) -> Result<Vec<Partition>, LakeFailure> {
        let root = self.table(table).map_err(|_| self.failure("has a prefix that no object can have"))?;
        let mut objects = self.store.list(Some(&root));
        let mut partitions = Vec::new();
        loop {
            match self.bounded(objects.try_next()).await? {
                // Many web servers answer the question with "not found" whatever they hold.
                Some(None) | None if self.is_web && partitions.is_empty() => return Err(self.failure(CANNOT_LIST)),
                Some(Some(object)) => partitions.extend(partition(&root, &object.location)),
                Some(None) => return Ok(partitions),
                // A lake without the table has published nothing, and a bucket that is not there is said by itself.
                None if partitions.is_empty() => return Ok(partitions),
                None => return Err(self.failure("broke its listing off")),
            }
        }
    }

    /// Asks an object store for any object of the lake. One that does not list, or does not answer, is given the benefit
    /// of the doubt: what it answered before stands. A folder was looked at when it was opened, and a web server need not
    /// list anything.
    ///
    /// # Errors
    /// When the store says that there is nothing.
    pub async fn exists(&self) -> Result<(), LakeFailure> {
        let Ok(root) = Path::parse(format!("{}/{REPORTS}", self.root)) else { return Ok(()) };
        if self.is_plain {
            return Ok(());
        }
        let mut objects = self.store.list(Some(&root));
        match self.bounded(objects.try_next()).await {
            Ok(None | Some(None)) => {
                Err(self.failure(format!("holds no {REPORTS}/; look at the bucket and the prefix")))
            }
            Ok(Some(Some(_))) | Err(_) => Ok(()),
        }
    }

    fn table(&self, table: Table) -> Result<Path, object_store::path::Error> {
        Path::parse(format!("{}/{REPORTS}/{}", self.root, table.name()))
    }

    /// The segments as they are: nothing in an id is encoded, decoded or taken for a pattern.
    fn path(&self, table: Table, partition: &Partition) -> Result<Path, object_store::path::Error> {
        let Partition { id, day } = partition;
        Path::parse(format!("{}/dt={day}/campaign={id}/part-0.parquet", self.table(table)?))
    }

    /// The answer of a lake that is no longer there to be asked.
    pub fn closed(&self) -> LakeFailure {
        self.failure("was closed before it was asked")
    }

    fn failure(&self, did: impl Into<String>) -> LakeFailure {
        LakeFailure { lake: self.lake.clone(), did: did.into() }
    }

    /// Waits for a request as long as one may take. None where the store says that there is no such object.
    async fn bounded<T>(&self, request: impl Future<Output = object_store::Result<T>>) -> Answer<T> {
        if self.unanswered.load(Ordering::Relaxed) >= GIVE_UP_AFTER {
            return Err(self.failure("left too many requests unanswered, so it was not asked again"));
        }
        let (answer, is_answer) = match tokio::time::timeout(self.timeout, request).await {
            Ok(Ok(answer)) => (Ok(Some(answer)), true),
            Ok(Err(error)) => {
                let did = failure::of(&error, self.timeout);
                let is_answer = did.is_none() || failure::is_refusal(&error);
                (did.map_or(Ok(None), Err), is_answer)
            }
            Err(_) => (Err(failure::silence(self.timeout)), false),
        };
        if is_answer {
            self.unanswered.store(0, Ordering::Relaxed);
        } else {
            self.unanswered.fetch_add(1, Ordering::Relaxed);
        }
        let machine = if self.asks_machine { failure::MACHINE } else { "" };
        answer.map_err(|did| self.failure(format!("{did}{machine}")))
    }
}

/// The partition that an object of a table belongs to; none for what is no partition's file.
fn partition(table: &Path, location: &Path) -> Option<Partition> {
    let below = location.as_ref().strip_prefix(table.as_ref())?.strip_prefix('/')?;
    let mut segments = below.split('/');
    let day = segments.next()?.strip_prefix("dt=").and_then(Day::parse)?;
    let id = segments.next()?.strip_prefix("campaign=")?;
    let is_file = segments.next() == Some("part-0.parquet") && segments.next().is_none();
    is_file.then(|| Partition { id: id.to_owned(), day })
}

#[cfg(test)]
mod tests {
    use object_store::memory::InMemory;

    use super::*;

    fn store(root: &str) -> Store {
        let address = Address::parse(&format!("s3://lake/{root}")).expect("an address");
        let opened = Opened { store: Arc::new(InMemory::new()), name: address.to_string(), asks_machine: false };
        Store::new(opened, &address, Duration::from_secs(1))
    }

    fn partition_of(id: &str) -> Partition {
        Partition { id: id.to_owned(), day: Day::parse("2026-10-20").expect("a day") }
    }

    #[test]
    fn an_object_is_found_by_its_exact_segments() {
        let path = |root, id| store(root).path(Table::Campaigns, &partition_of(id)).map(|path| path.to_string());
        assert_eq!(
            path("team", "a").ok().as_deref(),
            Some("team/perflake/perf-report/campaign_v1/dt=2026-10-20/campaign=a/part-0.parquet")
        );
        assert_eq!(
            path("", "50%25=x").ok().as_deref(),
            Some("perflake/perf-report/campaign_v1/dt=2026-10-20/campaign=50%25=x/part-0.parquet")
        );
    }

    #[test]
    fn a_listed_object_is_a_partition_only_in_its_place() {
        let table = Path::parse("p/campaign_v1").expect("a path");
        let found = |below: &str| partition(&table, &Path::parse(format!("p/campaign_v1/{below}")).expect("a path"));
        assert_eq!(found("dt=2026-10-20/campaign=50%25=x/part-0.parquet"), Some(partition_of("50%25=x")));
        for other in [
            "dt=2026-10-20/campaign=a/part-1.parquet",
            "dt=2026-10-20/campaign=a",
            "dt=2026-10-20/campaign=a/part-0.parquet/x",
            "dt=yesterday/campaign=a/part-0.parquet",
            "2026-10-20/campaign=a/part-0.parquet",
            "dt=2026-10-20/a/part-0.parquet",
        ] {
            assert_eq!(found(other), None, "{other}");
        }
    }
}
