//! The start page, the palette and the search of a whole portal: for somebody who may see things, and for the guest whom
//! the policy denies everything.

use serde_json::Value;
use testkit::{Answer, FakeHost};

use crate::portal::{self, SERVICE};

/// Labels of the palette's items by group.
fn groups(answer: &Answer) -> Vec<(String, Vec<String>)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let groups = answer.json();
    let groups = groups["groups"].as_array().unwrap().iter();
    groups
        .map(|group| {
            let items = group["items"].as_array().unwrap();
            (text(&group["title"]), items.iter().map(|item| text(&item["label"])).collect())
        })
        .collect()
}

fn of<'a>(groups: &'a [(String, Vec<String>)], title: &str) -> Vec<&'a str> {
    let found = groups.iter().filter(|(known, _)| known == title);
    found.flat_map(|(_, labels)| labels.iter().map(String::as_str)).collect()
}

#[tokio::test]
async fn pages_and_places_are_found_by_those_who_may_see_them() {
    let folder = tempfile::tempdir().unwrap();
    let host = FakeHost::start().await;
    let portal = portal::start(folder.path(), &host).await;
    let guest = portal::guest(&portal).await;

    let front = portal::get(&portal, Some(SERVICE), "/").await.expect(200);
    assert_eq!(ui::inspect::problems(front.text()), Vec::<String>::new());
    for expected in ["First steps", "Starred", "Yours", "Start here", "data-endpoint=\"/palette\"", "Search"]
    {
        assert!(front.text().contains(expected), "{expected}");
    }
    let plain = portal::get(&portal, None, "/").await.expect(200);
    assert!(plain.header("content-type").starts_with("text/html"));

    for (question, title, expected) in [
        ("", "Go to", "Catalog"),
        ("prbe", "Catalog", "probe"),
        ("component pro", "Catalog", "probe"),
        ("setings", "Go to", "Settings"),
        ("regis", "Go to", "Register an existing component"),
    ] {
        let path = format!("/palette?q={}", question.replace(' ', "+"));
        let found = groups(&portal::get(&portal, Some(SERVICE), &path).await.expect(200));
        assert!(of(&found, title).contains(&expected), "{question}: {found:?}");
        // The guest finds places, but nothing of the catalog and nothing to do that is not allowed.
        let denied = groups(&portal::get(&portal, Some(&guest), &path).await.expect(200));
        assert!(of(&denied, "Catalog").is_empty(), "{denied:?}");
        assert!(!of(&denied, "Go to").contains(&"Register an existing component"), "{denied:?}");
    }

    let search = |question: &str| format!("/search?query={question}");
    let found = portal::get(&portal, Some(SERVICE), &search("prboe")).await.expect(200);
    assert!(found.text().contains("/catalog/default/component/probe"), "{}", found.text());
    for hostile in ["%3Cscript%3Ealert(1)%3C/script%3E", "xyzzy", "%00", "%E2%80%AE"] {
        let page = portal::get(&portal, Some(SERVICE), &search(hostile)).await.expect(200);
        assert_eq!(ui::inspect::problems(page.text()), Vec::<String>::new());
        assert!(page.text().contains("Nothing is called so") && !page.text().contains("<script>alert"));
    }
    let denied = portal::get(&portal, Some(&guest), &search("probe")).await.expect(200);
    assert!(!denied.text().contains("/component/probe"));
}
