//! What flags say. Most flags of a rule say one of a few things, and each of these stands once for all of them.

use std::sync::{Arc, Mutex, PoisonError};

use crate::ledger::known::Known;

use super::{RAISING, Says};

/// What has been said so far, by the place of the rule in [`RAISING`].
#[derive(Debug)]
pub struct Said(Vec<Mutex<Known<Arc<Says>, Arc<Says>>>>);

impl Default for Said {
    fn default() -> Self {
        Self(RAISING.iter().map(|_| Mutex::default()).collect())
    }
}

impl Said {
    /// What that rule says: what stands already, where it was said before.
    pub fn once(&self, rule: usize, says: Says) -> Arc<Says> {
        let Some(known) = self.0.get(rule) else { return says.into() };
        // Whoever stopped while holding it left it as it was or with one more.
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        known.of(&says).unwrap_or_else(|| {
            let new = Arc::new(says);
            known.keep(Arc::clone(&new), Arc::clone(&new));
            new
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Severity;
    use crate::ledger::known::MOST;

    fn says(message: &str) -> Says {
        let message = message.to_owned().into();
        Says {
            code: "style",
            severity: Severity::Info,
            campaign: None,
            field: None,
            part: None,
            message,
            exact_fix: None,
        }
    }

    #[test]
    fn what_a_rule_says_again_stands_once_and_what_no_other_flag_says_stands_as_it_is() {
        let said = Said::default();
        let [first, again] = ["one", "one"].map(|message| said.once(0, says(message)));
        assert!(Arc::ptr_eq(&first, &again));
        let of_another_rule = said.once(1, says("one"));
        assert_eq!(of_another_rule, first);
        assert!(!Arc::ptr_eq(&of_another_rule, &first));
        for number in 0..2 * MOST {
            let number = number.to_string();
            assert_eq!(said.once(0, says(&number)).message, number);
        }
        assert_eq!(said.once(RAISING.len(), says("of no rule")).message, "of no rule");
    }

    #[test]
    fn the_same_words_about_something_else_are_something_else() {
        let said = Said::default();
        let one = said.once(0, says("one"));
        let others: [fn(&mut Says); 4] = [
            |says| says.severity = Severity::Error,
            |says| says.campaign = Some("c".to_owned()),
            |says| says.field = Some("win".into()),
            |says| says.exact_fix = Some("Do it.".into()),
        ];
        for change in others {
            let mut other = says("one");
            change(&mut other);
            assert_eq!(*said.once(0, other.clone()), other);
            assert_ne!(other, *one);
        }
    }
}
