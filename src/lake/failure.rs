//! What a store did, in our own words. Its own words, and those of the libraries in between, are looked at and never
//! passed on: they may hold signed addresses, tokens and keys.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use object_store::Error;
use object_store::client::{HttpError, HttpErrorKind};

/// What is added where no credentials were given.
pub const MACHINE: &str = "; no credentials were given, so this machine was asked for those of its role";

/// What a store does that does not answer in time.
pub fn silence(timeout: Duration) -> String {
    format!("gave no answer within {} s", timeout.as_secs())
}

/// What the store did; none where it said that there is no such object.
pub fn of(error: &Error, timeout: Duration) -> Option<String> {
    let words = error.to_string();
    let has = |part: &str| words.contains(part);
    if ["<Code>NoSuchBucket<", "<Code>ContainerNotFound<", "The specified bucket does not exist"].into_iter().any(has) {
        return Some("is in a bucket that does not exist".to_owned());
    }
    if has("<Code>ExpiredToken<") {
        return Some("does not accept the credentials: they have expired".to_owned());
    }
    if has("redirect without LOCATION") {
        return Some(
            "is in another region than the one that was asked; set AWS_REGION, or aws_region in the key file"
                .to_owned(),
        );
    }
    // The places where cloud machines are given credentials.
    if ["169.254.169.254", "169.254.170.2", "metadata.google.internal"].into_iter().any(has) {
        return Some("could not be asked: nothing gives credentials for it".to_owned());
    }
    match error {
        Error::NotFound { .. } => None,
        Error::PermissionDenied { .. } => Some(
            "refuses access (forbidden); S3 says so of a missing object too where the credentials may not list the \
             bucket"
                .to_owned(),
        ),
        Error::Unauthenticated { .. } => Some("does not accept the credentials (not authenticated)".to_owned()),
        _ => Some(
            of_transport(error, timeout)
                .or_else(|| of_status(&words))
                .unwrap_or_else(|| "could not be read for a reason that is not known".to_owned()),
        ),
    }
}

/// Whether the store refused one object, which says nothing of the next.
pub fn is_refusal(error: &Error) -> bool {
    matches!(error, Error::PermissionDenied { .. } | Error::Unauthenticated { .. })
}

/// The first cause of that type.
fn cause<T: StdError + 'static>(error: &Error) -> Option<&T> {
    let mut cause: Option<&(dyn StdError + 'static)> = error.source();
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        cause = error.source();
    }
    None
}

/// What happened to the connection.
fn of_transport(error: &Error, timeout: Duration) -> Option<String> {
    let of_system = cause::<io::Error>(error).map(io::Error::kind);
    let of_client = cause::<HttpError>(error).map(HttpError::kind);
    let did = match (of_client, of_system) {
        (_, Some(io::ErrorKind::ConnectionRefused)) => "refused the connection",
        (_, Some(io::ErrorKind::PermissionDenied)) => "may not be read by this user",
        (Some(HttpErrorKind::Timeout), _) => return Some(silence(timeout)),
        (Some(HttpErrorKind::Connect), _) => {
            "could not be connected to; look at its name, the network and its certificate"
        }
        (Some(HttpErrorKind::Interrupted | HttpErrorKind::Decode | HttpErrorKind::Request), _) => "cut its answer off",
        (Some(_), _) => "could not be asked; a plain http:// store is named by --lake-endpoint",
        (None, Some(_)) => "could not be read from the disk",
        (None, None) => return None,
    };
    Some(did.to_owned())
}

/// The status that the last answer had.
fn of_status(words: &str) -> Option<String> {
    let (_, rest) = words.split_once("status code: ")?;
    let status = rest.get(..3).filter(|status| status.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(match status {
        "401" => "does not accept the credentials (not authenticated)".to_owned(),
        "429" | "503" => format!("is too busy (HTTP status {status}), also when asked again"),
        "405" | "501" => {
            format!("cannot list what it holds (HTTP status {status}); cite campaigns by ids that carry their time")
        }
        _ if status.starts_with('5') => format!("failed (HTTP status {status}), also when asked again"),
        _ => format!("answered with HTTP status {status}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMEOUT: Duration = Duration::from_secs(7);

    fn generic(source: impl StdError + Send + Sync + 'static) -> Option<String> {
        of(&Error::Generic { store: "S3", source: Box::new(source) }, TIMEOUT)
    }

    fn said(kind: io::ErrorKind) -> io::Error {
        io::Error::new(kind, "GET https://host/a?X-Amz-Signature=hunter2")
    }

    #[test]
    fn an_absent_object_is_no_failure_and_an_absent_bucket_is() {
        let not_found =
            |words: &str| of(&Error::NotFound { path: "a".to_owned(), source: words.to_owned().into() }, TIMEOUT);
        assert_eq!(not_found("<Code>NoSuchKey</Code>"), None);
        assert!(not_found("<Code>NoSuchBucket</Code>").is_some_and(|did| did.contains("does not exist")));
    }

    #[test]
    fn what_can_be_put_right_by_a_setting_says_so() {
        let region = "Received redirect without LOCATION, this normally indicates an incorrectly configured region";
        assert!(generic(io::Error::other(region)).is_some_and(|did| did.contains("AWS_REGION")));
        let expired = "status code: 400 Bad Request: <Code>ExpiredToken</Code><Token>hunter2</Token>";
        assert!(
            generic(io::Error::other(expired)).is_some_and(|did| did.contains("expired") && !did.contains("hunter2"))
        );
        let machine = "Error performing PUT http://169.254.169.254/latest/api/token";
        assert!(generic(io::Error::other(machine)).is_some_and(|did| did.contains("nothing gives credentials")));
    }

    #[test]
    fn each_kind_of_failure_has_its_words_and_none_of_the_store() {
        let http = |kind| HttpError::new(kind, said(io::ErrorKind::Other));
        let refused = HttpError::new(HttpErrorKind::Connect, said(io::ErrorKind::ConnectionRefused));
        let status = |status: &str| io::Error::other(format!("Server returned non-2xx status code: {status}: hunter2"));
        let cases = [
            (generic(http(HttpErrorKind::Timeout)), "no answer within 7 s"),
            (generic(refused), "refused the connection"),
            (generic(http(HttpErrorKind::Connect)), "could not be connected to"),
            (generic(http(HttpErrorKind::Interrupted)), "cut its answer off"),
            (generic(http(HttpErrorKind::Decode)), "cut its answer off"),
            (generic(said(io::ErrorKind::PermissionDenied)), "may not be read"),
            (of_status(&status("500 Internal Server Error").to_string()), "HTTP status 500"),
            (of_status(&status("503 Slow Down").to_string()), "too busy"),
            (of_status(&status("405 Method Not Allowed").to_string()), "cannot list"),
            (of_status(&status("418 I'm a teapot").to_string()), "HTTP status 418"),
        ];
        for (did, wanted) in cases {
            let did = did.expect(wanted);
            assert!(did.contains(wanted) && !did.contains("hunter2") && !did.contains("host"), "{did}");
        }
        let denied = of(&Error::PermissionDenied { path: "hunter2".into(), source: "hunter2".into() }, TIMEOUT);
        assert!(denied.is_some_and(|did| did.contains("forbidden") && !did.contains("hunter2")));
    }
}
