//! The example's published lake, `configs/lake`: written from this table by `make example-lake`, and held to it here.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use value_ledger::bundle::{Day, Verdict, campaign_time};
use value_ledger::ledger::{Evidence, Tier};

use super::parquet::{Cell, Column, write};
use super::rows::{Row, place};

/// The local campaigns that are published, with the columns that their file has.
const PUBLISHED: [(&str, Columns); 15] = [
    ("20260930T055212Z-kimi-k2-eplb", Columns::Older),
    ("20261007T221903Z-qwen3-235b-mbt-32k", Columns::Older),
    ("20261010T193700Z-gptoss-h100-marlin-tp2", Columns::All),
    ("20261015T090821Z-llama70-full-decode-graphs", Columns::All),
    ("20261018T101047Z-dsv32-async-full-graphs", Columns::All),
    ("20261020T120640Z-qwen3-235b-dp-attn", Columns::All),
    ("20261021T063355Z-dsv32-fp8-kv-capacity", Columns::All),
    ("20261022T101500Z-llama70-decode-graphs-second-node", Columns::All),
    // Published while its verdict could still be read; the local one cannot.
    ("20261026T042215Z-glm51-mbt-16k", Columns::AllAsVerdict),
    ("20261029T140500Z-gptoss-mxfp4-moe-autotune", Columns::All),
    ("20261102T170318Z-dsv32-mtp1-tp8", Columns::All),
    ("20261104T081512Z-glm51-trtllm-prefill-pin", Columns::All),
    ("20261105T151226Z-llama70-disagg-1p1d", Columns::All),
    ("20261112T194030Z-glm51-prefill-pin-second-tray", Columns::All),
    ("llama70-chunked-prefill-20260924T111930Z", Columns::Older),
];

/// Which columns a file has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Columns {
    All,
    /// All, and a tier that the local files no longer support.
    AllAsVerdict,
    /// Those of a file from before the others were added.
    Older,
}

const ADDED_LATER: [&str; 6] =
    ["sol_per_arm_complete", "partial_pages", "vllm_image_digest", "overlay_mode", "champion_tier", "close_reason"];

