//! Files and words handed to the browser, which saves or copies them. What writes them may have to be fetched first.

use gloo::timers::callback::Timeout;
use leptos::prelude::{GetUntracked, document};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::js_sys::Array;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::ui::page::Page;
use crate::ui::parts::{Coming, Documents, documents, documents_so_far};
use crate::ui::taken::Taken;

use super::focus::{copy, say};

const REFUSED: &str = "This browser does not let the page copy. Download a file in its place.";
const NOT_ARRIVED: &str = "What writes documents could not be fetched. Try again, or reload the page.";

/// Takes the rows shown away in the way of that name.
pub fn take(page: Page, what: String) {
    match documents_so_far() {
        // At once: a browser may let the page copy only in answer to what its reader does.
        Some(documents) => write(documents, page, &what),
        None => spawn_local(async move {
            match documents().await {
                Some(documents) => write(documents, page, &what),
                None => say(NOT_ARRIVED.to_owned()),
            }
        }),
    }
}

fn write(documents: &Documents, page: Page, what: &str) {
    match (documents.taken)(page, what) {
        Some(Taken::Copied { text, said }) => copy(text, said, REFUSED),
        Some(Taken::Saved { name, media_type, text, said }) => save(&name, media_type, &text, said),
        Some(Taken::Refused { said }) => say(said),
        None => {}
    }
}

/// Downloads the plot of that place in the open finding.
pub fn save_plot(page: Page, place: usize) {
    let (Some(row), Coming::Here(views)) = (page.open.get_untracked(), page.views.get_untracked()) else { return };
    let Some(plot) = (views.saved_plot)(&page.ledger(), row, &page.address_now(), place) else { return };
    let done = format!("Download started: {}.", plot.name);
    save(&plot.name, "image/svg+xml", &plot.text, done);
}

/// Hands a file to the browser, which asks or saves as the reader has set it, and says so.
fn save(name: &str, media_type: &str, text: &str, done: String) {
    say(match offer(name, media_type, text) {
        Ok(()) => done,
        Err(_) => format!("This browser does not let the page save {name}."),
    });
}

fn offer(name: &str, media_type: &str, text: &str) -> Result<(), JsValue> {
    /// A browser that asks where to save has read the file by then.
    const KEPT_MS: u32 = 60_000;
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&JsValue::from_str(text)), &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.dyn_into()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Timeout::new(KEPT_MS, move || drop(Url::revoke_object_url(&address))).forget();
    Ok(())
}
