//! Changes in words, the same on the page, in a report and in a feed.

use crate::bundle::{Change, Edition, Field, Rank, What};

use super::{Lifecycle, NOT_RECORDED};

impl Change {
    /// What changed, without the finding that it is about.
    pub fn words(&self) -> String {
        match &self.what {
            What::Added { lifecycle } => format!("new finding, {}", title(lifecycle)),
            What::Removed { lifecycle } => format!("removed from the registry; it was {}", title(lifecycle)),
            What::Field { name: Field::Other, .. } => "other fields edited".to_owned(),
            What::Field { name: Field::Lifecycle, from, to } => {
                let title = |value: &Option<String>| value.as_deref().map_or(NOT_RECORDED.to_owned(), title);
                format!("lifecycle from {} to {}", title(from), title(to))
            }
            What::Field { name, from, to } => {
                format!("{} from {} to {}", name.title(), value(*name, from.as_deref()), value(*name, to.as_deref()))
            }
            What::Raised { code, severity, campaign } => {
                format!("{} raised: {code}{}", severity.name(), on(campaign.as_deref()))
            }
            What::Cleared { code, severity, campaign } => {
                format!("{} cleared: {code}{}", severity.name(), on(campaign.as_deref()))
            }
            What::Waived { code, severity, campaign } => {
                format!("{} accepted: {code}{}", severity.name(), on(campaign.as_deref()))
            }
            What::Frontier { from, to } => format!("frontier from {} to {}", from.words(), to.words()),
        }
    }

    /// Who it is about.
    pub fn subject(&self) -> &str {
        match &self.key {
            Some(key) if self.title.is_empty() => key,
            Some(_) => &self.title,
            None => "The ledger as a whole",
        }
    }
}

/// How many changes of each kind there are, in one line, and how many more of kinds that are not known.
pub fn summary_of_changes(changes: &[&Change], more: usize) -> String {
    let kinds = [
        (Kind::New, "new", "new"),
        (Kind::Removed, "removed", "removed"),
        (Kind::Moved, "lifecycle move", "lifecycle moves"),
        (Kind::Edited, "edit", "edits"),
        (Kind::Evidence, "change of evidence", "changes of evidence"),
        (Kind::Raised, "flag raised", "flags raised"),
        (Kind::Cleared, "flag cleared", "flags cleared"),
        (Kind::Waived, "flag accepted", "flags accepted"),
        (Kind::Frontier, "frontier move", "frontier moves"),
    ];
    let count = |kind| changes.iter().filter(|change| Kind::of(&change.what) == kind).count();
    let counts = kinds.map(|(kind, one, many)| (count(kind), one, many));
    let said = counts.iter().filter(|(count, ..)| *count > 0);
    let said = said.map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }));
    said.chain((more > 0).then(|| format!("{more} more"))).collect::<Vec<_>>().join(", ")
}

/// What a summary counts apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    New,
    Removed,
    Moved,
    Edited,
    Evidence,
    Raised,
    Cleared,
    Waived,
    Frontier,
}

impl Kind {
    fn of(what: &What) -> Self {
        match what {
            What::Added { .. } => Self::New,
            What::Removed { .. } => Self::Removed,
            What::Field { name: Field::Lifecycle, .. } => Self::Moved,
            What::Field { name: Field::SolRigor | Field::EffectiveTier | Field::Grounded, .. } => Self::Evidence,
            What::Field { .. } => Self::Edited,
            What::Raised { .. } => Self::Raised,
            What::Cleared { .. } => Self::Cleared,
            What::Waived { .. } => Self::Waived,
            What::Frontier { .. } => Self::Frontier,
        }
    }
}

impl Edition {
    /// The changes of each finding together, in the order in which they were found.
    pub fn by_finding(&self) -> Vec<(Option<&str>, Vec<&Change>)> {
        let mut groups: Vec<(Option<&str>, Vec<&Change>)> = Vec::new();
        for change in &self.changes {
            let key = change.key.as_deref();
            match groups.iter_mut().find(|(of, _)| *of == key) {
                Some((_, group)) => group.push(change),
                None => groups.push((key, vec![change])),
            }
        }
        groups
    }
}

impl Field {
    /// The registry's or the lake's name of it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lifecycle => "lifecycle",
            Self::Win => "win",
            Self::Baseline => "baseline",
            Self::Hardware => "hardware",
            Self::DeployReadiness => "deploy_readiness",
            Self::SolRigor => "sol_rigor",
            Self::EffectiveTier => "effective_tier",
            Self::Grounded => "grounded",
            Self::NextLever => "next_lever",
            Self::Other => "other",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::DeployReadiness => "readiness",
            Self::EffectiveTier => "effective tier",
            Self::NextLever => "next lever",
            other => other.name(),
        }
    }

    /// Whether its values are the registry's own words.
    fn is_written(self) -> bool {
        matches!(self, Self::Win | Self::Baseline | Self::Hardware | Self::NextLever)
    }
}

