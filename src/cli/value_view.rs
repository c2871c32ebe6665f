//! `value_view`: prints the ledger, or what a CI job wants to know of it, and gates.

use std::collections::BTreeMap;
use std::mem;
use std::path::Path;

use serde::Serialize;

use crate::ledger::{FlagCounts, Hardware, Ledger, Options, Rate};
use crate::report::{self, Medium, Presentation, RenderError};
use crate::snapshot::Sources;

use super::args::{Form, Strict, ValueView};
use super::{CliError, Exit, gate, inputs, output, previous};

const TOOL: &str = "perf_tune_report_value_view";
const VERB: &str = "value_view";

/// What `--json` prints.
#[derive(Serialize)]
struct Envelope {
    tool: &'static str,
    library: &'static str,
    verb: &'static str,
    safety: String,
    registry: String,
    /// Null where only a published lake was read.
    campaigns_dir: Option<String>,
    /// The published lake that was consulted.
    lake: Option<String>,
    finding_count: usize,
    flag_count: usize,
    flags: Vec<String>,
    flags_by_code: BTreeMap<&'static str, usize>,
    out_path: Option<String>,
    /// USD per GPU-hour: `--gpu-hr`, else the rate of GB300.
    gpu_hr: f64,
}

/// # Errors
/// When inputs are missing or refused, or the document cannot be written.
pub fn run(arguments: &ValueView) -> Result<Exit, CliError> {
    let previous = previous(arguments)?;
    let inputs::Taken { bundle, sources, lake } = inputs::take_for(&arguments.inputs, arguments.out.as_deref())?;
    let ledger = Ledger::compute(bundle, None, Options { gpu_hr: arguments.gpu_hr });
    gate::refuse_unknown_codes(&ledger, &sources)?;
    let rendered = |medium| rendered(&ledger, arguments, &sources.registry, medium);
    if let Some(path) = &arguments.out {
        output::write(path, &rendered(Medium::Text)?)?;
    }
    if arguments.json {
        let envelope = envelope(&ledger, &sources, lake, arguments.out.as_deref());
        output::print(&report::json_text(&envelope)?, Medium::Text)?;
    } else if arguments.out.is_none() {
        let medium = output::medium();
        output::print(&rendered(medium)?, medium)?;
    }
    let exit = arguments.strict.map_or(Exit::Fine, |strict| gate::gate(strict, &ledger, previous.as_ref()));
    // The process ends here: what a large ledger holds need not be given back piece by piece.
    mem::forget(ledger);
    Ok(exit)
}

/// The ledger that this one is compared with, as this version reads it, so that a new rule alone makes no new error.
fn previous(arguments: &ValueView) -> Result<Option<Ledger>, CliError> {
    let Some(name) = &arguments.previous else { return Ok(None) };
    if arguments.strict != Some(Strict::New) {
        return Err(CliError::PreviousUnused);
    }
    Ok(Some(previous::read(name)?.ledger))
}

fn rendered(ledger: &Ledger, arguments: &ValueView, registry: &Path, medium: Medium) -> Result<String, RenderError> {
    match arguments.format.into() {
        Form::Document(format) => {
            report::render(ledger, &Presentation { format, title: arguments.title.clone(), medium })
        }
        Form::Annotations(annotations) => report::annotate(ledger, annotations, &from_here(registry)),
    }
}

/// The path as it was given, or from the current folder where it lies below it, with forward slashes.
fn from_here(path: &Path) -> String {
    let below = std::env::current_dir().ok().and_then(|here| Some(path.strip_prefix(here).ok()?.to_owned()));
    let path = below.unwrap_or_else(|| path.strip_prefix(".").unwrap_or(path).to_owned());
    path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/")
}

fn envelope(ledger: &Ledger, sources: &Sources, lake: Option<String>, out: Option<&Path>) -> Envelope {
    let facts = &ledger.facts;
    let out_path = out.map(|path| path.display().to_string());
    let of_rows = ledger.rows.iter().flat_map(|row| row.flags.iter().map(move |flag| (&*row.key, flag)));
    let flags = of_rows.chain(ledger.flags.iter().map(|flag| ("ledger", flag)));
    let counts = FlagCounts::of(ledger.all_flags());
    Envelope {
        tool: TOOL,
        library: concat!("value_ledger ", env!("CARGO_PKG_VERSION")),
        verb: VERB,
        safety: out_path.as_ref().map_or_else(|| "read-only".to_owned(), |path| format!("writes {path}")),
        registry: sources.registry.display().to_string(),
        campaigns_dir: sources.campaigns.as_ref().map(|folder| folder.display().to_string()),
        lake,
        finding_count: ledger.rows.len(),
        flag_count: counts.total(),
        flags: flags.map(|(key, flag)| format!("{} {key}: {}", flag.code, flag.message)).collect(),
        flags_by_code: counts.codes.iter().map(|of_code| (of_code.code, of_code.count)).collect(),
        out_path,
        gpu_hr: Rate::of(&[Hardware::Gb300], &facts.rates, facts.options.gpu_hr).usd_per_gpu_hour,
    }
}
