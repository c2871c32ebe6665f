//! One campaign: its id, and the three files that every campaign has.

use super::random::Random;

/// A campaign of the lake.
pub struct Campaign {
    pub id: String,
    report_status: String,
    verdict: String,
    provenance: String,
}

impl Campaign {
    /// The names and texts of its files.
    pub fn files(&self) -> [(&'static str, &str); 3] {
        [
            ("report_status.json", &self.report_status),
            ("verdict.json", &self.verdict),
            ("provenance.json", &self.provenance),
        ]
    }
}

/// The code that a campaign ran.
pub struct Code {
    pub commit: String,
    pub delivery: &'static str,
    pub image: String,
}

impl Code {
    /// Of the campaign of that number.
    pub fn of(campaign: u64) -> Self {
        let mut random = Random::seeded(campaign.wrapping_mul(3).wrapping_add(1));
        Self {
            commit: random.hex(12),
            delivery: random.of(&["image", "overlay", "patchedVllm", "infr-patch"]),
            image: format!("registry.example.com/inference/vllm:0.22.1-lever.{}", random.below(900)),
        }
    }
}

/// The id of the campaign of that number: its time, a second after the one before, and a slug.
pub fn id(number: u64) -> String {
    const SUBJECTS: [&str; 8] =
        ["prefill-pin", "mtp-sweep", "fp8-kv", "eplb-drift", "moe-autotune", "decode-graphs", "kv-router", "splitkv"];
    let subject = Random::seeded(number).of(&SUBJECTS);
    let (minutes, second) = (number / 60, number % 60);
    let (hours, minute) = (minutes / 60, minutes % 60);
    let (days, hour) = (hours / 24, hours % 24);
    let day = 1 + days % 28;
    let month = 8 + days / 28;
    format!("2026{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z-{subject}-{number}")
}

/// The campaign of that number. One in twelve is not grounded, one in nine is a draft, one in fifteen is partial.
pub fn campaign(number: u64) -> Campaign {
    let mut random = Random::seeded(number.wrapping_mul(7).wrapping_add(5));
    Campaign {
        id: id(number),
        report_status: report_status(&mut random),
        verdict: verdict(&mut random),
        provenance: provenance(number, &mut random),
    }
}

fn report_status(random: &mut Random) -> String {
    let grounded = !random.once_in(12);
    let rigor = if grounded { random.of(&["L2", "L3", "L3", "L4"]) } else { "L1" };
    let complete = !random.once_in(15);
    let uncovered = if complete { "" } else { "\"baseline-c256\"" };
    let focus = random.of(&["throughput", "latency", "mixed"]);
    let partial = if complete {
        ""
    } else {
        "{\"page\": \"kernels\", \"why\": \"no trace of the baseline at c=256\", \"how_to_fix\": \"trace it for 300 s\"}"
    };
    format!(
        "{{\n  \"sol_rigor\": \"{rigor}\",\n  \"sol_complete\": {complete},\n  \"sol_per_arm_complete\": {complete},\n  \
         \"arms_uncovered\": [{uncovered}],\n  \"dcgm_grounded\": {grounded},\n  \"focus\": \"{focus}\",\n  \
         \"omitted_pages\": [],\n  \"partial_pages\": [{partial}]\n}}\n"
    )
}

fn verdict(random: &mut Random) -> String {
    let tier = if random.once_in(9) { "draft" } else { "verdict" };
    let trials = random.of(&[3, 3, 5, 5, 2]);
    let same_node = !random.once_in(20);
    let named = !random.once_in(25);
    let metric = random.of(&["tpot", "itl", "tpot", "e2e"]);
    let latency = random.once_in(3);
    let peak = 400 + random.below(400);
    format!(
        "{{\n  \"tier\": \"{tier}\",\n  \"trials\": {trials},\n  \"same_node\": {same_node},\n  \"baseline_named\": \
         {named},\n  \"decode_metric\": \"{metric}\",\n  \"latency_claim\": {latency},\n  \"which_kernel_claim\": \
         true,\n  \"per_kernel_ref\": \"kernels/c64.csv\",\n  \"finding\": \"Output at c=64 rose to {peak} tok/s/GPU, \
         {trials} trials, against the best-tuned baseline of the same tray.\"\n}}\n"
    )
}

fn provenance(number: u64, random: &mut Random) -> String {
    let Code { commit, delivery, image } = Code::of(number);
    let (rest, digest, harness) = (random.hex(16), random.hex(16), random.hex(16));
    format!(
        "{{\n  \"delivery\": \"{delivery}\",\n  \"vllm_repo\": \"example/vllm\",\n  \"vllm_branch\": \
         \"feature/lever\",\n  \"vllm_commit\": \"{commit}{rest}\",\n  \"vllm_image\": \"{image}\",\n  \
         \"vllm_image_digest\": \"sha256:{digest}{digest}{digest}{digest}\",\n  \"code_sha\": \"{harness}\"\n}}\n"
    )
}
