//! The names of the campaigns in a lake, and what a cited id resolves to among them.

use std::collections::{BTreeSet, HashMap};

use crate::bundle::{Citation, campaign_slug};

/// The names by themselves and without their time.
#[derive(Debug, Default)]
pub struct Listing {
    names: BTreeSet<String>,
    by_slug: HashMap<String, Vec<String>>,
}

impl Listing {
    pub fn new(names: BTreeSet<String>) -> Self {
        let mut by_slug: HashMap<String, Vec<String>> = HashMap::new();
        for name in &names {
            for slug in campaign_slug(name) {
                by_slug.entry(slug.to_owned()).or_default().push(name.clone());
            }
        }
        for names in by_slug.values_mut() {
            names.sort_unstable();
            names.dedup();
        }
        Self { names, by_slug }
    }

    pub fn names(&self) -> &BTreeSet<String> {
        &self.names
    }

    pub fn holds(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// The exact name; else the one name that is the cited id and a time. Never by substring.
    pub fn resolve(&self, cited: &str) -> Citation {
        if !is_safe_segment(cited) {
            return Citation::Refused;
        }
        if self.names.contains(cited) {
            return Citation::Found(cited.to_owned());
        }
        match self.by_slug.get(cited).map(Vec::as_slice) {
            None | Some([]) => Citation::Missing,
            Some([one]) => Citation::Found(one.clone()),
            Some(several) => Citation::Ambiguous(several.to_vec()),
        }
    }
}

/// Whether an id can be one folder's name and nothing else.
pub fn is_safe_segment(id: &str) -> bool {
    const LONGEST: usize = 255;
    let unsafe_character = |c: char| matches!(c, '/' | '\\') || c.is_control();
    !id.is_empty() && id.len() <= LONGEST && !id.starts_with('.') && !id.contains(unsafe_character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(names: &[&str], cited: &str) -> Citation {
        Listing::new(names.iter().map(|name| (*name).to_owned()).collect()).resolve(cited)
    }

    const NEW: &str = "20261020T081500Z-nvfp4-kv";
    const OLD: &str = "nvfp4-kv-20260101T000000Z";

    #[test]
    fn an_id_resolves_exactly_or_by_its_time() {
        let found = |id: &str| Citation::Found(id.to_owned());
        assert_eq!(resolve(&[NEW, "other"], NEW), found(NEW));
        assert_eq!(resolve(&[NEW, "other"], "nvfp4-kv"), found(NEW));
        assert_eq!(resolve(&[OLD], "nvfp4-kv"), found(OLD));
        assert_eq!(resolve(&["nvfp4-kv", NEW], "nvfp4-kv"), found("nvfp4-kv"));
    }

    #[test]
    fn an_id_never_resolves_by_substring() {
        for cited in ["nvfp4", "kv", "20261020T081500Z", "20261020T081500Z-nvfp4", "NVFP4-kv", "nvfp4-kv-"] {
            assert_eq!(resolve(&[NEW, OLD], cited), Citation::Missing, "{cited}");
        }
    }

    #[test]
    fn several_folders_are_ambiguous() {
        let several = Citation::Ambiguous(vec![NEW.to_owned(), OLD.to_owned()]);
        assert_eq!(resolve(&[OLD, NEW], "nvfp4-kv"), several);
    }

    #[test]
    fn an_id_is_one_safe_path_segment() {
        for cited in ["", ".", "..", "../x", "a/b", "a\\b", "/etc", ".git", "a\0b", "a\nb", &"x".repeat(256)] {
            assert_eq!(resolve(&[NEW], cited), Citation::Refused, "{cited:?}");
        }
    }
}
