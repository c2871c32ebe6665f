//! Addresses of what the ledger cites, made from the policy's templates and from what the registry writes.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::bundle::Links;

const SCHEME: &str = "https://";
/// What is left as it is in a value: a repository's name is two path segments.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

impl Links {
    /// Where a campaign's report is.
    pub fn of_campaign(&self, id: &str) -> Option<String> {
        fill(self.campaign.as_deref()?, &[("{id}", id)])
    }

    /// Where a commit of a repository is.
    pub fn of_commit(&self, repo: &str, commit: &str) -> Option<String> {
        fill(self.repo.as_deref()?, &[("{repo}", repo), ("{commit}", commit)])
    }
}

/// The text itself where it is an address that is safe to follow: https and plain characters only.
pub fn safe_address(text: &str) -> Option<&str> {
    let text = text.trim();
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '\'' | '`' | '\\' | '{' | '}' | '|');
    let rest = text.strip_prefix(SCHEME)?;
    (rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[') && rest.chars().all(plain)).then_some(text)
}

/// Whether an address leads to something that is served with the page: no scheme and no other host.
pub fn is_relative_address(text: &str) -> bool {
    let path = text.split(['?', '#']).next().unwrap_or(text);
    !path.is_empty() && !path.contains([':', '\\']) && !path.starts_with("//")
}

fn fill(template: &str, values: &[(&str, &str)]) -> Option<String> {
    let mut address = template.to_owned();
    for (name, value) in values {
        let value = value.trim();
        // A value of nothing but dots would climb out of the template's path.
        if value.split('/').any(|segment| segment.chars().all(|c| c == '.')) {
            return None;
        }
        address = address.replace(name, &utf8_percent_encode(value, ENCODED).to_string());
    }
    safe_address(&address).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_encoded_into_the_template() {
        let links = Links {
            campaign: Some("https://lake.example/c/{id}?full=1".into()),
            repo: Some("https://git.example/{repo}/commit/{commit}".into()),
        };
        assert_eq!(links.of_campaign("a b\"<").as_deref(), Some("https://lake.example/c/a%20b%22%3C?full=1"));
        let commit = links.of_commit("example/vllm", " 8c1f02d ");
        assert_eq!(commit.as_deref(), Some("https://git.example/example/vllm/commit/8c1f02d"));
        assert_eq!(links.of_commit("../vllm", "8c1f02d"), None);
        assert_eq!(links.of_commit("", "8c1f02d"), None);
    }

    #[test]
    fn only_what_lies_beside_the_page_is_relative() {
        for beside in ["bundle.json", "./data/bundle.json?v=1:2", "/ledger/bundle.json"] {
            assert!(is_relative_address(beside), "{beside}");
        }
        for elsewhere in ["https://a/b", "//a/b", "data:,{}", "\\\\a\\b", ""] {
            assert!(!is_relative_address(elsewhere), "{elsewhere}");
        }
    }

    #[test]
    fn nothing_but_https_is_a_link() {
        let links = |template: &str| Links { campaign: Some(template.into()), repo: None }.of_campaign("x");
        assert!(links("https://lake.example/{id}").is_some());
        for template in ["http://lake.example/{id}", "javascript:alert({id})", "https://{host}/{id}", "//lake/{id}", ""]
        {
            assert_eq!(links(template), None, "{template}");
        }
        assert_eq!(Links::default().of_campaign("x"), None);
        assert_eq!(safe_address(" https://tracker.example/12?x=(1)&y "), Some("https://tracker.example/12?x=(1)&y"));
        for other in [
            "javascript:alert(1)",
            " JavaScript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "http://tracker.example/12",
            "//tracker.example",
            "https:tracker.example",
            "https:///tracker.example",
            "https://\u{202e}example.gpj",
            "https://a\u{0}b",
            "https://a\" onclick=\"b",
        ] {
            assert_eq!(safe_address(other), None, "{other:?}");
        }
        assert_eq!(safe_address("https://a b"), None);
        assert_eq!(safe_address("https://"), None);
    }
}
