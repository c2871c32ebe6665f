//! Where there is one thread.

/// What `work` makes of each item, in the items' order.
pub fn map<T, R>(items: &[T], work: impl Fn(&T) -> R) -> Vec<R> {
    items.iter().map(work).collect()
}
