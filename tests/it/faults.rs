//! A document at each fault of the disk, and a bundle that was cut or altered on its way. What holds for a site is in
//! `publish::faults`.

use value_ledger::bundle::{Bundle, BundleError, VERSION};

use crate::command::{NOW, SHELL, World, ran};

fn bundle() -> (String, Bundle) {
    let world = World::of("healthy");
    assert_eq!(world.run(&["snapshot", "--out", "bundle.json"]).code, Some(0));
    let json = world.read("bundle.json");
    let bundle = Bundle::from_json(&json).expect("a bundle").bundle;
    (json, bundle)
}

#[test]
fn a_bundle_that_was_cut_anywhere_is_refused() {
    let (json, _) = bundle();
    let whole = json.trim_end().len();
    for end in 0..whole {
        let Some(cut) = json.get(..end) else { continue };
        assert!(Bundle::from_json(cut).is_err(), "cut behind byte {end}");
    }
}

#[test]
fn a_bundle_with_any_byte_altered_is_refused_or_says_the_same() {
    let (json, bundle) = bundle();
    let mut same = 0;
    for at in 0..json.len() {
        for bit in [0, 1, 5] {
            let mut altered = json.clone().into_bytes();
            altered[at] ^= 1 << bit;
            let Ok(text) = String::from_utf8(altered) else { continue };
            if let Ok(read) = Bundle::from_json(&text) {
                assert_eq!(read.bundle, bundle, "byte {at}, bit {bit}");
                same += 1;
            }
        }
    }
    // What stands around the data says nothing of it: white space, and a version below the one that wrote it.
    assert!(same < 10, "{same} alterations went unseen");
}

#[test]
fn data_of_a_newer_version_is_refused_before_it_is_looked_at() {
    let (json, _) = bundle();
    let newer = json.replace(&format!("\"version\":{VERSION}"), &format!("\"version\":{}", VERSION + 1));
    assert_eq!(Bundle::from_json(&newer), Err(BundleError::Newer { found: VERSION + 1 }));
    let world = World::of("healthy");
    world.write("old.json", &json).write("new.json", &newer);
    let ran = ran(&mut world.command(["diff", "old.json", "new.json"]));
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.contains("rebuild it with the newer release"), "{}", ran.stderr);
}

#[cfg(target_os = "linux")]
mod disk {
    use std::process::{Command, ExitStatus};

    use super::*;

    const OLD: &str = "the last good document\n";
    /// Every call by which the command makes something on the disk or changes it.
    const CALLS: [&str; 12] = [
        "write",
        "fsync",
        "fdatasync",
        "chmod",
        "fchmod",
        "fchmodat",
        "rename",
        "renameat",
        "renameat2",
        "link",
        "linkat",
        "ftruncate",
    ];
    /// More than a document takes of one call: an end for a loop that would otherwise go on.
    const MOST_CALLS: usize = 100;

    fn with_fault(world: &World, arguments: &[&str], fault: &str, call: &str, count: usize) -> ExitStatus {
        world.write("document", OLD);
        let run = world.command(arguments.iter().chain(&["--out", "document", "--now", NOW]));
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o", "/dev/null", "-e"]).arg(format!("inject={call}:{fault}:when={count}"));
        command.arg(run.get_program()).args(run.get_args());
        command.env_clear().envs(run.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.current_dir(world.path("."));
        command.output().expect("strace runs: install it, and allow ptrace").status
    }

    /// Runs with the fault at each single call, and gives how many there were.
    fn at_each_call(fault: &str, arguments: &[&str], look: impl Fn(&World, ExitStatus, &str)) -> usize {
        let world = World::of("healthy");
        assert_eq!(world.run(&[arguments, &["--out", "document"]].concat()).code, Some(0));
        let new = world.read("document");
        let before = world.listing();
        let mut met = 0;
        for call in CALLS {
            for count in 1.. {
                assert!(count < MOST_CALLS, "fewer calls of {call} are made");
                let status = with_fault(&world, arguments, fault, call, count);
                let document = world.read("document");
                assert!(document == OLD || document == new, "{call} {count}: neither the old document nor the new one");
                for name in world.listing().into_iter().filter(|name| !before.contains(name)) {
                    assert!(status.code().is_none(), "{call} {count}: {name} is left behind");
                    std::fs::remove_file(world.path(&name)).expect("a temporary file");
                }
                if status.success() && document == new {
                    break;
                }
                look(&world, status, &format!("{call} {count}"));
                met += 1;
            }
        }
        met
    }

    const DOCUMENTS: [&[&str]; 2] = [&["snapshot"], &["value_view", "--format", "csv"]];

    #[test]
    fn killed_at_any_call_a_document_is_the_old_one_or_the_new_one() {
        for arguments in DOCUMENTS {
            let met = at_each_call("signal=SIGKILL", arguments, |_, status, at| {
                assert_eq!(status.code(), None, "{at}: it was killed");
            });
            assert!(met >= 3, "{arguments:?}: written, synced, renamed: {met}");
        }
    }

    #[test]
    fn on_a_full_or_failing_disk_a_document_is_the_old_one_and_that_is_said() {
        for arguments in DOCUMENTS {
            for fault in ["error=ENOSPC", "error=EIO", "error=EROFS", "error=EDQUOT"] {
                let met = at_each_call(fault, arguments, |world, status, at| {
                    assert_eq!(status.code(), Some(4), "{fault} {at}");
                    assert_eq!(world.read("document"), OLD, "{fault} {at}");
                });
                assert!(met >= 2, "{arguments:?} {fault}: written and renamed: {met}");
            }
        }
    }

    #[test]
    fn a_report_that_is_cut_off_leaves_the_old_one() {
        // No file may grow past one block, and the signal that says so is ignored.
        let world = World::of("healthy");
        world.write("bundle.json", OLD).write("site/.keep", "");
        std::fs::remove_dir_all(world.path("site")).expect("removed");
        let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"";
        for arguments in [&["snapshot", "--out", "bundle.json"][..], &["publish", "--shell", SHELL, "--out", "site"]] {
            let run = world.command(arguments.iter().chain(&["--now", NOW]));
            let mut command = Command::new("sh");
            command.args(["-c", script]).arg(run.get_program()).args(run.get_args()).env_clear();
            command.current_dir(world.path("."));
            assert_eq!(command.output().expect("sh runs").status.code(), Some(4), "{arguments:?}");
        }
        assert_eq!(world.read("bundle.json"), OLD);
        assert!(!world.path("site").exists());
    }
}
