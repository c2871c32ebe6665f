//! Which rows of the ledger are in the document, and which line of the table each is.

use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::{Get, GetUntracked, RwSignal, Set, Update, With, WithUntracked, untrack};

use crate::ledger::Lifecycle;
use crate::ui::window::{Window, filling};

use super::Page;

/// The line of the columns' headings in the ledger's table.
const HEADING: usize = 1;

/// The shown rows by lifecycle, in their order.
pub type Listing = Arc<[Vec<usize>; Lifecycle::ALL.len()]>;

impl Page {
    /// How many more rows of the ledger go into a text after so many.
    pub fn room_after(self, rows: usize) -> usize {
        self.most_rows.unwrap_or(usize::MAX).saturating_sub(rows)
    }

    /// What of the rows of a lifecycle is near the screen; tracked.
    pub fn near(self, group: usize) -> Window {
        self.listed.with(|listed| window(&self.windows, self.typical, listed, group))
    }

    /// What of the rows of a lifecycle is in the document, where not all have been from the start; tracked.
    pub fn drawn(self, group: usize) -> Window {
        let around = || self.listed.with(|listed| self.around.with(|around| so_many_around(around, listed)));
        self.near(group).with_around(if self.is_long.get() { 0 } else { around() })
    }

    /// Whether all rows are in the document, wherever the reader is.
    #[cfg_attr(not(feature = "web"), expect(dead_code, reason = "without a browser they are"))]
    pub fn is_whole(self) -> bool {
        untrack(|| (0..Lifecycle::ALL.len()).all(|group| self.drawn(group).is_whole()))
    }

    /// Puts so many rows more around those near the screen, as long as the same are listed.
    #[cfg_attr(not(feature = "web"), expect(dead_code, reason = "without a browser all are there"))]
    pub fn put_around(self, rows: usize) {
        let listed = self.listed.get_untracked();
        self.around.update(|around| {
            let so_far = so_many_around(around, &listed);
            *around = Some((listed, so_far.saturating_add(rows)));
        });
    }

    /// Nobody looks at the rows: those near the screen are enough when somebody does again.
    #[cfg_attr(not(feature = "web"), expect(dead_code, reason = "without a browser all are there"))]
    pub fn leave(self) {
        self.around.set(None);
    }

    /// Says what of the rows of a lifecycle is near the screen. Whether that is something else than before.
    #[cfg_attr(not(feature = "web"), expect(dead_code, reason = "only a browser has a screen"))]
    pub fn set_window(self, group: usize, near: Window) -> bool {
        let Some(window) = self.windows.get(group) else { return false };
        let is_known = |window: &Option<Window>| window.as_ref().is_some_and(|window| window.looks_like(&near));
        let is_other = !untrack(|| self.near(group)).looks_like(&near) && !window.with_untracked(is_known);
        if is_other {
            window.set(Some(near));
        }
        is_other
    }

    /// How many lines the table has in all, tracked: the headings and the shown rows.
    pub fn lines_in_all(self) -> usize {
        self.listed.with(|listed| {
            let groups = listed.iter().filter(|group| !group.is_empty());
            groups.map(|group| group.len().saturating_add(1)).fold(HEADING, usize::saturating_add)
        })
    }

    /// The line of the table that a shown row stands on, where not all of them are in the document; tracked.
    pub fn line_of(self, row: usize) -> Option<usize> {
        self.lines.with(|lines| lines.iter().find(|(of, _)| *of == row).map(|(_, line)| *line))
    }

    /// The line of a group's heading, where not all rows are in the document; tracked.
    pub fn line_of_heading(self, group: usize) -> Option<usize> {
        let first =
            self.is_long.get().then(|| self.listed.with(|listed| first_lines(listed).get(group).copied()))??;
        Some(first.saturating_sub(1))
    }
}

/// Of the rows that are near the screen: the line of each among all that are listed.
pub fn lines(
    listed: &[Vec<usize>; Lifecycle::ALL.len()],
    windows: &[RwSignal<Option<Window>>],
    typical: RwSignal<f64>,
) -> Vec<(usize, usize)> {
    let groups = listed.iter().zip(first_lines(listed)).enumerate();
    let lines = groups.flat_map(|(group, (rows, first))| {
        let Range { start, end } = window(windows, typical, listed, group).rows;
        let near = rows.get(start..end.min(rows.len())).unwrap_or_default();
        near.iter().copied().zip(first.saturating_add(start)..)
    });
    lines.collect()
}

fn so_many_around(around: &Option<(Listing, usize)>, listed: &Listing) -> usize {
    around.as_ref().filter(|(of, _)| Arc::ptr_eq(of, listed)).map_or(0, |(_, rows)| *rows)
}

fn window(
    windows: &[RwSignal<Option<Window>>],
    typical: RwSignal<f64>,
    listed: &[Vec<usize>; Lifecycle::ALL.len()],
    group: usize,
) -> Window {
    let (count, typical) = (listed.get(group).map_or(0, Vec::len), typical.get());
    let is_first = listed.iter().take(group).all(Vec::is_empty);
    // One that was below the screen may have come to the top by a filter.
    let seen = windows.get(group).and_then(|window| window.get()).filter(|seen| !(is_first && seen.is_below()));
    match seen {
        Some(seen) => seen.of_others(count, typical),
        None if is_first => {
            // Not tracked: how the list begins does not change with what is drawn of others later.
            let seen = windows.iter().filter_map(|window| Some(window.get_untracked()?.rows.len()));
            Window::unseen(count, filling(seen), typical)
        }
        None => Window::unseen(count, 0, typical),
    }
}

/// The line of the first row of each group: one with rows has a heading of its own.
fn first_lines(groups: &[Vec<usize>; Lifecycle::ALL.len()]) -> [usize; Lifecycle::ALL.len()] {
    let mut line = HEADING.saturating_add(1);
    groups.each_ref().map(|rows| {
        let first = line.saturating_add(1);
        if !rows.is_empty() {
            line = first.saturating_add(rows.len());
        }
        first
    })
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use leptos::prelude::Owner;

    use super::*;
    use crate::ui::window::UNSEEN;

    #[test]
    fn as_long_as_nobody_looked_the_first_group_with_rows_fills_a_screen() {
        Owner::new().with(|| {
            let windows = Lifecycle::ALL.map(|_| RwSignal::new(None));
            let listed = [vec![], (0..600).collect(), (600..700).collect(), vec![], vec![]];
            let typical = RwSignal::new(UNSEEN);
            let rows = |group| window(&windows, typical, &listed, group).rows;
            assert_eq!([0, 1, 2].map(rows), [0..0, 0..12, 0..0]);
            windows[2].set(Some(Window { rows: 8..16, before: 0.0, after: 0.0, of: 100 }));
            assert_eq!([0, 1, 2].map(rows), [0..0, 0..8, 8..16]);
            windows[1].set(Some(Window { rows: 0..0, before: 0.0, after: 60_000.0, of: 600 }));
            assert_eq!(rows(1), 0..8, "what was below the screen is the first now");
            windows[1].set(Some(Window { rows: 600..600, before: 60_000.0, after: 0.0, of: 600 }));
            assert_eq!(rows(1), 600..600, "what is above the screen stays there");
            let listed = [vec![], (0..600).collect(), vec![], vec![], (600..604).collect()];
            let gap = || window(&windows, typical, &listed, 4).after;
            assert!((gap() - 4.0 * UNSEEN).abs() < 1e-9);
            typical.set(50.0);
            assert!((gap() - 200.0).abs() < 1e-9, "rows that nobody has seen are as high as those that were");
        });
    }
}
