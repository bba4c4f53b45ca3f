//! The routes that every plugin has, and those of the process.

use serde_json::json;
use testkit::{Persona, TestPortal};

use crate::lamp::Lamp;
use kernel::http::lifecycle::Phase;

#[tokio::test]
async fn readiness_follows_the_life_of_the_process() {
    let config = json!({ "backend": { "health": { "headers": { "x-from": "lamp" } } } });
    let lamp = Lamp::default();
    let portal = TestPortal::builder().feature(lamp.clone()).config(config).start().await;
    let readiness = "/.backstage/health/v1/readiness";
    let answer = portal.get(&Persona::Anonymous, readiness).await.expect(200);
    assert_eq!((answer.json(), answer.header("x-from")), (json!({ "status": "ok" }), "lamp"));
    assert_eq!(answer.header("connection"), "");

    *lamp.broken.lock() = Some("no oil".to_owned());
    let answer = portal.get(&Persona::Anonymous, readiness).await.expect(503);
    assert_eq!(answer.json(), json!({ "message": "lamp: no oil", "status": "error" }));
    *lamp.broken.lock() = None;

    portal.running.lifecycle.enter(Phase::Draining);
    let answer = portal.get(&Persona::Anonymous, readiness).await.expect(503);
    assert_eq!(answer.json(), json!({ "message": "Backend is shutting down", "status": "error" }));
    let answer = portal.get(&Persona::Anonymous, "/api/lamp/public").await.expect(200);
    assert_eq!(answer.header("connection"), "close", "busy clients learn that their connection ends");

    portal.running.lifecycle.enter(Phase::Stopped);
    let answer = portal.get(&Persona::Anonymous, "/api/lamp/public").await.expect(503);
    assert_eq!(answer.error(), "ServiceUnavailableError: Service is shutting down");
    assert_eq!(answer.header("retry-after"), "5");
    let alive = portal.get(&Persona::Anonymous, "/.backstage/health/v1/liveness").await.expect(200);
    assert_eq!(alive.json(), json!({ "status": "ok" }));
}

#[tokio::test]
async fn listings_of_a_plugin() {
    let portal = TestPortal::builder().feature(Lamp::default()).start().await;
    let keys = portal.get(&Persona::Anonymous, "/api/lamp/.backstage/auth/v1/jwks.json").await.expect(200);
    assert_eq!(keys.json(), json!({ "keys": [] }));

    let actions =
        portal.get(&Persona::Service, "/api/lamp/.backstage/actions/v1/actions").await.expect(200).json();
    assert_eq!(actions["actions"][0]["id"], "lamp:light");
    let attributes = json!({ "destructive": false, "idempotent": true, "readOnly": false });
    assert_eq!(actions["actions"][0]["attributes"], attributes);

    portal.get(&Persona::Anonymous, "/api/lamp/openapi.json").await.expect(401);
    let document = portal.get(&Persona::Guest, "/api/lamp/openapi.json").await.expect(200).json();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["paths"]["/things/{kind}/{name}"]["get"]["operationId"], "GetThing");
    portal.get(&Persona::Guest, "/api/fake-identity/openapi.json").await.expect(404);
}

#[tokio::test]
async fn scheduled_jobs_are_listed_and_run_when_asked_for() {
    let lamp = Lamp::default();
    let portal = TestPortal::builder().feature(lamp.clone()).start().await;
    let tasks = "/api/lamp/.backstage/scheduler/v1/tasks";
    portal.get(&Persona::Anonymous, tasks).await.expect(401);
    let listed = portal.get(&Persona::Service, tasks).await.expect(200).json();
    assert_eq!(
        (&listed["tasks"][0]["taskId"], &listed["tasks"][0]["pluginId"]),
        (&json!("lamp-flicker"), &json!("lamp"))
    );
    let others =
        portal.get(&Persona::Service, "/api/fake-identity/.backstage/scheduler/v1/tasks").await.expect(200);
    assert_eq!(others.json(), json!({ "tasks": [] }));

    let trigger = |id: &str| format!("{tasks}/{id}/trigger");
    portal.post(&Persona::Anonymous, &trigger("lamp-flicker"), &json!({})).await.expect(401);
    let unknown = portal.post(&Persona::Service, &trigger("nope"), &json!({})).await.expect(404);
    assert!(unknown.error().starts_with("NotFoundError: "), "{}", unknown.error());
    assert_eq!(
        portal.post(&Persona::Service, &trigger("lamp-flicker"), &json!({})).await.expect(200).text(),
        ""
    );
    for _ in 0..400 {
        if lamp.flickered.load(std::sync::atomic::Ordering::SeqCst) > 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("the triggered job never ran");
}

#[tokio::test]
async fn metrics_are_for_this_machine_and_services() {
    let config = json!({ "backend": { "trustProxy": true } });
    let portal = TestPortal::builder().feature(Lamp::default()).config(config).start().await;
    portal.get(&Persona::Anonymous, "/api/lamp/things/a/b").await.expect(401);
    let text = portal.get(&Persona::Anonymous, "/metrics").await.expect(200);
    let line = r#"http_requests_total{method="GET",route="/api/lamp/things/{kind}/{name}",status="4xx"}"#;
    assert!(text.text().contains(line), "{}", text.text());

    for (persona, status) in [(Persona::Anonymous, 401), (Persona::Guest, 403), (Persona::Service, 200)] {
        let request =
            portal.request(&persona, "GET", "/metrics").await.header("x-forwarded-for", "203.0.113.9");
        portal.send(request.body(axum::body::Body::empty()).unwrap()).await.expect(status);
    }
    let config = json!({ "callboard": { "metrics": { "access": "off" } } });
    let portal = TestPortal::builder().feature(Lamp::default()).config(config).start().await;
    portal.get(&Persona::Service, "/metrics").await.expect(404);
}

#[tokio::test]
async fn strict_audit_lets_nothing_change_while_it_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("missing").join("audit.log");
    let config = json!({ "callboard": { "audit": { "file": file, "strict": true } } });
    let portal = TestPortal::builder().feature(Lamp::default()).config(config).start().await;
    portal.post(&Persona::Guest, "/api/lamp/cookie", &json!({})).await.expect(200);
    let ctx = kernel::Ctx::system("test", 0);
    portal.services().audit.record(&ctx, "lamp.light", kernel::audit::Status::Succeeded, "lamp");
    let mut status = 200;
    for _ in 0..200 {
        status = portal.post(&Persona::Guest, "/api/lamp/cookie", &json!({})).await.status.as_u16();
        if status == 503 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(status, 503);
    portal.get(&Persona::Guest, "/api/lamp/cookie").await.expect(200);
    let readiness =
        portal.get(&Persona::Anonymous, "/.backstage/health/v1/readiness").await.expect(200).json();
    assert_eq!(readiness["warnings"][0], "the audit file cannot be written, 1 lines are waiting");
}
