//! `policy.yaml`: severities, limits, baseline groups and links, with the tool's defaults where it says nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
    pub severity: BTreeMap<String, Severity>,
    /// Days after which evidence without review is stale.
    pub stale_days: u32,
    /// Groups of free-text baselines; the first that fits holds.
    pub baselines: Vec<BaselineGroup>,
    pub links: Links,
}

impl Default for Policy {
    fn default() -> Self {
        Self { severity: BTreeMap::new(), stale_days: 90, baselines: Vec::new(), links: Links::default() }
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

/// Templates of addresses: `{id}` in `campaign`; `{repo}` and `{commit}` in `repo`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Links {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repo: Option<String>,
}
