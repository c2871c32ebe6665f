//! One row a finding, for spreadsheets. Every figure names its unit in the header; words that a spreadsheet would take
//! for a formula get a leading apostrophe; figures that this tool works out stay numbers, also below zero. What the file
//! comes from stands in each row, so that rows that are moved elsewhere can still be traced.

use csv::WriterBuilder;

use crate::bundle::{KnownIssue, Severity, SourceRef};
use crate::ledger::{Flag, GainLabel, Ledger, Lever, RateSource, Repeats, Row, Tier};

use super::spreadsheet::harmless;
use super::text::lines;

/// What parts the entries of a list inside a cell.
const BETWEEN: &str = "; ";

/// A column's heading, and its cell for a row.
struct Column {
    title: &'static str,
    cell: fn(&Entry<'_>) -> Cell,
}

/// A row of the ledger, and where its lever stands.
struct Entry<'a> {
    ledger: &'a Ledger,
    row: &'a Row,
    lever: Option<(&'a Lever, &'static str)>,
}

pub enum Cell {
    /// Words of the registry or the lake, or a name.
    Words(String),
    /// A figure, a count or a fixed word of this tool.
    Plain(String),
}

static COLUMNS: &[Column] = &[
    Column { title: "key", cell: |entry| words(Some(&entry.row.key)) },
    Column { title: "id", cell: |entry| words(entry.row.finding.id.as_deref()) },
    Column { title: "title", cell: |entry| words(entry.row.finding.title.as_deref()) },
    Column { title: "lifecycle", cell: |entry| words(entry.row.finding.lifecycle.as_deref()) },
    Column { title: "win", cell: |entry| words(entry.row.finding.win.as_deref()) },
    Column { title: "baseline", cell: |entry| words(entry.row.finding.baseline.as_deref()) },
    Column { title: "baseline_group", cell: |entry| words(entry.row.baseline_group.as_deref()) },
    Column { title: "hardware", cell: |entry| words(entry.row.finding.hardware.as_deref()) },
    Column { title: "hardware_tokens", cell: |entry| plain_list(entry.row.hardware.iter().map(ToString::to_string)) },
    Column { title: "deploy_readiness", cell: |entry| words(entry.row.finding.deploy_readiness.as_deref()) },
    Column { title: "best_sol_rigor", cell: |entry| Cell::Plain(entry.row.best_rigor.name().to_owned()) },
    Column { title: "grounded", cell: |entry| Cell::Plain(entry.row.grounded.to_string()) },
    Column { title: "verdict_tiers", cell: |entry| plain_list(entry.row.verdict_tiers.iter().map(|tier| tier.name())) },
    Column { title: "effective_tier", cell: |entry| Cell::Plain(tier(entry.row).to_owned()) },
    Column { title: "campaigns", cell: |entry| list(entry.row.campaigns.iter().map(|cited| cited.name().to_owned())) },
    Column {
        title: "campaigns_not_found",
        cell: |entry| {
            let lost = entry.row.campaigns.iter().filter(|cited| cited.id.is_none());
            list(lost.map(|cited| cited.cited.clone()))
        },
    },
    Column { title: "supporting_campaigns", cell: |entry| list(entry.row.finding.evidence_ids.iter().cloned()) },
    Column { title: "source", cell: |entry| list(entry.row.finding.source_refs.iter().map(source)) },
    Column { title: "gain_tier", cell: |entry| words(gain(entry).and_then(|gain| gain.tier.as_deref())) },
    Column { title: "gain_label", cell: |entry| words(Some(&gain_label(entry))) },
    Column { title: "speedup (x)", cell: |entry| figure(gain(entry).and_then(|gain| gain.speedup)) },
    Column { title: "peak (output tok/s/GPU)", cell: |entry| figure(gain(entry).and_then(|gain| gain.tps_gpu_peak)) },
    Column {
        title: "baseline (output tok/s/GPU)",
        cell: |entry| figure(gain(entry).and_then(|gain| gain.baseline_tps_gpu)),
    },
    Column { title: "rate (USD/GPU-hour)", cell: |entry| figure(Some(entry.row.rate.usd_per_gpu_hour)) },
    Column { title: "rate_source", cell: |entry| Cell::Plain(rate_source(entry.row.rate.source).to_owned()) },
    Column { title: "cost (USD/1M output tokens)", cell: |entry| figure(entry.row.economics().usd_per_1m) },
    Column { title: "saved (USD/1M output tokens)", cell: |entry| figure(entry.row.economics().usd_saved_per_1m) },
    Column {
        title: "saved (GPU-hours/1M output tokens)",
        cell: |entry| figure(entry.row.economics().gpu_hours_saved_per_1m),
    },
    Column { title: "frontier", cell: |entry| Cell::Plain(entry.lever.map_or("missing", |(_, list)| list).to_owned()) },
    Column {
        title: "frontier_rank",
        cell: |entry| Cell::Plain(entry.lever.map(|(lever, _)| lever.rank.to_string()).unwrap_or_default()),
    },
    Column { title: "next_lever", cell: |entry| words(entry.row.finding.next_lever.as_deref()) },
    Column { title: "next_unlock", cell: |entry| words(entry.row.finding.next_unlock.as_deref()) },
    Column { title: "next_gate", cell: |entry| words(entry.row.finding.next_gate.as_deref()) },
    Column { title: "repeats_closed_negatives", cell: |entry| list(repeated(entry.ledger, entry.row)) },
    Column { title: "why", cell: |entry| words(entry.row.finding.why.as_deref()) },
    Column { title: "reopen_if", cell: |entry| words(entry.row.finding.reopen_if.as_deref()) },
    Column { title: "errors", cell: |entry| count(entry.row, Severity::Error) },
    Column { title: "warnings", cell: |entry| count(entry.row, Severity::Warning) },
    Column { title: "infos", cell: |entry| count(entry.row, Severity::Info) },
    Column { title: "flags", cell: |entry| list(entry.row.flags.iter().map(flag)) },
    Column { title: "known_issues", cell: |entry| list(entry.row.finding.known_issues.iter().map(known_issue)) },
    Column { title: "updated", cell: |entry| words(entry.row.finding.updated.as_deref()) },
    Column { title: "registry_line", cell: |entry| Cell::Plain(entry.row.finding.line.to_string()) },
];

