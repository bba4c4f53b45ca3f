//! What every answer is given, and the answers of the edge itself.

use axum::body::Body;
use http::{Request, header};
use serde_json::{Value, json};
use testkit::{Answer, Persona, TestPortal};

use crate::lamp::Lamp;

async fn portal(config: Value) -> TestPortal {
    TestPortal::builder().feature(Lamp::default()).config(config).start().await
}

async fn ask(portal: &TestPortal, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    portal.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn security_headers_are_on_every_answer() {
    let portal = portal(json!({ "backend": { "csp": { "connect-src": ["'self'", "http:"] } } })).await;
    for path in
        ["/api/lamp/public", "/api/lamp/credentials", "/api/nope", "/nope", "/.backstage/health/v1/liveness"]
    {
        let answer = portal.get(&Persona::Anonymous, path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "SAMEORIGIN"),
            ("referrer-policy", "no-referrer"),
            ("strict-transport-security", "max-age=15552000; includeSubDomains"),
        ] {
            assert_eq!(answer.header(name), value, "{path}");
        }
        assert!(answer.header("content-security-policy").ends_with("connect-src 'self' http:"), "{path}");
        assert_eq!(answer.headers.get_all(header::CONTENT_SECURITY_POLICY).iter().count(), 1);
    }
}

#[tokio::test]
async fn cors_only_where_configured() {
    let origin = ("origin", "http://app.test:3000");
    let none = portal(json!({})).await;
    assert_eq!(
        ask(&none, "GET", "/api/lamp/public", &[origin]).await.header("access-control-allow-origin"),
        ""
    );

    let cors = json!({ "origin": "http://*.test:3000", "methods": ["GET", "POST"], "credentials": true });
    let some = portal(json!({ "backend": { "cors": cors } })).await;
    let answer = ask(&some, "GET", "/api/lamp/credentials", &[origin]).await.expect(401);
    assert_eq!(answer.header("access-control-allow-origin"), origin.1);
    assert_eq!(answer.header("access-control-allow-credentials"), "true");
    let other = ask(&some, "GET", "/api/lamp/public", &[("origin", "http://evil.example")]).await.expect(200);
    assert_eq!(other.header("access-control-allow-origin"), "");

    let preflight =
        [origin, ("access-control-request-method", "POST"), ("access-control-request-headers", "x-a")];
    let answer = ask(&some, "OPTIONS", "/api/lamp/credentials", &preflight).await.expect(204);
    assert_eq!(answer.header("access-control-allow-methods"), "GET,POST");
    assert_eq!(answer.header("access-control-allow-headers"), "x-a");
    let foreign = [("origin", "http://evil.example"), ("access-control-request-method", "POST")];
    ask(&some, "OPTIONS", "/api/lamp/credentials", &foreign).await.expect(401);
}

#[tokio::test]
async fn compression_when_asked_for_and_worth_it() {
    let portal = portal(json!({})).await;
    for (path, accept, encoding) in [
        ("/large", "gzip", "gzip"),
        ("/large", "br", "br"),
        ("/large", "zstd", "zstd"),
        ("/large", "identity", ""),
        ("/large", "gzip;q=0", ""),
        ("/small", "gzip", ""),
        ("/stream", "gzip", ""),
    ] {
        let answer = ask(&portal, "GET", &format!("/api/lamp{path}"), &[("accept-encoding", accept)])
            .await
            .expect(200);
        assert_eq!(answer.header("content-encoding"), encoding, "{path} {accept}");
        if !encoding.is_empty() {
            assert!(answer.body.len() < 400, "{path} {accept}");
            assert_eq!(answer.header("vary").to_ascii_lowercase(), "accept-encoding");
        }
    }
    assert_eq!(ask(&portal, "GET", "/api/lamp/large", &[]).await.body.len(), 4000);
}

