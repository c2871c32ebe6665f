//! What the command says of itself: the codes of its flags, completions.

use crate::command::{World, ran};

#[test]
fn a_code_is_explained() {
    let explained = ran(&mut World::bare().command(["explain", "done-ungrounded"]));
    assert_eq!((explained.code, explained.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!(explained.stdout);
}

#[test]
fn without_a_code_every_code_has_a_line() {
    let list = ran(&mut World::bare().command(["explain"]));
    assert_eq!((list.code, list.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!("every_code", list.stdout);
    for line in list.stdout.lines() {
        let code = line.split(' ').next().expect("a code");
        let explained = ran(&mut World::bare().command(["explain", code]));
        assert_eq!(explained.code, Some(0), "{code}");
        assert!(explained.stdout.starts_with(code));
    }
}

#[test]
fn an_unknown_code_is_refused_and_the_nearest_named() {
    let unknown = ran(&mut World::bare().command(["explain", "ungruonded"]));
    assert_eq!((unknown.code, unknown.stdout.as_str()), (Some(2), ""));
    assert_eq!(
        unknown.stderr,
        "error: there is no flag code \"ungruonded\"; the nearest is ungrounded; `perftunereport explain` lists all\n"
    );
}

#[test]
fn each_shell_gets_completions_of_every_verb() {
    let verbs = ["value_view", "value_statement", "snapshot", "publish", "explain", "completions"];
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = ran(&mut World::bare().command(["completions", shell]));
        assert_eq!((script.code, script.stderr.as_str()), (Some(0), ""));
        for word in verbs.into_iter().chain(["campaigns-dir"]) {
            assert!(script.stdout.contains(word), "{shell}: {word}");
        }
    }
    let unknown = ran(&mut World::bare().command(["completions", "cmd.exe"]));
    assert_eq!((unknown.code, unknown.stdout.as_str()), (Some(2), ""));
    assert!(unknown.stderr.contains("powershell"), "{}", unknown.stderr);
}
