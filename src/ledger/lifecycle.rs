//! The evidence state of a finding, by which the ledger is grouped.

use super::text::trimmed;

/// The four lifecycles in ledger order, then what is none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lifecycle {
    Done,
    InProgress,
    NotDone,
    ClosedNegative,
    /// Absent or not one of the four.
    Unknown,
}

impl Lifecycle {
    pub const ALL: [Self; 5] = [Self::Done, Self::InProgress, Self::NotDone, Self::ClosedNegative, Self::Unknown];

    /// As the registry writes it; `unknown` for what it does not.
    pub fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::InProgress => "in_progress",
            Self::NotDone => "not_done",
            Self::ClosedNegative => "closed_negative",
            Self::Unknown => "unknown",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lifecycle| lifecycle.name() == name)
    }

    /// As a heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Done => "Done",
            Self::InProgress => "In progress",
            Self::NotDone => "Not done",
            Self::ClosedNegative => "Closed negatives",
            Self::Unknown => "Unknown lifecycle",
        }
    }

    /// What the group holds, in a few words.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Done => "validated wins",
            Self::InProgress => "being revalidated",
            Self::NotDone => "research, not measured",
            Self::ClosedNegative => "dead ends banked, spend prevented",
            Self::Unknown => "the registry names none of the four lifecycles",
        }
    }

    /// The lifecycle that a registry text names.
    pub fn of(text: Option<&str>) -> Self {
        match text.map(trimmed) {
            Some("done") => Self::Done,
            Some("in_progress") => Self::InProgress,
            Some("not_done") => Self::NotDone,
            Some("closed_negative") => Self::ClosedNegative,
            _ => Self::Unknown,
        }
    }

    /// Whether the finding must be backed by campaigns and source.
    pub fn needs_evidence(self) -> bool {
        matches!(self, Self::Done | Self::InProgress)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lifecycle_reads_back_and_has_its_own_meaning() {
        for lifecycle in Lifecycle::ALL {
            assert_eq!(Lifecycle::from_name(lifecycle.name()), Some(lifecycle));
            assert_eq!(Lifecycle::of(Some(lifecycle.name())), lifecycle);
        }
        assert_eq!(
            Lifecycle::ALL.map(Lifecycle::meaning),
            [
                "validated wins",
                "being revalidated",
                "research, not measured",
                "dead ends banked, spend prevented",
                "the registry names none of the four lifecycles"
            ]
        );
    }
}
