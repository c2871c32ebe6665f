//! Work on many things at once. What comes out is in the order of what went in, whichever thread was first.

use std::num::NonZero;
use std::panic;
use std::thread;

/// More threads than this wait for the same disk.
const MOST: usize = 8;

/// How many threads the machine runs at once, within reason.
pub fn count() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get).min(MOST)
}

/// What `work` makes of each item, in the items' order.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    /// Less than this is done before a second thread has started.
    const FEW: usize = 32;
    let all = |items: &[T]| -> Vec<R> { items.iter().map(&work).collect() };
    let threads = if items.len() < FEW { 1 } else { count() };
    let mut parts = items.chunks(items.len().div_ceil(threads).max(1));
    let first = parts.next().unwrap_or_default();
    thread::scope(|scope| {
        // Where the system has no thread left, the part is done here.
        let rest: Vec<_> = parts.map(|part| (part, thread::Builder::new().spawn_scoped(scope, || all(part)))).collect();
        let mut done = all(first);
        for (part, thread) in rest {
            done.extend(match thread {
                Ok(thread) => thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic)),
                Err(_) => all(part),
            });
        }
        done
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_out_is_in_the_order_of_what_went_in() {
        for length in [0_u32, 1, 31, 32, 1001] {
            let items: Vec<u32> = (0..length).collect();
            let doubled: Vec<u32> = items.iter().map(|item| item * 2).collect();
            assert_eq!(map(&items, |item| item * 2), doubled, "{length}");
        }
    }
}
