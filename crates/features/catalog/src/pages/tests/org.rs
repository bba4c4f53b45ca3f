//! The pages of groups and users.

use super::fixture::{Portal, ann, carl, links};
use super::looks_right;

#[tokio::test]
async fn groups_show_their_people_their_things_and_their_place() {
    let portal = Portal::start().await;
    let table: [(&str, &[&str], &[&str]); 5] = [
        (
            "/catalog/default/group/pear",
            &["mailto:pear@orchard.test", "Ann Lind", "Hierarchy", "Orchard", "plum", "website"],
            // Pictures from elsewhere would tell others who reads what.
            &["elsewhere.test"],
        ),
        ("/catalog/default/group/orchard", &["Child groups", "Nobody is a member", "Team Pear"], &[]),
        ("/catalog/default/group/orchard?tab=members", &["Nobody is a member", "With child groups"], &[]),
        ("/catalog/default/group/orchard?tab=members&with=below", &["Ann Lind", "1 in all"], &[]),
        ("/catalog/default/user/ann", &["Member of", "/assets/ann.png", "With groups", "website"], &[]),
    ];
    for (path, contains, lacks) in table {
        looks_right(&portal, &ann(), path, 200, contains).await;
        let answer = portal.get(&ann(), path).await;
        for unwanted in lacks {
            assert!(!answer.text().contains(unwanted), "{path} has {unwanted}");
        }
    }
}

#[tokio::test]
async fn tiles_lead_to_lists_of_the_size_that_they_tell() {
    let portal = Portal::start().await;
    let page = portal.get(&ann(), "/catalog/default/user/ann").await;
    let list = links(page.text()).into_iter().find(|link| link.contains("filters[type]=website")).unwrap();
    assert!(list.contains("filters[owners]=user:default/ann&filters[owners]=group:default/pear"), "{list}");
    looks_right(&portal, &ann(), &list, 200, &["1 in all", "basket-ui"]).await;
    let direct = portal.get(&ann(), "/catalog/default/user/ann?owned=direct").await;
    assert!(direct.text().contains("Nothing in the catalog names it as owner"));
}

/// Carl may read components only: of what is around one he learns the refs that stand in it, and no more.
#[tokio::test]
async fn what_a_reader_may_not_see_is_not_told() {
    let portal = Portal::start().await;
    for tab in ["", "?tab=relations", "?tab=api", "?tab=dependencies", "?tab=yaml", "?tab=history"] {
        let path = format!("/catalog/default/component/basket{tab}");
        let answer = portal.get(&carl(), &path).await.expect(200);
        assert!(!answer.text().contains("Team Pear"), "{path} tells the title of a group");
    }
    portal.get(&carl(), "/catalog/default/group/pear").await.expect(404);
}
