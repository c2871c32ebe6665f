//! Runs a target: its corpus, its seeds, then random documents for as long as the environment says.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::edits;

/// How long each target is run on random documents; `make fuzz` sets it.
const SECONDS: &str = "LEDGER_FUZZ_SECONDS";
const SECONDS_IN_TESTS: u64 = 4;
/// No document may take longer, in a build without optimizations and on a machine that does other things too.
const LONGEST: Duration = Duration::from_secs(120);

/// What became of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Accepted,
    Refused,
}

/// What a target was run on.
#[derive(Debug, Default)]
struct Counts {
    corpus: usize,
    made: usize,
    accepted: usize,
}

/// Runs the target of that name. A document that breaks `property`, or ends the process in any other way, is left in the
/// file that the closing lines name.
pub fn run(name: &str, seeds: &[Vec<u8>], property: impl Fn(&[u8]) -> Outcome) {
    let place = Place::of(name);
    let watch = Watch::start(&place);
    let counts = Mutex::new(Counts::default());
    let check = |document: &[u8]| {
        fs::write(&place.running, document).expect("the document that is run");
        watch.document_starts();
        match panic::catch_unwind(AssertUnwindSafe(|| property(document))) {
            Ok(outcome) => {
                let mut counts = counts.lock().expect("the counts");
                counts.made += 1;
                counts.accepted += usize::from(outcome == Outcome::Accepted);
            }
            Err(cause) => {
                fs::rename(&place.running, &place.broken).expect("the document that broke it");
                eprintln!("fuzz {name}: this document broke it: {}", place.broken.display());
                panic::resume_unwind(cause);
            }
        }
    };
    for document in corpus(name) {
        check(&document);
        counts.lock().expect("the counts").corpus += 1;
    }
    for seed in seeds {
        check(seed);
    }
    let check = AssertUnwindSafe(check);
    let seconds = std::env::var(SECONDS).ok().map_or(SECONDS_IN_TESTS, |text| text.parse().expect("seconds"));
    bolero::check!().with_test_time(Duration::from_secs(seconds)).with_max_len(64).for_each(|recipe: &[u8]| {
        let check = &check;
        check.0(&edits::document(recipe, seeds));
    });
    watch.stop();
    fs::remove_file(&place.running).expect("nothing is left of what went well");
    let Counts { corpus, made, accepted } = counts.into_inner().expect("the counts");
    println!("fuzz {name}: {made} documents ({corpus} of the corpus), {accepted} accepted");
    assert!(accepted > 0, "{name}: no document was accepted, so most of the property was never asked");
}

/// The files of the corpus in the order of their names.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(name);
    let entries = fs::read_dir(folder).expect("a corpus");
    let paths: BTreeSet<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.iter().map(|path| fs::read(path).expect("a file of the corpus")).collect()
}

struct Place {
    /// What is run at the moment: left behind where the process ends without a word.
    running: PathBuf,
    broken: PathBuf,
}

impl Place {
    fn of(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
        fs::create_dir_all(&folder).expect("a folder");
        Self { running: folder.join(format!("{name}.running")), broken: folder.join(format!("{name}.broken")) }
    }
}

/// Ends the process when a document takes too long.
struct Watch {
    starts: mpsc::Sender<()>,
}

impl Watch {
    fn start(place: &Place) -> Self {
        let (starts, started) = mpsc::channel();
        let running = place.running.display().to_string();
        thread::spawn(move || {
            let mut since = Instant::now();
            loop {
                match started.recv_timeout(LONGEST.saturating_sub(since.elapsed())) {
                    Ok(()) => since = Instant::now(),
                    Err(RecvTimeoutError::Disconnected) => return,
                    Err(RecvTimeoutError::Timeout) => {
                        eprintln!("fuzz: this document takes over {} s: {running}", LONGEST.as_secs());
                        std::process::abort();
                    }
                }
            }
        });
        Self { starts }
    }

    fn document_starts(&self) {
        self.starts.send(()).expect("the watch");
    }

    fn stop(self) {
        drop(self.starts);
    }
}
