//! What a reader takes away from the page: the same text that the command writes, under a name that says what it is.

use crate::ledger::{Facet, Ledger};

use super::{RenderError, brief, csv, json, markdown, table};

/// A file's format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    Csv,
    Json,
    Markdown,
}

impl File {
    pub const ALL: [Self; 3] = [Self::Csv, Self::Json, Self::Markdown];

    pub fn title(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::Markdown => "Markdown",
        }
    }

    /// How the file's name ends, which is the format's name for scripts too.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Markdown => "md",
        }
    }

    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|file| file.extension() == extension)
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv;charset=utf-8",
            Self::Json => "application/json",
            Self::Markdown => "text/markdown;charset=utf-8",
        }
    }

    /// The ledger in that format; only Markdown has a title.
    ///
    /// # Errors
    /// [`RenderError`].
    pub fn write(self, title: &str, ledger: &Ledger) -> Result<String, RenderError> {
        match self {
            Self::Csv => Ok(csv::write(ledger)?),
            Self::Json => Ok(json::write(ledger)?),
            Self::Markdown => Ok(markdown::write(table::document(title, ledger))),
        }
    }
}

/// The brief as Markdown, to paste in a chat.
pub fn brief_text(title: &str, ledger: &Ledger) -> String {
    markdown::write(brief::document(title, ledger))
}

/// `value-ledger-2026-11-24-GB300.csv`: the snapshot's day, then the hardware that was chosen, then `selection` where
/// anything else narrows the ledger, then what more is said of it.
pub fn file_name(ledger: &Ledger, more: &[&str], extension: &str) -> String {
    let mut parts = vec!["value-ledger".to_owned(), ledger.facts.taken_at.day().to_string()];
    if let Some(selection) = &ledger.selection {
        let hardware = selection.filter.chosen(Facet::Hardware);
        parts.extend(hardware.iter().map(|name| safe(name)));
        if !selection.filter.clone().with(Facet::Hardware, []).is_empty() {
            parts.push("selection".to_owned());
        }
    }
    parts.extend(more.iter().map(|part| safe(part)));
    parts.retain(|part| !part.is_empty());
    format!("{}.{extension}", parts.join("-"))
}

/// What every file system takes: letters, digits, `_` and `.`, in runs that a single `-` parts.
fn safe(part: &str) -> String {
    /// Longer names are refused by some systems.
    const LONGEST: usize = 60;
    let kept = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '_' | '.') { c } else { '-' };
    let text: String = part.chars().map(kept).collect();
    let runs = text.split('-').filter(|run| !run.trim_matches('.').is_empty());
    runs.collect::<Vec<_>>().join("-").chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Filter;
    use crate::ledger::flag::testing::Case;

    fn name(filter: Filter, more: &[&str]) -> String {
        file_name(&Case::done().ledger().selected(&filter), more, "csv")
    }

    #[test]
    fn a_name_says_the_day_and_what_was_chosen() {
        let hardware = Filter::default().with(Facet::Hardware, ["GB300".to_owned(), "not recorded".to_owned()]);
        assert_eq!(name(Filter::default(), &[]), "value-ledger-2026-11-02.csv");
        assert_eq!(name(hardware.clone(), &[]), "value-ledger-2026-11-02-GB300-not-recorded.csv");
        let more = hardware.with_text("mtp".to_owned());
        assert_eq!(name(more, &["frontier"]), "value-ledger-2026-11-02-GB300-not-recorded-selection-frontier.csv");
    }

    #[test]
    fn no_word_of_the_registry_makes_a_path_of_it() {
        for (part, wanted) in [
            ("../../etc/passwd", "etc-passwd"),
            ("a b:c*?", "a-b-c"),
            ("...", ""),
            ("id~2", "id-2"),
            ("\u{202e}gpj", "gpj"),
        ] {
            assert_eq!(safe(part), wanted, "{part}");
        }
        assert_eq!(safe(&"x".repeat(300)).len(), 60);
    }

    #[test]
    fn a_selection_is_said_in_every_format_and_a_whole_ledger_is_none() {
        let whole = Case::done().ledger();
        let part = whole.selected(&Filter::default().with_text("good".to_owned()));
        let written = |file: File, ledger: &Ledger| file.write("Title", ledger).unwrap_or_default();
        for (file, wanted) in [
            (File::Csv, "1 of 1 finding. Text: good (?view=ledger&q=good)"),
            (File::Json, "\"query\": \"?view=ledger&q=good\""),
            (File::Markdown, "- Selection: 1 of 1 finding. Text: good (`?view=ledger&q=good`)"),
        ] {
            assert!(written(file, &part).contains(wanted), "{}", written(file, &part));
            assert!(!written(file, &whole).contains("1 of 1 finding"), "{}", written(file, &whole));
        }
        assert!(brief_text("Title", &part).contains("- Selection: 1 of 1 finding. Text: good"));
    }
}
