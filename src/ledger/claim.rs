//! Claimed gains: how many findings claim one, and what stands under the claim. They are counted, never added up.

use super::Row;
use super::text::said;

/// What stands under the gain that a finding claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Claim {
    /// A found campaign is grounded, and a baseline is named.
    Grounded,
    /// A baseline is named, and no found campaign is grounded.
    Ungrounded,
    /// No baseline is named, so the gain is over nothing.
    NoBaseline,
    /// No gain is claimed.
    None,
}

impl Claim {
    pub const ALL: [Self; 4] = [Self::Grounded, Self::Ungrounded, Self::NoBaseline, Self::None];
    /// Those of a finding that claims a gain.
    pub const CLAIMED: [Self; 3] = [Self::Grounded, Self::Ungrounded, Self::NoBaseline];

    pub fn of(row: &Row) -> Self {
        if !claims_a_gain(row) {
            Self::None
        } else if said(row.finding.baseline.as_deref()).is_none() {
            Self::NoBaseline
        } else if row.grounded {
            Self::Grounded
        } else {
            Self::Ungrounded
        }
    }

    /// The value in the page's address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Grounded => "grounded",
            Self::Ungrounded => "ungrounded",
            Self::NoBaseline => "no-baseline",
            Self::None => "none",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Grounded => "grounded",
            Self::Ungrounded => "ungrounded",
            Self::NoBaseline => "no baseline",
            Self::None => "no gain claimed",
        }
    }
}

/// A gain is claimed by a number: a speedup, or a throughput of the new side. A tier alone claims nothing yet.
fn claims_a_gain(row: &Row) -> bool {
    let gain = row.finding.gain.as_ref();
    gain.is_some_and(|gain| gain.speedup.is_some() || gain.tps_gpu_peak.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Finding, Gain};
    use crate::ledger::flag::testing::Case;

    fn claim(change: impl FnOnce(&mut Finding)) -> Claim {
        Claim::of(&Case::done().finding(change).ledger().rows[0])
    }

    fn gain(change: impl FnOnce(&mut Gain)) -> Option<Gain> {
        let mut gain = Gain::default();
        change(&mut gain);
        Some(gain)
    }

    #[test]
    fn a_claim_is_grounded_ungrounded_or_over_no_baseline() {
        let claims = |finding: &mut Finding| finding.gain = gain(|gain| gain.speedup = Some(1.2));
        assert_eq!(claim(claims), Claim::Grounded);
        let ungrounded = |finding: &mut Finding| {
            claims(finding);
            finding.campaign_ids.clear();
        };
        assert_eq!(claim(ungrounded), Claim::Ungrounded);
        for nothing in [None, Some(" ".to_owned()), Some("Unknown".to_owned())] {
            let without = |finding: &mut Finding| {
                claims(finding);
                finding.baseline = nothing.map(Into::into);
            };
            assert_eq!(claim(without), Claim::NoBaseline, "also where it is grounded");
        }
    }

    #[test]
    fn a_number_makes_a_claim_and_a_tier_alone_does_not() {
        assert_eq!(claim(|finding| finding.gain = gain(|gain| gain.tps_gpu_peak = Some(1.0))), Claim::Grounded);
        assert_eq!(claim(|finding| finding.gain = gain(|gain| gain.tier = Some("throughput".into()))), Claim::None);
        assert_eq!(claim(|finding| finding.gain = None), Claim::None);
    }

    #[test]
    fn each_claim_has_its_own_name_and_title() {
        assert_eq!(Claim::ALL.map(Claim::name), ["grounded", "ungrounded", "no-baseline", "none"]);
        assert_eq!(Claim::ALL.map(Claim::title), ["grounded", "ungrounded", "no baseline", "no gain claimed"]);
    }
}
