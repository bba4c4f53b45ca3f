//! The bytes of a connection on their way to and from hyper: refusals that hyper writes without a body get one, and a
//! connection that says nothing is ended. Knows no request.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

use super::reply::raw_answer;

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

/// What an HTTP/2 connection begins with. While a connection could still become one, hyper waits without an end.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// The time before hyper knows the protocol and watches the clock itself.
struct Silence {
    deadline: Pin<Box<Sleep>>,
    /// How much of [`PREFACE`] has been read.
    matched: usize,
}

impl Silence {
    /// Whether the protocol is known after these bytes.
    fn is_over(&mut self, read: &[u8]) -> bool {
        let rest = PREFACE.get(self.matched..).unwrap_or_default();
        self.matched += read.len();
        !rest.starts_with(read) || rest.len() == read.len()
    }
}

/// A stream that gives hyper's empty refusals the body of every other error. Everything else passes untouched; the
/// price is one comparison of a few bytes for each write.
pub(super) struct Explained<Stream> {
    stream: Stream,
    /// A refusal in place of hyper's, and how much of it has been written.
    refusal: Option<(Vec<u8>, usize)>,
    silence: Option<Silence>,
}

impl<Stream> Explained<Stream> {
    /// `patience` is how long the first bytes may take.
    pub(super) fn new(stream: Stream, patience: Duration) -> Self {
        let deadline = Box::pin(tokio::time::sleep(patience));
        Self { stream, refusal: None, silence: Some(Silence { deadline, matched: 0 }) }
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
        let this = &mut *self;
        let before = into.filled().len();
        let polled = Pin::new(&mut this.stream).poll_read(context, into);
        if let Some(silence) = &mut this.silence {
            let read = into.filled().get(before..).unwrap_or_default();
            if !read.is_empty() && silence.is_over(read) {
                this.silence = None;
            } else if polled.is_pending() && silence.deadline.as_mut().poll(context).is_ready() {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
        }
        polled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hypers_own_refusals_are_explained() {
        let refusal =
            "HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        let explained = String::from_utf8(explain(refusal.as_bytes()).unwrap()).unwrap();
        assert!(explained.starts_with("HTTP/1.1 431 Request Header Fields Too Large\r\n"), "{explained}");
        assert!(explained.ends_with(r#""response":{"statusCode":431}}"#), "{explained}");
        for other in [
            "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}",
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n",
            "\u{ff}",
        ] {
            assert!(explain(other.as_bytes()).is_none(), "{other}");
        }
    }

    #[tokio::test]
    async fn the_protocol_is_known_when_the_preface_is_over_or_missed() {
        let silence = || Silence { deadline: Box::pin(tokio::time::sleep(Duration::ZERO)), matched: 0 };
        assert!(silence().is_over(b"GET / HTTP/1.1\r\n"));
        assert!(silence().is_over(PREFACE));
        assert!(silence().is_over(&[PREFACE, b"more"].concat()));
        let mut slow = silence();
        assert!(!slow.is_over(b"PRI * "));
        assert!(slow.is_over(b"POST"));
    }
}
