//! What readers choose for themselves: columns, saved views, rows.

use regex::Regex;
use testkit::Persona;

use super::fixture::{HOSTILE, Portal, ann, carl, choices, dora, rows};
use super::looks_right;

/// The heads of the table.
fn heads(page: &str) -> Vec<String> {
    let head = Regex::new("<th class=\"[^\"]*\" scope=\"col\"[^>]*>(?:<a [^>]*>)?([^<]*)").unwrap();
    head.captures_iter(page).map(|found| found[1].to_owned()).filter(|head| !head.is_empty()).collect()
}

/// A form as a browser would send it.
fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

#[tokio::test]
async fn each_kind_has_its_usual_columns() {
    let portal = Portal::start().await;
    let table: [(&str, &[&str]); 7] = [
        ("component", &["Name", "Owner", "System", "Type", "Lifecycle", "Tags"]),
        ("api", &["Name", "Owner", "System", "Type", "Lifecycle", "Tags"]),
        ("system", &["Name", "Owner", "Domain", "Tags"]),
        ("domain", &["Name", "Owner", "Tags"]),
        ("group", &["Name", "Type", "Parent", "Members"]),
        ("user", &["Name", "E-mail", "Groups"]),
        ("location", &["Name", "Type", "Target"]),
    ];
    for (kind, expected) in table {
        let page = portal.get(&ann(), &format!("/catalog?filters[kind]={kind}")).await.expect(200);
        assert_eq!(heads(page.text()), expected, "{kind}");
    }
    looks_right(&portal, &ann(), "/catalog?filters[kind]=user", 200, &["ann@orchard.test", "Team Pear"])
        .await;
    looks_right(&portal, &ann(), "/catalog?filters[kind]=group", 200, &["Orchard", ">team<"]).await;
}

#[tokio::test]
async fn columns_are_in_the_address_and_remembered() {
    let portal = Portal::start().await;
    let list = "/catalog?filters[kind]=component&filters[tags]=java";
    let chosen =
        form(&[("list", list), ("columns", "lifecycle"), ("columns", "source"), ("columns", "bogus")]);
    let answer = portal.post(&ann(), "/catalog/columns", &chosen).await.expect(303);
    let target = answer.header("location").to_owned();
    assert_eq!(target, format!("{list}&columns=lifecycle,source"));
    let cookie = answer.header("set-cookie").to_owned();
    assert!(cookie.starts_with("callboard-columns=component:lifecycle.source; Path=/;"), "{cookie}");
    let page = portal.get(&ann(), &target).await.expect(200);
    assert_eq!(heads(page.text()), ["Name", "Lifecycle", "Source"]);
    assert!(page.text().contains("columns=lifecycle,source&amp;format=csv"));
    let csv = portal.get(&ann(), &format!("{target}&format=csv")).await.expect(200);
    let head = "kind,metadata.namespace,metadata.name,metadata.title,spec.lifecycle,metadata.annotations.backstage.io/managed-by-location\r\n";
    assert!(csv.text().starts_with(head), "{}", csv.text());

    // An address that names no columns has those that were chosen; other kinds have their own.
    let kept = cookie.split(';').next().unwrap();
    let again = portal.get_with(&ann(), "/catalog", kept).await.expect(200);
    assert_eq!(heads(again.text()), ["Name", "Lifecycle", "Source"]);
    let apis = portal.get_with(&ann(), "/catalog?filters[kind]=api", kept).await.expect(200);
    assert_eq!(heads(apis.text()).len(), 6);
    let named = portal.get_with(&ann(), "/catalog?columns=name", kept).await.expect(200);
    assert_eq!(heads(named.text()), ["Name"]);

    let usual = form(&[("list", &target), ("usual", "true"), ("columns", "source")]);
    let answer = portal.post(&ann(), "/catalog/columns", &usual).await.expect(303);
    assert_eq!(answer.header("location"), list);
    assert!(answer.header("set-cookie").contains("callboard-columns=; Path=/; Max-Age=0"));
    let elsewhere = form(&[("list", "https://evil.test/catalog")]);
    portal.post(&ann(), "/catalog/columns", &elsewhere).await.expect(400);
}

