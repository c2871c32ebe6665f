//! Putting things in order. The page holds one sort: the standard library's is made anew for each type and each
//! comparison, 3 KB a time.

use std::cmp::Ordering;

use std::ops::Range;

use rustc_hash::FxHashMap;

/// As [`slice::sort_by`] does: what is equal keeps its order.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let order = of(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    arrange(items, order);
}

/// Puts the items in an order of all their places.
pub fn arrange<T>(items: &mut [T], order: Vec<usize>) {
    for (place, from) in swaps(order) {
        items.swap(place, from);
    }
}

/// As [`slice::sort_by_key`] does.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// As [`slice::sort`] does.
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// All of the items, each once, in order.
pub fn set<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut set: Vec<T> = items.into_iter().collect();
    sort(&mut set);
    set.dedup();
    set
}

/// What goes by each name, the names in order.
pub fn by_name<'a>(named: impl IntoIterator<Item = (&'a str, usize)>) -> Vec<(&'a str, Vec<usize>)> {
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
    for (name, one) in named {
        let place = *places.entry(name).or_insert_with(|| {
            groups.push((name, Vec::new()));
            groups.len().saturating_sub(1)
        });
        if let Some((_, group)) = groups.get_mut(place) {
            group.push(one);
        }
    }
    sort_by_key(&mut groups, |(name, _)| *name);
    groups
}

/// Which of two things, by their places, stands first.
pub type Compare<'a> = &'a dyn Fn(usize, usize) -> Ordering;

/// The places of so many things, in their order.
pub fn of(count: usize, compare: Compare<'_>) -> Vec<usize> {
    run(0..count, compare)
}

fn run(places: Range<usize>, compare: Compare<'_>) -> Vec<usize> {
    let mut run: Vec<usize> = places.collect();
    run.sort_by(|a, b| compare(*a, *b));
    run
}

/// The places of many things on their way into their order, some at a time. The last step merges all of them once, which is
/// the longest.
#[derive(Debug)]
pub struct Sorting {
    count: usize,
    /// Those in front of it are in runs, each in order and behind those before it where they are equal.
    next: usize,
    runs: Vec<Vec<usize>>,
}

impl Sorting {
    pub fn of(count: usize) -> Self {
        Self { count, next: 0, runs: Vec::new() }
    }

    /// Does some of it. The order once it is whole.
    pub fn step(&mut self, compare: Compare<'_>) -> Option<Vec<usize>> {
        /// So many are put in order at a time.
        const SOME: usize = 4096;
        let is_left = self.next < self.count;
        match self.runs.as_slice() {
            [.., before, last] if !is_left || before.len() <= last.len() => {
                let last = self.runs.pop()?;
                let before = self.runs.pop()?;
                self.runs.push(merged(&before, &last, compare));
            }
            _ if is_left => {
                let end = self.next.saturating_add(SOME).min(self.count);
                self.runs.push(run(self.next..end, compare));
                self.next = end;
            }
            _ => return Some(self.runs.pop().unwrap_or_default()),
        }
        None
    }
}

/// Of what is equal, that of the first stands first.
fn merged(first: &[usize], second: &[usize], compare: Compare<'_>) -> Vec<usize> {
    let mut merged = Vec::with_capacity(first.len().saturating_add(second.len()));
    let mut second = second.iter().copied().peekable();
    for place in first {
        while let Some(before) = second.next_if(|other| compare(*other, *place).is_lt()) {
            merged.push(before);
        }
        merged.push(*place);
    }
    merged.extend(second);
    merged
}

/// What to swap, one after the other, so that what stood at `order[place]` stands at `place`.
fn swaps(mut order: Vec<usize>) -> Vec<(usize, usize)> {
    let mut swaps = Vec::with_capacity(order.len());
    for place in 0..order.len() {
        let place_of = |wanted: usize| order.get(wanted).copied().unwrap_or(wanted);
        let mut from = place_of(place);
        // What stood before this place has been swapped away from there.
        while from < place {
            from = place_of(from);
        }
        swaps.push((place, from));
        if let Some(swapped) = order.get_mut(place) {
            *swapped = from;
        }
    }
    swaps
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of every order, some of them more than once.
    fn lists() -> impl Iterator<Item = Vec<(usize, usize)>> {
        (0..40).flat_map(|count: usize| {
            [1, 7, 11, 39].map(|step| (0..count).map(|place| (place * step % 13 % (count / 2 + 1), place)).collect())
        })
    }

    #[test]
    fn it_is_the_order_of_the_standard_library_and_what_is_equal_keeps_its_own() {
        for list in lists() {
            let (mut ours, mut theirs) = (list.clone(), list.clone());
            sort_by_key(&mut ours, |(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            assert_eq!(ours, theirs, "{list:?}");
            ours.reverse();
            sort(&mut ours);
            theirs.sort_unstable();
            assert_eq!(ours, theirs, "{list:?}");
        }
    }

    #[test]
    fn an_order_that_is_made_in_steps_is_the_same() {
        for count in [0, 1, 4095, 4096, 4097, 20_000, 50_001] {
            let key = |place: usize| place * 7919 % 1013;
            let compare = |a: usize, b: usize| key(a).cmp(&key(b));
            let mut sorting = Sorting::of(count);
            let mut steps = 0_usize;
            let order = loop {
                steps += 1;
                if let Some(order) = sorting.step(&compare) {
                    break order;
                }
            };
            assert_eq!(order, of(count, &compare), "{count}");
            assert_eq!(
                steps,
                (2 * count.div_ceil(4096)).max(1),
                "{count}: a step for each run, and for each two of them"
            );
        }
    }

    #[test]
    fn a_set_holds_each_once_and_what_goes_by_a_name_keeps_its_order() {
        assert_eq!(set([3, 1, 3, 2, 1]), [1, 2, 3]);
        let named = vec![("b", 4), ("a", 9), ("b", 2), ("a", 9)];
        assert_eq!(by_name(named), [("a", vec![9, 9]), ("b", vec![4, 2])]);
        assert!(by_name(Vec::new()).is_empty());
    }
}
