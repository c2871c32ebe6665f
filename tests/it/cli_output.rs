//! Files are replaced as a whole or not at all; pipes may close early.

use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::Stdio;

use value_ledger::bundle::Bundle;

use crate::command::{NOW, Ran, SHELL, World, ran};

const OLD: &str = "the last good ledger\n";

fn not_written(ran: &Ran) -> &str {
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(4), ""), "{}", ran.stderr);
    &ran.stderr
}

/// A registry whose document is far larger than a pipe holds.
fn large() -> World {
    let mut registry = "findings:\n".to_owned();
    for index in 0..600 {
        let _ = writeln!(registry, "  - {{id: f{index}, title: Finding {index}, next_lever: try it}}");
    }
    let world = World::of("empty");
    world.write("value-findings.yaml", &registry);
    world
}

/// A git that takes longer than a reading that says nothing about itself.
#[cfg(unix)]
#[test]
fn a_long_reading_says_nothing_where_standard_error_is_no_terminal() {
    use std::os::unix::fs::PermissionsExt as _;

    let world = World::of("healthy");
    world.write("bin/git", "#!/bin/sh\nsleep 1.3\nexit 1\n");
    fs::set_permissions(world.path("bin/git"), fs::Permissions::from_mode(0o755)).expect("a program");
    let path = format!("{}:/usr/bin:/bin", world.path("bin").display());
    let ran = world.run_with(&["value_view"], &[("PATH", &path), ("TERM", "xterm")]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
}

#[test]
fn out_writes_what_would_have_been_printed() {
    let world = World::of("healthy");
    for format in ["table", "report", "json", "csv"] {
        let ran = world.run(&["value_view", "--format", format, "--out", "ledger"]);
        assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (Some(0), "", ""));
        assert_eq!(world.read("ledger"), world.run(&["value_view", "--format", format]).stdout);
    }
    assert_eq!(world.listing(), ["campaigns", "cost.yaml", "ledger", "policy.yaml", "value-findings.yaml"]);
}

#[test]
fn a_write_that_is_cut_off_leaves_the_old_file() {
    let world = large();
    world.write("ledger.md", OLD);
    let before = world.listing();
    // No file may grow past one block, and the signal that says so is ignored: the write fails half way.
    let mut command = world.command([""; 0]);
    let binary = command.get_program().to_owned();
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"";
    let mut limited = std::process::Command::new("sh");
    limited.args(["-c", script]).arg(binary).args(["value_view", "--out", "ledger.md", "--now", NOW]);
    limited.env_clear().current_dir(world.path(""));
    limited.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let text = not_written(&ran(&mut limited)).to_owned();
    assert!(text.starts_with("error: ledger.md could not be written"), "{text}");
    assert_eq!(world.read("ledger.md"), OLD);
    assert_eq!(world.listing(), before, "no temporary file is left");
    command = world.command(["value_view", "--out", "ledger.md", "--now", NOW]);
    assert_eq!(ran(&mut command).code, Some(0));
    assert_ne!(world.read("ledger.md"), OLD);
}

#[test]
fn a_refused_registry_leaves_the_old_files() {
    let world = World::of("healthy");
    world.write("value-findings.yaml", "findings: {").write("ledger.md", OLD).write("bundle.json", OLD);
    assert_eq!(world.run(&["value_view", "--out", "ledger.md"]).code, Some(2));
    assert_eq!(world.run(&["snapshot", "--out", "bundle.json"]).code, Some(2));
    assert_eq!((world.read("ledger.md").as_str(), world.read("bundle.json").as_str()), (OLD, OLD));
}

#[test]
fn what_is_read_is_not_written_over() {
    let world = World::of("healthy");
    let campaign = "campaigns/20261020T081500Z-prefill-pin/verdict.json";
    world.write("kept.json", "").run(&["snapshot", "--out", "bundle.json"]);
    for (verb, over) in [
        (&["value_view", "--out"][..], "value-findings.yaml"),
        (&["value_view", "--strict", "--out"], campaign),
        (&["portability_view", "--out"], "policy.yaml"),
        (&["snapshot", "--out"], "campaigns/../cost.yaml"),
        (&["publish", "--shell", SHELL, "--single-file"], campaign),
    ] {
        let before = world.read(over);
        let ran = world.run(&[verb, &[over]].concat());
        assert_eq!(ran.code, Some(2), "{verb:?} {over}: {}", ran.stderr);
        assert!(ran.stderr.contains(&format!("error: {over} is read by this run")), "{}", ran.stderr);
        assert_eq!(world.read(over), before);
    }
    assert_eq!(world.run(&["value_view", "--out", "kept.json"]).code, Some(0));
}

