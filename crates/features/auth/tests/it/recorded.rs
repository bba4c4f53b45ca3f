//! What a real Backstage answered, where its recordings are at hand: status, error names and shapes.

use std::path::Path;

use axum::body::Body;
use http::Request;
use serde_json::{Value, json};
use testkit::{Persona, TestPortal};

use super::portal;

const STATIC_TOKEN: &str = "recorded-static-token";

#[tokio::test]
async fn recorded_exchanges_of_this_feature() {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/conformance/recordings/auth.json");
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("recordings are absent: {}", file.display());
        return;
    };
    let portal = portal(json!({
        "backend": { "auth": { "externalAccess": [
            { "type": "static", "options": { "token": STATIC_TOKEN, "subject": "recorder" } },
            { "type": "static", "options": { "token": testkit::identity::SERVICE_TOKEN, "subject": "test" } },
        ] } },
        "auth": { "experimentalDynamicClientRegistration": {
            "enabled": true,
            "allowedRedirectUriPatterns": ["http://127.0.0.1:*"],
        } },
    }))
    .await;
    let recordings: Value = serde_json::from_str(&text).unwrap();
    let mut played = 0;
    for exchange in recordings["recordings"].as_array().unwrap() {
        let path = exchange["request"]["path"].as_str().unwrap_or_default();
        if path.starts_with("/api/auth/") || path == "/.well-known/oauth-authorization-server" {
            play(&portal, exchange).await;
            played += 1;
        }
    }
    assert!(played > 10, "{played} exchanges");
}

async fn play(portal: &TestPortal, exchange: &Value) {
    let (asked, wanted) = (&exchange["request"], &exchange["response"]);
    let text = |name: &str| asked[name].as_str().unwrap_or_default();
    let target = format!("{}?{}", text("path"), text("query"));
    let mut request = Request::builder().method(text("method")).uri(target.trim_end_matches('?'));
    for (name, value) in asked["headers"].as_object().into_iter().flatten() {
        let user = portal.token(&Persona::Guest).await.unwrap_or_default();
        let value = value.as_str().unwrap_or_default();
        let value = value.replace("<user-token>", &user).replace("<static-service-token>", STATIC_TOKEN);
        request = request.header(name, value.replace("<a.b.c>", "a.b.c"));
    }
    let body = asked.get("body").map(Value::to_string).unwrap_or_default();
    let Ok(request) = request.body(Body::from(body)) else { panic!("{exchange}") };
    let answer = portal.send(request).await;
    assert_eq!(json!(answer.status.as_u16()), wanted["status"], "{}", exchange["name"]);
    let (ours, theirs) = (answer.json(), &wanted["json"]);
    assert_eq!(shape(&ours), shape(theirs), "{}", exchange["name"]);
    assert_eq!(ours["error"], theirs["error"], "{}", exchange["name"]);
    assert_eq!(ours["error_description"], theirs["error_description"], "{}", exchange["name"]);
}

/// Keys in order, and types of values.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            members.iter().map(|(name, member)| json!([name, shape(member)])).collect::<Vec<_>>().into()
        }
        Value::Array(items) => items.iter().map(shape).collect::<Vec<_>>().into(),
        Value::String(_) => "text".into(),
        Value::Number(_) => "number".into(),
        other => other.clone(),
    }
}
