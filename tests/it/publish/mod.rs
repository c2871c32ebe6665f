//! `publish`: a complete site from a registry, its campaigns and a shell.

mod changes;
mod faults;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::command::{Ran, SHELL, World};

const PUBLISH: [&str; 5] = ["publish", "--shell", SHELL, "--out", "site"];

fn publish(world: &World, more: &[&str]) -> Ran {
    world.run(&[&PUBLISH, more].concat())
}

/// The files of a folder by their names.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    entries
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let bytes = fs::read(path).expect("a plain file");
            (name, bytes)
        })
        .collect()
}

fn site(world: &World) -> BTreeMap<String, Vec<u8>> {
    files(&world.path("site"))
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("JSON")
}

/// Whether it is the bundle that others read, and not the compact form for the page.
fn is_bundle(name: &str) -> bool {
    name.starts_with("bundle-") && name.ends_with(".json")
}

/// A healthy site, and the registry broken since.
fn published_and_broken_since() -> (World, BTreeMap<String, Vec<u8>>) {
    let world = World::of("healthy");
    assert_eq!(publish(&world, &[]).code, Some(0));
    let before = site(&world);
    world.write("value-findings.yaml", "findings: [\n");
    (world, before)
}

#[test]
fn a_site_holds_the_page_the_bundle_and_the_ledger_for_other_tools() {
    let world = World::of("healthy");
    let ran = publish(&world, &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""));
    assert!(ran.stderr.starts_with("site: 20 files, "), "{}", ran.stderr);
    let site = site(&world);
    let bundle = site.keys().find(|name| is_bundle(name)).expect("a bundle").clone();
    let of_page = site.keys().find(|name| name.ends_with(".bin")).expect("the page's own").clone();
    let mut names = vec!["_headers", "badge.json", &bundle, &of_page, "changes.atom", "icon.svg", "index.html"];
    names.extend(["ledger.json", "ledger.md", "manifest.webmanifest", "site.json", "style-0123456789abcdef.css"]);
    names.sort_unstable();
    let is_compressed = |name: &&String| name.ends_with(".br") || name.ends_with(".gz");
    let (compressed, plain): (Vec<&String>, Vec<&String>) = site.keys().partition(is_compressed);
    assert_eq!(plain, names);
    for large in [bundle.as_str(), "index.html", "ledger.json", "ledger.md"] {
        assert!(["br", "gz"].iter().all(|how| compressed.contains(&&format!("{large}.{how}"))), "{large}");
    }
    let printed = |format| world.run(&["value_view", "--format", format]).stdout;
    assert_eq!(String::from_utf8_lossy(&site["ledger.json"]), printed("json"));
    assert_eq!(String::from_utf8_lossy(&site["ledger.md"]), printed("table"));
    world.run(&["snapshot", "--out", "bundle.json"]);
    assert_eq!(String::from_utf8_lossy(&site[&bundle]), world.read("bundle.json"));
    assert_eq!(json(&site["site.json"])["bundle"], bundle);
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let world = World::of("hostile");
    publish(&world, &[]);
    let first = site(&world);
    publish(&world, &[]);
    assert_eq!(site(&world), first);
}

#[test]
fn a_new_site_takes_the_place_of_the_whole_old_one() {
    let world = World::of("healthy");
    publish(&world, &[]);
    let first = site(&world);
    world.write("value-findings.yaml", "findings: []\n");
    assert_eq!(publish(&world, &[]).code, Some(0));
    let bundles = |site: &BTreeMap<String, Vec<u8>>| -> Vec<String> {
        site.keys()
            .filter(|name| name.starts_with("bundle-") && !name.ends_with(".br") && !name.ends_with(".gz"))
            .cloned()
            .collect()
    };
    let second = site(&world);
    assert_eq!(bundles(&second).len(), 2, "the old bundle is gone with its site");
    assert!(bundles(&first).iter().all(|name| !second.contains_key(name)));
    assert!(!world.listing().iter().any(|name| name.starts_with('.')), "nothing is left beside it");
}

#[test]
fn every_fixture_stands_up_to_the_check() {
    for name in ["broken", "empty", "exhausted", "hostile"] {
        let ran = publish(&World::of(name), &[]);
        assert_eq!(ran.code, Some(0), "{name}: {}", ran.stderr);
    }
}

#[test]
fn no_word_of_the_registry_becomes_markup() {
    let world = World::of("hostile");
    publish(&world, &[]);
    let html = String::from_utf8(site(&world)["index.html"].clone()).expect("UTF-8");
    let lower = html.to_lowercase();
    assert_eq!(lower.matches("<script").count(), 1, "the shell's own");
    assert!(lower.contains("&lt;script"), "the fixture has one");
    for markup in ["<img", "<iframe", " onerror=\"", "href=\"javascript:"] {
        assert!(!lower.contains(markup), "{markup}");
    }
    let bundle = site(&world).into_iter().find(|(name, _)| is_bundle(name)).expect("a bundle").1;
    assert!(!bundle.contains(&b'<'), "so that it can stand inside a document");
}

