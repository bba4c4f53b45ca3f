//! Entities that the portal stores itself: created, changed, taken back, deleted, and who is in the way.

use std::sync::Arc;

use catalog::portal::{feed, revisions::revisions, save::save, undo::undo};
use kernel::{Credentials, Ctx, Error, Principal};
use serde_json::{Value, json};
use testkit::{FakeHost, Persona};

use crate::portal::{Portal, component};
use crate::visible;

const REF: &str = "component:default/pay";

fn document(owner: &str) -> Value {
    json!({
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": {"name": "pay"},
        "spec": {"type": "service", "lifecycle": "production", "owner": owner},
    })
}

fn author() -> Ctx {
    Ctx::system("user:default/ann", 0)
}

#[tokio::test]
async fn each_save_is_a_revision_and_the_last_one_can_be_taken_back() {
    let host = FakeHost::start().await;
    let portal = Portal::start(&host).await;
    let (catalog, ctx) = (portal.handle.get().unwrap(), author());
    assert_eq!(save(catalog, &ctx, document("ann"), None).await.unwrap().revision, 1);
    let entity = portal.entity("component", "pay").await;
    let uid = entity["metadata"]["uid"].clone();
    assert_eq!(
        entity["metadata"]["annotations"]["backstage.io/managed-by-location"],
        format!("portal:{REF}")
    );
    assert_eq!(save(catalog, &ctx, document("bob"), Some(1)).await.unwrap().revision, 2);
    assert_eq!(portal.entity("component", "pay").await["spec"]["owner"], "bob");
    assert_eq!(undo(catalog, &ctx, REF, 2).await.unwrap(), 3);
    let entity = portal.entity("component", "pay").await;
    assert_eq!((&entity["spec"]["owner"], &entity["metadata"]["uid"]), (&json!("ann"), &uid));
    let all = revisions(catalog, &ctx, REF).await.unwrap();
    let numbers: Vec<i64> = all.iter().map(|one| one.revision).collect();
    assert_eq!(numbers, [3, 2, 1]);
    assert!(all.iter().all(|one| one.author == "user:default/ann"));
    // Handing all of it in once more, as each start does, changes nothing.
    let position = portal.position().await;
    feed::apply(&catalog.ingest).await.unwrap();
    assert_eq!(portal.position().await, position);
}

#[tokio::test]
async fn a_creation_and_a_deletion_can_be_taken_back() {
    let host = FakeHost::start().await;
    let portal = Portal::start(&host).await;
    let (catalog, ctx) = (portal.handle.get().unwrap(), author());
    save(catalog, &ctx, document("ann"), None).await.unwrap();
    assert_eq!(undo(catalog, &ctx, REF, 1).await.unwrap(), 2);
    assert!(portal.refs().await.is_empty());
    assert_eq!(undo(catalog, &ctx, REF, 2).await.unwrap(), 3);
    let uid = portal.entity("component", "pay").await["metadata"]["uid"].as_str().unwrap().to_owned();
    let path = format!("/api/catalog/entities/by-uid/{uid}");
    portal.test.delete(&Persona::Service, &path).await.expect(204);
    feed::apply(&catalog.ingest).await.unwrap();
    assert!(portal.refs().await.is_empty());
    assert_eq!(undo(catalog, &ctx, REF, 4).await.unwrap(), 5);
    assert_eq!(portal.refs().await, ["component:pay"]);
}

#[tokio::test]
async fn a_stale_save_is_refused_and_says_who_was_first() {
    let host = FakeHost::start().await;
    let portal = Portal::start(&host).await;
    let (catalog, ctx) = (portal.handle.get().unwrap(), author());
    save(catalog, &ctx, document("ann"), None).await.unwrap();
    save(catalog, &ctx, document("bob"), Some(1)).await.unwrap();
    for based_on in [None, Some(1), Some(3)] {
        let refused = save(catalog, &ctx, document("eve"), based_on).await.unwrap_err();
        assert!(matches!(refused, Error::Conflict(_)), "{based_on:?}: {refused:?}");
    }
    let refused = save(catalog, &ctx, document("eve"), Some(1)).await.unwrap_err().to_string();
    assert!(refused.contains("user:default/ann") && refused.contains("revision 1"), "{refused}");
    assert!(matches!(undo(catalog, &ctx, REF, 1).await, Err(Error::Conflict(_))));
    assert_eq!(portal.entity("component", "pay").await["spec"]["owner"], "bob");
}

