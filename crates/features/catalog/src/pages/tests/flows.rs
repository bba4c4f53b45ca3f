//! Forms: refresh, unregister, register.

use super::fixture::{HOSTILE, Portal, ann, carl};
use super::looks_right;

const BASKET: &str = "/catalog/default/component/basket";

#[tokio::test]
async fn refresh_leads_back_to_the_entity() {
    let portal = Portal::start().await;
    let answer = portal.post(&ann(), &format!("{BASKET}/refresh"), "").await.expect(303);
    assert_eq!(answer.header("location"), BASKET);
    portal.post(&carl(), &format!("{BASKET}/refresh"), "").await.expect(403);
    portal.post(&ann(), "/catalog/default/component/none/refresh", "").await.expect(404);
}

#[tokio::test]
async fn an_entity_is_deleted_after_the_question() {
    let portal = Portal::start().await;
    let path = format!("{BASKET}/unregister");
    portal.post(&ann(), &path, "what=everything").await.expect(400);
    portal.post(&ann(), &path, "what=location").await.expect(404);
    portal.post(&carl(), &path, "what=entity").await.expect(403);
    portal.get(&ann(), BASKET).await.expect(200);
    let answer = portal.post(&ann(), &path, "what=entity").await.expect(303);
    assert_eq!(answer.header("location"), "/catalog?filters[kind]=component");
}

#[tokio::test]
async fn a_location_is_tried_registered_and_unregistered() {
    let portal = Portal::empty().await;
    let url = portal.host.url("/catalog-info.yaml");
    portal.host.serve(
        "/catalog-info.yaml",
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: new-one }\nspec: { type: service, lifecycle: production, owner: pear }\n",
    );
    let form = |step: &str| format!("url={url}&step={step}");
    let preview = portal.post(&ann(), "/catalog-import", &form("preview")).await.expect(200);
    assert_eq!(ui::inspect::problems(preview.text()), Vec::<String>::new());
    assert!(
        preview.text().contains("1 entity found") && preview.text().contains("new-one"),
        "{}",
        preview.text()
    );
    portal.get(&ann(), "/catalog/default/component/new-one").await.expect(404);
    portal.post(&carl(), "/catalog-import", &form("register")).await.expect(403);

    let answer = portal.post(&ann(), "/catalog-import", &form("register")).await.expect(303);
    portal.until(|count| count >= 2).await;
    let target = answer.header("location").to_owned();
    looks_right(&portal, &ann(), &target, 200, &["Registered", "new-one"]).await;
    let again = portal.post(&ann(), "/catalog-import", &form("preview")).await.expect(200);
    assert!(again.text().contains("registered already") && again.text().contains("in the catalog"));

    let path = "/catalog/default/component/new-one/unregister";
    looks_right(&portal, &ann(), path, 200, &["the 1 entity that came in by it", "Unregister location"])
        .await;
    portal.post(&ann(), path, "what=location").await.expect(303);
    portal.get(&ann(), "/catalog/default/component/new-one").await.expect(404);
}

#[tokio::test]
async fn what_is_wrong_with_an_address_is_said_beside_it() {
    let portal = Portal::empty().await;
    let gone = portal.host.url("/gone.yaml");
    let table = [
        ("", "is not an http or https URL"),
        ("javascript:alert(1)", "is not an http or https URL"),
        ("%3Cscript%3Ealert(1)%3C/script%3E", "is not an http or https URL"),
        (gone.as_str(), "There is no such file"),
        ("https://not-allowed.test:8443/catalog-info.yaml", "- host: not-allowed.test:8443"),
        ("https://not-allowed.test/catalog-info.yaml", "backend.reading.allow"),
    ];
    for (url, expected) in table {
        let answer =
            portal.post(&ann(), "/catalog-import", &format!("url={url}&step=preview")).await.expect(422);
        let text = shown(answer.text());
        assert_eq!(ui::inspect::problems(answer.text()), Vec::<String>::new(), "{url}");
        assert!(text.contains(expected) && text.contains("aria-invalid=\"true\""), "{url}: {text}");
        assert!(!text.contains(HOSTILE));
    }
}

