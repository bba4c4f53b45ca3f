//! The `fields` parameter: the parts of an entity that a reader wants, cut out of its JSON text.
//!
//! Works on bytes: only the levels that a path goes through are looked into, and what is selected is copied
//! as it stands. Source of the rules: the contract sheet catalog-api, section 5.

use std::borrow::Cow;
use std::cell::OnceCell;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Most paths of one request.
pub const MOST_FIELDS: usize = 1_000;
/// Longest path, in bytes.
pub const LONGEST_FIELD: usize = 1_000;
/// Characters of a refused path that its message quotes.
const LONGEST_QUOTE: usize = 200;

/// Why `fields` was refused; the text is the answer's message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldsError {
    #[error("Invalid field \"{0}\", array type fields are not supported")]
    Brackets(String),
    #[error("Invalid fields, at most {MOST_FIELDS} of at most {LONGEST_FIELD} characters are allowed")]
    TooMany,
}

/// The paths that a reader wants, in the order asked, which is the order of the answer's members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    paths: Vec<String>,
}

impl Fields {
    /// Reads one or more comma-separated lists. `None` if they name nothing, which selects everything.
    pub fn parse<S: AsRef<str>>(lists: &[S]) -> Result<Option<Self>, FieldsError> {
        let mut paths: Vec<String> = Vec::new();
        for path in lists.iter().flat_map(|list| list.as_ref().split(',')).map(str::trim) {
            if path.is_empty() {
                continue;
            }
            if path.contains('[') {
                return Err(FieldsError::Brackets(path.chars().take(LONGEST_QUOTE).collect()));
            }
            if paths.len() == MOST_FIELDS || path.len() > LONGEST_FIELD {
                return Err(FieldsError::TooMany);
            }
            paths.push(path.to_owned());
        }
        Ok(if paths.is_empty() { None } else { Some(Self { paths }) })
    }

    /// The selected parts of a document, as JSON. A document that is not JSON gives `{}`.
    pub fn project(&self, document: &[u8]) -> Vec<u8> {
        let mut output = Output::Object(Vec::new());
        let raw =
            std::str::from_utf8(document).ok().and_then(|text| serde_json::from_str::<&RawValue>(text).ok());
        let root = raw.map(Node::new);
        if let Some(root) = &root {
            for path in &self.paths {
                if let Some((keys, node)) = root.resolve(path) {
                    output.set(&keys, node.raw);
                }
            }
        }
        let mut json = Vec::with_capacity(256);
        output.write(&mut json);
        json
    }
}

/// A value of the document, taken apart when first looked into.
struct Node<'d> {
    raw: &'d RawValue,
    children: OnceCell<Children<'d>>,
}

enum Children<'d> {
    None,
    Members(Vec<(Cow<'d, str>, Node<'d>)>),
    Items(Vec<Node<'d>>),
}

/// One step of a path that was found.
#[derive(Clone, Copy)]
enum Key<'n> {
    Member(&'n str),
    Item(usize),
}

impl<'d> Node<'d> {
    fn new(raw: &'d RawValue) -> Self {
        Self { raw, children: OnceCell::new() }
    }