/// A campaign that is in the published lake alone.
struct Alone {
    id: &'static str,
    tier: &'static str,
    rigor: &'static str,
    focus: &'static str,
    title: &'static str,
    branch: &'static str,
    commit: &'static str,
    image: &'static str,
    cells: [&'static str; 2],
    next_lever: &'static str,
    model: [&'static str; 2],
    hardware: &'static str,
    /// TP, EP, ISL, OSL.
    shape: [i64; 4],
    points: &'static [Measured],
}

/// A measured point: cell, image, concurrency, TTFT and TPOT in ms, output tok/s/GPU, DCGM SM, DRAM and tensor activity.
type Measured = (&'static str, &'static str, i64, f64, f64, f64, [f64; 3]);

const RELEASE: &str = "registry.example.com/inference/vllm:0.22.1";
const COMBINE: &str = "registry.example.com/inference/vllm:0.22.1-fp8combine.1";
const LMHEAD: &str = "registry.example.com/inference/vllm:0.22.1-lmhead.2";

const ALONE: [Alone; 3] = [
    Alone {
        id: "20261107T110518Z-kimi-k2-fp8-combine",
        tier: "verdict",
        rigor: "L3",
        focus: "throughput",
        title: "FP8 combine: 362 to 395 output tok/s/GPU at c=128",
        branch: "feature/fp8-combine",
        commit: "c41d7f09b2ae5508f1c6d2b7a9e0341f7d5588c2",
        image: COMBINE,
        cells: ["bf16-combine-c128", "fp8-combine-c128"],
        next_lever: "quality run with per-token scales",
        model: ["Kimi-K2", "nvfp4"],
        hardware: "B200 HGX",
        shape: [8, 8, 4096, 1024],
        points: &[
            ("bf16-combine-c16", RELEASE, 16, 402.6, 17.1, 116.1, [0.512, 0.274, 0.061]),
            ("bf16-combine-c128", RELEASE, 128, 1184.0, 43.2, 362.0, [0.704, 0.301, 0.168]),
            ("fp8-combine-c16", COMBINE, 16, 391.8, 16.5, 120.4, [0.505, 0.283, 0.063]),
            ("fp8-combine-c128", COMBINE, 128, 1101.3, 39.6, 395.0, [0.711, 0.322, 0.183]),
        ],
    },
    Alone {
        id: "20261118T072640Z-kimi-k2-fp8-combine-quality",
        tier: "draft",
        rigor: "L2",
        focus: "mixed",
        title: "FP8 combine: LongBench falls by 0.7 points in the one run there is",
        branch: "feature/fp8-combine",
        commit: "c41d7f09b2ae5508f1c6d2b7a9e0341f7d5588c2",
        image: COMBINE,
        cells: ["", ""],
        next_lever: "",
        model: ["Kimi-K2", "nvfp4"],
        hardware: "B200 HGX",
        shape: [8, 8, 8192, 256],
        points: &[("fp8-combine-longbench", COMBINE, 32, 2210.4, 27.9, 141.7, [0.611, 0.297, 0.104])],
    },
    Alone {
        id: "20261115T093011Z-glm51-chunked-lm-head",
        tier: "verdict",
        rigor: "L3",
        focus: "latency",
        title: "Chunked LM head: TPOT 12.6 to 11.9 ms at c=8",
        branch: "feature/chunked-lm-head",
        commit: "5be0d1c7f2a94410b88e3c7d6019f4e2aa71c3d8",
        image: LMHEAD,
        cells: ["whole-head-c8", "chunked-head-c8"],
        next_lever: "the same for DeepSeek-V3.2, whose vocabulary is smaller",
        model: ["GLM-5.1", "nvfp4"],
        hardware: "GB300 NVL72",
        shape: [4, 1, 2048, 1024],
        points: &[
            ("whole-head-c8", RELEASE, 8, 121.5, 12.6, 154.1, [0.482, 0.411, 0.052]),
            ("chunked-head-c8", LMHEAD, 8, 118.9, 11.9, 162.9, [0.479, 0.434, 0.055]),
        ],
    },
];

/// Every file of the lake, by its place under `configs/lake`.
fn files() -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let nowhere = Path::new("");
    for (id, columns) in PUBLISHED {
        let row = local(id, columns);
        files.insert(place(nowhere, "campaign_v1", &day(id), id), row.bytes());
    }
    for campaign in &ALONE {
        let id = campaign.id;
        files.insert(place(nowhere, "campaign_v1", &day(id), id), campaign.row().bytes());
        files.insert(place(nowhere, "atlas_v1", &day(id), id), write(&campaign.atlas()));
    }
    files
}

fn day(id: &str) -> String {
    let day: Day = campaign_time(id).expect("a time").day();
    day.to_string()
}

fn configs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("configs")
}

/// The row of a local campaign: what its files say.
fn local(id: &str, columns: Columns) -> Row {
    let folder = configs().join("campaigns").join(id);
    let read = |name: &str| -> Value {
        let text = fs::read_to_string(folder.join(name)).unwrap_or_else(|_| "{}".to_owned());
        serde_json::from_str(&text).expect("JSON")
    };
    let (status, champions) = (read("report_status.json"), read("champion_select.json"));
    let verdict = read("verdict.json");
    let provenance = read("provenance.json");
    // Flat, or nested: then the engine is the entry that has a delivery.
    let engine = provenance["source"].as_array().into_iter().flatten().find(|entry| entry["delivery"].is_string());
    let code = |flat: &str, nested: &str| text(engine.map_or(&provenance[flat], |entry| &entry[nested]));
    let pages = |name: &str| {
        let pages = status[name].as_array().into_iter().flatten().filter_map(|page| page["page"].as_str());
        pages.collect::<Vec<_>>().join(",")
    };
    let truth = |name: &str| status[name].as_bool().unwrap_or(name == "sol_per_arm_complete");
    let tier = if columns == Columns::AllAsVerdict { "verdict" } else { effective_tier(&verdict) };
    let row = Row::empty()
        .with("campaign_id", id)
        .with("captured_at_utc", campaign_time(id).expect("a time").to_string().as_str())
        .with("sol_complete", truth("sol_complete"))
        .with("sol_per_arm_complete", truth("sol_per_arm_complete"))
        .with("dcgm_grounded", truth("dcgm_grounded"))
        .with("sol_rigor", text(&status["sol_rigor"]).as_str())
        .with("focus", text(&status["focus"]).as_str())
        .with("verdict_tier", tier)
        .with("omitted_pages", pages("omitted_pages").as_str())
        .with("partial_pages", pages("partial_pages").as_str())
        .with("title", text(&verdict["finding"]).as_str())
        .with("experiment_status", "complete")
        .with("vllm_repo", code("vllm_repo", "repo").as_str())
        .with("vllm_branch", code("vllm_branch", "branch").as_str())
        .with("vllm_commit", code("vllm_commit", "commit").as_str())
        .with("vllm_image", code("vllm_image", "image").as_str())
        .with("vllm_image_digest", text(&provenance["vllm_image_digest"]).as_str())
        .with("delivery", code("delivery", "delivery").as_str())
        .with("recommended_cell", text(&champions["recommended_cell"]).as_str())
        .with("champion_baseline_cell", text(&champions["baseline_cell"]).as_str());
    rest(row, id, columns)
}

