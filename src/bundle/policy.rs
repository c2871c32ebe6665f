//! `policy.yaml`: severities, limits, baseline groups and links, with the tool's defaults where it says nothing.

use serde::{Deserialize, Serialize};

use super::compact::{record, variants};
use super::{ByName, Day};

/// How much a flag weighs, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
    Info,
    /// Not raised at all.
    Off,
}

variants!(Severity { 0: Error, 1: Warning, 2: Info, 3: Off });

impl Severity {
    /// The severities that a raised flag can have, the gravest first.
    pub const RAISED: [Self; 3] = [Self::Error, Self::Warning, Self::Info];

    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Off => "off",
        }
    }
}

/// The policy in force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Severity by flag code, where it is not the default.
    pub severity: ByName<Severity>,
    /// Days after which evidence without review is stale.
    pub stale_days: u32,
    /// Groups of free-text baselines; the first that fits holds.
    pub baselines: Vec<BaselineGroup>,
    pub links: Links,
    /// Flags that somebody accepted until a day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<Waiver>,
}

record!(Policy { severity, stale_days, baselines, links, waivers });

impl Default for Policy {
    fn default() -> Self {
        Self {
            severity: ByName::default(),
            stale_days: 90,
            baselines: Vec::new(),
            links: Links::default(),
            waivers: Vec::new(),
        }
    }
}

/// A name for all baselines that hold one of the words, any case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselineGroup {
    pub name: String,
    #[serde(rename = "match")]
    pub words: Vec<String>,
}

record!(BaselineGroup { name, words });

/// Templates of addresses: `{id}` in `campaign`; `{repo}` and `{commit}` in `repo`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Links {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repo: Option<String>,
}

record!(Links { campaign, repo });

/// Says that flags of one code are accepted until a day. It names a finding, a campaign, or both: for everything there
/// is `severity`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WaiverEntry")]
pub struct Waiver {
    pub code: String,
    /// The key of the finding, which is its id where the id is unique.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<String>,
    /// The campaign that the flag is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    pub owner: String,
    pub reason: String,
    /// The last day on which it holds, UTC.
    pub expires: Day,
}

record!(Waiver { code, finding, campaign, owner, reason, expires });

/// The rule that says that a waiver is over; a waiver of that would never be over.
pub const NOT_WAIVABLE: &str = "waiver-expired";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WaiverEntry {
    code: String,
    #[serde(default)]
    finding: Option<String>,
    #[serde(default)]
    campaign: Option<String>,
    owner: String,
    reason: String,
    expires: String,
}

impl TryFrom<WaiverEntry> for Waiver {
    type Error = String;

    fn try_from(entry: WaiverEntry) -> Result<Self, String> {
        let WaiverEntry { code, finding, campaign, owner, reason, expires } = entry;
        let named = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let (finding, campaign) = (named(finding), named(campaign));
        for (field, text) in [("code", &code), ("owner", &owner), ("reason", &reason)] {
            if text.trim().is_empty() {
                return Err(format!("a waiver has no {field}"));
            }
        }
        if code == NOT_WAIVABLE {
            return Err(format!("{NOT_WAIVABLE} cannot be waived; renew the waiver that is over, or take it out"));
        }
        if finding.is_none() && campaign.is_none() {
            return Err(format!(
                "the waiver of {code} names neither a finding nor a campaign; name one, or set the code's severity"
            ));
        }
        let expires = Day::parse(&expires)
            .ok_or_else(|| format!("the waiver of {code} expires on {expires:?}; write a day, such as 2026-12-31"))?;
        Ok(Self { code, finding, campaign, owner, reason, expires })
    }
}
