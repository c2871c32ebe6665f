//! The gate: what makes the command fail although it did what it was asked.

use crate::ledger::{Gate, Ledger, RULES, StandingError};
use crate::snapshot::Sources;

use super::args::Strict;
use super::{CliError, Exit, output};

/// Fails, and says why, where an error stands that nobody accepted, or that the earlier ledger did not have either.
pub fn gate(strict: Strict, ledger: &Ledger, earlier: Option<&Ledger>) -> Exit {
    match (strict, earlier) {
        (Strict::New, Some(earlier)) => of_new_errors(ledger, earlier),
        // Without an earlier one every error is new.
        (Strict::New, None) | (Strict::All, _) => of_all_errors(ledger),
    }
}

fn of_all_errors(ledger: &Ledger) -> Exit {
    if !ledger.fails_gate() {
        return Exit::Fine;
    }
    let Gate { errors, findings } = Gate::of(ledger);
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    output::note(format_args!(
        "the gate failed: {errors} error{} on {findings} finding{} of {}",
        plural(errors),
        plural(findings),
        ledger.rows.len()
    ));
    Exit::GateFailed
}

/// How many new errors are named.
const NAMED: usize = 10;

/// Says which, where an error stands that the previous ledger did not have.
fn of_new_errors(ledger: &Ledger, previous: &Ledger) -> Exit {
    let new = ledger.new_errors(previous);
    if new.is_empty() {
        return Exit::Fine;
    }
    let (count, plural) = (new.len(), if new.len() == 1 { "" } else { "s" });
    let since = previous.facts.taken_at;
    output::note(format_args!("the gate failed: {count} error{plural} that the ledger of {since} did not have"));
    for StandingError { key, flag } in new.iter().take(NAMED) {
        let place = flag.line.map(|line| format!(", line {line}")).unwrap_or_default();
        output::note(format_args!("  {} on {}{place}: {}", flag.code, key.unwrap_or("the ledger"), flag.message));
    }
    if count > NAMED {
        output::note(format_args!("  and {} more", count.saturating_sub(NAMED)));
    }
    Exit::GateFailed
}

/// A severity or a waiver for a code that there is not would silently do nothing.
///
/// # Errors
/// When the policy holds one.
pub fn refuse_unknown_codes(ledger: &Ledger, sources: &Sources) -> Result<(), CliError> {
    let unknown: Vec<String> = ledger.unknown_policy_codes().into_iter().map(with_nearest).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    Err(CliError::PolicyCodes { registry: sources.registry.clone(), codes: unknown })
}

fn with_nearest(code: &str) -> String {
    match nearest(code) {
        Some(nearest) => format!("{code:?} (the nearest is {nearest})"),
        None => format!("{code:?}"),
    }
}

/// The flag code that is spelled most like it.
pub fn nearest(code: &str) -> Option<&'static str> {
    let known = RULES.iter().map(|rule| rule.code);
    known.max_by(|a, b| strsim::jaro_winkler(code, a).total_cmp(&strsim::jaro_winkler(code, b)))
}
