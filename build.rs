//! The build step. For the page: takes the snapshot that it is built with and puts it into `$OUT_DIR/bundle.bin`. For
//! the command: puts the page that it publishes into `$OUT_DIR/shell.rs`. For both: says in `VALUE_LEDGER_SHAPE` what the
//! types of a bundle are, so that no page reads the compact form of another build's.
//!
//! Where `VALUE_LEDGER_PARTS` is set, the page's program is one that `scripts/parts` can take apart.
//!
//! A snapshot is of `configs/`, or of what the environment names, and is taken only when a page is being built, so that
//! a broken registry never stops the command from building. It has no network: a site with a published lake is made by
//! the command. `VALUE_LEDGER_SNAPSHOT=none` builds the page's shell, which holds nobody's data.

#[path = "src/bundle/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the build step uses a part of the contract")]
mod bundle;
#[path = "src/snapshot/mod.rs"]
#[expect(unused_imports, reason = "the build step uses a part of the snapshot")]
mod snapshot;
#[path = "src/threads/mod.rs"]
mod threads;

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use bundle::{Bundle, Instant, Sha256Hex, Shape};
use snapshot::Sources;

/// What only the command asks of the snapshot; named here, so that it counts as used.
const _: usize = size_of_val(&snapshot::fields_of_a_finding);
const _: usize = size_of_val(&snapshot::Progress::counts);

const REGISTRY: &str = "VALUE_LEDGER_REGISTRY";
const CAMPAIGNS: &str = "PERFREPORT_CAMPAIGNS_DIR";
const SNAPSHOT: &str = "VALUE_LEDGER_SNAPSHOT";
const SHELL: &str = "VALUE_LEDGER_SHELL";
const PARTS: &str = "VALUE_LEDGER_PARTS";
const EPOCH: &str = "SOURCE_DATE_EPOCH";

#[expect(clippy::print_stderr, reason = "cargo shows what a failed build script says there")]
fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/bundle");
    println!("cargo::rerun-if-changed=src/snapshot");
    println!("cargo::rerun-if-changed=src/threads");
    println!("cargo::rustc-check-cfg=cfg(in_parts)");
    let has = |feature: &str| env::var_os(feature).is_some();
    if has("CARGO_FEATURE_WEB") {
        make_parts();
    }
    let written = [
        ("no shape of a bundle", Some(say_shape())),
        ("no snapshot for the page", has("CARGO_FEATURE_WEB").then(write_bundle)),
        ("no page for the command", has("CARGO_FEATURE_CLI").then(write_shell)),
    ];
    let mut exit = ExitCode::SUCCESS;
    for (what, result) in written {
        if let Some(Err(error)) = result {
            eprintln!("error: {what}: {error}");
            exit = ExitCode::FAILURE;
        }
    }
    exit
}

fn say_shape() -> Result<(), Box<dyn Error>> {
    println!("cargo::rustc-env=VALUE_LEDGER_SHAPE={}", shape()?);
    Ok(())
}

/// A digest of the source of all types of a bundle.
fn shape() -> Result<String, Box<dyn Error>> {
    const DIGITS: usize = 16;
    let mut source = Vec::new();
    for folder in ["src/bundle", "src/bundle/compact"] {
        let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, io::Error>>()?;
        paths.sort();
        for path in paths.iter().filter(|path| path.is_file()) {
            source.extend(fs::read(path)?);
        }
    }
    Ok(Sha256Hex::of(&source).as_str().chars().take(DIGITS).collect())
}

/// What leads from one part of the program to another stays written in it.
fn make_parts() {
    println!("cargo::rerun-if-env-changed={PARTS}");
    if named(PARTS).is_some() {
        println!("cargo::rustc-cfg=in_parts");
        println!("cargo::rustc-link-arg-bin=web=--emit-relocs");
    }
}

/// The files of the folder that the environment names, or none: then the command publishes only with `--shell`.
fn write_shell() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed={SHELL}");
    let mut code = String::from("&[\n");
    if let Some(folder) = named(SHELL) {
        let folder = folder.canonicalize().map_err(|error| format!("{SHELL}={}: {error}", folder.display()))?;
        println!("cargo::rerun-if-changed={}", folder.display());
        let mut paths = fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, io::Error>>()?;
        paths.sort();
        for path in paths {
            let (Some(path), Some(name)) = (path.to_str(), path.file_name().and_then(|name| name.to_str())) else {
                return Err(format!("{SHELL}: {} is no name in UTF-8", path.display()).into());
            };
            println!("cargo::rerun-if-changed={path}");
            writeln!(code, "    ({name:?}, include_bytes!({path:?})),")?;
        }
    }
    code.push(']');
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("shell.rs"), code)?;
    Ok(())
}

fn write_bundle() -> Result<(), Box<dyn Error>> {
    for name in [REGISTRY, CAMPAIGNS, SNAPSHOT, EPOCH] {
        println!("cargo::rerun-if-env-changed={name}");
    }
    let document = match env::var(SNAPSHOT) {
        Err(_) => taken()?,
        Ok(value) if value == "none" => Vec::new(),
        Ok(value) => return Err(format!("{SNAPSHOT}={value:?}: \"none\" is all that it can be").into()),
    };
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("bundle.bin"), document)?;
    Ok(())
}

/// The bundle of a snapshot that is taken now, as the page reads it.
fn taken() -> Result<Vec<u8>, Box<dyn Error>> {
    let taken = snapshot::take(&sources()?, None)?;
    for path in &taken.read {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    let digest = Bundle::from_json(&taken.bundle.to_json()?)?.digest;
    let shape = shape()?;
    let document = taken.bundle.to_compact(&digest, Shape(&shape));
    // What the page could not read back is not built into it.
    Bundle::from_compact(document.clone(), Shape(&shape))?;
    Ok(document)
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
