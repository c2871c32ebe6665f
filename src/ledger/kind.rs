//! The kinds that the headline counts, as something that rows can be filtered by: each of its figures is a link to the
//! rows behind it.

use super::{Lifecycle, Row};

/// What a row counts as; every row is of exactly one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Done, deployed or deployable, and proven.
    Proven,
    /// Done, and not deployable or not proven.
    Unproven,
    InProgress,
    NotDone,
    ClosedNegative,
    /// No lifecycle, or not one of the four.
    Unknown,
    /// More than one hardware token, whatever else it is: it belongs to the figures of none.
    Mixed,
}

impl Kind {
    pub const ALL: [Self; 7] = [
        Self::Proven,
        Self::Unproven,
        Self::InProgress,
        Self::NotDone,
        Self::ClosedNegative,
        Self::Unknown,
        Self::Mixed,
    ];

    /// Those of a finding on one hardware.
    pub const OF_ONE: [Self; 6] =
        [Self::Proven, Self::Unproven, Self::InProgress, Self::NotDone, Self::ClosedNegative, Self::Unknown];

    pub fn of(row: &Row) -> Self {
        if row.hardware.len() > 1 { Self::Mixed } else { Self::by_lifecycle(row) }
    }

    /// What it would count as on one hardware.
    pub fn by_lifecycle(row: &Row) -> Self {
        match row.lifecycle {
            Lifecycle::Done if row.is_proven_win() => Self::Proven,
            Lifecycle::Done => Self::Unproven,
            Lifecycle::InProgress => Self::InProgress,
            Lifecycle::NotDone => Self::NotDone,
            Lifecycle::ClosedNegative => Self::ClosedNegative,
            Lifecycle::Unknown => Self::Unknown,
        }
    }

    /// The value in the page's address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::Unproven => "unproven",
            Self::InProgress => Lifecycle::InProgress.name(),
            Self::NotDone => Lifecycle::NotDone.name(),
            Self::ClosedNegative => Lifecycle::ClosedNegative.name(),
            Self::Unknown => Lifecycle::Unknown.name(),
            Self::Mixed => "mixed",
        }
    }

    /// As a heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Proven => "Deployable and proven",
            Self::Unproven => "Done, falling short",
            Self::InProgress => Lifecycle::InProgress.title(),
            Self::NotDone => Lifecycle::NotDone.title(),
            Self::ClosedNegative => Lifecycle::ClosedNegative.title(),
            Self::Unknown => Lifecycle::Unknown.title(),
            Self::Mixed => "Several hardware tokens",
        }
    }

    /// As the heading of a narrow column.
    pub fn short(self) -> &'static str {
        match self {
            Self::Proven => "Proven",
            Self::Unproven => "Falling short",
            Self::ClosedNegative => "Closed",
            Self::Unknown => "Unknown",
            Self::InProgress | Self::NotDone | Self::Mixed => self.title(),
        }
    }

    /// What counts as it, in a few words.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Proven => "done, deployable, verdict tier, grounded",
            Self::Unproven => "not proven, or not deployable",
            Self::InProgress => Lifecycle::InProgress.meaning(),
            Self::NotDone => Lifecycle::NotDone.meaning(),
            Self::ClosedNegative => "dead ends, spend prevented",
            Self::Unknown => "none of the four lifecycles",
            Self::Mixed => "its figures belong to no single hardware",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::bundle::Finding;
    use crate::ledger::flag::testing::Case;
    use crate::ledger::{Facet, Filter, Headline, NOT_RECORDED};

    #[test]
    fn each_figure_of_the_headline_counts_the_rows_of_its_filter() {
        let changes: [fn(&mut Finding); 9] = [
            |_| {},
            |finding| finding.hardware = Some("B200 TP=8".into()),
            |finding| finding.hardware = Some("GB300 and B200".into()),
            |finding| finding.hardware = None,
            |finding| finding.campaign_ids.clear(),
            |finding| finding.lifecycle = Some("in_progress".into()),
            |finding| finding.lifecycle = Some("not_done".into()),
            |finding| finding.lifecycle = Some("closed_negative".into()),
            |finding| finding.lifecycle = None,
        ];
        let ledger = Case::each(&changes).ledger();
        let rows = |filter: Filter| filter.rows(&ledger).len();
        let kind = |kind: Kind| Filter::default().with(Facet::Kind, [kind.name().to_owned()]);
        let headline = Headline::of(&ledger.rows);
        for (hardware, tally) in &headline.by_hardware {
            let of = |of: Kind| rows(kind(of).with(Facet::Hardware, [hardware.name().to_owned()]));
            for kind in Kind::OF_ONE {
                assert_eq!(of(kind), tally.of_kind(kind), "{kind:?} on {hardware}");
            }
            assert_eq!(Kind::ALL.map(|kind| tally.of_kind(kind)).iter().sum::<usize>(), tally.rows());
        }
        assert_eq!(rows(kind(Kind::Mixed)), headline.mixed.rows());
        let unnamed = Filter::default().with(Facet::Hardware, [NOT_RECORDED.to_owned()]);
        assert_eq!(rows(unnamed), headline.unnamed.rows());
    }

    #[test]
    fn each_kind_has_its_own_words() {
        assert_eq!(
            Kind::ALL.map(Kind::title),
            [
                "Deployable and proven",
                "Done, falling short",
                "In progress",
                "Not done",
                "Closed negatives",
                "Unknown lifecycle",
                "Several hardware tokens"
            ]
        );
        assert_eq!(
            Kind::ALL.map(Kind::short),
            ["Proven", "Falling short", "In progress", "Not done", "Closed", "Unknown", "Several hardware tokens"]
        );
        let meanings: BTreeSet<&str> = Kind::ALL.map(Kind::meaning).into();
        assert_eq!(meanings.len(), Kind::ALL.len());
        assert_eq!(Kind::Proven.meaning(), "done, deployable, verdict tier, grounded");
    }
}
