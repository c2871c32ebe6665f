//! What is not as it was between two ledgers. Native only: the page shows the record that a publish keeps.

use std::collections::{BTreeMap, BTreeSet};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::bundle::{Change, Field, Finding, Lines, Rank, Severity, SharedText, What};

use super::new_errors::FlagIdentity;
use super::text::said;
use super::{Flag, Ledger, Row, Tier};

/// Every change from the old ledger to the new one: what was removed, the ledger as a whole, findings in the new one's
/// order, then the frontier. What a cap takes away is what matters least.
pub fn changes(old: &Ledger, new: &Ledger) -> Vec<Change> {
    let (before, after) = (by_key(old), by_key(new));
    let removed = old.rows.iter().filter(|row| !after.contains_key(&*row.key));
    let removed = removed.map(|row| of(row, What::Removed { lifecycle: row.lifecycle.name().to_owned() }));
    let whole = of_flags(&old.flags, &new.flags).into_iter();
    let whole = whole.map(|what| Change { key: None, title: String::new(), what });
    let rows = new.rows.iter().flat_map(|row| match before.get(&*row.key) {
        Some(earlier) => of_row(earlier, row),
        None => vec![of(row, What::Added { lifecycle: row.lifecycle.name().to_owned() })],
    });
    removed.chain(whole).chain(rows).chain(of_frontier(old, new)).collect()
}

fn by_key(ledger: &Ledger) -> BTreeMap<&str, &Row> {
    ledger.rows.iter().map(|row| (&*row.key, row)).collect()
}

fn of(row: &Row, what: What) -> Change {
    Change { key: Some(row.key.clone().into()), title: row.title().to_owned(), what }
}

fn of_row(old: &Row, new: &Row) -> Vec<Change> {
    let fields = fields(old).into_iter().zip(fields(new)).filter(|((_, from), (_, to))| from != to);
    let edited: Vec<What> = fields.map(|((name, from), (_, to))| What::Field { name, from, to }).collect();
    // What else the registry says is not followed field by field, and an edit of it is no less one.
    let other = (written_otherwise(old) != written_otherwise(new)).then_some(What::Field {
        name: Field::Other,
        from: None,
        to: None,
    });
    edited.into_iter().chain(other).chain(of_flags(&old.flags, &new.flags)).map(|what| of(new, what)).collect()
}

/// The finding without its place in the file and without what is followed field by field.
fn written_otherwise(row: &Row) -> Finding {
    Finding {
        position: 0,
        line: 0,
        lines: Lines::default(),
        lifecycle: None,
        win: None,
        baseline: None,
        hardware: None,
        deploy_readiness: None,
        next_lever: None,
        ..Finding::clone(&row.finding)
    }
}

/// What is followed of a row; none where it is not recorded.
fn fields(row: &Row) -> [(Field, Option<String>); 9] {
    let finding = &row.finding;
    let written = |text: &Option<SharedText>| said(text.as_deref()).map(str::to_owned);
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

/// Of several of the same flag each is counted. One that changed its severity was cleared and raised.
fn of_flags(old: &[Flag], new: &[Flag]) -> Vec<What> {
    let (before, after) = (counted(old, |flag| !flag.waived), counted(new, |flag| !flag.waived));
    let accepted = counted(new, |flag| flag.waived);
    let count =
        |flags: &BTreeMap<Standing<'_>, usize>, standing: &Standing<'_>| flags.get(standing).copied().unwrap_or(0);
    let all: BTreeSet<&Standing<'_>> = before.keys().chain(after.keys()).collect();
    let mut raised = Vec::new();
    let mut gone = Vec::new();
    for standing in all {
        let (was, is, waived) = (count(&before, standing), count(&after, standing), count(&accepted, standing));
        let (code, severity, campaign) =
            (standing.0.code.to_owned(), standing.1, standing.0.campaign.map(str::to_owned));
        let fewer = was.saturating_sub(is);
        let now_waived = fewer.min(waived);
        let repeat = |what: What, times: usize| std::iter::repeat_n(what, times);
        raised.extend(repeat(
            What::Raised { code: code.clone(), severity, campaign: campaign.clone() },
            is.saturating_sub(was),
        ));
        gone.extend(repeat(What::Waived { code: code.clone(), severity, campaign: campaign.clone() }, now_waived));
        gone.extend(repeat(What::Cleared { code, severity, campaign }, fewer.saturating_sub(now_waived)));
    }
    raised.extend(gone);
    raised
}

type Standing<'a> = (FlagIdentity<'a>, Severity);

fn counted(flags: &[Flag], counts: impl Fn(&Flag) -> bool) -> BTreeMap<Standing<'_>, usize> {
    let mut counted = BTreeMap::new();
    for flag in flags.iter().filter(|flag| counts(flag)) {
        let count = counted.entry((FlagIdentity::of(flag), flag.severity)).or_insert(0_usize);
        *count = count.saturating_add(1);
    }
    counted
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
    let rows = new.rows.iter().filter(|row| known.contains_key(&*row.key));
    rows.filter_map(|row| {
        let (from, to) = (rank(old, &row.key), rank(new, &row.key));
        let is_move = match (from, to) {
            (Rank::Active(_), Rank::Active(_)) => from != to && moved.contains(&*row.key),
            _ => from != to,
        };
        is_move.then(|| of(row, What::Frontier { from, to }))
    })
    .collect()
}

