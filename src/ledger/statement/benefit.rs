//! What was measured, each number with its own context, or what each number lacks.

use crate::bundle::Measurement;
use crate::ledger::descriptor::{self, Group, Term};
use crate::ledger::points::{self, ClaimCell, ClaimPoint, RowPoint};
use crate::ledger::text::{listed, said};
use crate::ledger::{Facts, Hardware, NOT_RECORDED, Row, significant};

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
            match champion(claim, &points) {
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
fn champion(claim: &ClaimPoint<'_>, points: &[RowPoint<'_>]) -> Result<Vec<String>, String> {
    let ClaimPoint::Champion { campaign, baseline, recommended } = claim else {
        return Err("Nobody recorded which operating point the win was measured at.".to_owned());
    };
    let Some(recommended) = recommended else { return Err(format!("{campaign} names no recommended cell.")) };
    let (cell, terms) = described(recommended, points)?;
    let mut lines = vec![format!("* Measured at {cell} of {campaign}: {}", descriptor::phrase(&terms))];
    if let Some(baseline) = baseline {
        let (cell, of_baseline) = described(baseline, points)?;
        lines.push(format!("* Its baseline is {cell}: {}", differing(&terms, &of_baseline)));
    }
    Ok(lines)
}

/// The first measured point of a cell: what it is called, and its full descriptor.
fn described(cell: &ClaimCell<'_>, points: &[RowPoint<'_>]) -> Result<(String, Vec<Term>), String> {
    if let Some(problem) = &cell.problem {
        return Err(problem.clone());
    }
    let name = cell.cell.unwrap_or("a cell without a name");
    let mut found = cell.found.iter().filter_map(|place| points.get(*place)).map(|found| &found.point);
    let Some(point) = found.find(|point| points::is_measured(point)) else {
        return Err(format!("Nothing was measured at {name}."));
    };
    let missing = descriptor::missing_in_point(point);
    if !missing.is_empty() {
        return Err(format!("The number lacks its context: {name} does not record {}.", listed(missing)));
    }
    Ok((name.to_owned(), without_grounding(descriptor::of_point(point))))
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
        if value.is_none() {
            lacking.push(format!("{name} has no value."));
        }
        if said(unit.as_deref()).is_none() {
            lacking.push(format!("{name} has no unit."));
        }
        lacking.extend(self.cell.and_then(|cell| cell.problem.as_ref()).map(|problem| format!("{name}: {problem}")));
        lacking.extend(self.other_hardware(&row.hardware));
        let terms = match self.terms() {
            Ok(terms) => terms,
            Err(missing) => {
                lacking.push(format!("{name} lacks its context: {} not recorded.", is_or_are(&missing)));
                Vec::new()
            }
        };
        if !lacking.is_empty() {
            return Err(lacking);
        }
        let unit = said(unit.as_deref()).unwrap_or_default();
        let number = |value: f64| format!("{} {unit}", significant(value, 6));
        let recorded = |value: Option<f64>| value.map_or_else(|| NOT_RECORDED.to_owned(), number);
        let spread = [
            trials.map(|trials| format!("{trials} trials")),
            mean.map(|mean| format!("mean {}", number(mean))),
            std.map(|std| format!("std {}", number(std))),
        ];
        let spread: String = spread.into_iter().flatten().map(|words| format!(", {words}")).collect();
        let values = format!("{}, baseline {}{spread}", recorded(*value), recorded(*baseline_value));
        Ok(vec![
            format!("* {name}: {values}"),
            format!("  Context: {}", descriptor::phrase(&terms)),
            format!("  Baseline's context: {}", self.baseline(&terms)),
        ])
    }

    /// The full descriptor: the registry's; where that lacks something, that of the operating point.
    fn terms(&self) -> Result<Vec<Term>, Vec<&'static str>> {
        let context = self.measurement.context.as_ref();
        let missing = context.map_or_else(descriptor::all_fields, descriptor::missing_in_context);
        if let (Some(context), true) = (context, missing.is_empty()) {
            return Ok(without_grounding(descriptor::of_context(context)));
        }
        let of_point = self.cell.and_then(|cell| described(cell, self.points).ok());
        of_point.map(|(_, terms)| terms).ok_or(missing)
    }

    fn baseline(&self, terms: &[Term]) -> String {
        let context = self.measurement.baseline_context.as_ref().map(descriptor::of_context);
        context.map_or_else(|| NOT_RECORDED.to_owned(), |context| differing(terms, &without_grounding(context)))
    }

    /// A number of another hardware than the finding's is no number of the finding.
    fn other_hardware(&self, hardware: &[Hardware]) -> Option<String> {
        let context = self.measurement.context.as_ref()?;
        let named = Hardware::tokens(context.identity.hardware.as_deref()?);
        let differs = !named.is_empty() && !hardware.is_empty() && named != hardware;
        differs.then(|| {
            format!("{} was measured on {}, and the finding is of {}.", self.name(), listed(named), listed(hardware))
        })
    }
}

fn is_or_are(missing: &[&str]) -> String {
    format!("{} {}", listed(missing), if missing.len() == 1 { "is" } else { "are" })
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
