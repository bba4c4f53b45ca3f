//! Who passes the barrier, in every way of asking.

use axum::body::Body;
use http::Request;
use serde_json::json;
use testkit::{FakeIdentity, Persona, TestPortal};

use crate::lamp::Lamp;

type Headers<'a> = &'a [(&'a str, &'a str)];

async fn portal() -> TestPortal {
    TestPortal::builder().feature(Lamp::default()).start().await
}

async fn ask(portal: &TestPortal, method: &str, path: &str, headers: Headers<'_>) -> testkit::Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    portal.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn every_access_for_every_caller() {
    let portal = portal().await;
    let missing = "AuthenticationError: Missing credentials";
    let no_user = "NotAllowedError: This endpoint does not allow 'user' credentials";
    let no_service = "NotAllowedError: This endpoint does not allow 'service' credentials";
    let table = [
        ("/public", "anonymous", "user:default/guest", "external:test"),
        ("/credentials", missing, "user:default/guest", "external:test"),
        ("/user", missing, "user:default/guest", no_service),
        ("/service", missing, no_user, "external:test"),
        ("/cookie", missing, "user:default/guest", "external:test"),
    ];
    for (path, anonymous, guest, service) in table {
        let path = format!("/api/lamp{path}");
        for (persona, expected) in
            [(Persona::Anonymous, anonymous), (Persona::Guest, guest), (Persona::Service, service)]
        {
            let answer = portal.get(&persona, &path).await;
            let found = if answer.status == 200 { answer.text().to_owned() } else { answer.error() };
            assert_eq!(found, expected, "{persona:?} at {path}");
        }
    }
}

