//! Pages: their stricter headers, signing in, and failing for a reader.

use testkit::{FakeIdentity, Persona, TestPortal};

use crate::lamp::Lamp;

#[tokio::test]
async fn nobody_is_sent_to_the_sign_in_page() {
    let portal = TestPortal::builder().feature(Lamp::default()).start().await;
    let answer = portal.get(&Persona::Anonymous, "/lamp?tab=a&x=1").await.expect(303);
    assert_eq!(answer.header("location"), "/sign-in?return=%2Flamp%3Ftab%3Da%26x%3D1");
}

#[tokio::test]
async fn guests_are_signed_in_at_once_where_that_is_allowed() {
    let identity = FakeIdentity::new().welcoming_guests();
    let portal = TestPortal::builder().feature(Lamp::default()).identity(identity).start().await;
    let answer = portal.get(&Persona::Anonymous, "/lamp/who").await.expect(200);
    assert_eq!(answer.text(), "user:default/guest");
    assert!(answer.header("set-cookie").starts_with("backstage-auth=limited.user:default/guest;"));
    let again = portal.get(&Persona::Guest, "/lamp/who").await.expect(200);
    assert_eq!((again.text(), again.header("set-cookie")), ("user:default/guest", ""));
}

#[tokio::test]
async fn pages_have_the_stricter_policy() {
    let portal = TestPortal::builder().feature(Lamp::default()).start().await;
    let answer = portal.get(&Persona::Guest, "/lamp").await.expect(200);
    let policy = answer.header("content-security-policy");
    assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert_eq!(answer.header("x-frame-options"), "DENY");
}

#[tokio::test]
async fn failures_are_shown_as_a_page_to_a_browser() {
    let portal =
        TestPortal::builder().feature(Lamp { draws_failures: true, ..Lamp::default() }).start().await;
    let request =
        portal.request(&Persona::Guest, "GET", "/lamp/fail/other").await.header("accept", "text/html,*/*");
    let answer = portal.send(request.body(axum::body::Body::empty()).unwrap()).await.expect(404);
    assert_eq!(answer.text(), "<h1>404</h1>no failure named other");
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    let request = portal.request(&Persona::Anonymous, "GET", "/nowhere").await.header("accept", "text/html");
    let answer = portal.send(request.body(axum::body::Body::empty()).unwrap()).await.expect(404);
    assert_eq!(answer.text(), "<h1>404</h1>");
    let wire = portal.get(&Persona::Guest, "/lamp/fail/other").await.expect(404);
    assert_eq!(wire.error(), "NotFoundError: no failure named other");
}

#[tokio::test]
async fn the_start_page_greets_whom_nobody_knows_and_signs_guests_in() {
    let portal = TestPortal::builder().feature(Lamp::default()).start().await;
    assert_eq!(portal.get(&Persona::Anonymous, "/lamp/front").await.expect(200).text(), "anonymous");
    assert_eq!(portal.get(&Persona::Guest, "/lamp/front").await.expect(200).text(), "user:default/guest");
    let identity = FakeIdentity::new().welcoming_guests();
    let portal = TestPortal::builder().feature(Lamp::default()).identity(identity).start().await;
    let answer = portal.get(&Persona::Anonymous, "/lamp/front").await.expect(200);
    assert_eq!(answer.text(), "user:default/guest");
    assert!(answer.header("set-cookie").starts_with("backstage-auth=limited."));
}

#[tokio::test]
async fn open_pages_are_for_anybody_and_know_who_comes() {
    let portal = TestPortal::builder().feature(Lamp::default()).start().await;
    assert_eq!(portal.get(&Persona::Anonymous, "/lamp/open").await.expect(200).text(), "anonymous");
    assert_eq!(portal.get(&Persona::Guest, "/lamp/open").await.expect(200).text(), "user:default/guest");
}
