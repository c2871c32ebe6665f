//! A bundle from beside the page.

use gloo::net::http::Request;

use crate::bundle::{BundleError, Sealed, Verified};
use crate::ledger::is_relative_address;
use crate::ui::app::{Load, Refusal};

use super::pause::pause;

/// Which bundle, and the digest of the file that the page was published with.
pub struct Named {
    pub address: String,
    pub integrity: Option<String>,
}

/// Fetches a bundle and computes the ledger.
pub async fn fetch(named: Named) -> Load {
    let Named { address, integrity } = named;
    let cause = match text(&address, integrity.as_deref()).await {
        Ok(text) => return load(&text).await,
        Err(cause) => cause,
    };
    // A browser does not say whether the file did not arrive or was another one.
    let Some(integrity) = integrity else { return Load::Refused(Refusal::NotFetched { address, cause }) };
    match text(&address, None).await {
        Ok(_) => match text(&address, Some(&integrity)).await {
            Ok(text) => load(&text).await,
            Err(_) => Load::Refused(Refusal::OtherFile { address }),
        },
        Err(cause) => Load::Refused(Refusal::NotFetched { address, cause }),
    }
}

/// The ledger of a bundle's text, with a pause between the steps in which the page answers its reader.
async fn load(text: &str) -> Load {
    let read = read(text).await;
    pause().await;
    let load = Load::computed(read);
    pause().await;
    load
}

async fn read(text: &str) -> Result<Verified, BundleError> {
    pause().await;
    let sealed = Sealed::read(text)?;
    pause().await;
    let checked = sealed.check()?;
    pause().await;
    checked.open()
}

async fn text(address: &str, integrity: Option<&str>) -> Result<String, String> {
    if !is_relative_address(address) {
        return Err("it is not an address beside this page".to_owned());
    }
    let mut request = Request::get(address);
    if let Some(integrity) = integrity {
        request = request.integrity(integrity);
    }
    let response = request.send().await.map_err(|error| error.to_string())?;
    if !response.ok() {
        return Err(format!("the server answered {} {}", response.status(), response.status_text()));
    }
    response.text().await.map_err(|error| error.to_string())
}
