//! Limits and draining of connections, on a real socket.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::{TestPortal, TestServer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::lamp::Lamp;

async fn portal(limits: Value) -> TestPortal {
    let config = json!({
        "backend": { "server": { "headersTimeout": 500, "requestTimeout": 500 } },
        "callboard": { "limits": { "http": limits } },
    });
    TestPortal::builder().feature(Lamp::default()).config(config).system_clock().start().await
}

fn status_and_name(answer: &str) -> (String, String) {
    let status = answer.split(' ').nth(1).unwrap_or_default().to_owned();
    let body = answer.split("\r\n\r\n").nth(1).unwrap_or_default();
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    (status, body["error"]["name"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn malformed_and_oversized_requests_are_told_so() {
    let portal = portal(json!({})).await;
    let server = TestServer::start(&portal).await;
    let close = "Host: x\r\nConnection: close\r\n";
    let many_headers = "X-Number: a\r\n".repeat(10_000);
    let table = [
        (format!("GET /api/lamp/public HTTP/1.1\r\n{close}X-Big: {}\r\n\r\n", "x".repeat(64 * 1024)), "431"),
        (format!("GET /api/lamp/public HTTP/1.1\r\n{close}{many_headers}\r\n"), "431"),
        (format!("GET /{} HTTP/1.1\r\n{close}\r\n", "x".repeat(60_000)), "414"),
        (format!("GET /{} HTTP/1.1\r\n{close}\r\n", "x".repeat(100_000)), "414"),
        ("nonsense\r\n\r\n".to_owned(), "400"),
        (
            format!(
                "POST /api/lamp/length HTTP/1.1\r\n{close}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            ),
            "400",
        ),
        (format!("POST /api/lamp/length HTTP/1.1\r\n{close}Content-Length: 1073741824\r\n\r\n"), "413"),
    ];
    for (request, expected) in table {
        let answer = server.exchange(request.as_bytes()).await;
        let (status, name) = status_and_name(&answer);
        let shown: String = request.chars().take(60).collect();
        assert_eq!(status, expected, "{shown:?}: {answer}");
        assert!(!name.is_empty(), "{shown:?}: {answer}");
    }
}

#[tokio::test]
async fn error_bodies_arrive_whole() {
    let portal = portal(json!({})).await;
    let server = TestServer::start(&portal).await;
    for (path, status, name) in [
        ("/api/lamp/fail/other", "404", "NotFoundError"),
        ("/api/lamp/fail/internal", "500", "Error"),
        ("/api/lamp/credentials", "401", "AuthenticationError"),
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        let answer = server.exchange(request.as_bytes()).await;
        assert_eq!(status_and_name(&answer), (status.to_owned(), name.to_owned()), "{answer}");
    }
}

#[tokio::test]
async fn slow_requests_and_idle_connections_are_ended() {
    let portal = portal(json!({})).await;
    let server = TestServer::start(&portal).await;
    let slow_body = "POST /api/lamp/length HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc";
    for bytes in
        ["", "PRI *", "GET / HTTP/1.1\r\nHost:", slow_body, "GET /api/lamp/small HTTP/1.1\r\nHost: x\r\n\r\n"]
    {
        let started = Instant::now();
        let ended = tokio::time::timeout(Duration::from_secs(10), server.exchange(bytes.as_bytes())).await;
        assert!(ended.is_ok(), "still open after {:?}: {bytes:?}", started.elapsed());
    }
}

#[tokio::test]
async fn one_connection_too_many_is_told_to_come_back() {
    let portal = portal(json!({ "connections": 2 })).await;
    let server = TestServer::start(&portal).await;
    let mut open = Vec::new();
    for _ in 0..2 {
        let mut stream = server.connect().await;
        stream.write_all(b"GET /api/lamp/small HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        stream.read_u8().await.unwrap();
        open.push(stream);
    }
    let answer = server.exchange(b"GET /api/lamp/small HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert_eq!(status_and_name(&answer), ("503".to_owned(), "ServiceUnavailableError".to_owned()));
    assert!(answer.contains("Retry-After: 5\r\n"), "{answer}");
}

#[tokio::test]
async fn closing_lets_a_request_finish() {
    let portal = portal(json!({})).await;
    let server = TestServer::start(&portal).await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET /api/lamp/slow HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let (drained, answer) = tokio::join!(server.server.close(), async {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    });
    assert!(drained);
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("slow"), "{answer}");
    assert!(tokio::net::TcpStream::connect(server.address).await.is_err(), "no longer listening");
}

#[tokio::test]
async fn a_connection_ends_after_its_number_of_requests() {
    let config = json!({ "backend": { "server": { "maxRequestsPerSocket": 2 } } });
    let portal = TestPortal::builder().feature(Lamp::default()).config(config).start().await;
    let server = TestServer::start(&portal).await;
    let answer = server.exchange(&b"GET /api/lamp/small HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3)).await;
    assert_eq!(answer.matches("HTTP/1.1 200 OK").count(), 2, "{answer}");
}
