//! Work on many things at once. What comes out is in the order of what went in, whichever thread was first. A browser has
//! one thread for it.

#[cfg(not(target_family = "wasm"))]
pub mod many;
#[cfg(target_family = "wasm")]
mod one;

#[cfg(not(target_family = "wasm"))]
pub use many::map;
#[cfg(target_family = "wasm")]
pub use one::map;

#[cfg(test)]
#[cfg(not(target_family = "wasm"))]
mod tests {
    use std::time::Duration;
    use std::{panic, thread};

    use super::*;

    #[test]
    fn what_comes_out_is_in_the_order_of_what_went_in() {
        for length in [0_u32, 1, 31, 32, 1001] {
            let items: Vec<u32> = (0..length).collect();
            let doubled: Vec<u32> = items.iter().map(|item| item * 2).collect();
            assert_eq!(map(&items, |item| item * 2), doubled, "{length}");
        }
        let slow_at_first = |item: String| {
            if item.len() < 3 {
                thread::sleep(Duration::from_micros(100));
            }
            item
        };
        let items: Vec<String> = (0..1001).map(|number| number.to_string()).collect();
        assert_eq!(map(items.clone(), slow_at_first), items);
    }

    #[test]
    fn a_fault_in_one_is_not_passed_over() {
        assert!(
            panic::catch_unwind(|| map(0..1001_u32, |item| assert_ne!(item, 700, "a fault of the test's"))).is_err()
        );
    }
}
