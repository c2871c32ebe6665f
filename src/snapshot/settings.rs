//! What lies beside the registry: `cost.yaml`, `sol-ceilings.yaml`, `policy.yaml`. Each may be absent; a broken one is
//! refused, because a gate under half a policy would pass what it should not.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::bundle::{BaselineGroup, ByName, Ceilings, Links, Policy, Rates, Severity, Waiver};

use super::{SnapshotError, file, node, refusal};

/// The largest settings file that is read, in bytes.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// The settings and the files that they were read from.
#[derive(Default)]
pub struct Settings {
    pub rates: Rates,
    pub ceilings: Ceilings,
    pub policy: Policy,
    pub read: Vec<PathBuf>,
}

/// Reads the settings beside a registry.
///
/// # Errors
/// When one of them is there and cannot be taken.
pub fn beside(registry: &Path) -> Result<Settings, SnapshotError> {
    let folder = registry.parent().unwrap_or(Path::new(""));
    let mut settings = Settings::default();
    if let Some(cost) = optional::<CostFile>(&folder.join("cost.yaml"), "rates", &mut settings.read)? {
        settings.rates = cost.into_rates(&folder.join("cost.yaml"))?;
    }
    if let Some(ceilings) = optional(&folder.join("sol-ceilings.yaml"), "ceilings", &mut settings.read)? {
        settings.ceilings = finite(ceilings, &folder.join("sol-ceilings.yaml"))?;
    }
    if let Some(policy) = optional::<PolicyFile>(&folder.join("policy.yaml"), "policy", &mut settings.read)? {
        settings.policy = policy.into_policy(&folder.join("policy.yaml"))?;
    }
    Ok(settings)
}

fn optional<T: DeserializeOwned>(
    path: &Path,
    what: &'static str,
    read: &mut Vec<PathBuf>,
) -> Result<Option<T>, SnapshotError> {
    if std::fs::symlink_metadata(path).is_err() {
        return Ok(None);
    }
    let bytes = file::read_named(path, what, MAX_BYTES)?;
    let text = file::utf8(&bytes, path)?;
    read.push(path.to_owned());
    serde_yaml::from_str_with_options(text, node::options(text)).map(Some).map_err(|error| SnapshotError::Refused {
        path: path.to_owned(),
        report: refusal::of_yaml(&error, text, &file::name(path)),
    })
}

fn finite(ceilings: Ceilings, path: &Path) -> Result<Ceilings, SnapshotError> {
    let metrics = ceilings.iter().flat_map(|(key, metrics)| metrics.iter().map(move |metric| (key, metric)));
    for (key, (metric, ceiling)) in metrics {
        if !(ceiling.value.is_finite() && ceiling.value > 0.0) {
            let value = ceiling.value;
            return Err(refuse(path, format!("{key}.{metric} is {value}; a ceiling is a number above zero")));
        }
    }
    Ok(ceilings)
}

fn refuse(path: &Path, message: String) -> SnapshotError {
    SnapshotError::Refused { path: path.to_owned(), report: format!("error: {message}") }
}

#[derive(Deserialize)]
struct CostFile {
    usd_per_gpu_hour: ByName<f64>,
    #[serde(default)]
    sources: ByName<String>,
}

impl CostFile {
    fn into_rates(self, path: &Path) -> Result<Rates, SnapshotError> {
        if let Some((name, rate)) = self.usd_per_gpu_hour.iter().find(|(_, rate)| !(rate.is_finite() && **rate > 0.0)) {
            return Err(refuse(path, format!("usd_per_gpu_hour.{name} is {rate}; a rate is a number above zero")));
        }
        Ok(Rates { usd_per_gpu_hour: self.usd_per_gpu_hour, sources: self.sources })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    #[serde(default)]
    severity: ByName<Severity>,
    #[serde(default = "default_stale_days")]
    stale_days: u32,
    #[serde(default)]
    baselines: Vec<BaselineGroup>,
    #[serde(default)]
    links: Links,
    #[serde(default)]
    waivers: Vec<Waiver>,
}

fn default_stale_days() -> u32 {
    Policy::default().stale_days
}

impl PolicyFile {
    fn into_policy(self, path: &Path) -> Result<Policy, SnapshotError> {
        let templates = [("campaign", &self.links.campaign), ("repo", &self.links.repo)];
        for (name, template) in templates {
            if template.as_ref().is_some_and(|template| !is_web_address(template)) {
                return Err(refuse(path, format!("links.{name} must start with https://")));
            }
        }
        if self.baselines.iter().any(|group| group.name.trim().is_empty()) {
            return Err(refuse(path, "a group in baselines has no name".to_owned()));
        }
        let Self { severity, stale_days, baselines, links, waivers } = self;
        Ok(Policy { severity, stale_days, baselines, links, waivers })
    }
}

fn is_web_address(template: &str) -> bool {
    template.starts_with("https://")
}
