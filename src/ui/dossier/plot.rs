//! Operating points as a plot: one mark a point, baseline and candidate told apart by shape.

use crate::bundle::OperatingPoint;
use crate::ledger::descriptor::of_point;
use crate::ledger::points::{Arm, RowPoint, are_of_one_sweep, points_of};
use crate::ledger::{Address, Axis, Mark, Plot, plots};
use crate::ui::chart::{BOTTOM, HEIGHT, LEFT, LIFT, Labels, RIGHT, Scale, TOP, WIDTH, written};
use crate::ui::el::{El, Node, el, live, svg};
use crate::ui::marks::{arm, arm_shape, counted, heard};
use crate::ui::page::{Page, href};

use super::context::terms;
use super::points::{figures, said_of};

/// A plot a hardware, or one for all where the reader asked for that, of the row of that place. The axis and the sharing
/// are the address's, tracked.
pub fn drawn(page: Page, row: usize) -> El {
    let ledger = page.ledger();
    let points = ledger.rows.get(row).map(|row| points_of(row, &ledger.facts)).unwrap_or_default();
    let address = page.address();
    let has_a_place = |axis: Axis| drawings(&points, axis, false).iter().any(|plot| !plot.marks.is_empty());
    if !Axis::ALL.into_iter().any(has_a_place) {
        let words = "No point has throughput per GPU beside interactivity or a latency, so there is no plot.";
        return el("p").class("quiet").child(words);
    }
    let axis = address.axis;
    let apart = drawings(&points, axis, false).len();
    let asked_for = drawings(&points, axis, address.together);
    let choice = |choice: Axis| {
        let link = Address { axis: choice, ..address.clone() };
        el("a")
            .attr("href", href(&link))
            .attr("data-axis", choice.name())
            .maybe("aria-current", (choice == axis).then_some("true"))
            .child(choice.title())
    };
    let together = (apart > 1).then(|| {
        let link = Address { together: !address.together, ..address.clone() };
        let words = if address.together { "One plot for each hardware" } else { "All hardware on one plot" };
        el("p").class("sub").child(el("a").class("act").attr("href", href(&link)).child(words))
    });
    let axes = el("div").class("seg").role("group").attr("aria-label", "Output tok/s/GPU against");
    el("div")
        .class("plots")
        .child(axes.children(Axis::ALL.map(choice)))
        // Apart, so that the link below stays where it is when the number of plots changes.
        .child(
            el("div").children(asked_for.iter().enumerate().map(|(place, plot)| drawing(place, plot, axis, &points))),
        )
        .child(live(move || pointed_at(page, row)))
        .maybe_child(together)
}

