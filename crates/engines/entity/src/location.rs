//! Location entities: which further places they name, and how relative ones are resolved.
//!
//! Addresses of source hosts have shapes of their own; those are resolved by whoever knows the hosts
//! (contracts: entity-model 2 and 8, catalog-api 10.3e).

use serde_json::Value;
use sha1::{Digest, Sha1};

use crate::refs::LocationRef;

/// Whether a missing target is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    Required,
    Optional,
}

/// A place that a Location entity names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// `None` means the type of the location that the entity was read from.
    pub kind: Option<String>,
    /// As written: absolute, or relative to where the entity was read.
    pub target: String,
    pub presence: Presence,
}

/// The places that a Location entity names, `spec.target` first.
pub fn targets(entity: &Value) -> Vec<Target> {
    let spec = entity.get("spec");
    let field = |name: &str| spec.and_then(|spec| spec.get(name));
    let kind = field("type").and_then(Value::as_str);
    let presence = match field("presence").and_then(Value::as_str) {
        Some("optional") => Presence::Optional,
        _ => Presence::Required,
    };
    let several = field("targets").and_then(Value::as_array).into_iter().flatten();
    field("target")
        .into_iter()
        .chain(several)
        .filter_map(Value::as_str)
        .map(|target| Target { kind: kind.map(str::to_owned), target: target.to_owned(), presence })
        .collect()
}

/// A `file` target as a path. One that starts with a dot is relative to the folder of `base`, the file that
/// names it; every other one stands for itself. The result has no `.` and `..` left except leading ones of a
/// relative base. Does not restrict where it leads: the reader of files does.
pub fn resolve_file(base: &str, target: &str) -> String {
    if !target.starts_with('.') {
        return target.to_owned();
    }
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_absolute = base.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            // Nothing is above the root.
            ".." if is_absolute => {}
            _ => parts.push(part),
        }
    }
    let path = parts.join("/");
    if is_absolute { format!("/{path}") } else { path }
}

/// A `url` target against a base that is not a source host: plain URL joining. `None` when either is not a URL.
pub fn resolve_url(base: &str, target: &str) -> Option<String> {
    let joined = match url::Url::parse(target) {
        Ok(absolute) => absolute,
        Err(url::ParseError::RelativeUrlWithoutBase) => url::Url::parse(base).ok()?.join(target).ok()?,
        Err(_) => return None,
    };
    Some(joined.to_string())
}

/// The name of the Location entity that the server makes for a registered location.
pub fn generated_name(location: &LocationRef) -> String {
    let digest = Sha1::digest(location.to_string().as_bytes());
    let mut name = String::from("generated-");
    for byte in digest {
        name.push(hex_digit(byte >> 4));
        name.push(hex_digit(byte & 0xf));
    }
    name
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn targets_in_order_with_type_and_presence() {
        let entity =
            json!({"spec": {"type": "url", "target": "a", "targets": ["b", "./c"], "presence": "optional"}});
        let target = |target: &str| Target {
            kind: Some("url".to_owned()),
            target: target.to_owned(),
            presence: Presence::Optional,
        };
        assert_eq!(targets(&entity), [target("a"), target("b"), target("./c")]);
        assert_eq!(targets(&json!({"spec": {}})), []);
        assert_eq!(
            targets(&json!({"spec": {"targets": ["b"]}})),
            [Target { kind: None, target: "b".to_owned(), presence: Presence::Required }]
        );
    }

    #[test]
    fn file_targets() {
        let cases = [
            ("/a/b/c.yaml", "./d.yaml", "/a/b/d.yaml"),
            ("/a/b/c.yaml", "../d.yaml", "/a/d.yaml"),
            ("/a/b/c.yaml", "../../../../etc/x", "/etc/x"),
            ("/a/b/c.yaml", "/x", "/x"),
            ("/a/b/c.yaml", "x/y", "x/y"),
            ("a/c.yaml", "./d.yaml", "a/d.yaml"),
            ("c.yaml", "../d.yaml", "../d.yaml"),
            ("a/c.yaml", "../../d.yaml", "../d.yaml"),
            ("/a/c.yaml", ".", "/a"),
        ];
        for (base, target, expected) in cases {
            assert_eq!(resolve_file(base, target), expected, "{base} {target}");
        }
    }

    #[test]
    fn url_targets() {
        let cases = [
            ("http://h/a/b.yaml", "./c.yaml", Some("http://h/a/c.yaml")),
            ("http://h/a/b.yaml", "/c.yaml", Some("http://h/c.yaml")),
            ("http://h/a/b.yaml", "https://x/y", Some("https://x/y")),
            ("not a url", "./c.yaml", None),
            ("http://h/", "http://", None),
        ];
        for (base, target, expected) in cases {
            assert_eq!(resolve_url(base, target).as_deref(), expected, "{base} {target}");
        }
    }

    #[test]
    fn generated_names_are_the_sha1_of_the_location() {
        // printf 'url:https://a/b' | sha1sum
        let name = generated_name(&LocationRef::new("url", "https://a/b"));
        assert_eq!(name, "generated-d0b5dace51f02f76b38d868dd8b5e16072d21f40");
    }
}
