//! What is said below a list of which only the first entries are in the document.

use super::el::{El, el};
use super::marks::counted;
use super::page::Page;

/// Nothing is left out of a list without a word, and in a browser the reader may ask for more.
pub fn not_drawn<T>(page: Page, list: &[T], one: &str) -> Option<El> {
    rest(page, list.len(), page.first(list).len(), one)
}

/// The same where so many of so many entries are in the document.
pub fn rest(page: Page, all: usize, drawn: usize, one: &str) -> Option<El> {
    let more = all.saturating_sub(drawn);
    let button = || el("button").attr("type", "button").class("act").attr("data-more", "").child("Show more");
    let button = page.may_ask().then(|| el("span").child(" ").child(button()));
    (more > 0).then(|| el("p").class("notice").child(format!("and {} more", counted(more, one))).maybe_child(button))
}
