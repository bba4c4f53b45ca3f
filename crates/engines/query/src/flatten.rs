//! From a stitched entity to the rows that can be searched.
//!
//! One rule for the index and for single checks, so that both always agree. Knows nothing of the index.
//! Source of the rules: the contract sheet catalog-api, section 4.

use std::hash::BuildHasher;
use std::ops::Range;

use hashbrown::{DefaultHashBuilder, HashTable};
use serde_json::Value;

use crate::scalar::{javascript_length, lower, scalar_text};

/// Longest searchable key and value, in UTF-16 code units. Longer keys give no row, longer values a row
/// without value.
pub const LONGEST_SEARCHABLE: usize = 200;
/// Deepest nesting of an entity that is searched.
pub const DEEPEST_ENTITY: usize = 128;
/// Most rows one entity may give.
pub const MOST_ROWS: usize = 100_000;
/// Key prefix of the rows that relations give.
pub const RELATIONS_PREFIX: &str = "relations.";

/// Never searched, or added by hand below.
const SKIPPED: [&str; 7] = [
    "attachments",
    "relations",
    "status",
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "metadata.etag",
];
const MOST_CONFLICTS_REPORTED: usize = 10;
const DEFAULT_NAMESPACE: &str = "default";

/// Why an entity cannot be searched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FlattenError {
    /// Two keys differ only by case; carries the lower-case keys, quoted and joined by commas.
    #[error("Entity has duplicate keys that vary only in casing, {keys}")]
    DuplicateKeys { keys: String },
    /// Nested deeper than [`DEEPEST_ENTITY`].
    #[error("Entity is nested deeper than {DEEPEST_ENTITY} levels")]
    TooDeep,
    /// More rows than [`MOST_ROWS`].
    #[error("Entity has more than {MOST_ROWS} searchable values")]
    TooManyRows,
}

/// One searchable row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// Lower-case key.
    pub key: &'a str,
    /// The value as written; `None` exists but equals nothing.
    pub original: Option<&'a str>,
    /// The value is an item of a list, and so there is a row `<key>.<lower-case value>` = [`IMPLIED_VALUE`]
    /// too. Those rows are not listed: they would be more than all others together.
    pub is_member: bool,
}

/// The value of the rows that list items imply.
pub const IMPLIED_VALUE: &str = "true";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Member,
    /// The row that a member implies; kept to know its key.
    Implied,
}

#[derive(Clone)]
struct Span {
    key: Range<usize>,
    /// The key as written, to find keys that differ only by case.
    path: Range<usize>,
    original: Option<Range<usize>>,
    kind: Kind,
}

/// Flattens entities one after another, using the same memory again.
#[derive(Default)]
pub struct Flattener {
    text: String,
    spans: Vec<Span>,
    by_key: HashTable<usize>,
    hasher: DefaultHashBuilder,
    path: String,
    conflicts: Vec<String>,
}

impl Flattener {
    /// Flattens everything of an entity but its relations; replaces what was flattened before.
    pub fn flatten(&mut self, entity: &Value) -> Result<(), FlattenError> {
        self.clear();
        self.visit(entity, 0)?;
        let metadata = entity.get("metadata");
        let field = |name: &str| metadata.and_then(|metadata| metadata.get(name)).filter(|it| !it.is_null());
        for (key, value) in [
            ("metadata.name", field("name")),
            ("metadata.namespace", field("namespace")),
            ("metadata.uid", field("uid")),
        ] {
            let text = value.and_then(scalar_text);
            self.add(key, text.as_deref())?;
        }
        let namespace = field("namespace").and_then(scalar_text);
        if namespace.is_none_or(|namespace| namespace.is_empty()) {
            self.add("metadata.namespace", Some(DEFAULT_NAMESPACE))?;
        }
        if self.conflicts.is_empty() {
            return Ok(());
        }
        Err(FlattenError::DuplicateKeys { keys: format!("'{}'", self.conflicts.join("', '")) })
    }

    /// Adds the row of one relation.
    pub fn add_relation(&mut self, kind: &str, target: &str) -> Result<(), FlattenError> {
        self.add(&format!("{RELATIONS_PREFIX}{kind}"), Some(target))
    }

    /// Forgets all rows.
    pub fn clear(&mut self) {
        self.text.clear();
        self.spans.clear();
        self.by_key.clear();
        self.path.clear();
        self.conflicts.clear();
    }

