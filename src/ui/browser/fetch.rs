//! A bundle from beside the page.

use gloo::net::http::Request;

use crate::ledger::is_relative_address;
use crate::ui::app::{Load, Refusal};

/// Which bundle, and the digest of the file that the page was published with.
pub struct Named {
    pub address: String,
    pub integrity: Option<String>,
}

/// Fetches a bundle and computes the ledger.
pub async fn fetch(named: Named) -> Load {
    let Named { address, integrity } = named;
    let cause = match text(&address, integrity.as_deref()).await {
        Ok(text) => return Load::of(&text),
        Err(cause) => cause,
    };
    // A browser does not say whether the file did not arrive or was another one.
    let Some(integrity) = integrity else { return Load::Refused(Refusal::NotFetched { address, cause }) };
    match text(&address, None).await {
        Ok(_) => match text(&address, Some(&integrity)).await {
            Ok(text) => Load::of(&text),
            Err(_) => Load::Refused(Refusal::OtherFile { address }),
        },
        Err(cause) => Load::Refused(Refusal::NotFetched { address, cause }),
    }
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
