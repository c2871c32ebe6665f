//! A healthy finding to break: what the rules' tests start from, and one case for each rule.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Says;
use crate::bundle::{
    Bundle, Campaign, Citation, Context, Day, Finding, Gain, Identity, Instant, Measurement, OperatingPoint,
    Parallelism, Place, Points, Policy, Problem, ProblemKind, Provenance, Publication, Published, Regime, ReportStatus,
    Serving, Severity, SourceRef, Stack, Verdict, Waiver, Workload,
};
use crate::ledger::{Flag, Ledger, Options, RULES};

pub const CAMPAIGN: &str = "20261001T000000Z-good";

/// A flag about nothing.
pub fn flag(code: &'static str, severity: Severity) -> Flag {
    let says = Says { code, severity, campaign: None, field: None, part: None, message: "".into(), exact_fix: None };
    Flag { says: says.into(), line: None, column: None, waived: false, waiver: None }
}

/// The same flag, saying something else.
pub fn saying(mut flag: Flag, change: impl FnOnce(&mut Says)) -> Flag {
    change(Arc::make_mut(&mut flag.says));
    flag
}

/// A bundle of one finding, `done`, backed by one campaign, without any flag.
#[derive(Clone)]
pub struct Case {
    pub bundle: Bundle,
}

impl Case {
    pub fn done() -> Self {
        Self { bundle: bundle() }
    }

    #[must_use]
    pub fn finding(mut self, change: impl FnOnce(&mut Finding)) -> Self {
        change(&mut self.bundle.findings[0]);
        self
    }

    #[must_use]
    pub fn campaign(mut self, change: impl FnOnce(&mut Campaign)) -> Self {
        change(self.bundle.campaigns.get_mut(CAMPAIGN).expect("the campaign"));
        self
    }

    #[must_use]
    pub fn lifecycle(self, lifecycle: &str) -> Self {
        self.finding(|finding| finding.lifecycle = Some(lifecycle.into()))
    }

    #[must_use]
    pub fn source_ref(self, change: impl FnOnce(&mut SourceRef)) -> Self {
        self.finding(|finding| change(&mut finding.source_refs[0]))
    }

    #[must_use]
    pub fn status(self, change: impl FnOnce(&mut ReportStatus)) -> Self {
        self.campaign(|campaign| change(campaign.report_status.as_mut().expect("a status")))
    }

    #[must_use]
    pub fn verdict(self, change: impl FnOnce(&mut Verdict)) -> Self {
        self.campaign(|campaign| change(campaign.verdict.as_mut().expect("a verdict")))
    }

    #[must_use]
    pub fn provenance(self, change: impl FnOnce(&mut Provenance)) -> Self {
        self.campaign(|campaign| change(campaign.provenance.as_mut().expect("a provenance")))
    }

    /// A published lake was consulted.
    #[must_use]
    pub fn consulted(mut self) -> Self {
        self.bundle.consulted.published = true;
        self
    }

    /// What the published lake says of the campaign.
    #[must_use]
    pub fn publication(self, publication: Publication) -> Self {
        self.consulted().campaign(|campaign| campaign.publication = publication)
    }

    /// The campaign is published with its local status, but for the change.
    #[must_use]
    pub fn as_published(self, change: impl FnOnce(&mut Published)) -> Self {
        self.consulted().campaign(|campaign| {
            let mut published = Published {
                report_status: campaign.report_status.clone().unwrap_or_default(),
                verdict_tier: Some("verdict".to_owned()),
                ..Published::default()
            };
            change(&mut published);
            campaign.publication = Publication::Present(Box::new(published));
        })
    }

    /// The campaign is published, and not local.
    #[must_use]
    pub fn only_published(self, change: impl FnOnce(&mut Published)) -> Self {
        self.as_published(change).campaign(|campaign| {
            campaign.verdict = None;
            campaign.published_only = true;
        })
    }

    #[must_use]
    pub fn policy(mut self, change: impl FnOnce(&mut Policy)) -> Self {
        change(&mut self.bundle.policy);
        self
    }

    /// Gives a code a severity of the policy's own.
    #[must_use]
    pub fn severity(mut self, code: &str, severity: Severity) -> Self {
        self.bundle.policy.severity.insert(code.to_owned(), severity);
        self
    }

