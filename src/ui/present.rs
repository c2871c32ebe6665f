//! The presentation: one group a screen in large type, over whatever view the address names.

use std::sync::Arc;

use leptos::prelude::{Get, With, untrack};

use crate::bundle::Severity;
use crate::ledger::frontier::{lever, wall};
use crate::ledger::present::{Content, Screen, screens};
use crate::ledger::{
    CodeCount, Facet, Filter, FlagCounts, Hardware, Headline, Kind, Ledger, Lever, Lifecycle, Row, Tally, flag,
};

use super::el::{El, Text, el};
use super::marks::{
    by_default, context, counted, evidence, heard, known_issues, lifecycle, or_not_recorded, severity_class, sub,
};
use super::overview::{apart, figure, linked};
use super::page::{Page, href};
use super::paper::citing;
use super::{frontier, header};

/// What has the focus at each step, so that the screen is read out.
pub const HEADING_ID: &str = "screen-title";

/// The way in, for every view.
pub fn link(page: Page) -> El {
    let first = move || Some(href(&page.address().presenting(Some(1))));
    el("a").class("act present").live("href", first).attr("data-present", "").child("Present")
}

/// How many screens there are, untracked: for what a key leads to.
#[cfg_attr(not(feature = "web"), expect(dead_code, reason = "only a browser has keys"))]
pub fn last(page: Page) -> usize {
    untrack(|| all(page, &page.ledger())).len()
}

/// What the screen is called, tracked; none where nothing is presented.
#[cfg_attr(not(feature = "web"), expect(dead_code, reason = "only a browser shows a title"))]
pub fn title(page: Page) -> Option<String> {
    let number = page.present.get()?;
    let ledger = page.ledger();
    all(page, &ledger).get(number.checked_sub(1)?).map(Screen::heading)
}

/// Every screen of the shown rows, tracked.
fn all(page: Page, ledger: &Ledger) -> Arc<[Screen]> {
    page.filter.with(|filter| page.screens.of(ledger, filter, screens))
}

#[inline(never)]
pub fn view(page: Page) -> Option<El> {
    let number = page.present.get()?;
    let ledger = page.ledger();
    let all = all(page, &ledger);
    let screen = all.get(number.checked_sub(1)?)?;
    let is_cover = matches!(screen.content, Content::Cover(_));
    let heading = el("h1")
        .attr("id", HEADING_ID)
        .attr("tabindex", "-1")
        .child(heard(format!("Screen {number} of {}: ", all.len())))
        .child(if is_cover { super::app::TITLE.to_owned() } else { screen.heading() });
    Some(
        el("main")
            .about(number.to_string())
            .class("show")
            .attr("data-screen-number", number.to_string())
            .maybe_child(header::example_banner(&ledger))
            .maybe_child(header::partial_banner(&ledger))
            .maybe_child(header::old_banner(&ledger))
            .child(header::notices(page))
            .child(
                el("div")
                    .class("show-body")
                    .child(el("div").class("show-head").child(heading).maybe_child(note(screen)))
                    .maybe_child(scope(page, &ledger))
                    .child(content(page, &ledger, screen)),
            )
            .child(foot(page, &ledger, number, all.len())),
    )
}

/// What the group is, beside its name.
fn note(screen: &Screen) -> Option<El> {
    let words = match &screen.content {
        Content::Cover(_) => return None,
        Content::Wins(_) => Kind::Proven.meaning(),
        Content::Group(lifecycle, _) => lifecycle.meaning(),
        Content::Levers(_) => "what to try next, ranked over the whole ledger",
        Content::Banked(_) => "exhausted: nothing is left to try, and why",
        Content::Flags(_, _) => "how often each code was raised, waived ones too",
    };
    Some(el("p").class("quiet").child(words))
}

/// Which rows are presented, where they are not all.
fn scope(page: Page, ledger: &Ledger) -> Option<El> {
    let words = page.filter.with(Filter::words);
    (!words.is_empty()).then(|| {
        let shown = page.shown.with(|shown| shown.len());
        let counts = format!("{shown} of {} findings. ", ledger.rows.len());
        el("p").class("scope").child(counts).child(words.join(", "))
    })
}

