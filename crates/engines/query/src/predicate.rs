//! What a reader asks of an entity: a tree of conditions over its searchable rows.
//!
//! Knows the JSON grammar (in `parse`) and how to check one entity; how a whole catalog is searched is the
//! index's business. Source of the rules: the contract sheet catalog-api, sections 2 to 4.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::flatten::{Flattener, IMPLIED_VALUE, RELATIONS_PREFIX, Row, relations_of};
use crate::scalar::lower;

mod grammar;
mod legacy;
mod parse;
#[cfg(test)]
mod tests;

pub(crate) use parse::check_json;
pub use parse::{DEEPEST_PREDICATE, MOST_CONDITIONS, PredicateError};

/// A condition over the rows of an entity. Keys, values, prefixes, relation types and targets are lower-case;
/// build leaves with the functions below, which see to that.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Predicate {
    /// True of every entity.
    Everything,
    /// True where all are true; of every entity when empty.
    All(Vec<Predicate>),
    /// True where one is true; of no entity when empty.
    Any(Vec<Predicate>),
    /// True where the other is not, also of entities without the key.
    Not(Box<Predicate>),
    /// There is a row with this key, with or without a value.
    Exists { key: String },
    /// There is a row with this key and value.
    Equals { key: String, value: String },
    /// There is a row with this key and one of these values.
    In { key: String, values: Vec<String> },
    /// There is a row with this key whose value begins so.
    HasPrefix { key: String, prefix: String },
    /// There is a relation of this type, to one of the targets if any are named.
    Relates { kind: String, targets: Option<Vec<String>> },
}

impl Predicate {
    pub fn exists(key: &str) -> Self {
        Self::Exists { key: lower(key).into_owned() }
    }

    pub fn equals(key: &str, value: &str) -> Self {
        Self::Equals { key: lower(key).into_owned(), value: lower(value).into_owned() }
    }

    pub fn is_in<'a>(key: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        let values = values.into_iter().map(|value| lower(value).into_owned()).collect();
        Self::In { key: lower(key).into_owned(), values }
    }

    pub fn has_prefix(key: &str, prefix: &str) -> Self {
        Self::HasPrefix { key: lower(key).into_owned(), prefix: lower(prefix).into_owned() }
    }

    pub fn relates<'a>(kind: &str, targets: Option<impl IntoIterator<Item = &'a str>>) -> Self {
        let targets =
            targets.map(|targets| targets.into_iter().map(|target| lower(target).into_owned()).collect());
        Self::Relates { kind: lower(kind).into_owned(), targets }
    }

    #[expect(clippy::should_implement_trait, reason = "reads as the other constructors do")]
    pub fn not(predicate: Self) -> Self {
        Self::Not(Box::new(predicate))
    }

    /// Checks one stitched entity, with the rows the index would have for it. An entity that the index
    /// would refuse matches nothing.
    pub fn matches(&self, entity: &Value) -> bool {
        let mut flattener = Flattener::default();
        if flattener.flatten(entity).is_err() {
            return false;
        }
        for (kind, target) in relations_of(entity) {
            if flattener.add_relation(kind, target).is_err() {
                return false;
            }
        }
        self.matches_rows(flattener.rows())
    }

    /// Checks rows that were flattened before.
    pub fn matches_rows<'a>(&self, rows: impl Iterator<Item = Row<'a>>) -> bool {
        let mut by_key: ValuesByKey<'a> = HashMap::new();
        for row in rows {
            let value = row.original.map(lower);
            if let (true, Some(item)) = (row.is_member, &value) {
                let implied = Cow::Owned(format!("{}.{item}", row.key));
                by_key.entry(implied).or_default().push(Cow::Borrowed(IMPLIED_VALUE));
            }
            by_key.entry(Cow::Borrowed(row.key)).or_default().extend(value);
        }
        self.holds(&by_key)
    }

    fn holds(&self, rows: &ValuesByKey<'_>) -> bool {
        match self {
            Self::Everything => true,
            Self::All(parts) => parts.iter().all(|part| part.holds(rows)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(rows)),
            Self::Not(part) => !part.holds(rows),
            Self::Exists { key } => rows.contains_key(key.as_str()),
            Self::Equals { key, value } => has_value(rows, key, |candidate| candidate == value),
            Self::In { key, values } => {
                has_value(rows, key, |candidate| values.iter().any(|value| value == candidate))
            }
            Self::HasPrefix { key, prefix } => {
                has_value(rows, key, |candidate| candidate.starts_with(prefix.as_str()))
            }
            Self::Relates { kind, targets } => {
                let key = relation_key(kind);
                match targets {
                    None => rows.contains_key(key.as_str()),
                    Some(targets) => {
                        has_value(rows, &key, |candidate| targets.iter().any(|target| target == candidate))
                    }
                }
            }
        }
    }

    /// The grammar's JSON, which [`Predicate::from_json`] reads back to an equal predicate, apart from nesting
    /// that says nothing.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Everything => json!({}),
            Self::All(parts) => json!({ "$all": parts.iter().map(Self::to_json).collect::<Vec<_>>() }),
            Self::Any(parts) => json!({ "$any": parts.iter().map(Self::to_json).collect::<Vec<_>>() }),
            Self::Not(part) => match part.as_ref() {
                Self::Exists { key } => expression(key, json!({ "$exists": false })),
                other => json!({ "$not": other.to_json() }),
            },
            Self::Exists { key } => expression(key, json!({ "$exists": true })),
            Self::Equals { key, value } => expression(key, json!(value)),
            Self::In { key, values } => expression(key, json!({ "$in": values })),
            Self::HasPrefix { key, prefix } => expression(key, json!({ "$hasPrefix": prefix })),
            Self::Relates { kind, targets } => {
                let mut relation = json!({ "type": kind });
                match targets.as_deref() {
                    None => {}
                    Some([target]) => relation["targetRef"] = json!(target),
                    Some(targets) => relation["targetRef"] = json!({ "$in": targets }),
                }
                expression("relations", json!({ "$contains": relation }))
            }
        }
    }

    /// Whether the set of matching entities may change by an entity that has none of the keys.
    pub(crate) fn depends_on_others(&self) -> bool {
        match self {
            Self::Everything | Self::Not(_) => true,
            Self::All(parts) => parts.iter().all(Self::depends_on_others),
            Self::Any(parts) => parts.iter().any(Self::depends_on_others),
            _ => false,
        }
    }

    /// Every key whose rows the answer depends on.
    pub(crate) fn collect_keys(&self, keys: &mut Vec<String>) {
        match self {
            Self::Everything => {}
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.collect_keys(keys)),
            Self::Not(part) => part.collect_keys(keys),
            Self::Exists { key }
            | Self::Equals { key, .. }
            | Self::In { key, .. }
            | Self::HasPrefix { key, .. } => keys.push(key.clone()),
            Self::Relates { kind, .. } => keys.push(relation_key(kind)),
        }
    }
}

/// The lower-case values of each key of one entity; a key without values exists.
type ValuesByKey<'a> = HashMap<Cow<'a, str>, Vec<Cow<'a, str>>>;

fn has_value(rows: &ValuesByKey<'_>, key: &str, test: impl Fn(&str) -> bool) -> bool {
    rows.get(key).is_some_and(|values| values.iter().any(|value| test(value)))
}

/// The key under which relations of a type are searched.
pub(crate) fn relation_key(kind: &str) -> String {
    format!("{RELATIONS_PREFIX}{kind}")
}

fn expression(key: &str, value: Value) -> Value {
    let mut map = Map::new();
    map.insert(key.to_owned(), value);
    Value::Object(map)
}
