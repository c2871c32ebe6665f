//! `site.json`: what a publish put where, so that the next one, and whoever audits the site, can tell.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::bundle::{Instant, Sha256Hex};

pub const MANIFEST_FILE: &str = "site.json";
const FORMAT: &str = "value-ledger-site";
const VERSION: u32 = 1;

/// The document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: String,
    pub version: u32,
    /// Name and version of the tool that published.
    pub tool: String,
    /// When the snapshot was taken.
    pub taken_at: Instant,
    /// The file that holds the bundle.
    pub bundle: String,
    /// The SHA-256 of every other file of the site, by its name.
    pub files: BTreeMap<String, Sha256Hex>,
}

impl Manifest {
    pub fn of(tool: &str, taken_at: Instant, bundle: &str, files: &BTreeMap<String, Vec<u8>>) -> Self {
        let digests = files.iter().map(|(name, bytes)| (name.clone(), Sha256Hex::of(bytes)));
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            tool: tool.to_owned(),
            taken_at,
            bundle: bundle.to_owned(),
            files: digests.collect(),
        }
    }

    /// # Errors
    /// When it cannot be written as JSON.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Reads a manifest; none where the text is none, or one of a version that this code does not know.
    pub fn parse(text: &str) -> Option<Self> {
        let manifest: Self = serde_json::from_str(text).ok()?;
        (manifest.format == FORMAT && manifest.version == VERSION).then_some(manifest)
    }

    /// Of these files, by name and content, those that no publish put there as they are: then the folder is not the
    /// site's alone.
    pub fn foreign<'a>(&self, files: impl Iterator<Item = (&'a str, Option<Vec<u8>>)>) -> Vec<String> {
        let foreign = |(name, bytes): (&str, Option<Vec<u8>>)| {
            if name == MANIFEST_FILE {
                return None;
            }
            match (self.files.get(name), bytes) {
                (Some(stated), Some(bytes)) if *stated == Sha256Hex::of(&bytes) => None,
                (Some(_), _) => Some(format!("{name} (changed since)")),
                (None, _) => Some(name.to_owned()),
            }
        };
        files.filter_map(foreign).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let files = BTreeMap::from([("a".to_owned(), b"1".to_vec())]);
        Manifest::of("tool 1", Instant::parse("2026-11-02").expect("a day"), "a", &files)
    }

    #[test]
    fn it_reads_back_and_another_document_is_none() {
        let text = manifest().to_text().expect("JSON");
        assert_eq!(Manifest::parse(&text), Some(manifest()));
        assert_eq!(Manifest::parse(&text.replace("\"version\": 1", "\"version\": 2")), None);
        assert_eq!(Manifest::parse("{}"), None);
    }

    #[test]
    fn a_file_of_somebody_else_is_named() {
        let foreign = |files: &[(&str, &str)]| {
            manifest().foreign(files.iter().map(|(name, text)| (*name, Some(text.as_bytes().to_vec()))))
        };
        assert_eq!(foreign(&[("a", "1"), ("site.json", "{}")]), Vec::<String>::new());
        assert_eq!(foreign(&[("a", "1"), ("CNAME", "x")]), ["CNAME"]);
        assert_eq!(foreign(&[("a", "2")]), ["a (changed since)"]);
    }
}
