//! What was measured, each number with its own context, or what each number lacks.

use crate::bundle::{Context, Measurement, OperatingPoint};
use crate::ledger::descriptor::{self, Group, Term};
use crate::ledger::measured::{Measured, name_of, phrased, the_point};
use crate::ledger::points::{self, ClaimPoint, RowPoint};
use crate::ledger::text::{listed, said};
use crate::ledger::{Evidence, Facts, NOT_RECORDED, Row, context, significant};

/// The lines of the measured benefit: the measurements; without any, the win and the points that it was measured at.
pub fn benefit(row: &Row, facts: &Facts) -> Result<Vec<String>, Vec<String>> {
    let points = points::points_of(row, facts);
    let claims = points::claim_points(row, facts);
    let mut lines = Vec::new();
    let mut lacking = Vec::new();
    if row.finding.measurements.is_empty() {
        lines.push(format!("* In the registry's words: {}", row.finding.win.as_deref().unwrap_or_default()));
        for claim in &claims {
            match champion(claim, row, &points) {
                Ok(of_claim) => lines.extend(of_claim),
                Err(why) => lacking.push(why),
            }
        }
    }
    for measured in Measured::all(row, &claims, &points) {
        match lines_of(&measured, row) {
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

/// The full descriptor of a point.
fn described(name: &str, point: &OperatingPoint<'_>) -> Result<Vec<Term>, String> {
    let missing = descriptor::missing_in_point(point);
    if !missing.is_empty() {
        return Err(format!("The number lacks its context: {name} does not record {}.", listed(missing)));
    }
    Ok(without_grounding(descriptor::of_point(point)))
}

/// The lines of one measurement, or what it lacks and what contradicts it.
fn lines_of(measured: &Measured<'_>, row: &Row) -> Result<Vec<String>, Vec<String>> {
    let name = measured.name();
    let Measurement { value, unit, baseline_value, trials, mean, std, .. } = measured.measurement;
    let mut lacking = Vec::new();
    let recorded = [
        ("value", value.is_some()),
        ("unit", said(unit.as_deref()).is_some()),
        ("baseline value", baseline_value.is_some()),
    ];
    let absent = recorded.into_iter().filter(|(_, recorded)| !recorded);
    lacking.extend(absent.map(|(what, _)| format!("{name} has no {what}.")));
    lacking.extend(measured.cell.and_then(|cell| cell.problem.as_ref()).map(|problem| format!("{name}: {problem}")));
    if let Some(campaign) = measured.cell.filter(|cell| cell.problem.is_none()).and_then(|cell| cell.campaign) {
        lacking.extend(proven(campaign, row).err());
    }
    lacking.extend(measured.contradictions(&row.hardware));
    lacking.extend(measured.without_a_token());
    let terms = terms(measured).unwrap_or_else(|missing| {
        lacking.push(lacks(&name, &missing));
        Vec::new()
    });
    let of_baseline = full(measured.measurement.baseline_context.as_ref()).unwrap_or_else(|missing| {
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

/// The full descriptor: the registry's; where that lacks something, that of the operating point.
fn terms(measured: &Measured<'_>) -> Result<Vec<Term>, Vec<&'static str>> {
    full(measured.measurement.context.as_ref()).or_else(|missing| {
        let of_point = measured.point().and_then(|point| described(&measured.name(), point).ok());
        of_point.ok_or(missing)
    })
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
