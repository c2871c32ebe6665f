//! Key files: credentials in a file of their own. What a file holds never reaches an error.

use std::path::Path;

use ini::{Ini, ParseOption};
use serde_json::Value;

use super::LakeError;

/// The largest key file that is read, in bytes.
const MAX_BYTES: u64 = 64 * 1024;

/// The settings of a key file in the format of AWS credentials: section `default` or none, names as the environment
/// has them in lower case. `known` turns a name into what it sets.
///
/// # Errors
/// When it cannot be read, is no such file, or names what nothing reads.
pub fn settings<K>(
    path: &Path,
    prefix: &str,
    known: impl Fn(&str) -> Option<K>,
) -> Result<Vec<(K, String)>, LakeError> {
    let refused = |cause: String| LakeError::KeyFile { path: path.to_owned(), cause };
    let text = text(path)?;
    // A secret may hold any of the characters that quotes and escapes are made of.
    let as_written = ParseOption { enabled_quote: false, enabled_escape: false, ..ParseOption::default() };
    let file = Ini::load_from_str_opt(&text, as_written)
        .map_err(|error| refused(format!("line {} is not written as name = value", error.line)))?;
    let mut settings = Vec::new();
    for (section, properties) in file.iter() {
        if !matches!(section, None | Some("default")) {
            // Other profiles may stand in the same file.
            continue;
        }
        for (name, value) in properties.iter() {
            let lower = name.trim().to_ascii_lowercase();
            let key = Some(&lower).filter(|name| name.starts_with(prefix)).and_then(|name| known(name));
            let Some(key) = key else { return Err(refused(format!("nothing is set by {}", quoted(name)))) };
            settings.push((key, value.trim().to_owned()));
        }
    }
    if settings.is_empty() {
        return Err(refused("it sets nothing in section default or before any section".to_owned()));
    }
    Ok(settings)
}

/// The text of a Google service account's key.
///
/// # Errors
/// When it cannot be read or is no such key.
pub fn service_account(path: &Path) -> Result<String, LakeError> {
    let refused = |cause: &str| LakeError::KeyFile { path: path.to_owned(), cause: cause.to_owned() };
    let text = text(path)?;
    let key: Value = serde_json::from_str(&text).map_err(|_| refused("it is not JSON"))?;
    let is_text = |name: &str| key.get(name).is_some_and(Value::is_string);
    if is_text("client_email") && is_text("private_key") {
        return Ok(text);
    }
    Err(refused("it is not the key of a service account: client_email or private_key is missing"))
}

fn text(path: &Path) -> Result<String, LakeError> {
    let refused = |cause: String| LakeError::KeyFile { path: path.to_owned(), cause };
    let metadata = std::fs::metadata(path).map_err(|error| refused(error.kind().to_string()))?;
    if !metadata.is_file() {
        return Err(refused("it is not a plain file".to_owned()));
    }
    if metadata.len() > MAX_BYTES {
        return Err(refused(format!("it has more than {MAX_BYTES} bytes")));
    }
    let bytes = std::fs::read(path).map_err(|error| refused(error.kind().to_string()))?;
    String::from_utf8(bytes).map_err(|_| refused("it is not UTF-8".to_owned()))
}

/// A name, unless it may be a value that stands where a name belongs.
fn quoted(name: &str) -> String {
    const LONGEST: usize = 48;
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let name = name.trim();
    if name.len() <= LONGEST && name.contains('_') && name.chars().all(is_name) {
        return format!("{name:?}");
    }
    "a name that is not shown, since it may be a value".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, String)>, String> {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), text).expect("its text");
        let known = |name: &str| matches!(name, "aws_access_key_id" | "aws_secret_access_key").then(|| name.to_owned());
        settings(file.path(), "aws_", known).map_err(|error| error.to_string())
    }

    #[test]
    fn names_are_set_in_the_default_section_or_before_any() {
        let wanted = Ok(vec![
            ("aws_access_key_id".to_owned(), "AKIA".to_owned()),
            ("aws_secret_access_key".to_owned(), r#"a/b+c"\n=="#.to_owned()),
        ]);
        let keys = "aws_access_key_id = AKIA\nAWS_SECRET_ACCESS_KEY=a/b+c\"\\n==\n";
        assert_eq!(read(keys), wanted);
        assert_eq!(read(&format!("# mine\n[default]\n{keys}\n[other]\naws_other = x\n")), wanted);
    }

    #[test]
    fn what_nothing_reads_is_refused_by_name_and_never_by_value() {
        let refusal = read("aws_acess_key_id = hunter2").expect_err("a refusal");
        assert!(refusal.contains("\"aws_acess_key_id\"") && !refusal.contains("hunter2"), "{refusal}");
        for text in [
            "hunter2",
            "[default\nhunter2",
            "hunter2 = x",
            "HUNTER2abc = 1",
            "",
            "[other]\naws_access_key_id = hunter2",
        ] {
            let refusal = read(text).expect_err(text);
            assert!(!refusal.to_lowercase().contains("hunter2"), "{refusal}");
        }
    }

    #[test]
    fn a_service_account_has_an_address_and_a_key() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let read = |text: &str| {
            std::fs::write(file.path(), text).expect("its text");
            service_account(file.path()).map_err(|error| error.to_string())
        };
        let key = r#"{"client_email": "a@example.com", "private_key": "hunter2"}"#;
        assert_eq!(read(key).as_deref(), Ok(key));
        for text in ["hunter2", r#"{"private_key": "hunter2"}"#, r#"["hunter2"]"#] {
            let refusal = read(text).expect_err(text);
            assert!(!refusal.contains("hunter2"), "{refusal}");
        }
    }
}
