//! What changed between two snapshots: for people, and for programs.

use serde::Serialize;

use crate::bundle::{Change, Digest, Edition, Instant, Rank, Severity, Since, What};

use super::document::{Document, Item, Level, Line};
use super::render::shown;
use super::{Medium, RenderError, json_text};

/// What is compared, and what is not.
const UNCHANGED: &str = "No finding changed, nor the rating of its evidence, its flags, or its place in the frontier. Rates, \
     ceilings, the policy's baselines, operating points and what the registry says beside its findings are not compared.";
const SCHEMA: &str = "value-ledger-changes/1";

/// Every change as text: Markdown, or a terminal's lines.
pub fn changes_text(title: &str, edition: &Edition, newer: &Since, medium: Medium) -> String {
    let mut document = Document::default();
    document.heading(Level::Title, Line::new().quote(title));
    let snapshot = |label: &str, at: Instant, digest: &Digest| {
        Item::from(Line::new().say(format!("{label}: {}, ", at.readable())).code(digest.short()))
    };
    let since = &edition.since;
    document.list(vec![snapshot("From", since.taken_at, &since.digest), snapshot("To", newer.taken_at, &newer.digest)]);
    if edition.changes.is_empty() {
        document.paragraph(Line::new().say(UNCHANGED));
    }
    let group = |(key, changes): (Option<&str>, Vec<&Change>)| {
        let subject = changes.first().map_or("", |change| change.subject());
        let line = Line::new().strong(subject);
        let line = match key {
            Some(key) => line.say(" ").code(key),
            None => line,
        };
        Item { line, under: changes.iter().map(|change| Line::new().quote(change.words())).collect() }
    };
    document.list(edition.by_finding().into_iter().map(group).collect());
    if edition.more > 0 {
        document.paragraph(Line::new().say(format!("And {} changes more, which are not listed.", edition.more)));
    }
    shown(document, medium)
}

#[derive(Serialize)]
struct Changes<'a> {
    schema: &'static str,
    from: Snapshot<'a>,
    to: Snapshot<'a>,
    changes: Vec<Entry<'a>>,
    /// Changes that are not listed.
    more: usize,
}

#[derive(Serialize)]
struct Snapshot<'a> {
    taken_at: String,
    digest: &'a str,
}

/// What a kind of change has no use for is null.
#[derive(Serialize)]
struct Entry<'a> {
    key: Option<&'a str>,
    title: Option<&'a str>,
    /// `added`, `removed`, `edited`, `raised`, `cleared`, `waived` or `frontier`.
    change: &'static str,
    field: Option<String>,
    code: Option<&'a str>,
    severity: Option<&'static str>,
    campaign: Option<&'a str>,
    from: Option<String>,
    to: Option<String>,
    words: String,
}

/// Every change as JSON.
///
/// # Errors
/// When it cannot be written.
pub fn changes_json(edition: &Edition, newer: &Since) -> Result<String, RenderError> {
    let document = Changes {
        schema: SCHEMA,
        from: Snapshot { taken_at: edition.since.taken_at.to_string(), digest: edition.since.digest.as_str() },
        to: Snapshot { taken_at: newer.taken_at.to_string(), digest: newer.digest.as_str() },
        changes: edition.changes.iter().map(entry).collect(),
        more: edition.more,
    };
    Ok(json_text(&document)?)
}

fn entry(change: &Change) -> Entry<'_> {
    let plain = || Entry {
        key: change.key.as_deref(),
        title: Some(change.title.as_str()).filter(|title| !title.is_empty()),
        change: "",
        field: None,
        code: None,
        severity: None,
        campaign: None,
        from: None,
        to: None,
        words: change.words(),
    };
    let flag = |change: &'static str, code, severity: Severity, campaign| Entry {
        change,
        code: Some(code),
        severity: Some(severity.name()),
        campaign,
        ..plain()
    };
    match &change.what {
        What::Added { lifecycle } => Entry { change: "added", to: Some(lifecycle.clone()), ..plain() },
        What::Removed { lifecycle } => Entry { change: "removed", from: Some(lifecycle.clone()), ..plain() },
        What::Field { name, from, to } => {
            let (from, to) = (from.clone(), to.clone());
            Entry { change: "edited", field: Some(name.name().to_owned()), from, to, ..plain() }
        }
        What::Raised { code, severity, campaign } => flag("raised", code, *severity, campaign.as_deref()),
        What::Cleared { code, severity, campaign } => flag("cleared", code, *severity, campaign.as_deref()),
        What::Waived { code, severity, campaign } => flag("waived", code, *severity, campaign.as_deref()),
        What::Frontier { from, to } => Entry { change: "frontier", from: rank(*from), to: rank(*to), ..plain() },
    }
}

fn rank(rank: Rank) -> Option<String> {
    match rank {
        Rank::Active(rank) => Some(rank.to_string()),
        Rank::Banked => Some("banked".to_owned()),
        Rank::None => None,
    }
}
