//! How strong a campaign's evidence is: sol_rigor, verdict tier, grounding, and the conditions of the effective tier.

use crate::bundle::{Campaign, Publication, ReportStatus, Verdict};

/// How far the speed-of-light analysis went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rigor {
    #[default]
    None,
    L1,
    L2,
    L3,
    L4,
}

impl Rigor {
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::L1 => "L1",
            Self::L2 => "L2",
            Self::L3 => "L3",
            Self::L4 => "L4",
        }
    }

    /// Absent, empty or any other text is none.
    pub fn of(text: Option<&str>) -> Self {
        match text {
            Some("L1") => Self::L1,
            Some("L2") => Self::L2,
            Some("L3") => Self::L3,
            Some("L4") => Self::L4,
            _ => Self::None,
        }
    }

    /// 0 to 4.
    pub fn level(self) -> u8 {
        match self {
            Self::None => 0,
            Self::L1 => 1,
            Self::L2 => 2,
            Self::L3 => 3,
            Self::L4 => 4,
        }
    }
}

/// Draft or verdict, the weaker first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    #[default]
    Draft,
    Verdict,
}

impl Tier {
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Verdict => "verdict",
        }
    }

    /// Absent or any other text is draft.
    pub fn of(text: Option<&str>) -> Self {
        match text {
            Some("verdict") => Self::Verdict,
            _ => Self::Draft,
        }
    }
}

/// A condition of the effective tier verdict that a campaign does not meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmet {
    Trials,
    SameNode,
    BaselineNamed,
    DecodeMetric,
    PerKernelRef,
}

impl Unmet {
    /// What the effective tier asks for.
    pub fn condition(self) -> &'static str {
        match self {
            Self::Trials => "trials >= 3",
            Self::SameNode => "same_node true",
            Self::BaselineNamed => "baseline_named true",
            Self::DecodeMetric => "decode_metric tpot or itl for a latency claim",
            Self::PerKernelRef => "per_kernel_ref for a which-kernel claim",
        }
    }
}

/// The status of one campaign, with the format's defaults where a field is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    pub sol_rigor: Rigor,
    pub dcgm_grounded: bool,
    pub verdict_tier: Tier,
    pub effective_tier: Tier,
    /// None where nobody could say: a published lake does not hold it, and only its tier verdict implies it.
    pub baseline_named: Option<bool>,
    /// The conditions of the effective tier that are not met, whatever tier is declared.
    pub unmet: Vec<Unmet>,
}

impl Evidence {
    pub fn of(campaign: &Campaign) -> Self {
        let no_status = ReportStatus::default();
        let status = campaign.report_status.as_ref().unwrap_or(&no_status);
        let (sol_rigor, dcgm_grounded) = (Rigor::of(status.sol_rigor.as_deref()), status.dcgm_grounded == Some(true));
        if campaign.published_only {
            // What is published is the effective tier; the conditions were checked when it was.
            let tier = Tier::of(published_tier(campaign));
            return Self {
                sol_rigor,
                dcgm_grounded,
                verdict_tier: tier,
                effective_tier: tier,
                baseline_named: (tier == Tier::Verdict).then_some(true),
                unmet: Vec::new(),
            };
        }
        let no_verdict = Verdict::default();
        let verdict = campaign.verdict.as_ref().unwrap_or(&no_verdict);
        let unmet = unmet(verdict);
        let verdict_tier = Tier::of(verdict.tier.as_deref());
        Self {
            sol_rigor,
            dcgm_grounded,
            verdict_tier,
            effective_tier: if unmet.is_empty() { verdict_tier } else { Tier::Draft },
            baseline_named: Some(verdict.baseline_named == Some(true)),
            unmet,
        }
    }

    /// Whether it proves what was measured: of effective tier verdict, and grounded.
    pub fn proves(&self) -> bool {
        self.effective_tier == Tier::Verdict && self.grounded()
    }

    /// dcgm_grounded, or sol_rigor L2 or more.
    pub fn grounded(&self) -> bool {
        self.dcgm_grounded || self.sol_rigor >= Rigor::L2
    }
}

/// The effective tier that the published lake holds, as written.
pub fn published_tier(campaign: &Campaign) -> Option<&str> {
    match &campaign.publication {
        Publication::Present(published) => published.verdict_tier.as_deref(),
        Publication::NotConsulted | Publication::Unreachable | Publication::Absent => None,
    }
}

