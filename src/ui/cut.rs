//! What is said below a list of which only the first entries are in the document.

use super::el::{El, el};
use super::marks::counted;
use super::page::Page;

/// Nothing is left out of a list without a word, and in a browser the reader may ask for the rest.
pub fn not_drawn<T>(page: Page, list: &[T], one: &str) -> Option<El> {
    let more = list.len().saturating_sub(page.first(list).len());
    let all = page.may_be_whole().then(|| {
        let words = format!("Show all {}", list.len());
        el("button").attr("type", "button").class("act").attr("data-whole", "").child(words)
    });
    (more > 0).then(|| {
        el("p")
            .class("notice")
            .child(format!("and {} more", counted(more, one)))
            .maybe_child(all.map(|all| el("span").child(" ").child(all)))
    })
}
