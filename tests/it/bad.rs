//! Bad inputs, and the exact words that each earns. A file in `bad/registry` is a registry; one in `bad/campaign` is the
//! file of that name, behind the dash dash, of a campaign that a healthy finding cites. Adding a case is adding a file.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use value_ledger::snapshot::{Field, Kind, fields_of_a_finding};

use crate::command::World;

const CITING: &str = "findings:\n- {id: a, campaign_ids: [20261020T081500Z-x, 'x']}\n";
/// The flags that come of reading; the others are the rules' own, and have their own tests.
const OF_READING: [&str; 6] =
    ["invalid-field", "unknown-field", "duplicate-id", "campaign-missing", "campaign-unreadable", "gain-contradiction"];

fn cases(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/bad").join(kind);
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    paths
}

fn name(case: &Path) -> String {
    case.file_name().expect("a name").to_string_lossy().into_owned()
}

/// The exit code, what stands on standard error, and the flags of reading by the row that they are on.
fn said(world: &World) -> String {
    let ran = world.run(&["value_view", "--format", "json"]);
    let mut said = format!("exit {}\n{}", ran.code.expect("an exit code"), ran.stderr);
    if ran.code == Some(0) {
        let ledger: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        for row in ledger["findings"].as_array().expect("rows") {
            said.push_str(&format!("row {}\n", row["key"]));
            for flag in of_reading(row) {
                said.push_str(&format!("  {flag}\n"));
            }
        }
    }
    said
}

fn of_reading(row: &Value) -> Vec<String> {
    let flags = row["flags"].as_array().expect("flags").iter();
    let of_reading = flags.filter(|flag| OF_READING.iter().any(|code| flag["code"] == *code));
    let line = |flag: &Value| flag["line"].as_u64().map_or(String::new(), |line| format!(" line {line}"));
    of_reading
        .map(|flag| format!("{}{}: {}", flag["code"].as_str().unwrap_or_default(), line(flag), flag["message"]))
        .collect()
}

fn is_said(world: &World, kind: &str, case: &Path) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("bad/said/{kind}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name(case), said(world)));
}

#[test]
fn every_bad_registry_earns_its_words() {
    for case in cases("registry") {
        let world = World::of("empty");
        fs::copy(&case, world.path("value-findings.yaml")).expect("the registry");
        is_said(&world, "registry", &case);
    }
}

#[test]
fn every_bad_campaign_earns_its_words_and_the_finding_stays() {
    for case in cases("campaign") {
        let world = World::of("empty");
        let full = name(&case);
        let (_, file) = full.split_once("--").expect("a case names the campaign's file");
        world.write("value-findings.yaml", CITING);
        world.write("campaigns/20261020T081500Z-x/.keep", "");
        fs::copy(&case, world.path("campaigns/20261020T081500Z-x").join(file)).expect("the file");
        is_said(&world, "campaign", &case);
    }
}

#[test]
fn every_case_has_its_words_and_every_words_their_case() {
    for kind in ["registry", "campaign"] {
        let words: Vec<String> = cases(&format!("said/{kind}")).iter().map(|path| name(path)).collect();
        let wanted: Vec<String> = cases(kind).iter().map(|path| format!("{}.snap", name(path))).collect();
        assert_eq!(words, wanted);
    }
}

/// A field by its path, and a finding's entry that holds `value` there.
struct Wrong {
    path: String,
    value: &'static str,
    entry: String,
}

/// Each field of the reader's own list with each value that its kind does not take.
fn wrong(fields: &[Field], path: &str, around: &dyn Fn(String) -> String, cases: &mut Vec<Wrong>) {
    for Field { name, kind } in fields {
        let path = if path.is_empty() { (*name).to_owned() } else { format!("{path}.{name}") };
        let entry = |value: &str| around(format!("{{{name}: {value}}}"));
        let values: &[&'static str] = match kind {
            Kind::Text => &["[x]", "{x: y}"],
            Kind::Choice(_) => &["[x]", "{x: y}", "none-of-these", "3"],
            Kind::Number => &["[1]", "{x: 1}", "many", "true", "1e999", ".nan", "-.inf", "'1'"],
            Kind::Positive => &["[1]", "{x: 1}", "many", "true", "1e999", ".nan", "-.inf", "'1'", "0", "-0.0", "-1.5"],
            Kind::Count => &["[1]", "{x: 1}", "many", "true", "-1", "1.5", "4294967296", "1e999"],
            Kind::Truth => &["[true]", "{x: true}", "maybe", "1", "'true'"],
            Kind::Texts => &["{x: y}", "[[x]]", "[{x: y}]"],
            Kind::Map(_) => &["x", "1", "[x]"],
            Kind::Maps(_) => &["x", "{x: y}", "[x]", "[[x]]"],
        };
        cases.extend(values.iter().map(|value| Wrong { path: path.clone(), value, entry: entry(value) }));
        match kind {
            Kind::Map(inner) => wrong(inner, &path, &|value| around(format!("{{{name}: {value}}}")), cases),
            Kind::Maps(inner) => {
                wrong(inner, &format!("{path}[0]"), &|value| around(format!("{{{name}: [{value}]}}")), cases);
            }
            _ => {}
        }
    }
}

