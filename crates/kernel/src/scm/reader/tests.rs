//! Reading through fake hosts on this machine: each kind's file, search and directory, and the hostile cases.

use std::time::Duration;

use base64::Engine;
use serde_json::{Value, json};

use super::*;
use crate::Clock;
use crate::config::Section;
use crate::outbound::fake::{FakeHost, FakeNames, Reply, Seen, outbound};
use crate::scm::archive::tests::pack_files;

const COMMIT: &str = "c0ffee";

/// A reader for one integration of `kind` at `host`, and for the listed plain hosts.
fn reader(kind: &str, entry: &Value, listed: &[String]) -> UrlReader {
    let allow: Vec<Value> = listed.iter().map(|host| json!({"host": host})).collect();
    let config = json!({"integrations": {kind: [entry]}, "backend": {"reading": {"allow": allow}}});
    let integrations = Integrations::from_config(&Section::root(config.clone())).unwrap();
    let address: &[&[&str]] = &[&["203.0.113.5"]];
    let names = FakeNames::new(&[("scm.test", address), ("files.test", address), ("docs.test", address)]);
    let outbound = outbound(&config, &Clock::fixed(0), integrations.origins(), &names);
    UrlReader::new(outbound, Arc::new(integrations))
}

fn plain(host: &FakeHost) -> UrlReader {
    reader("github", &json!({"token": "t"}), &[format!("docs.test:{}", host.port)])
}

fn json_reply(value: &Value) -> Reply {
    Reply::ok(value.to_string())
}

#[tokio::test]
async fn plain_hosts_with_validators() {
    let host = FakeHost::start(|seen| match seen.target.as_str() {
        "/a" if seen.headers.get("if-none-match").is_some_and(|etag| etag == "\"1\"") => {
            Reply::status("304 Not Modified")
        }
        "/a" => Reply::Answer(
            String::from("HTTP/1.1 200 OK\r\nETag: \"1\"\r\nLast-Modified: Mon, 23 Nov 2026 00:00:00 GMT"),
            b"hello".to_vec(),
        ),
        "/long" => {
            Reply::Answer(format!("HTTP/1.1 200 OK\r\nETag: \"{}\"", "x".repeat(2_000)), b"hello".to_vec())
        }
        "/304" => Reply::status("304 Not Modified"),
        "/206" => Reply::status("206 Partial Content"),
        "/500" => Reply::status("500 Internal Server Error"),
        "/token" => Reply::ok(seen.headers.get("authorization").cloned().unwrap_or_default()),
        _ => Reply::status("404 Not Found"),
    })
    .await;
    let reader = plain(&host);
    let url = |path: &str| format!("http://docs.test:{}/{path}", host.port);
    let options = ReadOptions::default();
    let found = reader.read(&url("a"), &options).await.unwrap();
    let expected = Read::Found {
        body: Bytes::from_static(b"hello"),
        etag: Some(String::from("\"1\"")),
        last_modified: Some(String::from("Mon, 23 Nov 2026 00:00:00 GMT")),
    };
    assert_eq!(found, expected);
    let again = ReadOptions { etag: Some(String::from("\"1\"")), ..ReadOptions::default() };
    assert_eq!(reader.read(&url("a"), &again).await.unwrap(), Read::NotModified);
    let long = reader.read(&url("long"), &options).await.unwrap();
    assert!(matches!(long, Read::Found { etag: None, .. }), "{long:?}");
    for path in ["304", "206", "500"] {
        let error = reader.read(&url(path), &options).await.unwrap_err();
        assert_eq!(error.kind, ReadErrorKind::Unavailable, "{path}");
    }
    let missing = reader.read(&url("none"), &options).await.unwrap_err();
    assert_eq!((missing.kind, missing.name()), (ReadErrorKind::NotFound, "NotFoundError"));
    assert_eq!(missing.message, format!("could not read {}, 404 Not Found", url("none")));
    let own = ReadOptions { token: Some(Secret::new("mine")), ..ReadOptions::default() };
    let told = reader.read(&url("token"), &own).await.unwrap();
    assert!(matches!(told, Read::Found { body, .. } if body.as_ref() == b"Bearer mine"));
}

