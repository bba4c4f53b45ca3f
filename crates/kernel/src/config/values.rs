//! The configuration as a flat list for administrators: each value by its full key, masked, with the place it came from.

use std::fmt::Write as _;

use serde_json::Value;

use super::{Section, schema};

/// One value that is no object and no list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadValue {
    /// `catalog.locations[0].target`.
    pub key: String,
    /// As JSON writes it, texts without quotes; a secret as its mask. `{}` and `[]` for what is empty.
    pub value: String,
    /// A secret, or a text that holds one.
    pub is_masked: bool,
    /// The file as it was named, or `env`; empty where the value comes from no file.
    pub file: String,
    /// From 1; 0 where it is not known.
    pub line: usize,
}

pub(super) fn of(root: &Section) -> Vec<ReadValue> {
    let mut found = Vec::new();
    walk(&schema::redacted(root.value()), root, &mut String::new(), &mut found);
    found
}

fn walk(value: &Value, root: &Section, key: &mut String, found: &mut Vec<ReadValue>) {
    let length = key.len();
    match value {
        Value::Object(entries) if !entries.is_empty() => {
            for (name, value) in entries {
                if length > 0 {
                    key.push('.');
                }
                key.push_str(name);
                walk(value, root, key, found);
                key.truncate(length);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, value) in items.iter().enumerate() {
                // Writing to a string cannot fail.
                let _ = write!(key, "[{index}]");
                walk(value, root, key, found);
                key.truncate(length);
            }
        }
        leaf => found.push(read(leaf, root, key)),
    }
}

fn read(leaf: &Value, root: &Section, key: &str) -> ReadValue {
    let text = match leaf {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let origin = root.origin_of(key);
    ReadValue {
        is_masked: text.contains(schema::MASK),
        value: text,
        file: origin.map(|origin| origin.source.path.clone()).unwrap_or_default(),
        line: origin.map(|origin| origin.value.line).unwrap_or_default(),
        key: key.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Config, Environment, Sources};

    #[test]
    fn values_have_places_and_secrets_have_none_of_their_letters() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("app-config.yaml");
        let text = "app:\n  title: Orchard\nintegrations:\n  github:\n    - host: github.com\n      token: hush-hush-hush\ncatalog: {}\n";
        std::fs::write(&file, text).unwrap();
        let sources = Sources {
            files: vec![file.clone()],
            root: folder.path().to_owned(),
            environment: Environment::default(),
            required: true,
        };
        let values = Config::load(&sources).unwrap().values();
        let told: Vec<(&str, &str, usize)> =
            values.iter().map(|read| (read.key.as_str(), read.value.as_str(), read.line)).collect();
        assert_eq!(
            told,
            [
                ("app.title", "Orchard", 2),
                ("integrations.github[0].host", "github.com", 5),
                ("integrations.github[0].token", "<secret>", 6),
                ("catalog", "{}", 7),
            ]
        );
        assert_eq!(values[0].file, file.display().to_string());
        assert_eq!(values.iter().filter(|read| read.is_masked).count(), 1);
    }

    #[test]
    fn what_comes_from_no_file_says_so() {
        let values = Config::from_value(json!({"a": [1, null, {"b": true}]})).values();
        let told: Vec<(&str, &str)> =
            values.iter().map(|read| (read.key.as_str(), read.value.as_str())).collect();
        assert_eq!(told, [("a[0]", "1"), ("a[1]", "null"), ("a[2].b", "true")]);
        assert_eq!((values[0].file.as_str(), values[0].line), ("", 0));
    }
}
