//! The words of rows, in lower case, and which rows hold one. What many rows say alike is looked through once.

use memchr::memmem::Finder;

use super::lower::lower;
use super::row_set::RowSet;
use super::{Row, order};

/// The words of some rows that follow each other.
#[derive(Debug)]
pub struct Words {
    /// The place of the first row in the ledger.
    first: usize,
    /// What a row says in words of its own, a part for each row.
    own: Parts,
    /// What rows tend to say alike, each once.
    shared: Parts,
    /// The rows that say each of it.
    rows: Vec<Box<[usize]>>,
}

/// Texts, one after the other.
#[derive(Debug, Default)]
struct Parts {
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Words {
    pub fn of(rows: &[Row], first: usize) -> Self {
        let mut own = Parts::default();
        let mut said: Vec<(&str, usize)> = Vec::new();
        for (row, place) in rows.iter().zip(first..) {
            each_own(row, |words| own.push(words));
            own.end();
            each_shared(row, |words| said.push((words, place)));
        }
        let mut shared = Parts::default();
        let said = order::by_name(said);
        for (words, _) in &said {
            shared.push(words);
            shared.end();
        }
        let rows = said.into_iter().map(|(_, rows)| rows.into_boxed_slice()).collect();
        Self { first, own: own.whole(), shared: shared.whole(), rows }
    }

    /// Adds the rows that hold a word. It has no white space in it, so it is never found across two texts.
    pub fn find(&self, word: &str, found: &mut RowSet) {
        let finder = Finder::new(word);
        self.own.each_with(&finder, &mut |part| found.insert(self.first.saturating_add(part)));
        self.shared.each_with(&finder, &mut |part| {
            self.rows.get(part).into_iter().flatten().for_each(|row| found.insert(*row));
        });
    }
}

impl Parts {
    fn push(&mut self, words: &str) {
        let from = self.text.len();
        if words.is_ascii() {
            self.text.push_str(words);
            if let Some(pushed) = self.text.get_mut(from..) {
                pushed.make_ascii_lowercase();
            }
        } else {
            self.text.push_str(&lower(words));
        }
        self.text.push('\n');
    }

    fn end(&mut self) {
        self.ends.push(self.text.len());
    }

    /// They stay as long as the ledger, so they take no more room than they need.
    fn whole(mut self) -> Self {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        self
    }

    /// Each part that holds what is looked for, once.
    fn each_with(&self, finder: &Finder<'_>, each: &mut dyn FnMut(usize)) {
        let (mut part, mut from) = (0, 0_usize);
        while let Some(at) = self.text.as_bytes().get(from..).and_then(|text| finder.find(text)) {
            let at = from.saturating_add(at);
            let Some(rest) = self.ends.get(part..) else { return };
            part = part.saturating_add(rest.partition_point(|end| *end <= at));
            let Some(end) = self.ends.get(part) else { return };
            each(part);
            from = *end;
        }
    }
}

fn each_own<'a>(row: &'a Row, mut each: impl FnMut(&'a str)) {
    let finding = &row.finding;
    let fields = [&finding.title, &finding.win, &finding.why, &finding.applies_to, &finding.reopen_if];
    each(&row.key);
    fields.into_iter().flatten().for_each(|words| each(words));
    finding.source_refs.iter().filter_map(|source| source.commit.as_deref()).for_each(&mut each);
    row.campaigns.iter().map(|cited| cited.name()).for_each(&mut each);
    finding.evidence_ids.iter().for_each(|id| each(id));
}

fn each_shared<'a>(row: &'a Row, mut each: impl FnMut(&'a str)) {
    let finding = &row.finding;
    let fields = [&finding.baseline, &finding.hardware, &finding.deploy_readiness, &finding.next_lever];
    fields.into_iter().flatten().for_each(|words| each(words));
    for source in &finding.source_refs {
        [&source.repo, &source.branch, &source.image].into_iter().flatten().for_each(|words| each(words));
    }
    let models = [&finding.validated_on, &finding.candidate_on, &finding.refuted_on];
    models.into_iter().flatten().for_each(|model| each(model));
}

#[cfg(test)]
mod tests {
    use crate::bundle::{Finding, SourceRef};
    use crate::ledger::flag::testing::Case;
    use crate::ledger::{Filter, RowSet};

    #[test]
    fn every_text_that_a_row_says_is_searched_alone_or_with_others() {
        fn source() -> SourceRef {
            let text = |words: &str| Some(words.into());
            SourceRef {
                repo: text("q-repo"),
                branch: text("q-branch"),
                image: text("q-image"),
                commit: text("q-commit"),
                delivery: None,
            }
        }
        let says: [fn(&mut Finding); 2] = [
            |_| {},
            |finding| {
                (finding.title, finding.win) = (Some("q-title".into()), Some("q-win".into()));
                (finding.why, finding.applies_to, finding.reopen_if) =
                    (Some("q-why".into()), Some("q-applies".into()), Some("q-reopen".into()));
                (finding.baseline, finding.hardware) = (Some("Q-\u{dc}ber".into()), Some("q-hardware".into()));
                (finding.deploy_readiness, finding.next_lever) = (Some("q-ready".into()), Some("q-lever".into()));
                (finding.evidence_ids, finding.source_refs) = (vec!["q-evidence".into()], vec![source()]);
                finding.validated_on = vec!["q-validated".into()];
                finding.candidate_on = vec!["q-candidate".into()];
                finding.refuted_on = vec!["q-refuted".into()];
            },
        ];
        let ledger = Case::each(&says).ledger();
        for word in [
            "q-title",
            "q-win",
            "q-why",
            "q-applies",
            "q-reopen",
            "q-\u{fc}ber",
            "q-hardware",
            "q-ready",
            "q-lever",
            "q-evidence",
            "q-repo",
            "q-branch",
            "q-image",
            "q-commit",
            "q-validated",
            "q-candidate",
            "q-refuted",
        ] {
            let filter = Filter::default().with_text(word.to_uppercase());
            assert_eq!(filter.shown(&ledger), RowSet::of(2, [1]), "{word}");
        }
    }
}
