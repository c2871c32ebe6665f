//! The head of every view: what this is, how it came about, the views, the hardware.

use leptos::prelude::{Get, With};

use crate::bundle::Severity;
use crate::ledger::{Facet, Ledger, MAX_COMPARED, Notice, View};

use super::app::TITLE;
use super::browser::days_since;
use super::el::{El, Node, Text, el, live};
use super::filters;
use super::marks::{counted, heard, id, severity_class};
use super::page::{Page, href};
use super::{present, shortcuts, take_away};

pub fn example_banner(ledger: &Ledger) -> Option<El> {
    let words = "Synthetic example data. No figure here was measured.";
    ledger.facts.registry.example.then(|| el("p").class("banner").role("note").child(words))
}

/// What the published lake did not answer when the snapshot was taken.
pub fn partial_banner(ledger: &Ledger) -> Option<El> {
    let unanswered = ledger.unanswered()?;
    let open = if unanswered.is_empty() {
        String::new()
    } else {
        format!(" These campaigns may be more than is shown: {}.", unanswered.join(", "))
    };
    let words = format!("Partial data. The published lake did not answer everything.{open}");
    Some(el("p").class("banner").role("note").attr("data-testid", "partial").child(words))
}

/// Says that the data is older than the policy lets pass, once somebody's clock says so.
pub fn old_banner(ledger: &Ledger) -> Option<El> {
    let words = too_old(days_since(ledger.facts.taken_at)?, ledger.facts.policy.stale_days)?;
    Some(el("p").class("banner old").role("note").attr("data-testid", "old").child(words))
}

fn too_old(days: i64, limit: u32) -> Option<String> {
    (days > i64::from(limit)).then(|| {
        let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
        format!("This snapshot is {days} old; policy.yaml lets {limit} pass.")
    })
}

pub fn header(page: Page) -> El {
    let ledger = &page.ledger();
    let against = ledger.facts.registry.baseline_context.as_deref().filter(|text| !text.trim().is_empty());
    el("header")
        .class("head")
        .maybe_child(example_banner(ledger))
        .maybe_child(partial_banner(ledger))
        .child(el("h1").child(TITLE))
        .child(take_away::menu(page))
        .maybe_child(against.map(|text| el("p").class("against").child(text.to_owned())))
        .child(stamp(ledger).child(present::link(page)))
}

/// Where the figures come from, so that a print or a picture can be traced.
pub fn stamp(ledger: &Ledger) -> El {
    let facts = &ledger.facts;
    let registry = &facts.registry;
    let source = match &registry.commit {
        Some(commit) => el("span")
            .class("registry")
            .child("registry ")
            .child(el("b").child(short(commit, 12)))
            .maybe_child(registry.modified.then_some(" (modified)")),
        None => el("span")
            .class("registry")
            .child("registry ")
            .child(el("b").child(short(registry.sha256.as_str(), 12)))
            .child(" (no commit)"),
    };
    let age = match days_since(facts.taken_at) {
        // Nobody's clock was asked; the style sheet keeps the room, so that no line moves when one is.
        None => String::new(),
        Some(i64::MIN..=-1) => ", after this device's clock".to_owned(),
        Some(0) => ", today".to_owned(),
        Some(1) => ", 1 day ago".to_owned(),
        Some(days) => format!(", {days} days ago"),
    };
    let taken = el("span")
        .child("snapshot ")
        .child(el("b").child(el("time").attr("datetime", facts.taken_at.to_string()).child(facts.taken_at.readable())))
        .child(el("span").class("age").child(age));
    let digest = facts.digest.as_ref().map(|digest| {
        el("span")
            .class("digest")
            .attr("title", digest.to_string())
            .child("digest ")
            .child(id(digest.short().to_owned()))
            .child(" verified")
    });
    el("p")
        .class("stamp")
        .child(source)
        .maybe_child(digest)
        .child(el("span").class("count").child(counted(ledger.rows.len(), "finding")))
        .child(taken)
}

/// The views and the hardware: always on the screen.
#[inline(never)]
pub fn bar(page: Page) -> El {
    el("div").class("bar").child(views(page)).child(hardware(page))
}

fn views(page: Page) -> El {
    let link = |view: View| {
        let current = move || (page.view.get() == view).then_some(Text::Borrowed("page"));
        el("a")
            .attr("data-view", view.name())
            .live("href", move || Some(page.to_view(view)))
            .live("aria-current", current)
            .child(view.title())
            .maybe_child((view == View::Flags).then(|| live(move || errors(page))))
    };
    el("nav").attr("aria-label", "Views").children(View::LINKED.map(link))
}

