//! A registry and a lake of any size, made up: the same bytes for the same shape on every machine. They are like
//! `configs/`: every lifecycle, several kinds of hardware, measurements with their contexts, levers in every state, and
//! defects that raise flags.

mod campaign;
mod random;
mod registry;

use std::fs;
use std::io;
use std::path::Path;

use campaign::{Campaign, campaign};
use registry::registry;

/// How much of it there is.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    pub findings: u64,
    /// The cited campaigns, spread evenly over the findings.
    pub campaigns: u64,
    /// How many of the cited campaigns have no folder in the lake.
    pub missing: u64,
}

impl Shape {
    /// The campaigns of a finding, by their numbers.
    fn cited_by(&self, finding: u64) -> std::ops::Range<u64> {
        let from = |finding: u64| finding.saturating_mul(self.campaigns).checked_div(self.findings).unwrap_or(0);
        from(finding)..from(finding.saturating_add(1))
    }

    /// Whether a campaign has no folder: they are spread over the whole lake.
    fn is_missing(&self, campaign: u64) -> bool {
        let up_to = |campaign: u64| campaign.saturating_mul(self.missing).checked_div(self.campaigns).unwrap_or(0);
        up_to(campaign) != up_to(campaign.saturating_add(1))
    }

    /// The campaigns that have a folder.
    fn lake(&self) -> impl Iterator<Item = Campaign> {
        (0..self.campaigns).filter(|number| !self.is_missing(*number)).map(campaign)
    }

    /// Writes `value-findings.yaml` and `campaigns/` into a folder, which is made.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let campaigns = folder.join("campaigns");
        fs::create_dir_all(&campaigns)?;
        fs::write(folder.join("value-findings.yaml"), registry(self))?;
        for campaign in self.lake() {
            let own = campaigns.join(&campaign.id);
            fs::create_dir_all(&own)?;
            for (name, text) in campaign.files() {
                fs::write(own.join(name), text)?;
            }
        }
        Ok(())
    }
}
