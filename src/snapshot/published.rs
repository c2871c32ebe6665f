//! What a snapshot asks of a published lake. The lake that answers needs the network and is native; `build.rs`, which
//! compiles this module too, has none.

use crate::bundle::{CampaignConfig, ChampionSelect, Day, Points, Problem, Provenance, Published, WantedCell};

/// A published lake. Every method asks once and waits for all answers; the answers are in the order of what was asked.
pub trait PublishedLake {
    /// Every campaign that is published.
    ///
    /// # Errors
    /// When the lake does not answer.
    fn list(&self) -> Result<Vec<Partition>, LakeFailure>;

    /// Whether there is a lake at that address at all, as far as the store says: then what it does not hold was not
    /// published. It is asked where nothing else was found there.
    ///
    /// # Errors
    /// When there is none.
    fn exists(&self) -> Result<(), LakeFailure>;

    /// The row of each of these campaigns.
    fn campaigns(&self, wanted: &[Partition]) -> Vec<Answer<Row>>;

    /// The operating points of each of these campaigns.
    fn points(&self, wanted: &[WantedPoints]) -> Vec<Answer<Measured>>;
}

/// None where the lake does not hold it.
pub type Answer<T> = Result<Option<T>, LakeFailure>;

/// Where a campaign is published: its exact id under a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Partition {
    pub id: String,
    pub day: Day,
}

/// Operating points to read, and those that are carried before others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedPoints {
    pub partition: Partition,
    pub cells: Vec<WantedCell>,
}

/// A campaign's row, and what went wrong while reading it. A row that cannot be read is one that records nothing, and
/// the campaign still counts as published.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    pub published: Published,
    pub provenance: Option<Provenance>,
    pub champion_select: Option<ChampionSelect>,
    pub config: Option<CampaignConfig>,
    pub problems: Vec<Problem>,
}

/// A campaign's operating points; none where they cannot be read, which is a problem then.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measured {
    pub points: Option<Points>,
    pub problems: Vec<Problem>,
}

/// A lake that did not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the published lake {lake} {did}")]
pub struct LakeFailure {
    /// Scheme, bucket and prefix, and nothing that may be secret.
    pub lake: String,
    /// What it did, in plain words: they never quote what the store or a library says.
    pub did: String,
}
