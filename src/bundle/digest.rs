//! SHA-256 digests as text. No other hash is used anywhere.

use std::fmt::{self, Display, Write as _};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::compact::{Compact, Reader, Writer};

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

/// The digest of bytes that come in pieces.
#[derive(Debug, Default)]
pub struct Hashing(Sha256);

impl Hashing {
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub fn finish(self) -> Digest {
        Digest(format!("{PREFIX}{}", hex(&self.0.finalize())))
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

impl Sha256Hex {
    pub fn of(bytes: &[u8]) -> Self {
        Self(hex(&Sha256::digest(bytes)))
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

const PREFIX: &str = "sha256:";

impl TryFrom<String> for Digest {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_digest = text.strip_prefix(PREFIX).is_some_and(is_hex);
        if is_digest { Ok(Self(text)) } else { Err("a digest is sha256: and 64 lower-case hexadecimal digits") }
    }
}

impl Digest {
    pub fn of(text: &str) -> Self {
        Self(format!("{PREFIX}{}", Sha256Hex::of(text.as_bytes())))
    }

    /// That of those hexadecimal digits; none where they are none of a SHA-256.
    pub fn of_hex(hex: &str) -> Option<Self> {
        is_hex(hex).then(|| Self(format!("{PREFIX}{hex}")))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first twelve digits, enough to compare by eye.
    pub fn short(&self) -> &str {
        let digits = self.0.strip_prefix(PREFIX).unwrap_or(&self.0);
        digits.get(..12).unwrap_or(digits)
    }
}

impl Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! compact_text {
    ($($digest:ident),*) => {
        $(impl Compact for $digest {
            fn write(&self, writer: &mut Writer) {
                writer.text(&self.0);
            }

            fn read(reader: &mut Reader<'_>) -> Self {
                reader.text().to_owned().try_into().unwrap_or_else(|_| {
                    reader.fail();
                    Self(String::new())
                })
            }
        })*
    };
}

compact_text!(Sha256Hex, Digest);

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