#[tokio::test]
async fn refusals_have_their_kind_and_words() {
    let host = FakeHost::start(|_| Reply::ok(vec![b'x'; 6 * 1024 * 1024])).await;
    let reader = plain(&host);
    let options = ReadOptions::default();
    let unlisted = reader.read("https://elsewhere.example/x.yaml", &options).await.unwrap_err();
    let words = "Reading from 'https://elsewhere.example/x.yaml' is not allowed. You may need to configure an integration \
                 for the target host, or add it to the configured list of allowed hosts at 'backend.reading.allow'";
    assert_eq!((unlisted.kind, unlisted.message.as_str()), (ReadErrorKind::NotAllowed, words));
    let api = reader.read("https://api.github.com/user", &options).await.unwrap_err();
    assert_eq!(api.kind, ReadErrorKind::NotAllowed);
    let scheme = reader.read("gopher://x", &options).await.unwrap_err();
    assert_eq!((scheme.kind, scheme.message.contains("'gopher'")), (ReadErrorKind::Invalid, true));
    let large = reader.read(&format!("http://docs.test:{}/", host.port), &options).await.unwrap_err();
    assert_eq!(
        (large.kind, large.message.contains("file too large (limit 5242880 bytes)")),
        (ReadErrorKind::TooLarge, true)
    );
    let search = reader.search("https://elsewhere.example/*.yaml", None).await.unwrap_err();
    let tree = reader.tree("https://elsewhere.example/", None).await.unwrap_err();
    assert_eq!((search.kind, tree.kind), (ReadErrorKind::NotAllowed, ReadErrorKind::NotAllowed));
}

/// S-URL-06: the token never leaves for anything but the repository; here nothing is sent at all.
#[tokio::test]
async fn traversal_sends_nothing() {
    let host = FakeHost::start(|_| Reply::ok("x")).await;
    let base = format!("http://scm.test:{}", host.port);
    let reader = reader(
        "github",
        &json!({"host": format!("scm.test:{}", host.port), "apiBaseUrl": base, "token": "t"}),
        &[],
    );
    for path in ["%2e%2e%2f%2e%2e%2f%2e%2e%2fuser/keys", "..%252f..%252fuser", "*/%2e%2e%2fuser"] {
        let url = format!("{base}/org/repo/blob/main/{path}");
        let read = reader.read(&url, &ReadOptions::default()).await.unwrap_err();
        let search = reader.search(&url, None).await.unwrap_err();
        let tree = reader.tree(&url, None).await.unwrap_err();
        let kinds = [read.kind, search.kind, tree.kind];
        assert_eq!(kinds, [ReadErrorKind::Invalid; 3], "{path}");
    }
    assert!(host.seen().is_empty());
}

/// What each kind of API answers about the repository, with an archive of three files.
fn api(seen: &Seen) -> Reply {
    let archive = || {
        Reply::ok(pack_files(&[
            ("repo-1/catalog/a.yaml", b"a"),
            ("repo-1/catalog/deep/b.yaml", b"b"),
            ("repo-1/docs/index.md", b"i"),
        ]))
    };
    let path = seen.target.split('?').next().unwrap_or_default();
    if ["tarball", "archive", "get"].iter().any(|word| path.split('/').any(|part| part.starts_with(word))) {
        return archive();
    }
    if path.contains("/git/trees/") {
        return json_reply(&json!({"truncated": true, "tree": []}));
    }
    if path.contains("commits") {
        let by_sha = json!({"sha": COMMIT, "values": [{"hash": COMMIT, "id": COMMIT}]});
        let gitlab = json!([{"id": COMMIT}]);
        return json_reply(if path.contains("/projects/o%2Fr/") { &gitlab } else { &by_sha });
    }
    json_reply(&json!({"default_branch": "main", "mainbranch": {"name": "main"}, "displayId": "main"}))
}

struct Case {
    kind: &'static str,
    /// Key of the API's base and its path.
    api: (&'static str, &'static str),
    file: &'static str,
    directory: &'static str,
    credential: Value,
}

fn cases() -> Vec<Case> {
    let token = json!({"token": "t"});
    vec![
        Case {
            kind: "github",
            api: ("apiBaseUrl", "/api"),
            file: "/o/r/blob/main/",
            directory: "/o/r",
            credential: token.clone(),
        },
        Case {
            kind: "gitlab",
            api: ("apiBaseUrl", "/api/v4"),
            file: "/o/r/-/blob/main/",
            directory: "/o/r",
            credential: token.clone(),
        },
        Case {
            kind: "bitbucketCloud",
            api: ("apiBaseUrl", "/2.0"),
            file: "/o/r/src/main/",
            directory: "/o/r",
            credential: token.clone(),
        },
        Case {
            kind: "bitbucketServer",
            api: ("apiBaseUrl", "/rest/api/1.0"),
            file: "/projects/o/repos/r/browse/",
            directory: "/projects/o/repos/r",
            credential: token,
        },
        Case {
            kind: "gitea",
            api: ("unused", ""),
            file: "/o/r/src/branch/main/",
            directory: "/o/r",
            credential: json!({"password": "t"}),
        },
    ]
}

