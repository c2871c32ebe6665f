//! One file from a web server: what a site has published is read with the same care as a lake.

use std::time::Duration;

use bytes::Bytes;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _};
use tokio::runtime::Builder;

use super::{Address, LakeError, LakeOptions, failure, open};

/// Why a file could not be fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    #[error(transparent)]
    Refused(#[from] LakeError),
    #[error("{address} {did}")]
    Failed {
        address: String,
        /// In plain words; those of the server are never quoted.
        did: String,
    },
}

/// The file of that name below an address; none where the server says that there is none.
///
/// # Errors
/// When the address is refused, the server does not answer in time, or the file is larger than that many bytes.
pub fn fetch(base: &str, name: &str, largest: u64, timeout: Duration) -> Result<Option<Bytes>, FetchError> {
    let address = Address::parse(base)?;
    let shown = address.to_string();
    let failed = |did: String| FetchError::Failed { address: shown.clone(), did };
    let root = address.root.clone();
    let path =
        Path::parse(format!("{root}/{name}")).map_err(|_| failed("has a path that cannot be used".to_owned()))?;
    let options = LakeOptions { address, endpoint: None, key_file: None, timeout };
    let store = open::open(&options)?.store;
    let runtime = Builder::new_current_thread().enable_all().build().map_err(|cause| LakeError::Runtime { cause })?;
    let asked = async { tokio::time::timeout(timeout, get(store.as_ref(), &path, largest)).await };
    match runtime.block_on(asked) {
        Ok(Ok(Some(bytes))) => Ok(Some(bytes)),
        Ok(Ok(None)) => Err(failed(format!("holds {name} with more than {largest} bytes, which is not read"))),
        Ok(Err(error)) => failure::of(&error, timeout).map_or(Ok(None), |did| Err(failed(did))),
        Err(_) => Err(failed(failure::silence(timeout))),
    }
}

/// None where it is too large.
async fn get(store: &dyn ObjectStore, path: &Path, largest: u64) -> object_store::Result<Option<Bytes>> {
    let answer = store.get(path).await?;
    if answer.meta.size > largest { Ok(None) } else { answer.bytes().await.map(Some) }
}
