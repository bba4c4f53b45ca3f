//! The predicate grammar of the POST endpoints: JSON to predicate.
//!
//! Source of the rules: the contract sheet catalog-api, section 3.

use serde_json::{Map, Value};

use super::{Predicate, grammar};
use crate::scalar::scalar_text;

/// Deepest nesting of operators.
pub const DEEPEST_PREDICATE: usize = 32;
/// Most conditions of one predicate, counting each value of an `$in`.
pub const MOST_CONDITIONS: usize = 10_000;
/// Most JSON values of one predicate, so that a flood is refused before it is looked at.
const MOST_VALUES: usize = 4 * MOST_CONDITIONS;
/// Longest message about a query, in characters: its text quotes what was sent.
const LONGEST_MESSAGE: usize = 1_000;

/// Why a predicate was refused; the text is the answer's message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PredicateError {
    #[error("Query must be an object")]
    NotAnObject,
    #[error("{0}")]
    Grammar(String),
    #[error("{0}")]
    Unsupported(String),
    #[error("Query is nested deeper than {DEEPEST_PREDICATE} levels")]
    TooDeep,
    #[error("Query has more than {MOST_CONDITIONS} conditions")]
    TooManyConditions,
}

impl Predicate {
    /// Reads the grammar of section 3.
    pub fn from_json(query: &Value) -> Result<Self, PredicateError> {
        check_json(query)?;
        Reader { conditions: 0 }.predicate(query)
    }
}

/// Checks the grammar and the limits, not whether the keys and operators make sense together.
pub(crate) fn check_json(query: &Value) -> Result<(), PredicateError> {
    if !query.is_object() {
        return Err(PredicateError::NotAnObject);
    }
    let mut left = MOST_VALUES;
    check_size(query, 0, &mut left)?;
    grammar::check(query).map_err(|problem| {
        PredicateError::Grammar(shorten(&format!("Invalid query: Validation error: {problem}")))
    })
}

struct Reader {
    conditions: usize,
}

impl Reader {
    fn predicate(&mut self, query: &Value) -> Result<Predicate, PredicateError> {
        let Value::Object(members) = query else {
            return Err(unsupported_primitive(query));
        };
        for (operator, build) in [
            ("$all", Predicate::All as fn(Vec<Predicate>) -> Predicate),
            ("$any", Predicate::Any as fn(Vec<Predicate>) -> Predicate),
        ] {
            if let Some(Value::Array(parts)) = members.get(operator) {
                self.count(1)?;
                let parts = parts.iter().map(|part| self.predicate(part)).collect::<Result<Vec<_>, _>>()?;
                return Ok(build(parts));
            }
        }
        if let Some(part) = members.get("$not") {
            return Ok(Predicate::not(self.predicate(part)?));
        }
        let mut parts = Vec::with_capacity(members.len());
        for (key, value) in members {
            parts.push(self.condition(key, value)?);
        }
        Ok(match parts.len() {
            0 => Predicate::Everything,
            1 => parts.remove(0),
            _ => Predicate::All(parts),
        })
    }

    fn condition(&mut self, key: &str, value: &Value) -> Result<Predicate, PredicateError> {
        self.count(1)?;
        if let Some(text) = scalar_text(value) {
            return Ok(Predicate::equals(key, &text));
        }
        let Value::Object(operators) = value else { return Err(unsupported_value(key, value)) };
        if let Some(Value::Bool(present)) = operators.get("$exists") {
            let exists = Predicate::exists(key);
            return Ok(if *present { exists } else { Predicate::not(exists) });
        }
        if let Some(Value::Array(values)) = operators.get("$in") {
            self.count(values.len())?;
            let values: Vec<_> = values.iter().filter_map(scalar_text).collect();
            return Ok(Predicate::is_in(key, values.iter().map(AsRef::as_ref)));
        }
        if let Some(inner) = operators.get("$contains") {
            return self.contains(key, value, inner);
        }
        if let Some(Value::String(prefix)) = operators.get("$hasPrefix") {
            return Ok(Predicate::has_prefix(key, prefix));
        }
        Err(unsupported_value(key, value))
    }

    /// `$contains` of a primitive is equality; of an object it must describe a relation.
    fn contains(&mut self, key: &str, whole: &Value, inner: &Value) -> Result<Predicate, PredicateError> {
        if let Some(text) = scalar_text(inner) {
            return Ok(Predicate::equals(key, &text));
        }
        let Value::Object(members) = inner else { return Err(unsupported_value(key, whole)) };
        if !key.eq_ignore_ascii_case("relations") {
            return Err(unsupported_value(key, whole));
        }
        self.relation(members).ok_or_else(|| unsupported_value(key, whole))?
    }

    fn relation(&mut self, members: &Map<String, Value>) -> Option<Result<Predicate, PredicateError>> {
        let mut kind = None;
        let mut targets = None;
        for (name, value) in members {
            if name.eq_ignore_ascii_case("type") {
                kind = Some(value.as_str()?);
            } else if name.eq_ignore_ascii_case("targetRef") {
                targets = Some(relation_targets(value)?);
            } else {
                return None;
            }
        }
        if let Err(problem) = self.count(targets.as_ref().map_or(0, Vec::len)) {
            return Some(Err(problem));
        }
        Some(Ok(Predicate::relates(kind?, targets)))
    }

    fn count(&mut self, more: usize) -> Result<(), PredicateError> {
        self.conditions += more;
        if self.conditions > MOST_CONDITIONS { Err(PredicateError::TooManyConditions) } else { Ok(()) }
    }
}

/// One target, or a non-empty `$in` of them.
fn relation_targets(value: &Value) -> Option<Vec<&str>> {
    if let Some(target) = value.as_str() {
        return Some(vec![target]);
    }
    let members = value.as_object()?;
    let targets = members.get("$in")?.as_array()?;
    if members.len() > 1 || targets.is_empty() {
        return None;
    }
    targets.iter().map(Value::as_str).collect()
}

fn unsupported_primitive(value: &Value) -> PredicateError {
    PredicateError::Unsupported(shorten(&format!(
        "Invalid filter predicate: top-level primitive values are not supported. Wrap the value in a field \
         expression, e.g. {{ \"kind\": {value} }}"
    )))
}

fn unsupported_value(key: &str, value: &Value) -> PredicateError {
    PredicateError::Unsupported(shorten(&format!(
        "Invalid filter predicate value for field \"{key}\": expected a primitive value, $exists, $in, \
         $contains, or $hasPrefix operator, but got {value}"
    )))
}

fn check_size(value: &Value, depth: usize, left: &mut usize) -> Result<(), PredicateError> {
    // An operator that holds others is an object in an array in an object.
    if depth > 2 * DEEPEST_PREDICATE {
        return Err(PredicateError::TooDeep);
    }
    *left = left.checked_sub(1).ok_or(PredicateError::TooManyConditions)?;
    match value {
        Value::Array(items) => items.iter().try_for_each(|item| check_size(item, depth + 1, left)),
        Value::Object(members) => members.values().try_for_each(|member| check_size(member, depth + 1, left)),
        _ => Ok(()),
    }
}

fn shorten(message: &str) -> String {
    match message.char_indices().nth(LONGEST_MESSAGE) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message.to_owned(),
    }
}