#[tokio::test]
async fn searches_and_trees_of_every_kind() {
    for case in cases() {
        let host = FakeHost::start(api).await;
        let base = format!("http://scm.test:{}", host.port);
        let mut entry = case.credential.clone();
        entry["host"] = json!(format!("scm.test:{}", host.port));
        entry["baseUrl"] = json!(base);
        entry[case.api.0] = json!(format!("{base}{}", case.api.1));
        let reader = reader(case.kind, &entry, &[]);
        let pattern = format!("{base}{}catalog/**/*.yaml", case.file);
        let found = reader.search(&pattern, None).await.unwrap();
        let expected =
            ["catalog/a.yaml", "catalog/deep/b.yaml"].map(|path| format!("{base}{}{path}", case.file));
        let urls: Vec<&String> = found.files.iter().map(|(url, _)| url).collect();
        assert_eq!(urls, expected.iter().collect::<Vec<_>>(), "{}", case.kind);
        assert_eq!(found.files[1].1.as_ref(), b"b");
        assert_eq!(found.etag.as_deref(), Some(COMMIT));
        let flat = reader.search(&format!("{base}{}catalog/*.yaml", case.file), None).await.unwrap();
        assert_eq!(flat.files.len(), 1, "{}", case.kind);
        let unchanged = reader.search(&pattern, Some(COMMIT)).await.unwrap_err();
        assert_eq!(unchanged.kind, ReadErrorKind::NotModified);
        let tree = reader.tree(&format!("{base}{}", case.directory), None).await.unwrap();
        assert_eq!((tree.files.len(), tree.etag.as_str()), (3, COMMIT), "{}", case.kind);
        let docs = reader.tree(&format!("{base}{}docs", case.file), None).await.unwrap();
        assert_eq!(docs.files, [(String::from("index.md"), Bytes::from_static(b"i"))], "{}", case.kind);
        assert!(host.seen().iter().all(|seen| seen.headers.contains_key("authorization")), "{}", case.kind);
    }
}

#[tokio::test]
async fn github_asks_for_single_files_where_few_match() {
    let host = FakeHost::start(|seen| {
        let blob = |text: &str| STANDARD.encode(text);
        match seen.target.as_str() {
            target if target.contains("/commits/") => json_reply(&json!({"sha": COMMIT})),
            target if target.contains("/git/trees/") => json_reply(&json!({"tree": [
                {"type": "blob", "path": "a/x.yaml", "sha": "01", "mode": "100644"},
                {"type": "blob", "path": "a/link.yaml", "sha": "02", "mode": "120000"},
                {"type": "blob", "path": "b/x.yaml", "sha": "03", "mode": "100644"},
                {"type": "blob", "path": "a/odd.yaml", "sha": "../../user", "mode": "100644"},
                {"type": "tree", "path": "a/d.yaml", "sha": "04", "mode": "040000"},
            ]})),
            "/repos/o/r/git/blobs/01" => {
                json_reply(&json!({"content": blob("hello") + "\n", "encoding": "base64"}))
            }
            _ => Reply::status("404 Not Found"),
        }
    })
    .await;
    let base = format!("http://scm.test:{}", host.port);
    let reader = reader(
        "github",
        &json!({"host": format!("scm.test:{}", host.port), "apiBaseUrl": base, "token": "t"}),
        &[],
    );
    let found = reader.search(&format!("{base}/o/r/blob/main/a/*.yaml"), None).await.unwrap();
    assert_eq!(found.files, [(format!("{base}/o/r/blob/main/a/x.yaml"), Bytes::from_static(b"hello"))]);
    assert_eq!(host.seen().len(), 3);
}

