//! Reading an answer within its limit, counted after decompression. Knows no file format.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use http::{HeaderMap, header};
use url::Url;

use super::{OutboundError, Response};

/// Bytes of all answers that are being read at the moment.
#[derive(Clone)]
pub(super) struct Held {
    now: Arc<AtomicUsize>,
    most: usize,
}

impl Held {
    pub(super) fn new(most: usize) -> Self {
        Self { now: Arc::default(), most }
    }

    #[cfg(test)]
    pub(super) fn now(&self) -> usize {
        self.now.load(Ordering::Relaxed)
    }
}

/// What one answer has taken of [`Held`]; given back when dropped.
struct Share<'a> {
    held: &'a Held,
    taken: usize,
}

impl Share<'_> {
    fn take(&mut self, bytes: usize) -> Result<(), OutboundError> {
        self.taken += bytes;
        if self.held.now.fetch_add(bytes, Ordering::Relaxed) + bytes > self.held.most {
            return Err(OutboundError::Unavailable(String::from("too many large answers at once")));
        }
        Ok(())
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        self.held.now.fetch_sub(self.taken, Ordering::Relaxed);
    }
}

/// Reads the whole answer. Only gzip is asked for; another or a nested encoding is refused.
pub(super) async fn read(
    mut answer: reqwest::Response,
    url: &Url,
    limit: usize,
    held: &Held,
) -> Result<Response, OutboundError> {
    let status = answer.status();
    let mut headers = answer.headers().clone();
    let mut sink = if is_gzip(&headers)? { Sink::gzip(limit) } else { Sink::plain(limit) };
    if let Sink::Plain(_) = sink
        && answer.content_length().is_some_and(|length| length > limit as u64)
    {
        return Err(OutboundError::TooLarge { limit });
    }
    let mut received = 0;
    let mut share = Share { held, taken: 0 };
    loop {
        let chunk = answer.chunk().await.map_err(|error| OutboundError::from_client(&error, url))?;
        let Some(chunk) = chunk else { break };
        let before = sink.len();
        sink.write(&chunk, limit)?;
        received += chunk.len();
        share.take(sink.len() - before)?;
    }
    // An answer without content may still name its encoding.
    let body = if received == 0 { Bytes::new() } else { sink.finish(limit)? };
    headers.remove(header::CONTENT_ENCODING);
    Ok(Response { status, headers, body, final_url: url.to_string() })
}

fn is_gzip(headers: &HeaderMap) -> Result<bool, OutboundError> {
    let mut values = headers.get_all(header::CONTENT_ENCODING).iter();
    let first = values.next().map_or("", |value| value.to_str().unwrap_or("?")).trim().to_ascii_lowercase();
    match (first.as_str(), values.next()) {
        ("" | "identity", None) => Ok(false),
        ("gzip" | "x-gzip", None) => Ok(true),
        _ => Err(OutboundError::Protocol("answered in an encoding that was not asked for")),
    }
}

/// Collects bytes up to a limit; writing beyond it fails, which stops the decompressor.
struct Limited {
    bytes: Vec<u8>,
    limit: usize,
    overflowed: bool,
}

impl Limited {
    fn new(limit: usize) -> Self {
        Self { bytes: Vec::new(), limit, overflowed: false }
    }
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > self.limit - self.bytes.len() {
            self.overflowed = true;
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

enum Sink {
    Plain(Limited),
    Gzip(Box<MultiGzDecoder<Limited>>),
}

impl Sink {
    fn plain(limit: usize) -> Self {
        Self::Plain(Limited::new(limit))
    }

    fn gzip(limit: usize) -> Self {
        Self::Gzip(Box::new(MultiGzDecoder::new(Limited::new(limit))))
    }

    fn collected(&self) -> &Limited {
        match self {
            Self::Plain(collected) => collected,
            Self::Gzip(decoder) => decoder.get_ref(),
        }
    }

    fn len(&self) -> usize {
        self.collected().bytes.len()
    }

    fn write(&mut self, chunk: &[u8], limit: usize) -> Result<(), OutboundError> {
        let written = match self {
            Self::Plain(collected) => collected.write_all(chunk),
            Self::Gzip(decoder) => decoder.write_all(chunk),
        };
        match written {
            Ok(()) => Ok(()),
            Err(_) if self.collected().overflowed => Err(OutboundError::TooLarge { limit }),
            Err(_) => Err(BROKEN_GZIP),
        }
    }

    fn finish(mut self, limit: usize) -> Result<Bytes, OutboundError> {
        if let Self::Gzip(decoder) = &mut self
            && decoder.try_finish().is_err()
        {
            let overflowed = decoder.get_ref().overflowed;
            return Err(if overflowed { OutboundError::TooLarge { limit } } else { BROKEN_GZIP });
        }
        let collected = match self {
            Self::Plain(collected) => collected,
            Self::Gzip(mut decoder) => std::mem::replace(decoder.get_mut(), Limited::new(0)),
        };
        Ok(Bytes::from(collected.bytes))
    }
}

const BROKEN_GZIP: OutboundError = OutboundError::Protocol("answered with broken gzip");
