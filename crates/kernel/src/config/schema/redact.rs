//! A configuration that may be shown to an administrator or written to a log: secrets are masked by the table, by the
//! look of their names, and wherever else their text occurs.

use serde_json::{Map, Value};

use super::Visibility;
use super::tree::{Branch, root};
use crate::config::mask::is_secret_name;

/// What stands in place of a secret.
pub(in crate::config) const MASK: &str = "<secret>";
/// Shorter secrets are not searched for in other values: they would blank out ordinary words.
const SEARCHED_LENGTH: usize = 8;

pub(in crate::config) fn redacted(value: &Value) -> Value {
    let mut secrets = Vec::new();
    let mut masked = mask(value, Some(root()), false, &mut secrets);
    secrets.sort_unstable_by_key(|secret: &String| std::cmp::Reverse(secret.len()));
    secrets.dedup();
    scrub(&mut masked, &secrets);
    masked
}

fn mask(value: &Value, branch: Option<&Branch>, is_secret: bool, secrets: &mut Vec<String>) -> Value {
    let own = branch.and_then(Branch::own_visibility);
    let deep = is_secret || own == Some(Visibility::DeepSecret);
    match value {
        Value::Array(items) => {
            let branch = branch.and_then(|branch| branch.item.as_deref());
            let leaves_are_secret = deep || own == Some(Visibility::Secret);
            Value::Array(items.iter().map(|item| mask(item, branch, leaves_are_secret, secrets)).collect())
        }
        Value::Object(entries) => {
            let mut masked = Map::new();
            for (name, value) in entries {
                let child = branch.and_then(|branch| branch.child(name, value.is_object()));
                // The look of a name decides only where the table does not name the key.
                let is_named = branch.is_some_and(|branch| branch.named.contains_key(name.as_str()));
                let looks_secret = !is_named && is_secret_name(name);
                masked.insert(name.clone(), mask(value, child, deep || looks_secret, secrets));
            }
            Value::Object(masked)
        }
        Value::Null => Value::Null,
        leaf if deep || own == Some(Visibility::Secret) => {
            if let Value::String(text) = leaf
                && text.len() >= SEARCHED_LENGTH
            {
                secrets.push(text.clone());
            }
            Value::from(MASK)
        }
        leaf => leaf.clone(),
    }
}

/// Masks copies of secrets and the credentials inside URLs.
fn scrub(value: &mut Value, secrets: &[String]) {
    match value {
        Value::String(text) => {
            for secret in secrets {
                if text.contains(secret.as_str()) {
                    *text = text.replace(secret.as_str(), MASK);
                }
            }
            if let Some(without) = without_credentials(text) {
                *text = without;
            }
        }
        Value::Array(items) => {
            for item in items {
                scrub(item, secrets);
            }
        }
        Value::Object(entries) => {
            for (_, item) in entries {
                scrub(item, secrets);
            }
        }
        _ => {}
    }
}

/// `postgres://user:password@host` -> `postgres://<secret>@host`.
fn without_credentials(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let authority = rest.find(['/', '?', '#']).map_or(rest, |end| &rest[..end]);
    let at = authority.rfind('@')?;
    Some(format!("{scheme}://{MASK}{}", &rest[at..]))
}