    /// Follows a dotted path. Keys may hold dots themselves: at each level the shortest key that exists
    /// is taken. `None` if anything of the path is left over.
    fn resolve<'n>(&'n self, path: &'n str) -> Option<(Vec<Key<'n>>, &'n Self)> {
        let mut keys = Vec::new();
        let mut node = self;
        let mut rest = path;
        loop {
            let (key, child, behind) = node.step(rest)?;
            keys.push(key);
            node = child;
            match behind {
                None => return Some((keys, node)),
                Some(behind) => rest = behind,
            }
        }
    }

    /// The shortest beginning of a path, up to a dot or its end, that is a key here; and what follows it.
    fn step<'n>(&'n self, path: &'n str) -> Option<(Key<'n>, &'n Self, Option<&'n str>)> {
        let dots = path.match_indices('.').map(|(place, _)| place);
        for end in dots.chain([path.len()]) {
            let (name, behind) = (&path[..end], path.get(end + 1..).filter(|_| end < path.len()));
            match self.children() {
                Children::None => return None,
                Children::Members(members) => {
                    if let Some((key, child)) = members.iter().find(|(key, _)| key == name) {
                        return Some((Key::Member(key), child, behind));
                    }
                }
                Children::Items(items) => {
                    let place = name.parse::<usize>().ok().filter(|place| place.to_string() == name);
                    if let Some((place, child)) = place.and_then(|place| Some((place, items.get(place)?))) {
                        return Some((Key::Item(place), child, behind));
                    }
                }
            }
        }
        None
    }

    fn children(&self) -> &Children<'d> {
        self.children.get_or_init(|| {
            let text = self.raw.get();
            match text.as_bytes().first() {
                Some(b'{') => serde_json::from_str::<Members<'d>>(text)
                    .map_or(Children::None, |members| Children::Members(members.0)),
                Some(b'[') => serde_json::from_str::<Vec<&'d RawValue>>(text)
                    .map_or(Children::None, |items| {
                        Children::Items(items.into_iter().map(Node::new).collect())
                    }),
                _ => Children::None,
            }
        })
    }
}

/// The members of an object, in order, keys borrowed where they have no escapes.
struct Members<'d>(Vec<(Cow<'d, str>, Node<'d>)>);

#[derive(Deserialize)]
struct MemberName<'d>(#[serde(borrow)] Cow<'d, str>);

