//! What a real Backstage answered, where its recordings are at hand.

use std::path::Path;

use axum::body::Body;
use serde_json::Value;
use testkit::Persona;

use super::portal;

/// Backstage answers 500 to a request that it does not understand here; a caller's mistake is a 400 in this portal.
const CALLERS_MISTAKE: &str = "multiget: bad";

#[tokio::test]
async fn recorded_exchanges_of_this_feature() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../../shared/conformance/recordings/user-settings.json");
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("recordings are absent: {}", file.display());
        return;
    };
    let portal = portal().await;
    let recordings: Value = serde_json::from_str(&text).unwrap();
    for exchange in recordings["recordings"].as_array().unwrap() {
        let (asked, wanted) = (&exchange["request"], &exchange["response"]);
        let authorization = asked["headers"]["authorization"].as_str().unwrap_or_default();
        let persona = match authorization {
            "" => Persona::Anonymous,
            given if given.contains("service") => Persona::Service,
            _ => Persona::Guest,
        };
        let (method, path) = (asked["method"].as_str().unwrap(), asked["path"].as_str().unwrap());
        let request = portal.request(&persona, method, path).await.header("content-type", "application/json");
        let body = asked.get("body").map(Value::to_string).unwrap_or_default();
        let answer = portal.send(request.body(Body::from(body)).unwrap()).await;
        let name = exchange["name"].as_str().unwrap();
        if name == CALLERS_MISTAKE {
            answer.expect(400);
            continue;
        }
        assert_eq!(Some(u64::from(answer.status.as_u16())), wanted["status"].as_u64(), "{name}");
        match wanted.get("json") {
            Some(json) => assert_eq!(&answer.json(), json, "{name}"),
            None => assert!(answer.body.is_empty(), "{name}"),
        }
    }
}
