//! A bundle from beside the page.

use std::hint::black_box;

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Error, Uint8Array};
use web_sys::{RequestInit, Response};

use crate::SHAPE;
use crate::bundle::{BundleError, Reading, Verified};
use crate::ledger::{Computing, Facet, Ledger, Options, Step, is_relative_address};
use crate::ui::app::{Load, Refusal};

use super::pause::Turns;
use super::unpack::unpacked;

/// Which bundle, and the digest of the file that the page was published with.
pub struct Named {
    pub address: String,
    pub integrity: Option<String>,
}

/// Fetches a bundle and computes the ledger.
pub async fn fetch(named: Named) -> Load {
    let Named { address, integrity } = named;
    let cause = match bytes(&address, integrity.as_deref()).await {
        Ok(bytes) => return load(bytes).await,
        Err(cause) => cause,
    };
    // A browser does not say whether the file did not arrive or was another one.
    let Some(integrity) = integrity else { return Load::Refused(Refusal::NotFetched { address, cause }) };
    match bytes(&address, None).await {
        Ok(_) => match bytes(&address, Some(&integrity)).await {
            Ok(bytes) => load(bytes).await,
            Err(_) => Load::Refused(Refusal::OtherFile { address }),
        },
        Err(cause) => Load::Refused(Refusal::NotFetched { address, cause }),
    }
}

/// The ledger of a bundle, in steps between which the page answers its reader.
pub async fn load(packed: Vec<u8>) -> Load {
    let mut turns = Turns::begin();
    let read = match unpacked(packed).await {
        Ok(bytes) => read(bytes, &mut turns).await,
        Err(_) => Err(BundleError::NotABundle("it cannot be decompressed".to_owned())),
    };
    match read {
        Ok(verified) => Load::Ready(computed(verified, &mut turns).await.into()),
        Err(error) => Load::Refused(Refusal::Bundle(error)),
    }
}

async fn read(bytes: Vec<u8>, turns: &mut Turns) -> Result<Verified, BundleError> {
    make_room(bytes.len());
    let mut reading = Reading::of(bytes, SHAPE)?;
    loop {
        turns.pause_if_due().await;
        if let Some(verified) = reading.step()? {
            return Ok(verified);
        }
    }
}

/// Has the program's memory grow to what a ledger of so many bytes takes. Left to itself it grows by a page of 64 KB at a
/// time, and for each a browser may look for garbage, which for 100,000 findings is most of the opening. Room that is not
/// used takes none of the machine's memory.
fn make_room(bytes: usize) {
    /// Findings, rows, flags and index over the compact form that they come from.
    const GROWS_BY: usize = 12;
    let mut room: Vec<u8> = Vec::new();
    // Where there is none, whatever needs it says so.
    let _ = room.try_reserve_exact(bytes.saturating_mul(GROWS_BY));
    black_box(&room);
}

async fn computed(verified: Verified, turns: &mut Turns) -> Ledger {
    turns.pause_if_due().await;
    let computing = Computing::of(verified.bundle, Some(verified.digest), Options::default());
    let mut computing = Box::new(computing);
    loop {
        turns.pause_if_due().await;
        computing = match computing.step() {
            Step::Done(ledger) => {
                turns.pause_if_due().await;
                // What the frame of the page asks for, before it is drawn.
                ledger.postings(Facet::Hardware);
                turns.pause_if_due().await;
                return *ledger;
            }
            Step::More(rest) => rest,
        };
    }
}

async fn bytes(address: &str, integrity: Option<&str>) -> Result<Vec<u8>, String> {
    if !is_relative_address(address) {
        return Err("it is not an address beside this page".to_owned());
    }
    let request = RequestInit::new();
    if let Some(integrity) = integrity {
        request.set_integrity(integrity);
    }
    let response = JsFuture::from(window().fetch_with_str_and_init(address, &request)).await.map_err(cause)?;
    let response: Response = response.dyn_into().map_err(cause)?;
    if !response.ok() {
        return Err(format!("the server answered {} {}", response.status(), response.status_text()));
    }
    let bytes = JsFuture::from(response.array_buffer().map_err(cause)?).await.map_err(cause)?;
    Ok(Uint8Array::new(&bytes).to_vec())
}

/// In the browser's words.
fn cause(error: JsValue) -> String {
    error.dyn_ref::<Error>().map_or_else(String::new, |error| error.to_string().into())
}
