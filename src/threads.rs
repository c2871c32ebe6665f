//! Work on many things at once. What comes out is in the order of what went in, whichever thread was first. A browser has
//! one thread for it.

/// Less than this is done before a second thread has started.
#[cfg(not(target_family = "wasm"))]
const FEW: usize = 32;
/// More threads than this wait for the same disk.
#[cfg(not(target_family = "wasm"))]
const MOST: usize = 8;

/// How many threads the machine runs at once, within reason.
#[cfg(not(target_family = "wasm"))]
pub fn count() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(MOST)
}

/// How many of so many items one thread takes.
#[cfg(not(target_family = "wasm"))]
fn share(items: usize) -> usize {
    let threads = if items < FEW { 1 } else { count() };
    items.div_ceil(threads).max(1)
}

/// What `work` makes of each item, in the items' order.
#[cfg(not(target_family = "wasm"))]
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let mut parts = items.chunks(share(items.len()));
    let first = parts.next().unwrap_or_default();
    let all = &|part: &[T]| -> Vec<R> { part.iter().map(&work).collect() };
    std::thread::scope(|scope| {
        // Where the system has no thread left, the part is done here.
        let start = |part| (part, std::thread::Builder::new().spawn_scoped(scope, move || all(part)));
        let rest: Vec<_> = parts.map(start).collect();
        // Room for all at once: what grows is copied into memory that nobody has touched yet.
        let mut done = Vec::with_capacity(items.len());
        done.extend(first.iter().map(&work));
        for (part, thread) in rest {
            done.extend(match thread {
                Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                Err(_) => all(part),
            });
        }
        done
    })
}

#[cfg(target_family = "wasm")]
pub fn map<T, R>(items: &[T], work: impl Fn(&T) -> R) -> Vec<R> {
    items.iter().map(work).collect()
}

#[cfg(all(test, not(target_family = "wasm")))]
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
