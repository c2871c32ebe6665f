//! `explain`: what a flag means, from its rule.

use std::fmt::Write as _;

use crate::ledger::flag::rule;
use crate::ledger::{RULES, Rule};
use crate::report::Medium;

use super::args::Explain;
use super::{CliError, Exit, gate, output};

/// # Errors
/// When there is no such code.
pub fn run(arguments: &Explain) -> Result<Exit, CliError> {
    let text = match &arguments.code {
        Some(code) => explained(find(code)?),
        None => list(),
    };
    output::print(&text, Medium::Text)?;
    Ok(Exit::Fine)
}

fn find(code: &str) -> Result<&'static Rule, CliError> {
    rule(code).ok_or_else(|| CliError::UnknownCode { wanted: code.to_owned(), nearest: gate::nearest(code) })
}

fn explained(rule: &Rule) -> String {
    let Rule { code, severity, means, why, fix, .. } = rule;
    format!(
        "{code} ({} unless policy.yaml says otherwise)\n\nWhat it means: {means}\n\nWhy it matters: {why}\n\n\
         How to fix it: {fix}\n",
        severity.name()
    )
}

/// A line a code, in the order of the rules.
fn list() -> String {
    let width = RULES.iter().map(|rule| rule.code.len()).max().unwrap_or_default();
    let mut text = String::new();
    for Rule { code, severity, means, .. } in RULES {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{code:width$}  {:7}  {means}", severity.name());
    }
    text
}