#[test]
fn a_wrong_type_in_any_field_costs_the_field_and_earns_one_flag() {
    let mut cases = Vec::new();
    wrong(&fields_of_a_finding(), "", &|value| value, &mut cases);
    assert!(cases.len() > 300, "every field, with every kind of value: {}", cases.len());
    let entries: Vec<String> = cases.iter().map(|case| format!("- {}\n", case.entry)).collect();
    let world = World::of("empty");
    world.write("value-findings.yaml", &format!("findings:\n{}", entries.concat()));
    let ran = world.run(&["value_view", "--format", "json"]);
    let ledger: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let rows = ledger["findings"].as_array().expect("rows");
    assert_eq!(rows.len(), cases.len());
    let mut words = Vec::new();
    for ((line, case), row) in (2..).zip(&cases).zip(rows) {
        let flags = row["flags"].as_array().expect("flags").iter();
        let invalid: Vec<&Value> = flags.filter(|flag| flag["code"] == "invalid-field").collect();
        assert_eq!(invalid.len(), 1, "{}: {}", case.path, case.value);
        assert_eq!(invalid[0]["line"], line, "{}: {}", case.path, case.value);
        words.push(format!("{}: {}", case.value, invalid[0]["message"].as_str().expect("words")));
    }
    insta::assert_snapshot!(words.join("\n"));
}

#[test]
fn a_megabyte_in_any_text_costs_no_row_and_no_document() {
    let long = "x".repeat(1 << 20);
    let world = World::of("empty");
    let mut registry = format!("baseline_context: {long}\nfindings:\n");
    for field in ["id", "title", "win", "hardware", "campaign_ids", "updated"] {
        registry.push_str(&format!("- {{{field}: {long}}}\n"));
    }
    world.write("value-findings.yaml", &registry);
    for format in ["table", "csv", "sarif"] {
        let ran = world.run(&["value_view", "--format", format, "--out", "ledger"]);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{format}");
    }
    let ran = world.run(&["value_view", "--format", "json"]);
    let ledger: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(ledger["findings"].as_array().map(Vec::len), Some(6));
    let invalid = ledger["findings"][5]["flags"].as_array().expect("flags").iter();
    let message = invalid.filter_map(|flag| flag["message"].as_str()).find(|words| words.contains("updated"));
    assert!(message.is_some_and(|words| words.len() < 200), "a message quotes no megabyte");
}

#[cfg(target_os = "linux")]
mod files {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::process::Command;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use value_ledger::bundle::{Bundle, Instant, Sha256Hex};
    use value_ledger::snapshot::{Sources, take};

    use super::*;
    use crate::command::{NOW, Ran, ran};

    fn fifo(world: &World, name: &str) {
        let made = Command::new("mkfifo").arg(world.path(name)).status().expect("mkfifo runs");
        assert!(made.success());
    }

    #[test]
    fn what_is_no_plain_file_is_not_waited_for() {
        let world = World::of("empty");
        world.write("value-findings.yaml", CITING);
        world.write("campaigns/20261020T081500Z-x/.keep", "");
        fifo(&world, "campaigns/20261020T081500Z-x/verdict.json");
        symlink("/dev/zero", world.path("campaigns/20261020T081500Z-x/atlas.jsonl")).expect("a link");
        fifo(&world, "fifo.yaml");
        let registry = |path: &str| {
            let ran = world.run(&["value_view", "--registry", path, "--campaigns-dir", "campaigns"]);
            format!("exit {}\n{}", ran.code.expect("an exit code"), ran.stderr)
        };
        insta::assert_snapshot!(
            [said(&world), registry("fifo.yaml"), registry("/dev/zero"), registry("campaigns")].concat()
        );
    }

