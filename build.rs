//! The build step: takes the snapshot that the page is built with and puts it into `$OUT_DIR/bundle.json`.
//!
//! It reads `configs/`, or what the environment names, and only when a page is being built, so that a broken registry
//! never stops the command from building. It has no network: a snapshot of a published lake is taken by the command and
//! named here.

#[path = "src/bundle/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the build step uses a part of the contract")]
mod bundle;
#[path = "src/snapshot/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the build step uses a part of the snapshot")]
mod snapshot;

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use bundle::{Bundle, Instant};
use snapshot::Sources;

const REGISTRY: &str = "VALUE_LEDGER_REGISTRY";
const CAMPAIGNS: &str = "PERFREPORT_CAMPAIGNS_DIR";
const BUNDLE: &str = "VALUE_LEDGER_BUNDLE";
const EPOCH: &str = "SOURCE_DATE_EPOCH";

#[expect(clippy::print_stderr, reason = "cargo shows what a failed build script says there")]
fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/bundle");
    println!("cargo::rerun-if-changed=src/snapshot");
    if env::var_os("CARGO_FEATURE_PAGE").is_none() {
        return ExitCode::SUCCESS;
    }
    match write_bundle() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: no snapshot for the page: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write_bundle() -> Result<(), Box<dyn Error>> {
    for name in [REGISTRY, CAMPAIGNS, BUNDLE, EPOCH] {
        println!("cargo::rerun-if-env-changed={name}");
    }
    let out = PathBuf::from(env::var("OUT_DIR")?).join("bundle.json");
    let document = match named(BUNDLE) {
        Some(bundle) => given(&bundle)?,
        None => taken()?,
    };
    // What the page could not read back is not built into it.
    Bundle::from_json(&document)?;
    fs::write(out, document)?;
    Ok(())
}

/// The bundle of that file.
fn given(bundle: &Path) -> Result<String, Box<dyn Error>> {
    if let Some(other) = [REGISTRY, CAMPAIGNS].into_iter().find(|name| named(name).is_some()) {
        return Err(format!("{BUNDLE} and {other} are both set; a bundle holds its own registry, so unset one").into());
    }
    let document = fs::read_to_string(bundle).map_err(|error| format!("{BUNDLE}={}: {error}", bundle.display()))?;
    println!("cargo::rerun-if-changed={}", bundle.display());
    Ok(document)
}

/// The bundle of a snapshot that is taken now.
fn taken() -> Result<String, Box<dyn Error>> {
    let taken = snapshot::take(&sources()?, None)?;
    for path in &taken.read {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    Ok(taken.bundle.to_json()?)
}

fn named(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// `configs/`, or what the environment names: both or neither, so that an example never mixes with real data.
fn sources() -> Result<Sources, Box<dyn Error>> {
    let taken_at = taken_at()?;
    let sources = |registry: PathBuf, campaigns: PathBuf| Sources {
        registry,
        campaigns: Some(campaigns),
        taken_at,
        scan: false,
        allow_partial: false,
    };
    match (named(REGISTRY), named(CAMPAIGNS)) {
        (Some(registry), Some(campaigns)) => Ok(sources(registry, campaigns)),
        (None, None) => {
            let configs = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("configs");
            Ok(sources(configs.join("value-findings.yaml"), configs.join("campaigns")))
        }
        (Some(_), None) => Err(format!("{REGISTRY} is set and {CAMPAIGNS} is not; set both, or neither").into()),
        (None, Some(_)) => Err(format!("{CAMPAIGNS} is set and {REGISTRY} is not; set both, or neither").into()),
    }
}

fn taken_at() -> Result<Instant, Box<dyn Error>> {
    let seconds = match env::var(EPOCH) {
        Ok(text) => text.trim().parse().map_err(|_| format!("{EPOCH}={text} is not a number of seconds"))?,
        Err(_) => i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())?,
    };
    Instant::from_unix(seconds).ok_or_else(|| format!("{EPOCH}={seconds} is out of range").into())
}
