//! Answers to connections that never reach the edge: when there is no place for them, and when their bytes are not a
//! request that hyper takes. Both are told in the body that every other error has.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;

/// How long a refused connection may take to read its refusal.
const REFUSAL_TIME: Duration = Duration::from_secs(2);
/// What is read of a refused connection's request, so that closing does not destroy the answer on its way.
const READ_OFF_BYTES: usize = 16 * 1024;

/// Tells a connection for which there is no place to come back.
pub(super) async fn busy(mut stream: TcpStream) {
    let answer = raw_answer(
        "503 Service Unavailable",
        "ServiceUnavailableError",
        "too many connections",
        "Retry-After: 5\r\n",
    );
    let exchange = async {
        let mut unread = vec![0; READ_OFF_BYTES];
        stream.read(&mut unread).await?;
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await
    };
    // The client may be gone already, which is as good.
    let _ = tokio::time::timeout(REFUSAL_TIME, exchange).await;
}

fn raw_answer(status: &str, name: &str, message: &str, more: &str) -> String {
    let code = status.split(' ').next().unwrap_or_default();
    let body = format!(
        r#"{{"error":{{"name":"{name}","message":"{message}"}},"request":{{"method":"","url":""}},"response":{{"statusCode":{code}}}}}"#
    );
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {length}\r\n{more}Connection: close\r\n\r\n{body}"
    )
}

/// The statuses with which hyper answers bytes that it cannot take as a request, with our name and words for each.
const REFUSALS: [(&str, &str, &str); 3] = [
    ("400 Bad Request", "InputError", "malformed request"),
    ("414 URI Too Long", "URITooLongError", "URL is too long"),
    (
        "431 Request Header Fields Too Large",
        "RequestHeaderFieldsTooLargeError",
        "request headers are too large",
    ),
];
/// How hyper's own answers begin and go on: a status, `content-length: 0`, and perhaps a date. Ours always have a body.
const EMPTY: &str = "content-length: 0\r\n";

/// A stream that gives hyper's empty refusals the body of every other error. Everything else passes untouched; the
/// price is one comparison of a few bytes for each write.
pub(super) struct Explained<Stream> {
    stream: Stream,
    /// A refusal in place of hyper's, and how much of it has been written.
    refusal: Option<(Vec<u8>, usize)>,
}

impl<Stream> Explained<Stream> {
    pub(super) fn new(stream: Stream) -> Self {
        Self { stream, refusal: None }
    }
}

/// The answer in place of `written`, if that is one of hyper's own refusals.
fn explain(written: &[u8]) -> Option<Vec<u8>> {
    let rest = written.strip_prefix(b"HTTP/1.1 4")?;
    let head = std::str::from_utf8(rest.get(..rest.len().min(256))?).ok()?;
    let is_whole =
        head.ends_with("\r\n\r\n") && head.contains(EMPTY) && head.contains("connection: close\r\n");
    let (status, name, message) =
        REFUSALS.iter().find(|(status, _, _)| status.get(1..).is_some_and(|tail| head.starts_with(tail)))?;
    is_whole.then(|| raw_answer(status, name, message, "").into_bytes())
}

impl<Stream: AsyncWrite + Unpin> AsyncWrite for Explained<Stream> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if this.refusal.is_none() {
            match explain(bytes) {
                None => return Pin::new(&mut this.stream).poll_write(context, bytes),
                Some(answer) => this.refusal = Some((answer, 0)),
            }
        }
        let Some((answer, done)) = &mut this.refusal else { return Poll::Ready(Ok(bytes.len())) };
        while let Some(rest) = answer.get(*done..).filter(|rest| !rest.is_empty()) {
            match Pin::new(&mut this.stream).poll_write(context, rest) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(count)) => *done += count,
            }
        }
        this.refusal = None;
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        // hyper writes its refusals as one slice; several slices are a head with its body.
        match slices {
            [only] => self.poll_write(context, only),
            _ => Pin::new(&mut self.stream).poll_write_vectored(context, slices),
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

impl<Stream: AsyncRead + Unpin> AsyncRead for Explained<Stream> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}
