//! `--previous` and `diff`: what changed, and the record of it that a site carries on.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::PathBuf;
use std::thread;

use serde_json::Value;

use crate::command::{Ran, SHELL, World};

use super::{json, site};

const REGISTRY: &str = "findings:\n  - {id: a, title: First, lifecycle: not_done, win: \"1.2x\"}\n";

fn publish(world: &World, out: &str, day: &str, previous: &[&str]) -> Ran {
    let mut command = world.command(["publish", "--shell", SHELL, "--out", out, "--now", day]);
    crate::command::ran(command.args(previous))
}

fn bundle(world: &World, out: &str) -> Value {
    let manifest = json(world.read(&format!("{out}/site.json")).as_bytes());
    let name = manifest["bundle"].as_str().expect("a name").to_owned();
    json(world.read(&format!("{out}/{name}")).as_bytes())["data"].clone()
}

fn days(bundle: &Value) -> Vec<&str> {
    let history = bundle["history"].as_array().map(Vec::as_slice).unwrap_or_default();
    history.iter().map(|edition| edition["taken_at"].as_str().expect("a time")).collect()
}

/// A world with the site of one day.
fn first() -> World {
    let world = World::bare();
    world.write("value-findings.yaml", REGISTRY).write("campaigns/.keep", "");
    assert_eq!(publish(&world, "site", "2026-11-01", &[]).code, Some(0));
    world
}

#[test]
fn a_first_publish_has_no_record() {
    let world = first();
    assert_eq!(days(&bundle(&world, "site")), Vec::<&str>::new());
    assert!(!world.read("site/index.html").contains("data-testid=\"changed\""));
    assert!(!world.read("site/changes.atom").contains("<entry>"));
}

#[test]
fn each_publish_adds_what_it_changed_and_one_without_changes_adds_nothing() {
    let world = first();
    world.write("value-findings.yaml", &REGISTRY.replace("1.2x", "1.3x"));
    publish(&world, "site", "2026-11-02", &["--previous", "site"]);
    publish(&world, "site", "2026-11-03", &["--previous", "site"]);
    let unchanged = bundle(&world, "site");
    assert_eq!(days(&unchanged), ["2026-11-02T00:00:00Z"]);
    assert!(world.read("site/index.html").contains("Unchanged since 2026-11-02. Last changed on 2026-11-02"));
    world.write("value-findings.yaml", &REGISTRY.replace("not_done", "done"));
    publish(&world, "site", "2026-11-04", &["--previous", "site"]);
    let changed = bundle(&world, "site");
    assert_eq!(days(&changed), ["2026-11-04T00:00:00Z", "2026-11-02T00:00:00Z"]);
    assert_eq!(changed["history"][0]["since"]["taken_at"], "2026-11-03T00:00:00Z");
    assert_eq!(world.read("site/changes.atom").matches("<entry>").count(), 2);
    let page = world.read("site/index.html");
    assert!(page.contains("Changed with this publish") && page.contains("lifecycle from not done to done"));
    assert!(page.contains("win from \u{201c}1.2x\u{201d} to \u{201c}1.3x\u{201d}"));
}

#[test]
fn the_record_is_worked_out_from_the_last_site_and_this_one_alone() {
    let world = first();
    world.write("value-findings.yaml", &REGISTRY.replace("1.2x", "1.3x"));
    publish(&world, "second", "2026-11-02", &["--previous", "site"]);
    publish(&world, "again", "2026-11-02", &["--previous", "site"]);
    for name in site_names(&world, "second") {
        let read = |out: &str| fs::read(world.path(out).join(&name)).expect("a file");
        assert_eq!(read("second"), read("again"), "{name}");
    }
}

fn site_names(world: &World, out: &str) -> Vec<String> {
    super::files(&world.path(out)).into_keys().collect()
}

#[test]
fn diff_says_the_same_of_folders_and_of_bundles() {
    let world = first();
    world.run(&["snapshot", "--out", "old.json"]);
    world.write("value-findings.yaml", &REGISTRY.replace("1.2x", "1.3x").replace("{id: a,", "{id: b, extra: 1,"));
    publish(&world, "second", "2026-11-02", &[]);
    world.run(&["snapshot", "--out", "new.json"]);
    let diff = |arguments: &[&str]| {
        let ran = crate::command::ran(&mut world.command([&["diff"], arguments].concat()));
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        ran.stdout
    };
    insta::assert_snapshot!(diff(&["site", "second"]));
    let changes = |arguments: &[&str]| json(diff(arguments).as_bytes())["changes"].clone();
    let of_sites = changes(&["site", "second", "--format", "json"]);
    assert_eq!(of_sites, changes(&["old.json", "new.json", "--format", "json"]));
    assert_eq!((&of_sites[0]["change"], &of_sites[1]["change"]), (&"removed".into(), &"added".into()));
    assert!(diff(&["site", "site"]).contains("\nNo finding changed, nor the rating of its evidence, its flags, "));
    assert_eq!(diff(&["site", "second", "--out", "changes.md"]), "");
    assert_eq!(world.read("changes.md"), diff(&["site", "second"]));
    let old = world.read("old.json");
    let over = crate::command::ran(&mut world.command(["diff", "old.json", "site", "--out", "old.json"]));
    assert_eq!((over.code, world.read("old.json")), (Some(2), old), "{}", over.stderr);
}