fn content(page: Page, ledger: &Ledger, screen: &Screen) -> El {
    match &screen.content {
        Content::Cover(headline) => cover(page, ledger, headline),
        Content::Wins(rows) if rows.is_empty() => nothing("No finding shown here is done, deployable and proven."),
        Content::Wins(rows) | Content::Group(_, rows) => {
            let rows = rows.iter().filter_map(|row| Some(finding(page, ledger, ledger.rows.get(*row)?)));
            table(["Win and finding", "Baseline and hardware", "Evidence", "Errors"]).child(el("tbody").children(rows))
        }
        Content::Levers(levers) if levers.is_empty() => {
            let (_, banked) = frontier::shown(page, ledger);
            el("div").class("show-empty").child(frontier::none_active(ledger, &banked))
        }
        Content::Levers(levers) => {
            let lever = |place: &usize| {
                let lever = ledger.frontier.active.get(*place)?;
                Some(active(page, ledger, lever, ledger.rows.get(lever.row)?))
            };
            let columns = ["Lever, and the finding it is on", "Unlock and gate", "Gain so far", "Evidence under it"];
            table(columns).class("show-rows levered").child(el("tbody").children(levers.iter().filter_map(lever)))
        }
        Content::Banked(levers) => {
            let lever = |place: &usize| {
                let lever = ledger.frontier.banked.get(*place)?;
                Some(banked(page, ledger, ledger.rows.get(lever.row)?))
            };
            let columns = ["Finding", "Why nothing is left", "Lifecycle", "Evidence"];
            table(columns).child(el("tbody").children(levers.iter().filter_map(lever)))
        }
        Content::Flags(severity, codes) => flags(*severity, codes),
    }
}

fn nothing(words: &'static str) -> El {
    el("p").class("show-empty").child(words)
}

/// Counts by hardware, never summed over two; each leads to its rows.
fn cover(page: Page, ledger: &Ledger, headline: &Headline) -> El {
    let against = ledger.facts.registry.baseline_context.as_deref().filter(|text| !text.trim().is_empty());
    let each = |(hardware, tally): &(Hardware, Tally)| {
        let (proven, all, name) = (tally.of_kind(Kind::Proven), tally.rows(), hardware.name());
        let kind = [(Facet::Hardware, name), (Facet::Kind, Kind::Proven.name())];
        // What names other hardware too is counted apart.
        let alone = page.to_any([(Facet::Hardware, &[name]), (Facet::Kind, &Kind::OF_ONE.map(Kind::name))]);
        el("li")
            .child(el("b").child(figure(page, kind, proven, proven.to_string())))
            .child(el("span").child(format!("on {name}")))
            .child(sub("of ").child(linked(alone, all, counted(all, "finding"))))
    };
    let apart = apart(page, headline);
    let is_empty = headline.by_hardware.is_empty() && apart.is_none();
    let figures = el("ul").class("figures").children(headline.by_hardware.iter().map(each));
    let proven = el("div")
        .child(el("h2").child("Deployable and proven").child(el("small").child("by hardware, never summed")))
        .child(figures)
        .maybe_child(apart);
    let shown = if is_empty { nothing("No finding is shown.") } else { proven };
    el("div")
        .class("cover")
        .maybe_child(against.map(|text| el("p").class("against").child(text.to_owned())))
        .child(shown)
        .child(header::stamp(ledger))
}

