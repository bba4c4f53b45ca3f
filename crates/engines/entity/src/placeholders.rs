//! Placeholders: objects such as `{$text: ./file}` that stand for the content of a file.
//!
//! Finds them and puts the content in their place; resolving addresses and reading files is the caller's
//! business (contracts: entity-model 6).

use serde_json::Value;

use crate::shape::Path;

/// What is done with the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Resolver {
    /// `$text`: its content as a string.
    Text,
    /// `$json`: parsed.
    Json,
    /// `$yaml`: parsed, exactly one document.
    Yaml,
    /// `$openapi`: with all references bundled, as a YAML string.
    OpenApi,
    /// `$asyncapi`: the same for AsyncAPI.
    AsyncApi,
}

impl Resolver {
    /// The resolver of a key such as `$text`.
    pub fn of_key(key: &str) -> Option<Self> {
        Some(match key {
            "$text" => Self::Text,
            "$json" => Self::Json,
            "$yaml" => Self::Yaml,
            "$openapi" => Self::OpenApi,
            "$asyncapi" => Self::AsyncApi,
            _ => return None,
        })
    }

    /// Whether the placeholder becomes a string; the others become whatever the file holds.
    pub const fn gives_text(self) -> bool {
        matches!(self, Self::Text | Self::OpenApi | Self::AsyncApi)
    }

    /// The name without the `$`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Yaml => "yaml",
            Self::OpenApi => "openapi",
            Self::AsyncApi => "asyncapi",
        }
    }
}

/// One placeholder of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// JSON pointer to the object that will be replaced.
    pub pointer: String,
    pub resolver: Resolver,
    /// The address as written, absolute or relative.
    pub value: String,
}

/// All placeholders of `entity`, in document order. An object with one `$` key and nothing else counts; with
/// further keys, an unknown resolver or a value that is not a string it is left alone, and so is all within it.
pub fn find(entity: &Value) -> Vec<Placeholder> {
    let mut found = Vec::new();
    collect(entity, &Path::Root, &mut found);
    found
}

fn collect(value: &Value, path: &Path<'_>, found: &mut Vec<Placeholder>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &Path::Index(path, index), found);
            }
        }
        Value::Object(entries) => {
            let Some((key, target)) = entries.iter().find(|(key, _)| key.starts_with('$')) else {
                for (key, item) in entries {
                    collect(item, &Path::Key(path, key), found);
                }
                return;
            };
            if entries.len() == 1
                && let Some(resolver) = Resolver::of_key(key)
                && let Value::String(target) = target
            {
                found.push(Placeholder { pointer: path.pointer(), resolver, value: target.clone() });
            }
        }
        _ => {}
    }
}

/// Puts each value in the place that its pointer names. Pointers that lead nowhere are ignored.
pub fn substitute(entity: &mut Value, contents: Vec<(String, Value)>) {
    for (pointer, content) in contents {
        if let Some(place) = entity.pointer_mut(&pointer) {
            *place = content;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn finds_what_backstage_would_replace() {
        let entity = json!({
            "metadata": {"name": "a", "a/b": {"$json": "x.json"}},
            "spec": {
                "definition": {"$text": "./a"},
                "list": [1, {"$yaml": "b"}, [{"$openapi": "c"}, {"$asyncapi": "d"}]],
                "two": {"$text": "a", "other": {"$text": "not descended"}},
                "unknown": {"$env": {"$text": "not descended"}},
                "object": {"$text": {"$text": "x"}},
            },
        });
        let found: Vec<_> = find(&entity)
            .into_iter()
            .map(|found| (found.pointer, found.resolver.as_str(), found.value))
            .collect();
        let expected = [
            ("/metadata/a~1b", "json", "x.json"),
            ("/spec/definition", "text", "./a"),
            ("/spec/list/1", "yaml", "b"),
            ("/spec/list/2/0", "openapi", "c"),
            ("/spec/list/2/1", "asyncapi", "d"),
        ];
        let expected =
            expected.map(|(pointer, resolver, value)| (pointer.to_owned(), resolver, value.to_owned()));
        assert_eq!(found, expected);
    }

    #[test]
    fn substitutes_by_pointer() {
        let mut entity = json!({"a/b": {"$json": "x"}, "spec": [{"$text": "y"}]});
        let contents = vec![
            ("/a~1b".to_owned(), json!([1])),
            ("/spec/0".to_owned(), json!("t")),
            ("/no/where".to_owned(), json!(0)),
        ];
        substitute(&mut entity, contents);
        assert_eq!(entity, json!({"a/b": [1], "spec": ["t"]}));
    }
}
