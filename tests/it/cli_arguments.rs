//! What the command accepts, refuses and says of itself.

use crate::command::{Ran, World, ran};

fn help(arguments: &[&str]) -> String {
    let Ran { code, stdout, stderr } = ran(&mut World::bare().command(arguments));
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    stdout
}

#[test]
fn help_of_the_command() {
    insta::assert_snapshot!(help(&["--help"]));
}

#[test]
fn help_of_value_view() {
    insta::assert_snapshot!(help(&["value_view", "-h"]));
}

#[test]
fn long_help_of_value_view_lists_every_flag_code() {
    let text = help(&["value_view", "--help"]);
    for rule in value_ledger::ledger::RULES {
        assert!(text.contains(&format!("  {} ({})", rule.code, rule.severity.name())), "{}", rule.code);
    }
}

#[test]
fn help_of_portability_view() {
    insta::assert_snapshot!(help(&["portability_view", "--help"]));
}

#[test]
fn help_of_value_statement() {
    insta::assert_snapshot!(help(&["value_statement", "--help"]));
}

#[test]
fn help_of_snapshot() {
    insta::assert_snapshot!(help(&["snapshot", "--help"]));
}

#[test]
fn help_of_publish() {
    insta::assert_snapshot!(help(&["publish", "--help"]));
}

#[test]
fn the_version_is_that_of_the_package() {
    assert_eq!(help(&["--version"]), concat!("perftunereport ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn no_verb_and_an_unknown_one_are_usage_errors() {
    for arguments in [&[][..], &["value-view"], &["publish"]] {
        let ran = ran(&mut World::of("healthy").command(arguments));
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ran.stderr.contains("Usage:"), "{}", ran.stderr);
    }
}

#[test]
fn options_of_other_versions_are_refused_and_not_ignored() {
    let world = World::of("healthy");
    for option in ["--format=xml", "--strict=old", "--before=b.json"] {
        let ran = world.run(&["value_view", option]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{option}");
    }
}

#[test]
fn a_rate_is_finite_and_above_zero() {
    let world = World::of("healthy");
    for rate in ["0", "-1", "nan", "inf", "1e999", "cheap", ""] {
        let ran = world.run(&["value_view", "--gpu-hr", rate]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{rate}");
        assert!(ran.stderr.contains("--gpu-hr <USD>"), "{}", ran.stderr);
        assert!(ran.stderr.contains("a rate is a number of USD above zero"), "{}", ran.stderr);
    }
}

#[test]
fn a_time_that_cannot_be_read_is_a_usage_error() {
    let ran = ran(&mut World::of("healthy").command(["value_view", "--now", "yesterday"]));
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.contains("--now <TIME>"), "{}", ran.stderr);
}
