//! The operating points behind a finding: where the claim came from, a plot, and a table in which each point has its
//! own full context.

use crate::bundle::MAX_POINTS;
use crate::ledger::descriptor::{of_point, phrase};
use crate::ledger::points::{ClaimCell, ClaimPoint, RowPoint, claim_points, points_of};
use crate::ledger::significant;
use crate::ui::el::{El, Node, el, live};
use crate::ui::marks::{arm, counted, heard, id, not_recorded};
use crate::ui::page::Page;

use super::context::terms;
use super::{Subject, part, plot};

pub fn points(page: Page, index: usize, subject: Subject<'_>) -> El {
    let points = points_of(subject.row, &subject.ledger.facts);
    if points.is_empty() {
        let words = el("p").class("quiet").child("No found campaign records an operating point.");
        return part("Operating points", el("div").child(origin(subject)).child(words));
    }
    let content = el("div")
        .child(origin(subject))
        .child(live(move || plot::drawn(page, index)))
        .child(table(&points))
        .child(el("p").class("sub paper").child("The full context of every other point is on the page itself."))
        .children(cut_short(subject));
    part("Operating points", content)
}

/// Which point and which arm the claim was made from.
fn origin(subject: Subject<'_>) -> El {
    let claims = claim_points(subject.row, &subject.ledger.facts);
    el("ul").class("origin").children(claims.iter().flat_map(|claim| {
        match claim {
            ClaimPoint::Measurement { index, cell } => {
                let measured =
                    subject.row.finding.measurements.get(*index).and_then(|measured| measured.metric.clone());
                let what = format!("{} was measured at ", measured.unwrap_or_else(|| "A number".to_owned()));
                vec![cell_named(what, cell)]
            }
            ClaimPoint::Champion { baseline, recommended, .. } => {
                [("Baseline: ", baseline), ("Candidate: ", recommended)]
                    .into_iter()
                    .map(|(what, cell)| match cell {
                        Some(cell) => cell_named(what.to_owned(), cell),
                        None => el("li").child(what).child(not_recorded()),
                    })
                    .collect()
            }
            ClaimPoint::NotRecorded => {
                vec![el("li").class("quiet").child("Nobody recorded which operating point the claim was made from.")]
            }
        }
    }))
}

fn cell_named(what: String, cell: &ClaimCell<'_>) -> El {
    let concurrency = cell.concurrency.map(|concurrency| format!(" at c={concurrency}"));
    let cell_id = cell.cell.map_or_else(not_recorded, |cell| id(cell.to_owned()));
    el("li")
        .child(what)
        .child(cell_id)
        .maybe_child(concurrency)
        .maybe_child(cell.campaign.map(|campaign| el("span").child(" in ").child(id(campaign.to_owned()))))
        .maybe_child(cell.problem.as_ref().map(|problem| el("span").class("notice").child(format!(". {problem}"))))
}

/// Where a campaign has more points than a bundle carries.
fn cut_short(subject: Subject<'_>) -> Vec<El> {
    let of = |id: &str| subject.ledger.facts.campaigns.get(id).and_then(|campaign| campaign.points.as_ref());
    let cut = subject.row.found().filter_map(|(_, name, _)| Some((name, of(name)?)));
    cut.filter(|(_, points)| points.carried < points.total)
        .map(|(name, points)| {
            el("p").class("notice").child(id(name.to_owned())).child(format!(
                " has {} points, and {} are carried here: at most {MAX_POINTS} a campaign, first those that \
                 measurements or champion cells name.",
                points.total, points.carried
            ))
        })
        .collect()
}

const COLUMNS: [(&str, &str); 6] =
    [("cell", "Point"), ("n", "c"), ("n", "out tok/s/GPU"), ("n", "tok/s/user"), ("n", "TPOT ms"), ("n", "TTFT ms")];

