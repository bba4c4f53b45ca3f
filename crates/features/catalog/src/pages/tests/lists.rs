//! What the table holds under filters, orders and permissions, and what the numbers beside the choices say.

use super::fixture::{Portal, ann, carl, choices, dora, kinds, links, rows};
use super::looks_right;

fn pairs(found: &[(&str, &str)]) -> Vec<(String, String)> {
    found.iter().map(|(label, number)| ((*label).to_owned(), (*number).to_owned())).collect()
}

#[tokio::test]
async fn filters_narrow_and_orders_sort() {
    let portal = Portal::start().await;
    let all = ["basket", "basket-ui", "broken", "hostile", "resizer"];
    let table: [(&str, &[&str]); 17] = [
        ("", &all),
        ("?filters[user]=all", &all),
        ("?filters[kind]=api", &["orders"]),
        ("?filters[type]=service", &["basket", "broken"]),
        ("?filters[type]=service&filters[type]=job", &["basket", "broken", "resizer"]),
        ("?filters[owners][0]=group:default/plum", &["hostile", "resizer"]),
        ("?filters[owners]=plum&filters[tags][]=java", &["resizer"]),
        ("?filters[lifecycles]=experimental", &["resizer"]),
        ("?filters[user]=owned", &["basket", "basket-ui", "broken"]),
        ("?filters[namespace]=default&filters[tags]=java", &["basket", "resizer"]),
        ("?filters[text]=BASK", &["basket", "basket-ui"]),
        ("?text=ui", &["basket-ui"]),
        ("?filters[error]=true", &[]),
        ("?filters[orphan]=true", &[]),
        ("?order=desc", &["resizer", "hostile", "broken", "basket-ui", "basket"]),
        ("?sort=owner&order=desc&filters[text]=re", &["resizer"]),
        ("?limit=2&offset=2", &["broken", "hostile"]),
    ];
    for (query, expected) in table {
        let page = portal.get(&ann(), &format!("/catalog{query}")).await.expect(200);
        assert_eq!(rows(page.text()), expected, "{query}");
    }
}

#[tokio::test]
async fn the_list_of_apis_is_the_catalog_of_one_kind() {
    let portal = Portal::start().await;
    let page = portal.get(&ann(), "/api-docs?filters[kind]=component").await.expect(200);
    let text = page.text();
    assert_eq!((rows(text), kinds(text)), (vec!["orders".to_owned()], Vec::new()));
    assert!(text.contains("<h1 dir=\"auto\">APIs</h1>") && text.contains("openapi"));
    for link in links(text).iter().filter(|link| link.contains("filters") || link.contains("sort=")) {
        assert!(link.starts_with("/api-docs?") || link.contains("tags"), "{link}");
    }
    assert!(text.contains("action=\"/api-docs\"") && text.contains("/api-docs?format=csv"));
    looks_right(&portal, &ann(), "/api-docs?filters[type]=grpc", 200, &["Nothing matches"]).await;
    looks_right(&portal, &carl(), "/api-docs", 200, &["Nothing matches"]).await;
    looks_right(&portal, &dora(), "/api-docs", 403, &["You may not read the catalog"]).await;
    let csv = portal.get(&ann(), "/api-docs?format=csv").await.expect(200);
    assert_eq!(csv.text().lines().count(), 2, "{}", csv.text());
}

#[tokio::test]
async fn an_order_says_what_it_leaves_out() {
    let portal = Portal::start().await;
    looks_right(
        &portal,
        &ann(),
        "/catalog?sort=system",
        200,
        &["4 entities without system are left out", "1 in all"],
    )
    .await;
}

#[tokio::test]
async fn pages_lead_to_their_neighbours() {
    let portal = Portal::start().await;
    let first = portal.get(&ann(), "/catalog?limit=2").await.expect(200);
    assert!(first.text().contains("1–2 of 5"));
    assert!(first.text().contains("limit=2&amp;offset=2\" rel=\"next\""));
    let last = portal.get(&ann(), "/catalog?limit=2&offset=4").await.expect(200);
    assert!(last.text().contains("5–5 of 5"));
    assert!(last.text().contains("limit=2&amp;offset=2\" rel=\"prev\""));
    assert!(!last.text().contains("offset=6"));
    let behind = portal.get(&ann(), "/catalog?limit=2&offset=1000").await.expect(200);
    assert_eq!(rows(behind.text()), rows(last.text()));
}