    /// Adds a healthy finding of that id behind the first.
    #[must_use]
    pub fn and(mut self, id: &str) -> Self {
        let position = self.bundle.findings.len() + 1;
        self.bundle.findings.push(Box::new(Finding { position, line: 30, id: Some(id.into()), ..finding() }));
        self
    }

    /// Cites one campaign more.
    #[must_use]
    pub fn cites(mut self, id: &str, citation: Citation) -> Self {
        self.bundle.findings[0].campaign_ids.push(id.to_owned());
        self.bundle.citations.insert(id.to_owned(), citation);
        self
    }

    /// Adds a problem of the finding at that path, line 7, column 3.
    #[must_use]
    pub fn problem(self, path: &str, kind: ProblemKind) -> Self {
        self.problem_at(Place::Finding { position: 1, path: path.to_owned() }, kind)
    }

    #[must_use]
    pub fn problem_at(mut self, place: Place, kind: ProblemKind) -> Self {
        self.bundle.problems.push(Problem { place, line: Some(7), column: Some(3), kind });
        self
    }

    /// The healthy finding once for each change.
    pub fn each(changes: &[fn(&mut Finding)]) -> Self {
        let mut bundle = bundle();
        let healthy = bundle.findings.remove(0);
        for change in changes {
            let mut finding = healthy.clone();
            change(&mut finding);
            bundle.findings.push(finding);
        }
        Self { bundle }
    }

    pub fn ledger(&self) -> Ledger {
        Ledger::compute(self.bundle.clone(), None, Options::default())
    }
}

/// The flags of that code which the case raises, on its rows and on the ledger.
pub fn raised(code: &str, case: &Case) -> Vec<Flag> {
    case.ledger().all_flags().filter(|flag| flag.code == code).cloned().collect()
}

/// A waiver of that code on the healthy finding, over since the last day of October.
pub fn expired(code: &str) -> Waiver {
    Waiver {
        code: code.to_owned(),
        finding: Some("good".to_owned()),
        campaign: None,
        owner: "perf".to_owned(),
        reason: "a known gap".to_owned(),
        expires: Day::parse("2026-10-31").expect("a day"),
    }
}

/// A value of the wrong type.
pub fn invalid() -> ProblemKind {
    ProblemKind::Invalid { expected: "text".to_owned(), found: "a list".to_owned() }
}

