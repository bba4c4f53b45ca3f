//! `/catalog-graph`: what is drawn and told, for whom, and what leaves as a file.

use super::fixture::{self, Portal, ann, carl, dora};
use super::looks_right;

const PAGE: &str = "/catalog-graph";
const BASKET: &str = "rootEntityRefs[]=component:default/basket";
const HOSTILE_ROOT: &str = "rootEntityRefs[]=component:default/hostile&maxDepth=1";

/// Everything of an answer, the icons of the page aside.
fn shown(text: &str) -> &str {
    text.split_once("</svg>").map_or(text, |(_, shown)| shown)
}

#[tokio::test]
async fn the_page_draws_tells_and_asks() {
    let portal = Portal::start().await;
    let at = |query: &str| format!("{PAGE}?{query}");
    let table: [(String, u16, &[&str]); 11] = [
        (PAGE.to_owned(), 200, &["Where should the graph begin?", "rootEntityRefs[]=system:default/shop"]),
        (at("rootEntityRefs[]=a:b/c"), 404, &["Nothing to draw", "a:b/c (not in the catalog)"]),
        (at("rootEntityRefs[]=::::"), 404, &["Nothing to draw"]),
        (
            at(BASKET),
            200,
            &[
                "Team Pear",
                "data-id=\"system:default/shop\"",
                "Owner of / Owned by",
                "href=\"/catalog-graph?rootEntityRefs[]=system:default/shop\"",
                "href=\"/catalog/default/component/basket\"",
                "<table",
                "/catalog-graph/picture.svg?",
            ],
        ),
        (
            at("rootEntityRefs[]=BASKET&maxDepth=1&selectedKinds[]=Group"),
            200,
            &["2 entities, 1 relation", "Kind: "],
        ),
        (at(&format!("{BASKET}&selectedRelations[]=zooOf")), 200, &["1 entity, 0 relations", "Zoo of"]),
        (at(&format!("{BASKET}&show=path")), 200, &["Where should the path lead?"]),
        (at(&format!("{BASKET}&pathTo=api:orders&selectedRelations[]=likes")), 200, &["No path"]),
        (
            at("rootEntityRefs[]=basket-ui&pathTo=component:resizer"),
            200,
            &["The shortest way has 2 steps.", "data-id=\"component:default/basket\""],
        ),
        (
            at("rootEntityRefs[]=resizer&show=impact"),
            200,
            &["3 entities would break, 1 of them directly.", "data-id=\"component:default/basket-ui\""],
        ),
        (at("rootEntityRefs[]=group:orchard&show=impact"), 200, &["Nothing breaks"]),
    ];
    for (path, status, contains) in table {
        looks_right(&portal, &ann(), &path, status, contains).await;
    }
    looks_right(&portal, &dora(), &at(BASKET), 403, &["You may not see the catalog"]).await;
}

#[tokio::test]
async fn bookmarks_of_the_stock_app_work() {
    let portal = Portal::start().await;
    let bookmark = "?rootEntityRefs%5B%5D=component%3Adefault%2Fbasket&maxDepth=%E2%88%9E&selectedKinds%5B%5D=api&selectedRelations%5B%5D=providesApi&unidirectional=false&mergeRelations=false&direction=TB&showFilters=true&curve=curveStepBefore";
    let expected =
        ["data-direction=\"TB\"", "2 entities, 1 relation", "<details class=\"graph-options\" open"];
    looks_right(&portal, &ann(), &format!("{PAGE}{bookmark}"), 200, &expected).await;
}

#[tokio::test]
async fn an_entity_that_nobody_names_is_drawn_alone() {
    let portal = Portal::start().await;
    portal.write("broken.yaml", "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: { name: alone }\nspec: { type: team, children: [] }\n");
    portal.read_again().await;
    let path = format!("{PAGE}?rootEntityRefs[]=group:default/alone");
    looks_right(&portal, &ann(), &path, 200, &["1 entity, 0 relations", "data-id=\"group:default/alone\""])
        .await;
}