    /// The rows found, in the order of the document. The same row may occur twice.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let listed = self.spans.iter().filter(|span| span.kind != Kind::Implied && self.is_short(&span.key));
        listed.map(|span| Row {
            key: &self.text[span.key.clone()],
            original: span.original.clone().map(|range| &self.text[range]),
            is_member: span.kind == Kind::Member,
        })
    }

    fn is_short(&self, text: &Range<usize>) -> bool {
        javascript_length(&self.text[text.clone()]) <= LONGEST_SEARCHABLE
    }

    fn visit(&mut self, value: &Value, depth: usize) -> Result<(), FlattenError> {
        if depth > DEEPEST_ENTITY {
            return Err(FlattenError::TooDeep);
        }
        if SKIPPED.contains(&self.path.as_str()) {
            return Ok(());
        }
        match value {
            Value::Array(items) => {
                for item in items {
                    self.visit(item, depth + 1)?;
                    if let Value::String(text) = item {
                        self.add_member(text)?;
                    }
                }
                Ok(())
            }
            Value::Object(members) => {
                let length = self.path.len();
                for (key, member) in members {
                    if length > 0 {
                        self.path.push('.');
                    }
                    self.path.push_str(key);
                    self.visit(member, depth + 1)?;
                    self.path.truncate(length);
                }
                Ok(())
            }
            scalar => {
                let path = std::mem::take(&mut self.path);
                let text = scalar_text(scalar);
                let outcome = self.add(&path, text.as_deref());
                self.path = path;
                outcome
            }
        }
    }

    /// Notes that the row just added implies `<path>.<item>` = true, unless such a key was seen before in any
    /// case and meant something else.
    fn add_member(&mut self, item: &str) -> Result<(), FlattenError> {
        let row = self.spans.len().saturating_sub(1);
        let length = self.path.len();
        self.path.push('.');
        self.path.push_str(item);
        let path = std::mem::take(&mut self.path);
        let outcome = match self.find(&lower(&path)) {
            Some(known) => Ok(known),
            None => self.add_as(&path, Some(IMPLIED_VALUE), Kind::Implied).map(|()| self.spans.len() - 1),
        };
        self.path = path;
        self.path.truncate(length);
        let implied = &self.spans[outcome?];
        if implied.kind == Kind::Implied && self.is_short(&implied.key) {
            self.spans[row].kind = Kind::Member;
        }
        Ok(())
    }

    fn find(&self, key: &str) -> Option<usize> {
        let hash = self.hasher.hash_one(key);
        self.by_key.find(hash, |row| self.text[self.spans[*row].key.clone()] == *key).copied()
    }

    fn add(&mut self, path: &str, original: Option<&str>) -> Result<(), FlattenError> {
        self.add_as(path, original, Kind::Plain)
    }

    fn add_as(&mut self, path: &str, original: Option<&str>, kind: Kind) -> Result<(), FlattenError> {
        if self.spans.len() >= MOST_ROWS {
            return Err(FlattenError::TooManyRows);
        }
        let key_text = lower(path);
        let (key, written) = if let Some(row) = self.find(&key_text) {
            let first = self.spans[row].clone();
            if self.text[first.path.clone()] != *path {
                self.report_conflict(&key_text);
            }
            (first.key, first.path)
        } else {
            let written = self.push_text(path);
            let same = matches!(key_text, std::borrow::Cow::Borrowed(_));
            let key = if same { written.clone() } else { self.push_text(&key_text) };
            let row = self.spans.len();
            let Self { text, spans, by_key, hasher, .. } = self;
            by_key.insert_unique(hasher.hash_one(&*key_text), row, |other| {
                hasher.hash_one(&text[spans[*other].key.clone()])
            });
            (key, written)
        };
        let searchable = original.filter(|text| {
            text.len() <= LONGEST_SEARCHABLE && text.is_ascii()
                || javascript_length(&lower(text)) <= LONGEST_SEARCHABLE
        });
        let original = searchable.map(|text| self.push_text(text));
        self.spans.push(Span { key, path: written, original, kind });
        Ok(())
    }

    fn report_conflict(&mut self, key: &str) {
        if self.conflicts.len() < MOST_CONFLICTS_REPORTED && !self.conflicts.iter().any(|known| known == key)
        {
            self.conflicts.push(key.to_owned());
        }
    }

    fn push_text(&mut self, text: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }
}

