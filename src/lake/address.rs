//! Where a published lake is: an address, and for some stores an endpoint.

use std::fmt::{self, Display};

use object_store::ObjectStoreScheme;
use object_store::path::Path;
use url::{Host, Url};

use super::LakeError;

/// The address of a published lake: a store and a prefix in it. It holds no credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub(super) kind: Kind,
    pub(super) url: Url,
    /// The prefix inside the store.
    pub(super) root: Path,
}

/// What answers at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    S3,
    Google,
    Azure,
    Web,
}

/// The endpoint of a store that is not its provider's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint(pub(super) Url);

const SCHEMES: &str = "write it as s3://, gs://, az://, https:// or file:///, then bucket and prefix";

impl Address {
    /// # Errors
    /// When it is no address of a store that is read, or holds a user, a query or a fragment.
    pub fn parse(text: &str) -> Result<Self, LakeError> {
        let url = Url::parse(text.trim()).map_err(|_| LakeError::Address(SCHEMES))?;
        bare(&url).map_err(LakeError::Address)?;
        let (scheme, root) = ObjectStoreScheme::parse(&url).map_err(|_| LakeError::Address(SCHEMES))?;
        let kind = match scheme {
            ObjectStoreScheme::Local => Kind::File,
            ObjectStoreScheme::AmazonS3 => Kind::S3,
            ObjectStoreScheme::GoogleCloudStorage => Kind::Google,
            ObjectStoreScheme::MicrosoftAzure => Kind::Azure,
            ObjectStoreScheme::Http => Kind::Web,
            _ => return Err(LakeError::Address(SCHEMES)),
        };
        if url.scheme() == "http" && !is_loopback(&url) {
            return Err(LakeError::Address("http:// is only for this machine; use https://"));
        }
        Ok(Self { kind, url, root })
    }
}

/// Scheme, bucket and prefix.
impl Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url.as_str().trim_end_matches('/'))
    }
}

impl Endpoint {
    /// # Errors
    /// When it is no http or https address, or holds a user, a query or a fragment.
    pub fn parse(text: &str) -> Result<Self, LakeError> {
        const WANTED: &str = "write it as https://host, or http://host where the store has no TLS";
        let url = Url::parse(text.trim()).map_err(|_| LakeError::Endpoint(WANTED))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(LakeError::Endpoint(WANTED));
        }
        bare(&url).map_err(LakeError::Endpoint)?;
        Ok(Self(url))
    }

    pub(super) fn is_plain_http(&self) -> bool {
        self.0.scheme() == "http"
    }
}

/// Azure writes container@account; any other user in an address may be a credential.
fn bare(url: &Url) -> Result<(), &'static str> {
    let names_container = matches!(url.scheme(), "az" | "abfs" | "abfss") && url.password().is_none();
    if !(url.username().is_empty() && url.password().is_none() || names_container) {
        return Err("it holds a user or a password; give credentials by the environment or a key file");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("it holds a query or a fragment; give credentials by the environment or a key file");
    }
    Ok(())
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (Kind, String, String) {
        let address = Address::parse(text).expect("an address");
        (address.kind, address.root.to_string(), address.to_string())
    }

    #[test]
    fn an_address_names_a_store_and_a_prefix() {
        let wanted = |kind, root: &str, shown: &str| (kind, root.to_owned(), shown.to_owned());
        assert_eq!(parsed("s3://lake/team/a/"), wanted(Kind::S3, "team/a", "s3://lake/team/a"));
        assert_eq!(parsed("gs://lake"), wanted(Kind::Google, "", "gs://lake"));
        assert_eq!(parsed("az://lake/a"), wanted(Kind::Azure, "a", "az://lake/a"));
        assert_eq!(
            parsed("abfss://lake@acc.dfs.core.windows.net/a"),
            wanted(Kind::Azure, "a", "abfss://lake@acc.dfs.core.windows.net/a")
        );
        assert_eq!(parsed("https://perf.example.com/lake"), wanted(Kind::Web, "lake", "https://perf.example.com/lake"));
        assert_eq!(parsed("https://lake.s3.eu-west-1.amazonaws.com/a").0, Kind::S3);
        assert_eq!(parsed("file:///data/lake%20one"), wanted(Kind::File, "data/lake one", "file:///data/lake%20one"));
        for loopback in ["http://localhost:9000/a", "http://127.0.0.1/a", "http://[::1]:80/a"] {
            assert_eq!(parsed(loopback).0, Kind::Web);
        }
    }

    #[test]
    fn what_is_no_address_or_may_hold_a_secret_is_refused_without_being_quoted() {
        for text in [
            "",
            "lake",
            "/data/lake",
            "memory:///a",
            "ftp://host/a",
            "http://perf.example.com/lake",
            "s3://hunter2@lake/a",
            "s3://user:hunter2@lake/a",
            "https://user:hunter2@perf.example.com/a",
            "az://lake:hunter2@acc.blob.core.windows.net/a",
            "https://acc.blob.core.windows.net/lake?sig=hunter2",
            "s3://lake/a?x=hunter2",
            "s3://lake/a#hunter2",
        ] {
            let refusal = Address::parse(text).expect_err(text).to_string();
            assert!(!refusal.contains("hunter2") && refusal.contains("address"), "{refusal}");
        }
    }

    #[test]
    fn an_endpoint_is_a_web_address() {
        assert!(Endpoint::parse("http://minio.example.com:9000").is_ok_and(|endpoint| endpoint.is_plain_http()));
        assert!(Endpoint::parse("https://s3.example.com").is_ok_and(|endpoint| !endpoint.is_plain_http()));
        for text in ["minio:9000", "s3://lake", "https://user:hunter2@host", "https://host?sig=hunter2", ""] {
            let refusal = Endpoint::parse(text).expect_err(text).to_string();
            assert!(!refusal.contains("hunter2") && refusal.contains("endpoint"), "{refusal}");
        }
    }
}
