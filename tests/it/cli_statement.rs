//! `value_statement`: the text of a pull request, or everything that stands against it.

use crate::command::{Ran, World};

fn stated(world: &str, id: &str) -> Ran {
    World::of(world).run(&["value_statement", id])
}

#[test]
fn a_proven_win_is_stated_with_the_context_of_its_numbers() {
    let Ran { code, stdout, stderr } = stated("healthy", "prefill-pin");
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!(stdout);
}

#[test]
fn a_refusal_lists_every_reason_and_prints_nothing() {
    let Ran { code, stdout, stderr } = stated("broken", "no-lake");
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    insta::assert_snapshot!(stderr);
}

#[test]
fn what_is_not_done_has_no_statement() {
    let Ran { code, stdout, stderr } = stated("healthy", "draft-head");
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert!(stderr.contains("Its lifecycle is in_progress"), "{stderr}");
}

#[test]
fn an_id_that_stands_twice_is_reached_by_its_key() {
    let Ran { code, stderr, .. } = stated("broken", "weak~2");
    assert_eq!(code, Some(1));
    assert!(stderr.starts_with("no value statement for weak~2:\n"), "{stderr}");
}

#[test]
fn an_unknown_id_is_a_usage_error_that_names_the_nearest() {
    let Ran { code, stdout, stderr } = stated("healthy", "prefil-pin");
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert_eq!(stderr, "error: no finding has the id or the key \"prefil-pin\"; the nearest is \"prefill-pin\"\n");
    let none = stated("empty", "a");
    assert_eq!((none.code, none.stderr.as_str()), (Some(2), "error: no finding has the id or the key \"a\"\n"));
}
