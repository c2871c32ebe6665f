//! The headline: how many rows of each kind stand on each hardware, so that nothing is ever summed over two.

use std::borrow::Borrow;

use super::{Hardware, Kind, Row, Standing, order};

/// Counts of any set of rows, kept apart by hardware token. Every row is in exactly one tally.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headline {
    /// The tokens that rows have as their only one, in listing order.
    pub by_hardware: Vec<(Hardware, Tally)>,
    /// Rows with more than one token: their figures belong to no single hardware.
    pub mixed: Tally,
    /// Rows without a token.
    pub unnamed: Tally,
}

/// How many rows are of each kind; a row is of exactly one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Done, deployed or deployable, and proven: effective tier verdict, and grounded.
    pub deployable_and_proven: usize,
    /// Done, and not deployable or not proven.
    pub done_otherwise: usize,
    pub in_progress: usize,
    pub not_done: usize,
    pub closed_negative: usize,
    /// No lifecycle, or not one of the four.
    pub unknown: usize,
}

impl Headline {
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Self {
        let mut headline = Self::default();
        for row in rows {
            headline.tally_of(&row.hardware).add(row);
        }
        order::sort_by_key(&mut headline.by_hardware, |(hardware, _)| *hardware);
        headline
    }

    fn tally_of(&mut self, hardware: &[Hardware]) -> &mut Tally {
        match hardware {
            [] => &mut self.unnamed,
            [one] => {
                let at = self.by_hardware.iter().position(|(other, _)| other == one).unwrap_or_else(|| {
                    self.by_hardware.push((*one, Tally::default()));
                    self.by_hardware.len().saturating_sub(1)
                });
                self.by_hardware.get_mut(at).map_or(&mut self.unnamed, |(_, tally)| tally)
            }
            _ => &mut self.mixed,
        }
    }
}

impl Tally {
    /// All rows that are done.
    pub fn done(&self) -> usize {
        self.deployable_and_proven.saturating_add(self.done_otherwise)
    }

    /// All rows.
    pub fn rows(&self) -> usize {
        [self.done(), self.in_progress, self.not_done, self.closed_negative, self.unknown]
            .into_iter()
            .fold(0, usize::saturating_add)
    }

    /// How many rows of that kind it counts; mixed rows are in a tally of their own, under the kinds that they would be.
    pub fn of_kind(&self, kind: Kind) -> usize {
        match kind {
            Kind::Proven => self.deployable_and_proven,
            Kind::Unproven => self.done_otherwise,
            Kind::InProgress => self.in_progress,
            Kind::NotDone => self.not_done,
            Kind::ClosedNegative => self.closed_negative,
            Kind::Unknown => self.unknown,
            Kind::Mixed => 0,
        }
    }

    fn add(&mut self, row: &Row) {
        let count = match Kind::by_lifecycle(row) {
            Kind::Proven => &mut self.deployable_and_proven,
            Kind::Unproven => &mut self.done_otherwise,
            Kind::InProgress => &mut self.in_progress,
            Kind::NotDone => &mut self.not_done,
            Kind::ClosedNegative => &mut self.closed_negative,
            Kind::Unknown | Kind::Mixed => &mut self.unknown,
        };
        *count = count.saturating_add(1);
    }
}

