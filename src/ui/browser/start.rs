//! Starts the page: which bundle, and where.

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::{ArcRwSignal, Set, document};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::ui::app::{Load, app};
use crate::ui::el::Node;

use super::fetch::fetch;

/// The name of the meta element that says which bundle is shown: `embedded`, or a relative address.
const META: &str = "meta[name=value-ledger-bundle]";
const EMBEDDED: &str = "embedded";
/// The element that the page is put into; what is in it until then is taken out.
const ROOT_ID: &str = "app";

/// The page as it stands in a document; dropping it takes the page away.
pub type App = UnmountHandle<<Node as leptos::prelude::Render>::State>;

/// Shows the bundle that the document names.
pub fn start(embedded: &str) {
    let Some(root) = document().get_element_by_id(ROOT_ID).and_then(|root| root.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    match named_bundle() {
        Some(address) => {
            let load = ArcRwSignal::new(Load::Loading);
            mount(&root, load.clone()).forget();
            wasm_bindgen_futures::spawn_local(async move { load.set(fetch(address).await) });
        }
        None => mount(&root, ArcRwSignal::new(Load::of(embedded))).forget(),
    }
}

/// Puts the page into an element, in place of what is there.
pub fn mount(root: &HtmlElement, load: ArcRwSignal<Load>) -> App {
    root.set_text_content(None);
    mount_to(root.clone(), move || app(load))
}

fn named_bundle() -> Option<String> {
    let meta = document().query_selector(META).ok().flatten()?;
    let content = meta.get_attribute("content")?;
    let content = content.trim();
    (content != EMBEDDED).then(|| content.to_owned())
}