fn unmet(verdict: &Verdict) -> Vec<Unmet> {
    let decode_metric = verdict.decode_metric.as_deref().map(str::to_ascii_lowercase);
    let checks = [
        (Unmet::Trials, verdict.trials.is_some_and(|trials| trials >= 3)),
        (Unmet::SameNode, verdict.same_node == Some(true)),
        (Unmet::BaselineNamed, verdict.baseline_named == Some(true)),
        (
            Unmet::DecodeMetric,
            verdict.latency_claim != Some(true) || matches!(decode_metric.as_deref(), Some("tpot" | "itl")),
        ),
        (Unmet::PerKernelRef, verdict.which_kernel_claim != Some(true) || verdict.per_kernel_ref == Some(true)),
    ];
    checks.into_iter().filter(|(_, met)| !met).map(|(condition, _)| condition).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Published;

    fn verdict() -> Verdict {
        Verdict {
            tier: Some("verdict".into()),
            trials: Some(3),
            same_node: Some(true),
            baseline_named: Some(true),
            ..Verdict::default()
        }
    }

    fn tier(verdict: Verdict) -> Tier {
        Evidence::of(&Campaign { verdict: Some(verdict), ..Campaign::default() }).effective_tier
    }

    #[test]
    fn every_condition_of_the_effective_tier_counts() {
        assert_eq!(tier(verdict()), Tier::Verdict);
        assert_eq!(tier(Verdict { trials: Some(2), ..verdict() }), Tier::Draft);
        assert_eq!(tier(Verdict { trials: None, ..verdict() }), Tier::Draft);
        assert_eq!(tier(Verdict { same_node: None, ..verdict() }), Tier::Draft);
        assert_eq!(tier(Verdict { baseline_named: Some(false), ..verdict() }), Tier::Draft);
        assert_eq!(tier(Verdict { tier: None, ..verdict() }), Tier::Draft);
    }

    #[test]
    fn a_latency_claim_needs_a_decode_metric_and_a_kernel_claim_its_reference() {
        let latency = Verdict { latency_claim: Some(true), ..verdict() };
        assert_eq!(tier(latency.clone()), Tier::Draft);
        assert_eq!(tier(Verdict { decode_metric: Some("ttft".into()), ..latency.clone() }), Tier::Draft);
        assert_eq!(tier(Verdict { decode_metric: Some("tpot".into()), ..latency }), Tier::Verdict);
        let kernel = Verdict { which_kernel_claim: Some(true), ..verdict() };
        assert_eq!(tier(kernel.clone()), Tier::Draft);
        assert_eq!(tier(Verdict { per_kernel_ref: Some(true), ..kernel }), Tier::Verdict);
    }

    #[test]
    fn a_campaign_without_files_has_the_defaults() {
        let evidence = Evidence::of(&Campaign::default());
        assert_eq!(evidence.sol_rigor, Rigor::None);
        assert_eq!(evidence.verdict_tier, Tier::Draft);
        assert!(!evidence.grounded());
    }

    #[test]
    fn dcgm_or_l2_grounds_a_campaign() {
        let of = |rigor: &str, dcgm| {
            let status =
                ReportStatus { sol_rigor: Some(rigor.into()), dcgm_grounded: Some(dcgm), ..ReportStatus::default() };
            Evidence::of(&Campaign { report_status: Some(status), ..Campaign::default() }).grounded()
        };
        assert!(of("L2", false) && of("L4", false) && of("none", true));
        assert!(!of("L1", false) && !of("L5", false) && !of("", false));
    }

    #[test]
    fn a_published_tier_is_the_effective_one_and_a_verdict_implies_a_named_baseline() {
        let of = |tier: Option<&str>| {
            let published = Published { verdict_tier: tier.map(str::to_owned), ..Published::default() };
            let publication = Publication::Present(Box::new(published));
            let evidence = Evidence::of(&Campaign { published_only: true, publication, ..Campaign::default() });
            assert!(evidence.unmet.is_empty() && evidence.verdict_tier == evidence.effective_tier);
            (evidence.effective_tier, evidence.baseline_named)
        };
        assert_eq!(of(Some("verdict")), (Tier::Verdict, Some(true)));
        assert_eq!(of(Some("draft")), (Tier::Draft, None));
        assert_eq!(of(None), (Tier::Draft, None));
    }

    #[test]
    fn each_rigor_reads_back_and_has_its_level() {
        let all = [Rigor::None, Rigor::L1, Rigor::L2, Rigor::L3, Rigor::L4];
        assert_eq!(all.map(|rigor| Rigor::of(Some(rigor.name()))), all);
        assert_eq!(all.map(Rigor::level), [0, 1, 2, 3, 4]);
    }
}
