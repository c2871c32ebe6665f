//! What past publishes changed: a record that each publish takes over from the one before it and adds to.

use serde::{Deserialize, Serialize};

use super::compact::{record, variants};
use super::{Digest, Instant, Severity};

/// How many editions are carried, the newest.
pub const MAX_EDITIONS: usize = 100;
/// How many changes of one edition are carried; how many more there were is said.
pub const MAX_CHANGES: usize = 500;

/// A publish that changed something, and what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// The time of its snapshot.
    pub taken_at: Instant,
    /// The snapshot that it is compared with.
    pub since: Since,
    pub changes: Vec<Change>,
    /// How many changes there were beyond the cap.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more: usize,
}

record!(Edition { taken_at, since, changes, more });

/// An earlier snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    pub taken_at: Instant,
    pub digest: Digest,
}

record!(Since { taken_at, digest });

/// One thing that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The finding's key; none for what concerns the ledger as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The finding's title at the time, or its key where it had none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    pub what: What,
}

record!(Change { key, title, what });

/// What changed. A value that was not recorded is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    Added {
        lifecycle: String,
    },
    Removed {
        lifecycle: String,
    },
    Field {
        name: Field,
        from: Option<String>,
        to: Option<String>,
    },
    Raised {
        code: String,
        severity: Severity,
        campaign: Option<String>,
    },
    Cleared {
        code: String,
        severity: Severity,
        campaign: Option<String>,
    },
    /// Somebody accepted it; it stands all the same.
    Waived {
        code: String,
        severity: Severity,
        campaign: Option<String>,
    },
    Frontier {
        from: Rank,
        to: Rank,
    },
}

variants!(What {
    0: Added { lifecycle },
    1: Removed { lifecycle },
    2: Field { name, from, to },
    3: Raised { code, severity, campaign },
    4: Cleared { code, severity, campaign },
    5: Waived { code, severity, campaign },
    6: Frontier { from, to },
});

/// What of a finding is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Lifecycle,
    Win,
    Baseline,
    Hardware,
    DeployReadiness,
    /// The best sol_rigor of the found campaigns.
    SolRigor,
    /// The best effective tier of the found campaigns.
    EffectiveTier,
    /// Whether a found campaign is grounded.
    Grounded,
    NextLever,
    /// Any other field of the registry; its values are not carried.
    Other,
}

variants!(Field {
    0: Lifecycle,
    1: Win,
    2: Baseline,
    3: Hardware,
    4: DeployReadiness,
    5: SolRigor,
    6: EffectiveTier,
    7: Grounded,
    8: NextLever,
    9: Other,
});

/// Where a finding's lever stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// From 1, among the active levers.
    Active(usize),
    Banked,
    /// It named none, or there was no such finding.
    None,
}

variants!(Rank { 0: Active(rank), 1: Banked, 2: None });

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(value: &usize) -> bool {
    *value == 0
}

/// The record after a publish: what it changed, then what the ones before it did. A publish that changed nothing is no
/// edition, so that an hourly job does not push the last change out of sight.
pub fn continued(this: Option<Edition>, before: &[Edition]) -> Vec<Edition> {
    let this = this.filter(|edition| !edition.changes.is_empty());
    this.into_iter().chain(before.iter().cloned()).take(MAX_EDITIONS).collect()
}

impl Edition {
    /// An edition with the changes that are carried.
    pub fn of(taken_at: Instant, since: Since, mut changes: Vec<Change>) -> Self {
        let more = changes.len().saturating_sub(MAX_CHANGES);
        changes.truncate(MAX_CHANGES);
        Self { taken_at, since, changes, more }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str) -> Instant {
        Instant::parse(day).expect("a day")
    }

    fn edition(day: &str, changes: usize) -> Edition {
        let change = Change { key: None, title: String::new(), what: What::Added { lifecycle: "done".to_owned() } };
        let since = Since { taken_at: at("2026-10-01"), digest: Digest::of("a") };
        Edition::of(at(day), since, vec![change; changes])
    }

    #[test]
    fn the_newest_comes_first_and_what_changed_nothing_is_none() {
        let before = [edition("2026-11-01", 1)];
        let days = |editions: Vec<Edition>| editions.iter().map(|one| one.taken_at.to_string()).collect::<Vec<_>>();
        let both = days(continued(Some(edition("2026-11-02", 1)), &before));
        assert_eq!(both, ["2026-11-02T00:00:00Z", "2026-11-01T00:00:00Z"]);
        assert_eq!(continued(Some(edition("2026-11-02", 0)), &before), before);
        assert_eq!(continued(None, &before), before);
        let many = vec![edition("2026-11-01", 1); MAX_EDITIONS];
        assert_eq!(continued(Some(edition("2026-11-02", 1)), &many).len(), MAX_EDITIONS);
    }

    #[test]
    fn over_the_cap_an_edition_says_how_many_more_there_were() {
        let edition = edition("2026-11-02", MAX_CHANGES + 3);
        assert_eq!((edition.changes.len(), edition.more), (MAX_CHANGES, 3));
    }
}