/// The rows that count as proven on one hardware: the larger throughput or latency speedup first, then those without
/// one, in registry order. The order says where to look first; baselines differ, so no figure is made of two rows.
pub fn proven_wins<T: Borrow<Row>>(rows: impl IntoIterator<Item = T>, hardware: Hardware) -> Vec<T> {
    let is_of = |row: &Row| *row.hardware == [hardware] && row.is_proven_win();
    let mut wins: Vec<T> = rows.into_iter().filter(|row| is_of(row.borrow())).collect();
    let speedup = |row: &T| Standing::of(row.borrow()).speedup.unwrap_or(f64::NEG_INFINITY);
    order::sort_by(&mut wins, |a, b| speedup(b).total_cmp(&speedup(a)));
    wins
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Finding, Gain};
    use crate::ledger::flag::testing::Case;

    fn rows(changes: &[fn(&mut Finding)]) -> Vec<Row> {
        Case::each(changes).ledger().rows
    }

    #[test]
    fn only_done_deployable_and_proven_rows_count_as_proven() {
        let rows = rows(&[
            |_| {},
            |finding| finding.deploy_readiness = Some("deployable".into()),
            |finding| finding.deploy_readiness = Some("fork-local".into()),
            |finding| finding.campaign_ids.clear(),
            |finding| finding.lifecycle = Some("in_progress".into()),
            |finding| finding.lifecycle = Some("not_done".into()),
            |finding| finding.lifecycle = Some("closed_negative".into()),
            |finding| finding.lifecycle = Some("finished".into()),
        ]);
        let wanted = Tally {
            deployable_and_proven: 2,
            done_otherwise: 2,
            in_progress: 1,
            not_done: 1,
            closed_negative: 1,
            unknown: 1,
        };
        let headline = Headline::of(&rows);
        assert_eq!(headline.by_hardware, [(Hardware::Gb300, wanted)]);
        assert_eq!((wanted.done(), wanted.rows()), (4, 8));
        assert_eq!((headline.mixed.rows(), headline.unnamed.rows()), (0, 0));
    }

    #[test]
    fn hardware_is_kept_apart_in_listing_order() {
        let rows = rows(&[
            |finding| finding.hardware = Some("H100 TP=2".into()),
            |_| {},
            |finding| finding.hardware = Some("GB300 and B200".into()),
            |finding| finding.hardware = Some("a laptop".into()),
            |finding| finding.hardware = None,
            |finding| finding.hardware = Some("H100 TP=4".into()),
        ]);
        let headline = Headline::of(&rows);
        let counts: Vec<(Hardware, usize)> =
            headline.by_hardware.iter().map(|(hardware, tally)| (*hardware, tally.rows())).collect();
        assert_eq!(counts, [(Hardware::Gb300, 1), (Hardware::H100, 2)]);
        assert_eq!((headline.mixed.rows(), headline.unnamed.rows()), (1, 2));
    }

    #[test]
    fn the_headline_of_shown_rows_counts_only_those() {
        let rows = rows(&[|_| {}, |finding| finding.hardware = Some("H100".into())]);
        let headline = Headline::of(rows.iter().filter(|row| *row.hardware == [Hardware::H100]));
        assert_eq!(headline.by_hardware.len(), 1);
        assert_eq!(Headline::of(&[]), Headline::default());
    }

    #[test]
    fn proven_wins_are_of_one_hardware_and_the_largest_speedup_leads() {
        fn gain(tier: &str, speedup: f64) -> Option<Gain> {
            Some(Gain { tier: Some(tier.into()), speedup: Some(speedup), ..Gain::default() })
        }
        let rows = rows(&[
            |finding| finding.id = Some("no-speedup".into()),
            |finding| (finding.id, finding.gain) = (Some("capacity".into()), gain("capacity", 9.0)),
            |finding| (finding.id, finding.gain) = (Some("small".into()), gain("latency", 1.1)),
            |finding| (finding.id, finding.gain) = (Some("large".into()), gain("throughput", 1.4)),
            |finding| finding.hardware = Some("B200".into()),
            |finding| finding.hardware = Some("GB300 and B200".into()),
            |finding| finding.deploy_readiness = Some("research".into()),
        ]);
        let keys: Vec<&str> = proven_wins(&rows, Hardware::Gb300).into_iter().map(|row| &*row.key).collect();
        assert_eq!(keys, ["large", "small", "no-speedup", "capacity"]);
        assert_eq!(proven_wins(&rows, Hardware::B200).len(), 1);
    }
}
