//! What is claimed, against what, on what, and what is known to be wrong with it.

use crate::ledger::safe_address;
use crate::ui::compare;
use crate::ui::el::{El, el};
use crate::ui::marks::{context, heard, id, lifecycle, or_not_recorded};
use crate::ui::page::{Page, href};

use super::{HEADING_ID, Subject, linked, part, statement};

pub fn claim(page: Page, subject: Subject<'_>, stated: &Result<String, Vec<String>>) -> El {
    let finding = &subject.row.finding;
    let readiness = finding.deploy_readiness.as_deref().filter(|text| !text.trim().is_empty());
    let readiness = readiness.map_or_else(|| ", readiness not recorded".to_owned(), |text| format!(", {text}"));
    el("div")
        .class("claim")
        .child(
            el("div")
                .class("acts")
                .child(lifecycle(subject.row.lifecycle))
                .child(id(subject.row.key.clone()))
                .child(el("button").attr("type", "button").class("act").attr("data-copy", "").child("Copy link"))
                .child(statement::act(stated))
                .child(compare::choice(page, subject.row))
                .child(
                    el("a")
                        .class("act close")
                        .live("href", move || Some(href(&page.address().closed())))
                        .attr("data-close", "")
                        .child("Close")
                        .child(el("kbd").attr("aria-hidden", "true").child("Esc")),
                ),
        )
        .child(el("h2").attr("id", HEADING_ID).attr("tabindex", "-1").child(subject.row.title().to_owned()))
        .child(el("p").class("claimed").child(heard("Win: ")).child(or_not_recorded(finding.win.as_deref())))
        .child(el("p").class("sub").child(format!("{}{readiness}", context(subject.row))))
        .maybe_child(
            finding
                .why
                .as_deref()
                .filter(|why| !why.trim().is_empty())
                .map(|why| el("p").class("why").child(why.to_owned())),
        )
}

/// Shown with the finding wherever it is shown.
pub fn issues(subject: Subject<'_>) -> Option<El> {
    let issues = &subject.row.finding.known_issues;
    let item = |issue: &crate::bundle::KnownIssue| {
        let link = issue.link.as_deref().map(str::to_owned);
        let address = issue.link.as_deref().and_then(safe_address).map(str::to_owned);
        let owner = issue.owner.as_deref().map(|owner| format!(" Owner: {owner}."));
        let campaigns = (!issue.campaigns.is_empty()).then(|| format!(" Campaigns: {}.", issue.campaigns.join(", ")));
        el("li")
            .child(or_not_recorded(issue.note.as_deref()))
            .maybe_child(campaigns)
            .maybe_child(owner)
            .maybe_child(link.map(|link| el("span").child(" ").child(linked(link, address))))
    };
    (!issues.is_empty()).then(|| part("Known issues", el("ul").class("issues").children(issues.iter().map(item))))
}
