//! `/catalog-graph`: what is drawn, and for whom.

use super::fixture::{Portal, ann, carl, dora};
use super::looks_right;

const BASKET: &str = "/catalog-graph?rootEntityRefs[]=component:default/basket";

#[tokio::test]
async fn the_page_draws_tells_and_asks() {
    let portal = Portal::start().await;
    looks_right(&portal, &ann(), "/catalog-graph", 200, &["Where should the graph begin?"]).await;
    looks_right(&portal, &ann(), "/catalog-graph?rootEntityRefs[]=a:b/c", 404, &["Nothing to draw"]).await;
    looks_right(&portal, &dora(), BASKET, 403, &["You may not see the catalog"]).await;
    let expected =
        ["Team Pear", "data-id=\"system:default/shop\"", "href=\"/catalog/default/system/shop\"", "<table"];
    looks_right(&portal, &ann(), BASKET, 200, &expected).await;
    let hostile = "/catalog-graph?rootEntityRefs[]=component:default/hostile";
    looks_right(&portal, &ann(), hostile, 200, &["&lt;script&gt;"]).await;
}

#[tokio::test]
async fn a_reader_sees_no_entity_that_is_hidden_from_them() {
    let portal = Portal::start().await;
    let page = portal.get(&carl(), BASKET).await.expect(200);
    assert!(page.text().contains("component:default/basket-ui"));
    for hidden in ["group:default/pear", "system:default/shop", "Team Pear"] {
        assert!(!page.text().contains(hidden), "{hidden}");
    }
    let root = "/catalog-graph?rootEntityRefs[]=group:default/pear";
    portal.get(&carl(), root).await.expect(404);
}
