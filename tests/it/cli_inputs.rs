//! Where the command finds the registry and the campaigns, what time it takes, and what it says when there is nothing.

use serde_json::Value;

use crate::command::{NOW, Ran, World, ran};

const BY_OPTION: [&str; 4] = ["--campaigns-dir", "option/campaigns", "--registry", "option/findings.yaml"];

/// A world with a registry and campaigns everywhere that the command looks.
fn everywhere() -> World {
    let world = World::bare();
    for name in
        ["campaigns", "configs/campaigns", "env/campaigns", "option/campaigns", "lone/campaigns", "both/campaigns"]
    {
        world.write(&format!("{name}/.keep"), "");
    }
    for name in [
        "configs/value-findings.yaml",
        "value-findings.yaml",
        "env/findings.yaml",
        "option/findings.yaml",
        "lone/value-findings.yaml",
        "both/value-findings.yaml",
        "both/configs/value-findings.yaml",
    ] {
        world.write(name, "findings: []\n");
    }
    world
}

/// The folder of campaigns and the registry that a run took.
fn taken(ran: &Ran) -> (String, String) {
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let envelope: Value = serde_json::from_str(&ran.stdout).expect("the envelope");
    let field = |name: &str| envelope.get(name).and_then(Value::as_str).expect("a text").to_owned();
    (field("campaigns_dir"), field("registry"))
}

fn refused(ran: &Ran) -> &str {
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{}", ran.stderr);
    &ran.stderr
}

#[test]
fn an_option_goes_before_a_variable_and_a_variable_before_the_usual_places() {
    let world = everywhere();
    let variables = [("PERFREPORT_CAMPAIGNS_DIR", "env/campaigns"), ("VALUE_LEDGER_REGISTRY", "env/findings.yaml")];
    let by_option = [&["value_view", "--json"], &BY_OPTION[..]].concat();
    assert_eq!(
        taken(&world.run_with(&by_option, &variables)),
        ("option/campaigns".into(), "option/findings.yaml".into())
    );
    let by_variable = world.run_with(&["value_view", "--json"], &variables);
    assert_eq!(taken(&by_variable), ("env/campaigns".into(), "env/findings.yaml".into()));
    let by_place = world.run(&["value_view", "--json"]);
    assert_eq!(taken(&by_place), ("campaigns".into(), "configs/value-findings.yaml".into()));
    let unset =
        world.run_with(&["value_view", "--json"], &[("PERFREPORT_CAMPAIGNS_DIR", ""), ("VALUE_LEDGER_REGISTRY", "")]);
    assert_eq!(taken(&unset), taken(&by_place), "an empty variable is one that is not set");
}

#[test]
fn without_campaigns_the_ones_under_configs_are_taken() {
    let world = everywhere();
    world.rename("campaigns", "elsewhere");
    let ran = world.run(&["value_view", "--json"]);
    assert_eq!(taken(&ran), ("configs/campaigns".into(), "configs/value-findings.yaml".into()));
}

#[test]
fn the_registry_is_looked_for_beside_the_campaigns() {
    let world = everywhere();
    let beside = |campaigns: &str| taken(&world.run(&["value_view", "--json", "--campaigns-dir", campaigns])).1;
    assert_eq!(beside("both/campaigns"), "both/configs/value-findings.yaml");
    assert_eq!(beside("lone/campaigns"), "lone/value-findings.yaml");
    assert_eq!(beside("lone/campaigns/"), "lone/value-findings.yaml");
    assert_eq!(beside("lone/campaigns/."), "lone/value-findings.yaml");
    assert_eq!(beside("lone/campaigns/../campaigns"), "lone/campaigns/../value-findings.yaml");
}

#[test]
fn the_folder_itself_can_be_the_campaigns() {
    let world = everywhere();
    let mut command = world.command(["value_view", "--json", "--campaigns-dir", ".", "--now", NOW]);
    command.current_dir(world.path("lone/campaigns"));
    assert_eq!(taken(&ran(&mut command)), (".".into(), "./../value-findings.yaml".into()));
}

