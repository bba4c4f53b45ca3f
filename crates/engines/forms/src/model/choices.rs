//! Choices among given values, and what they are called.

use serde_json::Value;

use crate::data;
use crate::field::Choice;
use crate::hints::Hints;
use crate::node::Node;
use crate::schema;

/// The choices that a schema gives: `enum`, or the constants of `anyOf` or `oneOf`.
pub(super) fn of(schema: &Node, hints: &Hints) -> Vec<Choice> {
    if let Some(values) = schema.get("enum").and_then(Node::items) {
        return listed(values, schema.get("enumNames").and_then(Node::items), hints);
    }
    let options =
        ["anyOf", "oneOf"].into_iter().find_map(|keyword| schema.get(keyword).and_then(Node::items));
    let choices = options.unwrap_or_default().iter().filter_map(|option| {
        let value = schema::constant(option)?.to_value();
        let title = option.get("title").and_then(Node::as_text).filter(|title| !title.is_empty());
        Some(choice(value, title.map(str::to_owned), hints))
    });
    choices.collect()
}

/// Given values with their names.
pub(super) fn listed(values: &[Node], names: Option<&[Node]>, hints: &Hints) -> Vec<Choice> {
    let hinted = hints.options.get("enumNames").and_then(Value::as_array);
    let name = |index: usize| -> Option<String> {
        let name = match hinted {
            Some(hinted) => hinted.get(index).cloned(),
            None => names?.get(index).map(Node::to_value),
        }?;
        data::is_truthy(&name).then(|| text(&name))
    };
    values.iter().enumerate().map(|(index, value)| choice(value.to_value(), name(index), hints)).collect()
}

fn choice(value: Value, name: Option<String>, hints: &Hints) -> Choice {
    let disabled = hints.options.get("enumDisabled").and_then(Value::as_array);
    Choice {
        label: name.unwrap_or_else(|| text(&value)),
        disabled: disabled.is_some_and(|disabled| disabled.contains(&value)),
        value,
    }
}

/// The choices of a boolean: its `enum`, its `oneOf`, or yes and no.
pub(super) fn of_boolean(schema: &Node, hints: &Hints) -> Vec<Choice> {
    let plain = |truth: bool| if truth { "Yes" } else { "No" };
    if let Some(options) = schema.get("oneOf").and_then(Node::items) {
        let choices = options.iter().filter(|option| option.is_object()).filter_map(|option| {
            let value = schema::constant(option)?.to_value();
            let title = option.get("title").and_then(Node::as_text).filter(|title| !title.is_empty());
            Some(choice(
                value.clone(),
                Some(title.unwrap_or(plain(value == Value::Bool(true))).to_owned()),
                hints,
            ))
        });
        return choices.collect();
    }
    let both = [Node::Bool(true), Node::Bool(false)];
    let values = schema.get("enum").and_then(Node::items).unwrap_or(&both);
    let names = schema.get("enumNames").and_then(Node::items);
    if names.is_none() && values.len() == 2 && values.iter().all(Node::is_bool) {
        let choices = values.iter().filter_map(Node::as_bool);
        return choices
            .map(|truth| choice(Value::Bool(truth), Some(plain(truth).to_owned()), hints))
            .collect();
    }
    listed(values, names, hints)
}

/// A value as JavaScript writes it in text.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_f64() {
            #[expect(clippy::cast_possible_truncation, reason = "it has no fraction and is small enough")]
            Some(float) if float.fract() == 0.0 && float.abs() < 9e15 => (float as i64).to_string(),
            _ => number.to_string(),
        },
        Value::Array(items) => {
            let items: Vec<String> =
                items.iter().map(|item| if item.is_null() { String::new() } else { text(item) }).collect();
            items.join(",")
        }
        Value::Object(_) => "[object Object]".to_owned(),
        Value::Null | Value::Bool(_) => value.to_string(),
    }
}
