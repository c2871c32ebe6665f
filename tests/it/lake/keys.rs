//! Credentials in a file: they are used, they go before the environment's, and a file that cannot be used is named.

use super::registry::{DAY, ID, JSON, citing, json, presence};
use super::rows::{Row, publish};
use super::store::{KEY, S3, SECRET};

fn keys(secret: &str) -> String {
    format!("[default]\naws_access_key_id = {KEY}\naws_secret_access_key = {secret}\naws_region = eu-central-1\n")
}

#[test]
fn a_key_file_gives_the_credentials_and_the_environment_none() {
    let s3 = S3::start();
    publish(&s3.root(), DAY, ID, &Row::strong(ID));
    let world = citing(&[ID]);
    world.write("keys", &keys(SECRET));
    let arguments = [&JSON[..], &["--lake-key-file", "keys"]].concat();
    let wrong = [("AWS_ACCESS_KEY_ID", "other"), ("AWS_SECRET_ACCESS_KEY", "other"), ("AWS_SESSION_TOKEN", "other")];
    let ran = s3.run_with(&world, &arguments, &wrong);
    assert_eq!(presence(&json(&ran)), [("published".to_owned(), Some(true))]);
    world.write("keys", &keys("hunter2"));
    let ran = s3.run_with(&world, &arguments, &[]);
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains("forbidden") && !ran.stderr.contains("hunter2"), "{}", ran.stderr);
}

#[test]
fn a_key_file_that_cannot_be_used_is_named_and_its_values_are_not() {
    let world = citing(&[ID]);
    world.write("typo", "aws_access_key_id = hunter2\naws_sekret_access_key = hunter2\n");
    world.write("half", "aws_access_key_id = hunter2\n");
    world.write("no-ini", "hunter2\n");
    world.write("no-json", "hunter2");
    world.write("other.json", r#"{"type": "authorized_user", "refresh_token": "hunter2"}"#);
    world.write("bad.json", r#"{"client_email": "a@example.com", "private_key": "hunter2", "private_key_id": "1"}"#);
    for (lake, file, wanted) in [
        ("s3://lake", "typo", "nothing is set by \"aws_sekret_access_key\""),
        ("s3://lake", "half", "a setting of it cannot be used"),
        ("s3://lake", "no-ini", "is not written as name = value"),
        ("s3://lake", "gone", "the key file gone cannot be used"),
        ("s3://lake", "campaigns", "the key file campaigns cannot be used"),
        ("az://lake", "typo", "nothing is set by \"aws_access_key_id\""),
        ("gs://lake", "no-json", "it is not JSON"),
        ("gs://lake", "other.json", "it is not the key of a service account"),
        ("gs://lake", "bad.json", "a setting of it cannot be used"),
        ("https://perf.example.com/lake", "typo", "a key file is for s3://, gs:// and az://"),
    ] {
        let ran = world.run(&["value_view", "--lake", lake, "--lake-key-file", file]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{file}: {}", ran.stderr);
        assert!(ran.stderr.contains(wanted) && !ran.stderr.contains("hunter2"), "{file}: {}", ran.stderr);
    }
}
