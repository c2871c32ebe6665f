//! A thread a core.

use std::num::NonZero;
use std::panic;
use std::thread;

/// More threads than this wait for each other, for a disk or for memory.
const MOST: usize = 8;

/// How many threads the machine runs at once, within reason.
pub fn count() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get).min(MOST)
}

/// What `work` makes of each item, in the items' order.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    /// Less than this is done before a second thread has started.
    const FEW: usize = 32;
    let threads = if items.len() < FEW { 1 } else { count() };
    let mut parts = items.chunks(items.len().div_ceil(threads).max(1));
    let first = parts.next().unwrap_or_default();
    let all = &|part: &[T]| -> Vec<R> { part.iter().map(&work).collect() };
    thread::scope(|scope| {
        // Where the system has no thread left, the part is done here.
        let start = |part| (part, thread::Builder::new().spawn_scoped(scope, move || all(part)));
        let rest: Vec<_> = parts.map(start).collect();
        // Room for all at once: what grows is copied into memory that nobody has touched yet.
        let mut done = Vec::with_capacity(items.len());
        done.extend(first.iter().map(&work));
        for (part, thread) in rest {
            done.extend(match thread {
                Ok(thread) => thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic)),
                Err(_) => all(part),
            });
        }
        done
    })
}
