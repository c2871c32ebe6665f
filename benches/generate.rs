//! Writes a synthetic registry and lake: `generate FOLDER FINDINGS CAMPAIGNS MISSING`.

mod synthetic;

use std::error::Error;
use std::path::Path;

use synthetic::Shape;

const USAGE: &str = "usage: generate FOLDER FINDINGS CAMPAIGNS MISSING";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, findings, campaigns, missing] = arguments.as_slice() else { return Err(USAGE.into()) };
    let shape = Shape { findings: findings.parse()?, campaigns: campaigns.parse()?, missing: missing.parse()? };
    shape.write(Path::new(folder))?;
    Ok(())
}
