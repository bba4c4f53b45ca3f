//! The feature in a portal: through the test kit, and added to the core features as a binary of one's own would.

use std::sync::Arc;

use hello_feature::Hello;
use http::Request;
use kernel::extension::{Place, Subject, View};
use kernel::http::Query;
use kernel::{Config, Ctx};
use serde_json::json;
use testkit::{Answer, Persona, TestPortal};
use tower::ServiceExt;

#[tokio::test]
async fn greets_in_the_chosen_words() {
    let portal = TestPortal::builder().feature(Hello).start().await;
    let missing = portal.get(&Persona::Guest, "/api/hello/Ann").await.expect(404);
    assert_eq!(missing.error(), "NotFoundError: No greeting for 'Ann'");
    portal.put(&Persona::Service, "/api/hello/Ann", &json!({ "words": "Hi" })).await.expect(403);
    let wrong = portal.put(&Persona::Guest, "/api/hello/Ann", &json!({})).await.expect(400);
    assert_eq!(wrong.error(), "InputError: request/body must have required property 'words'");
    for words in ["Hi", "Hello"] {
        portal.put(&Persona::Guest, "/api/hello/Ann", &json!({ "words": words })).await.expect(200);
        let greeting = portal.get(&Persona::Service, "/api/hello/Ann").await.expect(200).json();
        assert_eq!(greeting, json!({ "greeting": format!("{words}, Ann!") }));
    }
}

#[tokio::test]
async fn users_have_a_card_with_their_greeting() {
    let portal = TestPortal::builder().feature(Hello).start().await;
    portal.put(&Persona::Guest, "/api/hello/ann", &json!({ "words": "<Hi>" })).await.expect(200);
    let layout = portal.services().extensions.layout();
    let card = layout.of(Place::EntityCard).next().expect("the card");
    let mut drawn = Vec::new();
    for name in ["ann", "bob"] {
        let user = json!({ "kind": "User", "metadata": { "name": name, "title": "Ann Lind" } });
        let subject: Subject = serde_json::from_value(user).unwrap();
        let about_nothing = View::new(Ctx::system("test", 0), Query::default());
        let view = View { subject: Some(Arc::new(subject)), ..about_nothing };
        drawn.push((card.extension.draw)(view).await.unwrap());
    }
    assert_eq!(drawn, [Some("<p dir=\"auto\">&lt;Hi&gt;, Ann Lind!</p>".to_owned()), None]);
}

#[tokio::test]
async fn joins_the_core_features() {
    let folder = tempfile::tempdir().unwrap();
    let portal = callboard::Portal::builder()
        .config(Config::from_value(json!({ "backend": { "baseUrl": "http://localhost:7007" } })))
        .data_dir(folder.path())
        .feature(Hello)
        .build()
        .await
        .unwrap();
    let request = Request::builder().uri("/api/hello/Ann").body(axum::body::Body::empty()).unwrap();
    let Ok(response) = portal.router().oneshot(request).await;
    let answer = Answer::read(response).await.expect(401);
    assert_eq!(answer.error(), "AuthenticationError: Missing credentials");
    assert!(portal.shutdown().await);
}