/// For each rule, by its code, a case that raises it.
pub fn fixtures() -> Vec<(&'static str, Case)> {
    let done = Case::done;
    let doing = || Case::done().lifecycle("in_progress");
    let file = Place::Campaign { id: CAMPAIGN.to_owned(), file: "verdict.json".to_owned(), path: String::new() };
    let cut = ProblemKind::Unreadable { cause: "it ends in the middle".to_owned() };
    let ambiguous = Citation::Ambiguous(vec!["a-kv".to_owned(), "b-kv".to_owned()]);
    let lever = |lever: &str| {
        let lever = Some(lever.to_owned());
        Case::done().finding(|finding| finding.next_lever = lever.map(Into::into))
    };
    let dangling = || Case::done().finding(|finding| finding.campaign_ids.clear()).cites("gone", Citation::Missing);
    let gain = Gain {
        tier: Some("throughput".into()),
        speedup: Some(1.5),
        speedup_text: Some("1.5".into()),
        tps_gpu_peak: Some(300.0),
        baseline_tps_gpu: Some(250.0),
    };
    let on_b200 = OperatingPoint { hardware: Some("B200 HGX"), ..full_point() };
    let warm = Context { regime: Regime { cache_mode: Some("warm".to_owned()), tier: None }, ..full_context() };
    vec![
        ("campaign-missing", done().cites("gone", Citation::Missing)),
        ("campaign-ambiguous", done().cites("kv", ambiguous)),
        ("campaign-published-only", done().only_published(|_| {})),
        ("campaign-unpublished", done().publication(Publication::Absent)),
        ("campaign-unreadable", done().problem_at(file, cut)),
        ("lake-drift", done().as_published(|published| published.verdict_tier = Some("draft".to_owned()))),
        ("ungrounded", doing().campaign(|campaign| campaign.report_status = None)),
        ("grounding-contradiction", done().status(|status| status.dcgm_grounded = None)),
        ("baseline-unnamed", doing().verdict(|verdict| verdict.baseline_named = None)),
        ("no-backing-campaign", dangling()),
        ("no-campaigns", done().finding(|finding| finding.campaign_ids.clear())),
        ("no-source-refs", done().finding(|finding| finding.source_refs.clear())),
        ("provenance-delivery-mismatch", done().provenance(|ran| ran.delivery = Some("image".to_owned()))),
        ("provenance-commit-mismatch", done().provenance(|ran| ran.commit = Some("0d15ea5e".to_owned()))),
        ("provenance-unverified", done().campaign(|campaign| campaign.provenance = None)),
        (
            "unknown-delivery",
            done().source_ref(|source| source.delivery = Some("docker".into())).provenance(|ran| ran.delivery = None),
        ),
        ("no-next-lever", done().finding(|finding| finding.next_lever = None).and("other")),
        ("exhausted-without-evidence", lever("frontier-exhausted: ").and("other")),
        ("lever-incomplete", done().finding(|finding| finding.next_gate = None)),
        ("done-ungrounded", done().campaign(|campaign| campaign.report_status = None)),
        ("done-draft", done().verdict(|verdict| verdict.tier = None)),
        ("verdict-unsupported", doing().verdict(|verdict| verdict.trials = Some(2))),
        ("partial-coverage", done().status(|status| status.sol_per_arm_complete = Some(false))),
        ("baseline-missing", done().finding(|finding| finding.baseline = None)),
        ("hardware-unrecognized", done().finding(|finding| finding.hardware = Some("a GPU".into()))),
        ("hardware-mixed", done().finding(|finding| finding.hardware = Some("GB300, B200".into()))),
        ("hardware-mismatch", done().campaign(|campaign| campaign.points = Some(Points::of(&[on_b200], &[])))),
        ("unknown-lifecycle", done().lifecycle("shipped")),
        ("missing-field", done().finding(|finding| finding.win = None)),
        ("invalid-field", done().problem("gain", invalid())),
        ("unknown-field", done().problem("titel", ProblemKind::Unknown { nearest: Some("title".to_owned()) })),
        ("duplicate-id", done().and("good")),
        ("gain-contradiction", done().finding(|finding| finding.gain = Some(gain))),
        ("bare-number", done().finding(|finding| finding.measurements.clear())),
        ("context-mismatch", done().finding(|finding| finding.measurements[0].baseline_context = Some(warm))),
        ("stale", done().policy(|policy| policy.stale_days = 30)),
        ("style", done().finding(|finding| finding.title = Some("A robust cache".into()))),
        ("waiver-expired", done().policy(|policy| policy.waivers = vec![expired("stale")])),
        ("frontier-empty", lever("frontier-exhausted: 98 % SoL")),
    ]
}

pub fn bundle() -> Bundle {
    Bundle {
        findings: vec![Box::new(finding())],
        citations: [(CAMPAIGN.to_owned(), Citation::Found(CAMPAIGN.to_owned()))].into_iter().collect(),
        campaigns: [(CAMPAIGN.to_owned(), Box::new(campaign()))].into_iter().collect(),
        ..Bundle::empty(Instant::parse("2026-11-02").expect("a time"))
    }
}

fn finding() -> Finding {
    fn text<T: for<'t> From<&'t str>>(text: &str) -> Option<T> {
        Some(text.into())
    }
    Finding {
        position: 1,
        line: 3,
        lines: [("win".to_owned(), 8), ("campaign_ids[0]".to_owned(), 11)].into_iter().collect(),
        id: text("good"),
        title: text("A good finding"),
        lifecycle: text("done"),
        baseline: text("best-tuned vLLM 0.22"),
        win: text("1.5x output tok/s/GPU (200 to 300) at c=64"),
        hardware: text("GB300 TP=4"),
        deploy_readiness: text("deployed"),
        campaign_ids: vec![CAMPAIGN.to_owned()],
        source_refs: vec![SourceRef {
            repo: text("example/vllm"),
            commit: text("8c1f02d"),
            delivery: text("overlay"),
            ..SourceRef::default()
        }],
        measurements: vec![Measurement {
            metric: text("output_tps_per_gpu"),
            value: Some(300.0),
            unit: text("tok/s/GPU"),
            baseline_value: Some(200.0),
            context: Some(full_context()),
            baseline_context: Some(full_context()),
            ..Measurement::default()
        }],
        next_lever: text("port it to the next model"),
        next_unlock: text("+10 % tok/s/GPU"),
        next_gate: text("3 trials, same node"),
        updated: text("2026-10-02"),
        ..Finding::default()
    }
}

