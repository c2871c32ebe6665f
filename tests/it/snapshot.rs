//! What the snapshot makes of files that are not as they should be.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use value_ledger::bundle::{Bundle, BundleError, Citation, Instant, Place, Problem, ProblemKind, SharedText};
use value_ledger::snapshot::{MAX_CAMPAIGN_FILE_BYTES, MAX_REGISTRY_BYTES, SnapshotError, Sources, Taken, take};

/// A registry and a lake in a folder of their own.
struct Lab {
    folder: TempDir,
}

impl Lab {
    fn new(registry: impl AsRef<[u8]>) -> Self {
        let lab = Self { folder: tempfile::tempdir().expect("a folder") };
        fs::create_dir(lab.path("campaigns")).expect("a lake");
        lab.write("value-findings.yaml", registry);
        lab
    }

    fn citing(ids: &[&str]) -> Self {
        let list: Vec<String> = ids.iter().map(|id| format!("{id:?}")).collect();
        Self::new(format!("findings:\n- {{id: a, campaign_ids: [{}]}}\n", list.join(", ")))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("the folder");
        fs::write(path, content).expect("the file");
        self
    }

    fn take(&self) -> Result<Taken, SnapshotError> {
        let sources = Sources {
            registry: self.path("value-findings.yaml"),
            campaigns: Some(self.path("campaigns")),
            taken_at: Instant::parse("2026-11-02").expect("a time"),
            scan: false,
            allow_partial: false,
        };
        take(&sources, None)
    }

    fn bundle(&self) -> Bundle {
        self.take().expect("a snapshot").bundle
    }

    /// The message of a refusal, without the folder that it is in.
    fn refusal(&self) -> String {
        let error = self.take().expect_err("a refusal");
        error.to_string().replace(&self.folder.path().display().to_string(), "LAB")
    }
}

fn summary(problems: &[Problem]) -> Vec<String> {
    problems
        .iter()
        .map(|problem| {
            let at = format!("{}:{}", problem.line.unwrap_or(0), problem.column.unwrap_or(0));
            let place = match &problem.place {
                Place::Registry { path } => format!("registry {path}"),
                Place::Finding { position, path } => format!("#{position} {path}"),
                Place::Campaign { id, file, path } => format!("{id}/{file} {path}"),
            };
            match &problem.kind {
                ProblemKind::Invalid { expected, found } => format!("{at} {place}: expected {expected}, found {found}"),
                ProblemKind::Unknown { nearest } => format!("{at} {place}: unknown, nearest {nearest:?}"),
                ProblemKind::Unanswered => "unanswered".to_owned(),
                ProblemKind::Unreadable { cause } => format!("{at} {place}: {cause}"),
            }
        })
        .collect()
}

#[test]
fn a_file_that_is_no_registry_is_refused_with_its_lines() {
    let refusals: Vec<String> = [
        "",
        "findings: null\n",
        "- a\n- b\n",
        "baseline_context: none\nfindings: {a: 1}\n",
        "findings:\n- id: a\n  title: b: c\n",
        "findings: []\nfindings: []\n",
        "findings:\n- id: a\n  id: b\n",
        "findings:\n\t- id: a\n",
        "findings: []\n---\nfindings: []\n",
        "findings:\n- [1,\n",
    ]
    .iter()
    .map(|registry| Lab::new(registry).refusal())
    .collect();
    insta::assert_snapshot!(refusals.join("\n\n"));
}

#[test]
fn text_that_is_not_utf8_is_refused_where_it_stops_being_it() {
    insta::assert_snapshot!(Lab::new(b"findings:\n- id: caf\xe9\n").refusal());
}

#[test]
fn a_registry_over_the_size_is_refused() {
    let lab = Lab::new("");
    let file = fs::File::create(lab.path("value-findings.yaml")).expect("the registry");
    file.set_len(MAX_REGISTRY_BYTES + 1).expect("the size");
    assert!(matches!(lab.take(), Err(SnapshotError::TooLarge { limit: MAX_REGISTRY_BYTES, .. })));
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        bomb.push_str(&format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 10].join(", ")));
    }
    bomb.push_str("findings: []\n");
    let refusal = Lab::new(bomb).refusal();
    assert!(refusal.contains("too large or too complex") && refusal.contains("value-findings.yaml:"), "{refusal}");
}

