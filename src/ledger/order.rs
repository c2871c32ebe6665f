//! Putting things in order. The page holds one sort: the standard library's is made anew for each type and each
//! comparison, 3 KB a time.

use std::cmp::Ordering;

/// As [`slice::sort_by`] does: what is equal keeps its order.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let order = of(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
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
pub fn by_name<'a>(mut named: Vec<(&'a str, usize)>) -> Vec<(&'a str, Vec<usize>)> {
    sort_by_key(&mut named, |(name, _)| *name);
    let group = |of: &[(&'a str, usize)]| Some((of.first()?.0, of.iter().map(|(_, one)| *one).collect()));
    named.chunk_by(|(name, _), (next, _)| name == next).filter_map(group).collect()
}

/// The places of so many things, in their order.
pub fn of(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
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
    fn a_set_holds_each_once_and_what_goes_by_a_name_keeps_its_order() {
        assert_eq!(set([3, 1, 3, 2, 1]), [1, 2, 3]);
        let named = vec![("b", 4), ("a", 9), ("b", 2), ("a", 9)];
        assert_eq!(by_name(named), [("a", vec![9, 9]), ("b", vec![4, 2])]);
        assert!(by_name(Vec::new()).is_empty());
    }
}
