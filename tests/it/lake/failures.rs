//! A store that is slow, failing, forbidding, cut off or not there: it is named, nothing secret is said, and the snapshot
//! fails unless a partial one is allowed.

use std::time::{Duration, Instant};

use super::registry::{DAY, ID, JSON, citing, json, local, presence};
use super::rows::{Row, place, publish};
use super::store::{Fault, KEY, S3, SECRET};
use crate::command::{NOW, Ran, World};

fn lake() -> S3 {
    let s3 = S3::start();
    publish(&s3.root(), DAY, ID, &Row::strong(ID));
    s3
}

/// What a run that did not reach its lake says.
fn unreachable(ran: &Ran) -> &str {
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(3), ""), "{}", ran.stderr);
    let start = "error: the published lake s3://lake/team ";
    let said = ran.stderr.strip_prefix(start);
    let said = said.unwrap_or_else(|| panic!("{:?} starts with {start:?}", ran.stderr));
    said.strip_suffix("; take the snapshot again, or go on without what it did not answer by --allow-partial\n")
        .expect("what to do")
}

#[test]
fn a_store_that_answers_when_asked_again_is_fine() {
    let s3 = lake();
    s3.fault("campaign_v1", 2, Fault::Status(503));
    assert_eq!(presence(&json(&s3.run(&citing(&[ID]), &JSON))), [("published".to_owned(), Some(true))]);
    assert_eq!(s3.log().iter().filter(|target| target.contains("campaign_v1")).count(), 3);
    s3.fault("campaign_v1", 1, Fault::Cut);
    json(&s3.run(&citing(&[ID]), &JSON));
}

#[test]
fn a_store_that_keeps_failing_is_named_with_its_status() {
    let s3 = lake();
    let world = citing(&[ID]);
    let run = || s3.run(&world, &["value_view", "--lake-timeout", "2"]);
    s3.fault("campaign_v1", 100, Fault::Status(500));
    assert_eq!(unreachable(&run()), "failed (HTTP status 500), also when asked again");
    let s3 = lake();
    s3.fault("campaign_v1", 100, Fault::Status(503));
    let ran = s3.run(&world, &["value_view", "--lake-timeout", "2"]);
    assert_eq!(unreachable(&ran), "is too busy (HTTP status 503), also when asked again");
}

#[test]
fn a_campaign_that_was_listed_and_whose_row_is_not_answered_is_unknown() {
    let s3 = lake();
    let world = citing(&["prefill-pin"]);
    let arguments = [&JSON[..], &["--allow-partial", "--lake-timeout", "2"]].concat();
    assert_eq!(presence(&json(&s3.run(&world, &arguments))), [("published".to_owned(), Some(true))]);
    s3.fault("part-0.parquet", 100, Fault::Status(500));
    let ledger = json(&s3.run(&world, &arguments));
    assert_eq!(presence(&ledger), [("unknown".to_owned(), None)]);
    assert_eq!(ledger["findings"][0]["effective_tier"], serde_json::Value::Null);
}

#[test]
fn a_slow_store_is_left_in_time() {
    let s3 = lake();
    s3.fault("campaign_v1", 100, Fault::Late(Duration::from_secs(60)));
    let started = Instant::now();
    let ran = s3.run(&citing(&[ID]), &["value_view", "--lake-timeout", "1"]);
    assert_eq!(unreachable(&ran), "gave no answer within 1 s");
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}

#[test]
fn an_answer_that_is_always_cut_off_is_no_answer() {
    let s3 = lake();
    s3.fault("campaign_v1", 100, Fault::Cut);
    let ran = s3.run(&citing(&[ID]), &["value_view", "--lake-timeout", "2"]);
    assert_eq!(unreachable(&ran), "cut its answer off");
}

#[test]
fn a_store_that_forbids_says_so_and_what_it_may_mean() {
    let s3 = lake();
    s3.fault("campaign_v1", 100, Fault::Status(403));
    let forbidden = "refuses access (forbidden); S3 says so of a missing object too where the credentials may not list \
                     the bucket";
    assert_eq!(unreachable(&s3.run(&citing(&[ID]), &["value_view"])), forbidden);
    let s3 = lake();
    let wrong = [("AWS_ACCESS_KEY_ID", KEY), ("AWS_SECRET_ACCESS_KEY", "incorrect-zebra-charger-paperclip")];
    let ran = s3.run_with(&citing(&[ID]), &["value_view"], &wrong);
    assert_eq!(unreachable(&ran), forbidden);
    let s3 = lake();
    s3.fault("campaign_v1", 100, Fault::Status(401));
    let ran = s3.run(&citing(&[ID]), &["value_view"]);
    assert_eq!(unreachable(&ran), "does not accept the credentials (not authenticated)");
}

