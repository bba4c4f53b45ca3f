//! What refuses to start, and says why.

use axum::routing::get;
use futures_util::future::BoxFuture;
use http::Method;
use kernel::feature::NavigationItem;
use kernel::http::{Access, Routes};
use kernel::{Contribution, Error, Feature, Services};
use serde_json::json;
use testkit::TestPortal;

struct Named {
    id: &'static str,
    paths: &'static [&'static str],
}

impl Feature for Named {
    fn id(&self) -> &'static str {
        self.id
    }

    fn start<'a>(&'a self, _: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
        Box::pin(async {
            let mut routes = Routes::new();
            for path in self.paths {
                routes = routes.add_plain(Method::GET, path, Access::Public, get(|| async {}));
            }
            let order = u16::try_from(self.paths.len()).unwrap();
            let navigation = vec![NavigationItem { label: self.id, href: "/", icon: "home", order }];
            Ok(Contribution { routes, navigation, ..Contribution::default() })
        })
    }
}

#[tokio::test]
async fn conflicting_mounts_are_refused() {
    for (first, second, expected) in [
        (
            Named { id: "one", paths: &[] },
            Named { id: "ONE", paths: &[] },
            "two features are mounted at /api/ONE",
        ),
        (
            Named { id: "one", paths: &["/a", "/a"] },
            Named { id: "two", paths: &[] },
            "GET /api/one/a is declared twice (one has /api/one/a)",
        ),
        (
            Named { id: "one", paths: &["/a/{x}", "/a/{y}"] },
            Named { id: "two", paths: &[] },
            "GET /api/one/a/{y} is declared twice (one has /api/one/a/{x})",
        ),
        (
            Named { id: "one", paths: &["a"] },
            Named { id: "two", paths: &[] },
            "the path \"a\" of one does not start with /",
        ),
    ] {
        let started = TestPortal::builder().feature(first).feature(second).try_start().await;
        assert_eq!(started.err().map(|error| error.to_string()).as_deref(), Some(expected));
    }
}

#[tokio::test]
async fn navigation_is_in_order() {
    let portal = TestPortal::builder()
        .feature(Named { id: "late", paths: &["/a", "/b"] })
        .feature(Named { id: "early", paths: &["/a"] })
        .start()
        .await;
    let labels: Vec<&str> = portal.services().navigation.items().iter().map(|item| item.label).collect();
    assert_eq!(labels, ["early", "late"]);
}

#[tokio::test]
async fn mistakes_of_the_configuration_end_the_start() {
    for (config, expected) in [
        (json!({ "backend": { "trustProxy": "here" } }), "backend.trustProxy"),
        (json!({ "backend": { "csp": { "img-src": 1 } } }), "backend.csp.img-src"),
        (json!({ "backend": { "rateLimit": { "ipAllowList": ["x"] } } }), "backend.rateLimit.ipAllowList"),
        (json!({ "backend": { "cors": { "origin": "[" } } }), "backend.cors.origin"),
        (json!({ "callboard": { "metrics": { "access": "all" } } }), "callboard.metrics.access"),
    ] {
        let error = TestPortal::builder().config(config).try_start().await.err().unwrap().to_string();
        assert!(error.contains(expected), "{error}");
    }
}
