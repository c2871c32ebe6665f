//! Free-text baselines brought to the groups that the filter works on.

use crate::bundle::Policy;

use super::lower::lower;
use super::text::said;

/// The first group of the policy one of whose words the text holds, any case; else the text itself. None where no
/// baseline is recorded.
pub fn group(baseline: Option<&str>, policy: &Policy) -> Option<String> {
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
}
