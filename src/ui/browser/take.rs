//! Files and words that leave the page. What is in them is written by [`crate::report`], as the command writes it.

use gloo::timers::callback::Timeout;
use leptos::prelude::{GetUntracked, document};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::Array;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::ledger::{Column, Ledger, Portability, View};
use crate::report::{File, RenderError, brief_text, file_name, levers_text, matrix_text, portability_text, rows_text};
use crate::ui::app::TITLE;
use crate::ui::dossier::saved_plot;
use crate::ui::marks::counted;
use crate::ui::page::Page;
use crate::ui::take_away::{BRIEF, TABLE};

use super::focus::{copy, say};

const REFUSED: &str = "This browser does not let the page copy. Download a file in its place.";

/// Takes the rows shown away in the way of that name.
#[inline(never)]
pub fn take(page: Page, what: &str) {
    let taken = match what {
        BRIEF => {
            copy(brief_text(TITLE, &shown(page)), "Brief copied.", REFUSED);
            Ok(())
        }
        TABLE => copy_table(page),
        _ => File::from_extension(what).map_or(Ok(()), |file| download(page, file)),
    };
    if let Err(error) = taken {
        say(error.to_string());
    }
}

/// Downloads the plot of that place in the open finding.
#[inline(never)]
pub fn save_plot(page: Page, place: usize) {
    let Some(row) = page.open.get_untracked() else { return };
    let Some(plot) = saved_plot(&page.ledger(), row, &page.address_now(), place) else { return };
    let done = format!("Download started: {}.", plot.name);
    save(&plot.name, "image/svg+xml", &plot.text, done);
}

/// The ledger of the rows shown.
fn shown(page: Page) -> Ledger {
    page.ledger().selected(&page.filter.get_untracked())
}

fn download(page: Page, file: File) -> Result<(), RenderError> {
    let ledger = shown(page);
    let (more, text): (&[&str], String) = match page.view.get_untracked() {
        View::Portability => {
            let (whole, rows) = (page.ledger(), page.shown.get_untracked());
            let of = Portability::of(&whole, rows.iter().copied());
            (&["portability"], portability_text(file, TITLE, &ledger, &of)?)
        }
        _ => (&[], file.write(TITLE, &ledger)?),
    };
    let name = file_name(&ledger, more, file.extension());
    let done = format!("Download started: {name}, {}.", counted(ledger.rows.len(), "finding"));
    save(&name, file.media_type(), &text, done);
    Ok(())
}

/// The table of the view: its rows in the order in which they stand there, group by group.
fn copy_table(page: Page) -> Result<(), RenderError> {
    let ledger = page.ledger();
    let (rows, address) = (page.shown.get_untracked(), page.address_now());
    match address.view {
        View::Frontier => {
            copy(levers_text(&ledger, &rows, address.order)?, "Levers copied, as a table.", REFUSED);
            return Ok(());
        }
        View::Portability => {
            copy(
                matrix_text(&Portability::of(&ledger, rows.iter().copied()))?,
                "Findings by model copied, as a table.",
                REFUSED,
            );
            return Ok(());
        }
        _ => {}
    }
    let rows = ledger.listed(&rows, address.sort).concat();
    let columns: Vec<Column> = Column::ALL.into_iter().filter(|of| !address.hidden.contains(of)).collect();
    copy(rows_text(&ledger, &rows, &columns)?, "Table copied.", REFUSED);
    Ok(())
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
