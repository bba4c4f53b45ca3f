//! Files made to hurt: each costs itself only, and says what is wrong with it.

use http::StatusCode;
use serde_json::json;
use testkit::{FakeHost, Persona};

use crate::portal::{Portal, component, location};

fn laughs() -> String {
    let mut file = "a: &a [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (before, name) in ('a'..'i').zip('b'..='i') {
        let items = vec![format!("*{before}"); 10].join(",");
        let line = format!("{name}: &{name} [{items}]\n");
        file += &line;
    }
    file + "kind: Component\nmetadata: {name: n, annotations: {z: *i}}\n"
}

fn deep() -> String {
    let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
    format!("kind: Component\nmetadata: {{name: n, annotations: {open}{close}}}\n")
}

#[tokio::test]
async fn bombs_are_refused_as_a_whole() {
    let many: String = (0..10_000).map(|number| component(&format!("c{number}"), "x")).collect();
    let large = component("n", "x") + "# " + &"x".repeat(6 * 1024 * 1024);
    let table = [("laughs", laughs()), ("depth", deep()), ("documents", many), ("size", large)];
    for (name, file) in table {
        let host = FakeHost::start().await;
        host.serve("/c.yaml", file);
        let portal = Portal::start(&host).await;
        portal.register(&host.url("/c.yaml")).await;
        assert_eq!(portal.refs().await, Vec::<String>::new(), "{name}");
        let problems = portal.problems(&host.url("/c.yaml")).await;
        assert_eq!(problems.len(), 1, "{name}: {problems:?}");
    }
}

#[tokio::test]
async fn a_bad_document_costs_itself_only_and_is_placed() {
    let host = FakeHost::start().await;
    let bad = component("\"../x\"", "x");
    host.serve("/c.yaml", component("one", "x") + &bad + &component("three", "x"));
    let portal = Portal::start(&host).await;
    portal.register(&host.url("/c.yaml")).await;
    assert_eq!(portal.refs().await, ["component:one", "component:three"]);
    let problems = portal.problems(&host.url("/c.yaml")).await;
    assert_eq!(problems.len(), 1, "{problems:?}");
    let problem = problems.first().unwrap();
    assert_eq!(problem["path"], "metadata.name", "{problem}");
    assert_eq!(problem["line"], 9, "{problem}");
    assert!(problem["column"].as_u64().is_some() && problem["rule"].as_str().is_some(), "{problem}");
}

#[tokio::test]
async fn names_of_prototypes_are_names_like_others() {
    let host = FakeHost::start().await;
    let labels = |labels: &str| {
        component("a", "x").replace("metadata: { name: a", &format!("metadata: {{ name: a, labels: {labels}"))
    };
    host.serve("/bad.yaml", labels("{\"__proto__\": {\"a\": \"b\"}}"));
    host.serve("/good.yaml", labels("{constructor: x, toString: y}"));
    let portal = Portal::start(&host).await;
    portal.register(&host.url("/bad.yaml")).await;
    assert_eq!(portal.refs().await, Vec::<String>::new());
    assert!(!portal.problems(&host.url("/bad.yaml")).await.is_empty());
    let portal = Portal::start(&host).await;
    portal.register(&host.url("/good.yaml")).await;
    let path =
        "/entity-facets?facet=metadata.labels.__proto__&facet=metadata.labels.constructor&facet=toString";
    let facets = portal.get(path).await.expect(200).json();
    assert_eq!(
        facets["facets"],
        json!({
            "metadata.labels.__proto__": [],
            "metadata.labels.constructor": [{"value": "x", "count": 1}],
            "toString": [],
        })
    );
}

#[tokio::test]
async fn kinds_that_the_rules_do_not_allow_stay_out() {
    let host = FakeHost::start().await;
    let of_kind =
        |kind: &str, name: &str| component(name, "x").replace("kind: Component", &format!("kind: {kind}"));
    let forbidden = ["User", "user", "\"User \"", "Group", "Template"];
    let mut file = component("fine", "x").replace("type: service", "type: user");
    for (number, kind) in forbidden.iter().enumerate() {
        file += &of_kind(kind, &format!("n{number}"));
    }
    host.serve("/c.yaml", file);
    let rules = json!({"catalog": {"rules": [{"allow": ["Component", "API"]}]}});
    let portal = Portal::configured(&host, rules).await;
    portal.register(&host.url("/c.yaml")).await;
    assert_eq!(portal.refs().await, ["component:fine"]);
    let problems = portal.problems(&host.url("/c.yaml")).await;
    assert_eq!(problems.len(), forbidden.len(), "{problems:?}");
    for problem in &problems {
        assert_eq!(problem["name"], "NotAllowedError", "{problem}");
    }
}

