//! The feature through the real router: as recorded from Backstage, within its limits, and nobody in the settings of
//! others.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod recorded;
mod stars;

use axum::body::Body;
use serde_json::{Value, json};
use testkit::{Answer, Persona, TestPortal};
use user_settings::UserSettings;

const SETTING: &str = "/api/user-settings/buckets/b/keys/k";

async fn portal() -> TestPortal {
    TestPortal::builder().feature(UserSettings::new()).start().await
}

fn ann() -> Persona {
    Persona::user("user:default/ann")
}

async fn put(portal: &TestPortal, persona: &Persona, path: &str, value: &Value) -> Answer {
    portal.put(persona, path, &json!({"value": value})).await
}

#[tokio::test]
async fn people_have_their_own_rows_only() {
    let portal = portal().await;
    let ben = Persona::user("user:default/ben");
    put(&portal, &ann(), SETTING, &json!("hers")).await.expect(200);
    portal.get(&ben, SETTING).await.expect(404);
    put(&portal, &ben, SETTING, &json!("his")).await.expect(200);
    portal.delete(&ben, SETTING).await.expect(204);
    assert_eq!(portal.get(&ann(), SETTING).await.expect(200).json()["value"], "hers");
    let asked = json!({"items": [{"bucket": "b", "key": "k"}]});
    let many = portal.post(&ben, "/api/user-settings/multiget", &asked).await.expect(200);
    assert_eq!(many.json(), json!({"items": [null]}));
    let named = "/api/user-settings/buckets/user:default%2Fann/keys/k";
    portal.get(&ben, named).await.expect(404);
}

#[tokio::test]
async fn names_and_sizes_have_limits() {
    let portal = portal().await;
    let ann = ann();
    let long = "k".repeat(256);
    for key in ["..%2F..%2Fetc", "%2E%2E", "a%00b", &long] {
        let path = format!("/api/user-settings/buckets/b/keys/{key}");
        let refused = put(&portal, &ann, &path, &json!(1)).await.expect(400);
        assert!(refused.error().starts_with("InputError: invalid key"), "{}", refused.error());
        portal.get(&ann, &path).await.expect(400);
    }
    let bucket = "/api/user-settings/buckets/..%2Fb/keys/k";
    assert!(put(&portal, &ann, bucket, &json!(1)).await.expect(400).error().contains("invalid bucket"));
    let large = json!("x".repeat(10 * 1024 * 1024));
    put(&portal, &ann, SETTING, &large).await.expect(413);
    portal.get(&ann, SETTING).await.expect(404);
    let items: Vec<Value> = (0..1_001).map(|key| json!({"bucket": "b", "key": key.to_string()})).collect();
    portal.post(&ann, "/api/user-settings/multiget", &json!({"items": items})).await.expect(400);
    let some = json!({"items": &items[..150]});
    let many = portal.post(&ann, "/api/user-settings/multiget", &some).await.expect(200).json();
    assert_eq!(many["items"].as_array().map(Vec::len), Some(150));
}

#[tokio::test]
async fn one_person_cannot_keep_everything() {
    let portal = portal().await;
    let ann = ann();
    let value = json!("x".repeat(100_000));
    let mut kept = 0;
    for number in 0..50 {
        let path = format!("/api/user-settings/buckets/b/keys/{number}");
        if put(&portal, &ann, &path, &value).await.status != 200 {
            break;
        }
        kept += 1;
    }
    assert_eq!(kept, 41, "4 MiB");
    put(&portal, &ann, "/api/user-settings/buckets/b/keys/50", &value).await.expect(413);
    // What is there may change, and go.
    put(&portal, &ann, "/api/user-settings/buckets/b/keys/3", &value).await.expect(200);
    portal.delete(&ann, "/api/user-settings/buckets/b/keys/3").await.expect(204);
    put(&portal, &ann, "/api/user-settings/buckets/b/keys/50", &value).await.expect(200);
}

#[tokio::test]
async fn bodies_that_say_nothing_are_refused() {
    let portal = portal().await;
    for body in ["[]", "{", "\"x\"", "{}"] {
        let request = portal.request(&ann(), "PUT", SETTING).await.header("content-type", "application/json");
        portal.send(request.body(Body::from(body)).unwrap()).await.expect(400);
    }
    put(&portal, &ann(), SETTING, &Value::Null).await.expect(200);
    assert_eq!(portal.get(&ann(), SETTING).await.expect(200).json()["value"], Value::Null);
    let asked = json!({"items": [{"bucket": "b", "key": "k"}]});
    let many = portal.post(&ann(), "/api/user-settings/multiget", &asked).await.expect(200);
    assert_eq!(many.json(), json!({"items": [{"value": null}]}));
}
