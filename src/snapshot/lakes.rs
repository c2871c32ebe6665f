//! The two lakes that a snapshot looks into, and what is noted on the way.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::bundle::{Day, Problem};
use crate::threads;

use super::cited::partition_of;
use super::listing::Listing;
use super::local::Local;
use super::published::{LakeFailure, Partition, PublishedLake};
use super::wanted::Wanted;
use super::{Progress, SnapshotError, campaign};

/// Both lakes, either of which may not be there.
pub struct Lakes<'a> {
    pub local: Option<&'a Local>,
    pub published: Option<&'a dyn PublishedLake>,
    /// What the published lake lists; none where nothing needed the listing.
    listed: Option<Result<Listed, LakeFailure>>,
    allow_partial: bool,
    progress: &'a Progress,
    nothing: Listing,
}

/// The listing of the published lake.
struct Listed {
    /// The days under which each campaign is published.
    days: BTreeMap<String, Vec<Day>>,
    /// The names of both lakes.
    all: Listing,
}

impl<'a> Lakes<'a> {
    pub fn new(
        local: Option<&'a Local>,
        published: Option<&'a dyn PublishedLake>,
        allow_partial: bool,
        progress: &'a Progress,
    ) -> Self {
        Self { local, published, listed: None, allow_partial, progress, nothing: Listing::default() }
    }

    /// Lists the published lake, which costs a request for every thousand campaigns.
    pub fn list(&mut self) {
        let Some(lake) = self.published else { return };
        let listed = lake.list().and_then(|partitions| {
            if partitions.is_empty() {
                lake.exists()?;
            }
            Ok(partitions)
        });
        self.listed = Some(listed.map(|partitions| {
            let mut days: BTreeMap<String, Vec<Day>> = BTreeMap::new();
            for partition in partitions {
                days.entry(partition.id).or_default().push(partition.day);
            }
            let published = days.keys().cloned();
            let names: BTreeSet<String> = published.chain(self.local_listing().names().iter().cloned()).collect();
            Listed { days, all: Listing::new(names) }
        }));
    }

    /// Where a campaign is published, as far as that is known without asking: by the listing, else by its time.
    pub fn partition(&self, name: &str) -> Option<Partition> {
        if let [day] = self.days(name) {
            return Some(Partition { id: name.to_owned(), day: *day });
        }
        partition_of(name)
    }

    /// The days under which the listing has a campaign.
    pub fn days(&self, name: &str) -> &[Day] {
        self.listed().and_then(|listed| listed.days.get(name)).map_or(&[], Vec::as_slice)
    }

    pub fn local_listing(&self) -> &Listing {
        self.local.map_or(&self.nothing, Local::listing)
    }

    /// The names of both lakes, where the published one was listed.
    pub fn everything(&self) -> Option<&Listing> {
        self.listed().map(|listed| &listed.all)
    }

    pub fn listing_failure(&self) -> Option<&LakeFailure> {
        self.listed.as_ref().and_then(|listed| listed.as_ref().err())
    }

    /// What the files of these campaigns say; none for one that has no folder.
    pub fn read_local<T: AsRef<str> + Sync>(&self, names: &[T], wanted: &Wanted) -> Vec<Option<campaign::Read>> {
        let Self { local, progress, .. } = *self;
        progress.want(names.len());
        threads::map(names, |name| {
            let name = name.as_ref();
            let here = local.filter(|local| local.listing().holds(name));
            let read = here.map(|local| local.read(name, wanted.cells(name)));
            progress.read_one();
            read
        })
    }

    fn listed(&self) -> Option<&Listed> {
        self.listed.as_ref().and_then(|listed| listed.as_ref().ok())
    }
}

/// What is noted while campaigns are read.
#[derive(Default)]
pub struct Notes {
    pub problems: Vec<Problem>,
    /// The local files that were read.
    pub paths: Vec<PathBuf>,
    /// Whether the published lake left something unanswered.
    pub partial: bool,
}

impl Notes {
    /// Goes on without what the published lake did not answer, where that is allowed.
    ///
    /// # Errors
    /// The failure itself, where it is not.
    pub fn fail(&mut self, lakes: &Lakes<'_>, failure: &LakeFailure) -> Result<(), SnapshotError> {
        if !lakes.allow_partial {
            return Err(SnapshotError::Lake(failure.clone()));
        }
        self.partial = true;
        Ok(())
    }
}
