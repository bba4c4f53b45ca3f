//! How a higher layer covers a lower one. Source: config contract, section 2. Knows no files.

use std::collections::HashMap;
use std::fmt::Write as _;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::node::{Data, Node, Origin};

/// Objects merge key by key, the higher layer's keys first; anything else is replaced. A null stays as a marker that
/// hides what is below, until [`finish`].
pub(super) fn merge(high: Node, low: Node) -> Node {
    let Node { data, origin } = high;
    let data = match (data, low.data) {
        (Data::Object(high), Data::Object(low)) => Data::Object(merge_entries(high, low)),
        (data, _) => data,
    };
    Node { data, origin }
}

fn merge_entries(
    mut entries: IndexMap<String, Node>,
    below: IndexMap<String, Node>,
) -> IndexMap<String, Node> {
    for (key, lower) in below {
        let merged = match entries.get_mut(&key) {
            Some(higher) => {
                let origin = higher.origin.clone();
                let data = std::mem::replace(&mut higher.data, Data::Null);
                merge(Node { data, origin }, lower)
            }
            None => lower,
        };
        entries.insert(key, merged);
    }
    entries
}

/// The merged value as JSON, without what nulls hide, and the place of every value by its key (`a.b[0].c`). Nulls
/// inside lists stay, because removing them would move the other items.
pub(super) fn finish(node: Node) -> (Value, HashMap<String, Origin>) {
    let mut origins = HashMap::new();
    let mut key = String::new();
    let value = convert(node, &mut key, &mut origins);
    (value, origins)
}

fn convert(node: Node, key: &mut String, origins: &mut HashMap<String, Origin>) -> Value {
    origins.insert(key.clone(), node.origin);
    let length = key.len();
    match node.data {
        Data::Null => Value::Null,
        Data::Boolean(flag) => Value::Bool(flag),
        Data::Number(number) => Value::Number(number),
        Data::Text(text) => Value::String(text),
        Data::List(items) => {
            let mut values = Vec::with_capacity(items.len());
            for (index, item) in items.into_iter().enumerate() {
                let _ = write!(key, "[{index}]");
                values.push(convert(item, key, origins));
                key.truncate(length);
            }
            Value::Array(values)
        }
        Data::Object(entries) => {
            let mut values = Map::new();
            for (name, item) in entries {
                if matches!(item.data, Data::Null) {
                    continue;
                }
                if length > 0 {
                    key.push('.');
                }
                key.push_str(&name);
                values.insert(name, convert(item, key, origins));
                key.truncate(length);
            }
            Value::Object(values)
        }
    }
}
