//! Words and shapes that mean the same in every view. Colour only repeats what they say.

use crate::bundle::{Severity, Waiver};
use crate::ledger::points::Arm;
use crate::ledger::{Facts, Flag, Hardware, Lifecycle, NOT_RECORDED, Rigor, Row, Tier, recorded};

use super::chart::written;
use super::el::{El, Node, Text, el, svg};

/// Words of the registry or the lake, or that there are none.
pub fn or_not_recorded(text: Option<&str>) -> Node {
    match text.filter(|text| !text.trim().is_empty()) {
        Some(text) => text.to_owned().into(),
        None => not_recorded().into(),
    }
}

pub fn not_recorded() -> El {
    el("span").class("nr").child(NOT_RECORDED)
}

/// Stands beside a value that rests on a default of the format.
pub fn by_default(is_default: bool) -> Option<El> {
    is_default.then(|| el("span").class("nr").child(" (not recorded)"))
}

/// The words of a field of a row, for scripts to read.
pub fn field(name: &'static str, content: impl Into<Node>) -> El {
    el("span").attr("data-field", name).child(content)
}

/// A quiet second line.
pub fn sub(content: impl Into<Node>) -> El {
    el("span").class("sub").child(content)
}

/// For those who hear the page.
pub fn heard(words: impl Into<Node>) -> El {
    el("span").class("vh").child(words)
}

/// A name that is copied: an id, a commit, a cell.
pub fn id(name: impl Into<Node>) -> El {
    el("span").class("id").child(name)
}

/// Four steps, as many filled as the rigor has.
pub fn rigor_bar(rigor: Rigor) -> El {
    let step = |level: u8| el("i").maybe("class", (level <= rigor.level()).then_some("on"));
    el("span").class("rig").attr("aria-hidden", "true").children((1..=4).map(step))
}

/// Rigor over tier: how strong the evidence under a row is.
pub fn evidence(row: &Row, facts: &Facts) -> [El; 2] {
    [rigor(row, facts), tier(row, facts)]
}

fn rigor(row: &Row, facts: &Facts) -> El {
    el("span")
        .class("v")
        .child(rigor_bar(row.best_rigor))
        .child(heard("rigor "))
        .child(field("rigor", row.best_rigor.name()))
        .maybe_child(by_default(recorded::rigor_is_default(row, facts)))
}

fn tier(row: &Row, facts: &Facts) -> El {
    let name = row.effective_tier.map_or("none", Tier::name);
    el("span")
        .class(Text::Owned(format!("sub tier {name}")))
        .child(heard("tier "))
        .child(field("tier", name))
        .maybe_child(by_default(recorded::tier_is_default(row, facts)))
        .maybe_child((row.effective_tier.is_some() && !row.grounded).then_some(", ungrounded"))
}

/// The class that gives a severity its shape and colour.
pub fn severity_class(severity: Severity) -> Text {
    Text::Owned(format!("flag {}", severity.name()))
}

/// A flag by its code: the severity for those who hear it, a shape and the code, and whether somebody accepted it.
pub fn flag(flag: &Flag) -> [Node; 3] {
    let code = el("span").class(severity_class(flag.severity)).attr("data-flag", flag.code).child(flag.code);
    [heard(format!("{} ", flag.severity.name())).into(), code.into(), flag.waived.then_some(" (waived)").into()]
}

/// Who accepted a flag, why, and until when.
pub fn waiver(waiver: &Waiver) -> String {
    let Waiver { owner, reason, expires, .. } = waiver;
    format!("Waived through {expires} by {owner}: {reason}")
}

/// A shape and a word.
pub fn lifecycle(lifecycle: Lifecycle) -> El {
    el("span").class(Text::Owned(format!("lc {}", lifecycle.name()))).child(lifecycle.title())
}

/// `1 finding`, `2 findings`.
pub fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// The tokens of a row as one phrase; none where it has none.
pub fn tokens(hardware: &[Hardware]) -> Option<String> {
    let names: Vec<&str> = hardware.iter().map(|hardware| hardware.name()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// What a row is measured against and on, as one quiet line, so that no figure stands alone.
pub fn context(row: &Row) -> String {
    let baseline = row.finding.baseline.as_deref().filter(|text| !text.trim().is_empty());
    let hardware = row.finding.hardware.as_deref().filter(|text| !text.trim().is_empty());
    format!(
        "against {}, on {}",
        baseline.unwrap_or("a baseline not recorded"),
        hardware.unwrap_or("hardware not recorded")
    )
}

/// That line, as a second line that stands by itself.
pub fn place(row: &Row) -> El {
    el("span").class("sub place").child(context(row))
}

/// The known issues of a finding, a line each: they go wherever its figures go.
pub fn known_issues(row: &Row) -> impl Iterator<Item = El> {
    row.finding.known_issues.iter().map(|issue| {
        let note = issue.note.as_deref().filter(|note| !note.trim().is_empty()).unwrap_or(NOT_RECORDED);
        sub(format!("Known issue: {note}"))
    })
}

/// A label and what belongs to it, in a `dl`.
pub fn fact(label: &'static str, content: impl Into<Node>) -> [El; 2] {
    [el("dt").child(label), el("dd").child(content)]
}

/// The shape of an arm, in a line of words.
pub fn arm(arm: Arm) -> El {
    svg("svg")
        .class(format!("sign mark {}", arm.name()))
        .attr("viewBox", "0 0 12 12")
        .attr("aria-hidden", "true")
        .child(arm_shape(arm, 6.0, 6.0))
}

/// A square for the baseline, a disc for the candidate, a small cross for any other point.
pub fn arm_shape(arm: Arm, x: f64, y: f64) -> El {
    /// Half the width of a mark.
    const HALF: f64 = 4.0;
    match arm {
        Arm::Baseline => svg("rect")
            .attr("x", written(x - HALF))
            .attr("y", written(y - HALF))
            .attr("width", written(2.0 * HALF))
            .attr("height", written(2.0 * HALF)),
        Arm::Candidate => svg("circle").attr("cx", written(x)).attr("cy", written(y)).attr("r", written(HALF + 0.5)),
        Arm::Other => {
            let (left, right, top, foot) = (x - 3.0, x + 3.0, y - 3.0, y + 3.0);
            let path = [left, top, right, foot, left, foot, right, top].map(written);
            let [a, b, c, d, e, f, g, h] = path;
            svg("path").attr("d", format!("M{a} {b}L{c} {d}M{e} {f}L{g} {h}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_arm_has_a_shape_of_its_own() {
        let tags: Vec<String> = [Arm::Baseline, Arm::Candidate, Arm::Other]
            .map(|arm| {
                use leptos::prelude::RenderHtml;
                Node::from(arm_shape(arm, 6.0, 6.0)).to_html()
            })
            .to_vec();
        assert!(tags[0].starts_with("<rect") && tags[1].starts_with("<circle") && tags[2].starts_with("<path"));
        assert!(tags.iter().all(|tag| !tag.contains("NaN")));
    }
}
