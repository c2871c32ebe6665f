//! A thread a core.

use std::iter;
use std::num::NonZero;
use std::panic;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// More threads than this wait for each other, for a disk or for memory.
const MOST: usize = 8;

/// How many threads the machine runs at once, within reason.
pub fn count() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get).min(MOST)
}

/// What `work` makes of each item, in the items' order. Whoever has done a part takes the next, so that threads end
/// together though items differ.
pub fn map<I, R>(items: I, work: impl Fn(I::Item) -> R + Sync) -> Vec<R>
where
    I: IntoIterator<IntoIter: ExactSizeIterator + Send, Item: Send>,
    R: Send,
{
    /// Less than this is done before a second thread has started.
    const FEW: usize = 32;
    /// How many parts there are for each thread.
    const PARTS: usize = 8;
    let items = items.into_iter();
    let (length, threads) = (items.len(), count());
    if length < FEW || threads < 2 {
        return items.map(work).collect();
    }
    let size = length.div_ceil(threads.saturating_mul(PARTS));
    let left = Mutex::new((0..).zip(items));
    let next = || -> Option<(usize, Vec<I::Item>)> {
        let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
        let (place, first) = left.next()?;
        let part = iter::once(first).chain(left.by_ref().map(|(_, item)| item).take(size.saturating_sub(1)));
        Some((place, part.collect()))
    };
    let take = || -> Vec<(usize, Vec<R>)> {
        iter::from_fn(&next).map(|(place, part)| (place, part.into_iter().map(&work).collect())).collect()
    };
    let mut done = thread::scope(|scope| {
        // Where the system has no thread left, all parts are done here.
        let others: Vec<_> =
            (1..threads).filter_map(|_| thread::Builder::new().spawn_scoped(scope, take).ok()).collect();
        let mut done = take();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(place, _)| *place);
    let mut all = Vec::with_capacity(length);
    done.into_iter().for_each(|(_, part)| all.extend(part));
    all
}
