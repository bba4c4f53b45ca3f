//! What changed between two versions of an entity, and how to go back. Pure; knows no database.

use serde_json::{Map, Value, json};

/// How deep fields are told apart; below that a value counts as one field.
const MAXIMUM_DEPTH: usize = 6;

/// The changed fields as a JSON array of `{path, before?, after?}`. Paths are JSON pointers; a missing `before` means
/// that the field is new, a missing `after` that it is gone. Arrays count as one field.
pub fn fields(before: &Value, after: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    collect(before, after, "", 0, &mut found);
    found
}

fn collect(before: &Value, after: &Value, path: &str, depth: usize, found: &mut Vec<Value>) {
    if before == after {
        return;
    }
    let (Value::Object(old), Value::Object(new)) = (before, after) else {
        found.push(json!({"path": path, "before": before, "after": after}));
        return;
    };
    if depth == MAXIMUM_DEPTH {
        found.push(json!({"path": path, "before": before, "after": after}));
        return;
    }
    for (key, value) in old {
        let path = format!("{path}/{}", escape(key));
        match new.get(key) {
            Some(other) => collect(value, other, &path, depth + 1, found),
            None => found.push(json!({"path": path, "before": value})),
        }
    }
    for (key, value) in new {
        if !old.contains_key(key) {
            found.push(json!({"path": format!("{path}/{}", escape(key)), "after": value}));
        }
    }
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Turns `value` back into what it was before `fields` changed.
pub fn revert(value: &mut Value, fields: &[Value]) {
    for field in fields {
        let Some(path) = field.get("path").and_then(Value::as_str) else { continue };
        let before = field.get("before");
        if path.is_empty() {
            *value = before.cloned().unwrap_or(Value::Null);
            continue;
        }
        let Some((parent, key)) = path.rsplit_once('/') else { continue };
        let key = key.replace("~1", "/").replace("~0", "~");
        let Some(Value::Object(parent)) = value.pointer_mut(parent) else { continue };
        restore(parent, key, before);
    }
}

fn restore(parent: &mut Map<String, Value>, key: String, before: Option<&Value>) {
    match before {
        Some(before) => {
            parent.insert(key, before.clone());
        }
        None => {
            parent.shift_remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_name_paths_and_values() {
        let before = json!({"spec": {"owner": "a", "gone": 1}, "metadata": {"tags": ["x"], "annotations": {"a/b~c": "1"}}});
        let after = json!({"spec": {"owner": "b", "new": 2}, "metadata": {"tags": ["x", "y"], "annotations": {"a/b~c": "2"}}});
        let found = fields(&before, &after);
        assert_eq!(
            Value::from(found.clone()),
            json!([
                {"path": "/spec/owner", "before": "a", "after": "b"},
                {"path": "/spec/gone", "before": 1},
                {"path": "/spec/new", "after": 2},
                {"path": "/metadata/tags", "before": ["x"], "after": ["x", "y"]},
                {"path": "/metadata/annotations/a~1b~0c", "before": "1", "after": "2"},
            ])
        );
        let mut back = after;
        revert(&mut back, &found);
        assert_eq!(back, before);
    }

    #[test]
    fn equal_values_have_no_difference() {
        assert!(fields(&json!({"a": [1]}), &json!({"a": [1]})).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn reverting_gives_the_value_before(before in any_value(), after in any_value()) {
            let mut back = after.clone();
            revert(&mut back, &fields(&before, &after));
            proptest::prop_assert_eq!(back, before);
        }
    }

    fn any_value() -> impl proptest::strategy::Strategy<Value = Value> {
        use proptest::prelude::*;
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<i32>().prop_map(Value::from),
            "[a-c/~]{0,2}".prop_map(Value::from)
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::btree_map("[a-c/~]{0,2}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }
}