#[test]
fn what_is_no_earlier_snapshot_is_refused_and_the_site_is_as_it_was() {
    let world = first();
    let before = site(&world);
    world.write("empty/.keep", "").write("other.json", "{}").write("broken/site.json", "{}");
    world.write("changed/x", "");
    for (name, bytes) in &before {
        fs::write(world.path("changed").join(name), bytes).expect("a file");
    }
    let name = bundle_name(&world);
    world.write(&format!("changed/{name}"), &world.read(&format!("site/{name}")).replace("First", "Other"));
    for (previous, says) in [
        ("gone", "gone"),
        ("empty", "site.json"),
        ("other.json", "not a ledger bundle"),
        ("broken", "site.json is none that this version reads"),
        ("changed", "is not the one that was published"),
    ] {
        let ran = publish(&world, "site", "2026-11-02", &["--previous", previous]);
        assert_eq!(ran.code, Some(2), "{previous}: {}", ran.stderr);
        assert!(ran.stderr.contains(says), "{previous}: {}", ran.stderr);
        assert_eq!(site(&world), before, "{previous}");
    }
}

fn bundle_name(world: &World) -> String {
    site(world).into_keys().find(|name| super::is_bundle(name)).expect("a bundle")
}

#[test]
fn a_site_is_fetched_from_its_address() {
    let world = first();
    world.write("value-findings.yaml", &REGISTRY.replace("1.2x", "1.3x"));
    let address = serve(world.path("site"));
    for previous in [format!("{address}/team/"), format!("{address}/team/index.html"), format!("{address}/team")] {
        let ran = publish(&world, "fetched", "2026-11-02", &["--previous", &previous]);
        assert_eq!(ran.code, Some(0), "{previous}: {}", ran.stderr);
        assert_eq!(days(&bundle(&world, "fetched")), ["2026-11-02T00:00:00Z"], "{previous}");
    }
    let by_file = format!("{address}/team/{}", bundle_name(&world));
    assert_eq!(publish(&world, "fetched", "2026-11-02", &["--previous", &by_file]).code, Some(0));
}

#[test]
fn an_address_without_a_site_or_without_an_answer_is_told_apart() {
    let world = first();
    let before = site(&world);
    let address = serve(world.path("site"));
    let nowhere = publish(&world, "site", "2026-11-02", &["--previous", &format!("{address}/other/")]);
    assert_eq!(nowhere.code, Some(2));
    assert!(nowhere.stderr.contains("the server has no site.json there; for a first publish"), "{}", nowhere.stderr);
    let silent = publish(&world, "site", "2026-11-02", &["--previous", "https://127.0.0.1:1/ledger/"]);
    assert_eq!(silent.code, Some(3), "{}", silent.stderr);
    for address in ["https://me:secret@127.0.0.1:1/", " HTTPS://me:secret@host/", "s3://key:secret@bucket/x"] {
        let ran = publish(&world, "site", "2026-11-02", &["--previous", address]);
        assert_eq!(ran.code, Some(2), "{address}");
        assert!(!ran.stderr.contains("secret"), "{}", ran.stderr);
    }
    let secret = publish(&world, "site", "2026-11-02", &["--previous", "https://me:secret@127.0.0.1:1/"]);
    assert!(
        secret.stderr.contains("it holds a user or a password") && !secret.stderr.contains("secret"),
        "{}",
        secret.stderr
    );
    assert_eq!(site(&world), before);
}

/// Serves a folder at `/team/` until the tests end; gives the server's address.
fn serve(folder: PathBuf) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for client in listener.incoming() {
            let mut client = client.expect("a client");
            let mut request = [0; 4096];
            let count = client.read(&mut request).expect("a request");
            let request = String::from_utf8_lossy(&request[..count]).into_owned();
            let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
            let file = path.strip_prefix("/team/").map(|name| folder.join(name)).and_then(|path| fs::read(path).ok());
            let (status, body) = file.map_or(("404 Not Found", Vec::new()), |body| ("200 OK", body));
            let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
            let _ = client.write_all(&[head.into_bytes(), body].concat());
        }
    });
    address
}
