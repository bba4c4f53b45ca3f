//! `callboard db` and `callboard token` on a database in a folder of its own.

use std::path::Path;

use crate::process::{Running, eventually, run};

#[test]
fn the_schema_is_made_once() {
    let folder = tempfile::tempdir().unwrap();
    let applied = |_| run(folder.path(), &["db", "migrate", "--json"]).json()["applied"].as_u64().unwrap();
    let counts: Vec<u64> = (0..2).map(applied).collect();
    assert!(counts[0] > 0 && counts[1] == 0, "{counts:?}");
}

#[test]
fn a_copy_comes_back_with_its_tokens() {
    let folder = tempfile::tempdir().unwrap();
    let made = run(folder.path(), &["token", "create", "--subject", "ci", "--json"]).json();
    let copied = run(folder.path(), &["db", "backup", "copy.db", "--json"]).json();
    assert!(copied["rows"].as_u64().unwrap() > 0);
    assert_eq!(run(folder.path(), &["db", "backup", "copy.db"]).code, 1, "a copy was written over");
    let into_used = run(folder.path(), &["db", "restore", "copy.db"]);
    assert!(into_used.code == 1 && into_used.err.contains("exists already"), "{}", into_used.err);
    let restored = run(folder.path(), &["db", "restore", "copy.db", "--data-dir", "other", "--json"]).json();
    assert_eq!(restored, copied);
    let listed = run(folder.path(), &["token", "list", "--data-dir", "other", "--json"]).json();
    assert_eq!(listed[0]["id"], made["id"]);
}

#[test]
fn what_is_made_from_sources_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let component = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: a }\n\
                     spec: { type: service, lifecycle: production, owner: x }\n";
    std::fs::write(folder.path().join("a.yaml"), component).unwrap();
    // Read once, then not again for a long time.
    let config = "backend:\n  auth:\n    externalAccess:\n      - {type: static, options: {token: rebuild-token, \
                  subject: test}}\ncatalog:\n  processingInterval: 30 days\n  locations: [{type: file, target: \
                  a.yaml}]\n";
    std::fs::write(folder.path().join("app-config.yaml"), config).unwrap();
    let running = Running::start(folder.path(), &[]);
    let owner = || {
        let arguments =
            ["catalog", "get", "component:a", "--url", &running.url, "--token", "rebuild-token", "--json"];
        let found = run(folder.path(), &arguments);
        (found.code == 0).then(|| found.json()["spec"]["owner"].as_str().unwrap().to_owned())
    };
    eventually("the component", || owner().filter(|owner| owner == "x"));
    std::fs::write(folder.path().join("a.yaml"), component.replace("owner: x", "owner: y")).unwrap();
    let rebuilt = run(folder.path(), &["db", "rebuild", "--json"]).json();
    assert_eq!(rebuilt["locations"], 1);
    eventually("the new owner", || owner().filter(|owner| owner == "y"));
}

/// Without guests, so that only the token counts.
fn portal(folder: &Path) -> Running {
    std::fs::write(folder.join("app-config.yaml"), "app: {title: Ours}\n").unwrap();
    Running::start(folder, &[])
}

#[test]
fn a_token_opens_the_catalog_until_it_is_revoked() {
    let folder = tempfile::tempdir().unwrap();
    let made =
        run(folder.path(), &["token", "create", "--subject", "ci", "--expires", "1d", "--json"]).json();
    let (id, token) = (made["id"].as_str().unwrap(), made["token"].as_str().unwrap());
    let listing = run(folder.path(), &["token", "list"]).out;
    assert!(listing.contains(id) && listing.contains("everything") && !listing.contains(token), "{listing}");
    let running = portal(folder.path());
    let list = |token: &str| {
        run(folder.path(), &["catalog", "list", "--url", &running.url, "--token", token, "--json"])
    };
    list(token).json();
    let without = run(folder.path(), &["catalog", "list", "--url", &running.url]);
    assert_eq!(without.code, 1);
    assert!(without.err.contains("callboard token create"), "{}", without.err);
    drop(running);
    assert_eq!(run(folder.path(), &["token", "revoke", id]).code, 0);
    let running = portal(folder.path());
    let refused = run(folder.path(), &["catalog", "list", "--url", &running.url, "--token", token]);
    assert_eq!(refused.code, 1, "{}", refused.out);
}

#[test]
fn what_cannot_be_made_or_ended_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let table: [&[&str]; 4] = [
        &["token", "create", "--subject", "a b"],
        &["token", "create", "--subject", "a", "--expires", "soon"],
        &["token", "revoke", "nobody"],
        &["db", "restore", "missing.db"],
    ];
    for arguments in table {
        let ended = run(folder.path(), arguments);
        assert!(ended.code == 1 && !ended.err.is_empty(), "{arguments:?}: {} {}", ended.code, ended.err);
    }
    assert_eq!(run(folder.path(), &["token", "create", "--subject", "a", "--permission", "p"]).code, 2);
}
