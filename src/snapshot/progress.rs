//! How far a snapshot is: counters that another thread may look at while it is taken. Nothing depends on them.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Campaigns of the local lake, so far.
#[derive(Debug, Default)]
pub struct Progress {
    wanted: AtomicUsize,
    read: AtomicUsize,
}

impl Progress {
    /// The campaigns that are read, and how many of them are to be; none of either before the registry is read.
    pub fn counts(&self) -> (usize, usize) {
        (self.read.load(Ordering::Relaxed), self.wanted.load(Ordering::Relaxed))
    }

    pub(super) fn want(&self, campaigns: usize) {
        self.wanted.fetch_add(campaigns, Ordering::Relaxed);
    }

    pub(super) fn read_one(&self) {
        self.read.fetch_add(1, Ordering::Relaxed);
    }
}
