//! What a schema says about itself, without any values: its type, its constant, whether it is a choice of constants.
//!
//! Knows nothing of conditions and references; those are resolved before (see `resolve`).

use crate::node::Node;

/// Marks a property that is there only because the values have it (`additionalProperties`).
pub(crate) const ADDITIONAL: &str = "__additional_property";

/// The type, written or told from other keywords. Of several types the first, of a type and `null` the type.
pub(crate) fn type_of(schema: &Node) -> Option<&str> {
    match schema.get("type") {
        Some(Node::Text(name)) if !name.is_empty() => Some(name),
        Some(Node::List(_)) => {
            let names = schema.get("type")?.items()?;
            let is_null = |node: &&Node| node.as_text() == Some("null");
            if names.len() == 2 && names.iter().any(|name| is_null(&name)) {
                return names.iter().find(|name| !is_null(name)).unwrap_or(&names[0]).as_text();
            }
            names.first()?.as_text()
        }
        _ => untyped(schema),
    }
}

fn untyped(schema: &Node) -> Option<&'static str> {
    if let Some(constant) = schema.get("const")
        && constant.is_truthy()
    {
        return Some(match constant {
            Node::Null => "null",
            Node::Bool(_) => "boolean",
            Node::Number(_) => "number",
            Node::Text(_) => "string",
            Node::List(_) => "array",
            Node::Object(_) => "object",
        });
    }
    let says = |keyword: &str| schema.get(keyword).is_some_and(Node::is_truthy);
    if says("enum") {
        return Some("string");
    }
    (says("properties") || says("additionalProperties")).then_some("object")
}

/// The one value that the schema allows.
pub(crate) fn constant(schema: &Node) -> Option<&Node> {
    match schema.get("enum").and_then(Node::items) {
        Some([only]) => Some(only),
        _ => schema.get("const"),
    }
}

/// The options of `oneOf`, or else of `anyOf`, with the keyword.
pub(crate) fn alternatives(schema: &Node) -> Option<(&'static str, &[Node])> {
    for keyword in ["oneOf", "anyOf"] {
        if let Some(options) = schema.get(keyword).and_then(Node::items) {
            return Some((keyword, options));
        }
    }
    None
}

/// Whether a resolved schema is a choice among given values.
pub(crate) fn is_select(resolved: &Node) -> bool {
    if resolved.get("enum").and_then(Node::items).is_some() {
        return true;
    }
    alternatives(resolved).is_some_and(|(_, options)| {
        options.iter().all(|option| !option.is_bool() && constant(option).is_some())
    })
}

/// The schemas of a list whose items each have their own.
pub(crate) fn fixed_items(schema: &Node) -> Option<&[Node]> {
    let items = schema.get("items")?.items()?;
    (!items.is_empty() && items.iter().all(Node::is_object)).then_some(items)
}

/// The one schema of all items of a list.
pub(crate) fn item_schema(schema: &Node) -> Option<&Node> {
    schema.get("items").filter(|items| items.is_object())
}

/// Names in `required`.
pub(crate) fn requires(schema: &Node, name: &str) -> bool {
    let names = schema.get("required").and_then(Node::items).unwrap_or_default();
    names.iter().any(|each| each.as_text() == Some(name))
}

/// `discriminator.propertyName`.
pub(crate) fn discriminator(schema: &Node) -> Option<&str> {
    schema.get("discriminator")?.get("propertyName")?.as_text()
}
