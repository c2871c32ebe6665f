//! What flags say. Most flags of a rule say one of a few things, and each of these stands once for all of them.

use std::fmt::{self, Display, Formatter};
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use super::{RAISING, Text};

/// What was found, in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message(Arc<str>);

impl<T: Into<Text>> From<T> for Message {
    fn from(text: T) -> Self {
        Self(text.into().into())
    }
}

impl Deref for Message {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Display for Message {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl PartialEq<str> for Message {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Message {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

/// So many messages of a rule are known again; a rule that names what is in each finding never says the same twice.
const KNOWN: usize = 256;

/// What has been said so far, by the place of the rule in [`RAISING`].
#[derive(Debug)]
pub struct Said(Vec<Mutex<Known>>);

/// Messages, sorted.
type Known = Vec<Message>;

impl Default for Said {
    fn default() -> Self {
        Self(RAISING.iter().map(|_| Mutex::default()).collect())
    }
}

impl Said {
    /// A message of that rule: the one that says it already, where there is one.
    pub fn once(&self, rule: usize, message: Text) -> Message {
        let Some(known) = self.0.get(rule) else { return message.into() };
        // Whoever stopped while holding it left it as it was or with one more.
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        match known.binary_search_by(|other| (**other).cmp(&*message)) {
            Ok(place) => known.get(place).map_or_else(|| message.into(), Message::clone),
            Err(place) => {
                let new = Message::from(message);
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
        assert!(Arc::ptr_eq(&first.0, &again.0));
        let of_another_rule = said.once(1, "one".into());
        assert_eq!(of_another_rule, first);
        assert!(!Arc::ptr_eq(&of_another_rule.0, &first.0));
        for number in 0..2 * KNOWN {
            assert_eq!(said.once(0, number.to_string().into()), number.to_string().as_str());
        }
        assert_eq!(said.once(RAISING.len(), "of no rule".into()), "of no rule");
    }
}
