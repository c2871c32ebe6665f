//! What was measured, each number with its own context, or what each number lacks.

use crate::bundle::{Context, Measurement, OperatingPoint};
use crate::ledger::context::{self, Difference};
use crate::ledger::descriptor::{self, Group, Term};
use crate::ledger::points::{self, ClaimCell, ClaimPoint, RowPoint};
use crate::ledger::text::{listed, said};
use crate::ledger::{Evidence, Facts, Hardware, NOT_RECORDED, Row, significant};

/// The lines of the measured benefit: the measurements; without any, the win and the points that it was measured at.
pub fn benefit(row: &Row, facts: &Facts) -> Result<Vec<String>, Vec<String>> {
    let points = points::points_of(row, facts);
    let claims = points::claim_points(row, facts);
    let measurements = &row.finding.measurements;
    let mut lines = Vec::new();
    let mut lacking = Vec::new();
    if measurements.is_empty() {
        lines.push(format!("* In the registry's words: {}", row.finding.win.as_deref().unwrap_or_default()));
        for claim in &claims {
            match champion(claim, row, &points) {
                Ok(of_claim) => lines.extend(of_claim),
                Err(why) => lacking.push(why),
            }
        }
    }
    for (index, measurement) in measurements.iter().enumerate() {
        let cell = claims.iter().find_map(|claim| match claim {
            ClaimPoint::Measurement { index: of, cell } if *of == index => Some(cell),
            _ => None,
        });
        let described = Described { index, measurement, cell, points: &points };
        match described.lines(row) {
            Ok(of_measurement) => lines.extend(of_measurement),
            Err(why) => lacking.extend(why),
        }
    }
    if lacking.is_empty() { Ok(lines) } else { Err(lacking) }
}

/// The points that a campaign's champion cells are, with their descriptors.
fn champion(claim: &ClaimPoint<'_>, row: &Row, points: &[RowPoint<'_>]) -> Result<Vec<String>, String> {
    let ClaimPoint::Champion { campaign, baseline, recommended } = claim else {
        return Err("Nobody recorded which operating point the win was measured at.".to_owned());
    };
    let Some(recommended) = recommended else { return Err(format!("{campaign} names no recommended cell.")) };
    let Some(baseline) = baseline else { return Err(format!("{campaign} names no baseline cell.")) };
    proven(campaign, row)?;
    let (candidate, of_candidate) = (name_of(recommended), the_point(recommended, points)?);
    let (reference, of_reference) = (name_of(baseline), the_point(baseline, points)?);
    let apart = context::differences_of_points(of_candidate, of_reference);
    if !apart.is_empty() {
        return Err(format!("{candidate} and {reference} were not measured alike: {}.", phrased(&apart)));
    }
    let terms = described(candidate, of_candidate)?;
    Ok(vec![
        format!("* Measured at {candidate} of {campaign}: {}", descriptor::phrase(&terms)),
        format!("* Its baseline is {reference}: {}", differing(&terms, &described(reference, of_reference)?)),
    ])
}

/// The campaign that a number came from must be proven itself: another one's proof says nothing of it.
fn proven(campaign: &str, row: &Row) -> Result<(), String> {
    let evidence = row.found().find(|(_, id, _)| *id == campaign).map(|(_, _, evidence)| evidence);
    if evidence.is_some_and(Evidence::proves) {
        return Ok(());
    }
    Err(format!("The number came from {campaign}, which is not both grounded and of effective tier verdict."))
}

fn name_of<'a>(cell: &ClaimCell<'a>) -> &'a str {
    cell.cell.unwrap_or("a cell without a name")
}

/// The one point that was measured at a cell; runs that were repeated count as one.
fn the_point<'a>(cell: &ClaimCell<'_>, points: &'a [RowPoint<'a>]) -> Result<&'a OperatingPoint<'a>, String> {
    if let Some(problem) = &cell.problem {
        return Err(problem.clone());
    }
    let name = name_of(cell);
    let found = cell.found.iter().filter_map(|place| points.get(*place)).map(|found| &found.point);
    let mut measured = found.filter(|point| point.is_measured());
    let Some(first) = measured.next() else { return Err(format!("Nothing was measured at {name}.")) };
    if measured.any(|point| descriptor::of_point(point) != descriptor::of_point(first)) {
        return Err(format!(
            "{name} was measured in several contexts, and nobody recorded which of them the number is of."
        ));
    }
    Ok(first)
}

/// The full descriptor of a point.
fn described(name: &str, point: &OperatingPoint<'_>) -> Result<Vec<Term>, String> {
    let missing = descriptor::missing_in_point(point);
    if !missing.is_empty() {
        return Err(format!("The number lacks its context: {name} does not record {}.", listed(missing)));
    }
    Ok(without_grounding(descriptor::of_point(point)))
}

/// `ISL 1024 against 4096 and concurrency 1 against 64`.
fn phrased(differences: &[Difference]) -> String {
    listed(differences.iter().map(|Difference { field, one, other }| format!("{field} {one} against {other}")))
}

/// One measurement and where its context may be recorded.
struct Described<'a> {
    index: usize,
    measurement: &'a Measurement,
    cell: Option<&'a ClaimCell<'a>>,
    points: &'a [RowPoint<'a>],
}

