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
    portal.host.serve("/broken.yaml", "apiVersion: backstage.io/v1alpha1\nkind: [Component\n");
    let broken = portal.host.url("/broken.yaml");
    let table = [
        ("", "is not an http or https URL"),
        ("javascript:alert(1)", "is not an http or https URL"),
        ("%3Cscript%3Ealert(1)%3C/script%3E", "is not an http or https URL"),
        ("https://not-allowed.test/catalog-info.yaml", "not-allowed.test"),
        (broken.as_str(), "YAML error"),
    ];
    for (url, expected) in table {
        let answer =
            portal.post(&ann(), "/catalog-import", &format!("url={url}&step=preview")).await.expect(422);
        let text = answer.text();
        assert_eq!(ui::inspect::problems(text), Vec::<String>::new(), "{url}");
        assert!(text.contains(expected) && text.contains("aria-invalid=\"true\""), "{url}: {text}");
        assert!(!text.contains(HOSTILE));
    }
}
