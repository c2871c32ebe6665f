//! What is said when there is no ledger to show, or no row in it: what happened, and what to do.

use crate::bundle::{BundleError, VERSION};
use crate::ledger::{Filter, Flag, Ledger};

use super::app::{Refusal, TITLE};
use super::el::{El, Node, el};
use super::marks::flag;
use super::page::{Page, href};

fn state(heading: impl Into<Node>, what: impl Into<Node>) -> El {
    el("section").class("state").child(el("h2").child(heading)).child(el("p").child(what))
}

/// A state that stands in for the whole page.
fn instead(heading: &'static str, what: impl Into<Node>) -> El {
    el("main")
        .class("state")
        .role("main")
        .child(el("p").class("state-title").child(TITLE))
        .child(el("h1").child(heading))
        .child(el("p").child(what))
}

/// Shown only when loading takes a while: the style sheet waits before it appears.
pub fn loading() -> El {
    instead("Loading the ledger", "The snapshot is being fetched and its digest checked.").attr("aria-busy", "true")
}

#[inline(never)]
pub fn refused(refusal: &Refusal) -> El {
    let (heading, what, to_do) = match refusal {
        Refusal::NotFetched { address, cause } => (
            "The snapshot could not be fetched",
            format!("This page reads its data from {address}, and that failed: {cause}."),
            "Reload the page. If it stays like this, the file is not where the site was published: publish it again.",
        ),
        Refusal::OtherFile { address } => (
            "The snapshot is not the one of this page",
            format!("This page was published with a snapshot in {address}, and the file there has another digest."),
            "Nothing is shown, because it cannot be told which figures were changed. Reload the page without the \
             browser's cache; if it stays like this, publish the site again as a whole.",
        ),
        Refusal::Unpublished => (
            "This page carries no snapshot",
            "It is the program of a ledger's page, and no ledger was put into it.".to_owned(),
            "Publish a site with it: perftunereport publish --out site.",
        ),
        Refusal::Bundle(error @ BundleError::Newer { .. }) => (
            "This snapshot is newer than this page",
            format!("{}.", sentence(&error.to_string())),
            "Nothing is shown, because figures read by the wrong rules would be worse than none. Reload the page \
             without the browser's cache; if it stays like this, publish the page again with the tool that took the \
             snapshot.",
        ),
        Refusal::Bundle(error @ BundleError::OtherShape) => (
            "This snapshot is not of this page's build",
            format!("{}.", sentence(&error.to_string())),
            "Nothing is shown, because figures read by the wrong rules would be worse than none.",
        ),
        Refusal::Bundle(error @ BundleError::Changed { .. }) => (
            "The snapshot does not match its digest",
            format!("{}.", sentence(&error.to_string())),
            "Nothing is shown, because it cannot be told which figures were changed. Reload the page; if it stays like \
             this, take the snapshot again and publish it.",
        ),
        Refusal::Bundle(error @ BundleError::NotABundle(_)) => (
            "This is not a ledger snapshot",
            format!("{}.", sentence(&error.to_string())),
            "Check the address in the page's value-ledger-bundle meta element, or take the snapshot again and publish \
             it.",
        ),
    };
    let state = instead(heading, what).attr("data-state", "refused").child(el("p").child(to_do));
    state.child(el("p").class("sub").child(format!("This page reads bundles up to version {VERSION}.")))
}

/// The part of the program that draws what is asked for has not come yet.
pub fn on_its_way() -> El {
    state("One moment", "What draws this is being fetched.").attr("data-state", "on-its-way").attr("aria-busy", "true")
}

/// It could not be fetched.
pub fn not_arrived(page: Page) -> El {
    let address = page.address();
    let without = address.closed().presenting(None);
    let again = el("button").class("act").attr("type", "button").attr("data-again", "").child("Try again");
    let close = (without != address).then(|| el("a").class("act").attr("href", href(&without)).child("Close"));
    state(
        "This part of the page did not arrive",
        "What draws it could not be fetched. The rest of the page still works.",
    )
    .attr("data-state", "not-arrived")
    .role("alert")
    .child(el("p").child(again).child(" ").maybe_child(close))
    .child(el("p").class("sub").child("If it stays like this, the site may have been published anew: reload the page."))
}

/// A registry with `findings: []`.
pub fn empty_registry(ledger: &Ledger) -> El {
    let file = &ledger.facts.registry.file;
    let said = |raised: &Flag| el("li").children(flag(raised)).child(" ").child(raised.message.to_string());
    state("The registry holds no findings", format!("{file} was read and its list of findings is empty."))
        .attr("data-state", "empty")
        .child(el("p").child("Add a finding to it and take the snapshot again."))
        .child(el("ul").class("plain").children(ledger.flags.iter().map(said)))
}

/// No row passes the filter.
pub fn no_match(page: Page) -> El {
    let address = page.address();
    let clear = href(&address.filtered(Filter::default()).closed());
    state("No finding matches", "Every finding is filtered out by what is chosen above.")
        .attr("data-state", "no-match")
        .child(el("p").child(el("a").class("act").attr("href", clear).child("Clear the filter")))
}

/// The page's own words.
fn sentence(text: &str) -> String {
    let mut sentence = text.to_owned();
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence
}