/// A context with everything that a number needs.
pub fn full_context() -> Context {
    let text = |text: &str| Some(text.to_owned());
    Context {
        identity: Identity {
            model: text("GLM-5.1"),
            hardware: text("GB300"),
            quant: text("nvfp4"),
            kv_cache_dtype: text("fp8"),
            ..Identity::default()
        },
        parallelism: Parallelism { tp: Some(4), ..Parallelism::default() },
        serving: Serving {
            max_num_batched_tokens: Some(8192),
            gpu_memory_utilization: Some(0.9),
            cudagraph_mode: text("PIECEWISE"),
            ..Serving::default()
        },
        workload: Workload {
            dataset: text("random"),
            isl: Some(4096),
            osl: Some(512),
            concurrency: Some(64),
            ..Workload::default()
        },
        regime: Regime { cache_mode: text("cold"), tier: text("throughput") },
        stack: Stack { image: text("vllm:0.22.1-good"), ..Stack::default() },
        ..Context::default()
    }
}

/// A measured operating point with everything that a number needs.
pub fn full_point() -> OperatingPoint<'static> {
    OperatingPoint {
        cell_id: Some("good-c64"),
        model: Some("GLM-5.1"),
        hardware: Some("GB300 NVL72"),
        quant: Some("nvfp4"),
        tensor_parallel: Some(4),
        max_num_batched_tokens: Some(8192),
        gpu_memory_utilization: Some(0.9),
        kv_cache_dtype: Some("fp8"),
        cudagraph_mode: Some("PIECEWISE"),
        cache_mode: Some("cold"),
        dataset: Some("random"),
        mean_input_tokens: Some(4096.0),
        mean_output_tokens: Some(512.0),
        concurrency: Some(64),
        image: Some("vllm:0.22.1-good"),
        backend: Some("vllm"),
        status: Some("full"),
        output_tps_per_gpu: Some(300.0),
        ..OperatingPoint::default()
    }
}

fn campaign() -> Campaign {
    let text = |text: &str| Some(text.to_owned());
    Campaign {
        report_status: Some(ReportStatus {
            sol_rigor: text("L3"),
            sol_complete: Some(true),
            sol_per_arm_complete: Some(true),
            dcgm_grounded: Some(true),
            ..ReportStatus::default()
        }),
        verdict: Some(Verdict {
            tier: text("verdict"),
            trials: Some(3),
            same_node: Some(true),
            baseline_named: Some(true),
            ..Verdict::default()
        }),
        provenance: Some(Provenance {
            repo: text("example/vllm"),
            commit: text("8c1f02d9a"),
            delivery: text("overlay"),
            ..Provenance::default()
        }),
        ..Campaign::default()
    }
}

#[test]
fn the_healthy_case_raises_nothing() {
    let ledger = Case::done().ledger();
    assert_eq!(ledger.all_flags().count(), 0, "{:?}", ledger.all_flags().collect::<Vec<_>>());
}

#[test]
fn every_rule_has_a_case_that_raises_it_and_hardly_anything_else() {
    let fixtures = fixtures();
    let with_fixture: Vec<&str> = fixtures.iter().map(|(code, _)| *code).collect();
    let codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(with_fixture, codes);
    for (code, case) in fixtures {
        let ledger = case.ledger();
        let raised: BTreeSet<&str> = ledger.all_flags().map(|flag| flag.code).collect();
        // These two follow from another one: a campaign that is not found, or not grounded, has a flag of its own.
        let expected: &[&str] = match code {
            "no-backing-campaign" => &["campaign-missing", code],
            "done-ungrounded" => &["ungrounded", code],
            code => &[code],
        };
        assert_eq!(raised, expected.iter().copied().collect(), "{code}");
        assert_eq!(ledger.all_flags().filter(|flag| flag.code == code).count(), 1, "{code}");
    }
}

#[test]
fn every_flag_says_what_was_found_and_what_to_do_in_plain_sentences() {
    for (code, case) in fixtures() {
        for flag in raised(code, &case) {
            for text in [&*flag.message, flag.fix()] {
                assert!(text.ends_with(['.', '?']), "{code}: {text}");
                assert!(!text.contains(['\u{2013}', '\u{2014}']), "{code}: {text}");
            }
        }
    }
}
