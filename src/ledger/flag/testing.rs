//! A healthy finding to break: what the rules' tests start from.

use std::collections::BTreeMap;

use crate::bundle::{
    Bundle, Campaign, Citation, Finding, Instant, Place, Policy, Problem, ProblemKind, Provenance, Rates, Registry,
    ReportStatus, Severity, Sha256Hex, SourceRef, Verdict,
};
use crate::ledger::{Flag, Ledger, Options};

pub const CAMPAIGN: &str = "20261001T000000Z-good";

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
        self.finding(|finding| finding.lifecycle = Some(lifecycle.to_owned()))
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
        self.bundle.findings.push(Finding { position, line: 30, id: Some(id.to_owned()), ..finding() });
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

    pub fn ledger(&self) -> Ledger {
        Ledger::compute(self.bundle.clone(), None, Options::default())
    }
}

/// The flags of that code which the case raises, on its rows and on the ledger.
pub fn raised(code: &str, case: &Case) -> Vec<Flag> {
    case.ledger().all_flags().filter(|flag| flag.code == code).cloned().collect()
}

/// A value of the wrong type.
pub fn invalid() -> ProblemKind {
    ProblemKind::Invalid { expected: "text".to_owned(), found: "a list".to_owned() }
}

pub fn bundle() -> Bundle {
    Bundle {
        tool: "test".to_owned(),
        taken_at: Instant::parse("2026-11-02").expect("a time"),
        registry: Registry {
            file: "value-findings.yaml".to_owned(),
            sha256: Sha256Hex::of(b""),
            commit: None,
            modified: false,
            example: false,
            baseline_context: None,
        },
        findings: vec![finding()],
        citations: [(CAMPAIGN.to_owned(), Citation::Found(CAMPAIGN.to_owned()))].into(),
        campaigns: [(CAMPAIGN.to_owned(), campaign())].into(),
        rates: Rates::default(),
        ceilings: BTreeMap::new(),
        policy: Policy::default(),
        problems: Vec::new(),
    }
}

fn finding() -> Finding {
    let text = |text: &str| Some(text.to_owned());
    Finding {
        position: 1,
        line: 3,
        lines: [("win".to_owned(), 8), ("campaign_ids[0]".to_owned(), 11)].into(),
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
        next_lever: text("port it to the next model"),
        next_unlock: text("+10 % tok/s/GPU"),
        next_gate: text("3 trials, same node"),
        updated: text("2026-10-02"),
        ..Finding::default()
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
