//! Connections: accepting them, their limits in number and time, and closing them without cutting a request. Knows the
//! edge as one service.

mod listen;
mod reply;
mod wire;

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, Request, Response, header};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use metrics::Gauge;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{Edge, HttpSettings};
use crate::tasks::Tasks;

pub use listen::{Listen, bind};

/// A request head may take this much of the connection's buffer before the connection is refused unread; the limits of
/// [`HttpSettings`] are below it and are answered in full.
const HEAD_BUFFER_BYTES: usize = 256 * 1024;
/// From the opening of a TLS connection to the end of its handshake.
const HANDSHAKE_TIME: Duration = Duration::from_secs(10);
/// Requests of one HTTP/2 connection at the same time.
const STREAMS: u32 = 128;
/// After an accept that failed (out of file handles, say) before the next one.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves one listener.
#[derive(Clone)]
pub struct Server {
    edge: Edge,
    tasks: Tasks,
    tls: Option<TlsAcceptor>,
    protocol: Builder<TokioExecutor>,
    /// No new connections, and open ones end with the request they are in.
    closing: CancellationToken,
    /// Open connections are cut.
    cut: CancellationToken,
    connections: TaskTracker,
    places: Arc<Semaphore>,
    open: Gauge,
}

impl Server {
    pub fn new(edge: Edge, tasks: Tasks, tls: Option<TlsAcceptor>) -> Self {
        let settings = edge.settings();
        let protocol = protocol(settings);
        let places = Arc::new(Semaphore::new(settings.connections.min(Semaphore::MAX_PERMITS)));
        Self {
            edge,
            tasks,
            tls,
            protocol,
            closing: CancellationToken::new(),
            cut: CancellationToken::new(),
            connections: TaskTracker::new(),
            places,
            open: metrics::gauge!("http_connections_open"),
        }
    }

    /// Accepts connections until [`Server::close`].
    pub async fn serve(&self, listener: TcpListener) {
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = self.closing.cancelled() => return,
            };
            match accepted {
                Ok((stream, peer)) => self.take(stream, peer),
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    /// Takes no new connections and waits until the open ones have answered what they were asked, for the drain time of
    /// the settings; then cuts the rest. Gives whether all ended by themselves.
    pub async fn close(&self) -> bool {
        self.closing.cancel();
        self.connections.close();
        let drained =
            tokio::time::timeout(self.edge.settings().drain_time, self.connections.wait()).await.is_ok();
        self.cut.cancel();
        self.connections.wait().await;
        drained
    }

    fn take(&self, stream: TcpStream, peer: SocketAddr) {
        // Small answers must not wait for more to come.
        let _ = stream.set_nodelay(true);
        let server = self.clone();
        match Arc::clone(&self.places).try_acquire_owned() {
            Ok(place) => self.tasks.spawn(
                "http connection",
                self.connections.track_future(async move { server.converse(stream, peer, place).await }),
            ),
            Err(_full) => {
                metrics::counter!("http_connections_refused_total").increment(1);
                if self.tls.is_none() {
                    self.tasks.spawn("http refusal", reply::busy(stream));
                }
            }
        }
    }

    async fn converse(&self, stream: TcpStream, peer: SocketAddr, place: OwnedSemaphorePermit) {
        self.open.increment(1);
        match &self.tls {
            None => self.speak(stream, peer).await,
            Some(tls) => match tokio::time::timeout(HANDSHAKE_TIME, tls.accept(stream)).await {
                Ok(Ok(stream)) => self.speak(stream, peer).await,
                Ok(Err(error)) => tracing::debug!(%error, %peer, "TLS handshake failed"),
                Err(_late) => tracing::debug!(%peer, "TLS handshake took too long"),
            },
        }
        self.open.decrement(1);
        drop(place);
    }

    async fn speak<Stream>(&self, stream: Stream, peer: SocketAddr)
    where
        Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let answered = AtomicU64::new(0);
        let edge = self.edge.clone();
        let service = service_fn(move |request| answer(edge.clone(), request, peer, &answered));
        let io = TokioIo::new(wire::Explained::new(stream, self.edge.settings().header_time));
        let connection = self.protocol.serve_connection_with_upgrades(io, service);
        let mut connection = pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = self.closing.cancelled() => {
                connection.as_mut().graceful_shutdown();
                tokio::select! { ended = connection.as_mut() => ended, () = self.cut.cancelled() => Ok(()) }
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, %peer, "connection ended early");
        }
    }
}

/// One request of a connection that has `answered` so many before.
fn answer(
    edge: Edge,
    request: Request<Incoming>,
    peer: SocketAddr,
    answered: &AtomicU64,
) -> impl Future<Output = Result<Response<Body>, Infallible>> + use<> {
    let last = match edge.settings().requests_per_connection {
        Some(limit) => answered.fetch_add(1, Ordering::Relaxed) + 1 >= limit,
        None => false,
    };
    async move {
        let mut response = edge.answer(request.map(Body::new), peer.ip()).await;
        if last {
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        Ok(response)
    }
}

fn protocol(settings: &HttpSettings) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(settings.header_time)
        .max_buf_size(HEAD_BUFFER_BYTES)
        .half_close(false);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(u32::try_from(settings.header_bytes).unwrap_or(u32::MAX))
        .keep_alive_interval(settings.header_time)
        .keep_alive_timeout(settings.header_time);
    builder
}
