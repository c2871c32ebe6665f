//! Where we stand: counts by hardware, then what is claimed, what is in flight and what is wrong, a line each. Every
//! figure leads to exactly the rows that it counts.

use crate::bundle::Severity;
use crate::ledger::{
    Claim, Facet, FlagCounts, Hardware, Headline, InFlight, Kind, Ledger, Lifecycle, NOT_RECORDED, Row, Tally, View,
};
use crate::ui::el::{El, Node, Text, el};
use crate::ui::marks::{counted, heard, severity_class};
use crate::ui::page::Page;

use super::heading;

const MEANS: &str = "proven: deployable, verdict tier, grounded; hardware is never summed";
/// How many codes are named in a line.
const CODES: usize = 3;

pub fn standing(page: Page, ledger: &Ledger, rows: &[&Row], headline: &Headline) -> El {
    let lines = el("dl")
        .class("lines")
        .children(line("Claims", claims(page, rows)))
        .children(line("In flight", in_flight(page, rows)))
        .children(line("Flags", flags(page, ledger, rows)));
    el("section")
        .child(heading("Where we stand", MEANS))
        .maybe_child((!headline.by_hardware.is_empty()).then(|| by_hardware(page, headline)))
        .maybe_child(apart(page, headline))
        .child(lines)
}

fn line(label: &'static str, content: El) -> [El; 2] {
    [el("dt").child(label), content]
}

/// A row a hardware, a column a kind.
fn by_hardware(page: Page, headline: &Headline) -> El {
    let has_any = |kind: &Kind| headline.by_hardware.iter().any(|(_, tally)| tally.of_kind(*kind) > 0);
    // The four lifecycles always have their column; what is broken only where there is some.
    let is_listed = |kind: &Kind| !matches!(kind, Kind::Unknown | Kind::Mixed) || has_any(kind);
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(is_listed).collect();
    let heading = |kind: &Kind| {
        el("th")
            .attr("scope", "col")
            .class(if *kind == Kind::Proven { "n top" } else { "n" })
            .attr("title", format!("{}: {}", kind.title(), kind.meaning()))
            .child(kind.short())
    };
    let row = |(hardware, tally): &(Hardware, Tally)| {
        let name = hardware.name();
        let link = el("a").maybe("href", page.to_rows([(Facet::Hardware, name)])).child(name);
        el("tr")
            .child(el("th").attr("scope", "row").child(link))
            .children(kinds.iter().map(|kind| count(page, *hardware, *kind, tally.of_kind(*kind))))
    };
    let corner = el("td").child(heard("Hardware"));
    el("table")
        .class("sum")
        .child(el("thead").child(el("tr").child(corner).children(kinds.iter().map(heading))))
        .child(el("tbody").children(headline.by_hardware.iter().map(row)))
}

fn count(page: Page, hardware: Hardware, kind: Kind, count: usize) -> El {
    let link = page.to_rows([(Facet::Hardware, hardware.name()), (Facet::Kind, kind.name())]);
    el("td").class(if kind == Kind::Proven { "n top" } else { "n" }).child(linked(link, count, count.to_string()))
}

/// Rows that belong to no one hardware.
pub fn apart(page: Page, headline: &Headline) -> Option<El> {
    let (mixed, unnamed) = (headline.mixed.rows(), headline.unnamed.rows());
    let link = |count: usize, facet: (Facet, &str), what: &str| {
        (count > 0).then(|| figure(page, [facet], count, format!("{count} {what}")))
    };
    let between = (mixed > 0 && unnamed > 0).then_some(", ");
    (mixed > 0 || unnamed > 0).then(|| {
        el("p")
            .class("sub apart")
            .child("Apart: ")
            .maybe_child(link(mixed, (Facet::Kind, Kind::Mixed.name()), "with several hardware tokens"))
            .maybe_child(between)
            .maybe_child(link(unnamed, (Facet::Hardware, NOT_RECORDED), "with none"))
            .child(".")
    })
}

