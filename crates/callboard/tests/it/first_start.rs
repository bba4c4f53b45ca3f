//! What happens in an empty folder, without any configuration.

use crate::process::{Running, eventually, run};

#[test]
fn an_empty_folder_becomes_a_demo_portal() {
    let folder = tempfile::tempdir().unwrap();
    let portal = Running::start(folder.path(), &[]);
    assert!(folder.path().join("data/demo/orchard/all.yaml").is_file());
    assert!(portal.ready["start_milliseconds"].is_number());
    let names = eventually("the demo organisation", || {
        let ended = run(folder.path(), &["catalog", "list", "--url", &portal.url, "--json"]);
        let listed = ended.json();
        let names: Vec<String> = listed
            .as_array()?
            .iter()
            .map(|entity| {
                format!(
                    "{}/{}",
                    entity["kind"].as_str().unwrap(),
                    entity["metadata"]["name"].as_str().unwrap()
                )
            })
            .collect();
        let complete = ["User/", "Group/", "Template/", "API/", "Component/", "Domain/"]
            .iter()
            .all(|kind| names.iter().any(|name| name.starts_with(kind)));
        complete.then_some(names)
    });
    assert!(names.contains(&"User/guest".to_owned()), "{names:?}");
}

#[test]
fn a_second_start_finds_what_the_first_one_wrote() {
    let folder = tempfile::tempdir().unwrap();
    drop(Running::start(folder.path(), &[]));
    let users = folder.path().join("data/demo/orchard/org/users.yaml");
    let written = std::fs::metadata(&users).unwrap().modified().unwrap();
    drop(Running::start(folder.path(), &[]));
    assert_eq!(std::fs::metadata(&users).unwrap().modified().unwrap(), written);
}

#[test]
fn a_configuration_makes_no_demo() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("app-config.yaml"), "app: {title: Ours}\n").unwrap();
    drop(Running::start(folder.path(), &[]));
    assert!(!folder.path().join("data/demo").exists());
}

#[test]
fn a_broken_configuration_is_the_inputs_fault() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("app-config.yaml"), "app: {title\n").unwrap();
    let ended = run(folder.path(), &["serve"]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("app-config.yaml:"), "{}", ended.err);
}

#[test]
fn usage_errors_and_facts() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["--no-such-flag"]).code, 2);
    assert_eq!(run(folder.path(), &["check"]).code, 2);
    let version = run(folder.path(), &["--version"]);
    assert!(
        version.code == 0
            && version.out.contains(env!("CARGO_PKG_VERSION"))
            && version.out.contains("SQLite")
    );
}
