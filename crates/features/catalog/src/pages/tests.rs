//! Pages through the real router, on a small catalog that was read from files.

mod arranged;
mod edit;
mod fixture;
mod flows;
mod graph;
mod lists;
mod org;

use testkit::Persona;
use ui::inspect;

use fixture::{HOSTILE, Portal, ann};

/// Status, problems of the document and whether it contains a text.
async fn looks_right(portal: &Portal, persona: &Persona, path: &str, status: u16, contains: &[&str]) {
    let answer = portal.get(persona, path).await;
    let text = answer.text();
    // The icons say nothing.
    let text = text.split_once("</svg>").map_or(text, |(_, shown)| shown);
    assert_eq!(answer.status.as_u16(), status, "{path}: {text}");
    assert_eq!(inspect::problems(answer.text()), Vec::<String>::new(), "{path}");
    assert!(!text.contains(HOSTILE), "{path} shows markup of an entity as markup");
    for expected in contains {
        assert!(text.contains(expected), "{path} lacks {expected}: {text}");
    }
    assert_eq!(answer.header("cache-control"), "private, no-cache", "{path}");
}

#[tokio::test]
async fn every_page_is_sound_and_says_what_it_should() {
    let portal = Portal::start().await;
    let base = "/catalog/default/component";
    let table: [(&str, u16, &[&str]); 27] = [
        ("/catalog", 200, &["<h1", "Components", "Basket", "Whose", "Register existing"]),
        ("/catalog?filters[kind]=group", 200, &["Team Pear"]),
        ("/catalog?filters[kind]=spaceship", 200, &["Nothing matches", "Spaceships"]),
        ("/catalog?filters[text]=nothing-is-called-so", 200, &["Nothing matches", "nothing-is-called-so"]),
        ("/catalog?offset=1000", 200, &["<table"]),
        (
            &format!("{base}/basket"),
            200,
            &[
                "Team Pear",
                "(not in the catalog)",
                "Has subcomponents",
                "added this entity",
                "Component · service",
            ],
        ),
        (&format!("{base}/BASKET/"), 200, &["Team Pear"]),
        (&format!("{base}/basket?tab=yaml"), 200, &["id=\"L1\"", ">apiVersion<"]),
        (&format!("{base}/basket?tab=history"), 200, &["added this entity", "catalog-info.yaml"]),
        (&format!("{base}/basket?tab=problems"), 200, &["No problems"]),
        (&format!("{base}/basket?tab=bogus&all=nothing"), 200, &["Relations"]),
        (
            &format!("{base}/basket?tab=yaml&as=json"),
            200,
            &["&quot;kind&quot;: &quot;Component&quot;", "catalog-info.yaml"],
        ),
        (&format!("{base}/basket?tab=raw"), 200, &["Where it comes from", "Ancestry", "Named by"]),
        (&format!("{base}/basket?tab=api"), 200, &["Provided APIs", "orders", "gone-api"]),
        (
            &format!("{base}/basket?tab=dependencies"),
            200,
            &["Depends on", "resizer", "Nothing in the catalog says"],
        ),
        (&format!("{base}/basket?tab=relations&type=hasPart"), 200, &["basket-ui", "1 in all"]),
        (&format!("{base}/basket?tab=history&at=2001-01-01T00:00"), 200, &["did not have it at that moment"]),
        (
            &format!("{base}/basket?tab=history&at=2999-01-01T00:00"),
            200,
            &["Nothing differs", "All of it, as it was"],
        ),
        (&format!("{base}/basket?tab=history&at=never"), 200, &["This is no moment"]),
        ("/catalog/default/api/orders", 200, &["Providers", "basket", "Nothing says that it consumes"]),
        ("/catalog/default/system/shop", 200, &["Has components", "basket"]),
        (
            &format!("{base}/basket/unregister"),
            200,
            &["Delete just this entity", "not registered here but configured"],
        ),
        (&format!("{base}/hostile"), 200, &["&lt;script&gt;"]),
        (&format!("{base}/baskett"), 404, &["Did you mean", "Basket"]),
        ("/catalog/default/component/%3Cscript%3E", 404, &["not in the catalog"]),
        ("/catalog/other/api/basket", 404, &["Did you mean"]),
        ("/catalog-import", 200, &["Address of the catalog file"]),
    ];
    for (path, status, contains) in table {
        looks_right(&portal, &ann(), path, status, contains).await;
    }
}

#[tokio::test]
async fn problems_are_told_with_their_place() {
    let portal = Portal::start().await;
    portal.write("broken.yaml", fixture::BROKEN);
    portal.read_again().await;
    let path = "/catalog/default/component/broken";
    looks_right(&portal, &ann(), &format!("{path}?tab=problems"), 200, &["broken.yaml, line 6", "Error"])
        .await;
    looks_right(&portal, &ann(), path, 200, &["broken.yaml, line 6", "?tab=problems"]).await;
    looks_right(&portal, &ann(), "/catalog?filters[error]=true", 200, &["1 problem", "1 in all"]).await;
}

#[tokio::test]
async fn an_entity_is_given_as_json_too() {
    let portal = Portal::start().await;
    let answer = portal.get(&ann(), "/catalog/default/component/basket?format=json").await.expect(200);
    assert_eq!(answer.json()["metadata"]["name"], "basket");
}

#[tokio::test]
async fn paths_of_the_stock_apps_tabs_lead_to_ours() {
    let portal = Portal::start().await;
    for (tab, target) in [
        ("dependencies", "?tab=dependencies"),
        ("history", "?tab=history"),
        ("yaml", "?tab=yaml"),
        ("api", "?tab=api"),
        ("nothing-is-called-so", ""),
    ] {
        let answer =
            portal.get(&ann(), &format!("/catalog/Default/Component/basket/{tab}")).await.expect(303);
        assert_eq!(answer.header("location"), format!("/catalog/default/component/basket{target}"));
    }
}

#[tokio::test]
async fn an_empty_catalog_says_what_to_do() {
    let portal = Portal::empty().await;
    looks_right(&portal, &ann(), "/catalog", 200, &["The catalog is empty", "app-config.yaml"]).await;
}

#[tokio::test]
async fn no_link_of_a_page_is_dead() {
    let portal = Portal::start().await;
    let mut seen = std::collections::BTreeSet::new();
    for start in [
        "/catalog",
        "/catalog?filters[kind]=system",
        "/catalog/default/component/basket",
        "/catalog/default/component/basket?tab=yaml",
        "/catalog/default/component/basket?tab=history",
        "/catalog/default/group/pear",
        "/catalog/default/group/orchard?tab=members&with=below",
        "/catalog/default/user/ann",
    ] {
        let page = portal.get(&ann(), start).await.expect(200);
        for link in fixture::links(page.text()) {
            if link.starts_with("/catalog") && seen.insert(link.clone()) {
                let status = portal.get(&ann(), &link).await.status.as_u16();
                // Only a relation to what does not exist may lead nowhere, and it is marked.
                assert!(status < 400 || link.ends_with("/gone-api"), "{start} leads to {link}: {status}");
            }
        }
    }
    assert!(seen.len() > 30, "{seen:?}");
}
