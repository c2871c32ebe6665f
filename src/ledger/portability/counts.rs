//! How many pairs of a finding and a model are in which state, of one hardware at a time.

use std::collections::BTreeMap;

use crate::ledger::{Hardware, NOT_RECORDED, Row};

use super::{Cell, Line, State};

/// Whose pairs a tally counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Findings with that token as their only one.
    One(Hardware),
    /// Findings with more than one: what they say belongs to no single hardware.
    Several,
    /// Findings without one.
    Unknown,
}

/// How many pairs of a finding and a model are in each state; a pair is in exactly one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PairCounts {
    /// Validated under a finding that is proven.
    pub proven: usize,
    /// Validated under one that is not.
    pub unproven: usize,
    pub candidate: usize,
    pub refuted: usize,
    pub untested: usize,
}

impl Group {
    pub fn of(row: &Row) -> Self {
        match &*row.hardware {
            [] => Self::Unknown,
            [one] => Self::One(*one),
            _ => Self::Several,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::One(hardware) => hardware.name(),
            Self::Several => "several hardware tokens",
            Self::Unknown => NOT_RECORDED,
        }
    }
}

impl PairCounts {
    /// All pairs.
    pub fn pairs(&self) -> usize {
        [self.proven, self.unproven, self.candidate, self.refuted, self.untested]
            .into_iter()
            .fold(0, usize::saturating_add)
    }

    fn add(&mut self, cell: &Cell, row: &Row) {
        let count = match cell.state() {
            State::Validated if cell.is_unproven(row) => &mut self.unproven,
            State::Validated => &mut self.proven,
            State::Candidate => &mut self.candidate,
            State::Refuted => &mut self.refuted,
            State::Untested => &mut self.untested,
        };
        *count = count.saturating_add(1);
    }
}

/// Of every pair of a line and a model.
pub fn by_group(lines: &[Line<'_>], models: usize) -> BTreeMap<Group, PairCounts> {
    let mut tallies: BTreeMap<Group, PairCounts> = BTreeMap::new();
    for line in lines {
        let tally = tallies.entry(Group::of(line.row)).or_default();
        let mut stated = 0_usize;
        for (_, cell) in line.stated() {
            tally.add(cell, line.row);
            stated = stated.saturating_add(1);
        }
        tally.untested = tally.untested.saturating_add(models.saturating_sub(stated));
    }
    tallies
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_called_by_its_hardware() {
        assert_eq!(Group::One(Hardware::B200).name(), "B200");
        assert_eq!(Group::Several.name(), "several hardware tokens");
        assert_eq!(Group::Unknown.name(), "not recorded");
    }
}