/// The keys of the active levers, by rank.
fn active(ledger: &Ledger) -> Vec<&str> {
    let rows = ledger.frontier.active.iter().filter_map(|lever| ledger.rows.get(lever.row));
    rows.map(|row| &*row.key).collect()
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
    use crate::ledger::flag::testing::{Case, flag, saying};

    fn ledger(ids: &[&str], change: impl Fn(&mut Finding)) -> Ledger {
        let mut case = Case::done();
        let one = Finding::clone(&case.bundle.findings[0]);
        case.bundle.findings = (1..)
            .zip(ids)
            .map(|(position, id)| {
                let mut finding = Box::new(Finding { id: Some((*id).into()), position, ..one.clone() });
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
            ["a: Removed { lifecycle: \"done\" }", "c: Added { lifecycle: \"done\" }"]
        );
    }

    #[test]
    fn what_is_edited_gained_and_lost_is_named_with_both_values() {
        let old = ledger(&["a"], |_| {});
        let new = ledger(&["a"], |finding| {
            finding.win = Some("another".into());
            finding.baseline = None;
            finding.lifecycle = Some("in_progress".into());
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
        use Field::{Baseline, EffectiveTier, Grounded, Lifecycle, Other, SolRigor, Win};
        assert_eq!(names, [Lifecycle, Win, Baseline, SolRigor, EffectiveTier, Grounded, Other]);
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
    fn several_of_one_flag_are_counted_and_an_accepted_one_is_not_cleared() {
        let flagged = |count: usize, waived: bool, severity| {
            let mut ledger = ledger(&["a"], |_| {});
            let of_win = saying(flag("style", severity), |says| says.field = Some("win".into()));
            let flag = Flag { waived, ..of_win };
            ledger.rows[0].flags = vec![flag; count];
            ledger
        };
        let kinds =
            |old: &Ledger, new: &Ledger| -> Vec<String> { changes(old, new).iter().map(Change::words).collect() };
        let info = |count, waived| flagged(count, waived, Severity::Info);
        assert_eq!(kinds(&info(1, false), &info(3, false)), ["info raised: style", "info raised: style"]);
        assert_eq!(kinds(&info(1, false), &info(1, true)), ["info accepted: style"]);
        assert_eq!(kinds(&info(1, true), &info(1, false)), ["info raised: style"]);
        let graver = flagged(1, false, Severity::Error);
        assert_eq!(kinds(&info(1, false), &graver), ["error raised: style", "info cleared: style"]);
    }

    #[test]
    fn an_edit_that_is_not_followed_by_field_is_still_one() {
        let old = ledger(&["a"], |_| {});
        let new = ledger(&["a"], |finding| finding.next_gate = Some("another gate".into()));
        assert!(changes(&old, &new).iter().any(|change| change.words() == "other fields edited"));
        let moved = ledger(&["a"], |finding| finding.line = 77);
        assert_eq!(changes(&old, &moved), []);
    }

    #[test]
    fn only_what_overtook_or_was_banked_has_moved_on_the_frontier() {
        let of = |values: [&'static str; 3]| {
            let value = move |finding: &mut Finding| {
                finding.gain = None;
                let place = finding.position - 1;
                finding.next_value = Some(values[place].into());
                if values[place] == "banked" {
                    finding.next_lever = Some("frontier-exhausted: measured".into());
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

    #[test]
    fn an_edit_of_a_field_that_is_followed_is_said_once_and_by_its_name() {
        type Edit = fn(&mut Finding);
        let edits: [(Field, Edit); 6] = [
            (Field::Lifecycle, |finding| finding.lifecycle = Some("not_done".into())),
            (Field::Win, |finding| finding.win = Some("another".into())),
            (Field::Baseline, |finding| finding.baseline = Some("another".into())),
            (Field::Hardware, |finding| finding.hardware = Some("GB300 TP=8".into())),
            (Field::DeployReadiness, |finding| finding.deploy_readiness = Some("research".into())),
            (Field::NextLever, |finding| finding.next_lever = Some("another".into())),
        ];
        for (wanted, edit) in edits {
            let (old, new) = (ledger(&["a"], |_| {}), ledger(&["a"], edit));
            let names: Vec<Field> = changes(&old, &new)
                .into_iter()
                .filter_map(|change| match change.what {
                    What::Field { name, .. } => Some(name),
                    _ => None,
                })
                .collect();
            assert_eq!(names, [wanted]);
        }
    }

    #[test]
    fn a_finding_that_stands_elsewhere_in_the_file_was_not_edited() {
        let (old, mut new) = (ledger(&["a"], |_| {}), ledger(&["a"], |_| {}));
        let finding = &mut new.rows[0].finding;
        (finding.position, finding.line) = (7, 70);
        finding.lines = finding.lines.iter().map(|(path, line)| (path.to_owned(), line + 67)).collect();
        assert_eq!(changes(&old, &new), []);
    }
}
