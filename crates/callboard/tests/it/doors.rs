//! Every door of the portal: closed to who brings no credentials, unless it is on the list of open ones.

use std::collections::BTreeSet;

use axum::http::Method;
use kernel::http::Access;
use testkit::FakeHost;

use crate::portal;

/// What anybody may call. A route that is open and not in this list, or in this list and not open, fails the test.
const OPEN: &str = include_str!("open-routes.txt");

/// A path that fits a route, with parameters that lead to nothing.
fn filled(path: &str) -> String {
    let mut parts = Vec::new();
    for part in path.split('/') {
        parts.push(if part.starts_with('{') { "nothing" } else { part });
    }
    parts.join("/")
}

#[tokio::test]
async fn open_routes_are_those_of_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let host = FakeHost::start().await;
    let portal = portal::start(folder.path(), &host).await;
    let listed: BTreeSet<String> = OPEN.lines().map(str::to_owned).collect();
    let mut open = BTreeSet::new();
    for route in &portal.running().routes {
        if matches!(route.access, Access::Public | Access::FrontPage | Access::OpenPage) {
            open.insert(format!("{} {}", route.method, route.path));
        }
    }
    assert_eq!(open, listed);
}

#[tokio::test]
async fn nobody_and_old_tokens_come_through_no_other_door() {
    let folder = tempfile::tempdir().unwrap();
    let host = FakeHost::start().await;
    let portal = portal::start(folder.path(), &host).await;
    let token = portal::guest(&portal).await;
    // Another signature is as good as another time: the tests of the verifier tell them apart.
    let spoilt = format!("{}AAAA", &token[..token.len() - 4]);
    let mut count = 0;
    for route in &portal.running().routes {
        if matches!(route.access, Access::Public | Access::FrontPage | Access::OpenPage) {
            continue;
        }
        for credentials in [None, Some(spoilt.as_str()), Some("nonsense")] {
            if credentials.is_none() && route.access.is_page() {
                // Whoever comes to a page without credentials is signed in as guest here, or led to the sign-in page where
                // guests are not welcome; the kernel's tests of pages look at both.
                continue;
            }
            let answer = portal::ask(&portal, &route.method, &filled(&route.path), credentials, None).await;
            let refused = answer.status == 401;
            assert!(refused, "{} {}: {} {}", route.method, route.path, answer.status, answer.text());
            assert!(!answer.text().contains("probe"));
        }
        count += 1;
    }
    assert!(count > 40, "only {count} routes");
}

#[tokio::test]
async fn who_is_denied_everything_learns_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let host = FakeHost::start().await;
    let portal = portal::start(folder.path(), &host).await;
    let token = portal::guest(&portal).await;
    let probe = "/api/catalog/entities/by-name/component/default/probe";
    let uid = portal::get(&portal, Some(portal::SERVICE), probe).await.expect(200).json();
    let uid = uid["metadata"]["uid"].as_str().unwrap().to_owned();
    for route in &portal.running().routes {
        if route.method != Method::GET || !route.path.starts_with("/api/catalog/") {
            continue;
        }
        let mut path = route.path.replace("{kind}", "component").replace("{namespace}", "default");
        path =
            path.replace("{name}", "probe").replace("{uid}", &uid).replace("{time}", "2100-01-01T00:00:00Z");
        path = filled(&path);
        if path.ends_with("/entity-facets") {
            path += "?facet=metadata.name&facet=kind";
        }
        let answer = portal::get(&portal, Some(&token), &path).await;
        // Lists are empty; everything else is refused or not there.
        assert!([200, 403, 404].contains(&answer.status.as_u16()), "{path}: {}", answer.status);
        if answer.status == 200 && !path.contains("/.") {
            let text = answer.text();
            assert!(!text.contains("probe") && !text.contains("omponent"), "{path}: {text}");
        }
    }
}
