//! A host of sources on this machine that answers what a test told it, and remembers what it was asked.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use parking_lot::Mutex;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// One request that the host was sent.
#[derive(Clone, Debug)]
pub struct Call {
    pub method: Method,
    /// Path and query.
    pub url: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

type Answerer = Arc<dyn Fn(&Call) -> Response + Send + Sync>;

#[derive(Default)]
struct Script {
    answers: Mutex<HashMap<String, Answerer>>,
    calls: Mutex<Vec<Call>>,
}

/// Listens on a free port until it is dropped. Paths without an answer are 404.
pub struct FakeHost {
    pub address: SocketAddr,
    script: Arc<Script>,
    listening: JoinHandle<()>,
}

impl FakeHost {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("the listener has an address");
        let script = Arc::new(Script::default());
        let router = Router::new().fallback(answer).with_state(Arc::clone(&script));
        #[expect(
            clippy::disallowed_methods,
            reason = "lives as long as the host, which ends it when dropped"
        )]
        let listening = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the fake host serves");
        });
        Self { address, script, listening }
    }

    /// `http://127.0.0.1:port/path`.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Answers `path` (without its query) with 200 and this text, from now on.
    pub fn serve(&self, path: &str, body: impl Into<Bytes>) {
        let body = body.into();
        self.answer(path, move |_| body.clone().into_response());
    }

    /// Answers `path` with whatever `answer` makes of each call.
    pub fn answer(&self, path: &str, answer: impl Fn(&Call) -> Response + Send + Sync + 'static) {
        self.script.answers.lock().insert(path.to_owned(), Arc::new(answer));
    }

    /// Takes the answer of `path` away.
    pub fn remove(&self, path: &str) {
        self.script.answers.lock().remove(path);
    }

    /// What was asked so far, oldest first.
    pub fn calls(&self) -> Vec<Call> {
        self.script.calls.lock().clone()
    }

    /// How often `path` was asked for.
    pub fn count(&self, path: &str) -> usize {
        self.script.calls.lock().iter().filter(|call| call.url.split('?').next() == Some(path)).count()
    }
}

impl Drop for FakeHost {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn answer(State(script): State<Arc<Script>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let call = Call { method: parts.method, url: parts.uri.to_string(), headers: parts.headers, body };
    let answerer = script.answers.lock().get(parts.uri.path()).cloned();
    script.calls.lock().push(call.clone());
    match answerer {
        Some(answerer) => answerer(&call),
        None => (StatusCode::NOT_FOUND, Body::empty()).into_response(),
    }
}