/// The relations of a stitched entity as `(type, targetRef)`.
pub(crate) fn relations_of(entity: &Value) -> impl Iterator<Item = (&str, &str)> {
    let relations = entity.get("relations").and_then(Value::as_array);
    relations
        .into_iter()
        .flatten()
        .filter_map(|relation| Some((relation.get("type")?.as_str()?, relation.get("targetRef")?.as_str()?)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rows_of(entity: &Value) -> Vec<(String, Option<String>)> {
        let mut flattener = Flattener::default();
        flattener.flatten(entity).unwrap();
        let mut rows = Vec::new();
        for row in flattener.rows() {
            rows.push((row.key.to_owned(), row.original.map(str::to_owned)));
            if row.is_member {
                let implied = format!("{}.{}", row.key, lower(row.original.unwrap()));
                rows.push((implied, Some(IMPLIED_VALUE.to_owned())));
            }
        }
        rows.dedup();
        rows
    }

    fn check(entity: &Value, expected: &[(&str, Option<&str>)]) {
        let rows = rows_of(entity);
        let rows: Vec<_> = rows.iter().map(|(key, value)| (key.as_str(), value.as_deref())).collect();
        for row in expected {
            assert!(rows.contains(row), "{row:?} is missing in {rows:?}");
        }
        assert_eq!(rows.len(), expected.len(), "{rows:?}");
    }

    const NAMES: [(&str, Option<&str>); 3] =
        [("metadata.name", Some("n")), ("metadata.namespace", Some("default")), ("metadata.uid", None)];

    #[test]
    fn names_are_always_present_and_the_namespace_defaults() {
        check(
            &json!({"metadata": {"name": "n"}}),
            &[
                ("metadata.name", Some("n")),
                ("metadata.namespace", None),
                ("metadata.namespace", Some("default")),
                ("metadata.uid", None),
            ],
        );
        check(
            &json!({"metadata": {"name": "N", "namespace": "Own", "uid": "U", "etag": "e"}}),
            &[("metadata.name", Some("N")), ("metadata.namespace", Some("Own")), ("metadata.uid", Some("U"))],
        );
    }

    #[test]
    fn leaves_arrays_and_skipped_paths() {
        let entity = json!({
            "kind": "Component",
            "metadata": {"name": "n", "namespace": "default", "annotations": {"a.io/b-C": "D"}},
            "attachments": {"x": 1},
            "relations": [{"type": "ownedBy", "targetRef": "group:default/a"}],
            "status": {"items": []},
            "spec": {"n": 1.0, "yes": true, "none": null, "empty": [], "o": {}, "s": {"relations": 1}},
        });
        let mut expected = vec![
            ("kind", Some("Component")),
            ("metadata.annotations.a.io/b-c", Some("D")),
            ("spec.n", Some("1")),
            ("spec.yes", Some("true")),
            ("spec.none", None),
            ("spec.s.relations", Some("1")),
        ];
        expected.extend(NAMES);
        check(&entity, &expected);
    }

    #[test]
    fn string_items_give_a_path_of_their_own_once() {
        let entity = json!({
            "metadata": {"name": "n", "namespace": "default", "tags": ["Java", "go", 5]},
            "spec": {"parts": [{"id": 1}, {"id": 2}], "nested": [["deep"]], "both": [{"a": 5}, "a"], "late": ["a", {"a": 5}]},
        });
        let mut expected = vec![
            ("metadata.tags", Some("Java")),
            ("metadata.tags", Some("go")),
            ("metadata.tags", Some("5")),
            ("metadata.tags.java", Some("true")),
            ("metadata.tags.go", Some("true")),
            ("spec.parts.id", Some("1")),
            ("spec.parts.id", Some("2")),
            ("spec.nested", Some("deep")),
            ("spec.nested.deep", Some("true")),
            ("spec.both.a", Some("5")),
            ("spec.both", Some("a")),
            ("spec.late", Some("a")),
            ("spec.late.a", Some("true")),
            ("spec.late.a", Some("5")),
        ];
        expected.extend(NAMES);
        check(&entity, &expected);
    }

    #[test]
    fn long_keys_vanish_and_long_values_lose_their_text() {
        let (long, limit) = ("x".repeat(201), "y".repeat(200));
        let entity = json!({
            "metadata": {"name": "n", "namespace": "default"},
            "spec": {long.clone(): 1, "long": long, "limit": limit, "emoji": "😀".repeat(101), "list": [limit]},
        });
        let mut expected = vec![
            ("spec.long", None),
            ("spec.limit", Some(limit.as_str())),
            ("spec.emoji", None),
            ("spec.list", Some(limit.as_str())),
        ];
        expected.extend(NAMES);
        check(&entity, &expected);
    }

    #[test]
    fn keys_that_differ_only_by_case_are_refused() {
        let mut flattener = Flattener::default();
        for (entity, keys) in [
            (json!({"metadata": {"labels": {"Team": "a", "team": "b"}}}), "'metadata.labels.team'"),
            (json!({"spec": {"a": ["X"], "a.x": 1}}), "'spec.a.x'"),
            (json!({"Kind": 1, "kind": 2, "SPEC": 3, "spec": 4}), "'kind', 'spec'"),
        ] {
            let expected = Err(FlattenError::DuplicateKeys { keys: keys.to_owned() });
            assert_eq!(flattener.flatten(&entity), expected, "{entity}");
        }
        assert_eq!(flattener.flatten(&json!({"spec": {"a": ["x"], "a.x": 1}})), Ok(()));
    }

    #[test]
    fn size_and_depth_have_limits() {
        let mut deep = json!(1);
        for _ in 0..=DEEPEST_ENTITY {
            deep = json!([deep]);
        }
        let wide = json!((0..=MOST_ROWS).collect::<Vec<_>>());
        let mut flattener = Flattener::default();
        assert_eq!(flattener.flatten(&json!({"spec": deep})), Err(FlattenError::TooDeep));
        assert_eq!(flattener.flatten(&json!({"spec": wide})), Err(FlattenError::TooManyRows));
    }
}