/// How many errors stand among the rows shown: it is known without opening the view.
fn errors(page: Page) -> Option<El> {
    let errors = page.shown.with(|shown| page.ledger().errors_among(shown));
    let class = severity_class(Severity::Error);
    (errors > 0).then(|| el("small").class(class).child(heard(" ")).child(errors.to_string()).child(heard(" errors")))
}

/// One token, or all of them; several at once only come from an address.
fn hardware(page: Page) -> El {
    let choices = move || {
        let ledger = page.ledger();
        let address = page.address();
        let counts = address.filter.counts(Facet::Hardware, &ledger);
        let none = address.filter.chosen(Facet::Hardware).is_empty();
        let choice = |label: String, values: Vec<String>, count: Option<usize>, chosen: bool| {
            el("a")
                .attr("href", href(&address.filtered(address.filter.clone().with(Facet::Hardware, values))))
                .maybe("aria-current", chosen.then_some("true"))
                .child(label)
                .maybe_child(count.map(|count| {
                    el("small").child(heard(", ")).child(count.to_string()).child(heard(if count == 1 {
                        " finding"
                    } else {
                        " findings"
                    }))
                }))
        };
        let all = choice("All".to_owned(), Vec::new(), None, none);
        let each = counts
            .into_iter()
            .map(|count| choice(count.value.clone(), vec![count.value], Some(count.count), count.chosen));
        el("div").class("seg").attr("data-filter", Facet::Hardware.name()).child(all).children(each)
    };
    el("section")
        .class("segs")
        .attr("aria-label", "Hardware")
        .child(live(move || filters::shown(page)))
        .child(live(choices))
}

/// What of the address means nothing in this ledger.
pub fn notices(page: Page) -> El {
    let said = live(move || -> Option<Node> {
        let notices = page.notices();
        if notices.is_empty() {
            return None;
        }
        let (surplus, unknown): (Vec<_>, Vec<_>) = notices.iter().partition(|notice| notice.surplus);
        let said = |start: &str, notices: &[&Notice], end: &str| {
            let parts: Vec<String> = notices.iter().map(ToString::to_string).collect();
            (!parts.is_empty()).then(|| format!("{start}: {}. {end}", parts.join(", ")))
        };
        let parts = [
            said("Left out of the filter", &unknown, "Nothing in this ledger goes by that name."),
            said("Not compared", &surplus, &format!("{MAX_COMPARED} findings are the most that stand side by side.")),
        ];
        Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" ").into())
    });
    el("p").class("notice").role("status").child(said)
}

pub fn footer(page: Page) -> El {
    let ledger = page.ledger();
    let registry = &ledger.facts.registry;
    let digest = ledger.facts.digest.as_ref().map(ToString::to_string);
    el("footer")
        .class("foot")
        .child(shortcuts::button(page))
        .child(el("span").child(ledger.facts.tool.clone()))
        .maybe_child(registry.commit.clone().map(|commit| el("span").child("registry at ").child(id(commit))))
        .child(el("span").child(registry.file.clone()).child(" sha256 ").child(id(registry.sha256.to_string())))
        .maybe_child(digest.map(|digest| el("span").child("bundle ").child(id(digest))))
}

fn short(text: &str, length: usize) -> String {
    text.chars().take(length).collect()
}

#[cfg(test)]
mod tests {
    use leptos::prelude::RenderHtml as _;

    use super::*;
    use crate::bundle::Citation;
    use crate::ledger::flag::testing::Case;

    #[test]
    fn data_is_too_old_from_the_day_after_the_limit() {
        assert_eq!(too_old(90, 90), None);
        assert_eq!(too_old(-3, 0), None, "a clock that is behind");
        let old = too_old(123, 90);
        assert_eq!(old.as_deref(), Some("This snapshot is 123 days old; policy.yaml lets 90 pass."));
        assert_eq!(too_old(1, 0).as_deref(), Some("This snapshot is 1 day old; policy.yaml lets 0 pass."));
    }

    #[test]
    fn a_partial_snapshot_says_what_it_leaves_open() {
        let html = |case: &Case| partial_banner(&case.ledger()).map(|banner| Node::from(banner).to_html());
        let mut case = Case::done().cites("20261101T000000Z-a", Citation::Unreachable).as_published(|_| {});
        assert_eq!(html(&case), None);
        case.bundle.consulted.partial = true;
        assert!(html(&case).is_some_and(|html| html.contains("more than is shown: 20261101T000000Z-a.")));
    }
}