/// A page as people read it: without what colours its code.
fn shown(page: &str) -> String {
    regex::Regex::new("</?span[^>]*>").unwrap().replace_all(page, "").into_owned()
}

const MANY: &str = "apiVersion: backstage.io/v1alpha1
kind: Location
metadata: { name: many }
spec: { targets: [./whole.yaml, ./gone.yaml, ./broken.yaml, ./whole.yaml] }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: bad-owner }
spec:
  type: service
  lifecycle: production
  owner: [pear]
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: basket }
spec: { type: service, lifecycle: production, owner: pear }
";

#[tokio::test]
async fn a_preview_tells_all_problems_with_their_lines() {
    let portal = Portal::start().await;
    portal.host.serve("/many.yaml", MANY);
    portal.host.serve(
        "/whole.yaml",
        "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: { name: new-api }\nspec: { type: grpc, lifecycle: production, owner: pear, definition: x }\n",
    );
    portal.host.serve("/broken.yaml", "apiVersion: backstage.io/v1alpha1\nkind: [Component\n");
    let form = format!("url={}&step=preview", portal.host.url("/many.yaml"));
    let answer = portal.post(&ann(), "/catalog-import", &form).await.expect(200);
    assert_eq!(ui::inspect::problems(answer.text()), Vec::<String>::new());
    let text = shown(answer.text());
    for expected in [
        "3 entities found",
        "1 location, 1 component and 1 API, in 3 files",
        "new-api",
        // The catalog has one of the same name from its own file.
        "stays as it is",
        "catalog-info.yaml",
        "3 problems",
        "component:default/bad-owner",
        "many.yaml, line 12, column",
        "owner: [pear]",
        "gone.yaml",
        "broken.yaml, line",
        "Register what is sound",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    portal.get(&ann(), "/catalog/default/api/new-api").await.expect(404);
}

#[tokio::test]
async fn a_registration_that_fails_says_so_with_the_reason() {
    let portal = Portal::empty().await;
    portal.host.serve("/broken.yaml", "apiVersion: backstage.io/v1alpha1\nkind: [Component\n");
    let form = format!("url={}&step=register", portal.host.url("/broken.yaml"));
    let answer = portal.post(&ann(), "/catalog-import", &form).await.expect(303);
    let target = answer.header("location").to_owned();
    let expected = ["Registered, but nothing came in", "1 problem", "broken.yaml"];
    looks_right(&portal, &ann(), &target, 200, &expected).await;
    looks_right(
        &portal,
        &ann(),
        "/catalog-import?registered=https://never.test/x.yaml",
        200,
        &["is not registered, or not any more"],
    )
    .await;
}

#[tokio::test]
async fn a_repository_is_looked_into_and_gets_a_proposal_where_it_has_nothing() {
    let portal = Portal::with_repositories().await;
    let form = |path: &str| format!("url={}&step=preview", portal.host.url(path));
    let empty = portal.post(&ann(), "/catalog-import", &form("/orchard/empty")).await.expect(200);
    assert_eq!(ui::inspect::problems(empty.text()), Vec::<String>::new());
    let text = shown(empty.text());
    for expected in ["A file to begin with", "name: empty", "owner: pear", "orchard/empty"] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    portal.host.serve(
        "/api/v3/repos/orchard/full/contents/catalog-info.yaml",
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: full }\nspec: { type: service, lifecycle: production, owner: pear }\n",
    );
    let full = portal.post(&ann(), "/catalog-import", &form("/orchard/full/")).await.expect(200);
    let text = shown(full.text());
    assert!(text.contains("The repository has a catalog file") && text.contains("1 entity found"), "{text}");
    assert!(text.contains("/orchard/full/blob/HEAD/catalog-info.yaml"), "{text}");
}