impl<'d> Deserialize<'d> for Members<'d> {
    fn deserialize<D: Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'d> Visitor<'d> for InOrder {
            type Value = Members<'d>;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'d>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((name, raw)) = map.next_entry::<MemberName<'d>, &'d RawValue>()? {
                    members.push((name.0, Node::new(raw)));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// The answer, built in the order of the paths.
enum Output<'n> {
    /// Copied as it stands.
    Raw(&'n RawValue),
    Object(Vec<(&'n str, Output<'n>)>),
    /// Items between the selected ones are null, as in a sparse JavaScript array.
    Array(Vec<Option<Output<'n>>>),
}

impl<'n> Output<'n> {
    fn set(&mut self, keys: &[Key<'n>], value: &'n RawValue) {
        let Some((key, later)) = keys.split_first() else {
            *self = Self::Raw(value);
            return;
        };
        let empty = || match later.first() {
            Some(Key::Item(_)) => Self::Array(Vec::new()),
            _ => Self::Object(Vec::new()),
        };
        match (self, key) {
            (Self::Object(members), Key::Member(name)) => {
                let place = members.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
                    members.push((name, empty()));
                    members.len() - 1
                });
                members[place].1.set(later, value);
            }
            (Self::Array(items), Key::Item(place)) => {
                if items.len() <= *place {
                    items.resize_with(place + 1, || None);
                }
                items[*place].get_or_insert_with(empty).set(later, value);
            }
            // The whole is selected already, and with it this part.
            _ => {}
        }
    }

    fn write(&self, json: &mut Vec<u8>) {
        match self {
            Self::Raw(raw) => json.extend_from_slice(raw.get().as_bytes()),
            Self::Object(members) => {
                json.push(b'{');
                for (place, (name, member)) in members.iter().enumerate() {
                    if place > 0 {
                        json.push(b',');
                    }
                    json.extend_from_slice(serde_json::Value::from(*name).to_string().as_bytes());
                    json.push(b':');
                    member.write(json);
                }
                json.push(b'}');
            }
            Self::Array(items) => {
                json.push(b'[');
                for (place, item) in items.iter().enumerate() {
                    if place > 0 {
                        json.push(b',');
                    }
                    match item {
                        Some(item) => item.write(json),
                        None => json.extend_from_slice(b"null"),
                    }
                }
                json.push(b']');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DOCUMENT: &str = concat!(
        r#"{"kind":"Component","metadata":{"name":"b","tags":["java","shop"],"#,
        r#""annotations":{"backstage.io/orphan":"true","a":{"b":1},"a.b":2,"q\"x":3}},"#,
        r#""spec":{"type":"service","none":null,"list":[{"id":1},{"id":2}]},"relations":[]}"#,
    );

    fn project(fields: &str) -> String {
        let fields = Fields::parse(&[fields]).unwrap().unwrap();
        String::from_utf8(fields.project(DOCUMENT.as_bytes())).unwrap()
    }

    #[test]
    fn paths_select_parts_in_the_order_asked() {
        let table = [
            ("kind", r#"{"kind":"Component"}"#),
            ("spec.type,metadata.name", r#"{"spec":{"type":"service"},"metadata":{"name":"b"}}"#),
            (
                "metadata.name , kind,metadata.tags",
                r#"{"metadata":{"name":"b","tags":["java","shop"]},"kind":"Component"}"#,
            ),
            (
                "metadata.annotations.backstage.io/orphan",
                r#"{"metadata":{"annotations":{"backstage.io/orphan":"true"}}}"#,
            ),
            ("metadata.annotations.a.b", r#"{"metadata":{"annotations":{"a":{"b":1}}}}"#),
            ("metadata.annotations.q\"x", r#"{"metadata":{"annotations":{"q\"x":3}}}"#),
            ("spec.none", r#"{"spec":{"none":null}}"#),
            ("relations", r#"{"relations":[]}"#),
            ("spec.nope.x", "{}"),
            ("spec.type.x", "{}"),
            ("nope,Kind,.,kind.", "{}"),
            ("metadata.tags.1", r#"{"metadata":{"tags":[null,"shop"]}}"#),
            ("metadata.tags.01,metadata.tags.2", "{}"),
            ("spec.list.1.id,spec.list.0.id", r#"{"spec":{"list":[{"id":1},{"id":2}]}}"#),
            ("spec.list.id", "{}"),
            ("spec,spec.type", r#"{"spec":{"type":"service","none":null,"list":[{"id":1},{"id":2}]}}"#),
            ("metadata.tags,metadata.tags.0", r#"{"metadata":{"tags":["java","shop"]}}"#),
            (
                "spec.type,spec.none,spec",
                r#"{"spec":{"type":"service","none":null,"list":[{"id":1},{"id":2}]}}"#,
            ),
        ];
        for (fields, expected) in table {
            assert_eq!(project(fields), expected, "{fields}");
        }
    }

    #[test]
    fn parameters_are_checked() {
        assert_eq!(Fields::parse::<&str>(&[]), Ok(None));
        assert_eq!(Fields::parse(&["", " , "]), Ok(None));
        assert_eq!(Fields::parse(&["a,b", "c"]), Fields::parse(&["a", "b,c"]));
        let message = "Invalid field \"metadata.labels[tier]\", array type fields are not supported";
        assert_eq!(Fields::parse(&["kind,metadata.labels[tier]"]).unwrap_err().to_string(), message);
        assert_eq!(Fields::parse(&["a,".repeat(MOST_FIELDS + 1)]), Err(FieldsError::TooMany));
        assert_eq!(Fields::parse(&["a".repeat(LONGEST_FIELD + 1)]), Err(FieldsError::TooMany));
    }

    proptest! {
        #[test]
        fn the_answer_is_json_whatever_is_asked(fields in "[a-z.,/0-2\"]{0,40}", document in "\\PC{0,20}") {
            if let Ok(Some(fields)) = Fields::parse(&[fields]) {
                let json = fields.project(DOCUMENT.as_bytes());
                prop_assert!(serde_json::from_slice::<serde_json::Value>(&json).unwrap().is_object());
                prop_assert_eq!(fields.project(document.as_bytes()), b"{}");
            }
        }
    }
}
