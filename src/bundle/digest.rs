//! SHA-256 digests as text. No other hash is used anywhere.

use std::fmt::{self, Display, Write as _};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The SHA-256 of some bytes, as 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Sha256Hex(String);

/// A document that says it has a digest may say anything, and digests are printed as they are.
impl TryFrom<String> for Sha256Hex {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if is_hex(&text) { Ok(Self(text)) } else { Err("a SHA-256 is 64 lower-case hexadecimal digits") }
    }
}

fn is_hex(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

impl Sha256Hex {
    pub fn of(bytes: &[u8]) -> Self {
        let mut hex = String::with_capacity(64);
        for byte in Sha256::digest(bytes) {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        Self(hex)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Display for Sha256Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A bundle's digest: `sha256:` and the hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Digest(String);

impl TryFrom<String> for Digest {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_digest = text.strip_prefix("sha256:").is_some_and(is_hex);
        if is_digest { Ok(Self(text)) } else { Err("a digest is sha256: and 64 lower-case hexadecimal digits") }
    }
}

impl Digest {
    pub fn of(text: &str) -> Self {
        Self(format!("sha256:{}", Sha256Hex::of(text.as_bytes())))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first twelve digits, enough to compare by eye.
    pub fn short(&self) -> &str {
        let digits = self.0.strip_prefix("sha256:").unwrap_or(&self.0);
        digits.get(..12).unwrap_or(digits)
    }
}

impl Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_reads_back_and_nothing_else_is_one() {
        let hex = Sha256Hex::of(b"x");
        let digest = Digest::of("x");
        assert_eq!(Sha256Hex::try_from(hex.to_string()), Ok(hex.clone()));
        assert_eq!(Digest::try_from(digest.to_string()), Ok(digest.clone()));
        for other in ["", "\u{1b}[31m", &hex.to_string().to_uppercase(), &hex.to_string()[1..], &format!("{hex}0")] {
            assert!(Sha256Hex::try_from(other.to_owned()).is_err(), "{other:?}");
            assert!(Digest::try_from(format!("sha256:{other}")).is_err(), "{other:?}");
        }
        assert!(Digest::try_from(hex.to_string()).is_err());
    }
}