#[test]
fn flags_stop_it_only_under_strict_and_the_site_is_as_it_was() {
    let world = World::of("healthy");
    publish(&world, &["--strict"]);
    let before = site(&world);
    let broken = World::of("broken");
    world.write("value-findings.yaml", &broken.read("value-findings.yaml"));
    let refused = publish(&world, &["--strict"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.stderr.contains("the gate failed: "), "{}", refused.stderr);
    assert!(refused.stderr.ends_with("what was there is as it was\n"), "{}", refused.stderr);
    assert_eq!(site(&world), before);
    assert_eq!(publish(&world, &[]).code, Some(0));
    assert_ne!(site(&world), before);
}

#[test]
fn strict_new_lets_the_errors_pass_that_the_last_site_had() {
    let world = World::of("broken");
    publish(&world, &[]);
    let before = site(&world);
    let strict = ["--strict=new", "--previous", "site"];
    assert_eq!(publish(&world, &strict).code, Some(0), "old debts");
    let registry = world.read("value-findings.yaml") + "  - {id: another, title: Another}\n";
    world.write("value-findings.yaml", &registry);
    let refused = publish(&world, &strict);
    assert_eq!(refused.code, Some(1), "{}", refused.stderr);
    assert!(refused.stderr.contains("another"), "{}", refused.stderr);
    assert_eq!(site(&world)["ledger.json"], before["ledger.json"]);
    assert_eq!(publish(&world, &["--strict=new"]).code, Some(2), "nothing is compared with");
}

#[test]
fn what_cannot_be_read_leaves_the_last_good_site() {
    let (world, before) = published_and_broken_since();
    assert_eq!(publish(&world, &[]).code, Some(2));
    assert_eq!(site(&world), before);
    let lake = ["--lake", "https://127.0.0.1:1/lake", "--lake-timeout", "1"];
    world.write("value-findings.yaml", "findings: [{id: a, campaign_ids: [20261020T081500Z-a]}]\n");
    assert_eq!(publish(&world, &lake).code, Some(3));
    assert_eq!(site(&world), before);
}

#[test]
fn a_folder_that_holds_anything_else_is_refused_by_name() {
    let world = World::of("healthy");
    world.write("site/notes.txt", "mine");
    let ran = publish(&world, &[]);
    assert_eq!(ran.code, Some(4));
    assert!(ran.stderr.contains("site holds what publish did not put there: notes.txt"), "{}", ran.stderr);
    assert_eq!(world.read("site/notes.txt"), "mine");
    fs::remove_file(world.path("site/notes.txt")).expect("removed");
    assert_eq!(publish(&world, &[]).code, Some(0), "an empty folder is taken");
    world.write("site/CNAME", "ledger.example.com");
    assert!(publish(&world, &[]).stderr.contains(": CNAME;"));
    assert_eq!(world.read("site/CNAME"), "ledger.example.com");
}

#[test]
fn a_report_inside_the_site_is_refused_before_anything_is_written() {
    let world = World::of("healthy");
    publish(&world, &[]);
    let before = site(&world);
    let ran = publish(&world, &["--single-file", "site/report.html"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("site/report.html lies in the site site"), "{}", ran.stderr);
    assert_eq!(site(&world), before);
}

#[test]
fn where_no_folder_can_be_is_said() {
    let world = World::of("healthy");
    world.write("file", "");
    for (out, says) in [("file", "it is no folder"), ("gone/site", "the folder gone does not exist, so make it first")]
    {
        let ran = world.run(&["publish", "--shell", SHELL, "--out", out]);
        assert_eq!(ran.code, Some(4), "{out}");
        assert!(ran.stderr.contains(says), "{}", ran.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_link_stays_one_and_anybody_may_read_the_site() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::of("healthy");
    fs::create_dir(world.path("behind")).expect("a folder");
    std::os::unix::fs::symlink("behind", world.path("site")).expect("a link");
    assert_eq!(publish(&world, &[]).code, Some(0));
    assert!(fs::symlink_metadata(world.path("site")).expect("there").is_symlink());
    assert!(files(&world.path("behind")).contains_key("index.html"));
    world.run(&["publish", "--shell", SHELL, "--out", "other"]);
    let mode = fs::metadata(world.path("other")).expect("there").permissions().mode();
    assert_eq!(mode & 0o555, 0o555, "{mode:o}");
}

#[test]
fn a_shell_that_is_none_is_said() {
    let world = World::of("healthy");
    let with = |shell| world.run(&["publish", "--out", "site", "--shell", shell]);
    assert!(with("gone").stderr.contains("the shell in gone cannot be read"));
    fs::create_dir(world.path("shell")).expect("a folder");
    assert!(with("shell").stderr.contains("it has no index.html"));
    world.write("shell/index.html", "<!doctype html><p>another page</p>");
    let ran = with("shell");
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("index.html must hold meta[charset]"), "{}", ran.stderr);
}

#[test]
fn search_engines_are_asked_to_stay_away_only_where_that_is_wanted() {
    let world = World::of("healthy");
    let says_noindex = |more: &[&str]| {
        publish(&world, more);
        ["index.html", "_headers"].map(|name| String::from_utf8_lossy(&site(&world)[name]).contains("noindex"))
    };
    assert_eq!(says_noindex(&[]), [false, false]);
    assert_eq!(says_noindex(&["--noindex"]), [true, true]);
}