#[tokio::test]
async fn an_entity_of_a_file_stays_with_its_file() {
    let host = FakeHost::start().await;
    host.serve("/a.yaml", component("pay", "ann"));
    let portal = Portal::start(&host).await;
    portal.register(&host.url("/a.yaml")).await;
    let (catalog, ctx) = (portal.handle.get().unwrap(), author());
    let refused = save(catalog, &ctx, document("eve"), None).await.unwrap_err();
    assert!(matches!(&refused, Error::Conflict(why) if why.contains(&host.url("/a.yaml"))), "{refused:?}");
    assert!(revisions(catalog, &ctx, REF).await.unwrap().is_empty());
    assert_eq!(portal.entity("component", "pay").await["spec"]["owner"], "ann");
}

#[tokio::test]
async fn what_is_not_sound_is_not_stored() {
    let host = FakeHost::start().await;
    let rules = json!({"catalog": {"rules": [{"allow": ["Component", "Location"]}]}});
    let portal = Portal::configured(&host, rules).await;
    let (catalog, ctx) = (portal.handle.get().unwrap(), author());
    let changed = |pointer: &str, value: Value| {
        let mut document = document("ann");
        *document.pointer_mut(pointer).unwrap() = value;
        document
    };
    let table = [
        (changed("/metadata/name", json!("<script>")), "name"),
        (changed("/spec/owner", json!(5)), "owner"),
        (changed("/spec/type", json!({"$text": "file:///etc/passwd"})), "points to a file"),
        (changed("/kind", json!("Location")), "register"),
        (changed("/kind", json!("System")), "not of an allowed kind"),
        (json!("text"), "name"),
    ];
    for (document, expected) in table {
        let refused = save(catalog, &ctx, document, None).await.unwrap_err();
        assert!(matches!(&refused, Error::Input(why) if why.contains(expected)), "{expected}: {refused:?}");
    }
    assert!(portal.refs().await.is_empty());
}

#[tokio::test]
async fn a_catalog_that_is_read_only_stores_nothing() {
    let host = FakeHost::start().await;
    let portal = Portal::configured(&host, json!({"catalog": {"readonly": true}})).await;
    let refused = save(portal.handle.get().unwrap(), &author(), document("ann"), None).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
}

#[tokio::test]
async fn who_may_only_read_saves_takes_back_and_deletes_nothing() {
    let host = FakeHost::start().await;
    let portal = visible::portal(&host).await;
    let catalog = portal.handle.get().unwrap();
    let principal = Principal::User { entity_ref: "user:default/carl".to_owned(), actor: None };
    let credentials = Credentials { principal, token: None, expires_at: None, limited: false };
    let reader = Ctx { credentials: Arc::new(credentials), ..author() };
    let is_refused = |result: Result<i64, Error>| matches!(result, Err(Error::Forbidden(_)));
    let created = save(catalog, &reader, document("carl"), None).await;
    assert!(is_refused(created.map(|saved| saved.revision)));
    save(catalog, &author(), document("ann"), None).await.unwrap();
    let changed = save(catalog, &reader, document("carl"), Some(1)).await;
    assert!(is_refused(changed.map(|saved| saved.revision)));
    assert!(is_refused(undo(catalog, &reader, REF, 1).await));
    assert_eq!(revisions(catalog, &reader, REF).await.unwrap().len(), 1);
    // A System is not for this reader's eyes, and so are its revisions.
    let system = json!({
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "System",
        "metadata": {"name": "lair"},
        "spec": {"owner": "ann"},
    });
    save(catalog, &author(), system.clone(), None).await.unwrap();
    let hidden = "system:default/lair";
    assert!(matches!(revisions(catalog, &reader, hidden).await, Err(Error::NotFound(_))));
    assert!(matches!(save(catalog, &reader, system, Some(1)).await, Err(Error::NotFound(_))));
    assert_eq!(portal.entity("system", "lair").await["spec"]["owner"], "ann");
}