#[test]
fn what_was_named_and_is_not_there_is_an_error_and_nothing_else_is_taken() {
    let world = everywhere();
    let texts = [
        refused(&world.run(&["value_view", "--campaigns-dir", "gone"])).to_owned(),
        refused(&world.run(&["value_view", "--registry", "gone.yaml"])).to_owned(),
        refused(&world.run_with(&["value_view"], &[("PERFREPORT_CAMPAIGNS_DIR", "gone")])).to_owned(),
        refused(&world.run_with(&["value_view"], &[("VALUE_LEDGER_REGISTRY", "gone.yaml")])).to_owned(),
        refused(&world.run(&["value_view", "--campaigns-dir", "value-findings.yaml"])).to_owned(),
        refused(&world.run(&["value_view", "--registry", "configs"])).to_owned(),
    ];
    insta::assert_snapshot!(texts.concat());
}

#[test]
fn nothing_found_is_an_error_and_says_how_to_name_it() {
    let bare = World::bare();
    let no_registry = World::bare();
    no_registry.write("campaigns/.keep", "");
    let only_registry = World::bare();
    only_registry.write("value-findings.yaml", "findings: []\n");
    let texts = [
        refused(&bare.run(&["value_view"])).to_owned(),
        refused(&no_registry.run(&["value_view"])).to_owned(),
        refused(&only_registry.run(&["value_view", "--registry", "value-findings.yaml"])).to_owned(),
        refused(&bare.run(&["snapshot", "--out", "bundle.json"])).to_owned(),
    ];
    insta::assert_snapshot!(texts.concat());
    assert_eq!(bare.listing(), [""; 0]);
}

#[test]
fn a_refused_registry_shows_its_lines() {
    let world = World::of("healthy");
    world.write("value-findings.yaml", "findings:\n  - id: a\n    title: \"open\n");
    insta::assert_snapshot!(refused(&world.run(&["value_view"])));
}

#[test]
fn a_severity_for_no_code_is_refused_and_the_nearest_named() {
    let world = World::of("healthy");
    world.write("policy.yaml", "severity: {ungruonded: off, stale: info, Style: off}\n");
    insta::assert_snapshot!(refused(&world.run(&["value_view"])));
    world.write("policy.yaml", "waivers: [{code: ungruonded, finding: x, owner: a, reason: b, expires: 2026-12-31}]\n");
    assert!(refused(&world.run(&["value_view"])).contains("\"ungruonded\" (the nearest is ungrounded)"));
}

#[test]
fn the_time_is_the_option_then_the_epoch_then_the_clock() {
    let world = World::of("empty");
    let at = |arguments: &[&str], epoch: Option<&str>| {
        let mut command = world.command(["value_view", "--format", "json"]);
        command.args(arguments).envs(epoch.map(|epoch| ("SOURCE_DATE_EPOCH", epoch)));
        let ran = ran(&mut command);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        json["taken_at"].as_str().expect("a time").to_owned()
    };
    assert_eq!(at(&["--now", "2026-11-02T09:00:00+01:00"], Some("0")), "2026-11-02T08:00:00Z");
    assert_eq!(at(&["--now", "2026-11-02"], Some("no time")), "2026-11-02T00:00:00Z", "an option asks no variable");
    assert_eq!(at(&[], Some("1793577600")), "2026-11-02T00:00:00Z");
    let clock = at(&[], None);
    assert!(clock.as_str() > "2026-01-01" && clock.len() == "2026-11-02T00:00:00Z".len(), "{clock}");
}

#[test]
fn an_epoch_that_cannot_be_read_is_named() {
    let world = World::of("empty");
    for epoch in ["", "today", "1.5", "99999999999999"] {
        let mut command = world.command(["value_view"]);
        let ran = ran(command.env("SOURCE_DATE_EPOCH", epoch));
        assert!(refused(&ran).contains(&format!("$SOURCE_DATE_EPOCH is {epoch:?}")), "{}", ran.stderr);
    }
}

#[test]
fn campaigns_that_nobody_named_beside_a_named_registry_are_said() {
    let world = everywhere();
    let ran = world.run(&["value_view", "--json", "--registry", "option/findings.yaml"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (Some(0), "campaigns: campaigns (not named; --campaigns-dir names another)\n")
    );
}
