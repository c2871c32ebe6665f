//! What changed with this publish and with those before it.

use std::collections::HashSet;

use crate::bundle::{Change, Edition};
use crate::ledger::{Ledger, summary_of_changes};

use super::app::here;
use super::el::{El, el, live};
use super::marks::counted;
use super::page::Page;

/// One line that opens to every change, the newest publish first. Nothing where no earlier publish is known.
pub fn section(page: Page, ledger: &Ledger) -> Option<El> {
    let newest = ledger.facts.history.first()?;
    let shown = Shown::of(page, ledger);
    let changes: Vec<&Change> = newest.changes.iter().filter(|change| shown.holds(change)).collect();
    let since = format!(", since {}", newest.since.taken_at.day());
    let when = match &ledger.facts.unchanged_since {
        None => "Changed with this publish".to_owned(),
        Some(before) => {
            format!("Unchanged since {}. Last changed on {}", before.taken_at.day(), newest.taken_at.day())
        }
    };
    let what = if changes.is_empty() {
        "nothing among the findings shown".to_owned()
    } else {
        summary_of_changes(&changes, newest.more)
    };
    let line = el("summary").child(el("b").child(when)).child(since).child(": ").child(what);
    let all = live(move || here(page).map(|views| (views.changes)(page)));
    Some(el("details").class("changed").attr("data-testid", "changed").child(line).child(all))
}

/// What the line opens to.
pub fn all(page: Page) -> El {
    let ledger = &page.ledger();
    let shown = Shown::of(page, ledger);
    el("div").children(ledger.facts.history.iter().filter_map(|edition| of_edition(page, ledger, edition, &shown)))
}

/// Under a filter only the findings that it lets through; what is no finding any more belongs to the whole ledger.
struct Shown<'a>(Option<HashSet<&'a str>>);

impl<'a> Shown<'a> {
    fn of(page: Page, ledger: &'a Ledger) -> Self {
        let keys: HashSet<&str> = page.rows(ledger).map(|row| &*row.key).collect();
        Self((keys.len() < ledger.rows.len()).then_some(keys))
    }

    fn holds(&self, change: &Change) -> bool {
        self.0.as_ref().is_none_or(|keys| change.key.as_deref().is_some_and(|key| keys.contains(key)))
    }
}

fn of_edition(page: Page, ledger: &Ledger, edition: &Edition, shown: &Shown<'_>) -> Option<El> {
    let groups = edition.by_finding().into_iter().filter_map(|(key, changes)| {
        let first = changes.first().filter(|change| shown.holds(change))?;
        // A finding that is gone has no row to lead to.
        let link = key.filter(|key| ledger.row(key).is_some()).map(|key| page.to_finding(key));
        let subject = el("a").maybe("href", link).child(first.subject().to_owned());
        let lines = changes.iter().map(|change| el("li").child(change.words()));
        Some(el("li").child(subject).child(el("ul").children(lines)))
    });
    let groups: Vec<El> = groups.collect();
    let heading = format!("{}, since {}", edition.taken_at.readable(), edition.since.taken_at.readable());
    let more = (edition.more > 0).then(|| {
        let words = format!("{} more, which the record does not hold", counted(edition.more, "change"));
        el("p").class("quiet").child(words)
    });
    (!groups.is_empty()).then(|| {
        el("section").child(el("h3").child(heading)).child(el("ul").class("changes").children(groups)).maybe_child(more)
    })
}

/// What past publishes changed of one finding, the newest first.
pub fn timeline(ledger: &Ledger, key: &str) -> Option<El> {
    let moments = ledger.facts.history.iter().filter_map(|edition| {
        let changes: Vec<&Change> =
            edition.changes.iter().filter(|change| change.key.as_deref() == Some(key)).collect();
        let lines = || changes.iter().map(|change| el("li").child(change.words()));
        let at = el("time").attr("datetime", edition.taken_at.to_string()).child(edition.taken_at.day().to_string());
        (!changes.is_empty()).then(|| el("li").child(at).child(el("ul").children(lines())))
    });
    let moments: Vec<El> = moments.collect();
    (!moments.is_empty()).then(|| el("ul").class("changes").attr("data-testid", "timeline").children(moments))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use leptos::prelude::{Owner, RenderHtml as _};

    use super::*;
    use crate::bundle::{Digest, Field, Instant, Since, What};
    use crate::ledger::flag::testing::Case;
    use crate::ui::browser::Location;
    use crate::ui::el::Node;

    fn at(day: &str) -> Instant {
        Instant::parse(day).expect("a day")
    }

    fn edition(day: &str, key: Option<&str>) -> Edition {
        let (from, to) = (Some("L2".to_owned()), Some("L3".to_owned()));
        let what = What::Field { name: Field::SolRigor, from, to };
        let change = Change { key: key.map(str::to_owned), title: "A <finding>".to_owned(), what };
        Edition::of(at(day), Since { taken_at: at("2026-10-01"), digest: Digest::of("a") }, vec![change])
    }

    fn ledger(history: Vec<Edition>) -> Ledger {
        let mut case = Case::done();
        case.bundle.history = history;
        case.ledger()
    }

    fn html(ledger: &Ledger) -> Option<String> {
        Owner::new().with(|| {
            let page = Page::new(Arc::new(ledger.clone()), Location::new());
            section(page, ledger).map(|section| Node::from(section).to_html())
        })
    }

    #[test]
    fn without_an_earlier_publish_nothing_is_said() {
        assert_eq!(html(&ledger(Vec::new())), None);
    }

    #[test]
    fn the_newest_publish_comes_first_and_a_finding_that_is_gone_is_no_link() {
        let key = ledger(Vec::new()).rows[0].key.clone();
        let now = edition("2026-11-01", Some(&key));
        let html = html(&ledger(vec![now, edition("2026-10-02", Some("gone"))])).unwrap_or_default();
        assert!(html.contains("<b>Changed with this publish</b>, since 2026-10-01: "), "{html}");
        assert!(html.contains("sol_rigor from L2 to L3"));
        assert!(html.contains(&format!("finding={key}")) && html.contains("<a>A &lt;finding&gt;</a>"), "{html}");
    }

    #[test]
    fn a_publish_without_changes_says_when_the_last_one_was() {
        let mut ledger = ledger(vec![edition("2026-10-02", None)]);
        ledger.facts.unchanged_since = Some(Since { taken_at: at("2026-10-03"), digest: Digest::of("b") });
        let html = html(&ledger).unwrap_or_default();
        assert!(html.contains("Unchanged since 2026-10-03. Last changed on 2026-10-02"), "{html}");
    }

    #[test]
    fn a_finding_has_a_timeline_of_its_own() {
        let ledger = ledger(vec![edition("2026-10-02", Some("a")), edition("2026-10-01", Some("b"))]);
        let html = |key| timeline(&ledger, key).map(|list| Node::from(list).to_html());
        assert!(html("a").is_some_and(|html| html.contains("2026-10-02") && !html.contains("2026-10-01")));
        assert_eq!(html("c"), None);
    }
}
