//! A feature made for these tests: one route of every access, and handlers that fail in every way.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::routing::{any, get, post};
use futures_util::future::BoxFuture;
use http::Method;
use kernel::feature::{ActionDescription, ErrorPage, FailedPage, HealthCheck};
use kernel::http::{Access, JsonBody, Operation, Path, Query, Routes};
use kernel::jobs::{Frequency, JobHandler, Schedule, Scope};
use kernel::{Contribution, Ctx, Error, Feature, Services};
use parking_lot::Mutex;
use serde_json::{Value, json};

/// The feature; its health can be set by a test.
#[derive(Clone, Default)]
pub(crate) struct Lamp {
    pub(crate) broken: Arc<Mutex<Option<String>>>,
    pub(crate) draws_failures: bool,
    /// How often its scheduled job ran.
    pub(crate) flickered: Arc<AtomicU32>,
}

pub(crate) struct LampHealth(Arc<Mutex<Option<String>>>);

impl HealthCheck for LampHealth {
    fn name(&self) -> &'static str {
        "lamp"
    }

    fn check(&self) -> Result<(), String> {
        self.0.lock().clone().map_or(Ok(()), Err)
    }
}

async fn who(ctx: Ctx) -> String {
    ctx.credentials.subject().to_owned()
}

async fn thing(Path((kind, name)): Path<(String, String)>, query: Query) -> axum::Json<Value> {
    let filters: Vec<&str> = query.all("filter").collect();
    axum::Json(json!({ "kind": kind, "name": name, "limit": query.integer("limit"), "filters": filters }))
}

async fn refs(JsonBody(body): JsonBody<Value>) -> axum::Json<Value> {
    axum::Json(body)
}

async fn fail(Path(how): Path<String>) -> Result<&'static str, Error> {
    match how.as_str() {
        "internal" => Err(Error::internal("password=hunter2 in /etc/shadow")),
        "panic" => panic!("hunter2"),
        "away" => Err(Error::Unavailable { message: "database is away".to_owned(), retry_after_seconds: 7 }),
        "body" => Err(Error::Body { status: 400, body: json!({ "errors": [] }) }),
        "same" => Err(Error::NotModified),
        _ => Err(Error::NotFound(format!("no failure named {how}"))),
    }
}

async fn length(body: bytes::Bytes) -> String {
    body.len().to_string()
}

fn refs_schema() -> Value {
    json!({
        "type": "object",
        "required": ["entityRefs"],
        "properties": { "entityRefs": { "type": "array", "items": { "type": "string" } } },
    })
}

impl Lamp {
    /// Runs only when triggered.
    fn flicker(&self) -> JobHandler {
        let flickered = Arc::clone(&self.flickered);
        let timeout = Duration::from_secs(5);
        JobHandler {
            kind: "lamp-flicker",
            schedule: Some(Schedule {
                frequency: Frequency::Manual,
                timeout,
                initial_delay: None,
                scope: Scope::Global,
            }),
            scope: Scope::Global,
            timeout,
            max_attempts: 1,
            run: Arc::new(move |_| {
                flickered.fetch_add(1, Ordering::SeqCst);
                Box::pin(async { Ok(()) })
            }),
        }
    }

    fn routes() -> Routes {
        let thing_operation = Operation::new("GetThing", "Reads a thing").integer("limit", 0).texts("filter");
        let refs_operation = Operation::new("GetByRefs", "Reads things").json(true, refs_schema());
        let large = || async { "x".repeat(4000) };
        let stream = || async { ([("content-type", "text/event-stream")], "data: x\n\n".repeat(1000)) };
        Routes::new()
            .add(Method::GET, "/things/{kind}/{name}", Access::Credentials, thing_operation, get(thing))
            .add(Method::POST, "/by-refs", Access::Credentials, refs_operation, post(refs))
            .add_plain(Method::GET, "/public", Access::Public, get(who))
            .add_plain(Method::GET, "/credentials", Access::Credentials, get(who))
            .add_plain(Method::GET, "/user", Access::User, get(who))
            .add_plain(Method::GET, "/service", Access::Service, get(who))
            .add_plain(Method::GET, "/cookie", Access::Cookie, get(who))
            .add_plain(Method::POST, "/cookie", Access::Cookie, post(who))
            .add_plain(Method::POST, "/public", Access::Public, post(who))
            .add_plain(Method::GET, "/fail/{how}", Access::Public, get(fail))
            .add_plain(Method::POST, "/length", Access::Public, post(length))
            .add_plain(Method::POST, "/length/small", Access::Public, post(length))
            .body_limit(10)
            .add_plain(Method::POST, "/length/large", Access::Public, post(length))
            .body_limit(3 * 1024 * 1024)
            .add_plain(Method::GET, "/large", Access::Public, get(large))
            .add_plain(Method::GET, "/small", Access::Public, get(|| async { "small" }))
            .add_plain(Method::GET, "/stream", Access::Public, get(stream))
            .add_plain(Method::GET, "/slow", Access::Public, get(slow))
    }

    fn pages() -> Routes {
        let home = || async { axum::response::Html("<h1>Lamp</h1>") };
        Routes::new()
            .add_plain(Method::GET, "/lamp", Access::Page, any(home))
            .add_plain(Method::GET, "/lamp/open", Access::OpenPage, get(who))
            .add_plain(Method::GET, "/lamp/front", Access::FrontPage, get(who))
            .add_plain(Method::GET, "/lamp/who", Access::Page, get(who))
            .add_plain(Method::GET, "/lamp/fail/{how}", Access::Page, get(fail))
    }
}

async fn slow() -> &'static str {
    tokio::time::sleep(Duration::from_millis(300)).await;
    "slow"
}

impl Feature for Lamp {
    fn id(&self) -> &'static str {
        "lamp"
    }

    fn start<'a>(&'a self, _: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
        let action = ActionDescription {
            name: "light",
            title: "Light",
            description: "Lights the lamp",
            destructive: false,
            idempotent: true,
            read_only: false,
            input: json!({ "type": "object" }),
            output: json!({ "type": "object" }),
        };
        let draw = |failed: &FailedPage<'_>| format!("<h1>{}</h1>{}", failed.status, failed.message);
        let error_page: Option<ErrorPage> = self.draws_failures.then(|| Arc::new(draw) as ErrorPage);
        Box::pin(async move {
            Ok(Contribution {
                routes: Self::routes(),
                pages: Self::pages(),
                health: vec![Arc::new(LampHealth(Arc::clone(&self.broken)))],
                actions: vec![action],
                jobs: vec![self.flicker()],
                error_page,
                ..Contribution::default()
            })
        })
    }
}
