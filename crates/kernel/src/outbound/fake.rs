//! Hosts and names for tests: servers on this machine that keep a log, and a resolver whose answers never lead away.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use parking_lot::Mutex;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::names::NameService;
use super::{Origin, Outbound};
use crate::Clock;
use crate::config::Section;
use crate::tasks::Tasks;

/// One request as a fake host saw it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// Path and query as they were sent.
    pub(crate) target: String,
    /// By lower-case name.
    pub(crate) headers: HashMap<String, String>,
}

/// What a fake host does.
pub(crate) enum Reply {
    /// Status line and headers without the last empty line, and the body; `Content-Length` is added.
    Answer(String, Vec<u8>),
    /// Head and body byte for byte.
    Raw(Vec<u8>),
    /// The head, then one byte each tenth of a second.
    Drip,
    /// Nothing at all.
    Silence,
}

impl Reply {
    pub(crate) fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::Answer(String::from("HTTP/1.1 200 OK"), body.into())
    }

    pub(crate) fn status(line: &str) -> Self {
        Self::Answer(format!("HTTP/1.1 {line}"), Vec::new())
    }

    pub(crate) fn redirect(to: &str) -> Self {
        Self::status(&format!("302 Found\r\nLocation: {to}"))
    }
}

/// A server on 127.0.0.1 that closes each connection after one answer.
pub(crate) struct FakeHost {
    pub(crate) port: u16,
    log: Arc<Mutex<Vec<Seen>>>,
    _tasks: Tasks,
}

impl FakeHost {
    pub(crate) async fn start(reply: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let log: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let (tasks, seen, reply) = (Tasks::new(), Arc::clone(&log), Arc::new(reply));
        let connections = tasks.clone();
        tasks.spawn("fake host", async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (seen, reply) = (Arc::clone(&seen), Arc::clone(&reply));
                connections.spawn("fake connection", async move {
                    let _ = serve(stream, &seen, reply.as_ref()).await;
                });
            }
        });
        Self { port, log, _tasks: tasks }
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.log.lock().clone()
    }

    pub(crate) fn targets(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.target).collect()
    }
}

async fn serve(
    mut stream: TcpStream,
    log: &Mutex<Vec<Seen>>,
    reply: &(dyn Fn(&Seen) -> Reply + Send + Sync),
) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut lines = head.lines();
    let target = lines.next().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
    let pair =
        |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    let seen = Seen { target, headers: lines.filter_map(pair).collect() };
    log.lock().push(seen.clone());
    match reply(&seen) {
        Reply::Answer(head, body) => {
            let length = body.len();
            let head = format!("{head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
            stream.write_all(head.as_bytes()).await?;
            stream.write_all(&body).await?;
        }
        Reply::Raw(bytes) => stream.write_all(&bytes).await?,
        Reply::Drip => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n").await?;
            loop {
                stream.write_all(b"x").await?;
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
        Reply::Silence => tokio::time::sleep(Duration::from_mins(1)).await,
    }
    stream.shutdown().await
}

/// Names of a test. The answers to a name's look-ups are taken in turn, the last one for ever; whatever passes the
/// checks is dialled on this machine.
#[derive(Default)]
pub(crate) struct FakeNames {
    answers: Mutex<HashMap<String, Vec<Vec<IpAddr>>>>,
    pub(crate) looked_up: Mutex<Vec<String>>,
    pub(crate) dialled: Mutex<Vec<IpAddr>>,
}

impl FakeNames {
    pub(crate) fn new(names: &[(&str, &[&[&str]])]) -> Arc<Self> {
        let fake = Self::default();
        for (name, answers) in names {
            let parse = |answer: &&[&str]| answer.iter().map(|address| address.parse().unwrap()).collect();
            fake.answers.lock().insert((*name).to_owned(), answers.iter().map(parse).collect());
        }
        Arc::new(fake)
    }
}

impl NameService for FakeNames {
    fn look_up<'a>(&'a self, name: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        self.looked_up.lock().push(name.to_owned());
        let mut answers = self.answers.lock();
        let found = match answers.get_mut(name) {
            Some(turns) if turns.len() > 1 => Ok(turns.remove(0)),
            Some(turns) => Ok(turns[0].clone()),
            None => Err(io::Error::from(io::ErrorKind::NotFound)),
        };
        Box::pin(async move { found })
    }

    fn dial(&self, checked: IpAddr) -> IpAddr {
        self.dialled.lock().push(checked);
        IpAddr::V4(Ipv4Addr::LOCALHOST)
    }
}

/// An outbound client on fake names.
pub(crate) fn outbound(
    config: &Value,
    clock: &Clock,
    origins: Vec<Origin>,
    names: &Arc<FakeNames>,
) -> Outbound {
    let config = Section::root(config.clone());
    Outbound::with_names(&config, clock, origins, Arc::clone(names) as Arc<dyn NameService>).unwrap()
}
