//! Controls of single values: texts, numbers, choices, yes and no.

use serde_json::Value;

use super::{Spot, choices};
use crate::field::{Control, Look, Number, NumberInput, Text, TextInput};
use crate::node::Node;
use crate::schema;

/// The control of a value of a simple type. A widget that the type does not have counts as not written.
pub(super) fn simple(spot: &Spot<'_>, name: &str) -> Control {
    let widget = spot.hints.widget();
    if name == "boolean" {
        let look = match widget {
            Some("radio") => Look::Radio,
            Some("select") => Look::Select,
            _ => Look::Checkbox,
        };
        return Control::Boolean { look, choices: choices::of_boolean(spot.schema, spot.hints) };
    }
    let is_select = schema::is_select(spot.schema);
    let is_given = !matches!(widget, None | Some("hidden"));
    if is_select && !is_given || matches!(widget, Some("select" | "radio")) {
        let look = if widget == Some("radio") { Look::Radio } else { Look::Select };
        let choices = if is_select { choices::of(spot.schema, spot.hints) } else { Vec::new() };
        return Control::Choice { look, choices };
    }
    if name == "string" { text(spot) } else { number(spot, name == "integer") }
}

fn text(spot: &Spot<'_>) -> Control {
    let format = spot.schema.get("format").and_then(Node::as_text);
    let asked = spot.hints.widget().and_then(text_input);
    let input = asked.or_else(|| format.and_then(text_input)).unwrap_or(TextInput::Line);
    Control::Text(Text {
        input,
        min_length: whole(spot.schema, "minLength"),
        max_length: whole(spot.schema, "maxLength"),
        pattern: spot.schema.get("pattern").and_then(Node::as_text).map(str::to_owned),
        rows: spot.hints.options.get("rows").and_then(Value::as_u64),
    })
}

/// The input that a widget or a format asks for.
fn text_input(name: &str) -> Option<TextInput> {
    Some(match name {
        "text" | "hostname" | "ipv4" | "ipv6" | "TextWidget" => TextInput::Line,
        "textarea" | "TextareaWidget" => TextInput::Lines,
        "password" | "PasswordWidget" => TextInput::Password,
        "email" | "EmailWidget" => TextInput::Email,
        "uri" | "URLWidget" => TextInput::Url,
        "date" | "DateWidget" => TextInput::Date,
        "datetime" | "date-time" | "DateTimeWidget" => TextInput::DateTime,
        "time" | "TimeWidget" => TextInput::Time,
        "alt-date" => TextInput::DateParts,
        "alt-datetime" => TextInput::DateTimeParts,
        "color" | "ColorWidget" => TextInput::Color,
        "file" | "data-url" | "FileWidget" => TextInput::File,
        _ => return None,
    })
}

fn number(spot: &Spot<'_>, integer: bool) -> Control {
    let bound = |keyword: &str| spot.schema.get(keyword).and_then(Node::as_number);
    let input = match spot.hints.widget() {
        Some("updown") => NumberInput::UpDown,
        Some("range") => NumberInput::Range,
        _ => NumberInput::Line,
    };
    Control::Number(Number {
        input,
        integer,
        minimum: bound("minimum"),
        maximum: bound("maximum"),
        step: bound("multipleOf"),
    })
}

fn whole(schema: &Node, keyword: &str) -> Option<u64> {
    match schema.get(keyword)? {
        Node::Number(number) => number.as_u64(),
        _ => None,
    }
}
