//! Which side of a campaign's comparison an operating point is of.

use crate::bundle::{Campaign, OperatingPoint};

use super::text::said;

/// What a campaign compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Arm {
    Baseline,
    Candidate,
    /// Neither, or nobody recorded which.
    Other,
}

impl Arm {
    pub fn name(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Candidate => "candidate",
            Self::Other => "other",
        }
    }
}

/// What decides the arm of a campaign's points.
#[derive(Clone, Copy)]
pub struct Arms<'a> {
    baseline: Option<&'a str>,
    recommended: Option<&'a str>,
    /// What the two cells were configured as, where that differs.
    configurations: Option<(OperatingPoint<'a>, OperatingPoint<'a>)>,
}

impl<'a> Arms<'a> {
    pub fn of(campaign: &'a Campaign) -> Self {
        let champion = campaign.champion_select.as_ref();
        let baseline = said(champion.and_then(|champion| champion.baseline_cell.as_deref()));
        let recommended = said(champion.and_then(|champion| champion.recommended_cell.as_deref()));
        let configured = |cell: Option<&str>| {
            let mut points = campaign.points.iter().flat_map(|points| points.iter());
            points.find(|point| cell.is_some() && point.cell_id == cell).map(configuration)
        };
        let both = configured(baseline).zip(configured(recommended));
        Self { baseline, recommended, configurations: both.filter(|(baseline, recommended)| baseline != recommended) }
    }

    pub fn arm(&self, point: &OperatingPoint<'a>) -> Arm {
        if point.cell_id.is_some() && point.cell_id == self.baseline {
            return Arm::Baseline;
        }
        if point.cell_id.is_some() && point.cell_id == self.recommended {
            return Arm::Candidate;
        }
        match self.configurations {
            Some((baseline, _)) if configuration(*point) == baseline => Arm::Baseline,
            Some((_, recommended)) if configuration(*point) == recommended => Arm::Candidate,
            _ => Arm::Other,
        }
    }
}

/// What was set up, without where it stands in a sweep and without what was measured. Mean token counts are measured.
fn configuration(point: OperatingPoint<'_>) -> OperatingPoint<'_> {
    OperatingPoint {
        cell_id: None,
        concurrency: None,
        captured_at: None,
        status: None,
        mean_input_tokens: None,
        mean_output_tokens: None,
        ttft_avg_ms: None,
        tpot_median_ms: None,
        itl_avg_ms: None,
        request_throughput_avg: None,
        output_tps_per_user: None,
        output_tps_per_gpu: None,
        total_tps_per_gpu: None,
        dcgm_sm_active: None,
        dcgm_dram_active: None,
        dcgm_tensor_active: None,
        ..point
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{ChampionSelect, Points};

    fn point(cell: &'static str, image: &'static str) -> OperatingPoint<'static> {
        OperatingPoint { cell_id: Some(cell), image: Some(image), ..OperatingPoint::default() }
    }

    #[test]
    fn what_was_measured_sets_no_two_points_apart() {
        let (baseline, new) = (point("base", "old"), point("new", "new"));
        let campaign = Campaign {
            points: Some(Points::of(&[baseline, new], &[])),
            champion_select: Some(ChampionSelect {
                baseline_cell: Some("base".to_owned()),
                recommended_cell: Some("new".to_owned()),
            }),
            ..Campaign::default()
        };
        let arms = Arms::of(&campaign);
        let again = OperatingPoint { cell_id: Some("again"), ..new };
        assert_eq!(arms.arm(&OperatingPoint { image: Some("third"), ..again }), Arm::Other);
        for measured in [
            OperatingPoint { concurrency: Some(8), ..again },
            OperatingPoint { captured_at: Some("2026-10-01T00:00:00Z"), ..again },
            OperatingPoint { status: Some("partial"), ..again },
            OperatingPoint { mean_input_tokens: Some(1.0), ..again },
            OperatingPoint { mean_output_tokens: Some(1.0), ..again },
            OperatingPoint { ttft_avg_ms: Some(1.0), ..again },
            OperatingPoint { tpot_median_ms: Some(1.0), ..again },
            OperatingPoint { itl_avg_ms: Some(1.0), ..again },
            OperatingPoint { request_throughput_avg: Some(1.0), ..again },
            OperatingPoint { output_tps_per_user: Some(1.0), ..again },
            OperatingPoint { output_tps_per_gpu: Some(1.0), ..again },
            OperatingPoint { total_tps_per_gpu: Some(1.0), ..again },
            OperatingPoint { dcgm_sm_active: Some(1.0), ..again },
            OperatingPoint { dcgm_dram_active: Some(1.0), ..again },
            OperatingPoint { dcgm_tensor_active: Some(1.0), ..again },
        ] {
            assert_eq!(arms.arm(&measured), Arm::Candidate, "{measured:?}");
        }
    }

    #[test]
    fn each_arm_has_its_own_name() {
        let names = [Arm::Baseline, Arm::Candidate, Arm::Other].map(Arm::name);
        assert_eq!(names, ["baseline", "candidate", "other"]);
    }
}
