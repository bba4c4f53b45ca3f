//! What a change for many entities does to one.

use entity::Limits;
use serde_json::{Value, json};

use super::change::Change;
use super::*;

fn change(text: &str) -> Result<Change, Vec<Wrong>> {
    Change::read(&Query::parse(text).unwrap(), &Limits::default())
}

#[test]
fn a_change_touches_what_it_names_and_nothing_else() {
    let document = json!({
        "kind": "Component",
        "metadata": {"name": "pay", "tags": ["go", "old"], "labels": {"tier": "1"}},
        "spec": {"owner": "pear", "type": "service"},
    });
    let table: [(&str, &str, Value); 9] = [
        ("spec.owner=plum", "/spec/owner", json!("plum")),
        ("spec.owner=plum", "/spec/type", json!("service")),
        ("spec.system=shop", "/spec/system", json!("shop")),
        ("tags.add=go+new", "/metadata/tags", json!(["go", "old", "new"])),
        ("tags.remove=old,go", "/metadata/tags", Value::Null),
        ("labels=tier%3A+2", "/metadata/labels", json!({"tier": "2"})),
        ("labels=tier%3A", "/metadata/labels", Value::Null),
        ("annotations=a.b/c%3A+d", "/metadata/annotations", json!({"a.b/c": "d"})),
        ("labels=none%3A", "/metadata/labels", json!({"tier": "1"})),
    ];
    for (text, pointer, expected) in table {
        let changed = change(text).unwrap().apply(&document);
        assert_eq!(changed.pointer(pointer).cloned().unwrap_or_default(), expected, "{text}");
        assert_eq!(changed["metadata"]["name"], "pay");
    }
    let bare = change("spec.owner=plum").unwrap().apply(&json!({"kind": "Odd"}));
    assert_eq!(bare, json!({"kind": "Odd", "spec": {"owner": "plum"}}));
}

#[test]
fn no_change_and_unreadable_ones_are_said() {
    assert_eq!(change("").unwrap_err()[0].name, "spec.owner");
    assert_eq!(change("spec.owner=+").unwrap_err()[0].name, "spec.owner");
    assert_eq!(change("labels=a%3A+%5B").unwrap_err()[0].name, "labels");
}
