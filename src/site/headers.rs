//! `_headers`, as several hosts read it: the policy, and how long each file may be kept.

use std::fmt::Write as _;

use super::digest::is_hashed_name;
use super::{Indexing, policy};

/// A year: what a file is kept for whose name changes with its content.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// Asked for again each time, and answered with "not changed" where it has not.
const FRESH: &str = "no-cache";

/// The rules of a site with these files.
pub fn write<'a>(csp: &str, names: impl Iterator<Item = &'a String>, index: Indexing) -> String {
    let mut text = format!(
        "/*\n  Content-Security-Policy: {}\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n",
        policy::for_header(csp)
    );
    if index == Indexing::Refused {
        text.push_str("  X-Robots-Tag: noindex\n");
    }
    text.push_str(&rule("/", FRESH));
    for name in names {
        text.push_str(&rule(&format!("/{name}"), if is_hashed_name(name) { IMMUTABLE } else { FRESH }));
    }
    text
}

fn rule(path: &str, kept: &str) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{path}\n  Cache-Control: {kept}");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changes_its_name_is_kept_for_long() {
        let names = ["bundle-ca978112ca1bbdca.json".to_owned(), "index.html".to_owned()];
        let text = write("default-src 'none'", names.iter(), Indexing::Allowed);
        assert!(text.contains("/bundle-ca978112ca1bbdca.json\n  Cache-Control: public, max-age=31536000, immutable\n"));
        assert!(text.contains("/index.html\n  Cache-Control: no-cache\n"));
        assert!(text.starts_with("/*\n  Content-Security-Policy: default-src 'none'; frame-ancestors 'self'\n"));
        assert!(!text.contains("noindex"));
        assert!(write("", names.iter(), Indexing::Refused).contains("X-Robots-Tag: noindex"));
    }
}