impl Described<'_> {
    fn name(&self) -> String {
        said(self.measurement.metric.as_deref()).map_or_else(|| format!("measurements[{}]", self.index), str::to_owned)
    }

    fn lines(&self, row: &Row) -> Result<Vec<String>, Vec<String>> {
        let name = self.name();
        let Measurement { value, unit, baseline_value, trials, mean, std, .. } = self.measurement;
        let mut lacking = Vec::new();
        let recorded = [
            ("value", value.is_some()),
            ("unit", said(unit.as_deref()).is_some()),
            ("baseline value", baseline_value.is_some()),
        ];
        let absent = recorded.into_iter().filter(|(_, recorded)| !recorded);
        lacking.extend(absent.map(|(what, _)| format!("{name} has no {what}.")));
        lacking.extend(self.cell.and_then(|cell| cell.problem.as_ref()).map(|problem| format!("{name}: {problem}")));
        if let Some(campaign) = self.cell.filter(|cell| cell.problem.is_none()).and_then(|cell| cell.campaign) {
            lacking.extend(proven(campaign, row).err());
        }
        lacking.extend(self.other_hardware(&row.hardware));
        lacking.extend(self.contradiction());
        let terms = self.terms().unwrap_or_else(|missing| {
            lacking.push(lacks(&name, &missing));
            Vec::new()
        });
        let of_baseline = full(self.measurement.baseline_context.as_ref()).unwrap_or_else(|missing| {
            lacking.push(lacks(&format!("The baseline of {name}"), &missing));
            Vec::new()
        });
        let (Some(value), Some(baseline_value), true) = (value, baseline_value, lacking.is_empty()) else {
            return Err(lacking);
        };
        let unit = said(unit.as_deref()).unwrap_or_default();
        let number = |value: &f64| format!("{} {unit}", significant(*value, 6));
        let spread = [
            trials.map(|trials| if trials == 1 { "1 trial".to_owned() } else { format!("{trials} trials") }),
            mean.as_ref().map(|mean| format!("mean {}", number(mean))),
            std.as_ref().map(|std| format!("std {}", number(std))),
        ];
        let spread: String = spread.into_iter().flatten().map(|words| format!(", {words}")).collect();
        Ok(vec![
            format!("* {name}: {}, baseline {}{spread}", number(value), number(baseline_value)),
            format!("  Context: {}", descriptor::phrase(&terms)),
            format!("  Baseline's context: {}", differing(&terms, &of_baseline)),
        ])
    }

    fn point(&self) -> Option<&OperatingPoint<'_>> {
        the_point(self.cell?, self.points).ok()
    }

    /// The full descriptor: the registry's; where that lacks something, that of the operating point.
    fn terms(&self) -> Result<Vec<Term>, Vec<&'static str>> {
        full(self.measurement.context.as_ref()).or_else(|missing| {
            let of_point = self.point().and_then(|point| described(&self.name(), point).ok());
            of_point.ok_or(missing)
        })
    }

    /// Where the registry's context and the operating point that it names say different things.
    fn contradiction(&self) -> Option<String> {
        let (context, point) = self.measurement.context.as_ref().zip(self.point())?;
        let apart = context::differences_from_point(context, point);
        let name = self.name();
        (!apart.is_empty())
            .then(|| format!("The context of {name} and its operating point differ: {}.", phrased(&apart)))
    }

    /// A number of another hardware than the finding's is no number of the finding.
    fn other_hardware(&self, hardware: &[Hardware]) -> Option<String> {
        let sides = [("", &self.measurement.context), ("The baseline of ", &self.measurement.baseline_context)];
        let mut named = sides
            .into_iter()
            .filter_map(|(side, context)| Some((side, said(context.as_ref()?.identity.hardware.as_deref())?)));
        let (side, other) = named.find(|(_, named)| !hardware.is_empty() && Hardware::tokens(named) != hardware)?;
        let tokens = Hardware::tokens(other);
        let other = if tokens.is_empty() { format!("{other:?}") } else { listed(tokens.iter()) };
        Some(format!("{side}{} was measured on {other}, and the finding is of {}.", self.name(), listed(hardware)))
    }
}

/// The descriptor of a context, or what it lacks.
fn full(context: Option<&Context>) -> Result<Vec<Term>, Vec<&'static str>> {
    let Some(context) = context else { return Err(descriptor::all_fields()) };
    let missing = descriptor::missing_in_context(context);
    if missing.is_empty() { Ok(without_grounding(descriptor::of_context(context))) } else { Err(missing) }
}

fn lacks(name: &str, missing: &[&str]) -> String {
    let verb = if missing.len() == 1 { "is" } else { "are" };
    format!("{name} lacks its context: {} {verb} not recorded.", listed(missing))
}

/// Grounding is a judgement of the number, not what it depends on; it has lines of its own.
fn without_grounding(terms: Vec<Term>) -> Vec<Term> {
    terms.into_iter().filter(|term| term.group != Group::Grounding).collect()
}

/// Where the baseline's descriptor is another one than the candidate's.
fn differing(candidate: &[Term], baseline: &[Term]) -> String {
    let other: Vec<Term> = baseline.iter().filter(|term| !candidate.contains(term)).cloned().collect();
    let named = |term: &&Term| baseline.iter().all(|other| other.name != term.name);
    let gone = candidate.iter().filter(named).map(|term| format!("{} {NOT_RECORDED}", term.name));
    let words: Vec<String> = other.iter().map(ToString::to_string).chain(gone).collect();
    if words.is_empty() { "the same".to_owned() } else { format!("the same but {}", words.join(", ")) }
}
