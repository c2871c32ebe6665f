//! Digests in the ways in which a site writes them: in names, for browsers, and for policies.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::bundle::Sha256Hex;

/// How many hexadecimal digits of the digest are in a name.
const IN_NAME: usize = 16;

/// The name of a file that another content would give another name.
pub fn hashed_name(stem: &str, extension: &str, bytes: &[u8]) -> String {
    let digest: String = Sha256Hex::of(bytes).as_str().chars().take(IN_NAME).collect();
    format!("{stem}-{digest}.{extension}")
}

/// Whether a name is one that another content would give another name: it holds a digest of that length.
pub fn is_hashed_name(name: &str) -> bool {
    name.split(['-', '_', '.']).any(|part| part.len() == IN_NAME && part.chars().all(|c| c.is_ascii_hexdigit()))
}

/// `sha256-` and the digest in base64, as `integrity` and Content-Security-Policy take it.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_changes_with_its_content_and_is_known_as_such() {
        let name = hashed_name("bundle", "json", b"a");
        assert_eq!(name, "bundle-ca978112ca1bbdca.json");
        assert!(is_hashed_name(&name) && is_hashed_name("web-5a68a1ae6b7dccbf_bg.wasm"));
        for other in ["index.html", "icon.svg", "bundle-1.json", "web-5a68a1ae6b7dccbg_bg.wasm"] {
            assert!(!is_hashed_name(other), "{other}");
        }
    }

    #[test]
    fn integrity_is_what_a_browser_computes() {
        assert_eq!(integrity(b""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
