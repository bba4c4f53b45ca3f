//! The layer made of `APP_CONFIG_*` variables, which covers all files. Source: config contract, section 3. Values never
//! appear in its messages, because they may be secrets.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use super::environment::Environment;
use super::node::{Data, Node, Origin, Position, Source};
use super::section::is_key_part;
use super::{ConfigError, limits};

const PREFIX: &str = "APP_CONFIG_";

/// The layer; `None` when no variable sets anything.
pub(super) fn read(environment: &Environment, problems: &mut Vec<ConfigError>) -> Option<Node> {
    let source = Arc::new(Source { path: String::from("env"), layer: "env".into(), text: String::new() });
    let origin = Origin::at(&source, Position::default());
    let mut root = IndexMap::new();
    for (name, value) in environment.with_prefix(PREFIX) {
        if value.is_empty() {
            continue;
        }
        let key = &name[PREFIX.len()..];
        if let Err(message) = insert(&mut root, key, value, &origin)
            && problems.len() < limits::PROBLEMS
        {
            problems.push(ConfigError::whole(message, "env"));
        }
    }
    (!root.is_empty()).then(|| Node::new(Data::Object(root), origin))
}

fn insert(root: &mut IndexMap<String, Node>, key: &str, value: &str, origin: &Origin) -> Result<(), String> {
    let parts: Vec<&str> = key.split('_').collect();
    if parts.len() > limits::DEPTH || parts.iter().any(|part| !is_key_part(part)) {
        return Err(format!("Invalid env config key '{key}'"));
    }
    let Some((last, parents)) = parts.split_last() else { return Ok(()) };
    let mut at = root;
    for (index, part) in parents.iter().enumerate() {
        let child = at
            .entry((*part).to_owned())
            .or_insert_with(|| Node::new(Data::Object(IndexMap::new()), origin.clone()));
        let Data::Object(entries) = &mut child.data else {
            let existing = parts[..=index].join("_");
            return Err(format!("Could not nest config for key '{key}' under existing value '{existing}'"));
        };
        at = entries;
    }
    if at.contains_key(*last) {
        return Err(format!("Refusing to override existing config at key '{key}'"));
    }
    let value = match serde_json::from_str::<Value>(value) {
        Ok(Value::Null) => {
            return Err(format!(
                "Failed to parse JSON-serialized config value for key '{key}', Error: value may not be null"
            ));
        }
        Ok(value) => value,
        Err(_) => Value::String(value.to_owned()),
    };
    at.insert((*last).to_owned(), Node::from_value(value, origin));
    Ok(())
}
