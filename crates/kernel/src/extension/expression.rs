//! The older way to write a condition, as words: `kind:component,api has:links not:is:orphan`. Words are all to hold, the
//! parameters of one word are alternatives. Source: the filter expressions of Backstage's catalog plugin.

use serde_json::{Value, json};

const KEYS: &str = "'kind', 'type', 'is', 'has'";

/// The same as a predicate; the error says what is wrong with which word.
pub(super) fn predicate(expression: &str) -> Result<Value, String> {
    let mut all = Vec::new();
    for word in expression.split_whitespace() {
        let (is_negated, rest) = match word.strip_prefix("not:") {
            Some(rest) => (true, rest),
            None => (false, word),
        };
        let Some((key, parameters)) =
            rest.split_once(':').filter(|(key, value)| !key.is_empty() && !value.is_empty())
        else {
            return Err(format!("'{word}' is not a valid filter expression, expected 'key:parameter' form"));
        };
        let parameters: Vec<&str> = parameters.split(',').filter(|one| !one.is_empty()).collect();
        let condition = condition(key, &parameters)?;
        all.push(if is_negated { json!({ "$not": condition }) } else { condition });
    }
    Ok(json!({ "$all": all }))
}

fn condition(key: &str, parameters: &[&str]) -> Result<Value, String> {
    match key {
        "kind" => Ok(json!({ "kind": { "$in": parameters } })),
        "type" => Ok(json!({ "spec.type": { "$in": parameters } })),
        "is" => any(key, parameters, &[("orphan", "metadata.annotations.backstage.io/orphan")]),
        "has" => any(key, parameters, &[("labels", "metadata.labels"), ("links", "metadata.links")]),
        _ => Err(format!("'{key}' is not a valid filter expression key, expected one of {KEYS}")),
    }
}

fn any(key: &str, parameters: &[&str], known: &[(&str, &str)]) -> Result<Value, String> {
    let mut alternatives = Vec::with_capacity(parameters.len());
    for parameter in parameters {
        let Some((_, field)) = known.iter().find(|(name, _)| parameter.eq_ignore_ascii_case(name)) else {
            let names: Vec<String> = known.iter().map(|(name, _)| format!("'{name}'")).collect();
            let names = names.join(", ");
            return Err(format!(
                "'{parameter}' is not a valid parameter for '{key}' filter expressions, expected one of {names}"
            ));
        };
        alternatives.push(json!({ *field: { "$exists": true } }));
    }
    Ok(json!({ "$any": alternatives }))
}
