//! A whole portal of the core features within the test, with a demo catalog and two people: one who may do anything, and
//! one whom the policy denies everything.

use std::path::Path;

use axum::body::Body;
use axum::http::{Method, Request, header};
use callboard::Portal;
use kernel::Config;
use serde_json::{Value, json};
use testkit::{Answer, FakeHost};
use tower::ServiceExt as _;

/// A service that may do anything.
pub(crate) const SERVICE: &str = "a-token-of-the-whole-portal";

const CATALOG: &str = "
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: probe, tags: [one] }
spec: { type: service, lifecycle: production, owner: team, system: s }
---
apiVersion: backstage.io/v1alpha1
kind: System
metadata: { name: s }
spec: { owner: team }
";

/// Starts a portal whose guest is denied everything, with one component that can be read by then.
pub(crate) async fn start(folder: &Path, host: &FakeHost) -> Portal {
    std::fs::write(folder.join("catalog.yaml"), CATALOG.trim_start()).unwrap();
    let service = json!({"type": "static", "options": {"token": SERVICE, "subject": "test"}});
    let config = json!({
        "app": {"baseUrl": "http://localhost:7007"},
        "backend": {
            "baseUrl": "http://localhost:7007",
            "auth": {"externalAccess": [service]},
            "database": {"client": "better-sqlite3", "connection": ":memory:"},
            "reading": {"allow": [{"host": host.address.to_string()}]},
        },
        "auth": {
            "providers": {"guest": {"dangerouslyAllowOutsideDevelopment": true}},
            "clientIdMetadataDocuments": {"enabled": true},
            "experimentalDynamicClientRegistration": {"enabled": true},
        },
        "permission": {"enabled": true},
        "callboard": {
            "permission": {"policy": [{"decision": "deny"}]},
            // Some tests knock at every door with a bad key.
            "limits": {"http": {"failedAuthenticationsPerMinute": 100_000}},
        },
        "catalog": {
            "rules": [{"allow": ["Component", "System", "Location"]}],
            "locations": [{"type": "file", "target": "catalog.yaml"}],
        },
    });
    let builder = Portal::builder().config(Config::from_value(config)).data_dir(folder.join("data"));
    let portal = builder.folder(folder).build().await.unwrap();
    until_found(&portal, "component/default/probe").await;
    portal
}

/// Waits until an entity is listed.
pub(crate) async fn until_found(portal: &Portal, name: &str) {
    const TRIES: usize = 500;
    let path = format!("/api/catalog/entities/by-name/{name}");
    for _ in 0..TRIES {
        if get(portal, Some(SERVICE), &path).await.status == 200 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{name} was not read");
}

pub(crate) async fn get(portal: &Portal, token: Option<&str>, path: &str) -> Answer {
    ask(portal, &Method::GET, path, token, None).await
}

/// Sends a request; a body is JSON.
pub(crate) async fn ask(
    portal: &Portal,
    method: &Method,
    path: &str,
    token: Option<&str>,
    body: Option<&Value>,
) -> Answer {
    let mut request = Request::builder().method(method.clone()).uri(path);
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    if body.is_some() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    let Ok(response) = portal.router().oneshot(request.body(body).unwrap()).await;
    Answer::read(response).await
}

/// The token of the guest, whom the policy denies everything.
pub(crate) async fn guest(portal: &Portal) -> String {
    let session = get(portal, None, "/api/auth/guest/refresh").await.expect(200).json();
    session["backstageIdentity"]["token"].as_str().unwrap().to_owned()
}