#[test]
fn a_missing_registry_or_campaigns_folder_is_said() {
    let lab = Lab::new("findings: []\n");
    fs::remove_dir(lab.path("campaigns")).expect("removed");
    assert_eq!(
        lab.refusal(),
        "the campaigns folder LAB/campaigns does not exist: name the folder that holds one folder a campaign"
    );
    fs::remove_file(lab.path("value-findings.yaml")).expect("removed");
    assert!(lab.refusal().starts_with("the registry LAB/value-findings.yaml does not exist"));
}

#[test]
fn an_empty_list_is_an_empty_registry() {
    let bundle = Lab::new("findings: []\n").bundle();
    assert!(bundle.findings.is_empty() && bundle.problems.is_empty());
}

#[test]
fn every_entry_becomes_a_row_however_broken() {
    let lab = Lab::new(
        "findings:\n- null\n- word\n- 3\n-\n- []\n- {}\n- id: [1]\n  titel: A\n  gain: {tier: speed, speedup: fast}\n",
    );
    let bundle = lab.bundle();
    assert_eq!(bundle.findings.len(), 7);
    assert_eq!(bundle.findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7, 8]);
    insta::assert_snapshot!(summary(&bundle.problems).join("\n"));
}

#[test]
fn a_byte_order_mark_and_crlf_change_nothing() {
    let plain = Lab::new("findings:\n- id: a\n  win: |\n    one\n    two\n").bundle();
    let windows = Lab::new("\u{feff}findings:\r\n- id: a\r\n  win: |\r\n    one\r\n    two\r\n").bundle();
    assert_eq!(plain.findings, windows.findings);
    assert!(windows.problems.is_empty());
}

#[test]
fn texts_are_kept_as_written_and_null_is_absent() {
    let finding =
        "findings:\n- {id: 0x10, title: yes, win: 1.50, baseline: ~, source_refs: [{commit: 6999567724e6}]}\n";
    let bundle = Lab::new(finding).bundle();
    let finding = &bundle.findings[0];
    assert_eq!(finding.id.as_deref(), Some("0x10"));
    assert_eq!(finding.title.as_deref(), Some("yes"));
    assert_eq!(finding.win.as_deref(), Some("1.50"));
    assert_eq!(finding.baseline, None);
    assert_eq!(finding.source_refs[0].commit.as_deref(), Some("6999567724e6"));
    assert_eq!(bundle.problems, []);
}

#[test]
fn a_scalar_where_a_list_belongs_is_a_list_of_one() {
    let finding = &Lab::new("findings:\n- {campaign_ids: one, validated_on: 3}\n").bundle().findings[0];
    assert_eq!(finding.campaign_ids, ["one"]);
    assert_eq!(finding.validated_on, [SharedText::from("3")]);
}

#[test]
fn the_lines_of_a_list_are_those_of_the_items_that_are_kept() {
    let finding = &Lab::new("findings:\n- campaign_ids:\n  - [a]\n  - b\n  - c\n").bundle().findings[0];
    assert_eq!(finding.campaign_ids, ["b", "c"]);
    assert_eq!(["campaign_ids[0]", "campaign_ids[1]"].map(|path| finding.lines.get(path)), [Some(4), Some(5)]);
}

#[test]
fn data_that_may_be_synthetic_counts_as_synthetic() {
    let example = |text: &str| Lab::new(format!("example: {text}\nfindings: []\n")).bundle().registry.example;
    assert!(example("true") && example("'true'") && example("[yes]"));
    assert!(!example("false") && !example("null"));
}

#[test]
fn twenty_thousand_findings_load() {
    let entry = "- id: x\n  title: A finding\n  campaign_ids: [a, b]\n  gain: {tier: latency, speedup: 1.2}\n";
    let bundle = Lab::new(format!("findings:\n{}", entry.repeat(20_000))).bundle();
    assert_eq!(bundle.findings.len(), 20_000);
    assert_eq!(bundle.findings.last().map(|finding| finding.line), Some(79_998));
}

