//! Pushes to repositories, as events.

use kernel::events::Event;
use serde_json::{Value, json};
use testkit::FakeHost;

use crate::portal::{Portal, component};

/// A portal that reads repository `org/a` of a fake GitHub with two registered files, and their URLs.
async fn portal(host: &FakeHost, events: Value) -> (Portal, [String; 2]) {
    let base = host.url("");
    let api = "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: { name: api }\nspec: { type: text, lifecycle: \
               production, owner: x, definition: { $text: ./api.txt } }\n";
    host.serve("/repos/org/a/contents/one.yaml", component("one", "ann"));
    host.serve("/repos/org/a/contents/two.yaml", api);
    host.serve("/repos/org/a/contents/api.txt", "first");
    let integration = json!([{"host": host.address.to_string(), "apiBaseUrl": base, "token": "t"}]);
    let config = json!({"integrations": {"github": integration}, "catalog": {"scmEvents": events}});
    let portal = Portal::configured(host, config).await;
    let urls = ["one", "two"].map(|name| format!("{base}/org/a/blob/main/{name}.yaml"));
    for url in &urls {
        portal.register(url).await;
    }
    (portal, urls)
}

async fn push(portal: &Portal, host: &FakeHost, branch: &str, commit: Value) {
    let payload = json!({
        "ref": format!("refs/heads/{branch}"),
        "repository": {"html_url": host.url("/org/a")},
        "commits": [commit],
    });
    let event = Event { topic: "github.push".into(), payload: payload.into() };
    catalog::pushes::take(portal.handle.get().unwrap(), &event).await.unwrap();
    portal.settle().await;
}

fn reads(host: &FakeHost) -> [usize; 2] {
    ["one", "two"].map(|name| {
        let path = format!("/repos/org/a/contents/{name}.yaml");
        host.calls().iter().filter(|call| call.url.starts_with(&path)).count()
    })
}

#[tokio::test]
async fn changed_files_are_read_again_and_others_are_not() {
    let host = FakeHost::start().await;
    let (portal, _) = portal(&host, json!(true)).await;
    let [one, two] = reads(&host);
    push(&portal, &host, "main", json!({"modified": ["README.md"]})).await;
    push(&portal, &host, "other", json!({"modified": ["one.yaml", "two.yaml"]})).await;
    assert_eq!(reads(&host), [one, two], "nothing of ours was pushed");
    host.serve("/repos/org/a/contents/one.yaml", component("one", "bob"));
    push(&portal, &host, "main", json!({"modified": ["one.yaml"]})).await;
    assert_eq!(reads(&host), [one + 1, two]);
    assert_eq!(portal.entity("component", "one").await["spec"]["owner"], "bob");
    host.serve("/repos/org/a/contents/api.txt", "second");
    push(&portal, &host, "main", json!({"modified": ["api.txt"]})).await;
    assert_eq!(
        portal.entity("api", "api").await["spec"]["definition"],
        "second",
        "what a placeholder reads counts"
    );
}

#[tokio::test]
async fn a_removed_file_takes_its_registration_along_where_that_is_wanted() {
    for (events, left) in [
        (json!(true), &["api:api"][..]),
        (json!({"unregister": false}), &["api:api", "component:one"]),
        (json!(false), &["api:api", "component:one"]),
    ] {
        let host = FakeHost::start().await;
        let (portal, _) = portal(&host, events.clone()).await;
        push(&portal, &host, "main", json!({"removed": ["one.yaml"]})).await;
        assert_eq!(portal.refs().await, left, "{events}");
    }
}

#[tokio::test]
async fn registrations_follow_a_repository_that_got_another_name() {
    let host = FakeHost::start().await;
    let (portal, urls) = portal(&host, json!(true)).await;
    host.serve("/repos/org/b/contents/one.yaml", component("one", "eve"));
    let before = portal.entity("component", "one").await["metadata"]["uid"].clone();
    let payload = json!({
        "action": "renamed",
        "changes": {"repository": {"name": {"from": "a"}}},
        "repository": {"html_url": host.url("/org/b")},
    });
    let event = Event { topic: "github.repository".into(), payload: payload.into() };
    catalog::pushes::take(portal.handle.get().unwrap(), &event).await.unwrap();
    portal.settle().await;
    let listed = portal.get("/locations").await.expect(200).text().to_owned();
    assert!(!listed.contains(&urls[0]) && listed.contains(&urls[0].replace("/a/", "/b/")), "{listed}");
    let after = portal.entity("component", "one").await;
    assert_eq!(after["spec"]["owner"], "eve");
    assert_eq!(after["metadata"]["uid"], before, "it is still the same entity");
}
