//! `callboard catalog` against a running demo portal.

use crate::process::{Ended, Running, eventually, run};

#[test]
fn the_catalog_of_a_running_portal() {
    let folder = tempfile::tempdir().unwrap();
    let portal = Running::start(folder.path(), &[]);
    let catalog = |arguments: &[&str]| -> Ended {
        let mut all = vec!["catalog", "--url", &portal.url];
        all.extend(arguments);
        run(folder.path(), &all)
    };
    eventually("the guest", || (catalog(&["get", "user:guest"]).code == 0).then_some(()));

    let guest = catalog(&["get", "user:guest"]).out;
    assert!(guest.contains("kind: User") && guest.contains("name: guest"), "{guest}");
    assert_eq!(catalog(&["get", "user:guest", "--json"]).json()["metadata"]["name"], "guest");
    let listed = catalog(&["list", "--filter", "kind=user,metadata.name=guest"]).out;
    assert!(listed.starts_with("user:default/guest"), "{listed}");
    let cut = catalog(&["list", "--limit", "1", "--json"]).json();
    assert_eq!(cut.as_array().unwrap().len(), 1);
    assert_eq!(catalog(&["refresh", "user:guest"]).code, 0);
    let history = catalog(&["history", "user:guest", "--json"]).json();
    assert_eq!(history["items"][0]["entityRef"], "user:default/guest");
    assert_eq!(catalog(&["export", "--format", "csv", "--out", "all.csv"]).code, 0);
    assert!(std::fs::read_to_string(folder.path().join("all.csv")).unwrap().contains("guest"));
    let lines = catalog(&["export", "--filter", "kind=user,metadata.name=guest"]).out;
    assert_eq!(lines.lines().count(), 1, "{lines}");

    let missing = catalog(&["get", "nobody"]);
    assert!(missing.code == 1 && missing.err.contains("404"), "{}", missing.err);
    assert_eq!(catalog(&["get", "a:b:c/d/e"]).code, 1);
    assert_eq!(catalog(&["register", "ftp://x", "--dry-run"]).code, 1);
}

#[test]
fn no_portal_is_the_networks_fault() {
    let folder = tempfile::tempdir().unwrap();
    let ended = run(folder.path(), &["catalog", "list", "--url", "http://127.0.0.1:9"]);
    assert!(ended.code == 3 && ended.err.contains("callboard serve"), "{}", ended.err);
}