/// What a file comes from: its last columns, the same in each row.
fn stamp(ledger: &Ledger) -> [(&'static str, Cell); 7] {
    let facts = &ledger.facts;
    [
        ("example_data", Cell::Plain(facts.registry.example.to_string())),
        ("registry_sha256", Cell::Plain(facts.registry.sha256.to_string())),
        ("registry_commit", words(facts.registry.commit.as_deref())),
        ("taken_at", Cell::Plain(facts.taken_at.to_string())),
        ("bundle_digest", Cell::Plain(facts.digest.as_ref().map(ToString::to_string).unwrap_or_default())),
        ("ledger_flags", list(ledger.flags.iter().map(flag))),
        ("selection", words(selection(ledger).as_deref())),
    ]
}

/// # Errors
/// None in practice: the text is written to memory, and every row has the header's length.
pub fn write(ledger: &Ledger) -> Result<String, csv::Error> {
    let rows = entries(ledger).into_iter().map(|entry| COLUMNS.iter().map(move |column| (column.cell)(&entry)));
    text(ledger, COLUMNS.iter().map(|column| column.title), rows)
}

/// A header and rows of its length, each with the stamp behind it. Without a row the stamp has one to itself: a line
/// that is no row of the header would not be imported.
///
/// # Errors
/// None in practice: the text is written to memory.
pub fn text(
    ledger: &Ledger,
    titles: impl Iterator<Item = &'static str> + Clone,
    rows: impl Iterator<Item = impl Iterator<Item = Cell>>,
) -> Result<String, csv::Error> {
    let stamp = stamp(ledger).map(|(title, cell)| (title, written(cell)));
    let behind = || stamp.iter().map(|(_, cell)| cell.clone());
    let mut rows = rows.peekable();
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(titles.clone().chain(stamp.iter().map(|(title, _)| *title)))?;
    if rows.peek().is_none() {
        writer.write_record(titles.map(|_| String::new()).chain(behind()))?;
    }
    for row in rows {
        writer.write_record(row.map(written).chain(behind()))?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn written(cell: Cell) -> String {
    match cell {
        Cell::Words(words) => harmless(&lines(&words)),
        Cell::Plain(text) => text,
    }
}

/// Which of the registry's findings these are, and the page's address of them.
fn selection(ledger: &Ledger) -> Option<String> {
    let query = ledger.selection.as_ref()?.query();
    Some(format!("{} ({query})", ledger.selection_said()?))
}

fn entries(ledger: &Ledger) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = ledger.rows.iter().map(|row| Entry { ledger, row, lever: None }).collect();
    let frontier = &ledger.frontier;
    let active = frontier.active.iter().map(|lever| (lever, "active"));
    for (lever, list) in active.chain(frontier.banked.iter().map(|lever| (lever, "banked"))) {
        if let Some(entry) = entries.get_mut(lever.row) {
            entry.lever = Some((lever, list));
        }
    }
    entries
}

pub fn words(words: Option<&str>) -> Cell {
    Cell::Words(words.unwrap_or_default().to_owned())
}

pub fn list(entries: impl Iterator<Item = String>) -> Cell {
    Cell::Words(entries.collect::<Vec<_>>().join(BETWEEN))
}

pub fn plain_list(entries: impl Iterator<Item = impl Into<String>>) -> Cell {
    Cell::Plain(entries.map(Into::into).collect::<Vec<_>>().join(BETWEEN))
}

fn figure(value: Option<f64>) -> Cell {
    Cell::Plain(value.map(|value| value.to_string()).unwrap_or_default())
}

fn count(row: &Row, severity: Severity) -> Cell {
    let standing = row.flags.iter().filter(|flag| flag.severity == severity && !flag.waived);
    Cell::Plain(standing.count().to_string())
}

fn gain<'a>(entry: &'a Entry<'_>) -> Option<&'a crate::bundle::Gain> {
    entry.row.finding.gain.as_ref()
}

fn gain_label(entry: &Entry<'_>) -> String {
    entry.lever.map(|_| GainLabel::of(entry.row).text()).unwrap_or_default()
}

/// The closed negatives that the lever of a row tries again.
pub fn repeated(ledger: &Ledger, row: &Row) -> impl Iterator<Item = String> {
    let Repeats { first, more } = ledger.repeats(row);
    first.into_iter().map(String::from).chain((more > 0).then(|| format!("and {more} more")))
}

/// Severity, code, and who accepted it where somebody did.
fn flag(flag: &Flag) -> String {
    let waived = match &flag.waiver {
        Some(waiver) => format!(" (waived through {} by {}: {})", waiver.expires, waiver.owner, waiver.reason),
        None => String::new(),
    };
    format!("{} {}{waived}: {}", flag.severity.name(), flag.code, flag.message)
}

fn tier(row: &Row) -> &'static str {
    row.effective_tier.map_or("none", Tier::name)
}

fn rate_source(source: RateSource) -> &'static str {
    match source {
        RateSource::Override => "--gpu-hr",
        RateSource::Hardware(_) => "cost.yaml",
        RateSource::FileDefault => "default rate of cost.yaml",
        RateSource::ToolDefault => "default rate",
    }
}

