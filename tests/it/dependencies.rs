//! `docs/dependencies.md` names every direct dependency, and counts what is linked.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

fn of_project(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("a file of the project")
}

/// The names in the tables of `Cargo.toml` that end in `dependencies`.
fn direct() -> BTreeSet<String> {
    let manifest = of_project("Cargo.toml");
    let mut is_within = false;
    let mut names = BTreeSet::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_within = line.ends_with("dependencies]");
        } else if let Some((name, _)) = line.split_once(" = ").filter(|_| is_within && !line.starts_with([' ', '#'])) {
            names.insert(name.to_owned());
        }
    }
    names
}

/// The names between backticks in the first column of a table.
fn explained(document: &str) -> BTreeSet<String> {
    let cells = document.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" | ")).map(|(first, _)| first);
    let named = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    named.filter(|name| !name.contains("unknown")).map(str::to_owned).collect()
}

/// How many packages are linked, at all levels and without this one.
fn linked(arguments: &[&str]) -> usize {
    let mut command = Command::new(env!("CARGO"));
    command.args(["tree", "--locked", "--prefix", "none", "--format", "{p}"]).args(arguments);
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let packages: BTreeSet<&str> = text.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    packages.iter().filter(|package| !package.starts_with("value-ledger ")).count()
}

#[test]
fn every_direct_dependency_is_named_and_nothing_else() {
    let names = direct();
    assert!(names.len() > 40, "{names:?}");
    assert_eq!(explained(&of_project("docs/dependencies.md")), names);
}

#[test]
fn the_counts_are_those_of_the_lock_file() {
    let command = linked(&["--edges", "normal", "--target", "x86_64-unknown-linux-gnu"]);
    let web = ["--no-default-features", "--features", "web", "--target", "wasm32-unknown-unknown"];
    let page = linked(&[&["--edges", "normal"], &web[..]].concat());
    let document = of_project("docs/dependencies.md");
    for (start, count) in [("| linked into", command), ("| the same of the page", page)] {
        let line = document.lines().find(|line| line.starts_with(start)).expect("its line");
        assert!(line.ends_with(&format!("| {count} |")), "{line}: {count}");
    }
}
