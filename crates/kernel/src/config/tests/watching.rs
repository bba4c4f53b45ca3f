//! Reloading when files change.

use std::time::Duration;

use serde_json::json;

use super::{Config, folder, sources, value};
use crate::config::Reload;

#[test]
fn changes_replace_the_configuration_and_tell_subscribers() {
    let folder = folder(&[
        ("app-config.yaml", "a: {$include: i.yaml}\nb: {$file: t.txt}"),
        ("i.yaml", "x: 1"),
        ("t.txt", "one"),
    ]);
    let config = Config::load(&sources(folder.path(), &[])).unwrap();
    let subscriber = config.subscribe();
    let before = config.root();
    assert_eq!(config.reload_if_changed(), Reload::Unchanged);

    let steps = [
        (
            "app-config.yaml",
            "a: {$include: i.yaml}\nb: {$file: t.txt}\nc: 1",
            json!({"a": {"x": 1}, "b": "one", "c": 1}),
        ),
        ("i.yaml", "x: 22", json!({"a": {"x": 22}, "b": "one", "c": 1})),
        ("t.txt", "three", json!({"a": {"x": 22}, "b": "three", "c": 1})),
        ("app-config.local.yaml", "c: local", json!({"a": {"x": 22}, "b": "three", "c": "local"})),
    ];
    for (version, (name, text, expected)) in (1..).zip(steps) {
        std::fs::write(folder.path().join(name), text).unwrap();
        assert_eq!(config.reload_if_changed(), Reload::Replaced, "{name}");
        assert_eq!(value(&config), expected, "{name}");
        assert_eq!(*subscriber.borrow(), version);
    }
    // Whoever holds the old one goes on reading it unchanged.
    assert_eq!(before.value(), &json!({"a": {"x": 1}, "b": "one"}));
}

#[test]
fn a_broken_version_keeps_the_old_one_until_it_is_mended() {
    let folder = folder(&[("app-config.yaml", "a: 1")]);
    let config = Config::load(&sources(folder.path(), &[])).unwrap();
    let path = folder.path().join("app-config.yaml");

    std::fs::write(&path, "a: [1\nb: 2").unwrap();
    let Reload::Refused(errors) = config.reload_if_changed() else { panic!("must be refused") };
    assert!(errors[0].line > 0, "{errors:?}");
    assert_eq!(value(&config), json!({"a": 1}));
    assert_eq!(config.reload_if_changed(), Reload::Unchanged);

    std::fs::write(&path, "a: {$include: soon.yaml}").unwrap();
    assert!(matches!(config.reload_if_changed(), Reload::Refused(_)));
    std::fs::write(folder.path().join("soon.yaml"), "x: 1").unwrap();
    assert_eq!(config.reload_if_changed(), Reload::Replaced);
    assert_eq!(value(&config), json!({"a": {"x": 1}}));

    std::fs::remove_file(&path).unwrap();
    assert!(matches!(config.reload_if_changed(), Reload::Refused(_)));
    assert_eq!(value(&config), json!({"a": {"x": 1}}));
    assert_eq!(*config.subscribe().borrow(), 1);
}

#[test]
fn a_touched_file_is_no_change() {
    let folder = folder(&[("app-config.yaml", "a: 1")]);
    let config = Config::load(&sources(folder.path(), &[])).unwrap();
    let file = std::fs::File::options().write(true).open(folder.path().join("app-config.yaml")).unwrap();
    file.set_modified(std::time::UNIX_EPOCH).unwrap();
    assert_eq!(config.reload_if_changed(), Reload::Unchanged);
    assert_eq!(*config.subscribe().borrow(), 0);
}

#[tokio::test]
async fn the_watcher_notices_by_itself_and_stops_with_the_tasks() {
    let folder = folder(&[("app-config.yaml", "a: 1")]);
    let config = Config::load(&sources(folder.path(), &[])).unwrap();
    let tasks = crate::tasks::Tasks::new();
    let mut subscriber = config.subscribe();
    config.watch_every(Duration::from_millis(5), &tasks, Vec::new());
    std::fs::write(folder.path().join("app-config.yaml"), "a: 22").unwrap();
    subscriber.changed().await.unwrap();
    assert_eq!(value(&config), json!({"a": 22}));
    tasks.stop().await;
}

#[test]
fn a_configuration_without_files_never_changes() {
    assert_eq!(Config::from_value(json!({"a": 1})).reload_if_changed(), Reload::Unchanged);
}
