//! The local lake: one listing of the campaigns folder, then the cited campaigns and nothing else.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::bundle::{Campaign, Citation, Finding, Problem, campaign_slug};

use super::wanted::Wanted;
use super::{SnapshotError, campaign};

/// What the lake says of the cited campaigns.
#[derive(Default)]
pub struct Read {
    pub citations: BTreeMap<String, Citation>,
    pub campaigns: BTreeMap<String, Campaign>,
    pub problems: Vec<Problem>,
    /// The files that were read and the folder that was listed.
    pub paths: Vec<PathBuf>,
}

/// Resolves the ids that the findings cite and reads the campaigns that they name.
///
/// # Errors
/// When the campaigns folder cannot be listed.
pub fn read(folder: &Path, findings: &[Finding]) -> Result<Read, SnapshotError> {
    let what = "campaigns folder";
    let unreadable = |cause| SnapshotError::Unreadable { what, path: folder.to_owned(), cause };
    if !folder.exists() {
        let hint = "name the folder that holds one folder a campaign";
        return Err(SnapshotError::Missing { what, path: folder.to_owned(), hint });
    }
    let root = folder.canonicalize().map_err(unreadable)?;
    let listing = Listing::of(folder).map_err(unreadable)?;
    let mut read = Read { paths: vec![folder.to_owned()], ..Read::default() };
    for id in findings.iter().flat_map(|finding| &finding.campaign_ids) {
        if !read.citations.contains_key(id) {
            read.citations.insert(id.clone(), listing.resolve(id));
        }
    }
    let found: HashSet<String> = read
        .citations
        .values()
        .filter_map(|citation| match citation {
            Citation::Found(id) => Some(id.clone()),
            Citation::Missing | Citation::Ambiguous(_) | Citation::Refused | Citation::Unreachable => None,
        })
        .collect();
    let mut found: Vec<String> = found.into_iter().collect();
    found.sort_unstable();
    let wanted = Wanted::of(findings, &read.citations);
    for id in found {
        let path = folder.join(&id);
        let one = campaign::read(&id, &path, &root, wanted.cells(&id));
        read.paths.extend(one.files.iter().map(|file| path.join(file)));
        read.problems.extend(one.problems);
        read.campaigns.insert(id, one.campaign);
    }
    Ok(read)
}

/// The names of the campaigns in the lake, by themselves and without their time.
struct Listing {
    names: HashSet<String>,
    by_slug: HashMap<String, Vec<String>>,
}

impl Listing {
    fn of(folder: &Path) -> std::io::Result<Self> {
        let mut names = HashSet::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            let is_folder = kind.is_dir() || (kind.is_symlink() && entry.path().is_dir());
            // A name that is not Unicode cannot be cited by a registry.
            if let (true, Ok(name)) = (is_folder, entry.file_name().into_string()) {
                names.insert(name);
            }
        }
        Ok(Self::new(names))
    }

    fn new(names: HashSet<String>) -> Self {
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

    /// The exact folder; else the one folder that is the cited id and a time. Never by substring.
    fn resolve(&self, cited: &str) -> Citation {
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
fn is_safe_segment(id: &str) -> bool {
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
