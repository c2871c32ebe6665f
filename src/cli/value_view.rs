//! `value_view`: prints the ledger, or what a CI job wants to know of it, and gates.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::ledger::{FlagCounts, Hardware, Ledger, Options, Rate};
use crate::report::{self, Medium, Presentation};
use crate::snapshot::Sources;

use super::args::ValueView;
use super::{CliError, Exit, gate, inputs, output};

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
    let inputs::Taken { bundle, sources, lake } = inputs::take(&arguments.inputs)?;
    let ledger = Ledger::compute(bundle, None, Options { gpu_hr: arguments.gpu_hr });
    gate::refuse_unknown_codes(&ledger, &sources)?;
    let presentation =
        |medium| Presentation { format: arguments.format.into(), title: arguments.title.clone(), medium };
    if let Some(path) = &arguments.out {
        output::write(path, &report::render(&ledger, &presentation(Medium::Text))?)?;
    }
    if arguments.json {
        let envelope = envelope(&ledger, &sources, lake, arguments.out.as_deref());
        output::print(&report::json_text(&envelope)?, Medium::Text)?;
    } else if arguments.out.is_none() {
        let medium = output::medium();
        output::print(&report::render(&ledger, &presentation(medium))?, medium)?;
    }
    Ok(if arguments.strict.is_some() { gate::gate(&ledger) } else { Exit::Fine })
}

fn envelope(ledger: &Ledger, sources: &Sources, lake: Option<String>, out: Option<&Path>) -> Envelope {
    let facts = &ledger.facts;
    let out_path = out.map(|path| path.display().to_string());
    let of_rows = ledger.rows.iter().flat_map(|row| row.flags.iter().map(move |flag| (row.key.as_str(), flag)));
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
