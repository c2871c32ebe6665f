//! A finding: everything that the registry and the lake say about it. The claim comes first, then why it stands as it
//! does, the measurements, the code, where it holds, what is wrong, what comes next, and the campaigns.

mod campaigns;
mod claim;
mod code;
mod context;
mod next;
mod plot;
mod points;
#[cfg(any(feature = "web", test))]
mod saved;
mod scope;
mod sol;
mod standing;
mod statement;

use leptos::prelude::{Get, With};

use crate::ledger::statement::statement;
use crate::ledger::{Ledger, Row};

use super::changes;
use super::el::{El, Node, el, live};
use super::page::Page;

#[cfg(feature = "web")]
pub use saved::{Saved, saved_plot};

pub const HEADING_ID: &str = "finding-title";

/// What the parts need to know.
#[derive(Clone, Copy)]
struct Subject<'a> {
    ledger: &'a Ledger,
    row: &'a Row,
}

#[inline(never)]
pub fn view(page: Page) -> Option<El> {
    let index = page.open.get()?;
    let ledger = page.ledger();
    let row = ledger.rows.get(index)?;
    let subject = Subject { ledger: &ledger, row };
    let stated = statement(row, &ledger.facts);
    let parts: [Option<El>; 16] = [
        Some(standing::standing(subject)),
        Some(points::points(page, index, subject)),
        context::measurements(subject),
        sol::sol(subject),
        Some(code::code(subject)),
        scope::scope(subject),
        Some(standing::flags(subject)),
        claim::issues(subject),
        Some(next::lever(page, subject)),
        next::economics(subject),
        Some(statement::value_statement(&stated)),
        Some(campaigns::campaigns(subject)),
        campaigns::supporting(subject),
        scope::ceilings(subject),
        Some(scope::record(subject)),
        changes::timeline(&ledger, &row.key).map(|timeline| part("Timeline", timeline)),
    ];
    Some(
        el("aside")
            .about(row.key.clone())
            .class("dossier")
            .attr("aria-labelledby", HEADING_ID)
            .attr("data-dossier", row.key.clone())
            .child(live(move || left_out(page, index)))
            .child(claim::claim(page, subject, &stated))
            .children(parts.into_iter().flatten()),
    )
}

/// A finding that was opened stays open, whatever is shown beside it.
fn left_out(page: Page, index: usize) -> Option<El> {
    let is_shown = page.shown.with(|shown| shown.contains(index));
    let words = "The filter leaves this finding out: it is none of those shown and counted.";
    (!is_shown).then(|| el("p").class("notice").child(words))
}

/// A part with its heading.
fn part(heading: &'static str, content: impl Into<Node>) -> El {
    el("section").class("part").child(el("h3").child(heading)).child(content)
}

/// Labels and what belongs to them.
#[derive(Default)]
struct Facts(Vec<El>);

impl Facts {
    fn push(&mut self, label: &'static str, content: impl Into<Node>) {
        self.0.extend(super::marks::fact(label, content));
    }

    /// Nothing where nothing is recorded.
    fn text(&mut self, label: &'static str, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            self.push(label, text.to_owned());
        }
    }

    fn list(&mut self, label: &'static str, items: &[String]) {
        if !items.is_empty() {
            self.push(label, items.join(", "));
        }
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn into_el(self) -> El {
        el("dl").children(self.0)
    }
}

/// A link where the address is safe to follow, else the words alone.
pub fn linked(words: String, address: Option<String>) -> Node {
    match address {
        Some(address) => {
            // A print writes the address out behind words that are not the address itself.
            let class = if words == address { "out" } else { "out named" };
            el("a").class(class).attr("href", address).attr("rel", "noopener noreferrer").child(words).into()
        }
        None => words.into(),
    }
}
