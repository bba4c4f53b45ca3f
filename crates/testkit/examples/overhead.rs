//! What the edge costs: serves the same 2 kB twice, through the whole portal and from a bare axum handler, and prints
//! how to load each with `wrk`. Run it with `--release`.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a program for one person at a terminal")]

use axum::Router;
use axum::routing::get;
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{HeaderValue, Method, header};
use kernel::http::{Access, Operation, Routes};
use kernel::{Contribution, Error, Feature, Services};
use testkit::identity::SERVICE_TOKEN;
use testkit::{TestPortal, TestServer};

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
static BODY: [u8; 2209] = [b'x'; 2209];

async fn answer() -> ([(header::HeaderName, HeaderValue); 1], Bytes) {
    ([(header::CONTENT_TYPE, JSON)], Bytes::from_static(&BODY))
}

struct Sample;

impl Feature for Sample {
    fn id(&self) -> &'static str {
        "sample"
    }

    fn start<'a>(&'a self, _: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
        let operation = Operation::new("GetSample", "Answers the same each time");
        let path = "/entities/by-name/{kind}/{namespace}/{name}";
        let routes = Routes::new().add(Method::GET, path, Access::Credentials, operation, get(answer));
        Box::pin(async { Ok(Contribution { routes, ..Contribution::default() }) })
    }
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let portal = TestPortal::builder().feature(Sample).system_clock().start().await;
    let server = TestServer::start(&portal).await;
    let path = "entities/by-name/component/default/basket";
    println!(
        "wrk -t1 -c16 -d5 -H 'Authorization: Bearer {SERVICE_TOKEN}' http://{}/api/sample/{path}",
        server.address
    );

    let bare = Router::new().route("/api/sample/entities/by-name/{kind}/{namespace}/{name}", get(answer));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    println!("wrk -t1 -c16 -d5 http://{}/api/sample/{path}", listener.local_addr().expect("an address"));
    axum::serve(listener, bare).await.expect("the bare handler serves");
}