#[tokio::test]
async fn tokens_in_every_form() {
    let portal = portal().await;
    let limited = "AuthenticationError: Illegal limited user token";
    let illegal = "AuthenticationError: Illegal token";
    let missing = "AuthenticationError: Missing credentials";
    let ann = "user:default/ann";
    let table: [(&str, Headers<'_>, &str); 12] = [
        ("/credentials", &[("authorization", "Bearer user.user:default/ann")], ann),
        ("/credentials", &[("authorization", "bearer   user.user:default/ann")], ann),
        ("/credentials", &[("authorization", "Basic abc")], missing),
        ("/credentials", &[("authorization", "Bearer a.b.c")], illegal),
        // A wrong token is refused also where none is needed.
        ("/public", &[("authorization", "Bearer a.b.c")], illegal),
        ("/public", &[("authorization", "Basic abc")], "anonymous"),
        ("/credentials", &[("authorization", "Bearer limited.user:default/ann")], limited),
        ("/public", &[("authorization", "Bearer limited.user:default/ann")], limited),
        ("/cookie", &[("authorization", "Bearer limited.user:default/ann")], ann),
        ("/cookie", &[("cookie", "a=b; backstage-auth=limited.user:default/ann")], ann),
        ("/cookie", &[("cookie", "backstage-auth=nonsense")], illegal),
        ("/credentials", &[("cookie", "backstage-auth=limited.user:default/ann")], missing),
    ];
    for (path, headers, expected) in table {
        let answer = ask(&portal, "GET", &format!("/api/lamp{path}"), headers).await;
        let found = if answer.status == 200 { answer.text().to_owned() } else { answer.error() };
        assert_eq!(found, expected, "{path} {headers:?}");
    }
}

#[tokio::test]
async fn the_open_policy_lets_nobody_in_where_anybody_may_come() {
    let config = json!({ "backend": { "auth": { "dangerouslyDisableDefaultAuthPolicy": true } } });
    let portal = TestPortal::builder().feature(Lamp::default()).config(config).start().await;
    assert_eq!(
        portal.get(&Persona::Anonymous, "/api/lamp/credentials").await.expect(200).text(),
        "anonymous"
    );
    portal.get(&Persona::Anonymous, "/api/lamp/user").await.expect(401);
}

#[tokio::test]
async fn the_barrier_comes_before_not_found() {
    let portal = portal().await;
    for (method, path) in
        [("GET", "/api/lamp/nope"), ("PATCH", "/api/lamp/credentials"), ("GET", "/api/lamp")]
    {
        let answer = ask(&portal, method, path, &[]).await.expect(401);
        assert_eq!(answer.error(), "AuthenticationError: Missing credentials", "{method} {path}");
        let token = [("authorization", "Bearer user.user:default/ann")];
        let answer = ask(&portal, method, path, &token).await.expect(404);
        assert_eq!(answer.text(), "", "{method} {path}");
    }
    assert_eq!(ask(&portal, "GET", "/api/nope/x", &[]).await.expect(404).text(), "");
}

#[tokio::test]
async fn other_sites_cannot_use_a_cookie() {
    let portal = portal().await;
    let cookie = ("cookie", "backstage-auth=limited.user:default/ann");
    let table: [(&str, Headers<'_>, u16); 7] = [
        ("POST", &[cookie], 200),
        ("POST", &[cookie, ("origin", "http://localhost:7007")], 200),
        ("POST", &[cookie, ("origin", "http://evil.test")], 403),
        ("POST", &[cookie, ("origin", "null")], 403),
        ("POST", &[cookie, ("sec-fetch-site", "cross-site")], 403),
        ("GET", &[cookie, ("origin", "http://evil.test")], 200),
        ("POST", &[("authorization", "Bearer user.user:default/ann"), ("origin", "http://evil.test")], 200),
    ];
    for (method, headers, status) in table {
        let answer = ask(&portal, method, "/api/lamp/cookie", headers).await;
        assert_eq!(answer.status, status, "{method} {headers:?}");
    }
    ask(&portal, "POST", "/api/lamp/public", &[("origin", "http://evil.test")]).await.expect(403);
}

#[tokio::test]
async fn guessing_is_slowed_down_for_that_address_only() {
    let config = json!({
        "backend": { "trustProxy": true },
        "callboard": { "limits": { "http": { "failedAuthenticationsPerMinute": 3 } } },
    });
    let portal = TestPortal::builder().feature(Lamp::default()).config(config).start().await;
    let guess = [("authorization", "Bearer wrong"), ("x-forwarded-for", "10.0.0.1")];
    for _ in 0..3 {
        ask(&portal, "GET", "/api/lamp/credentials", &guess).await.expect(401);
    }
    let answer = ask(&portal, "GET", "/api/lamp/credentials", &guess).await.expect(429);
    assert_eq!(answer.error(), "TooManyRequestsError: too many requests");
    assert_eq!(answer.header("retry-after"), "60");
    let right = [("authorization", "Bearer user.user:default/ann"), ("x-forwarded-for", "10.0.0.2")];
    ask(&portal, "GET", "/api/lamp/credentials", &right).await.expect(200);
    portal.clock.advance(60_000);
    ask(&portal, "GET", "/api/lamp/credentials", &guess).await.expect(401);
}

#[tokio::test]
async fn the_cookie_is_given_kept_and_cleared() {
    let portal = portal().await;
    let path = "/api/lamp/.backstage/auth/v1/cookie";
    assert_eq!(
        portal.get(&Persona::Anonymous, path).await.error(),
        "AuthenticationError: Missing credentials"
    );
    let service = portal.get(&Persona::Service, path).await.expect(403);
    assert_eq!(service.error(), "NotAllowedError: This endpoint does not allow 'service' credentials");

    let given = portal.get(&Persona::Guest, path).await.expect(200);
    assert_eq!(given.json()["expiresAt"], kernel::clock::iso(testkit::identity::END));
    let cookie = given.header("set-cookie");
    assert!(
        cookie.starts_with("backstage-auth=limited.user:default/guest; Domain=localhost; Path=/; Expires="),
        "{cookie}"
    );
    assert!(cookie.ends_with("HttpOnly; Secure; Priority=High; SameSite=Lax"), "{cookie}");

    let token = format!("Bearer {}", FakeIdentity::token("user:default/guest"));
    let with_cookie =
        [("authorization", token.as_str()), ("cookie", "backstage-auth=limited.user:default/guest")];
    let kept = ask(&portal, "GET", path, &with_cookie).await.expect(200);
    assert_eq!((kept.header("set-cookie"), kept.json()), ("", given.json()));
    let of_another =
        [("authorization", token.as_str()), ("cookie", "backstage-auth=limited.user:default/ann")];
    assert_ne!(ask(&portal, "GET", path, &of_another).await.expect(200).header("set-cookie"), "");

    let cleared = portal.delete(&Persona::Guest, path).await.expect(204);
    assert!(
        cleared
            .header("set-cookie")
            .starts_with("backstage-auth=; Domain=localhost; Path=/; Expires=Thu, 01 Jan 1970")
    );
}