#[tokio::test]
async fn a_reader_sees_no_entity_that_is_hidden_from_them() {
    let portal = Portal::start().await;
    let below = ["", "/picture", "/picture.svg", "/picture.mmd"];
    for below in below {
        let page =
            portal.get(&carl(), &format!("{PAGE}{below}?{BASKET}&maxDepth=%E2%88%9E")).await.expect(200);
        assert!(page.text().contains("basket-ui"), "{below}");
        for hidden in ["group:default/pear", "system:default/shop", "Team Pear", "gone-api", "orders"] {
            assert!(!page.text().contains(hidden), "{below} {hidden}");
        }
        for root in ["group:default/pear", "group:default/nobody"] {
            portal.get(&carl(), &format!("{PAGE}{below}?rootEntityRefs[]={root}")).await.expect(404);
        }
        portal.get(&dora(), &format!("{PAGE}{below}?{BASKET}")).await.expect(403);
    }
    let path = format!("{PAGE}?{BASKET}&pathTo=group:default/pear");
    looks_right(&portal, &carl(), &path, 200, &["No path"]).await;
    let found = portal.get(&carl(), &format!("{PAGE}/entities?q=pear")).await.expect(200);
    assert_eq!(found.text(), r#"{"options":[]}"#);
    let found = portal.get(&carl(), &format!("{PAGE}/entities?q=bask")).await.expect(200).json();
    assert_eq!(found["options"][0]["value"], "component:default/basket");
}

#[tokio::test]
async fn pictures_leave_as_files_in_which_names_are_inert() {
    let portal = Portal::start().await;
    let svg = portal.get(&ann(), &format!("{PAGE}/picture.svg?{HOSTILE_ROOT}")).await.expect(200);
    assert_eq!(svg.header("content-type"), "image/svg+xml");
    assert!(svg.header("content-security-policy").starts_with("default-src 'none'"));
    assert!(svg.text().starts_with("<svg xmlns="), "{}", svg.text());
    assert!(svg.text().contains("&lt;script&gt;") && !svg.text().contains("<script"));
    let part = portal.get(&ann(), &format!("{PAGE}/picture?{HOSTILE_ROOT}")).await.expect(200);
    assert!(part.text().contains("&lt;script&gt;") && !part.text().contains("<script"));
    let mermaid =
        portal.get(&ann(), &format!("{PAGE}/picture.mmd?{HOSTILE_ROOT}&direction=TB")).await.expect(200);
    assert!(mermaid.text().starts_with("flowchart TB\n"), "{}", mermaid.text());
    assert!(mermaid.text().contains("#60;script#62;") && !mermaid.text().contains("<script"));
    assert_eq!(mermaid.header("content-type"), "text/plain; charset=utf-8");
    let nothing = format!("{PAGE}/picture.svg?{BASKET}&pathTo=component:default/none");
    portal.get(&ann(), &nothing).await.expect(404);
}

#[tokio::test]
async fn a_large_picture_comes_after_the_page_and_says_what_it_leaves_out() {
    let portal = Portal::start().await;
    let component = |number: usize| {
        format!(
            "---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{ name: part-{number:03} }}\nspec: {{ type: job, lifecycle: production, owner: pear, system: shop }}\n"
        )
    };
    let many: Vec<String> = (0..250).map(component).collect();
    portal.write("broken.yaml", &many.concat());
    portal.read_again().await;
    let path = format!("{PAGE}?rootEntityRefs[]=system:default/shop&maxDepth=1");
    let page = portal.get(&ann(), &path).await.expect(200);
    let text = shown(page.text());
    assert!(
        !text.contains("data-id=")
            && text.contains("data-picture=\"/catalog-graph/picture?rootEntityRefs[]=system:default/shop\""),
        "{text}"
    );
    assert!(text.contains("1–100 of 253") && text.contains("offset=100#told"), "{text}");
    looks_right(&portal, &ann(), &format!("{path}&offset=200"), 200, &["201–253 of 253", "id=\"told\" open"])
        .await;
    looks_right(&portal, &ann(), &format!("{path}&offset=9999"), 200, &["253"]).await;
    let picture = portal
        .get(&ann(), &format!("{PAGE}/picture?rootEntityRefs[]=system:default/shop&maxDepth=1"))
        .await
        .expect(200);
    assert_eq!(picture.text().matches("data-id=").count(), 254);
}

#[tokio::test]
async fn the_page_of_an_entity_shows_its_relations_and_leads_to_the_graph() {
    let portal = Portal::start().await;
    let expected = [
        "data-card=\"entity-card:catalog-graph/relations\"",
        "data-id=\"group:default/pear\"",
        "href=\"/catalog-graph?rootEntityRefs[]=component:default/basket\"",
        "href=\"/catalog-graph?rootEntityRefs[]=component:default/basket&amp;show=impact\"",
    ];
    looks_right(&portal, &ann(), "/catalog/default/component/basket", 200, &expected).await;
    let page = portal.get(&carl(), "/catalog/default/component/basket").await.expect(200);
    assert!(!page.text().contains("data-id=\"group:default/pear\""));
    assert!(page.text().contains("data-id=\"component:default/basket-ui\""));
}

#[tokio::test]
async fn links_of_the_graph_lead_somewhere() {
    let portal = Portal::start().await;
    for show in ["around", "path&pathTo=group:orchard", "impact"] {
        let page = portal.get(&ann(), &format!("{PAGE}?{BASKET}&show={show}")).await.expect(200);
        for link in fixture::links(page.text()) {
            if link.starts_with(PAGE) {
                portal.get(&ann(), &link).await.expect(200);
            }
        }
    }
}