fn table(points: &[RowPoint<'_>]) -> El {
    let heading =
        |(class, title): (&'static str, &'static str)| el("th").attr("scope", "col").class(class).child(title);
    let groups = points.chunk_by(|a, b| (a.campaign, a.point.hardware) == (b.campaign, b.point.hardware));
    el("div").class("wide-table").child(
        el("table")
            .class("points")
            .child(el("caption").child(heard("Operating points")))
            .child(el("thead").child(el("tr").children(COLUMNS.map(heading))))
            .children(groups.map(of_campaign)),
    )
}

/// The points of one campaign on one hardware.
fn of_campaign(points: &[RowPoint<'_>]) -> El {
    let name = points.first().map(|point| point.campaign).unwrap_or_default();
    let hardware = points.first().and_then(|point| point.point.hardware).unwrap_or("hardware not recorded");
    let heading = el("th")
        .attr("scope", "rowgroup")
        .attr("colspan", COLUMNS.len().to_string())
        .child(id(name.to_owned()))
        .child(el("small").child(format!(" {hardware}, {}", counted(points.len(), "point"))));
    el("tbody").child(el("tr").class("grp").child(heading)).children(points.iter().flat_map(rows))
}

/// The figures of a point, and under them all that they depend on.
fn rows(point: &RowPoint<'_>) -> [El; 2] {
    let measured = &point.point;
    let number = |value: Option<f64>| -> Node {
        value.map_or_else(|| not_recorded().into(), |value| significant(value, 6).into())
    };
    let cell = el("th")
        .attr("scope", "row")
        .class("cell")
        .child(arm(point.arm))
        .child(heard(format!("{}: ", point.arm.name())))
        .child(measured.cell_id.map_or_else(|| not_recorded().into(), |cell| Node::from(id(cell.to_owned()))))
        .maybe_child(measured.status.filter(|status| *status != "full").map(|status| format!(" ({status})")));
    let numbers =
        [measured.output_tps_per_gpu, measured.output_tps_per_user, measured.tpot_median_ms, measured.ttft_avg_ms];
    let concurrency: Node =
        measured.concurrency.map_or_else(|| not_recorded().into(), |concurrency| concurrency.to_string().into());
    let claimed = point.claimed.then(|| el("p").class("claims").child("The claim was made from this point."));
    let context = el("details")
        .class("more")
        .child(el("summary").child("full context"))
        .child(el("p").child(figures(point)))
        .child(terms(&of_point(measured)));
    [
        el("tr")
            .attr("data-cell", measured.cell_id.unwrap_or_default().to_owned())
            .child(cell)
            .child(el("td").class("n").child(concurrency))
            .children(numbers.map(|value| el("td").class("n").child(number(value)))),
        el("tr")
            .class(if point.claimed { "ctx of-claim" } else { "ctx" })
            .child(el("td").attr("colspan", COLUMNS.len().to_string()).maybe_child(claimed).child(context)),
    ]
}

/// What a point measured, with its units.
pub fn figures(point: &RowPoint<'_>) -> String {
    let measured = &point.point;
    let of = |value: Option<f64>, unit: &str| value.map(|value| format!("{} {unit}", significant(value, 6)));
    let named = |name: &str, value: Option<f64>, unit: &str| of(value, unit).map(|value| format!("{name} {value}"));
    let words = [
        of(measured.output_tps_per_gpu, "output tok/s/GPU"),
        of(measured.total_tps_per_gpu, "total tok/s/GPU"),
        of(measured.output_tps_per_user, "tok/s/user"),
        named("TPOT", measured.tpot_median_ms, "ms"),
        named("ITL", measured.itl_avg_ms, "ms"),
        named("TTFT", measured.ttft_avg_ms, "ms"),
        of(measured.request_throughput_avg, "req/s"),
        named("DCGM SM active", measured.dcgm_sm_active.map(|ratio| ratio * 100.0), "%"),
        named("DCGM DRAM active", measured.dcgm_dram_active.map(|ratio| ratio * 100.0), "%"),
        named("DCGM tensor active", measured.dcgm_tensor_active.map(|ratio| ratio * 100.0), "%"),
        measured.captured_at.map(|at| format!("captured {at}")),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    let name = measured.cell_id.unwrap_or("a point without a name");
    format!("{}, {name}: {}", point.arm.name(), words.join(", "))
}

/// The point in one breath, for those who hear the page: figures, then all that they depend on.
pub fn said_of(point: &RowPoint<'_>) -> String {
    format!("{}. {}", figures(point), phrase(&of_point(&point.point)))
}
