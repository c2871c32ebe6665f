//! Where there is one thread.

/// What `work` makes of each item, in the items' order.
pub fn map<I: IntoIterator, R>(items: I, work: impl Fn(I::Item) -> R) -> Vec<R> {
    items.into_iter().map(work).collect()
}