#[test]
fn a_store_that_is_not_there_is_told_from_one_that_says_nothing() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let world = citing(&[ID]);
    let endpoint = format!("http://{closed}");
    let ran = world.run_with(
        &["value_view", "--lake", "s3://lake/team", "--lake-endpoint", &endpoint, "--lake-timeout", "2"],
        &[("AWS_ACCESS_KEY_ID", KEY), ("AWS_SECRET_ACCESS_KEY", SECRET)],
    );
    assert_eq!(unreachable(&ran), "refused the connection");
}

#[test]
fn a_bucket_that_is_not_there_is_no_empty_lake() {
    let s3 = lake();
    std::fs::remove_dir_all(s3.root().parent().expect("the bucket")).expect("no bucket");
    // The server of these tests says so only of a listing; S3 does of every request.
    let ran = s3.run(&citing(&["prefill-pin"]), &["value_view"]);
    assert_eq!(unreachable(&ran), "is in a bucket that does not exist");
}

#[test]
fn without_credentials_it_says_that_the_machine_was_asked() {
    let s3 = lake();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let metadata = format!("http://{closed}");
    // A secret that a job was not given is an empty variable, and no credential.
    let empty = [("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", "")];
    for variables in [&[][..], &empty] {
        let variables = [&[("AWS_METADATA_ENDPOINT", metadata.as_str())], variables].concat();
        let ran = s3.run_with(&citing(&[ID]), &["value_view", "--lake-timeout", "2"], &variables);
        let said = unreachable(&ran);
        assert!(said.ends_with("no credentials were given, so this machine was asked for those of its role"), "{said}");
    }
    assert_eq!(s3.log(), [""; 0]);
}

#[test]
fn a_listing_that_fails_fails_the_snapshot_too() {
    let s3 = lake();
    s3.fault("list-type=2", 100, Fault::Status(500));
    let ran = s3.run(&citing(&["prefill-pin"]), &["value_view", "--lake-timeout", "2"]);
    assert_eq!(unreachable(&ran), "failed (HTTP status 500), also when asked again");
}

#[test]
fn a_partial_snapshot_marks_every_campaign_that_it_leaves_open() {
    let s3 = lake();
    let (other, at_hand) = ("20261021T000000Z-other", "20261022T000000Z-local");
    publish(&s3.root(), "2026-10-21", other, &Row::strong(other));
    s3.fault(&format!("campaign={ID}"), 100, Fault::Status(403));
    s3.fault(&format!("campaign={at_hand}"), 100, Fault::Status(403));
    let world = citing(&[ID, other, at_hand]);
    local(&world, at_hand);
    let ledger = json(&s3.run(&world, &[&JSON[..], &["--allow-partial"]].concat()));
    let said = |presence: &str, published| (presence.to_owned(), published);
    assert_eq!(presence(&ledger), [said("unknown", None), said("published", Some(true)), said("local", None)]);
    assert_eq!(ledger["unanswered"], serde_json::json!([ID, at_hand]));
    let document = s3.run(&world, &["value_view", "--allow-partial"]);
    assert!(document.stdout.contains("PARTIAL DATA"), "{}", document.stdout);
    let ran = s3.run(&world, &["snapshot", "--out", "bundle.json", "--allow-partial"]);
    assert!(ran.stderr.contains("PARTIAL"), "{}", ran.stderr);
}