fn source(source: &SourceRef) -> String {
    let parts = [&source.repo, &source.branch, &source.commit, &source.delivery, &source.image];
    parts.into_iter().flatten().map(AsRef::as_ref).collect::<Vec<_>>().join(" ")
}

pub fn known_issue(issue: &KnownIssue) -> String {
    let campaigns = issue.campaigns.join(" ");
    let parts = [issue.note.as_deref(), Some(campaigns.as_str()), issue.link.as_deref(), issue.owner.as_deref()];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ledger::Filter;
    use crate::ledger::flag::testing::Case;

    fn read_back(text: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let records = reader.records().map(|record| record.expect("a record of the same length"));
        records.map(|record| record.iter().map(str::to_owned).collect()).collect()
    }

    /// What reads back of a row of those words.
    fn rewritten(cells: &[String]) -> Vec<String> {
        let row = cells.iter().cloned().map(Cell::Words);
        let ledger = Case::done().ledger();
        let text = text(&ledger, cells.iter().map(|_| "title"), std::iter::once(row)).expect("text");
        let mut records = read_back(&text);
        assert_eq!(records.len(), 2);
        records.remove(1).into_iter().take(cells.len()).collect()
    }

    #[test]
    fn a_number_below_zero_stays_one() {
        let Cell::Plain(text) = figure(Some(-0.5)) else { panic!("a figure is plain") };
        assert_eq!(text, "-0.5");
    }

    #[test]
    fn every_column_has_a_title_of_its_own() {
        let mut titles = read_back(&write(&Case::done().ledger()).expect("text")).remove(0);
        let all = titles.len();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), all);
    }

    #[test]
    fn a_file_without_a_finding_says_what_it_comes_from_and_nothing_else() {
        let whole = Case::done().ledger();
        let none = whole.selected(&Filter::default().with_text("no such words".to_owned()));
        let [of_all, of_none] = [whole, none].map(|ledger| read_back(&write(&ledger).expect("text")));
        assert_eq!((of_none.len(), &of_none[0]), (2, &of_all[0]), "rows of the same header");
        let (finding, stamp) = of_none[1].split_at(COLUMNS.len());
        assert!(finding.iter().all(String::is_empty), "{finding:?}");
        let (_, same) = of_all[1].split_at(COLUMNS.len());
        assert_eq!(stamp[..6], same[..6]);
        assert_eq!(stamp[6], "0 of 1 finding. Text: no such words (?view=ledger&q=no%20such%20words)");
    }

    proptest! {
        #[test]
        fn whatever_is_written_reads_back(cells in prop::collection::vec("[\\PC\r\n\t\",;'=+@-]{0,12}", 1..6)) {
            for (cell, found) in cells.iter().zip(&rewritten(&cells)) {
                let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
                let wanted = if formula { format!("'{}", lines(cell)) } else { lines(cell) };
                prop_assert_eq!(found, &wanted);
            }
        }

        #[test]
        fn no_cell_starts_a_formula(cell in any::<String>()) {
            let found = &rewritten(&[cell])[0];
            prop_assert!(!found.starts_with(['=', '+', '-', '@', '\t', '\r']), "{:?}", found);
            let escape = '\u{1b}';
            prop_assert!(!found.contains(escape));
        }
    }
}
