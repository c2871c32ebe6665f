//! An S3-compatible server of the test's own, with a door in front of it that can be slow, failing, forbidding or
//! breaking off.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use percent_encoding::percent_decode_str;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

use crate::command::{Ran, World, ran};

pub const KEY: &str = "AKIAVALUELEDGER";
pub const SECRET: &str = "correct-horse-battery-staple";

/// The prefix of the lake in its bucket.
pub const URL: &str = "s3://lake/team";

/// What the door does with a request.
#[derive(Debug, Clone, Copy)]
pub enum Fault {
    /// It lets it in only after that time.
    Late(Duration),
    /// It answers by itself, with that status.
    Status(u16),
    /// It breaks off after the first bytes of the body.
    Cut,
}

/// A fault of the requests whose decoded target holds a text, so many times.
struct Rule {
    part: String,
    times: usize,
    fault: Fault,
}

#[derive(Default)]
struct Door {
    log: Mutex<Vec<String>>,
    under_way: AtomicUsize,
    most_at_once: AtomicUsize,
    rules: Mutex<Vec<Rule>>,
}

/// The server. Objects are files under [`S3::root`].
pub struct S3 {
    folder: TempDir,
    address: SocketAddr,
    door: Arc<Door>,
    _runtime: Runtime,
}

impl S3 {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        // A lake that holds something, so that what it does not hold was not published.
        std::fs::create_dir_all(folder.path().join("lake/team/perflake/perf-report")).expect("the bucket");
        std::fs::write(folder.path().join("lake/team/perflake/perf-report/about.txt"), "").expect("an object");
        let runtime = Runtime::new().expect("a runtime");
        let door = Arc::new(Door::default());
        let service = service(folder.path().to_owned());
        let address = runtime.block_on(serve(service, Arc::clone(&door)));
        Self { folder, address, door, _runtime: runtime }
    }

    /// The folder of the lake that [`URL`] names.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("lake/team")
    }

    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on that fault for requests whose decoded target holds `part`, so many times.
    pub fn fault(&self, part: &str, times: usize, fault: Fault) -> &Self {
        let rule = Rule { part: part.to_owned(), times, fault };
        self.door.rules.lock().expect("the rules").push(rule);
        self
    }

    /// The decoded targets of the requests, sorted.
    pub fn log(&self) -> Vec<String> {
        let mut log = self.door.log.lock().expect("the log").clone();
        log.sort();
        log
    }

    /// How many requests were under way at once, at most.
    pub fn most_at_once(&self) -> usize {
        self.door.most_at_once.load(Ordering::SeqCst)
    }

    /// Runs the command in a world with this server as its lake and good credentials.
    pub fn run(&self, world: &World, arguments: &[&str]) -> Ran {
        self.run_with(world, arguments, &[("AWS_ACCESS_KEY_ID", KEY), ("AWS_SECRET_ACCESS_KEY", SECRET)])
    }

    pub fn run_with(&self, world: &World, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
        self.run_at(URL, world, arguments, variables)
    }

    /// Runs it on another prefix or bucket of this server.
    pub fn run_at(&self, url: &str, world: &World, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
        let mut command = world.command(arguments);
        command.args(["--lake", url, "--lake-endpoint", &self.endpoint(), "--now", crate::command::NOW]);
        ran(command.envs(variables.iter().copied()))
    }
}

fn service(root: PathBuf) -> S3Service {
    let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(root).expect("a file system"));
    builder.set_auth(SimpleAuth::from_single(KEY, SECRET));
    builder.build()
}

/// Serves the store behind the door; gives the door's address.
async fn serve(service: S3Service, door: Arc<Door>) -> SocketAddr {
    let store = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let behind = store.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((socket, _)) = store.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                // A connection that its client breaks off is no concern of the server's.
                let _ = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(socket), service).await;
            });
        }
    });
    let front = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = front.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((socket, _)) = front.accept().await {
            let door = Arc::clone(&door);
            let under_way = UnderWay::new(Arc::clone(&door));
            tokio::spawn(async move {
                // The same holds here: the client may have given up.
                let _ = pass(socket, behind, &door, under_way).await;
            });
        }
    });
    address
}

/// A request that has not been answered yet.
struct UnderWay(Arc<Door>);

impl UnderWay {
    fn new(door: Arc<Door>) -> Self {
        let count = door.under_way.fetch_add(1, Ordering::SeqCst) + 1;
        door.most_at_once.fetch_max(count, Ordering::SeqCst);
        Self(door)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Passes one request in and its answer out, and closes the connection. A client that has its answer may ask again at
/// once, so the request ends before the answer goes out.
async fn pass(mut client: TcpStream, behind: SocketAddr, door: &Door, under_way: UnderWay) -> std::io::Result<()> {
    let Some(head) = head(&mut client).await? else { return Ok(()) };
    let target = head.split(' ').nth(1).unwrap_or_default();
    let target = percent_decode_str(target).decode_utf8_lossy().into_owned();
    door.log.lock().expect("the log").push(target.clone());
    let fault = {
        let mut rules = door.rules.lock().expect("the rules");
        let rule = rules.iter_mut().find(|rule| rule.times > 0 && target.contains(&rule.part));
        rule.map(|rule| {
            rule.times -= 1;
            rule.fault
        })
    };
    match fault {
        Some(Fault::Status(status)) => {
            let answer = format!("HTTP/1.1 {status} Fault\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            drop(under_way);
            return client.write_all(answer.as_bytes()).await;
        }
        Some(Fault::Late(pause)) => tokio::time::sleep(pause).await,
        Some(Fault::Cut) | None => {}
    }
    let mut store = TcpStream::connect(behind).await?;
    let request = head.trim_end().to_owned() + "\r\nconnection: close\r\n\r\n";
    store.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    store.read_to_end(&mut answer).await?;
    if matches!(fault, Some(Fault::Cut)) {
        let body = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(0, |end| end + 4);
        answer.truncate(body + 8);
    }
    drop(under_way);
    client.write_all(&answer).await
}

/// The head of a request that has no body.
async fn head(client: &mut TcpStream) -> std::io::Result<Option<String>> {
    let mut head = Vec::new();
    let mut chunk = [0; 4096];
    while !head.ends_with(b"\r\n\r\n") {
        let count = client.read(&mut chunk).await?;
        if count == 0 {
            return Ok(None);
        }
        head.extend(chunk.iter().take(count));
    }
    Ok(Some(String::from_utf8_lossy(&head).into_owned()))
}