#[test]
fn where_no_file_can_be_is_said() {
    let world = World::of("healthy");
    world.write("folder/kept.md", OLD);
    let texts = [
        not_written(&world.run(&["value_view", "--out", "folder"])).to_owned(),
        not_written(&world.run(&["value_view", "--out", "gone/ledger.md"])).to_owned(),
        not_written(&world.run(&["value_view", "--out", "folder/kept.md/ledger.md"])).to_owned(),
        not_written(&world.run(&["snapshot", "--out", "folder"])).to_owned(),
    ];
    insta::assert_snapshot!(texts.concat());
    assert_eq!(world.read("folder/kept.md"), OLD);
}

#[test]
fn standard_output_is_no_file_name() {
    let world = World::of("healthy");
    for arguments in [["value_view", "--out", "-"], ["snapshot", "--out", "-"]] {
        let ran = world.run(&arguments);
        assert_eq!(ran.code, Some(2));
        assert!(ran.stderr.contains("name a file"), "{}", ran.stderr);
    }
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("the file").permissions().mode() & 0o777
    }

    #[test]
    fn a_new_file_can_be_read_by_others_and_an_old_one_keeps_its_mode() {
        let world = World::of("healthy");
        let umask = "umask 022; exec \"$0\" \"$@\"";
        let binary = world.command([""; 0]).get_program().to_owned();
        let run = || {
            let mut command = std::process::Command::new("sh");
            command.args(["-c", umask]).arg(&binary).args(["value_view", "--out", "ledger.md", "--now", NOW]);
            assert_eq!(ran(command.env_clear().current_dir(world.path(""))).code, Some(0));
        };
        run();
        assert_eq!(mode(&world.path("ledger.md")), 0o644);
        fs::set_permissions(world.path("ledger.md"), fs::Permissions::from_mode(0o640)).expect("a mode");
        run();
        assert_eq!(mode(&world.path("ledger.md")), 0o640);
    }

    #[test]
    fn a_link_is_followed_and_stays_one() {
        let world = World::of("healthy");
        world.write("store/ledger.md", OLD);
        symlink("store/ledger.md", world.path("latest.md")).expect("a link");
        assert_eq!(world.run(&["value_view", "--out", "latest.md"]).code, Some(0));
        assert!(fs::symlink_metadata(world.path("latest.md")).expect("the link").is_symlink());
        assert_eq!(world.read("store/ledger.md"), world.run(&["value_view"]).stdout);
    }

    #[test]
    fn what_is_no_plain_file_is_written_to_and_not_replaced() {
        let world = World::of("healthy");
        let printed = world.run(&["value_view"]).stdout;
        assert_eq!(world.run(&["value_view", "--out", "/dev/stdout"]).stdout, printed);
        assert_eq!(world.run(&["value_view", "--out", "/dev/null"]).code, Some(0));
        assert!(!fs::metadata("/dev/null").expect("the device").is_file());
    }

    #[test]
    fn a_device_that_is_full_is_an_error() {
        if !Path::new("/dev/full").exists() {
            return;
        }
        let full = || fs::File::options().write(true).open("/dev/full").expect("the device");
        let world = World::of("healthy");
        let mut command = world.command(["value_view", "--now", NOW]);
        let output = command.stdout(full()).output().expect("the binary runs");
        assert_eq!(output.status.code(), Some(4));
        assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: standard output could not be written"));
    }
}

#[test]
fn a_reader_that_stops_early_is_no_error_and_the_gate_still_holds() {
    let world = large();
    for (arguments, wanted) in [(&["value_view", "--now", NOW][..], 0), (&["value_view", "--now", NOW, "--strict"], 1)]
    {
        let mut command = world.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
        let mut first = [0; 1];
        let mut stdout = child.stdout.take().expect("its output");
        stdout.read_exact(&mut first).expect("one byte");
        drop(stdout);
        let output = child.wait_with_output().expect("its end");
        assert_eq!(output.status.code(), Some(wanted));
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(stderr.lines().count(), usize::try_from(wanted).expect("a count"), "{stderr}");
    }
}

#[test]
fn a_snapshot_reads_back_and_says_what_is_in_it() {
    let world = World::of("broken");
    let ran = world.run(&["snapshot", "--out", "bundle.json"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""));
    let verified = Bundle::from_json(&world.read("bundle.json")).expect("a bundle");
    assert_eq!(verified.bundle.findings.len(), 5);
    assert!(ran.stderr.trim_end().ends_with(verified.digest.as_str()), "{}", ran.stderr);
    insta::assert_snapshot!(ran.stderr.replace(verified.digest.as_str(), "DIGEST"));
}

#[test]
fn a_snapshot_of_the_same_inputs_has_the_same_bytes() {
    let world = World::of("hostile");
    assert_eq!(world.run(&["snapshot", "--out", "a.json"]).code, Some(0));
    assert_eq!(world.run(&["snapshot", "--out", "b.json"]).code, Some(0));
    assert_eq!(world.read("a.json"), world.read("b.json"));
}
