//! The ledger of only those findings that a filter lets through, which says that it is not the whole one.

use std::sync::Arc;

use super::index::Indexed;
use super::{Address, Facet, Filter, Ledger, Row, View, waivers};

/// What a ledger was narrowed by, and how many findings it had before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    pub filter: Filter,
    pub of: usize,
}

impl Selection {
    /// The query string under which the page shows the same findings.
    pub fn query(&self) -> String {
        Address { view: View::Ledger, filter: self.filter.clone(), ..Address::default() }.to_query()
    }

    /// The filter in words.
    pub fn words(&self) -> String {
        self.filter.words().join("; ")
    }
}

impl Filter {
    /// What is chosen, a phrase a facet.
    pub fn words(&self) -> Vec<String> {
        let of_facet = |facet: Facet| {
            let values: Vec<String> = self.chosen(facet).iter().map(|value| facet.label(value)).collect();
            (!values.is_empty()).then(|| format!("{}: {}", facet.title(), values.join(" or ")))
        };
        let text = Some(self.text.trim()).filter(|text| !text.is_empty()).map(|text| format!("Text: {text}"));
        Facet::ALL.into_iter().filter_map(of_facet).chain(text).collect()
    }
}

impl Ledger {
    /// How many of how many findings these are, and by what they were selected; none for the whole ledger.
    pub fn selection_said(&self) -> Option<String> {
        let selection = self.selection.as_ref()?;
        let findings = if selection.of == 1 { "finding" } else { "findings" };
        Some(format!("{} of {} {findings}. {}", self.rows.len(), selection.of, selection.words()))
    }

    /// The ledger of the rows that the filter lets through, in registry order. Ranks stay those of the whole ledger, and
    /// so do the flags on it. A filter that lets everything through leaves it as it is.
    #[must_use]
    pub fn selected(&self, filter: &Filter) -> Self {
        if filter.is_empty() {
            return self.clone();
        }
        let kept = filter.rows(self);
        let rows: Vec<Row> = kept.iter().filter_map(|index| self.rows.get(*index)).cloned().collect();
        let mut facts = self.facts.clone();
        // A waiver that is about a row left out is not one that waives nothing.
        facts.policy.waivers.retain(|waiver| {
            let about_any = |rows: &[Row]| waivers::is_about_any(waiver, rows);
            about_any(&rows) || !about_any(&self.rows)
        });
        Self {
            facts,
            frontier: self.frontier.of_rows(&kept),
            tried: Arc::clone(&self.tried),
            rows,
            flags: self.flags.clone(),
            selection: Some(Selection { filter: filter.clone(), of: self.rows.len() }),
            index: Indexed::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Bundle, Day, Finding, Waiver};
    use crate::ledger::flag::testing::{Case, bundle};
    use crate::ledger::{Lever, Options};

    fn ledger() -> Ledger {
        let finding = |position, hardware: &str, lever: &str| Finding {
            position,
            id: Some(format!("f{position}").into()),
            title: Some("a title".into()),
            hardware: Some(hardware.into()),
            lifecycle: Some("done".into()),
            next_lever: Some(lever.into()),
            ..Finding::default()
        };
        let mut bundle = bundle();
        bundle.policy.waivers = ["f1", "f2", "gone"]
            .map(|key| Waiver {
                code: "no-campaigns".to_owned(),
                finding: Some(key.to_owned()),
                campaign: None,
                owner: "team".to_owned(),
                reason: "known".to_owned(),
                expires: Day::parse("2999-01-01").expect("a day"),
            })
            .to_vec();
        let findings = [
            finding(1, "B200", "one"),
            finding(2, "GB300", "frontier-exhausted: at the roof"),
            finding(3, "B200", " "),
            finding(4, "GB300", "four"),
            finding(5, "GB300", ""),
        ];
        Ledger::compute(Bundle { findings: findings.map(Box::new).into(), ..bundle }, None, Options::default())
    }

    fn gb300() -> Filter {
        Filter::default().with(Facet::Hardware, ["GB300".to_owned()])
    }

    #[test]
    fn only_the_rows_shown_are_left_and_levers_keep_their_ranks() {
        let whole = ledger();
        let part = whole.selected(&gb300());
        let keys: Vec<&str> = part.rows.iter().map(|row| &*row.key).collect();
        assert_eq!(keys, ["f2", "f4", "f5"]);
        let of = |levers: &[Lever]| levers.iter().map(|lever| (lever.rank, lever.row)).collect::<Vec<_>>();
        assert_eq!(of(&whole.frontier.active), [(1, 0), (2, 3)]);
        assert_eq!(of(&part.frontier.active), [(2, 1)]);
        assert_eq!(of(&part.frontier.banked), [(1, 0)]);
        assert_eq!(part.frontier.missing, [2]);
        assert_eq!(part.flags, whole.flags);
    }

    #[test]
    fn a_lever_repeats_what_the_filter_left_out() {
        let tried = |finding: &mut Finding| {
            finding.lifecycle = Some("closed_negative".into());
            finding.title = finding.next_lever.replace("frontier-exhausted: it was tried".into());
        };
        let whole = Case::each(&[|_| {}, tried]).ledger();
        let part = whole.selected(&Filter::default().with(Facet::Lifecycle, ["done".to_owned()]));
        let [row] = part.rows.as_slice() else { panic!("{} rows", part.rows.len()) };
        let repeats = part.repeats(row);
        assert_eq!((repeats.first.len(), repeats.more), (1, 0));
        assert_eq!(repeats, whole.repeats(row));
    }

    #[test]
    fn it_says_by_what_it_was_selected_and_of_how_many() {
        let filter = gb300().with(Facet::Lifecycle, ["done".to_owned()]).with_text(" a title ".to_owned());
        let part = ledger().selected(&filter);
        assert_eq!(
            part.selection_said().as_deref(),
            Some("3 of 5 findings. Hardware: GB300; Lifecycle: Done; Text: a title")
        );
        let selection = part.selection.expect("a selection");
        assert_eq!(selection.words(), "Hardware: GB300; Lifecycle: Done; Text: a title");
        assert_eq!(selection.query(), "?view=ledger&hw=GB300&lc=done&q=%20a%20title%20");
    }

    #[test]
    fn without_a_filter_it_is_the_whole_ledger() {
        let whole = ledger();
        assert_eq!(whole.selected(&Filter::default()), whole);
        assert_eq!(whole.selection, None);
    }

    #[test]
    fn a_waiver_of_a_row_left_out_does_not_become_an_idle_one() {
        let idle = |ledger: &Ledger| -> Vec<Option<String>> {
            ledger.idle_waivers().into_iter().map(|waiver| waiver.finding.clone()).collect()
        };
        let whole = ledger();
        assert_eq!(idle(&whole), [Some("gone".to_owned())]);
        assert_eq!(idle(&whole.selected(&gb300())), [Some("gone".to_owned())]);
    }
}