#[tokio::test]
async fn a_number_is_what_a_click_would_give() {
    let portal = Portal::start().await;
    let page = portal.get(&ann(), "/catalog?filters[type]=service").await.expect(200);
    let text = page.text();
    // Its own choice does not narrow a group; those of the others do.
    let types =
        [("service", "2"), ("&lt;script&gt;alert(1)&lt;/script&gt;", "1"), ("job", "1"), ("website", "1")];
    assert_eq!(choices(text, "type"), pairs(&types));
    assert_eq!(choices(text, "owners"), pairs(&[("Team Pear", "2")]));
    assert_eq!(choices(text, "user"), pairs(&[("All", "2"), ("Yours", "2")]));
    assert_eq!(
        kinds(text),
        pairs(&[
            ("Components", "5"),
            ("APIs", "1"),
            ("Systems", "1"),
            ("Domains", "1"),
            ("Groups", "3"),
            ("Users", "1"),
            ("Locations", "2"),
        ])
    );
    // Numbers would not be true while a text narrows the list.
    let searched = portal.get(&ann(), "/catalog?filters[text]=b").await.expect(200);
    assert_eq!((choices(searched.text(), "type"), kinds(searched.text())), (Vec::new(), Vec::new()));
}

#[tokio::test]
async fn permissions_hide_rows_numbers_and_names() {
    let portal = Portal::start().await;
    let page = portal.get(&carl(), "/catalog").await.expect(200);
    assert_eq!(kinds(page.text()), pairs(&[("Components", "5")]));
    assert_eq!(choices(page.text(), "owners"), pairs(&[("pear", "3"), ("plum", "2")]));
    assert!(!page.text().contains("Team Pear"), "the title of a group that may not be read");
    assert!(!page.text().contains("Register existing"));
    let systems = portal.get(&carl(), "/catalog?filters[kind]=system").await.expect(200);
    assert_eq!(rows(systems.text()), Vec::<String>::new());

    let basket = "/catalog/default/component/basket";
    let page = portal.get(&carl(), basket).await.expect(200);
    assert!(!page.text().contains("/refresh") && !page.text().contains("/unregister"));
    // Hidden and missing look the same, also in suggestions.
    looks_right(&portal, &carl(), "/catalog/default/group/pear", 404, &["not in the catalog"]).await;
    let near = portal.get(&carl(), "/catalog/default/group/pea").await.expect(404);
    assert!(!near.text().contains("Team Pear"));
}

#[tokio::test]
async fn who_may_read_nothing_is_told_who_can_help() {
    let portal = Portal::start().await;
    looks_right(&portal, &dora(), "/catalog", 403, &["You may not read the catalog"]).await;
    looks_right(&portal, &dora(), "/catalog/default/component/basket", 403, &["You may not see this entity"])
        .await;
    looks_right(&portal, &dora(), "/catalog-import", 403, &["You may not register"]).await;
}

#[tokio::test]
async fn a_list_is_exported_as_it_is_filtered() {
    let portal = Portal::start().await;
    let csv = portal.get(&ann(), "/catalog?filters[tags]=java&limit=1&format=csv").await.expect(200);
    let names: Vec<&str> = csv.text().lines().skip(1).filter_map(|line| line.split(',').nth(2)).collect();
    assert_eq!(names, ["basket", "resizer"]);
    let lines = portal.get(&carl(), "/catalog?filters[kind]=group&format=ndjson").await.expect(200);
    assert_eq!(lines.text(), "", "what may not be read");
    portal.get(&ann(), "/catalog?format=xlsx").await.expect(400);
    let page = portal.get(&ann(), "/catalog?filters[tags]=java").await.expect(200);
    assert!(page.text().contains("filters[tags]=java&amp;format=csv"));
}
