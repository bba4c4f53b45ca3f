//! Sources that fail: nothing that was there goes, the Location says why, and all is well once the source is.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::json;
use testkit::FakeHost;

use crate::portal::{Portal, component};

type Answer = fn() -> Response;

/// Answers that say nothing of what the source holds.
fn failures() -> Vec<(&'static str, Answer)> {
    vec![
        ("500", || StatusCode::INTERNAL_SERVER_ERROR.into_response()),
        ("404", || StatusCode::NOT_FOUND.into_response()),
        ("429", || (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "20")]).into_response()),
        ("304 that nobody asked for", || StatusCode::NOT_MODIFIED.into_response()),
        ("206", || (StatusCode::PARTIAL_CONTENT, component("a", "x")).into_response()),
        ("a redirect to elsewhere", || {
            (StatusCode::FOUND, [("location", "http://169.254.169.254/latest/meta-data/")]).into_response()
        }),
        ("a page to sign in", || "<!DOCTYPE html><html><body>Sign in</body></html>".into_response()),
        ("text that is not YAML", || "kind: [".into_response()),
        ("half of the documents", || (component("a", "x") + "---\nkind: [").into_response()),
        ("bytes that are not text", || vec![0xff_u8, 0xfe, 0x00, 0xd8].into_response()),
        ("too many documents", || {
            (0..1_001).map(|number| component(&format!("n{number}"), "x")).collect::<String>().into_response()
        }),
        ("a file over the limit", || vec![b'a'; 6 * 1024 * 1024].into_response()),
    ]
}

#[tokio::test]
async fn a_failed_reading_keeps_the_entities_and_says_so() {
    let host = FakeHost::start().await;
    let good = component("a", "x") + &component("b", "x");
    let url = host.url("/c.yaml");
    let portal = Portal::start(&host).await;
    host.serve("/c.yaml", good.clone());
    portal.register(&url).await;
    for (name, answer) in failures() {
        host.answer("/c.yaml", move |_| answer());
        portal.next_round().await;
        portal.next_round().await;
        catalog::orphan::sweep(&portal.handle.get().unwrap().ingest).await.unwrap();
        assert_eq!(portal.refs().await, ["component:a", "component:b"], "{name}");
        assert!(!portal.problems(&url).await.is_empty(), "{name}: nothing is said");
        host.serve("/c.yaml", good.clone());
        portal.next_round().await;
        assert_eq!(portal.problems(&url).await, Vec::<serde_json::Value>::new(), "{name}: still blamed");
    }
    assert_eq!(portal.refs().await, ["component:a", "component:b"]);
}

#[tokio::test]
async fn a_source_that_loses_most_of_its_entities_is_stopped_and_stays_stopped() {
    let host = FakeHost::start().await;
    let all: Vec<String> = (0..40).map(|number| component(&format!("c{number}"), "x")).collect();
    host.serve("/c.yaml", all.concat());
    let portal = Portal::start(&host).await;
    let url = host.url("/c.yaml");
    portal.register(&url).await;
    host.serve("/c.yaml", all.get(..5).unwrap().concat());
    for round in 0..3 {
        portal.next_round().await;
        assert_eq!(portal.refs().await.len(), 40, "round {round}");
        let problems = portal.problems(&url).await;
        let message = problems.first().map(|problem| problem["message"].to_string()).unwrap_or_default();
        assert!(message.contains("callboard.catalog.deletionGuard.share"), "round {round}: {problems:?}");
    }
    host.serve("/c.yaml", all.get(..30).unwrap().concat());
    portal.next_round().await;
    catalog::orphan::sweep(&portal.handle.get().unwrap().ingest).await.unwrap();
    assert_eq!(portal.refs().await.len(), 30);
    assert!(portal.problems(&url).await.is_empty());
}

#[tokio::test]
async fn a_slow_source_does_not_hold_up_the_others() {
    let host = FakeHost::start().await;
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = silent.local_addr().unwrap().to_string();
    let slow = format!("http://{address}/slow.yaml");
    let portal = Portal::configured(&host, json!({"callboard": {"catalog": {"concurrency": 2}}})).await;
    // Only the fake host is on the list; what is not is refused at once, so the silent one is put on it.
    drop(portal);
    let feature = catalog::CatalogFeature::new(std::env::temp_dir().join("callboard-test-without-files"));
    let handle = feature.handle();
    let mut config = crate::portal::with_host(&host, json!({"callboard": {"catalog": {"concurrency": 2}}}));
    config["backend"]["reading"]["allow"] = json!([{"host": host.address.to_string()}, {"host": address}]);
    let test = testkit::TestPortal::builder().config(config).feature(feature).start().await;
    let portal = Portal { test, handle };
    let body = json!({"type": "url", "target": slow});
    portal.test.post(&testkit::Persona::Service, "/api/catalog/locations", &body).await.expect(201);
    for number in 0..6 {
        let path = format!("/c{number}.yaml");
        host.serve(&path, component(&format!("c{number}"), "x"));
        let body = json!({"type": "url", "target": host.url(&path)});
        portal.test.post(&testkit::Persona::Service, "/api/catalog/locations", &body).await.expect(201);
    }
    for _ in 0..500 {
        if portal.refs().await.len() == 6 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the slow source holds up the others: {:?}", portal.refs().await);
}