/// A link to the rows that its words count.
pub fn figure<const N: usize>(page: Page, facets: [(Facet, &str); N], count: usize, words: impl Into<Node>) -> El {
    linked(page.to_rows(facets), count, words)
}

/// The same, of a link.
pub fn linked(to: Option<Text>, count: usize, words: impl Into<Node>) -> El {
    let link = el("a").maybe("href", to).attr("data-figure", count.to_string());
    link.maybe("class", (count == 0).then_some("z")).child(words)
}

/// Findings with a claimed gain are counted; gains are never added up.
fn claims(page: Page, rows: &[&Row]) -> El {
    let count = |claim: Claim| rows.iter().filter(|row| Claim::of(row) == claim).count();
    let part = |claim: Claim| {
        let count = count(claim);
        figure(page, [(Facet::Claim, claim.name())], count, format!("{count} {}", claim.title()))
    };
    let claimed = Claim::CLAIMED.map(count).into_iter().fold(0, usize::saturating_add);
    let [grounded, ungrounded, without] = Claim::CLAIMED.map(part);
    let all = page.to_any([(Facet::Claim, &Claim::CLAIMED.map(Claim::name))]);
    el("dd")
        .class("figs")
        .child("of ")
        .child(linked(all, claimed, claimed.to_string()))
        .child(": ")
        .child(grounded)
        .child(", ")
        .child(ungrounded)
        .child(", ")
        .child(without)
}

fn in_flight(page: Page, rows: &[&Row]) -> El {
    let found = InFlight::of(rows.iter().copied());
    let in_progress = (Facet::Lifecycle, Lifecycle::InProgress.name());
    let all = figure(page, [in_progress], found.rows, format!("{} in progress", found.rows));
    let blocked = figure(
        page,
        [in_progress, (Facet::Severity, Severity::Error.name())],
        found.blocked,
        format!("{} blocked", found.blocked),
    );
    let code = |(code, count): &(&'static str, usize)| {
        el("span").class("fig code").child(figure(
            page,
            [in_progress, (Facet::Blocker, code)],
            *count,
            format!("{count} {code}"),
        ))
    };
    // A phone has room for the first alone, so what is not named is counted from there.
    let others = |named: usize, class: &'static str| {
        let more = found.by_code.len().saturating_sub(named);
        (more > 0).then(|| el("span").class(class).child(format!("and {}", counted(more, "other code"))))
    };
    el("dd")
        .child(el("span").class("fig").child(all))
        .child(el("span").class("fig").child(blocked).maybe_child((found.blocked > 0).then_some(" by")))
        .children(found.by_code.iter().take(CODES).map(code))
        .maybe_child(others(CODES, "fig quiet broad"))
        .maybe_child(others(1, "fig quiet narrow"))
}

/// How many flags of each severity, and on how many findings: those it leads to.
fn flags(page: Page, ledger: &Ledger, rows: &[&Row]) -> El {
    let counts = FlagCounts::of(rows.iter().flat_map(|row| &row.flags).chain(&ledger.flags));
    let part = |(severity, count, name): (Severity, usize, &str)| {
        let stands = |row: &&&Row| row.flags.iter().any(|flag| flag.severity == severity && !flag.waived);
        let on = rows.iter().filter(stands).count();
        let link = figure(page, [(Facet::Severity, severity.name())], on, on.to_string()).child(heard(" findings"));
        el("span")
            .class("fig")
            .child(el("span").class(severity_class(severity)).child(counted(count, name)))
            .maybe_child((count > 0).then(|| el("span").child(" on ").child(link)))
    };
    let severities = [
        (Severity::Error, counts.errors, "error"),
        (Severity::Warning, counts.warnings, "warning"),
        (Severity::Info, counts.infos, "note"),
    ];
    let whole = (!ledger.flags.is_empty()).then(|| {
        let link = el("a").attr("href", page.to_view(View::Flags)).child("some on the ledger as a whole");
        el("span").class("fig").child(link)
    });
    el("dd").children(severities.map(part)).maybe_child(whole)
}