#[tokio::test]
async fn a_url_cannot_reach_files_nor_unlisted_hosts() {
    let folder = tempfile::tempdir().unwrap();
    let canary = folder.path().join("canary.yaml");
    std::fs::write(&canary, component("canary", "x")).unwrap();
    let canary = canary.display().to_string();
    let host = FakeHost::start().await;
    let of_type = |target: &str| location("n", target).replace("type: url", "type: file");
    let targets = [canary.as_str(), "file:..", "./../../x"];
    let mut files: Vec<String> = targets.iter().map(|target| of_type(target)).collect();
    files.push(location("n", &format!("file://{canary}")));
    files.push(location("n", "http://169.254.169.254/latest"));
    files.push(location("n", "gopher://x.test/"));
    files.push(location("n", "http://user@127.0.0.1/"));
    for file in files {
        host.serve("/c.yaml", file.clone());
        let portal = Portal::start(&host).await;
        portal.register(&host.url("/c.yaml")).await;
        portal.next_round().await;
        assert_eq!(portal.refs().await, Vec::<String>::new(), "{file}");
        let locations = portal.get("/entities?filter=kind=location").await.expect(200);
        let failed = portal.get("/entities/unprocessed/failed").await.expect(200);
        let told = [locations.text(), failed.text()].concat();
        assert!(
            told.contains("\"level\":\"error\"") || told.contains("Error"),
            "{file}: nothing is said: {told}"
        );
    }
    let portal = Portal::start(&host).await;
    for (kind, target) in [("file", canary.as_str()), ("url", "file:///etc/passwd"), ("url", "ssh://x.test/")]
    {
        let body = json!({"type": kind, "target": target});
        portal.test.post(&Persona::Service, "/api/catalog/locations", &body).await.expect(400);
    }
}

#[tokio::test]
async fn placeholders_read_beside_the_file_and_in_its_repository_only() {
    let host = FakeHost::start().await;
    let base = host.url("");
    let file = |path: &str| format!("/repos/org/{path}");
    let api = |name: &str, value: &str| {
        format!(
            "---\napiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {{ name: {name} }}\nspec: {{ type: text, \
             lifecycle: production, owner: x, definition: {{ {value} }} }}\n"
        )
    };
    let documents = [
        api("beside", "$text: ./own.txt"),
        api("other", &format!("$text: \"{base}/org/b/blob/main/secret.yaml\"")),
        api("above", "$json: ../../../b/blob/main/x.json"),
        api("local", "$yaml: \"file:/etc/passwd\""),
    ];
    host.serve(&file("a/contents/catalog-info.yaml"), documents.concat());
    host.serve(&file("a/contents/own.txt"), "hello");
    host.serve(&file("b/contents/secret.yaml"), "secret");
    let integration = json!([{"host": host.address.to_string(), "apiBaseUrl": base, "token": "t"}]);
    let portal = Portal::configured(&host, json!({"integrations": {"github": integration}})).await;
    let url = format!("{base}/org/a/blob/main/catalog-info.yaml");
    portal.register(&url).await;
    assert_eq!(portal.refs().await, ["api:beside"], "{:?}", portal.problems(&url).await);
    assert_eq!(portal.entity("api", "beside").await["spec"]["definition"], "hello");
    assert_eq!(portal.problems(&url).await.len(), 3);
    let asked: Vec<String> = host.calls().into_iter().map(|call| call.url).collect();
    assert!(!asked.iter().any(|url| url.contains("/org/b/")), "{asked:?}");

    // What a placeholder read is watched like the file itself.
    host.serve(&file("a/contents/own.txt"), "bye");
    portal.next_round().await;
    assert_eq!(portal.entity("api", "beside").await["spec"]["definition"], "bye");
}

#[tokio::test]
async fn links_that_run_scripts_do_not_come_through() {
    let host = FakeHost::start().await;
    let links = ["jAvAsCript:alert(1)", "\\u0001javascript:alert(1)", "data:text/html,x", "vbscript:x"];
    for link in links {
        let metadata = format!("metadata: {{ name: a, links: [{{ url: \"{link}\", title: t }}]");
        host.serve("/c.yaml", component("a", "x").replace("metadata: { name: a", &metadata));
        let portal = Portal::start(&host).await;
        portal.register(&host.url("/c.yaml")).await;
        let found = portal.get("/entities?filter=kind=component").await.expect(200).json();
        let Some(entity) = found.get(0) else { continue };
        let shown = entity["metadata"]["links"][0]["url"].as_str().unwrap_or_default().to_lowercase();
        let shown = shown.trim_start_matches(|letter: char| letter.is_control() || letter == ' ');
        for scheme in ["javascript:", "data:", "vbscript:"] {
            assert!(!shown.starts_with(scheme), "{link} is shown as {shown}");
        }
    }
}

#[tokio::test]
async fn an_endless_chain_of_locations_ends() {
    let host = FakeHost::start().await;
    for number in 0..60 {
        let next = host.url(&format!("/{}", number + 1));
        host.serve(&format!("/{number}"), location(&format!("l{number}"), &next));
    }
    let portal = Portal::start(&host).await;
    portal.register(&host.url("/0")).await;
    assert!(host.calls().len() <= 40, "{} fetches", host.calls().len());
    let failed = portal.get("/entities/unprocessed/failed").await.expect(200);
    let listed = portal.get("/entities?filter=kind=location").await.expect(200);
    assert!([failed.text(), listed.text()].concat().contains("too deep"), "{}", failed.text());
}

