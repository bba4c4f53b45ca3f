//! What a field is operated with, and how it is called.

use forms::{Control, List, Look, NumberInput, TextInput};
use serde_json::{Value, json};

use crate::{field, page, shown};

fn only(property: &Value) -> Control {
    field(&page(&json!({"properties": {"a": property}}), &json!({})), "/a").control.clone()
}

#[test]
fn texts_are_entered_as_their_widget_or_format_asks() {
    let table = [
        (json!({"type": "string"}), TextInput::Line),
        (json!({"type": "string", "ui:widget": "textarea"}), TextInput::Lines),
        (json!({"type": "string", "ui:options": {"widget": "textarea"}}), TextInput::Lines),
        (json!({"type": "string", "ui:widget": "password"}), TextInput::Password),
        (json!({"type": "string", "format": "email"}), TextInput::Email),
        (json!({"type": "string", "format": "uri"}), TextInput::Url),
        (json!({"type": "string", "format": "date"}), TextInput::Date),
        (json!({"type": "string", "format": "date-time"}), TextInput::DateTime),
        (json!({"type": "string", "format": "data-url"}), TextInput::File),
        (json!({"type": "string", "format": "no such format"}), TextInput::Line),
        (json!({"type": ["string", "null"]}), TextInput::Line),
        (json!({"const": "x"}), TextInput::Line),
    ];
    for (property, expected) in table {
        let Control::Text(text) = only(&property) else { panic!("{property} is no text") };
        assert_eq!(text.input, expected, "{property}");
    }
}

#[test]
fn numbers_and_switches() {
    let Control::Number(number) = only(&json!({"type": "integer", "minimum": 1, "ui:widget": "updown"}))
    else {
        panic!("no number")
    };
    assert_eq!((number.input, number.integer, number.minimum), (NumberInput::UpDown, true, Some(1.0)));
    let Control::Boolean { look, choices } = only(&json!({"type": "boolean", "ui:widget": "radio"})) else {
        panic!("no switch")
    };
    assert_eq!(look, Look::Radio);
    let labels: Vec<&str> = choices.iter().map(|choice| choice.label.as_str()).collect();
    assert_eq!(labels, ["Yes", "No"]);
}

#[test]
fn choices_have_names() {
    let table = [
        (json!({"type": "string", "enum": ["x", "y"]}), vec!["x", "y"]),
        (json!({"type": "string", "enum": ["x", "y"], "enumNames": ["Ex"]}), vec!["Ex", "y"]),
        (
            json!({"type": "string", "enum": ["x"], "enumNames": ["Ex"], "ui:enumNames": ["Hint"]}),
            vec!["Hint"],
        ),
        (
            json!({"type": "string", "oneOf": [{"const": "x", "title": "Ex"}, {"const": "y"}]}),
            vec!["Ex", "y"],
        ),
        (json!({"type": "integer", "enum": [1, 2.0]}), vec!["1", "2"]),
    ];
    for (property, expected) in table {
        let Control::Choice { choices, .. } = only(&property) else { panic!("{property} is no choice") };
        let labels: Vec<&str> = choices.iter().map(|choice| choice.label.as_str()).collect();
        assert_eq!(labels, expected, "{property}");
    }
    let Control::Choice { choices, .. } =
        only(&json!({"type": "string", "enum": ["x", "y"], "ui:enumDisabled": ["y"]}))
    else {
        panic!("no choice")
    };
    assert_eq!(choices.iter().map(|choice| choice.disabled).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn lists_say_what_may_be_done_with_them() {
    let list =
        json!({"type": "array", "title": "Rows", "maxItems": 2, "items": {"type": "string", "default": "n"}});
    let page = page(&json!({"properties": {"a": list}}), &json!({"a": ["x", "y"]}));
    let expected =
        List { can_add: false, can_remove: true, can_reorder: true, fixed: 0, new_item: Some(json!("n")) };
    assert_eq!(field(&page, "/a").control, Control::List(expected));
    assert_eq!(field(&page, "/a/1").label, "Rows-2");
    let boxes = json!({"type": "array", "uniqueItems": true, "ui:widget": "checkboxes", "items": {"type": "string", "enum": ["x"]}});
    assert!(matches!(only(&boxes), Control::Choices { look: Look::Checkbox, .. }));
    assert_eq!(
        only(&json!({"type": "array"})),
        Control::Unsupported { reason: "Missing items definition".to_owned() }
    );
}

#[test]
fn order_is_as_asked() {
    let properties = json!({"a": {"type": "string"}, "b": {"type": "string"}, "c": {"type": "string"}});
    let table: [(Value, &[&str]); 4] = [
        (json!(["c", "*"]), &["/c", "/a", "/b"]),
        (json!(["*", "a"]), &["/b", "/c", "/a"]),
        (json!(["b", "c", "a", "no such"]), &["/b", "/c", "/a"]),
        // An order that forgets one cannot be followed, and nothing may be lost unseen.
        (json!(["c"]), &[]),
    ];
    for (order, expected) in table {
        let page = page(&json!({"ui:order": order, "properties": properties}), &json!({}));
        assert_eq!(shown(&page), expected, "{order}");
        assert_eq!(page.undrawn.is_some(), expected.is_empty());
    }
}

#[test]
fn marks_are_handed_down() {
    let page = page(
        &json!({"properties": {"g": {"type": "object", "ui:readonly": true, "ui:disabled": true, "required": ["a"], "properties": {
            "a": {"type": "string"}, "b": {"type": "string", "ui:readonly": false, "ui:widget": "hidden"},
        }}}}),
        &json!({}),
    );
    let marks = |pointer: &str| {
        let field = field(&page, pointer);
        (field.read_only, field.disabled, field.required, field.hidden)
    };
    assert_eq!(marks("/g/a"), (true, true, true, false));
    assert_eq!(marks("/g/b"), (false, true, false, true));
}