/// The columns that every file ends with.
fn rest(row: Row, id: &str, columns: Columns) -> Row {
    let published = format!("{}T22:00:00Z", day(id));
    let row = row
        .with("overlay_mode", "")
        .with("code_repo", "example/perf-harness")
        .with("code_sha", "7be1fe39596e4c891f086b751c61ece926c36292")
        .with("champion_tier", "")
        .with("close_reason", "")
        .with("published_at_utc", published.as_str());
    if columns == Columns::Older { row.without(&ADDED_LATER) } else { row }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn effective_tier(verdict: &Value) -> &'static str {
    // A field of another type counts as absent, as everywhere.
    let of = |name: &str| verdict[name].as_bool();
    let verdict = Verdict {
        tier: verdict["tier"].as_str().map(str::to_owned),
        trials: verdict["trials"].as_u64().and_then(|trials| u32::try_from(trials).ok()),
        same_node: of("same_node"),
        baseline_named: of("baseline_named"),
        decode_metric: verdict["decode_metric"].as_str().map(str::to_owned),
        latency_claim: of("latency_claim"),
        per_kernel_ref: verdict.get("per_kernel_ref").map(|reference| !text(reference).is_empty()),
        which_kernel_claim: of("which_kernel_claim"),
        finding: None,
    };
    let campaign = value_ledger::bundle::Campaign { verdict: Some(verdict), ..Default::default() };
    match Evidence::of(&campaign).effective_tier {
        Tier::Draft => "draft",
        Tier::Verdict => "verdict",
    }
}

impl Alone {
    fn row(&self) -> Row {
        let row = Row::empty()
            .with("campaign_id", self.id)
            .with("captured_at_utc", campaign_time(self.id).expect("a time").to_string().as_str())
            .with("sol_complete", true)
            .with("sol_per_arm_complete", true)
            .with("dcgm_grounded", true)
            .with("sol_rigor", self.rigor)
            .with("focus", self.focus)
            .with("verdict_tier", self.tier)
            .with("omitted_pages", "")
            .with("partial_pages", "")
            .with("title", self.title)
            .with("experiment_status", "complete")
            .with("vllm_repo", "example/vllm")
            .with("vllm_branch", self.branch)
            .with("vllm_commit", self.commit)
            .with("vllm_image", self.image)
            .with("vllm_image_digest", "")
            .with("delivery", "overlay")
            .with("recommended_cell", self.cells[1])
            .with("champion_baseline_cell", self.cells[0])
            .with("next_lever", self.next_lever);
        rest(row, self.id, Columns::All)
    }