#[tokio::test]
async fn locations_that_name_each_other_are_read_once_a_round() {
    let host = FakeHost::start().await;
    host.serve("/a", location("to-b", &host.url("/b")));
    host.serve("/b", location("to-a", &host.url("/a")));
    let portal = Portal::start(&host).await;
    portal.register(&host.url("/a")).await;
    let first = host.calls().len();
    portal.next_round().await;
    assert!(first <= 6 && host.calls().len() <= first + 4, "{first}, then {}", host.calls().len());
}

#[tokio::test]
async fn a_redirect_in_a_circle_ends() {
    let host = FakeHost::start().await;
    let url = host.url("/c.yaml");
    let target = url.clone();
    host.answer("/c.yaml", move |_| {
        axum::response::IntoResponse::into_response((StatusCode::FOUND, [("location", target.clone())]))
    });
    let portal = Portal::start(&host).await;
    portal.register(&url).await;
    assert!(host.calls().len() <= 6, "{}", host.calls().len());
    assert_eq!(portal.problems(&url).await.len(), 1);
}

#[tokio::test]
async fn queries_that_try_to_break_out_match_nothing_or_are_refused() {
    let host = FakeHost::start().await;
    host.serve("/c.yaml", component("a", "x"));
    let portal = Portal::start(&host).await;
    portal.register(&host.url("/c.yaml")).await;
    let long = "k".repeat(10_000);
    let many = vec!["filter=a=1"; 1_000].join("&");
    let table = [
        ("/entities?filter=metadata.name=x%27%20OR%201=1--", 200),
        ("/entities?filter=a%00b", 200),
        ("/entities?filter=metadata.name=%25", 200),
        ("/entities?fields=../../x", 200),
        ("/entities?fields=a%5B0%5D", 400),
        ("/entities?order=asc:metadata.name;drop%20table", 200),
        ("/entities/by-query?orderField=metadata.name;asc", 200),
        ("/entities/by-query?orderField=metadata.name,asc;drop", 400),
        ("/entities/by-query?fullTextFilterTerm=a&fullTextFilterFields=pg_sleep(5)", 200),
        ("/entities/by-query?fullTextFilterTerm=%27%25--", 200),
        ("/entities/by-query?cursor=%27%20OR%201=1--", 400),
        ("/entity-facets?facet=1;select", 200),
        ("/entities/as-of/2026-01-01T00:00:00Z%27--", 400),
        (&format!("/entities?filter={long}"), 200),
        (&format!("/entities?{many}"), 200),
    ];
    for (path, status) in table {
        let answer = portal.get(path).await.expect(status);
        let found = answer.text().contains("\"name\":\"a\"");
        // What does not narrow a list leaves it whole; everything else finds nothing.
        let narrows = !path.contains("fields=..") && !path.contains("order=");
        assert!(!found || !narrows, "{path}: {}", answer.text());
    }
}

#[tokio::test]
async fn texts_that_no_database_holds_are_refused_or_lead_nowhere() {
    let host = FakeHost::start().await;
    let long = "x".repeat(3_000);
    let named = component("\"a\\0b\"", "x");
    host.serve("/c.yaml", component("a", "x") + &named + &location("long", &host.url(&format!("/{long}"))));
    let portal = Portal::start(&host).await;
    portal.register(&host.url("/c.yaml")).await;
    for path in [
        "/locations/%00".to_owned(),
        "/entities/by-uid/%00".to_owned(),
        "/entities/by-name/a/b/%00/history".to_owned(),
        "/entities/by-name/a/b/%00/as-of/2026-01-01T00:00:00Z".to_owned(),
        format!("/locations/{long}"),
        format!("/entities/by-name/a/b/{long}/history"),
    ] {
        let answer = portal.get(&path).await;
        assert!([400, 404].contains(&answer.status.as_u16()), "{path}: {} {}", answer.status, answer.text());
    }
    for path in ["/locations/%00", "/entities/by-uid/%00"] {
        let answer = portal.test.delete(&Persona::Service, &format!("/api/catalog{path}")).await;
        assert!([204, 400, 404].contains(&answer.status.as_u16()), "{path}: {}", answer.status);
    }
    let target = |target: &str| json!({"type": "url", "target": target});
    for body in
        [target("http://x.test/\0"), target("http://x.test/\n"), target(&host.url(&format!("/{long}")))]
    {
        portal.test.post(&Persona::Service, "/api/catalog/locations", &body).await.expect(400);
    }
    for entity_ref in ["component:default/\0", &format!("component:default/{long}")] {
        let body = json!({"entityRef": entity_ref});
        let answer = portal.test.post(&Persona::Service, "/api/catalog/refresh", &body).await;
        assert!([400, 404].contains(&answer.status.as_u16()), "{}", answer.text());
    }
    // The file's other documents came in, and the Location with the long target says what is wrong.
    assert_eq!(portal.refs().await, ["component:a"]);
    let failed = portal.get("/entities/unprocessed/failed").await.expect(200).text().to_owned();
    let listed = portal.get("/entities?filter=kind=location").await.expect(200).text().to_owned();
    assert!((failed + &listed).contains("at most 2048 bytes"));
}
