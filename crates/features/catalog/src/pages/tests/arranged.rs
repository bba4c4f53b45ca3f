//! What `app.extensions` does to the page of an entity, and what parts of features do to it that fail.

use kernel::extension::Place;
use regex::Regex;
use serde_json::json;

use super::fixture::{Portal, ann};
use super::looks_right;

const BASKET: &str = "/catalog/default/component/basket";
const RESIZER: &str = "/catalog/default/component/resizer";

async fn tabs(portal: &Portal, path: &str) -> Vec<String> {
    let page = portal.get(&ann(), path).await.expect(200);
    let nav = Regex::new("<nav class=\"tabs\"[^>]*>(.*?)</nav>").unwrap();
    let tab = Regex::new("<bdi>(.*?)</bdi>").unwrap();
    let found = nav.captures(page.text()).unwrap();
    tab.captures_iter(&found[1]).map(|tab| tab[1].to_owned()).collect()
}

async fn cards(portal: &Portal, path: &str) -> Vec<String> {
    let page = portal.get(&ann(), path).await.expect(200);
    let card = Regex::new("data-card=\"(.*?)\"").unwrap();
    card.captures_iter(page.text()).map(|card| card[1].to_owned()).collect()
}

#[tokio::test]
async fn each_kind_has_its_tabs() {
    let portal = Portal::start().await;
    let common = ["Relations", "Problems", "History", "Raw"];
    let table: [(&str, &[&str]); 5] = [
        (BASKET, &["Overview", "APIs", "Dependencies"]),
        ("/catalog/default/system/shop", &["Overview"]),
        ("/catalog/default/api/orders", &["Overview"]),
        ("/catalog/default/group/pear", &["Overview", "Members"]),
        (RESIZER, &["Overview", "APIs", "Dependencies", "Told tab"]),
    ];
    for (path, own) in table {
        assert_eq!(tabs(&portal, path).await, [own, &common].concat(), "{path}");
    }
}

#[tokio::test]
async fn parts_that_fail_say_so_in_their_place() {
    let portal = Portal::start().await;
    let expected =
        ["Broken part", "This part could not be shown", "height null", "<b>starred</b>", "What changed"];
    looks_right(&portal, &ann(), RESIZER, 200, &expected).await;
    let page = portal.get(&ann(), RESIZER).await;
    assert!(!page.text().contains("a secret reason") && !page.text().contains("Nothing part"));
    assert!(!portal.get(&ann(), BASKET).await.text().contains("Broken part"));
    looks_right(&portal, &ann(), &format!("{RESIZER}?tab=told"), 200, &["height null"]).await;
    // A tab that this entity does not have.
    looks_right(&portal, &ann(), &format!("{BASKET}?tab=told"), 200, &["About"]).await;
}

