//! A plot as a file that stands alone: it names the finding, the hardware, the units and the snapshot, and needs nothing
//! but itself. It is drawn by the same code as the plot on the page.

use leptos::prelude::RenderHtml as _;

use crate::ledger::points::{Arm, RowPoint, points_of};
use crate::ledger::printable::{lines, one_line, xml};
use crate::ledger::{Address, Axis, Ledger, Mark, NOT_RECORDED, Plot, Row};
use crate::report::file_name;
use crate::ui::chart::{HEIGHT, WIDTH, written};
use crate::ui::el::{El, Node, svg};
use crate::ui::marks::arm_shape;

use super::plot::{arms_in, drawings, inside, left_out};
use super::points::said_of;

/// A file, ready to be saved.
pub struct Saved {
    pub name: String,
    pub text: String,
}

/// Around everything, in the drawing's units.
const MARGIN: f64 = 20.0;
/// How many pixels a unit is where nobody scales the file.
const PIXELS: f64 = 2.0;

/// The page's own colours on paper, whatever the reader's device prefers.
const STYLE: &str = "\
svg { font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif; font-variant-numeric: tabular-nums; }
text { font-size: 11px; fill: #5d5b54; }
.paper { fill: #ffffff; }
.title { font-size: 14px; font-weight: 650; fill: #1b1b18; }
.claim { fill: #1b1b18; font-weight: 600; }
.stamp { font-size: 8px; }
.grid line { stroke: #d9d6cc; stroke-width: 1; }
.grid .up, .grid .end { text-anchor: end; }
.grid .across { text-anchor: middle; }
.grid .up.name { text-anchor: start; transform: translateX(-40px); }
.arm { fill: none; stroke: #8d8a80; stroke-width: 1; }
.arm.candidate { stroke: #0a5566; }
.mark > :not(.aim, text, title) { fill: #ffffff; stroke: #5d5b54; stroke-width: 1.5; }
.mark.candidate > :not(.aim, text, title) { fill: #0a5566; stroke: #0a5566; }
.mark.baseline > :not(.aim, text, title) { stroke: #1b1b18; }
.mark.second > :not(.aim, text, title) { fill: #ffffff; stroke-dasharray: 2 1.5; }
.mark text { text-anchor: middle; }
.mark .aim { fill: none; stroke: none; }
.mark.of-claim .aim { stroke: #0a5566; stroke-width: 1; r: 8px; }
";

/// The plot of that place among those that the address asks for; none where there is no such plot, or nothing on it.
pub fn saved_plot(ledger: &Ledger, row: usize, address: &Address, place: usize) -> Option<Saved> {
    let row = ledger.rows.get(row)?;
    let points = points_of(row, &ledger.facts);
    let plots = drawings(&points, address.axis, address.together);
    let plot = plots.get(place).filter(|plot| !plot.marks.is_empty())?;
    let hardware = plot.hardware.join("-");
    let mut whole = ledger.clone();
    whole.selection = None;
    Some(Saved {
        name: file_name(&whole, &[&row.key, &hardware, address.axis.name()], "svg"),
        text: text(ledger, row, plot, address.axis, &points),
    })
}

fn text(ledger: &Ledger, row: &Row, plot: &Plot, axis: Axis, points: &[RowPoint<'_>]) -> String {
    let mut sheet = Sheet::default();
    head(&mut sheet, ledger, row, plot);
    sheet.draw(HEIGHT, |top| {
        let mark = |_: usize, _: &Mark, point: &RowPoint<'_>, mark: El| mark.child(svg("title").child(said_of(point)));
        svg("g").attr("transform", shifted(top)).children(inside(plot, axis, points, mark))
    });
    legend(&mut sheet, plot, points);
    stamp(&mut sheet, ledger);
    let name = format!("{}: output tok/s/GPU against {} on {}", row.title(), axis.title(), plot.hardware.join(" and "));
    let markup = Node::from(sheet.into_svg(name)).to_html();
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", xml(&lines(&markup)))
}

/// What is claimed, and against what.
fn head(sheet: &mut Sheet, ledger: &Ledger, row: &Row, plot: &Plot) {
    if ledger.facts.registry.example {
        sheet.say("claim", "EXAMPLE DATA. Synthetic; nothing here was measured.");
    }
    if ledger.facts.consulted.partial {
        sheet.say("claim", "PARTIAL DATA. The published lake did not answer everything.");
    }
    let finding = &row.finding;
    sheet.say("title", row.title());
    sheet.say("claim", &recorded("Win", finding.win.as_deref()));
    sheet.say("", &recorded("Against", finding.baseline.as_deref()));
    sheet.say("", &recorded("Hardware of the finding", finding.hardware.as_deref()));
    sheet.say("", &format!("Hardware of the points: {}. Finding: {}", plot.hardware.join(" and "), row.key));
    sheet.gap();
}

fn recorded(name: &str, words: Option<&str>) -> String {
    let words = words.map(str::trim).filter(|words| !words.is_empty()).unwrap_or(NOT_RECORDED);
    format!("{name}: {words}")
}

/// What the shapes mean, in words beside them.
fn legend(sheet: &mut Sheet, plot: &Plot, points: &[RowPoint<'_>]) {
    sheet.gap();
    for of in arms_in(plot, points) {
        sheet.key(of);
    }
    if plot.marks.iter().filter_map(|mark| points.get(mark.point)).any(|point| point.claimed) {
        sheet.say("", "A ring: the claim was made from this point. c: concurrency.");
    }
    if let [first, others @ ..] = plot.hardware.as_slice()
        && !others.is_empty()
    {
        sheet.say("", &format!("Solid marks: {first}. Dashed marks: {}.", others.join(", ")));
    }
    if let Some(words) = left_out(plot, "not drawn") {
        sheet.say("", &words);
    }
}

/// Where the figures come from.
fn stamp(sheet: &mut Sheet, ledger: &Ledger) {
    let facts = &ledger.facts;
    let registry = &facts.registry;
    let commit = registry.commit.as_deref().unwrap_or(NOT_RECORDED);
    let modified = if registry.modified { " and changes since" } else { "" };
    sheet.gap();
    sheet.say("stamp", &format!("Snapshot: {} ({}), by {}", facts.taken_at.readable(), facts.taken_at, facts.tool));
    sheet.say("stamp", &format!("Registry: {}, commit {commit}{modified}", registry.file));
    sheet.say("stamp", &format!("Registry sha256: {}", registry.sha256));
    if let Some(digest) = &facts.digest {
        sheet.say("stamp", &format!("Bundle: {digest}"));
    }
}

/// Lines from top to bottom.
#[derive(Default)]
struct Sheet {
    parts: Vec<El>,
    /// How far down they reach.
    foot: f64,
}

impl Sheet {
    /// Words in as many lines as they need.
    fn say(&mut self, class: &'static str, words: &str) {
        /// Letters that fit into a line for sure, and a line's height: small ones are 8 units high, large ones 14.
        const SMALL: (usize, f64) = (86, 11.0);
        const PLAIN: (usize, f64) = (62, 15.0);
        const LARGE: (usize, f64) = (48, 18.0);
        let (letters, height) = match class {
            "stamp" => SMALL,
            "title" => LARGE,
            _ => PLAIN,
        };
        for line in wrapped(&one_line(words), letters) {
            self.line(height, |at| {
                svg("text").class(class).attr("x", written(MARGIN)).attr("y", written(at)).child(line)
            });
        }
    }

    /// A shape and its name.
    fn key(&mut self, of: Arm) {
        self.line(15.0, |at| {
            let sign = svg("g").class(format!("mark {}", of.name())).child(arm_shape(of, MARGIN + 6.0, at - 4.0));
            let name = svg("text").attr("x", written(MARGIN + 18.0)).attr("y", written(at)).child(of.name());
            svg("g").child(sign).child(name)
        });
    }

    fn gap(&mut self) {
        self.foot += 8.0;
    }

    fn line(&mut self, height: f64, draw: impl FnOnce(f64) -> El) {
        self.foot += height;
        self.parts.push(draw(self.foot + MARGIN));
    }

    /// Something of that height; it is told where its top is.
    fn draw(&mut self, height: f64, draw: impl FnOnce(f64) -> El) {
        self.parts.push(draw(self.foot + MARGIN));
        self.foot += height;
    }

    fn into_svg(self, name: String) -> El {
        let (width, height) = (WIDTH + 2.0 * MARGIN, self.foot + 2.0 * MARGIN);
        svg("svg")
            .attr("xmlns", "http://www.w3.org/2000/svg")
            .attr("width", written(width * PIXELS))
            .attr("height", written(height * PIXELS))
            .attr("viewBox", format!("0 0 {} {}", written(width), written(height)))
            .role("img")
            .child(svg("title").child(name))
            .child(svg("style").child(STYLE))
            .child(svg("rect").class("paper").attr("width", "100%").attr("height", "100%"))
            .children(self.parts)
    }
}

fn shifted(top: f64) -> String {
    format!("translate({} {})", written(MARGIN), written(top))
}

/// Lines of at most so many letters, parted at spaces where there are some. Wide letters, such as Chinese ones, count
/// twice.
fn wrapped(words: &str, letters: usize) -> Vec<String> {
    const FIRST_WIDE: char = '\u{2e80}';
    let width = |c: char| if c >= FIRST_WIDE { 2 } else { 1 };
    let mut lines: Vec<String> = Vec::new();
    let (mut line, mut used) = (String::new(), 0_usize);
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        let long: usize = word.chars().map(width).sum();
        if used > 0 && used.saturating_add(long).saturating_add(1) > letters {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used = used.saturating_add(1);
        }
        for c in word.chars() {
            if used.saturating_add(width(c)) > letters {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used = used.saturating_add(width(c));
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Digest, OperatingPoint, Points};
    use crate::ledger::Options;
    use crate::ledger::flag::testing::Case;

    /// A healthy finding with two points; `change` sees the case before its ledger is computed.
    fn saved(change: impl FnOnce(&mut Case)) -> Option<Saved> {
        let mut case = Case::done();
        case.bundle.registry.example = true;
        let point = OperatingPoint {
            hardware: Some("GB300 NVL72"),
            output_tps_per_user: Some(41.5),
            output_tps_per_gpu: Some(300.0),
            concurrency: Some(64),
            ..OperatingPoint::default()
        };
        case = case.campaign(|campaign| campaign.points = Some(Points::of(&[point], &[])));
        change(&mut case);
        let digest = Digest::of("a bundle");
        let ledger = Ledger::compute(case.bundle, Some(digest), Options::default());
        saved_plot(&ledger, 0, &Address::default(), 0)
    }

    #[test]
    fn the_file_says_what_it_shows_and_where_it_comes_from() {
        let Saved { name, text } = saved(|_| {}).expect("a plot");
        assert_eq!(name, "value-ledger-2026-11-02-good-GB300-interactivity.svg");
        for part in [
            "<svg xmlns=\"http://www.w3.org/2000/svg\"",
            "EXAMPLE DATA.",
            "Hardware of the points: GB300. Finding: good",
            "output tok/s/GPU",
            "tok/s/user",
            "Snapshot: 2 Nov 2026 00:00 UTC (2026-11-02T00:00:00Z)",
            "Registry sha256: ",
            Digest::of("a bundle").as_str(),
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn it_asks_for_nothing_and_runs_nothing() {
        let hostile = "</style><script>alert(1)</script>\u{1}\u{202e}<image href=\"https://a.b\"/>";
        let text = saved(|case| case.bundle.findings[0].title = Some(hostile.repeat(4).into())).expect("a plot").text;
        for part in ["<script", "<image", "href=\"", "url(", "@import", "\u{1}", "\u{202e}"] {
            assert!(!text.contains(part), "{part} in {text}");
        }
        assert_eq!(text.matches("</style>").count(), 1);
    }

    #[test]
    fn a_plot_that_is_not_there_is_no_file() {
        assert!(
            saved(|case| {
                case.bundle.campaigns.clear();
            })
            .is_none()
        );
    }

    #[test]
    fn long_words_are_parted_and_wide_letters_count_twice() {
        assert_eq!(wrapped("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrapped("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
        assert_eq!(wrapped("推理账本", 4), ["推理", "账本"]);
        assert_eq!(wrapped(" ", 4), [""; 0]);
    }
}
