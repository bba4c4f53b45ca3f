//! A form that is sent back as it was shown, with changes, and with what cannot be read.

use std::collections::BTreeMap;

use entity::Kinds;
use kernel::http::Query;
use serde_json::json;
use ui::Href;

use super::*;
use crate::pages::view::edit::fields::{Group, Input};

const VERSION: &str = "backstage.io/v1alpha1";

fn component() -> Value {
    json!({
        "apiVersion": VERSION,
        "kind": "Component",
        "metadata": {
            "name": "pay",
            "annotations": {"a.b/c": "x: y", "multi": "one\ntwo"},
            "links": [{"url": "https://h.test", "icon": "dashboard"}],
            "owned": {"by": "nobody"},
        },
        "spec": {"type": "service", "own": [1, {"deep": true}], "owner": "pear", "lifecycle": "production",
            "dependsOn": ["component:a", "component:b"]},
    })
}

fn outline(kind: &str) -> Vec<SpecField> {
    Kinds::builtin().outline(kind, VERSION, None)
}

fn drawn(document: &Value, outline: &[SpecField]) -> Vec<Group> {
    let (usual, entities) = (BTreeMap::new(), |_: &SpecField| Href::default());
    let shown = Shown {
        document,
        outline,
        is_new: false,
        wrong: &[],
        sent: None,
        usual: &usual,
        entities: &entities,
    };
    groups(&shown)
}

/// What a browser sends of the form as it is shown.
fn sent(groups: &[Group]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for field in groups.iter().flat_map(|group| &group.fields) {
        let name = &field.control.name;
        match &field.input {
            Input::Line(value) | Input::Number(value) => pairs.push((name.clone(), value.clone())),
            Input::Area(value) | Input::Lines(value) => {
                pairs.push((name.clone(), value.replace('\n', "\r\n")));
            }
            Input::Suggest { value, .. } | Input::Choice { value, .. } => {
                pairs.push((name.clone(), value.clone()));
            }
            Input::Links(rows) => {
                for (index, row) in rows.iter().enumerate() {
                    pairs.push((format!("{name}.{index}.url"), row.url.clone()));
                    pairs.push((format!("{name}.{index}.title"), row.title.clone()));
                }
            }
        }
    }
    pairs
}

fn query(pairs: &[(String, String)]) -> Query {
    let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let address = page::address::with_query("", pairs);
    Query::parse(address.trim_start_matches('?')).unwrap()
}

fn changed(change: &[(&str, &str)]) -> Result<Value, Vec<Wrong>> {
    let (document, outline) = (component(), outline("Component"));
    let mut pairs = sent(&drawn(&document, &outline));
    for (name, value) in change {
        pairs.retain(|(known, _)| known != name);
        pairs.push(((*name).to_owned(), (*value).to_owned()));
    }
    let (filled, wrong) = fill(&document, &outline, &query(&pairs), &Limits::default());
    if wrong.is_empty() { Ok(filled) } else { Err(wrong) }
}

#[test]
fn a_form_that_is_sent_back_untouched_changes_nothing() {
    let documents = [
        component(),
        json!({"apiVersion": VERSION, "kind": "Group", "metadata": {"name": "g", "title": "G"},
            "spec": {"type": "team", "children": [], "profile": {"email": "g@h.test"}}}),
        json!({"apiVersion": VERSION, "kind": "API", "metadata": {"name": "a", "tags": ["x", "y"], "labels": {"tier": "1"}},
            "spec": {"type": "openapi", "lifecycle": "x", "owner": "o", "definition": "openapi: 3.0.0\ninfo: {}"}}),
        json!({"apiVersion": VERSION, "kind": "Component", "metadata": {"name": "odd"},
            "spec": {"type": 5, "owner": ["a"], "dependsOn": "component:a"}}),
        json!({"apiVersion": VERSION, "kind": "User", "metadata": {"name": "u"}, "spec": {"memberOf": ["a", "b"]}}),
    ];
    for document in documents {
        let outline = outline(document["kind"].as_str().unwrap());
        let query = query(&sent(&drawn(&document, &outline)));
        let (filled, _) = fill(&document, &outline, &query, &Limits::default());
        assert_eq!(filled.to_string(), document.to_string());
        // Neither does one of which nothing arrived.
        let (nothing, _) = fill(&document, &outline, &Query::default(), &Limits::default());
        assert_eq!(nothing.to_string(), document.to_string());
    }
}

#[test]
fn each_control_changes_its_own_field() {
    let table: [(&str, &str, &str, Value); 12] = [
        ("metadata.title", " Pay ", "/metadata/title", json!("Pay")),
        ("metadata.tags", "go, tier-1  x", "/metadata/tags", json!(["go", "tier-1", "x"])),
        ("metadata.labels", "tier: 1\non: true", "/metadata/labels", json!({"tier": "1", "on": "true"})),
        ("metadata.annotations", "", "/metadata/annotations", Value::Null),
        ("metadata.description", "a\r\nb", "/metadata/description", json!("a\nb")),
        (
            "metadata.links.0.title",
            "Board",
            "/metadata/links/0",
            json!({"url": "https://h.test", "icon": "dashboard", "title": "Board"}),
        ),
        ("metadata.links.1.url", "https://i.test", "/metadata/links/1", json!({"url": "https://i.test"})),
        ("spec.owner", "group:default/plum", "/spec/owner", json!("group:default/plum")),
        ("spec.system", "shop", "/spec/system", json!("shop")),
        (
            "spec.dependsOn",
            "component:c\r\n\r\n component:d",
            "/spec/dependsOn",
            json!(["component:c", "component:d"]),
        ),
        ("spec.lifecycle", "", "/spec/lifecycle", Value::Null),
        ("spec", "own: 1\nother: [2]", "/spec/other", json!([2])),
    ];
    for (name, text, pointer, expected) in table {
        let filled = changed(&[(name, text)]).unwrap();
        assert_eq!(filled.pointer(pointer).cloned().unwrap_or_default(), expected, "{name}");
        assert_eq!(filled["metadata"]["owned"], json!({"by": "nobody"}), "{name}");
    }
}

#[test]
fn what_cannot_be_read_is_said_for_each_control() {
    let wrong = changed(&[("metadata.labels", "a: [1]"), ("spec", "- x"), ("metadata.annotations", "a: 'x")])
        .unwrap_err();
    let told: Vec<(&str, &str)> =
        wrong.iter().map(|wrong| (wrong.name.as_str(), wrong.text.as_str())).collect();
    assert_eq!(told[0], ("metadata.labels", "`a` must be one line of text"));
    assert!(told[1].0 == "metadata.annotations" && told[1].1.starts_with("line 1, column "), "{told:?}");
    assert_eq!(told[2], ("spec", "write `key: value` lines"));
}

#[test]
fn problems_lead_to_their_controls() {
    let outline = outline("Component");
    let table = [
        ("/metadata/name", "metadata.name"),
        ("/metadata/tags/2", "metadata.tags"),
        ("/metadata/uid", ""),
        ("/spec/owner", "spec.owner"),
        ("/spec/own/0", "spec"),
        ("/kind", ""),
        ("", ""),
    ];
    for (pointer, control) in table {
        assert_eq!(control_of(pointer, &outline), control, "{pointer}");
    }
}

#[test]
fn a_text_is_one_document() {
    let limits = Limits::default();
    assert_eq!(one("---\na: 1\n---\n", &limits), Ok(json!({"a": 1})));
    assert_eq!(one("a: 1\n---\nb: 2\n", &limits).unwrap_err(), "there are 2 documents; an entity is one");
    assert!(one("a: [", &limits).unwrap_err().starts_with("line "));
}
