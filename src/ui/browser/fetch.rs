//! A bundle from beside the page.

use std::ops::ControlFlow;

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Error, Uint8Array};
use web_sys::{RequestInit, Response};

use crate::SHAPE;
use crate::bundle::{BundleError, Checking, Reading, Unchecked, Verified};
use crate::ledger::{Computing, Ledger, Options, Step, is_relative_address};
use crate::ui::app::{Load, Refusal};
use crate::ui::parts::{Coming, views};

use super::later::Check;
use super::pause::Turns;
use super::unpack::unpacked;

/// Which bundle, and the digest of the file that the page was published with.
pub struct Named {
    pub address: String,
    pub integrity: Option<String>,
}

/// Who makes sure that a bundle is as it was published.
#[derive(Clone, Copy)]
pub enum Intact {
    /// The browser, which hands out no file whose digest is not the one that was asked for.
    Checked,
    /// The program, by the digest in front.
    ToCheck,
}

/// Fetches a bundle and computes the ledger.
pub async fn fetch(named: Named) -> Load {
    let Named { address, integrity } = named;
    let intact = if integrity.is_some() { Intact::Checked } else { Intact::ToCheck };
    let cause = match bytes(&address, integrity.as_deref()).await {
        Ok(bytes) => return load(bytes, intact).await,
        Err(cause) => cause,
    };
    // A browser does not say whether the file did not arrive or was another one.
    let Some(integrity) = integrity else { return Load::Refused(Refusal::NotFetched { address, cause }) };
    match bytes(&address, None).await {
        Ok(_) => match bytes(&address, Some(&integrity)).await {
            Ok(bytes) => load(bytes, intact).await,
            Err(_) => Load::Refused(Refusal::OtherFile { address }),
        },
        Err(cause) => Load::Refused(Refusal::NotFetched { address, cause }),
    }
}

/// The ledger of a bundle, in steps between which the page answers its reader.
pub async fn load(packed: Vec<u8>, intact: Intact) -> Load {
    let mut turns = Turns::begin();
    let unchecked = match unpacked(packed, &mut turns).await {
        Ok(bytes) => Unchecked::of(bytes, SHAPE),
        Err(_) => Err(BundleError::NotABundle("it cannot be decompressed".to_owned())),
    };
    let mut opening = match (unchecked, intact) {
        (Ok(unchecked), Intact::Checked) => Ok(Opening::Reading(unchecked.trusted().into())),
        (Ok(unchecked), Intact::ToCheck) => match views().await {
            Coming::Here(views) => Ok(Opening::Checking(unchecked.checking().into(), views.browser.check)),
            Coming::OnTheirWay | Coming::NotArrived => {
                let address = "the part of the program that checks it".to_owned();
                return Load::Refused(Refusal::NotFetched { address, cause: "it did not arrive".to_owned() });
            }
        },
        (Err(error), _) => Err(error),
    };
    loop {
        let so_far = match opening {
            Ok(so_far) => so_far,
            Err(error) => return Load::Refused(Refusal::Bundle(error)),
        };
        if so_far.is_before_a_long_step() {
            turns.spend();
        }
        turns.pause_if_due().await;
        opening = match so_far {
            Opening::Indexed(ledger) => return Load::Ready((*ledger).into()),
            so_far => so_far.step(),
        };
    }
}

/// How far a bundle has been opened.
enum Opening {
    Checking(Box<Checking>, Check),
    Reading(Box<Reading>),
    Read(Box<Verified>),
    Computing(Box<Computing>),
    Computed(Box<Ledger>),
    /// With what the frame of the page asks for, before it is drawn.
    Indexed(Box<Ledger>),
}

impl Opening {
    /// Whether what comes next goes through all findings at once, or draws the page.
    fn is_before_a_long_step(&self) -> bool {
        matches!(self, Self::Read(_) | Self::Computed(_) | Self::Indexed(_))
    }

    fn step(self) -> Result<Self, BundleError> {
        Ok(match self {
            Self::Checking(checking, check) => match check(*checking)? {
                ControlFlow::Continue(rest) => Self::Checking(rest.into(), check),
                ControlFlow::Break(checked) => Self::Reading(checked.into()),
            },
            Self::Reading(mut reading) => match reading.step()? {
                Some(verified) => Self::Read(verified.into()),
                None => Self::Reading(reading),
            },
            Self::Read(verified) => {
                let Verified { bundle, digest } = *verified;
                Self::Computing(Computing::of(bundle, Some(digest), Options::default()).into())
            }
            Self::Computing(computing) => match computing.step() {
                Step::More(rest) => Self::Computing(rest),
                Step::Done(ledger) => Self::Computed(ledger),
            },
            Self::Computed(ledger) => match ledger.index_frame() {
                false => Self::Computed(ledger),
                true => Self::Indexed(ledger),
            },
            Self::Indexed(ledger) => Self::Indexed(ledger),
        })
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