#[tokio::test]
async fn failures_show_no_more_than_they_may() {
    let portal = portal(json!({})).await;
    for (how, status, error) in [
        ("internal", 500, "Error: An internal error occurred logId="),
        ("panic", 500, "Error: An internal error occurred logId="),
        ("away", 503, "ServiceUnavailableError: database is away"),
        ("other", 404, "NotFoundError: no failure named other"),
    ] {
        let answer =
            portal.get(&Persona::Anonymous, &format!("/api/lamp/fail/{how}?token=hunter2&a=b")).await;
        let answer = answer.expect(status);
        assert!(answer.error().starts_with(error), "{}", answer.error());
        assert!(!answer.text().contains("hunter2"), "{}", answer.text());
        assert_eq!(
            answer.json()["request"],
            json!({ "method": "GET", "url": format!("/fail/{how}?token=***&a=b") })
        );
        assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
        assert_ne!(answer.header("x-request-id"), "");
    }
    assert_eq!(portal.get(&Persona::Anonymous, "/api/lamp/fail/away").await.header("retry-after"), "7");
    assert_eq!(
        portal.get(&Persona::Anonymous, "/api/lamp/fail/body").await.expect(400).json(),
        json!({ "errors": [] })
    );
    assert_eq!(portal.get(&Persona::Anonymous, "/api/lamp/fail/same").await.expect(304).text(), "");
}

#[tokio::test]
async fn limits_of_the_head() {
    let portal = portal(json!({})).await;
    let long = format!("/api/lamp/public?{}", "a".repeat(17_000));
    assert_eq!(ask(&portal, "GET", &long, &[]).await.expect(414).error(), "URITooLongError: URL is too long");
    let big = "x".repeat(33_000);
    let answer = ask(&portal, "GET", "/api/lamp/public", &[("x-big", &big)]).await.expect(431);
    assert_eq!(answer.error(), "RequestHeaderFieldsTooLargeError: request headers are too large");
    let fits = "x".repeat(32_000);
    ask(&portal, "GET", "/api/lamp/public", &[("x-big", &fits)]).await.expect(200);
}

#[tokio::test]
async fn limits_of_the_body() {
    let portal = portal(json!({})).await;
    let post = async |path: &str, size: usize, declared: bool| {
        let mut request = Request::builder().method("POST").uri(path);
        let bytes = vec![b'x'; size];
        let body = if declared {
            request = request.header("content-length", size);
            Body::from(bytes)
        } else {
            Body::from_stream(futures_util::stream::iter([Ok::<_, std::io::Error>(bytes)]))
        };
        portal.send(request.body(body).unwrap()).await
    };
    let mib = 1024 * 1024;
    let table =
        [("/api/lamp/length", mib), ("/api/lamp/length/small", 10), ("/api/lamp/length/large", 3 * mib)];
    for (path, limit) in table {
        for declared in [true, false] {
            assert_eq!(post(path, limit, declared).await.expect(200).text(), limit.to_string());
        }
        let answer = post(path, limit + 1, true).await.expect(413);
        assert_eq!(answer.error(), "PayloadTooLargeError: request entity too large");
        assert_eq!(post(path, limit + 1, false).await.status, 413, "{path} streamed");
    }
}

#[tokio::test]
async fn rate_limits_of_the_portal_and_of_a_plugin() {
    let portal = portal(json!({ "backend": { "rateLimit": { "incomingRequestLimit": 2 } } })).await;
    for _ in 0..2 {
        portal.get(&Persona::Anonymous, "/api/lamp/public").await.expect(200);
    }
    let answer = portal.get(&Persona::Anonymous, "/api/lamp/public").await.expect(429);
    assert_eq!(answer.header("retry-after"), "60");
    assert_eq!(answer.json()["error"]["name"], "TooManyRequestsError");

    let quota =
        json!({ "global": false, "plugin": { "lamp": { "incomingRequestLimit": 1, "windowMs": 1000 } } });
    let portal = self::portal(json!({ "backend": { "rateLimit": quota } })).await;
    portal.get(&Persona::Anonymous, "/api/lamp/public").await.expect(200);
    portal.get(&Persona::Anonymous, "/api/lamp/public").await.expect(429);
    portal.clock.advance(1000);
    portal.get(&Persona::Anonymous, "/api/lamp/public").await.expect(200);
}

#[tokio::test]
async fn paths_with_a_slash_at_the_end_and_head_requests() {
    let portal = portal(json!({})).await;
    portal.get(&Persona::Anonymous, "/api/lamp/public/").await.expect(200);
    let head = ask(&portal, "HEAD", "/api/lamp/public", &[]).await.expect(200);
    assert_eq!(head.text(), "");
}
