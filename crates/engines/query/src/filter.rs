//! The `filter` parameter of the GET endpoints.
//!
//! Knows the grammar only. Source of the rules: the contract sheet catalog-api, section 2.

use crate::predicate::{MOST_CONDITIONS, Predicate};

/// Why filters were refused; the text is the answer's message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// A condition begins with `=`; carries it, shortened.
    #[error("Invalid filter, '{0}' is not a valid statement (expected a string on the form a=b or a= or a)")]
    NoKey(String),
    #[error("Too many filters, at most {MOST_CONDITIONS} conditions are allowed")]
    TooMany,
}

/// Characters of a refused statement that its message quotes.
const LONGEST_QUOTE: usize = 200;

/// Reads all `filter` parameters: conditions within one are AND-ed, the parameters OR-ed. `None` when they
/// say nothing.
pub fn parse<S: AsRef<str>>(filters: &[S]) -> Result<Option<Predicate>, FilterError> {
    let mut left = MOST_CONDITIONS;
    let mut sets = Vec::new();
    for filter in filters {
        if let Some(set) = parse_set(filter.as_ref(), &mut left)? {
            sets.push(set);
        }
    }
    Ok(match sets.len() {
        0 => None,
        1 => sets.pop(),
        _ => Some(Predicate::Any(sets)),
    })
}

fn parse_set(filter: &str, left: &mut usize) -> Result<Option<Predicate>, FilterError> {
    // Keys in the order they were first named, because the conditions travel in cursors.
    let mut conditions: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for statement in filter.split(',').map(str::trim).filter(|statement| !statement.is_empty()) {
        *left = left.checked_sub(1).ok_or(FilterError::TooMany)?;
        let (key, value) = match statement.split_once('=') {
            Some((key, value)) => (key.trim(), Some(value.trim())),
            None => (statement, None),
        };
        if key.is_empty() {
            return Err(FilterError::NoKey(statement.chars().take(LONGEST_QUOTE).collect()));
        }
        let place = *places.entry(key).or_insert_with(|| {
            conditions.push((key, Vec::new()));
            conditions.len() - 1
        });
        conditions[place].1.extend(value);
    }
    let mut parts: Vec<_> = conditions
        .into_iter()
        .map(|(key, values)| match values.as_slice() {
            [] => Predicate::exists(key),
            [value] => Predicate::equals(key, value),
            _ => Predicate::is_in(key, values),
        })
        .collect();
    Ok(match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(Predicate::All(parts)),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn filters_become_predicates() {
        let table: &[(&[&str], Value)] = &[
            (&["kind=component"], json!({"kind": "component"})),
            (&["Kind=COMPONENT"], json!({"kind": "component"})),
            (
                &[" kind = component , spec.type = tool "],
                json!({"$all": [{"kind": "component"}, {"spec.type": "tool"}]}),
            ),
            (&["kind=domain,,"], json!({"kind": "domain"})),
            (&["kind=a=b"], json!({"kind": "a=b"})),
            (&["kind="], json!({"kind": ""})),
            (&["a"], json!({"a": {"$exists": true}})),
            (&["a=1,a=2"], json!({"a": {"$in": ["1", "2"]}})),
            (&["a,a=1"], json!({"a": "1"})),
            (&["a=1,b,a=2"], json!({"$all": [{"a": {"$in": ["1", "2"]}}, {"b": {"$exists": true}}]})),
            (
                &["kind=domain", "kind=user,a=b"],
                json!({"$any": [{"kind": "domain"}, {"$all": [{"kind": "user"}, {"a": "b"}]}]}),
            ),
            (&["", "a=1", " , "], json!({"a": "1"})),
        ];
        for (filters, expected) in table {
            assert_eq!(parse(filters).unwrap().unwrap().to_json(), *expected, "{filters:?}");
        }
        for filters in [&[] as &[&str], &[""], &[" , ,"]] {
            assert_eq!(parse(filters), Ok(None), "{filters:?}");
        }
    }

    #[test]
    fn statements_without_a_key_and_floods_are_refused() {
        let message =
            "Invalid filter, '=x' is not a valid statement (expected a string on the form a=b or a= or a)";
        assert_eq!(parse(&["kind=a,=x"]).unwrap_err().to_string(), message);
        assert!(
            matches!(parse(&[format!("={}", "x".repeat(5_000))]), Err(FilterError::NoKey(text)) if text.len() == 200)
        );
        assert_eq!(parse(&["a=1,".repeat(MOST_CONDITIONS + 1)]), Err(FilterError::TooMany));
        assert!(parse(&vec!["a=1"; MOST_CONDITIONS]).is_ok());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_survives_the_way_through_json(filters in proptest::collection::vec("[a-zA-Z=,. $é]{0,20}", 0..4)) {
            if let Ok(Some(predicate)) = parse(&filters) {
                let json = predicate.to_json();
                // Keys that begin with `$` cannot be told from operators in the POST grammar.
                if !json.to_string().contains("\"$\"") && !filters.iter().any(|filter| filter.contains('$')) {
                    prop_assert_eq!(Predicate::from_json(&json).unwrap(), predicate);
                }
            }
        }
    }
}
