//! What flags say. Most flags of a rule say one of a few things, and each of these stands once for all of them.

use std::sync::{Mutex, PoisonError};

use super::{RAISING, Text};
use crate::bundle::SharedText;

/// So many messages of a rule are known again; a rule that names what is in each finding never says the same twice.
const KNOWN: usize = 256;

/// What has been said so far, by the place of the rule in [`RAISING`].
#[derive(Debug)]
pub struct Said(Vec<Mutex<Known>>);

/// Messages, sorted.
type Known = Vec<SharedText>;

impl Default for Said {
    fn default() -> Self {
        Self(RAISING.iter().map(|_| Mutex::default()).collect())
    }
}

impl Said {
    /// A message of that rule: the one that says it already, where there is one.
    pub fn once(&self, rule: usize, message: Text) -> SharedText {
        let Some(known) = self.0.get(rule) else { return message.into() };
        // Whoever stopped while holding it left it as it was or with one more.
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        match known.binary_search_by(|other| (**other).cmp(&*message)) {
            Ok(place) => known.get(place).map_or_else(|| message.into(), SharedText::clone),
            Err(place) => {
                let new = SharedText::from(message);
                if known.len() < KNOWN {
                    known.insert(place, new.clone());
                }
                new
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_message_of_a_rule_stands_once_and_what_no_other_flag_says_stands_as_it_is() {
        let said = Said::default();
        let [first, again] = ["one", "one"].map(|message| said.once(0, message.into()));
        assert!(std::ptr::eq(&*first, &*again));
        let of_another_rule = said.once(1, "one".into());
        assert_eq!(of_another_rule, first);
        assert!(!std::ptr::eq(&*of_another_rule, &*first));
        for number in 0..2 * KNOWN {
            assert_eq!(said.once(0, number.to_string().into()), number.to_string().as_str());
        }
        assert_eq!(said.once(RAISING.len(), "of no rule".into()), "of no rule");
    }
}
