//! What is not as it was between two ledgers. Native only: the page shows the record that a publish keeps.

use std::collections::{BTreeMap, BTreeSet};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::bundle::{Change, Field, Rank, Severity, What};

use super::text::said;
use super::{Flag, Ledger, Row, Tier};

/// Every change from the old ledger to the new one: findings in the new one's order, then what was removed, then the
/// frontier, then the ledger as a whole.
pub fn changes(old: &Ledger, new: &Ledger) -> Vec<Change> {
    let before = by_key(old);
    let mut changes: Vec<Change> = new
        .rows
        .iter()
        .flat_map(|row| match before.get(row.key.as_str()) {
            Some(earlier) => of_row(earlier, row),
            None => vec![of(row, What::Added { lifecycle: row.lifecycle.name().to_owned() })],
        })
        .collect();
    let after = by_key(new);
    let removed = old.rows.iter().filter(|row| !after.contains_key(row.key.as_str()));
    changes.extend(removed.map(|row| of(row, What::Removed { lifecycle: row.lifecycle.name().to_owned() })));
    changes.extend(of_frontier(old, new));
    changes.extend(of_flags(&old.flags, &new.flags).into_iter().map(|what| Change {
        key: None,
        title: String::new(),
        what,
    }));
    changes
}

fn by_key(ledger: &Ledger) -> BTreeMap<&str, &Row> {
    ledger.rows.iter().map(|row| (row.key.as_str(), row)).collect()
}

fn of(row: &Row, what: What) -> Change {
    Change { key: Some(row.key.clone()), title: row.title().to_owned(), what }
}

fn of_row(old: &Row, new: &Row) -> Vec<Change> {
    let fields = fields(old).into_iter().zip(fields(new)).filter(|((_, from), (_, to))| from != to);
    let edited = fields.map(|((name, from), (_, to))| What::Field { name, from, to });
    edited.chain(of_flags(&old.flags, &new.flags)).map(|what| of(new, what)).collect()
}

/// What is followed of a row; none where it is not recorded.
fn fields(row: &Row) -> [(Field, Option<String>); 9] {
    let finding = &row.finding;
    let written = |text: &Option<String>| said(text.as_deref()).map(str::to_owned);
    let has_evidence = row.found().next().is_some();
    [
        (Field::Lifecycle, written(&finding.lifecycle)),
        (Field::Win, written(&finding.win)),
        (Field::Baseline, written(&finding.baseline)),
        (Field::Hardware, written(&finding.hardware)),
        (Field::DeployReadiness, written(&finding.deploy_readiness)),
        (Field::SolRigor, has_evidence.then(|| row.best_rigor.name().to_owned())),
        (Field::EffectiveTier, row.effective_tier.map(Tier::name).map(str::to_owned)),
        (Field::Grounded, has_evidence.then(|| if row.grounded { "yes" } else { "no" }.to_owned())),
        (Field::NextLever, written(&finding.next_lever)),
    ]
}

/// A flag is the same where its code, campaign and field are, wherever in a list the field stands. Of two where there was
/// one, one was raised.
type Identity<'a> = (&'a str, Option<&'a str>, String);

fn identity(flag: &Flag) -> Identity<'_> {
    let field = flag.field.iter().flat_map(|field| field.chars()).filter(|c| !c.is_ascii_digit());
    (flag.code, flag.campaign.as_deref(), field.collect())
}

fn of_flags(old: &[Flag], new: &[Flag]) -> Vec<What> {
    let (before, after) = (counted(old), counted(new));
    let more = |flags: &BTreeMap<Identity<'_>, (usize, Severity)>, identity: &Identity<'_>| {
        flags.get(identity).map_or(0, |(count, _)| *count)
    };
    let identities: BTreeSet<&Identity<'_>> = before.keys().chain(after.keys()).collect();
    let mut cleared = Vec::new();
    let mut raised = Vec::new();
    for identity in identities {
        let (was, is) = (more(&before, identity), more(&after, identity));
        let (code, campaign) = (identity.0.to_owned(), identity.1.map(str::to_owned));
        if let Some((_, severity)) = after.get(identity).filter(|_| is > was) {
            raised.push(What::Raised { code, severity: *severity, campaign });
        } else if let Some((_, severity)) = before.get(identity).filter(|_| is < was) {
            cleared.push(What::Cleared { code, severity: *severity, campaign });
        }
    }
    raised.extend(cleared);
    raised
}

fn counted(flags: &[Flag]) -> BTreeMap<Identity<'_>, (usize, Severity)> {
    let mut counts = BTreeMap::new();
    for flag in flags.iter().filter(|flag| !flag.waived) {
        let count = counts.entry(identity(flag)).or_insert((0_usize, flag.severity));
        count.0 = count.0.saturating_add(1);
    }
    counts
}

/// Levers that entered, left or moved. One that stands elsewhere only because others came or went has not moved. What
/// a finding that was added or removed did to the frontier is said with it.
fn of_frontier(old: &Ledger, new: &Ledger) -> Vec<Change> {
    let (before, after) = (active(old), active(new));
    let moved: BTreeSet<&str> = capture_diff_slices(Algorithm::Myers, &before, &after)
        .into_iter()
        .filter_map(|op| match op {
            DiffOp::Equal { .. } | DiffOp::Delete { .. } => None,
            DiffOp::Insert { new_index, new_len, .. } | DiffOp::Replace { new_index, new_len, .. } => {
                after.get(new_index..new_index.saturating_add(new_len))
            }
        })
        .flatten()
        .copied()
        .collect();
    let known = by_key(old);
    let rows = new.rows.iter().filter(|row| known.contains_key(row.key.as_str()));
    rows.filter_map(|row| {
        let (from, to) = (rank(old, &row.key), rank(new, &row.key));
        let is_move = match (from, to) {
            (Rank::Active(_), Rank::Active(_)) => from != to && moved.contains(row.key.as_str()),
            _ => from != to,
        };
        is_move.then(|| of(row, What::Frontier { from, to }))
    })
    .collect()
}