fn table(columns: [&'static str; 4]) -> El {
    let head = columns.map(|title| el("th").role("columnheader").attr("scope", "col").child(title));
    el("table")
        .role("table")
        .class("show-rows")
        .child(el("thead").role("rowgroup").child(el("tr").role("row").children(head)))
}

fn cell(class: &'static str) -> El {
    el("td").role("cell").class(class)
}

fn link_to(page: Page, row: &Row) -> El {
    el("span")
        .class("named-title")
        .child(el("a").attr("href", page.to_finding(&row.key)).child(row.title().to_owned()))
        .maybe_child(by_default(row.is_untitled()))
}

fn finding(page: Page, ledger: &Ledger, row: &Row) -> El {
    let errors = FlagCounts::of(&row.flags).errors;
    let errors = match errors {
        0 => el("span").class("ok").child("no errors"),
        count => el("span").class(severity_class(Severity::Error)).child(counted(count, "error")),
    };
    let unproven = matches!(row.lifecycle, Lifecycle::Done | Lifecycle::InProgress) && !row.proven();
    let won = if row.proven() { "won" } else { "won unproven" };
    el("tr")
        .role("row")
        .attr("data-presented", row.key.clone())
        .child(
            citing(cell("claim"), row, &ledger.facts)
                .child(el("span").class(won).child(or_not_recorded(row.finding.win.as_deref())))
                .maybe_child(unproven.then(|| el("span").class("unproven-mark").child("not proven")))
                .child(link_to(page, row))
                .children(known_issues(row)),
        )
        .child(
            cell("on")
                .child(el("span").child(heard("against ")).child(or_not_recorded(row.finding.baseline.as_deref())))
                .child(sub(or_not_recorded(row.finding.hardware.as_deref()))),
        )
        .child(cell("ev").children(evidence(row, &ledger.facts)))
        .child(cell("errors").child(errors))
}

fn active(page: Page, ledger: &Ledger, entry: &Lever, row: &Row) -> El {
    el("tr")
        .role("row")
        .attr("data-presented", row.key.clone())
        .child(
            citing(cell("claim"), row, &ledger.facts)
                .child(
                    el("span")
                        .class("what")
                        .child(el("span").class("place").child(format!("{}. ", entry.rank)))
                        .child(or_not_recorded(lever(row))),
                )
                .children(frontier::repeats(page, ledger, row))
                .child(link_to(page, row))
                .child(sub(context(row)))
                .children(known_issues(row)),
        )
        .child(
            cell("on")
                .child(frontier::labelled("Unlock", row.finding.next_unlock.as_deref()))
                .child(frontier::labelled("Gate", row.finding.next_gate.as_deref())),
        )
        .child(cell("gain").child(frontier::gain(row)))
        .child(cell("ev").children(evidence(row, &ledger.facts)))
}

fn banked(page: Page, ledger: &Ledger, row: &Row) -> El {
    let why = lever(row).and_then(wall);
    let claim = citing(cell("claim"), row, &ledger.facts).child(link_to(page, row)).child(sub(context(row)));
    el("tr")
        .role("row")
        .attr("data-presented", row.key.clone())
        .child(claim.children(known_issues(row)))
        .child(cell("on").child(why.map_or(Text::Borrowed("no evidence recorded"), |text| text.to_owned().into())))
        .child(cell("gain").child(lifecycle(row.lifecycle)))
        .child(cell("ev").children(evidence(row, &ledger.facts)))
}

fn flags(severity: Severity, codes: &[CodeCount]) -> El {
    let line = |code: &CodeCount| {
        let means = flag::rule(code.code).map(|rule| rule.means);
        el("li").child(el("b").child(code.count.to_string())).child(
            el("span").child(el("span").class(severity_class(severity)).child(code.code)).maybe_child(means.map(sub)),
        )
    };
    el("ul").class("show-flags").children(codes.iter().map(line))
}

/// The steps, as links that work without a keyboard, and where the figures come from, so that a picture can be traced.
fn foot(page: Page, ledger: &Ledger, number: usize, last: usize) -> El {
    let step = |to: Option<usize>, label: &'static str, key: &'static str| match to {
        Some(to) => el("a")
            .attr("href", href(&page.address().presenting(Some(to))))
            .attr("data-step", "")
            .child(label)
            .child(el("kbd").attr("aria-hidden", "true").child(key)),
        None => el("span").class("quiet").attr("aria-hidden", "true").child(label),
    };
    let leave = el("a")
        .attr("href", href(&page.address().presenting(None)))
        .attr("data-leave", "")
        .child("Leave")
        .child(el("kbd").attr("aria-hidden", "true").child("Esc"));
    let before = number.checked_sub(1).filter(|before| *before > 0);
    let after = Some(number.saturating_add(1)).filter(|after| *after <= last);
    let place = el("span").class("show-place").attr("aria-hidden", "true").child(format!("{number} / {last}"));
    let digest = ledger.facts.digest.as_ref().map(|digest| format!(", digest {}", digest.short()));
    let source = format!("snapshot {}{}", ledger.facts.taken_at.readable(), digest.unwrap_or_default());
    el("div").class("show-foot").child(el("p").class("quiet").child(source)).child(
        el("nav")
            .attr("aria-label", "Screens")
            .child(step(before, "Previous", "\u{2190}"))
            .child(place)
            .child(step(after, "Next", "\u{2192}"))
            .child(leave),
    )
}
