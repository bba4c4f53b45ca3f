//! The copy of the read index that outlives a stop: taken over where it fits, left aside where it does not.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::process::{Running, eventually, run};

/// More than the smallest catalog that is copied.
const ENTITIES: usize = 2_400;

/// A folder with a catalog, and a token that reads it.
fn folder() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    for file in 0..3 {
        let mut text = String::new();
        for number in 0..ENTITIES / 3 {
            let _ = writeln!(
                text,
                "---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: c-{file}-{number}, tags: [t{}]}}\n\
                 spec: {{type: service, lifecycle: production, owner: team-{}}}",
                number % 7,
                number % 5
            );
        }
        std::fs::write(folder.path().join(format!("c{file}.yaml")), text).unwrap();
    }
    let config = "app: {title: Ours}\ncatalog: {processingInterval: {seconds: 2}, locations: [{type: file, target: 'c*.yaml'}]}\n";
    std::fs::write(folder.path().join("app-config.yaml"), config).unwrap();
    let made = run(folder.path(), &["token", "create", "--subject", "ci", "--json"]).json();
    let token = made["token"].as_str().unwrap().to_owned();
    (folder, token)
}

fn copy(folder: &Path) -> PathBuf {
    folder.join("data/catalog-index.copy")
}

/// Everything that the portal lists, once all of it is there.
fn listed(folder: &Path, portal: &Running, token: &str) -> Value {
    eventually("the whole catalog", || {
        let found = run(
            folder,
            &["catalog", "list", "--url", &portal.url, "--token", token, "--limit", "5000", "--json"],
        );
        let found: Value = serde_json::from_str(&found.out).ok()?;
        // The Location follows the components that it names.
        let all = found.as_array().map_or(0, Vec::len);
        (components(&found) == ENTITIES && all == ENTITIES + 1).then_some(found)
    })
}

/// Panics with the first difference: two whole catalogs are nothing to read.
fn assert_same(now: &Value, before: &Value, when: &str) {
    let (now, before) = (now.as_array().unwrap(), before.as_array().unwrap());
    for (now, before) in now.iter().zip(before) {
        assert_eq!(now, before, "{when}");
    }
    assert_eq!(now.len(), before.len(), "{when}");
}

fn components(listed: &Value) -> usize {
    listed.as_array().map_or(0, |all| all.iter().filter(|entity| entity["kind"] == "Component").count())
}

#[test]
fn a_start_after_a_stop_shows_the_same_catalog_whatever_became_of_the_copy() {
    let (folder, token) = folder();
    let folder = folder.path();
    let portal = Running::start(folder, &[]);
    let before = listed(folder, &portal, &token);
    portal.stop();
    assert!(copy(folder).exists(), "no copy was made");
    let whole = std::fs::read(copy(folder)).unwrap();

    let portal = Running::start(folder, &[]);
    assert_same(&listed(folder, &portal, &token), &before, "from the copy");
    portal.stop();

    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    for damaged in [&flipped[..], &whole[..middle], b"", b"callboard-index-copy"] {
        std::fs::write(copy(folder), damaged).unwrap();
        let portal = Running::start(folder, &[]);
        let when = format!("beside a damaged copy of {} bytes", damaged.len());
        assert_same(&listed(folder, &portal, &token), &before, &when);
    }

    // Changed while the portal was away: the copy is older than the files, and than the log of a portal that was killed.
    std::fs::write(copy(folder), &whole).unwrap();
    let text = std::fs::read_to_string(folder.join("c0.yaml")).unwrap();
    std::fs::write(folder.join("c0.yaml"), text.replacen("owner: team-0", "owner: team-new", 1)).unwrap();
    let owner = |portal: &Running| {
        let got = run(
            folder,
            &["catalog", "get", "component:c-0-0", "--url", &portal.url, "--token", &token, "--json"],
        );
        let entity: Value = serde_json::from_str(&got.out).unwrap_or_default();
        (entity["spec"]["owner"] == "team-new").then_some(())
    };
    let portal = Running::start(folder, &[]);
    eventually("the new owner", || owner(&portal));
    drop(portal);
    let portal = Running::start(folder, &[]);
    eventually("the new owner from the log", || owner(&portal));
}

#[test]
fn a_copy_of_another_database_is_left_aside() {
    let (folder, token) = folder();
    let folder = folder.path();
    let portal = Running::start(folder, &[]);
    listed(folder, &portal, &token);
    portal.stop();
    for entry in std::fs::read_dir(folder.join("data")).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap().to_string_lossy().contains("sqlite") {
            std::fs::remove_file(path).unwrap();
        }
    }
    for file in ["c1.yaml", "c2.yaml"] {
        std::fs::remove_file(folder.join(file)).unwrap();
    }
    let made = run(folder, &["token", "create", "--subject", "ci", "--json"]).json();
    let token = made["token"].as_str().unwrap();
    let portal = Running::start(folder, &[]);
    eventually("a catalog of one file", || {
        let found = run(
            folder,
            &["catalog", "list", "--url", &portal.url, "--token", token, "--limit", "5000", "--json"],
        );
        let found: Value = serde_json::from_str(&found.out).ok()?;
        (components(&found) == ENTITIES / 3).then_some(())
    });
    portal.stop();
    assert_eq!(run(folder, &["db", "rebuild"]).code, 0);
    assert!(!copy(folder).exists(), "the next start was to make the index from the rows");
}
