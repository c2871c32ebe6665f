//! The document that a bundle travels in: its format, its version, and the digest of its data's bytes.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Bundle, Digest};

/// The name that a bundle carries so that another JSON document is not taken for one.
pub const FORMAT: &str = "value-ledger-bundle";
/// The newest version that this code reads and the one that it writes.
pub const VERSION: u32 = 1;

/// Why a text is not a bundle that this version can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BundleError {
    /// Not JSON, or JSON of another shape.
    NotABundle(String),
    /// Written by a newer version of the tool.
    Newer { found: u32 },
    /// A compact form of another build than the page that reads it.
    OtherShape,
    /// The content is not what the digest was taken of.
    Changed { stated: Digest, found: Digest },
}

impl std::fmt::Display for BundleError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotABundle(cause) => write!(f, "this is not a ledger bundle: {cause}"),
            Self::Newer { found } => write!(
                f,
                "this bundle has version {found} and this page or command reads up to version {VERSION}; \
                 rebuild it with the newer release, or take the snapshot again with this one"
            ),
            Self::OtherShape => f.write_str(
                "this page's program and its data are not of the same build; reload the page, and if it stays like this, \
                 publish the site again",
            ),
            Self::Changed { stated, found } => write!(
                f,
                "the bundle's content does not match its digest (stated {stated}, found {found}); \
                 it was changed or cut off after it was written, so take the snapshot again"
            ),
        }
    }
}

impl std::error::Error for BundleError {}

/// A bundle read back, with the digest that was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Verified {
    pub bundle: Bundle,
    pub digest: Digest,
}

/// An envelope of any version, of which another than this one may hold anything.
#[derive(Deserialize)]
struct AnyEnvelope<'a> {
    format: String,
    version: u32,
    #[serde(borrow)]
    digest: Option<&'a RawValue>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

impl Bundle {
    /// The document: format, version, digest of the data's bytes, data.
    ///
    /// A number that is not finite would be written as null, so [`crate::snapshot`] takes none. No `<` is in it, which
    /// stands in JSON's strings alone, so the same bytes can stand inside an HTML document.
    ///
    /// # Errors
    /// When the data cannot be written as JSON.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let mut data = serde_json::to_string(self)?;
        if data.contains('<') {
            data = data.replace('<', "\\u003c");
        }
        let format = serde_json::to_string(FORMAT)?;
        let digest = serde_json::to_string(&Digest::of(&data))?;
        // By hand: what serde has written is not read again to be put into its place.
        Ok(format!("{{\"format\":{format},\"version\":{VERSION},\"digest\":{digest},\"data\":{data}}}\n"))
    }

    /// Reads a document back and checks its version, then its digest, then its shape.
    ///
    /// # Errors
    /// [`BundleError`], in that order of precedence.
    pub fn from_json(text: &str) -> Result<Verified, BundleError> {
        let envelope: AnyEnvelope<'_> = serde_json::from_str(text).map_err(not_a_bundle)?;
        if envelope.format != FORMAT {
            return Err(BundleError::NotABundle(format!("its format is {:?}, not {FORMAT:?}", envelope.format)));
        }
        if envelope.version > VERSION {
            return Err(BundleError::Newer { found: envelope.version });
        }
        let lacks = |field: &str| BundleError::NotABundle(format!("missing field `{field}`"));
        let stated = envelope.digest.ok_or_else(|| lacks("digest"))?;
        let stated = serde_json::from_str(stated.get()).map_err(not_a_bundle)?;
        let data = envelope.data.ok_or_else(|| lacks("data"))?.get();
        let found = Digest::of(data);
        if found != stated {
            return Err(BundleError::Changed { stated, found });
        }
        let bundle = serde_json::from_str(data).map_err(not_a_bundle)?;
        Ok(Verified { bundle, digest: found })
    }
}

/// In serde's words, which repeat what they did not expect: of that, what cannot be seen is spelt out.
fn not_a_bundle(error: serde_json::Error) -> BundleError {
    let shown = |c: char| match c {
        '"' | '\'' | '\\' => c.to_string(),
        c => c.escape_debug().to_string(),
    };
    BundleError::NotABundle(error.to_string().chars().map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_in_a_name_that_is_none_is_spelt_out() {
        let refused = serde_json::from_str::<super::super::Severity>("\"\u{2066}x\"").map_err(not_a_bundle);
        let said = refused.expect_err("no severity").to_string();
        assert!(
            said.starts_with("this is not a ledger bundle: unknown variant `\\u{2066}x`, expected one of `"),
            "{said}"
        );
        let said = serde_json::from_str::<Vec<u32>>("\"x\"").map_err(not_a_bundle).expect_err("no list").to_string();
        assert!(said.contains("string \"x\""), "{said}");
    }
}