/// The keys of the active levers, by rank.
fn active(ledger: &Ledger) -> Vec<&str> {
    let rows = ledger.frontier.active.iter().filter_map(|lever| ledger.rows.get(lever.row));
    rows.map(|row| row.key.as_str()).collect()
}

fn rank(ledger: &Ledger, key: &str) -> Rank {
    let is_it = |row: usize| ledger.rows.get(row).is_some_and(|row| row.key == key);
    let frontier = &ledger.frontier;
    if let Some(lever) = frontier.active.iter().find(|lever| is_it(lever.row)) {
        return Rank::Active(lever.rank);
    }
    if frontier.banked.iter().any(|lever| is_it(lever.row)) { Rank::Banked } else { Rank::None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Finding;
    use crate::ledger::flag::testing::Case;

    fn ledger(ids: &[&str], change: impl Fn(&mut Finding)) -> Ledger {
        let mut case = Case::done();
        let one = case.bundle.findings[0].clone();
        case.bundle.findings = (1..)
            .zip(ids)
            .map(|(position, id)| {
                let mut finding = Finding { id: Some((*id).to_owned()), position, ..one.clone() };
                change(&mut finding);
                finding
            })
            .collect();
        case.ledger()
    }

    fn said(changes: &[Change]) -> Vec<String> {
        let key = |change: &Change| change.key.clone().unwrap_or_else(|| "ledger".to_owned());
        changes.iter().map(|change| format!("{}: {:?}", key(change), change.what)).collect()
    }

    #[test]
    fn the_same_ledger_has_no_changes() {
        let ledger = ledger(&["a", "b", "c"], |_| {});
        assert_eq!(changes(&ledger, &ledger), []);
    }

    #[test]
    fn findings_come_and_go_and_the_others_have_not_moved() {
        let (old, new) = (ledger(&["a", "b"], |_| {}), ledger(&["c", "b"], |_| {}));
        assert_eq!(
            said(&changes(&old, &new)),
            ["c: Added { lifecycle: \"done\" }", "a: Removed { lifecycle: \"done\" }"]
        );
    }

    #[test]
    fn what_is_edited_gained_and_lost_is_named_with_both_values() {
        let old = ledger(&["a"], |_| {});
        let new = ledger(&["a"], |finding| {
            finding.win = Some("another".to_owned());
            finding.baseline = None;
            finding.lifecycle = Some("in_progress".to_owned());
            finding.campaign_ids = vec!["gone".to_owned()];
        });
        let changes = changes(&old, &new);
        let names: Vec<Field> = changes
            .iter()
            .filter_map(|change| match &change.what {
                What::Field { name, .. } => Some(*name),
                _ => None,
            })
            .collect();
        use Field::{Baseline, EffectiveTier, Grounded, Lifecycle, SolRigor, Win};
        assert_eq!(names, [Lifecycle, Win, Baseline, SolRigor, EffectiveTier, Grounded]);
        let said = said(&changes);
        assert!(
            said.contains(&"a: Field { name: Lifecycle, from: Some(\"done\"), to: Some(\"in_progress\") }".to_owned())
        );
        assert!(said.iter().any(|line| line.contains("Raised { code: \"campaign-missing\"")), "{said:?}");
        assert!(said.iter().any(|line| line.contains("Raised { code: \"baseline-missing\"")), "{said:?}");
    }

    #[test]
    fn a_flag_of_which_there_are_more_was_raised_and_one_that_is_gone_was_cleared() {
        let of = |fields: &[&str]| {
            ledger(&["a"], |finding| {
                finding.campaign_ids.extend(fields.iter().map(|field| (*field).to_owned()));
            })
        };
        let codes = |changes: Vec<Change>| -> Vec<String> {
            changes
                .into_iter()
                .filter_map(|change| match change.what {
                    What::Raised { code, campaign, .. } => Some(format!("+{code} {}", campaign.unwrap_or_default())),
                    What::Cleared { code, campaign, .. } => Some(format!("-{code} {}", campaign.unwrap_or_default())),
                    _ => None,
                })
                .collect()
        };
        assert_eq!(codes(changes(&of(&["x"]), &of(&["x", "y"]))), ["+campaign-missing y"]);
        assert_eq!(codes(changes(&of(&["x", "y"]), &of(&["y"]))), ["-campaign-missing x"]);
    }

    #[test]
    fn only_what_overtook_or_was_banked_has_moved_on_the_frontier() {
        let of = |values: [&'static str; 3]| {
            let value = move |finding: &mut Finding| {
                finding.gain = None;
                let place = finding.position - 1;
                finding.next_value = Some(values[place].to_owned());
                if values[place] == "banked" {
                    finding.next_lever = Some("frontier-exhausted: measured".to_owned());
                }
            };
            ledger(&["a", "b", "c"], value)
        };
        let frontier = |changes: Vec<Change>| -> Vec<String> {
            let moves = changes.into_iter().filter(|change| matches!(change.what, What::Frontier { .. }));
            said(&moves.collect::<Vec<_>>())
        };
        let old = of(["med", "med", "low"]);
        assert_eq!(
            frontier(changes(&old, &of(["med", "med", "high"]))),
            ["c: Frontier { from: Active(3), to: Active(1) }"],
        );
        assert_eq!(
            frontier(changes(&old, &of(["banked", "med", "low"]))),
            ["a: Frontier { from: Active(1), to: Banked }"],
        );
    }
}