#[tokio::test]
async fn the_configuration_arranges_tabs_and_cards() {
    let portal = Portal::arranged(json!([
        {"entity-content:catalog/history": {"config": {"title": "Past", "path": "past"}}},
        {"entity-content:catalog/problems": false},
        {"entity-content:api-docs/apis": {"config": {"filter": "kind:component type:website"}}},
        {"entity-content:catalog/overview": {"config": {"order": 1}}},
        {"entity-content:catalog/raw": {"config": {"group": "deep", "order": 2}}},
        {"entity-content:catalog/relations": {"config": {"group": "deep"}}},
        "entity-card:catalog/labels",
        {"entity-card:catalog/about": {"config": {"type": "content", "title": "Facts"}}},
        {"entity-card:catalog/links": {"config": {"if": {"metadata.links": {"$contains": {"title": "Nothing"}}}}}},
        {"entity-card:catalog/relations": {"config": {"variants": [{"if": {"spec.type": "job"}, "disabled": true}]}}},
        {"entity-card:parts/told": {"config": {"height": 300, "width": "half"}}},
        {"entity-card:parts/broken": {"config": {"if": {"kind": []}}}},
        {"entity-header-action:parts/star": false},
    ]))
    .await;
    let expected = ["Past", "Relations", "Raw", "Overview", "Dependencies", "Told tab"];
    assert_eq!(tabs(&portal, RESIZER).await, expected);
    assert_eq!(tabs(&portal, "/catalog/default/component/basket-ui").await.len(), 6);
    looks_right(&portal, &ann(), &format!("{RESIZER}?tab=past"), 200, &["added this entity", "As it was at"])
        .await;
    // The pages lead to a tab by the name that it has without configuration.
    for path in [format!("{RESIZER}?tab=history"), format!("{RESIZER}?tab=history&before=1")] {
        looks_right(&portal, &ann(), &path, 200, &["As it was at"]).await;
    }
    let moved = portal.get(&ann(), &format!("{RESIZER}/history")).await.expect(303);
    assert_eq!(moved.header("location"), format!("{RESIZER}?tab=history"));
    let about_first = ["entity-card:catalog/about", "entity-card:catalog/relations"];
    let of_basket = cards(&portal, BASKET).await;
    assert_eq!(of_basket[..2], about_first);
    assert!(!of_basket.contains(&"entity-card:catalog/links".to_owned()), "{of_basket:?}");
    assert!(of_basket.contains(&"entity-card:catalog/labels".to_owned()), "{of_basket:?}");
    let of_resizer = cards(&portal, RESIZER).await;
    assert!(!of_resizer.contains(&"entity-card:catalog/relations".to_owned()), "{of_resizer:?}");
    // A condition that is none leaves the extension as its feature made it.
    looks_right(&portal, &ann(), RESIZER, 200, &["Facts", "height 300", "class=\"half\"", "Broken part"])
        .await;
    assert!(!portal.get(&ann(), RESIZER).await.text().contains("starred"));
}

#[tokio::test]
async fn readers_switch_parts_on_for_themselves() {
    let on = json!({"featureFlags": {"$contains": "new-history"}});
    let portal = Portal::arranged(json!([
        {"entity-content:catalog/history": {"config": {"if": on}}},
        {"entity-card:catalog/about": {"config": {"variants": [{"if": on, "title": "Facts"}]}}},
        {"entity-card:catalog/links": {"config": {"if": {"$all": [on, {"kind": "component"}]}}}},
        {"nav-item:api-docs": {"config": {"if": {"$not": on}}}},
    ]))
    .await;
    let shown = async |cookie: &str| {
        let page = portal.get_with(&ann(), BASKET, cookie).await.expect(200);
        let has = |text: &str| page.text().contains(text);
        let rail = has("<a class=\"place\" href=\"/api-docs\"") || has("href=\"/api-docs\" data-jump");
        (has("<bdi>History</bdi>"), has(">Facts<"), has("data-card=\"entity-card:catalog/links\""), rail)
    };
    assert_eq!(shown("").await, (false, false, false, true));
    let page = portal.get(&ann(), BASKET).await;
    assert!(page.text().contains("What changed") && !page.text().contains("All history"));
    assert_eq!(shown("callboard-flags=other.new-history").await, (true, true, true, false));
}

/// Operators arrange by the list in the documentation.
#[tokio::test]
async fn the_documentation_names_every_part_of_the_core_with_its_order() {
    const DOCUMENTATION: &str = include_str!("../../../../../../docs/configuration.md");
    let portal = Portal::start().await;
    let layout = portal.services().extensions.layout();
    let mut missing = Vec::new();
    for placed in layout.of(Place::EntityContent).chain(layout.of(Place::EntityCard)) {
        let row = format!("| `{}` | {} |", placed.extension.id, placed.extension.order);
        if !placed.extension.id.contains(":parts/") && !DOCUMENTATION.contains(&row) {
            missing.push(row);
        }
    }
    assert_eq!(missing, Vec::<String>::new());
    assert!(layout.of(Place::EntityCard).count() > 10);
}