/// S-URL-07: an archive that another host hands out is fetched there without credentials.
#[tokio::test]
async fn an_archive_elsewhere_is_fetched_without_the_token() {
    let files = FakeHost::start(|_| Reply::ok(pack_files(&[("r-1/a.yaml", b"a")]))).await;
    let to = format!("http://files.test:{}/a.tgz", files.port);
    let host = FakeHost::start(move |seen| match seen.target.as_str() {
        target if target.contains("/archive/") => Reply::redirect(&to),
        _ => json_reply(&json!({"sha": COMMIT})),
    })
    .await;
    let base = format!("http://scm.test:{}", host.port);
    let entry = json!({"host": format!("scm.test:{}", host.port), "baseUrl": base, "password": "s3cret"});
    let url = format!("{base}/o/r/src/branch/main");
    let closed = reader("gitea", &entry, &[]).tree(&url, None).await.unwrap_err();
    assert_eq!(closed.kind, ReadErrorKind::NotAllowed);
    assert!(files.seen().is_empty());
    let tree =
        reader("gitea", &entry, &[format!("files.test:{}", files.port)]).tree(&url, None).await.unwrap();
    assert_eq!(tree.files.len(), 1);
    assert!(files.seen()[0].headers.values().all(|value| !value.contains("s3cret")));
    assert!(host.seen().iter().all(|seen| seen.headers["authorization"] == "Token s3cret"));
}

#[tokio::test]
async fn wrapped_files_are_unwrapped() {
    let host = FakeHost::start(|seen| match seen.target.as_str() {
        target if target.starts_with("/api/v1/repos/o/r/contents/odd") => {
            json_reply(&json!({"content": "x", "encoding": "utf-8"}))
        }
        target if target.starts_with("/api/v1/") => {
            json_reply(&json!({"content": "aGVs\nbG8=", "encoding": "base64"}))
        }
        _ => Reply::ok("aGVsbG8="),
    })
    .await;
    let (name, base) = (format!("scm.test:{}", host.port), format!("http://scm.test:{}", host.port));
    let gitea = reader("gitea", &json!({"host": name, "baseUrl": base}), &[]);
    let gerrit = reader("gerrit", &json!({"host": name, "baseUrl": base, "gitilesBaseUrl": base}), &[]);
    let options = ReadOptions::default();
    let files = [
        gitea.read(&format!("{base}/o/r/src/branch/main/a.yaml"), &options).await.unwrap(),
        gerrit.read(&format!("{base}/o/r/+/refs/heads/main/a.yaml"), &options).await.unwrap(),
    ];
    for file in files {
        assert!(matches!(&file, Read::Found { body, .. } if body.as_ref() == b"hello"), "{file:?}");
    }
    let odd = gitea.read(&format!("{base}/o/r/src/branch/main/odd"), &options).await.unwrap_err();
    assert_eq!(odd.kind, ReadErrorKind::Unavailable);
}

/// S-URL-12: the kinds by which a caller knows that nothing may be deleted.
#[tokio::test]
async fn only_a_404_says_that_a_file_is_gone() {
    let host = FakeHost::start(|seen| match seen.target.as_str() {
        target if target.contains("limited") => Reply::status("429 Too Many Requests\r\nRetry-After: 20"),
        target if target.contains("broken") => Reply::status("500 Internal Server Error"),
        target if target.contains("denied") => Reply::status("403 Forbidden"),
        target if target.contains("sign-in") => Reply::status("203 Non-Authoritative Information"),
        _ => Reply::status("404 Not Found"),
    })
    .await;
    let base = format!("http://scm.test:{}", host.port);
    let reader = reader(
        "github",
        &json!({"host": format!("scm.test:{}", host.port), "apiBaseUrl": base, "token": "t"}),
        &[],
    );
    let limited = ReadErrorKind::RateLimited { retry_after: Duration::from_secs(20) };
    let expected = [
        ("limited", limited),
        ("broken", ReadErrorKind::Unavailable),
        ("denied", ReadErrorKind::Unavailable),
        ("sign-in", ReadErrorKind::Unavailable),
        ("gone", ReadErrorKind::NotFound),
        ("limited", limited),
    ];
    for (repository, kind) in expected {
        let url = format!("{base}/o/{repository}/blob/main/a.yaml");
        let error = reader.read(&url, &ReadOptions::default()).await.unwrap_err();
        assert_eq!(error.kind, kind, "{repository}");
    }
    let limited = host.targets().iter().filter(|target| target.contains("limited")).count();
    assert_eq!(limited, 1);
    let gone = reader.search(&format!("{base}/o/gone/blob/main/a.yaml"), None).await.unwrap();
    assert!(gone.files.is_empty());
    assert!(reader.search(&format!("{base}/o/broken/blob/main/a.yaml"), None).await.is_err());
    let tree = reader.search(&format!("{base}/o/broken/blob/main/*.yaml"), None).await.unwrap_err();
    assert_eq!(tree.kind, ReadErrorKind::Unavailable);
}
