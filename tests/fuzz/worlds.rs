//! Writes registries and lakes that random edits have made of the example's and of those of the tests, the same ones each
//! time: `worlds FOLDER COUNT`. The page and the command are compared on them (`tests/e2e/worlds.spec.ts`), so what has no
//! page to compare, a registry that is refused or empty, is left out and another one is made.
#![expect(clippy::indexing_slicing, reason = "an edit is made inside of what it changes")]

mod edits;
#[path = "../../benches/synthetic/random.rs"]
#[expect(dead_code, reason = "a recipe needs bytes alone")]
mod random;

use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use random::Random;
use value_ledger::bundle::Instant;
use value_ledger::snapshot::{Sources, take};

const USAGE: &str = "usage: worlds FOLDER COUNT";
const REGISTRY: &str = "value-findings.yaml";
const CAMPAIGNS: &str = "campaigns";
/// Folders of a registry, its settings and its campaigns.
const MADE_OF: [&str; 6] = [
    "configs",
    "tests/it/testdata/healthy",
    "tests/it/testdata/broken",
    "tests/it/testdata/hostile",
    "tests/it/testdata/portability",
    "tests/e2e/fixtures/hostile",
];
/// Of the files of a campaign, every third is edited: most of a broken lake is sound.
const ONE_IN: u64 = 3;
const RECIPE: usize = 64;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, count] = arguments.as_slice() else { return Err(USAGE.into()) };
    let count: usize = count.parse()?;
    let mut random = Random::seeded(7);
    let mut sources = MADE_OF.iter().cycle();
    let mut made = 0;
    while made < count {
        let Some(of) = sources.next() else { return Ok(()) };
        let world = Path::new(folder).join(format!("{made:03}"));
        write(&Path::new(env!("CARGO_MANIFEST_DIR")).join(of), &world, &mut random)?;
        if has_a_page(&world)? {
            made += 1;
        } else {
            fs::remove_dir_all(&world)?;
        }
    }
    Ok(())
}

fn write(of: &Path, world: &Path, random: &mut Random) -> io::Result<()> {
    fs::create_dir_all(world.join(CAMPAIGNS))?;
    for name in ["cost.yaml", "policy.yaml", "sol-ceilings.yaml"] {
        if of.join(name).exists() {
            fs::copy(of.join(name), world.join(name))?;
        }
    }
    fs::write(world.join(REGISTRY), edited(fs::read(of.join(REGISTRY))?, random))?;
    for campaign in sorted(&of.join(CAMPAIGNS))?.iter().filter(|path| path.is_dir()) {
        let copy = world.join(CAMPAIGNS).join(campaign.file_name().unwrap_or_default());
        fs::create_dir(&copy)?;
        for file in sorted(campaign)? {
            let content = fs::read(&file)?;
            let content = if random.once_in(ONE_IN) { edited(content, random) } else { content };
            fs::write(copy.join(file.file_name().unwrap_or_default()), content)?;
        }
    }
    Ok(())
}

fn edited(document: Vec<u8>, random: &mut Random) -> Vec<u8> {
    let recipe: Vec<u8> = (0..RECIPE).filter_map(|_| u8::try_from(random.below(256)).ok()).collect();
    edits::document(&recipe, &[document])
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn has_a_page(world: &Path) -> Result<bool, Box<dyn Error>> {
    let sources = Sources {
        registry: world.join(REGISTRY),
        campaigns: Some(world.join(CAMPAIGNS)),
        taken_at: Instant::from_unix(0).ok_or("the first moment")?,
        scan: false,
        allow_partial: false,
    };
    Ok(take(&sources, None).is_ok_and(|taken| !taken.bundle.findings.is_empty()))
}