#[test]
fn refusals_of_many_objects_say_nothing_of_the_next() {
    let s3 = lake();
    s3.fault("081500Z-c", 100, Fault::Status(403));
    let ids: Vec<String> = (0..40).map(|index| format!("20261020T081500Z-c{index}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).chain([ID]).collect();
    let ledger = json(&s3.run(&citing(&ids), &[&JSON[..], &["--allow-partial"]].concat()));
    assert_eq!(presence(&ledger).last(), Some(&("published".to_owned(), Some(true))));
}

#[test]
fn a_scan_that_the_store_does_not_answer_is_partial_too() {
    let s3 = lake();
    publish(&s3.root(), DAY, "20261020T090000Z-nobody", &Row::strong("20261020T090000Z-nobody"));
    s3.fault("campaign=20261020T090000Z-nobody", 100, Fault::Status(403));
    let world = citing(&[ID]);
    assert!(unreachable(&s3.run(&world, &["value_view", "--scan"])).contains("forbidden"));
    let ledger = json(&s3.run(&world, &[&JSON[..], &["--scan", "--allow-partial"]].concat()));
    assert_eq!((&ledger["unclaimed"], &ledger["unanswered"]), (&serde_json::json!([]), &serde_json::json!([])));
    let document = s3.run(&world, &["value_view", "--scan", "--allow-partial"]).stdout;
    assert!(document.contains("PARTIAL DATA"), "{document}");
}

#[test]
fn a_store_that_answers_nothing_costs_a_partial_snapshot_two_rounds_at_most() {
    let s3 = lake();
    s3.fault("campaign_v1", 1000, Fault::Late(Duration::from_secs(60)));
    let ids: Vec<String> = (0..200).map(|index| format!("20261020T081500Z-c{index}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let started = Instant::now();
    let ledger = json(&s3.run(&citing(&ids), &[&JSON[..], &["--allow-partial", "--lake-timeout", "1"]].concat()));
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    assert!(presence(&ledger).iter().all(|said| *said == ("unknown".to_owned(), None)));
}

#[test]
fn credentials_are_in_nothing_that_the_command_leaves_behind() {
    let secret = "hunter2hunter2hunter2";
    let token = "AQoDYXdzEJrtoken";
    let variables = [("AWS_ACCESS_KEY_ID", KEY), ("AWS_SECRET_ACCESS_KEY", secret), ("AWS_SESSION_TOKEN", token)];
    let mut said = String::new();
    for fault in [
        Fault::Status(403),
        Fault::Status(500),
        Fault::Status(401),
        Fault::Status(307),
        Fault::Cut,
        Fault::Late(Duration::from_secs(9)),
    ] {
        let s3 = lake();
        s3.fault("", 100, fault);
        let world = citing(&[ID, "prefill-pin"]);
        for arguments in [
            &["value_view", "--lake-timeout", "1"][..],
            &["value_view", "--lake-timeout", "1", "--allow-partial", "--format", "json"],
            &["snapshot", "--lake-timeout", "1", "--allow-partial", "--out", "bundle.json"],
        ] {
            let ran = s3.run_with(&world, arguments, &variables);
            said.push_str(&ran.stdout);
            said.push_str(&ran.stderr);
        }
        said.push_str(&world.read("bundle.json"));
    }
    assert!(said.contains("s3://lake/team"));
    for part in [secret, token, KEY, "Signature", "Authorization"] {
        assert!(!said.contains(part), "{part}");
    }
}

#[test]
fn an_address_that_may_hold_a_secret_is_refused_without_being_quoted() {
    let world = citing(&[ID]);
    for url in ["s3://user:hunter2@lake/team", "https://acc.blob.core.windows.net/c?sig=hunter2", "s3://lake/a#hunter2"]
    {
        for ran in
            [world.run(&["value_view", "--lake", url]), world.run_with(&["value_view"], &[("VALUE_LEDGER_LAKE", url)])]
        {
            assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{}", ran.stderr);
            assert!(!ran.stderr.contains("hunter2") && ran.stderr.contains("address is refused"), "{}", ran.stderr);
        }
    }
}

#[test]
fn a_mistyped_prefix_is_no_empty_lake() {
    let s3 = lake();
    let keys = [("AWS_ACCESS_KEY_ID", KEY), ("AWS_SECRET_ACCESS_KEY", SECRET)];
    let at = |url, cited: &[&str], more: &[&str]| s3.run_at(url, &citing(cited), &[&JSON[..], more].concat(), &keys);
    for cited in [&[ID][..], &["prefill-pin"], &[ID, "prefill-pin"]] {
        let ran = at("s3://lake/tema", cited, &[]);
        assert_eq!(ran.code, Some(3), "{cited:?}: {}", ran.stderr);
        assert!(ran.stderr.contains("s3://lake/tema holds no perflake/perf-report/; look at"), "{}", ran.stderr);
        let partial = json(&at("s3://lake/tema", cited, &["--allow-partial"]));
        assert!(presence(&partial).iter().all(|said| *said == ("unknown".to_owned(), None)), "{cited:?}");
    }
    assert_eq!(presence(&json(&at("s3://lake/team", &[ID], &[]))), [("published".to_owned(), Some(true))]);
    let gone = "20261022T000000Z-gone";
    assert_eq!(presence(&json(&at("s3://lake/team", &[gone], &[]))), [("missing".to_owned(), Some(false))]);
    assert_eq!(at("s3://lake/tema", &[], &[]).code, Some(0), "what cites nothing asks nothing");
}

#[test]
fn a_store_that_does_not_list_is_taken_at_its_word() {
    let s3 = lake();
    s3.fault("list-type=2", 100, Fault::Status(403));
    let gone = "20261022T000000Z-gone";
    assert_eq!(presence(&json(&s3.run(&citing(&[gone]), &JSON))), [("missing".to_owned(), Some(false))]);
}

#[test]
fn an_endpoint_that_the_environment_names_is_said() {
    let s3 = lake();
    let world = citing(&[ID]);
    let run = |endpoint: &str| {
        let mut command = world.command(["snapshot", "--out", "bundle.json", "--lake", "s3://lake/team"]);
        command.args(["--lake-timeout", "2", "--now", NOW]);
        let variables = [
            ("AWS_ACCESS_KEY_ID", KEY),
            ("AWS_SECRET_ACCESS_KEY", SECRET),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_ENDPOINT_URL", endpoint),
        ];
        crate::command::ran(command.envs(variables))
    };
    let found = run(&s3.endpoint());
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    let named = format!("s3://lake/team at {}, which the environment names,", s3.endpoint());
    assert!(found.stderr.contains(&named), "{}", found.stderr);
    let failed = run("http://user:hidden@127.0.0.1:1/path?token=hidden");
    assert_eq!(failed.code, Some(3), "{}", failed.stderr);
    assert!(failed.stderr.contains("s3://lake/team at http://127.0.0.1:1, which"), "{}", failed.stderr);
    assert!(!failed.stderr.contains("hidden"), "{}", failed.stderr);
}

/// A pipe that nobody writes to keeps whoever opens it waiting, which no request's time ends.
#[cfg(unix)]
#[test]
fn a_read_that_never_ends_does_not_keep_the_command_from_ending() {
    use std::process::{Command, Stdio};
    let lake = World::bare();
    let pipe = place(&lake.path(""), "campaign_v1", DAY, ID);
    std::fs::create_dir_all(pipe.parent().expect("a folder")).expect("the folder");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let world = citing(&[ID]);
    let url = super::registry::file_url(&lake.path(""));
    let mut command = world.command(["value_view", "--lake", &url, "--lake-timeout", "1", "--now", NOW]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || sender.send(child.wait_with_output()));
    let ended = receiver.recv_timeout(Duration::from_secs(20));
    // A command that still waits is let go, so that a failed test leaves nothing behind.
    drop(std::fs::File::options().read(true).write(true).open(&pipe).expect("the pipe"));
    let output = ended.expect("the command ends").expect("its output");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("gave no answer within 1 s"), "{said}");
}

#[test]
fn a_folder_that_is_no_lake_is_refused() {
    let world = World::bare();
    let url = super::registry::file_url(&world.path("gone"));
    let ran = citing(&[ID]).run(&["value_view", "--lake", &url]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains(&url) && ran.stderr.contains("does not exist"), "{}", ran.stderr);
}

#[test]
fn options_of_a_lake_without_a_lake_are_a_mistake() {
    let world = World::of("healthy");
    for arguments in
        [&["--lake-key-file", "keys"][..], &["--lake-endpoint", "https://s3.example.com"], &["--allow-partial"]]
    {
        let ran = world.run(&[&["value_view"], arguments].concat());
        assert_eq!(ran.code, Some(2), "{}", ran.stderr);
        assert!(ran.stderr.contains(arguments[0]) && ran.stderr.contains("--lake"), "{}", ran.stderr);
    }
}