    fn atlas(&self) -> Vec<Column> {
        let each = |name: &'static str, cell: &dyn Fn(&Measured) -> Cell| Column {
            name,
            cells: self.points.iter().map(|point| Some(cell(point))).collect(),
        };
        let same = |name: &'static str, cell: Cell| each(name, &move |_| cell.clone());
        let [tp, ep, isl, osl] = self.shape;
        let real = |whole: i64| Cell::Real(whole.to_string().parse().expect("a number"));
        let captured = campaign_time(self.id).expect("a time").to_string();
        vec![
            each("cell_id", &|point| point.0.into()),
            same("model", self.model[0].into()),
            same("hardware", self.hardware.into()),
            same("quant", self.model[1].into()),
            same("tensor_parallel", tp.into()),
            same("data_parallel", 1_i64.into()),
            same("pipeline_parallel", 1_i64.into()),
            same("parallel_strategy", if ep > 1 { "tp+ep" } else { "tp" }.into()),
            same("mtp", false.into()),
            same("num_speculative_tokens", 0_i64.into()),
            same("max_num_batched_tokens", 8192_i64.into()),
            same("max_num_seqs", 256_i64.into()),
            same("gpu_memory_utilization", 0.9.into()),
            same("kv_cache_dtype", "fp8".into()),
            same("cudagraph_mode", "FULL_AND_PIECEWISE".into()),
            same("async_scheduling", true.into()),
            same("enable_prefix_caching", false.into()),
            same("cache_mode", "cold".into()),
            same("dataset", "random".into()),
            same("mean_input_tokens", real(isl)),
            same("mean_output_tokens", real(osl)),
            each("concurrency", &|point| point.2.into()),
            each("image", &|point| point.1.into()),
            same("backend", "vllm".into()),
            same("serving_engine", "vllm".into()),
            same("bench_backend", "vllm-bench-serve".into()),
            same("status", "full".into()),
            each("ttft_avg_ms", &|point| point.3.into()),
            each("tpot_median_ms", &|point| point.4.into()),
            each("output_tps_per_user", &|point| rounded(1000.0 / point.4).into()),
            each("output_tps_per_gpu", &|point| point.5.into()),
            each("dcgm_sm_active", &|point| point.6[0].into()),
            each("dcgm_dram_active", &|point| point.6[1].into()),
            each("dcgm_tensor_active", &|point| point.6[2].into()),
            same("captured_at", captured.as_str().into()),
        ]
    }
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// Every file under a folder, by its place in it.
fn on_disk(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let place = path.strip_prefix(root).expect("a place").to_owned();
                files.insert(place, fs::read(path).expect("the bytes"));
            }
        }
    }
    files
}

#[test]
#[ignore = "writes configs/lake: make example-lake"]
fn write_the_example_lake() {
    let root = configs().join("lake");
    if root.exists() {
        fs::remove_dir_all(&root).expect("no lake");
    }
    for (place, bytes) in files() {
        let path = root.join(place);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        fs::write(path, bytes).expect("the file");
    }
}

#[test]
fn the_committed_lake_is_what_the_table_says_byte_for_byte() {
    let (wanted, found) = (files(), on_disk(&configs().join("lake")));
    let places = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(places(&found), places(&wanted), "make example-lake writes it again");
    for (place, bytes) in wanted {
        assert!(found[&place] == bytes, "{} is another file; make example-lake writes it again", place.display());
    }
    let size: usize = found.values().map(Vec::len).sum();
    assert!(size < 400 * 1024, "{size} bytes");
}

#[test]
fn the_example_shows_each_thing_that_a_published_lake_can_say() {
    let world = crate::command::World::bare();
    let lake = super::registry::file_url(&configs().join("lake"));
    let (registry, campaigns) = (configs().join("value-findings.yaml"), configs().join("campaigns"));
    let paths = [registry.display().to_string(), campaigns.display().to_string()];
    let arguments = ["value_view", "--format", "json", "--registry", &paths[0], "--campaigns-dir", &paths[1]];
    let ledger = super::registry::json(&world.run(&[&arguments[..], &["--lake", &lake, "--scan"]].concat()));
    let findings = ledger["findings"].as_array().expect("a list");
    let flagged = |code: &str| -> Vec<&str> {
        let flags = findings.iter().flat_map(|finding| finding["flags"].as_array().into_iter().flatten());
        flags.filter(|flag| flag["code"] == code).filter_map(|flag| flag["campaign"].as_str()).collect()
    };
    assert_eq!(flagged("campaign-published-only"), [ALONE[0].id, ALONE[1].id]);
    assert_eq!(flagged("campaign-unpublished"), ["kimi-k2-allreduce-fusion-20260716T083000Z"]);
    assert_eq!(flagged("lake-drift"), ["20261026T042215Z-glm51-mbt-16k"]);
    let unclaimed = ledger["unclaimed"].as_array().expect("a list");
    let unclaimed: Vec<&str> = unclaimed.iter().filter_map(|entry| entry["id"].as_str()).collect();
    assert!(unclaimed.contains(&ALONE[2].id), "{unclaimed:?}");
}