impl Rank {
    fn words(self) -> String {
        match self {
            Self::Active(rank) => format!("rank {rank}"),
            Self::Banked => "banked".to_owned(),
            Self::None => "no lever".to_owned(),
        }
    }
}

fn title(lifecycle: &str) -> String {
    Lifecycle::from_name(lifecycle).map_or_else(|| lifecycle.to_owned(), |known| known.title().to_ascii_lowercase())
}

fn value(name: Field, value: Option<&str>) -> String {
    match value {
        Some(value) if name.is_written() => format!("\u{201c}{value}\u{201d}"),
        Some(value) => value.to_owned(),
        None => NOT_RECORDED.to_owned(),
    }
}

fn on(campaign: Option<&str>) -> String {
    campaign.map(|campaign| format!(" on {campaign}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Digest, Instant, Severity, Since};

    fn change(key: Option<&str>, what: What) -> Change {
        Change { key: key.map(str::to_owned), title: String::new(), what }
    }

    fn field(name: Field, from: Option<&str>, to: Option<&str>) -> What {
        What::Field { name, from: from.map(str::to_owned), to: to.map(str::to_owned) }
    }

    #[test]
    fn each_change_reads_as_a_sentence() {
        let campaign = Some("c".to_owned());
        for (what, words) in [
            (What::Added { lifecycle: "in_progress".to_owned() }, "new finding, in progress"),
            (What::Removed { lifecycle: "done".to_owned() }, "removed from the registry; it was done"),
            (field(Field::Lifecycle, Some("in_progress"), Some("done")), "lifecycle from in progress to done"),
            (field(Field::Lifecycle, None, Some("odd")), "lifecycle from not recorded to odd"),
            (field(Field::Win, Some("1.2x"), None), "win from \u{201c}1.2x\u{201d} to not recorded"),
            (field(Field::SolRigor, Some("L2"), Some("L3")), "sol_rigor from L2 to L3"),
            (
                What::Raised { code: "ungrounded".to_owned(), severity: Severity::Error, campaign },
                "error raised: ungrounded on c",
            ),
            (
                What::Cleared { code: "stale".to_owned(), severity: Severity::Warning, campaign: None },
                "warning cleared: stale",
            ),
            (field(Field::Other, None, None), "other fields edited"),
            (
                What::Waived { code: "stale".to_owned(), severity: Severity::Warning, campaign: None },
                "warning accepted: stale",
            ),
            (What::Frontier { from: Rank::Active(3), to: Rank::Banked }, "frontier from rank 3 to banked"),
        ] {
            assert_eq!(change(None, what).words(), words);
        }
    }

    #[test]
    fn a_summary_counts_each_kind_by_itself() {
        let changes = [
            change(None, What::Added { lifecycle: "done".to_owned() }),
            change(None, field(Field::Win, None, None)),
            change(None, field(Field::Baseline, None, None)),
            change(None, field(Field::SolRigor, None, None)),
        ];
        let all: Vec<&Change> = changes.iter().collect();
        assert_eq!(summary_of_changes(&all, 0), "1 new, 2 edits, 1 change of evidence");
        assert_eq!(summary_of_changes(&all, 7), "1 new, 2 edits, 1 change of evidence, 7 more");
        assert_eq!(summary_of_changes(&[], 0), "");
    }

    #[test]
    fn changes_of_one_finding_stand_together() {
        let since = Since { taken_at: Instant::parse("2026-11-01").expect("a day"), digest: Digest::of("a") };
        let rank = |from, to| What::Frontier { from: Rank::Active(from), to: Rank::Active(to) };
        let changes = vec![
            change(Some("a"), field(Field::SolRigor, Some("L2"), Some("L3"))),
            change(Some("b"), rank(2, 1)),
            change(Some("a"), rank(1, 2)),
        ];
        let edition = Edition::of(Instant::parse("2026-11-02").expect("a day"), since, changes);
        let groups: Vec<(Option<&str>, usize)> =
            edition.by_finding().into_iter().map(|(key, group)| (key, group.len())).collect();
        assert_eq!(groups, [(Some("a"), 2), (Some("b"), 1)]);
    }

    #[test]
    fn a_change_is_about_a_title_or_else_a_key_or_else_the_ledger() {
        let titled =
            |key, title: &str| Change { title: title.to_owned(), ..change(key, field(Field::Other, None, None)) };
        assert_eq!(titled(Some("a"), "A cache").subject(), "A cache");
        assert_eq!(titled(Some("a"), "").subject(), "a");
        assert_eq!(titled(None, "").subject(), "The ledger as a whole");
    }
}
