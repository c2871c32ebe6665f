//! Killed or refused at each step that changes the disk, the place holds the last good site, or the whole new one.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::process::{Command, ExitStatus};

use crate::command::World;

use super::{PUBLISH, publish, site};

type Files = BTreeMap<String, Vec<u8>>;

/// Every call by which the command makes something on the disk or changes it.
const MAKING: [&str; 10] =
    ["write", "fsync", "mkdir", "mkdirat", "chmod", "fchmod", "fchmodat", "rename", "renameat", "renameat2"];
/// Every call by which it takes something away.
const TAKING_AWAY: [&str; 3] = ["unlink", "unlinkat", "rmdir"];
/// More than a publish makes of one call: an end for a loop that would otherwise go on.
const MOST_CALLS: usize = 200;

struct Sites {
    world: World,
    old: Files,
    new: Files,
}

/// A world with the old site in place, and what the new one would be.
fn sites() -> Sites {
    let world = World::of("healthy");
    publish(&world, &[]);
    let old = site(&world);
    world.write("value-findings.yaml", "findings: []\n");
    publish(&world, &[]);
    let new = site(&world);
    assert_ne!(old, new);
    Sites { world, old, new }
}

impl Sites {
    /// Puts the old site back, then publishes the new one with a fault at one of its calls, counted from 1.
    fn publish_with(&self, fault: &str, call: &str, count: usize) -> ExitStatus {
        put(&self.world, &self.old);
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o", "/dev/null", "-e"]);
        command.arg(format!("inject={call}:{fault}:when={count}"));
        let mut arguments = PUBLISH.to_vec();
        arguments.extend(["--now", crate::command::NOW]);
        let publish = self.world.command(arguments);
        command.arg(publish.get_program()).args(publish.get_args());
        command.env_clear().envs(publish.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.current_dir(self.world.path("."));
        command.output().expect("strace runs: install it, and allow ptrace").status
    }

    fn is_old(&self) -> bool {
        site(&self.world) == self.old
    }

    fn is_new(&self) -> bool {
        site(&self.world) == self.new
    }
}

fn put(world: &World, files: &Files) {
    std::fs::remove_dir_all(world.path("site")).expect("removed");
    std::fs::create_dir(world.path("site")).expect("a folder");
    for (name, bytes) in files {
        std::fs::write(world.path("site").join(name), bytes).expect("a file");
    }
}

fn leftovers(world: &World) -> Vec<String> {
    world.listing().into_iter().filter(|name| name.starts_with(".site.publishing-")).collect()
}

/// Publishes with the fault at each single call of these, and looks at what is left; gives how many there were.
fn at_each_call(fault: &str, calls: &[&str], look: impl Fn(&Sites, ExitStatus, &str)) -> usize {
    let sites = sites();
    let mut met = 0;
    for call in calls {
        for count in 1.. {
            assert!(count < MOST_CALLS, "a publish makes fewer calls of {call}");
            for leftover in leftovers(&sites.world) {
                std::fs::remove_dir_all(sites.world.path(&leftover)).expect("removed");
            }
            let status = sites.publish_with(fault, call, count);
            if status.success() {
                assert!(sites.is_new(), "{call} {count}: without a fault the new site is in place");
                break;
            }
            assert!(sites.is_old() || sites.is_new(), "{call} {count}: the place holds neither site");
            look(&sites, status, &format!("{call} {count}"));
            met += 1;
        }
    }
    met
}

#[test]
fn killed_at_any_call_it_leaves_the_old_site_or_the_new_one_byte_for_byte() {
    let made = at_each_call("signal=SIGKILL", &MAKING, |sites, status, at| {
        assert_eq!(status.code(), None, "{at}: it was killed");
        assert!(sites.is_old() || at.starts_with("renameat2") || at.starts_with("fsync") || at.starts_with("write"));
    });
    assert!(made > 20, "ten files are written and synced: {made}");
    let taken_away = at_each_call("signal=SIGKILL", &TAKING_AWAY, |sites, _, at| {
        assert!(sites.is_new(), "{at}: the old site is taken away only once the new one is in place");
    });
    assert!(taken_away > 10, "the old site goes file by file: {taken_away}");
}

#[test]
fn on_a_full_disk_it_says_so_and_leaves_the_old_site_and_nothing_beside_it() {
    let met = at_each_call("error=ENOSPC", &MAKING, |sites, status, at| {
        assert_eq!(status.code(), Some(4), "{at}");
        if sites.is_old() {
            assert_eq!(leftovers(&sites.world), Vec::<String>::new(), "{at}");
        }
    });
    assert!(met > 20, "ten files are written and synced: {met}");
}
