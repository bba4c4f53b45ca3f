//! Makes load: a bounded number of requests over connections that stay open, and the time each took. Speaks just as
//! much HTTP/1.1 as the measured servers answer with; knows no portal.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// As many connections as `wrk -c16`.
pub(super) const MANY: usize = 16;
/// Longest answer that is taken.
const ANSWER_BYTES: usize = 16 * 1024 * 1024;

/// One request.
#[derive(Clone)]
pub(super) struct Ask {
    path: String,
    /// JSON to post; without it the request is a GET.
    body: Option<String>,
}

impl Ask {
    pub(super) fn get(path: &str) -> Self {
        Self { path: path.to_owned(), body: None }
    }

    pub(super) fn post(path: &str, body: &serde_json::Value) -> Self {
        Self { path: path.to_owned(), body: Some(body.to_string()) }
    }

    fn to_wire(&self, host: &str, token: &str) -> String {
        let Self { path, body } = self;
        let authorization =
            if token.is_empty() { String::new() } else { format!("Authorization: Bearer {token}\r\n") };
        match body {
            None => format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{authorization}\r\n"),
            Some(body) => format!(
                "POST {path} HTTP/1.1\r\nHost: {host}\r\n{authorization}Content-Type: application/json\r\n\
                 Content-Length: {}\r\n\r\n{body}",
                body.len()
            ),
        }
    }
}

/// What to ask.
#[derive(Clone)]
pub(super) struct Load {
    pub(super) address: String,
    /// Asked in turn.
    pub(super) asks: Arc<Vec<Ask>>,
    /// A bearer token.
    pub(super) token: String,
    /// How many requests.
    pub(super) count: usize,
    /// Connections at once; with one, the times are those of the server alone.
    pub(super) connections: usize,
}

/// How it went.
pub(super) struct Measured {
    pub(super) per_second: f64,
    pub(super) median: Duration,
    /// The 95th of a hundred.
    pub(super) slower: Duration,
    /// The 99th of a hundred.
    pub(super) slow: Duration,
}

/// Plays `load` on one thread; fails at the first answer that is not 200.
pub(super) fn play(load: &Load) -> Result<Measured> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let next = Arc::new(AtomicUsize::new(0));
        let started = Instant::now();
        let mut connections = JoinSet::new();
        for _ in 0..load.connections {
            connections.spawn(one_connection(load.clone(), Arc::clone(&next)));
        }
        let mut times = Vec::with_capacity(load.count);
        while let Some(ended) = connections.join_next().await {
            times.extend(ended??);
        }
        let took = started.elapsed();
        times.sort_unstable();
        let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        let per_second = times.len() as f64 / took.as_secs_f64();
        Ok(Measured { per_second, median: at(50), slower: at(95), slow: at(99) })
    })
}

/// One answer's body.
pub(super) fn fetch(address: &str, ask: &Ask, token: &str) -> Result<Vec<u8>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut connection = Connection::open(address).await?;
        let body = connection.ask(ask, &ask.to_wire(address, token)).await?;
        Ok(connection.received[body].to_vec())
    })
}

async fn one_connection(load: Load, next: Arc<AtomicUsize>) -> Result<Vec<Duration>> {
    let mut connection = Connection::open(&load.address).await?;
    let requests: Vec<String> = load.asks.iter().map(|ask| ask.to_wire(&load.address, &load.token)).collect();
    let mut times = Vec::new();
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= load.count {
            return Ok(times);
        }
        let place = number % requests.len();
        let asked = Instant::now();
        connection.ask(&load.asks[place], &requests[place]).await?;
        times.push(asked.elapsed());
    }
}

struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

impl Connection {
    async fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await.with_context(|| format!("cannot reach {address}"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, received: Vec::with_capacity(64 * 1024) })
    }

    /// Asks, reads the whole answer, and says where in `received` its body is.
    async fn ask(&mut self, ask: &Ask, request: &str) -> Result<std::ops::Range<usize>> {
        let path = &ask.path;
        self.stream.write_all(request.as_bytes()).await?;
        self.received.clear();
        loop {
            if let Some(head) = head(&self.received)? {
                if head.status != 200 {
                    bail!("{path} was answered with status {}", head.status);
                }
                if self.received.len() >= head.end + head.length {
                    return Ok(head.end..head.end + head.length);
                }
            }
            if self.received.len() > ANSWER_BYTES {
                bail!("the answer to {path} is longer than {ANSWER_BYTES} bytes");
            }
            if self.stream.read_buf(&mut self.received).await? == 0 {
                bail!("the connection ended in the answer to {path}");
            }
        }
    }
}

/// What the head of an answer says.
#[derive(Debug, PartialEq, Eq)]
struct Head {
    status: u16,
    /// Where the body begins.
    end: usize,
    length: usize,
}

/// `None` while the head is not complete.
fn head(received: &[u8]) -> Result<Option<Head>> {
    let Some(end) = received.windows(4).position(|bytes| bytes == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(&received[..end]).context("the head of an answer is not text")?;
    let mut lines = text.split("\r\n");
    let status =
        lines.next().and_then(|line| line.split(' ').nth(1)).context("an answer without a status")?;
    for line in lines {
        let Some((name, value)) = line.split_once(':') else { continue };
        if name.eq_ignore_ascii_case("content-length") {
            let length = value.trim().parse().context("a content length")?;
            return Ok(Some(Head { status: status.parse()?, end: end + 4, length }));
        }
    }
    bail!("an answer with status {status} has no content length");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_head() {
        let whole = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
        assert_eq!(head(whole).unwrap(), Some(Head { status: 200, end: whole.len() - 2, length: 2 }));
        assert_eq!(head(&whole[..20]).unwrap(), None);
        for bad in ["HTTP/1.1 200 OK\r\n\r\n", "x\r\n\r\n", "HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n"] {
            assert!(head(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
