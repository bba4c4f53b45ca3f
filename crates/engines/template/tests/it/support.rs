//! Shorthands of the tests.

use serde_json::{Map, Value, json};
use template::{Context, Environment, Error, Limits, Syntax, Template};

pub(crate) fn data() -> Value {
    json!({
        "a": 1, "b": 2, "s": "hello world", "e": "", "z": 0, "t": true, "f": false, "n": null, "fl": 1.5,
        "list": [3, 1, 2], "names": ["b", "A", "c"], "empty": [], "nested": [[1, 2], [3, [4]]],
        "obj": {"k": "v", "n": {"m": [10, 20]}, "2": "two", "1": "one"},
        "html": "<b a=\"1\">x & y</b>", "uni": "a😀é",
        "people": [{"name": "ada", "age": 36}, {"name": "Bob", "age": 25}],
    })
}

pub(crate) fn context(data: &Value) -> Context {
    Context::new(data.as_object().unwrap_or(&Map::new()), &Limits::default()).unwrap()
}

pub(crate) fn render_with(source: &str, syntax: Syntax, data: &Value) -> Result<String, Error> {
    let environment = Environment::default();
    Template::parse(source, syntax, &environment.limits)?.render(&context(data), &environment)
}

/// The text of a template with the usual data.
pub(crate) fn render(source: &str) -> Result<String, Error> {
    render_with(source, Syntax::default(), &data())
}

/// The value of an expression with the usual data.
pub(crate) fn evaluate(expression: &str) -> Result<Option<Value>, Error> {
    let environment = Environment::default();
    let source = format!("${{{{ {expression} }}}}");
    Template::parse(&source, Syntax::default(), &environment.limits)?
        .evaluate(&context(&data()), &environment)
}