#[tokio::test]
async fn a_view_is_kept_found_renamed_and_deleted() {
    let portal = Portal::start().await;
    let list = "/catalog?filters[kind]=component&filters[type]=service&order=desc&columns=owner";
    let keep = |name: &str| form(&[("name", name), ("list", list)]);
    looks_right(&portal, &ann(), "/catalog/views", 200, &["No saved views yet"]).await;
    let answer = portal.post(&ann(), "/catalog/views", &keep("My services")).await.expect(303);
    assert_eq!(answer.header("location"), list);
    portal.post(&ann(), "/catalog/views", &keep(HOSTILE)).await.expect(303);
    // The same name again takes its place.
    portal.post(&ann(), "/catalog/views", &keep("my SERVICES")).await.expect(303);
    looks_right(&portal, &ann(), list, 200, &["Saved views", "my SERVICES", "Rename or delete"]).await;
    let page = portal.get(&ann(), list).await.expect(200);
    assert_eq!(rows(page.text()), ["broken", "basket"]);
    let page = portal.get(&ann(), "/catalog/views").await.expect(200);
    let ids = ids(page.text());
    assert_eq!(ids.len(), 2, "{}", page.text());
    assert!(page.text().contains("Components · type service"));
    looks_right(&portal, &ann(), "/catalog/views", 200, &["my SERVICES"]).await;

    let change = |id: &str, what: &str, name: &str| form(&[("view", id), ("do", what), ("name", name)]);
    let path = "/catalog/views/change";
    let mine = &ids[1];
    portal.post(&ann(), path, &change(mine, "rename", "Ours")).await.expect(303);
    let taken = portal.post(&ann(), path, &change(mine, "rename", HOSTILE)).await.expect(409);
    assert!(taken.text().contains("Another view has this name") && !taken.text().contains(HOSTILE));
    let empty = portal.post(&ann(), path, &change(mine, "rename", " ")).await.expect(422);
    assert_eq!(ui::inspect::problems(empty.text()), Vec::<String>::new());
    portal.post(&ann(), path, &change("nothing", "rename", "x")).await.expect(404);
    portal.post(&ann(), path, &change(mine, "burn", "x")).await.expect(400);
    looks_right(&portal, &ann(), "/catalog/views", 200, &["Ours"]).await;
    for id in &ids {
        portal.post(&ann(), path, &change(id, "delete", "")).await.expect(303);
    }
    looks_right(&portal, &ann(), "/catalog/views", 200, &["No saved views yet"]).await;
}

fn ids(page: &str) -> Vec<String> {
    let view = Regex::new("name=\"view\" value=\"([^\"]+)\"").unwrap();
    view.captures_iter(page).map(|found| found[1].to_owned()).collect()
}

#[tokio::test]
async fn views_are_bounded_and_nobody_elses() {
    let portal = Portal::start().await;
    let keep = |name: &str, list: &str| form(&[("name", name), ("list", list)]);
    for (name, list) in
        [("", "/catalog"), ("x", "/settings"), ("x", "https://evil.test/"), (&"x".repeat(81), "/catalog")]
    {
        portal.post(&ann(), "/catalog/views", &keep(name, list)).await.expect(400);
    }
    for number in 0..50 {
        portal
            .post(&ann(), "/catalog/views", &keep(&format!("View {number}"), "/api-docs"))
            .await
            .expect(303);
    }
    let more = portal.post(&ann(), "/catalog/views", &keep("One more", "/catalog")).await.expect(400);
    assert!(more.text().contains("you have 50 views"), "{}", more.text());
    looks_right(&portal, &carl(), "/catalog/views", 200, &["No saved views yet"]).await;
    let program = Persona::Service;
    looks_right(&portal, &program, "/catalog/views", 200, &["You are not signed in as a person"]).await;
    portal.post(&program, "/catalog/views", &keep("x", "/catalog")).await.expect(403);
}

#[tokio::test]
async fn chosen_rows_are_told_and_refreshed() {
    let portal = Portal::start().await;
    let list = "/catalog?filters[kind]=component&filters[tags]=java";
    let page = portal.get(&ann(), list).await.expect(200);
    assert!(page.text().contains("name=\"ref\" value=\"component:default/basket\""), "{}", page.text());
    let chosen = form(&[
        ("ref", "component:default/basket"),
        ("ref", "component:default/resizer"),
        ("ref", "component:default/basket"),
        ("ref", "component:default/none"),
        ("list", list),
    ]);
    let refs = portal.post(&ann(), "/catalog/refs", &chosen).await.expect(200);
    assert_eq!(ui::inspect::problems(refs.text()), Vec::<String>::new());
    assert!(refs.text().contains("3 entity refs") && refs.text().contains("component:default/resizer"));
    let edit = portal.post(&ann(), "/catalog/edit", &chosen).await.expect(200);
    assert!(edit.text().contains("component:default/resizer"), "{}", edit.text());
    let answer = portal.post(&ann(), "/catalog/refresh", &chosen).await.expect(303);
    assert_eq!(answer.header("location"), format!("{list}&refreshed=2"));
    looks_right(&portal, &ann(), answer.header("location"), 200, &["2 entities are being read again"]).await;

    // Who may not refresh has no button, and a form of theirs does nothing.
    let page = portal.get(&carl(), "/catalog").await.expect(200);
    assert!(!page.text().contains("/catalog/refresh") && page.text().contains("Copy refs"));
    let answer = portal.post(&carl(), "/catalog/refresh", &chosen).await.expect(303);
    assert!(answer.header("location").ends_with("refreshed=0"));
    portal.post(&dora(), "/catalog/refresh", "ref=%3Cscript%3E").await.expect(400);
    let none = portal.post(&ann(), "/catalog/refs", "list=https://evil.test").await.expect(200);
    assert!(none.text().contains("Choose rows first") && !none.text().contains("evil.test"));
}

#[tokio::test]
async fn stars_are_counted_and_listed() {
    let portal = Portal::start().await;
    let page = portal.get(&ann(), "/catalog").await.expect(200);
    let starred = choices(page.text(), "user").pop().unwrap();
    assert_eq!(starred, ("Starred".to_owned(), "1".to_owned()));
    looks_right(&portal, &carl(), "/catalog?filters[user]=starred", 200, &["Nothing matches"]).await;
}