    /// The command as a user who is nobody, since root may read and write anything.
    fn as_nobody(world: &World, arguments: &[&str]) -> Ran {
        let binary = world.path("perftunereport");
        if !binary.exists() {
            fs::copy(env!("CARGO_BIN_EXE_perftunereport"), &binary).expect("the binary");
        }
        fs::set_permissions(world.path(""), fs::Permissions::from_mode(0o755)).expect("a mode");
        let is_root = Command::new("id").arg("-u").output().expect("id runs").stdout == b"0\n";
        let mut command = if is_root {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"]).arg(&binary);
            command
        } else {
            Command::new(&binary)
        };
        command.args(arguments).args(["--now", NOW]).current_dir(world.path(""));
        ran(command.env_clear().env("PATH", "/usr/bin:/bin"))
    }

    fn lock(world: &World, name: &str, mode: u32) {
        fs::set_permissions(world.path(name), fs::Permissions::from_mode(mode)).expect("a mode");
    }

    #[test]
    fn what_may_not_be_read_is_said_and_a_campaign_costs_itself_alone() {
        let world = World::of("healthy");
        let campaign = "campaigns/20261020T081500Z-prefill-pin";
        lock(&world, &format!("{campaign}/verdict.json"), 0);
        let ran = as_nobody(&world, &["value_view", "--format", "json"]);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        let ledger: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        let flags = ledger["findings"].as_array().expect("rows").iter().flat_map(of_reading);
        let mut words: Vec<String> = flags.collect();
        let refused = |ran: Ran| format!("exit {}\n{}", ran.code.expect("an exit code"), ran.stderr);
        lock(&world, "campaigns", 0);
        words.push(refused(as_nobody(&world, &["value_view"])));
        lock(&world, "value-findings.yaml", 0);
        words.push(refused(as_nobody(&world, &["value_view"])));
        lock(&world, "campaigns", 0o755);
        insta::assert_snapshot!(words.join("\n"));
    }

    #[test]
    fn where_nothing_may_be_written_the_old_files_stay() {
        const SHELL: &str = "shell";
        let world = World::of("healthy");
        world.write("out/ledger.md", "old\n").write("out/site/.keep", "");
        let shell = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/testdata/shell");
        fs::create_dir(world.path(SHELL)).expect("a folder");
        for entry in fs::read_dir(shell).expect("the shell") {
            let entry = entry.expect("an entry");
            fs::copy(entry.path(), world.path(SHELL).join(entry.file_name())).expect("a copy");
        }
        fs::remove_dir_all(world.path("out/site")).expect("removed");
        lock(&world, "out", 0o555);
        let words: Vec<String> = [
            &["value_view", "--out", "out/ledger.md"][..],
            &["snapshot", "--out", "out/bundle.json"],
            &["publish", "--shell", SHELL, "--out", "out/site"],
        ]
        .iter()
        .map(|arguments| {
            let ran = as_nobody(&world, arguments);
            assert_eq!((ran.code, ran.stdout.as_str()), (Some(4), ""), "{arguments:?}: {}", ran.stderr);
            ran.stderr.replace(&world.path("").display().to_string(), "WORLD/")
        })
        .collect();
        insta::assert_snapshot!(words.concat());
        assert_eq!(world.read("out/ledger.md"), "old\n");
        assert_eq!(fs::read_dir(world.path("out")).expect("the folder").count(), 1, "nothing is left beside it");
        lock(&world, "out", 0o755);
    }

    #[test]
    fn a_registry_that_changes_while_it_is_read_is_stamped_as_it_was_read() {
        let entry = |id: &str| format!("- {{id: {id}, title: {}}}\n", "word ".repeat(2000));
        let registry = |id: &str| format!("findings:\n{}", entry(id).repeat(20));
        let texts = [registry("a"), registry("b")];
        let world = World::of("empty");
        world.write("value-findings.yaml", &texts[0]);
        let sources = Sources {
            registry: world.path("value-findings.yaml"),
            campaigns: Some(world.path("campaigns")),
            taken_at: Instant::parse("2026-11-02").expect("a time"),
            scan: false,
            allow_partial: false,
        };
        let is_whole = |bundle: &Bundle| {
            let of = |text: &String| bundle.registry.sha256 == Sha256Hex::of(text.as_bytes());
            let Some((_, id)) = texts.iter().zip(["a", "b"]).find(|(text, _)| of(text)) else { return false };
            assert_eq!(bundle.findings.len(), 20);
            assert!(bundle.findings.iter().all(|finding| finding.id.as_deref() == Some(id)));
            true
        };
        let ends = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !ends.load(Ordering::Relaxed) {
                    for text in &texts {
                        world.write("value-findings.yaml", text);
                    }
                }
            });
            for _ in 0..60 {
                if let Ok(taken) = take(&sources, None) {
                    is_whole(&taken.bundle);
                }
            }
            ends.store(true, Ordering::Relaxed);
        });
        assert!(is_whole(&take(&sources, None).expect("a snapshot").bundle), "what was written last is whole");
    }
}
