//! Says what is wrong with a predicate's JSON, in the words of Backstage's schema validator.
//!
//! The validator tries each alternative of a union and reports all of them, so the text follows from the
//! grammar's alternatives; they are listed here in the validator's order. Knows nothing of the meaning.
//! Source: contract sheet catalog-api, section 3.

use serde_json::{Map, Value};

/// What one alternative found. `Refined` is of the right type but breaks a rule about its text; the
/// validator then reports that alternative alone.
enum Finding {
    Fits,
    Refined(String),
    Wrong(String),
}

/// Checks a predicate; an error names every alternative and why it does not fit.
pub(super) fn check(query: &Value) -> Result<(), String> {
    match predicate(query, "") {
        Finding::Fits => Ok(()),
        Finding::Refined(problem) | Finding::Wrong(problem) => Err(problem),
    }
}

fn predicate(value: &Value, path: &str) -> Finding {
    union(vec![
        expression(value, path),
        primitive(value, path),
        operator(value, path, "$all", true, &predicates),
        operator(value, path, "$any", true, &predicates),
        operator(value, path, "$not", true, &predicate),
    ])
}

fn expression(value: &Value, path: &str) -> Finding {
    let Value::Object(members) = value else { return union(vec![wrong_type("object", value, path)]) };
    union(vec![fields(members, path), only_dollar_keys(members, path)])
}

/// Any keys but `$...`, each with a condition.
fn fields(members: &Map<String, Value>, path: &str) -> Finding {
    let mut found = Vec::new();
    for (key, value) in members {
        let path = join(path, key);
        if key.starts_with('$') || key.contains('\n') {
            found.push(Finding::Refined(at("Invalid", &path)));
        }
        found.push(condition(value, &path));
    }
    both(found)
}

/// The second alternative of an expression: only `$...` keys, none of which may have a value.
fn only_dollar_keys(members: &Map<String, Value>, path: &str) -> Finding {
    let mut found = Vec::new();
    for (key, value) in members {
        let path = join(path, key);
        if !key.starts_with('$') {
            found.push(Finding::Refined(at("Invalid", &path)));
        }
        found.push(wrong_type("never", value, &path));
    }
    both(found)
}

fn condition(value: &Value, path: &str) -> Finding {
    union(vec![
        primitive(value, path),
        operator(value, path, "$exists", false, &|inner, path| {
            expect(inner.is_boolean(), "boolean", inner, path)
        }),
        operator(value, path, "$in", false, &primitives),
        operator(value, path, "$contains", false, &predicate),
        operator(value, path, "$hasPrefix", false, &|inner, path| {
            expect(inner.is_string(), "string", inner, path)
        }),
    ])
}

fn primitive(value: &Value, path: &str) -> Finding {
    union(vec![
        expect(value.is_string(), "string", value, path),
        expect(value.is_number(), "number", value, path),
        expect(value.is_boolean(), "boolean", value, path),
    ])
}

fn predicates(value: &Value, path: &str) -> Finding {
    each(value, path, &predicate)
}

fn primitives(value: &Value, path: &str) -> Finding {
    each(value, path, &primitive)
}

fn each(value: &Value, path: &str, check: &dyn Fn(&Value, &str) -> Finding) -> Finding {
    let Value::Array(items) = value else { return wrong_type("array", value, path) };
    both(items.iter().enumerate().map(|(index, item)| check(item, &format!("{path}[{index}]"))).collect())
}

/// An object with one operator; a strict one refuses other keys.
fn operator(
    value: &Value,
    path: &str,
    name: &str,
    strict: bool,
    check: &dyn Fn(&Value, &str) -> Finding,
) -> Finding {
    let Value::Object(members) = value else { return wrong_type("object", value, path) };
    let inner_path = join(path, name);
    let mut found = vec![match members.get(name) {
        Some(inner) => check(inner, &inner_path),
        None => Finding::Wrong(at("Required", &inner_path)),
    }];
    let others: Vec<_> = members.keys().filter(|key| *key != name).map(|key| format!("'{key}'")).collect();
    if strict && !others.is_empty() {
        let text = format!("Unrecognized key(s) in object: {}", others.join(", "));
        found.push(Finding::Refined(at(&text, path)));
    }
    both(found)
}

fn expect(fits: bool, expected: &str, value: &Value, path: &str) -> Finding {
    if fits { Finding::Fits } else { wrong_type(expected, value, path) }
}

fn wrong_type(expected: &str, value: &Value, path: &str) -> Finding {
    let received = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    Finding::Wrong(at(&format!("Expected {expected}, received {received}"), path))
}

/// One alternative must fit; else the first that is merely refined, else all of them.
fn union(alternatives: Vec<Finding>) -> Finding {
    let mut refined = None;
    let mut wrong: Vec<String> = Vec::new();
    for alternative in alternatives {
        match alternative {
            Finding::Fits => return Finding::Fits,
            Finding::Refined(problem) => refined = refined.or(Some(problem)),
            Finding::Wrong(problem) => {
                if !wrong.contains(&problem) {
                    wrong.push(problem);
                }
            }
        }
    }
    refined.map_or_else(|| Finding::Wrong(wrong.join(", or ")), Finding::Refined)
}

/// All must fit.
fn both(parts: Vec<Finding>) -> Finding {
    let mut is_wrong = false;
    let mut problems = Vec::new();
    for part in parts {
        match part {
            Finding::Fits => {}
            Finding::Refined(problem) => problems.push(problem),
            Finding::Wrong(problem) => {
                is_wrong = true;
                problems.push(problem);
            }
        }
    }
    match (problems.is_empty(), is_wrong) {
        (true, _) => Finding::Fits,
        (false, false) => Finding::Refined(problems.join("; ")),
        (false, true) => Finding::Wrong(problems.join("; ")),
    }
}

fn at(message: &str, path: &str) -> String {
    if path.is_empty() { message.to_owned() } else { format!("{message} at \"{path}\"") }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
