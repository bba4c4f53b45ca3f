//! Data with templates in it: the inputs, conditions and outputs of steps.
//!
//! Source of the rules: the contract sheet scaffolder, section 3.

use serde_json::{Map, Value as Json};

use crate::context::Context;
use crate::environment::Environment;
use crate::error::Error;
use crate::syntax::Syntax;
use crate::template::Template;

/// Data after rendering.
#[derive(Debug, Clone, Default)]
pub struct Rendered {
    /// `None` when all of it is undefined.
    pub value: Option<Json>,
    /// Strings that could not be rendered and were left as they are, each with its JSON pointer.
    pub failures: Vec<(String, Error)>,
}

/// Renders every string in `input`. One that is nothing but an interpolation becomes whatever that is, and vanishes when
/// it is undefined; in a list it becomes `null`. Keys are not templates.
pub fn render(input: &Json, context: &Context, environment: &Environment) -> Rendered {
    let mut rendered = Rendered::default();
    rendered.value = walk(input, context, environment, "", &mut rendered.failures);
    rendered
}

fn walk(
    input: &Json,
    context: &Context,
    environment: &Environment,
    pointer: &str,
    failures: &mut Vec<(String, Error)>,
) -> Option<Json> {
    match input {
        Json::String(source) => {
            let template = Template::parse(source, Syntax::default(), &environment.limits);
            match template.and_then(|template| template.evaluate(context, environment)) {
                Ok(value) => value,
                Err(error) => {
                    failures.push((pointer.to_owned(), error));
                    Some(input.clone())
                }
            }
        }
        Json::Array(items) => {
            let item = |(index, item)| {
                walk(item, context, environment, &format!("{pointer}/{index}"), failures)
                    .unwrap_or(Json::Null)
            };
            Some(Json::Array(items.iter().enumerate().map(item).collect()))
        }
        Json::Object(entries) => {
            let mut kept = Map::new();
            for (key, value) in entries {
                let pointer = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                if let Some(value) = walk(value, context, environment, &pointer, failures) {
                    kept.insert(key.clone(), value);
                }
            }
            Some(Json::Object(kept))
        }
        other => Some(other.clone()),
    }
}

/// Whether a rendered condition holds: not for nothing, `false`, 0, the empty string and the empty list. The string
/// `"false"` holds.
pub fn holds(value: Option<&Json>) -> bool {
    match value {
        None | Some(Json::Null | Json::Bool(false)) => false,
        Some(Json::Number(number)) => number.as_f64() != Some(0.0),
        Some(Json::String(text)) => !text.is_empty(),
        Some(Json::Array(items)) => !items.is_empty(),
        Some(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn strings_are_rendered_wherever_they_stand() {
        let environment = Environment::default();
        let data = json!({"parameters": {"name": "ledger", "tags": ["a"], "on": false}});
        let context = Context::new(data.as_object().unwrap(), &environment.limits).unwrap();
        let input = json!({
            "name": "${{ parameters.name }}-x", "tags": "${{ parameters.tags }}", "gone": "${{ parameters.q }}",
            "list": ["${{ parameters.q }}", 1, "${{ parameters.on }}"], "bad": "${{ parameters.name | uper }}", "${{ k }}": null,
        });
        let rendered = render(&input, &context, &environment);
        let expected = json!({
            "name": "ledger-x", "tags": ["a"], "list": [null, 1, false], "bad": "${{ parameters.name | uper }}", "${{ k }}": null,
        });
        assert_eq!(rendered.value, Some(expected));
        assert_eq!(rendered.failures.len(), 1);
        assert_eq!(rendered.failures[0].0, "/bad");
    }

    #[test]
    fn conditions_hold_as_in_javascript() {
        for (value, expected) in [
            (json!("false"), true),
            (json!([]), false),
            (json!({}), true),
            (json!(0), false),
            (json!(""), false),
            (json!(null), false),
        ] {
            assert_eq!(holds(Some(&value)), expected, "{value}");
        }
        assert!(!holds(None));
    }
}
