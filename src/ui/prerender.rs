//! The page as HTML text: what is on the screen before its program has arrived, on paper, and where scripts are off.
//!
//! It is the first view as the page itself draws it, so that nothing moves when the page takes its place. Below it
//! stands everything else, which the style sheet shows where no program will come, and before it comes what of it the
//! address asks for: a view without a filter.

use std::sync::Arc;

use leptos::prelude::{Owner, RenderHtml as _};

use crate::ledger::{Ledger, View};

use super::app::{frame, view};
use super::browser::Location;
use super::el::{El, Node, el};
use super::page::Page;
use super::window::{FIRST, UNASKED};
use super::{flags, frontier, portability, table};

/// What lies around the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Around {
    /// The other files of a site.
    Site,
    /// Nothing: the page is all there is.
    Nothing,
}

/// How many rows of the ledger are in the text, of so many findings.
pub fn rows_in_text(findings: usize) -> usize {
    findings.min(most_rows(findings))
}

/// At most how many rows: a browser reads all of the text before it starts the program, and the program shows the rest.
fn most_rows(findings: usize) -> usize {
    if findings <= UNASKED { UNASKED } else { FIRST }
}

/// The whole page without a filter: the first view, then the ledger, the frontier, the flags and the matrix.
pub fn prerender(ledger: Arc<Ledger>, around: Around) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        let most_rows = most_rows(ledger.rows.len());
        let page = Page::new(ledger, Location::new()).with_at_most(most_rows);
        Node::from(el("div").class("page prerendered").child(frame(page, view(page), rest(page, around)))).to_html()
    });
    owner.cleanup();
    html
}

/// What the first view leads to, all of it on one page. An empty registry has nothing more to show.
fn rest(page: Page, around: Around) -> Option<El> {
    let rows = page.ledger().rows.len();
    let part = |view: View, content: El| {
        el("section").attr("id", view.name()).child(el("h2").child(view.title())).child(content)
    };
    (rows > 0).then(|| {
        el("div")
            .class("rest")
            .child(without_scripts(around))
            .child(part(View::Ledger, table::view(page)))
            .maybe_child(left_out(rows, around))
            .child(part(View::Frontier, frontier::view(page)))
            .child(part(View::Flags, flags::view(page)))
            .child(part(View::Portability, portability::view(page)))
    })
}

fn without_scripts(around: Around) -> El {
    let link = |view: View| el("li").child(el("a").attr("href", format!("#{}", view.name())).child(view.title()));
    let words = "Scripts have not run here, so filters and the detail of a finding do not work. What is on this page:";
    let file = |name: &'static str| el("a").attr("href", name).child(name);
    let files = el("p")
        .child("All of it is also in ")
        .child(file("ledger.md"))
        .child(" and, with every operating point, in ")
        .child(file("ledger.json"))
        .child(".");
    el("nav")
        .class("unscripted")
        .attr("aria-label", "Parts of this page")
        .child(el("p").child(words))
        .child(el("ul").children([View::Ledger, View::Frontier, View::Flags, View::Portability].map(link)))
        .maybe_child((around == Around::Site).then_some(files))
}

/// Rows are never left out without a word.
fn left_out(rows: usize, around: Around) -> Option<El> {
    let more = rows.saturating_sub(rows_in_text(rows));
    (more > 0).then(|| {
        let instead = match around {
            Around::Site => "they are in ledger.md and ledger.json",
            Around::Nothing => "they are shown where scripts may run",
        };
        let words = format!("{more} more of {rows} findings are not on this page; {instead}.");
        el("p").class("notice").attr("data-testid", "left-out").child(words)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Finding;
    use crate::ledger::flag::testing::Case;
    use crate::ui::before_each_row;

    fn html(findings: usize) -> String {
        let mut case = Case::done();
        let one = Finding::clone(&case.bundle.findings[0]);
        let named = |number: usize| Finding { id: Some(format!("f{number}").into()), position: number, ..one.clone() };
        case.bundle.findings = (1..=findings).map(|number| Box::new(named(number))).collect();
        prerender(Arc::new(case.ledger()), Around::Site)
    }

    #[test]
    fn every_row_is_on_the_page_and_the_first_view_comes_first() {
        let html = html(3);
        assert_eq!(html.matches("data-finding=").count(), 3);
        assert!(html.find("class=\"overview\"") < html.find("class=\"rest\""));
        assert!(html.contains("data-testid=\"shown\"><b>3</b> of 3 findings"));
        assert!(!html.contains("left-out"));
    }

    #[test]
    fn a_row_that_a_fault_keeps_from_being_drawn_says_so_and_the_others_stand() {
        before_each_row(|row| assert_ne!(row, 1, "a fault of the test's"));
        let html = html(3);
        before_each_row(|_| {});
        assert_eq!(html.matches("data-finding=").count(), 3, "no row is gone");
        assert_eq!(html.matches("data-field=\"win\"").count(), 2);
        let (_, broken) = html.split_once("data-finding=\"f2\"").expect("the row");
        let (broken, _) = broken.split_once("</tr>").expect("its end");
        assert!(broken.contains(">f2</a>") && broken.contains("A fault of this page"), "{broken}");
    }

    #[test]
    fn over_the_cap_the_page_says_how_many_more_there_are() {
        let whole = html(UNASKED);
        assert_eq!(["data-finding=", "data-lever="].map(|of| whole.matches(of).count()), [UNASKED; 2]);
        let html = html(UNASKED + 7);
        assert_eq!(html.matches("data-finding=").count(), FIRST);
        assert!(
            html.contains("57 more of 107 findings are not on this page"),
            "a row is never left out without a word"
        );
        assert!(html.contains("<b>107</b> of 107 findings"), "the count is that of all rows");
        assert_eq!(html.matches("data-lever=").count(), FIRST);
        assert!(html.contains("and 57 active levers more"), "and no entry of another list");
    }

    #[test]
    fn an_empty_registry_is_said() {
        let html = html(0);
        assert!(html.contains("The registry holds no findings") && !html.contains("class=\"rest\""));
    }
}
