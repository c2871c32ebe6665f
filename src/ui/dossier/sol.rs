//! Percent of the speed of light: bars against the ceiling that each names, and why a figure is not shown as one.

use crate::ledger::significant;
use crate::ledger::sol::{Sol, Unshown, of_row};
use crate::ui::el::{El, el, svg};
use crate::ui::marks::{arm, id};

use super::{Subject, part};

pub fn sol(subject: Subject<'_>) -> Option<El> {
    let shares = of_row(subject.row, &subject.ledger.facts);
    let item = |share: &Result<Sol, Unshown>| match share {
        Ok(sol) => bar(sol),
        Err(Unshown { label, arm: of, why }) => el("li")
            .child(el("span").child(arm(*of)).child(id(label.clone())))
            .child(el("span").class("sub").child(format!("Not shown: {why}"))),
    };
    (!shares.is_empty()).then(|| part("Speed of light", el("ul").class("sols").children(shares.iter().map(item))))
}

/// Widths are attributes of a drawing: a page without inline styles has no other.
fn bar(sol: &Sol) -> El {
    let width = sol.percent.clamp(0.0, 100.0);
    let rect = |class: &'static str, width: f64| {
        svg("rect").class(class).attr("width", significant(width, 5)).attr("height", "8")
    };
    let drawing = svg("svg")
        .class("sol")
        .attr("viewBox", "0 0 100 8")
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true")
        .child(rect("whole", 100.0))
        .child(rect("reached", width));
    el("li")
        .attr("data-ceiling", sol.ceiling.clone())
        .child(el("span").child(arm(sol.arm)).child(id(sol.label.clone())))
        .child(el("b").class("v").child(format!("{} %", significant(sol.percent, 4))))
        .child(drawing)
        .child(el("span").class("sub").child("of ").child(id(sol.ceiling.clone())).child(format!(
            ", {} {}: {}",
            significant(sol.value, 6),
            sol.units,
            sol.source.words()
        )))
}
