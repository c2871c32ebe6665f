//! The published lake: Parquet in an object store, one partition a campaign. Native only.
//!
//! It answers what [`crate::snapshot`] asks, exactly and concurrently, and says in its own words what a store did: the
//! words of a store or of a library may hold addresses and credentials, so they are never passed on.

mod address;
mod atlas;
mod campaign;
mod disk;
mod error;
mod failure;
mod fetch;
mod keys;
mod open;
mod record;
mod store;
mod table;

pub use address::{Address, Endpoint};
pub use error::LakeError;
pub use fetch::{FetchError, fetch};
pub use store::{MAX_ATLAS_BYTES, MAX_CAMPAIGN_BYTES};

use std::path::PathBuf;
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use tokio::runtime::{Builder, Runtime};

use crate::snapshot::{Answer, LakeFailure, Measured, Partition, PublishedLake, Row, WantedPoints};

use store::{Store, Table};

/// How many requests are under way at once.
const CONCURRENT: usize = 16;

/// Which lake, and how it is read.
#[derive(Debug, Clone)]
pub struct LakeOptions {
    pub address: Address,
    /// Of an S3-compatible store, or one that stands in for Azure or Google.
    pub endpoint: Option<Endpoint>,
    /// Credentials in place of the environment's.
    pub key_file: Option<PathBuf>,
    /// What one request may take with its retries.
    pub timeout: Duration,
}

/// A published lake that can be asked. Nothing is requested before the first question.
///
/// It cannot be formatted: the store in it holds credentials.
pub struct Lake {
    store: Store,
    /// None once it is being dropped.
    runtime: Option<Runtime>,
}

impl Lake {
    /// # Errors
    /// When the address, the endpoint or the key file cannot be used.
    pub fn open(options: &LakeOptions) -> Result<Self, LakeError> {
        quiet_parquet_panics();
        let runtime = Builder::new_current_thread()
            .enable_all()
            .thread_name(WORKER)
            .build()
            .map_err(|cause| LakeError::Runtime { cause })?;
        let store = Store::new(open::open(options)?, &options.address, options.timeout);
        Ok(Self { store, runtime: Some(runtime) })
    }
}

impl Lake {
    /// The lake as it is named in every text: scheme, bucket and prefix.
    pub fn name(&self) -> &str {
        self.store.name()
    }
}

impl PublishedLake for Lake {
    fn list(&self) -> Result<Vec<Partition>, LakeFailure> {
        self.wait(self.store.list(Table::Campaigns))
    }

    fn exists(&self) -> Result<(), LakeFailure> {
        self.wait(self.store.exists())
    }

    fn campaigns(&self, wanted: &[Partition]) -> Vec<Answer<Row>> {
        self.wait_for_all(wanted.iter().map(|partition| self.row(partition)))
    }

    fn points(&self, wanted: &[WantedPoints]) -> Vec<Answer<Measured>> {
        self.wait_for_all(wanted.iter().map(|wanted| self.measured(wanted)))
    }
}

/// A read that hangs is left behind: its thread may never end, and nobody waits for it any more.
impl Drop for Lake {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Lake {
    fn wait<T>(&self, answer: impl Future<Output = Result<T, LakeFailure>>) -> Result<T, LakeFailure> {
        self.runtime.as_ref().map_or_else(|| Err(self.store.closed()), |runtime| runtime.block_on(answer))
    }

    /// The answers in the order of the questions, of which many are under way at once.
    fn wait_for_all<T>(&self, answers: impl Iterator<Item = impl Future<Output = Answer<T>>>) -> Vec<Answer<T>> {
        match &self.runtime {
            Some(runtime) => runtime.block_on(stream::iter(answers).buffered(CONCURRENT).collect()),
            None => answers.map(|_| Err(self.store.closed())).collect(),
        }
    }

    async fn row(&self, partition: &Partition) -> Answer<Row> {
        let Some(object) = self.store.get(Table::Campaigns, partition).await? else { return Ok(None) };
        let id = partition.id.clone();
        let read = move |bytes| campaign::read(&id, bytes);
        Ok(Some(object.read_apart(read).await.unwrap_or_else(|cause| Row {
            problems: vec![record::unreadable(&partition.id, Table::Campaigns.file(), cause)],
            ..Row::default()
        })))
    }

    async fn measured(&self, wanted: &WantedPoints) -> Answer<Measured> {
        let partition = &wanted.partition;
        let Some(object) = self.store.get(Table::Atlas, partition).await? else { return Ok(None) };
        let (id, cells) = (partition.id.clone(), wanted.cells.clone());
        let read = move |bytes| atlas::read(&id, bytes, &cells);
        Ok(Some(object.read_apart(read).await.unwrap_or_else(|cause| Measured {
            points: None,
            problems: vec![record::unreadable(&partition.id, Table::Atlas.file(), cause)],
        })))
    }
}

/// The name of the threads on which Parquet is read.
const WORKER: &str = "published-lake";

/// A broken Parquet file may panic inside its crate. That is contained and becomes a problem of its campaign, so the
/// message, which may quote the file, is not printed.
fn quiet_parquet_panics() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if std::thread::current().name() != Some(WORKER) {
                usual(panic);
            }
        }));
    });
}
