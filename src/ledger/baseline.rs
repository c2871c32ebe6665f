//! Free-text baselines brought to the groups that the filter works on.

use crate::bundle::{Policy, SharedText};

use super::known::Known;
use super::lower::lower;
use super::text::said;

/// The groups of the baselines met so far, each of which stands once.
#[derive(Debug, Default)]
pub struct Groups(Known<SharedText, Option<SharedText>>);

impl Groups {
    /// The first group of the policy one of whose words the baseline holds, any case; else the baseline itself. None
    /// where none is recorded.
    pub fn of(&mut self, baseline: Option<&SharedText>, policy: &Policy) -> Option<SharedText> {
        let baseline = baseline?;
        self.0.of(baseline).unwrap_or_else(|| {
            let group = group(Some(baseline), policy).map(SharedText::from);
            self.0.keep(baseline.clone(), group.clone());
            group
        })
    }
}

fn group(baseline: Option<&str>, policy: &Policy) -> Option<String> {
    let text = said(baseline)?;
    let words = lower(text);
    let holds = |word: &String| !word.trim().is_empty() && words.contains(&lower(word));
    let group = policy.baselines.iter().find(|group| group.words.iter().any(holds));
    Some(group.map_or_else(|| text.to_owned(), |group| group.name.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::BaselineGroup;
    use crate::ledger::known::MOST;

    #[test]
    fn the_first_group_that_fits_holds() {
        let named = |name: &str, words: &[&str]| BaselineGroup {
            name: name.to_owned(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
        };
        let policy = Policy {
            baselines: vec![named("TRTLLM", &["flashinfer", ""]), named("vLLM", &["vllm"])],
            ..Policy::default()
        };
        let of = |text| group(Some(text), &policy);
        assert_eq!(of("FlashInfer on vLLM").as_deref(), Some("TRTLLM"));
        assert_eq!(of("best-tuned VLLM 0.22").as_deref(), Some("vLLM"));
        assert_eq!(of(" round-robin router ").as_deref(), Some("round-robin router"));
        assert_eq!(of("Unknown"), None);
        assert_eq!(of("  "), None);
        assert_eq!(group(None, &policy), None);
    }

    #[test]
    fn baselines_written_alike_share_their_group_and_any_number_of_others_have_theirs() {
        let (policy, mut groups) = (Policy::default(), Groups::default());
        let mut of = |text: &str| groups.of(Some(&text.into()), &policy);
        let [first, again] = ["vLLM", "vLLM"].map(|text| of(text).expect("a group"));
        assert!(std::ptr::eq(&*first, &*again));
        for number in 0..2 * MOST {
            assert_eq!(of(&format!(" {number}")).as_deref(), Some(&*number.to_string()));
        }
        assert_eq!((of(" "), of("unknown"), groups.of(None, &policy)), (None, None, None));
    }
}