#[test]
fn only_cited_campaigns_are_read() {
    let lab = Lab::citing(&["a"]);
    lab.write("campaigns/a/verdict.json", r#"{"tier": "verdict"}"#).write("campaigns/b/verdict.json", "not JSON");
    let taken = lab.take().expect("a snapshot");
    assert_eq!(taken.bundle.campaigns.keys().collect::<Vec<_>>(), ["a"]);
    assert_eq!(taken.bundle.problems, []);
    let read: Vec<String> = taken.read.iter().map(|path| relative(&lab, path)).collect();
    assert_eq!(read, ["value-findings.yaml", "campaigns", "campaigns/a/verdict.json"]);
}

fn relative(lab: &Lab, path: &Path) -> String {
    path.strip_prefix(lab.folder.path()).expect("inside").display().to_string()
}

#[test]
fn an_id_that_is_no_safe_segment_is_refused_and_nothing_is_read() {
    let lab = Lab::citing(&["../value-findings.yaml", "..", "/etc", "a/b", ""]);
    let bundle = lab.bundle();
    assert!(bundle.citations.values().all(|citation| *citation == Citation::Refused), "{:?}", bundle.citations);
    assert!(bundle.campaigns.is_empty());
}

#[test]
fn what_cannot_be_read_in_a_campaign_is_a_problem_and_the_campaign_is_still_found() {
    let lab = Lab::citing(&["a"]);
    lab.write("campaigns/a/verdict.json", "{\"tier\": \"verdict\",\n \"trials\": \"3\"}")
        .write("campaigns/a/report_status.json", "{\"sol_rigor\": ")
        .write("campaigns/a/provenance.json", "[]")
        .write("campaigns/a/config.yaml", "next_lever: [")
        .write("campaigns/a/champion_select.json", b"\"\xff\"");
    let bundle = lab.bundle();
    assert_eq!(*bundle.citations.get("a").expect("the citation"), Citation::Found("a".to_owned()));
    let verdict = bundle.campaigns.get("a").expect("the campaign").verdict.as_ref().expect("a verdict");
    assert_eq!((verdict.tier.as_deref(), verdict.trials), (Some("verdict"), None));
    insta::assert_snapshot!(summary(&bundle.problems).join("\n"));
}

#[test]
fn a_campaign_file_over_the_size_or_no_plain_file_is_not_read() {
    let lab = Lab::citing(&["a"]);
    lab.write("campaigns/a/verdict.json", "");
    let file = fs::File::create(lab.path("campaigns/a/verdict.json")).expect("the file");
    file.set_len(MAX_CAMPAIGN_FILE_BYTES + 1).expect("the size");
    fs::create_dir(lab.path("campaigns/a/provenance.json")).expect("a folder");
    insta::assert_snapshot!(summary(&lab.bundle().problems).join("\n"));
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_lake() {
    use std::os::unix::fs::symlink;
    let lab = Lab::citing(&["a", "out", "in"]);
    lab.write("secret/verdict.json", r#"{"finding": "secret"}"#)
        .write("campaigns/a/provenance.json", "{}")
        .write("campaigns/real/verdict.json", r#"{"trials": 3}"#);
    symlink(lab.path("secret/verdict.json"), lab.path("campaigns/a/verdict.json")).expect("a link");
    symlink(lab.path("secret"), lab.path("campaigns/out")).expect("a link");
    symlink(lab.path("campaigns/real"), lab.path("campaigns/in")).expect("a link");
    let bundle = lab.bundle();
    assert!(!bundle.to_json().expect("a bundle").contains("secret"));
    assert_eq!(
        bundle.campaigns.get("in").expect("the campaign").verdict.as_ref().and_then(|verdict| verdict.trials),
        Some(3)
    );
    insta::assert_snapshot!(summary(&bundle.problems).join("\n"));
}

#[test]
fn an_atlas_over_the_cap_carries_the_cells_that_the_registry_and_the_champion_name() {
    let point = "{campaign: a, cell_id: c298, concurrency: 1}";
    let lab = Lab::new(format!("findings:\n- {{id: x, campaign_ids: [a], measurements: [{{point: {point}}}]}}\n"));
    let rows: String = (0..300).map(|n| format!("{{\"cell_id\": \"c{n}\", \"host\": \"node-7\"}}\n")).collect();
    lab.write("campaigns/20260101T000000Z-a/atlas.jsonl", rows)
        .write("campaigns/20260101T000000Z-a/champion_select.json", r#"{"baseline_cell": "c299"}"#);
    let bundle = lab.bundle();
    let points = bundle.campaigns.get("20260101T000000Z-a").expect("the campaign").points.as_ref().expect("points");
    assert_eq!((points.total, points.carried), (300, 256));
    let carries = |cell: &str| points.iter().any(|point| point.cell_id == Some(cell));
    assert!(carries("c0") && carries("c298") && carries("c299") && !carries("c297"));
    let json = bundle.to_json().expect("a bundle");
    assert!(!json.contains("node-7"));
    assert_eq!(Bundle::from_json(&json).expect("the bundle").bundle, bundle);
}

#[test]
fn an_atlas_over_the_cap_carries_the_points_that_name_no_campaign_or_only_a_concurrency() {
    let carried = |point: &str| {
        let lab = Lab::new(format!("findings:\n- {{id: x, campaign_ids: [a], measurements: [{{point: {point}}}]}}\n"));
        let row = |n: u32| format!("{{\"cell_id\": \"c{}\", \"concurrency\": {n}}}\n", n / 2);
        lab.write("campaigns/20260101T000000Z-a/atlas.jsonl", (0..300).map(row).collect::<String>());
        let bundle = lab.bundle();
        let points = bundle.campaigns.get("20260101T000000Z-a").expect("the campaign").points.as_ref().expect("points");
        assert_eq!((points.total, points.carried), (300, 256));
        points.iter().skip(254).filter_map(|point| point.concurrency).collect::<Vec<_>>()
    };
    assert_eq!(carried("{campaign: a}"), [254, 255]);
    assert_eq!(carried("{cell_id: c149}"), [298, 299]);
    assert_eq!(carried("{concurrency: 299}"), [254, 299]);
    assert_eq!(carried("{campaign: a, concurrency: 299}"), [254, 299]);
    assert_eq!(carried("{cell_id: c149, concurrency: 299}"), [298, 299]);
}

#[test]
fn what_is_wrong_in_an_atlas_is_a_problem_with_its_line() {
    let lab = Lab::citing(&["a", "b"]);
    lab.write("campaigns/a/atlas.jsonl", "\u{feff}{\"cell_id\": \"x\", \"concurrency\": \"four\"}\n\n{\"cell_id\": ")
        .write("campaigns/b/atlas.jsonl", "");
    let bundle = lab.bundle();
    assert_eq!(bundle.campaigns.get("a").expect("the campaign").points.as_ref().map(|points| points.total), Some(1));
    assert_eq!(bundle.campaigns.get("b").expect("the campaign").points.as_ref().map(|points| points.total), Some(0));
    insta::assert_snapshot!(summary(&bundle.problems).join("\n"));
}

#[test]
fn both_shapes_of_provenance_are_read() {
    let lab = Lab::citing(&["flat", "old", "nested"]);
    lab.write(
        "campaigns/flat/provenance.json",
        r#"{"delivery": "image", "vllm_commit": "abc", "code_sha": "x", "vllm_repo": "e/vllm", "vllm_image": ""}"#,
    )
    .write("campaigns/old/provenance.json", r#"{"delivery": "unknown", "vllm_commit": "", "code_sha": "def"}"#)
    .write(
        "campaigns/nested/provenance.json",
        r#"{"identity": {"host": "node-7"}, "source": [{"repo": "e/bench"}, {"repo": "e/vllm", "commit": 12, "dirty": true}]}"#,
    );
    let bundle = lab.bundle();
    let of = |id: &str| bundle.campaigns.get(id).expect("the campaign").provenance.clone().expect("provenance");
    assert_eq!((of("flat").commit.as_deref(), of("flat").image), (Some("abc"), None));
    assert_eq!((of("old").commit.as_deref(), of("old").delivery), (Some("def"), None));
    assert_eq!((of("nested").repo.as_deref(), of("nested").commit.as_deref()), (Some("e/vllm"), Some("12")));
    assert!(!bundle.to_json().expect("a bundle").contains("node-7"));
}

#[test]
fn a_null_source_leaves_provenance_flat() {
    let lab = Lab::citing(&["a"]);
    lab.write("campaigns/a/provenance.json", r#"{"source": null, "delivery": "image", "vllm_commit": "abc"}"#);
    let provenance = lab.bundle().campaigns.get("a").expect("the campaign").provenance.clone().expect("provenance");
    assert_eq!((provenance.delivery.as_deref(), provenance.commit.as_deref()), (Some("image"), Some("abc")));
}

#[test]
fn a_wrong_type_in_a_campaign_is_a_problem_and_its_words_stay_in_the_lake() {
    let lab = Lab::citing(&["a"]);
    lab.write("campaigns/a/report_status.json", r#"{"sol_rigor": 3, "dcgm_grounded": "/home/alice on node-7"}"#)
        .write("campaigns/a/verdict.json", r#""/home/alice on node-7""#);
    let bundle = lab.bundle();
    assert!(!bundle.to_json().expect("a bundle").contains("alice"));
    insta::assert_snapshot!(summary(&bundle.problems).join("\n"));
}

#[test]
fn a_shared_block_is_no_bomb() {
    let entry = "- {id: x, source_refs: *s}\n";
    let registry =
        format!("findings:\n- source_refs: &s [{{repo: a, commit: b, delivery: image}}]\n{}", entry.repeat(15_000));
    assert_eq!(Lab::new(registry).bundle().findings.len(), 15_001);
}

#[test]
fn a_day_that_no_calendar_has_is_a_problem() {
    let bundle = Lab::new("findings:\n- {id: a, updated: '9999-12-31T23:30:00-01:00'}\n").bundle();
    assert_eq!(bundle.findings.len(), 1);
    assert_eq!(summary(&bundle.problems).len(), 1);
}

#[test]
fn a_broken_settings_file_is_refused() {
    let refusal = |file: &str, content: &str| {
        let lab = Lab::new("findings: []\n");
        lab.write(file, content).refusal()
    };
    let waiver = |fields: &str| format!("stale_days: 30\nwaivers:\n  - {{{fields}}}\n");
    let refusals = [
        refusal("policy.yaml", "severity: {style: loud}\n"),
        refusal("policy.yaml", "stale_day: 3\n"),
        refusal("policy.yaml", "links: {campaign: 'javascript:alert(1)'}\n"),
        refusal("policy.yaml", "waivers: [{code: style}]\n"),
        refusal("policy.yaml", &waiver("code: style, owner: a, reason: b, expires: 2026-12-31")),
        refusal("policy.yaml", &waiver("code: style, finding: x, owner: '', reason: b, expires: 2026-12-31")),
        refusal("policy.yaml", &waiver("code: style, finding: x, owner: a, reason: b, expires: 2026-02-30")),
        refusal("policy.yaml", &waiver("code: style, finding: x, owner: a, reason: b, expires: 2026-12-31, until: 1")),
        refusal("policy.yaml", &waiver("code: waiver-expired, finding: x, owner: a, reason: b, expires: 2026-12-31")),
        refusal("cost.yaml", "usd_per_gpu_hour: {GB300: -1}\n"),
        refusal("cost.yaml", "usd_per_gpu_hour: {GB300: cheap}\n"),
        refusal("sol-ceilings.yaml", "gb300_nvl72: {hbm: {value: 8}}\n"),
        refusal("sol-ceilings.yaml", "gb300_nvl72: {hbm: {value: .inf, units: TB/s}}\n"),
        refusal("policy.yaml", "baselines: [{name: '', match: [x]}]\n"),
    ];
    insta::assert_snapshot!(refusals.join("\n\n"));
}

#[test]
fn the_bundle_is_reproducible_and_holds_no_path() {
    let lab = Lab::citing(&["a"]);
    lab.write("campaigns/a/verdict.json", "nonsense");
    let json = || lab.bundle().to_json().expect("a bundle");
    assert_eq!(json(), json());
    assert!(!json().contains(&lab.folder.path().display().to_string()));
    let back = Bundle::from_json(&json()).expect("a bundle");
    assert_eq!(back.bundle, lab.bundle());
    assert!(json().contains(back.digest.as_str()));
}

#[test]
fn a_changed_newer_or_foreign_bundle_is_refused() {
    let json = Lab::new("findings: []\n").bundle().to_json().expect("a bundle");
    let changed = json.replace("2026-11-02", "2026-11-03");
    assert!(matches!(Bundle::from_json(&changed), Err(BundleError::Changed { .. })));
    let newer = r#"{"format": "value-ledger-bundle", "version": 2, "shape": "of tomorrow"}"#;
    assert_eq!(Bundle::from_json(newer), Err(BundleError::Newer { found: 2 }));
    for foreign in ["", "[]", "{}", r#"{"format": "other", "version": 1}"#, &json[..json.len() / 2]] {
        assert!(matches!(Bundle::from_json(foreign), Err(BundleError::NotABundle(_))), "{foreign}");
    }
}

#[test]
fn the_commit_of_a_registry_in_a_checkout_is_stamped() {
    let lab = Lab::new("findings: []\n");
    assert_eq!(lab.bundle().registry.commit, None);
    let git = |arguments: &[&str]| {
        let mut command = std::process::Command::new("git");
        command.arg("-C").arg(lab.folder.path()).args(["-c", "user.name=t", "-c", "user.email=t@example.com"]);
        assert!(command.args(arguments).output().expect("git").status.success(), "{arguments:?}");
    };
    git(&["init", "-q"]);
    assert_eq!(lab.bundle().registry.commit, None, "an untracked file has no commit");
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "registry"]);
    let registry = lab.bundle().registry;
    assert_eq!(registry.commit.map(|commit| commit.len()), Some(40));
    assert!(!registry.modified);
    lab.write("value-findings.yaml", "findings: [{}]\n");
    assert!(lab.bundle().registry.modified);
}
