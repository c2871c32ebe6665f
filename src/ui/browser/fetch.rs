//! A bundle from beside the page.

use gloo::net::http::Request;

use crate::ledger::is_relative_address;
use crate::ui::app::{Load, Refusal};

/// Fetches a bundle and computes the ledger.
pub async fn fetch(address: String) -> Load {
    match text(&address).await {
        Ok(text) => Load::of(&text),
        Err(cause) => Load::Refused(Refusal::NotFetched { address, cause }),
    }
}

async fn text(address: &str) -> Result<String, String> {
    if !is_relative_address(address) {
        return Err("it is not an address beside this page".to_owned());
    }
    let response = Request::get(address).send().await.map_err(|error| error.to_string())?;
    if !response.ok() {
        return Err(format!("the server answered {} {}", response.status(), response.status_text()));
    }
    response.text().await.map_err(|error| error.to_string())
}
