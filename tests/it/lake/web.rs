//! The other stores: each asks a plain file server that stands where the provider would.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

use super::registry::{DAY, ID, JSON, citing, json, presence};
use super::rows::{Row, place, publish, put};
use crate::command::World;

/// Serves the files of a folder until the test's process ends; anything but GET is not allowed.
fn serve(root: PathBuf) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for socket in listener.incoming().flatten() {
            // A client that has what it wanted may be gone.
            let _ = answer(socket, &root);
        }
    });
    address
}

fn answer(mut socket: TcpStream, root: &Path) -> std::io::Result<()> {
    let mut lines = BufReader::new(socket.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let mut words = request.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let target = percent_decode_str(target).decode_utf8_lossy().into_owned();
    let mut bytes = Vec::new();
    let found = std::fs::File::open(root.join(target.trim_start_matches('/')))
        .and_then(|mut file| file.read_to_end(&mut bytes));
    let status = match (method, found) {
        ("GET", Ok(_)) => "200 OK",
        ("GET", Err(_)) => "404 Not Found",
        _ => "405 Method Not Allowed",
    };
    if status != "200 OK" {
        bytes.clear();
    }
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\netag: \"1\"\r\nlast-modified: Tue, 20 Oct 2026 08:15:00 GMT\r\n\
         connection: close\r\n\r\n",
        bytes.len()
    );
    socket.write_all(head.as_bytes())?;
    socket.write_all(&bytes)
}

/// A world that cites a published campaign and one that is not, and the server of its lake, in the folder `lake`.
fn published() -> (World, SocketAddr) {
    let world = citing(&[ID, "20261020T090000Z-gone"]);
    publish(&world.path("served/lake/team"), DAY, ID, &Row::strong(ID));
    let address = serve(world.path("served"));
    (world, address)
}

fn assert_found(world: &World, arguments: &[&str], variables: &[(&str, &str)]) {
    let ran = world.run_with(&[&JSON[..], arguments].concat(), variables);
    let said = |presence: &str, published| (presence.to_owned(), Some(published));
    assert_eq!(presence(&json(&ran)), [said("published", true), said("missing", false)]);
}

#[test]
fn a_web_server_is_a_lake_of_ids_that_carry_their_time() {
    let (world, address) = published();
    let lake = format!("http://{address}/lake/team");
    assert_found(&world, &["--lake", &lake], &[]);
    let ran = citing(&["prefill-pin"]).run(&["value_view", "--lake", &lake, "--lake-timeout", "2"]);
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains("cannot list what it holds (HTTP status 405)"), "{}", ran.stderr);
}

#[test]
fn a_page_that_is_given_for_every_address_publishes_nothing() {
    let (world, address) = published();
    let row = place(&world.path("served/lake/team"), "campaign_v1", DAY, ID);
    put(&row, b"<!doctype html><title>Sign in</title>");
    let ran = world.run(&["value_view", "--lake", &format!("http://{address}/lake/team")]);
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains("answered with what is no Parquet"), "{}", ran.stderr);
}

#[test]
fn an_endpoint_beside_an_https_address_is_refused() {
    let arguments =
        ["--lake", "https://lake.s3.eu-west-1.amazonaws.com/team", "--lake-endpoint", "https://minio.example"];
    let ran = citing(&[ID]).run(&[&["value_view"], &arguments[..]].concat());
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("names its own place"), "{}", ran.stderr);
}

#[test]
fn google_is_asked_with_the_key_of_a_service_account() {
    let (world, address) = published();
    world.write(
        "key.json",
        r#"{"client_email": "a@example.com", "private_key": "none", "private_key_id": "1", "disable_oauth": true}"#,
    );
    let endpoint = format!("http://{address}");
    let arguments = ["--lake", "gs://lake/team", "--lake-endpoint", &endpoint, "--lake-key-file", "key.json"];
    assert_found(&world, &arguments, &[]);
}

#[test]
fn azure_is_asked_with_an_accounts_key() {
    let (world, address) = published();
    world.write("keys", "azure_storage_account_name = acc\nazure_storage_account_key = aHVudGVyMg==\n");
    let endpoint = format!("http://{address}");
    let arguments = ["--lake", "az://lake/team", "--lake-endpoint", &endpoint];
    assert_found(&world, &[&arguments[..], &["--lake-key-file", "keys"]].concat(), &[]);
    let variables = [("AZURE_STORAGE_ACCOUNT_NAME", "acc"), ("AZURE_STORAGE_ACCOUNT_KEY", "aHVudGVyMg==")];
    assert_found(&world, &arguments, &variables);
}