/// The plots on that axis, one for each hardware or one for all of them.
pub fn drawings(points: &[RowPoint<'_>], axis: Axis, together: bool) -> Vec<Plot> {
    let measured: Vec<OperatingPoint<'_>> = points.iter().map(|point| point.point).collect();
    plots(&measured, axis, together)
}

fn drawing(place: usize, plot: &Plot, axis: Axis, points: &[RowPoint<'_>]) -> El {
    let hardware = plot.hardware.join(" and ");
    if plot.marks.is_empty() {
        let words = format!(
            "No point on {hardware} has both {} and output tok/s/GPU above zero, and did not fail.",
            axis.title()
        );
        return el("p").class("quiet").child(words);
    }
    let label = format!(
        "Output tok/s/GPU against {} in {} on {hardware}, {}. The arrow keys lead from mark to mark.",
        axis.title(),
        axis.unit(),
        counted(plot.marks.len(), "point")
    );
    let aimed_at = |place: usize, mark: &Mark, point: &RowPoint<'_>, drawn: El| {
        drawn
            .role("img")
            .attr("data-point", mark.point.to_string())
            .attr("tabindex", if place == 0 { "0" } else { "-1" })
            .attr("aria-label", said_of(point))
    };
    let frame = svg("svg")
        .class("plot")
        .attr("viewBox", format!("0 0 {WIDTH} {HEIGHT}"))
        .role("group")
        .attr("aria-label", label)
        .children(inside(plot, axis, points, aimed_at));
    let save = el("button")
        .attr("type", "button")
        .class("act")
        .attr("data-save-plot", place.to_string())
        .child("Save SVG")
        .child(heard(format!(" of the plot of {hardware}")));
    let left_out = left_out(plot, "in the table alone");
    el("figure")
        .child(legend(plot, points).child(save))
        .child(frame)
        .maybe_child(left_out.map(|words| el("figcaption").class("sub").child(words)))
}

/// How many points have no place on the plot, where they are, and why; none where all of them have one.
pub fn left_out(plot: &Plot, where_they_are: &str) -> Option<String> {
    let points = counted(plot.left_out, "point");
    let why = "failed, evicted, or without both values above zero.";
    (plot.left_out > 0).then(|| format!("{points} {where_they_are}: {why}"))
}

/// Axes, lines and marks; each mark is dressed for where it stands by its place among the marks.
pub fn inside(
    plot: &Plot,
    axis: Axis,
    points: &[RowPoint<'_>],
    dressed: impl Fn(usize, &Mark, &RowPoint<'_>, El) -> El,
) -> Vec<El> {
    let across = Scale::across(plot.marks.iter().map(|mark| mark.x));
    let up = Scale::up(plot.marks.iter().map(|mark| mark.y));
    // Where several share a plot, the label says which is which, so none is left out.
    let several = plot.hardware.len() > 1;
    let mut labels = Labels::default();
    let marks = plot.marks.iter().enumerate().filter_map(|(place, mark)| {
        let point = points.get(mark.point)?;
        let at = (across.place(mark.x), up.place(mark.y));
        let label = label_of(mark, point, plot).filter(|label| labels.has_room(at, label) || several);
        Some(dressed(place, mark, point, drawn_mark(mark, point, at, label)))
    });
    let marks: Vec<El> = marks.collect();
    let grid = std::iter::once(grid(&across, &up, axis));
    let lines = arms(plot, points).into_iter().map(|arm| line(&arm, &across, &up));
    grid.chain(lines).chain([svg("g").children(marks)]).collect()
}

/// Lines and labels of both axes; those who hear the page have the table.
fn grid(across: &Scale, up: &Scale, axis: Axis) -> El {
    let text = |class: &'static str, x: f64, y: f64, words: String| {
        svg("text").class(class).attr("x", written(x)).attr("y", written(y)).child(words)
    };
    let rule = |x1: f64, y1: f64, x2: f64, y2: f64| {
        svg("line").attr("x1", written(x1)).attr("y1", written(y1)).attr("x2", written(x2)).attr("y2", written(y2))
    };
    let foot = HEIGHT - BOTTOM;
    let rows = up.labelled().into_iter().flat_map(|tick| {
        [rule(LEFT, tick.at, WIDTH - RIGHT, tick.at), text("up", LEFT - 6.0, tick.at + 4.0, tick.label)]
    });
    let columns = across
        .labelled()
        .into_iter()
        .flat_map(|tick| [rule(tick.at, foot, tick.at, foot + 4.0), text("across", tick.at, foot + 17.0, tick.label)]);
    svg("g")
        .class("grid")
        .attr("aria-hidden", "true")
        .children(rows)
        .children(columns)
        .child(text("up name", LEFT, TOP - 10.0, "output tok/s/GPU".to_owned()))
        .child(text("end name", WIDTH - RIGHT, HEIGHT - 4.0, format!("{}, {}", axis.title(), axis.unit())))
}

/// The marks of one campaign, one arm and one load a request, which a thin line joins.
fn arms<'a>(plot: &'a Plot, points: &[RowPoint<'_>]) -> Vec<(Arm, Vec<&'a Mark>)> {
    let mut arms: Vec<(&RowPoint<'_>, Vec<&Mark>)> = Vec::new();
    for mark in &plot.marks {
        let Some(point) = points.get(mark.point).filter(|point| point.arm != Arm::Other) else { continue };
        match arms.iter_mut().find(|(first, _)| are_of_one_sweep(first, point)) {
            Some((_, marks)) => marks.push(mark),
            None => arms.push((point, vec![mark])),
        }
    }
    arms.into_iter().map(|(first, marks)| (first.arm, marks)).collect()
}

fn line((arm, marks): &(Arm, Vec<&Mark>), across: &Scale, up: &Scale) -> El {
    let place = |mark: &&Mark| format!("{},{}", written(across.place(mark.x)), written(up.place(mark.y)));
    let places: Vec<String> = marks.iter().map(place).collect();
    svg("polyline").class(format!("arm {}", arm.name())).attr("points", places.join(" "))
}

/// What stands over a mark: the load of a candidate, and the hardware where a plot has several.
fn label_of(mark: &Mark, point: &RowPoint<'_>, plot: &Plot) -> Option<String> {
    let concurrency = point.point.concurrency.filter(|_| point.arm != Arm::Baseline).map(|c| format!("c={c}"));
    let hardware = plot.hardware.get(mark.hardware).filter(|_| plot.hardware.len() > 1).cloned();
    let words: Vec<String> = [hardware, concurrency].into_iter().flatten().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn drawn_mark(mark: &Mark, point: &RowPoint<'_>, (x, y): (f64, f64), label: Option<String>) -> El {
    let of_claim = if point.claimed { " of-claim" } else { "" };
    let dashed = if mark.hardware > 0 { " second" } else { "" };
    svg("g")
        .class(format!("mark {}{of_claim}{dashed}", point.arm.name()))
        .child(svg("circle").class("aim").attr("cx", written(x)).attr("cy", written(y)).attr("r", "11"))
        .child(arm_shape(point.arm, x, y))
        .maybe_child(label.map(|label| svg("text").attr("x", written(x)).attr("y", written(y - LIFT)).child(label)))
}

/// What the shapes mean, of those that are there.
fn legend(plot: &Plot, points: &[RowPoint<'_>]) -> El {
    let entry = |of: Arm| el("span").class("key").child(arm(of)).child(of.name());
    let hardware = match plot.hardware.as_slice() {
        [first, others @ ..] if !others.is_empty() => format!("solid: {first}; dashed: {}", others.join(", ")),
        names => names.concat(),
    };
    let hardware = el("span").class("key").child(hardware);
    el("p").class("legend").children(arms_in(plot, points).map(entry)).child(hardware)
}

/// The arms that have a mark on the plot.
pub fn arms_in(plot: &Plot, points: &[RowPoint<'_>]) -> impl Iterator<Item = Arm> {
    let arms: Vec<Arm> = plot.marks.iter().filter_map(|mark| points.get(mark.point)).map(|point| point.arm).collect();
    [Arm::Candidate, Arm::Baseline, Arm::Other].into_iter().filter(move |arm| arms.contains(arm))
}

/// The full descriptor of the mark that the pointer or the focus is on.
fn pointed_at(page: Page, row: usize) -> El {
    let ledger = page.ledger();
    let points = ledger.rows.get(row).map(|row| points_of(row, &ledger.facts)).unwrap_or_default();
    let pointed = page.pointed_in(row).and_then(|index| points.get(index));
    let words: Node = match pointed {
        Some(point) => el("div")
            .child(el("p").child(arm(point.arm)).child(figures(point)))
            .child(terms(&of_point(&point.point)))
            .into(),
        None => {
            "Point at a mark, or go from one to the next with Tab and the arrow keys: its full context stands here."
                .into()
        }
    };
    el("div").class("pointed").attr("data-testid", "pointed").child(words)
}
