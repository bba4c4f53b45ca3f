//! What is shown depends on what is filled in.

use forms::{Selections, Settings};
use serde_json::{Value, json};

use crate::{field, page, shown, sound};

#[test]
fn conditions_show_and_hide() {
    let by_one_of = json!({
        "properties": {"a": {"type": "boolean"}},
        "dependencies": {"a": {"oneOf": [
            {"properties": {"a": {"enum": [true]}, "b": {"type": "string"}}, "required": ["b"]},
            {"properties": {"a": {"enum": [false]}}},
        ]}},
    });
    let by_if = json!({
        "properties": {"a": {"type": "string"}},
        "allOf": [
            {"if": {"required": ["a"], "properties": {"a": {"const": "x"}}}, "then": {"properties": {"b": {"type": "string"}}}},
            {"if": {"required": ["a"], "properties": {"a": {"const": "y"}}}, "then": {"properties": {"c": {"type": "string"}}},
             "else": {"properties": {"d": {"type": "string"}}}},
        ],
    });
    let chained = json!({
        "properties": {"a": {"type": "string"}},
        "dependencies": {
            "b": {"properties": {"c": {"type": "string"}}},
            "a": {"properties": {"b": {"type": "string"}}},
        },
    });
    let table: [(&Value, Value, &[&str]); 9] = [
        (&by_one_of, json!({}), &["/a"]),
        (&by_one_of, json!({"a": true}), &["/a", "/b"]),
        (&by_one_of, json!({"a": false}), &["/a"]),
        (&by_if, json!({}), &["/a", "/d"]),
        (&by_if, json!({"a": "x"}), &["/a", "/b", "/d"]),
        (&by_if, json!({"a": "y"}), &["/a", "/c"]),
        (&chained, json!({"a": "x"}), &["/a", "/b"]),
        (&chained, json!({"a": "x", "b": "y"}), &["/a", "/b", "/c"]),
        // What is hidden itself shows nothing.
        (&chained, json!({"b": "y"}), &["/a"]),
    ];
    for (parameters, values, expected) in table {
        assert_eq!(shown(&page(parameters, &values)), expected, "{parameters} with {values}");
    }
}

#[test]
fn a_condition_sees_the_pages_before() {
    let form = sound(&json!([
        {"properties": {"a": {"type": "string", "default": "x"}}},
        {"properties": {"b": {"type": "string"}}, "if": {"required": ["a"], "properties": {"a": {"const": "x"}}},
         "then": {"required": ["b"]}},
    ]));
    let pages = form.evaluate(&json!({}), &Selections::new()).unwrap();
    assert!(pages[0].is_valid());
    assert_eq!(pages[1].errors[0].pointer, "/b");
    let pages = form.evaluate(&json!({"a": "y"}), &Selections::new()).unwrap();
    assert!(pages[1].is_valid());
}

#[test]
fn the_shape_of_a_value_is_told_from_it_or_chosen() {
    let parameters = json!({"properties": {"s": {"title": "Shape", "oneOf": [
        {"title": "Round", "properties": {"radius": {"type": "number"}}, "required": ["radius"]},
        {"properties": {"side": {"type": "number"}}, "required": ["side"]},
    ]}}});
    let told = page(&parameters, &json!({"s": {"side": 2}}));
    assert_eq!(shown(&told), ["/s", "/s", "/s/side"]);
    let variants = field(&told, "/s").variants.as_ref().unwrap();
    assert_eq!(variants.options, ["Round", "Shape option 2"]);
    assert_eq!((variants.name.as_str(), variants.selected), ("/s__oneof_select", Some(1)));

    let selections = Selections::from([("/s__oneof_select".to_owned(), 0)]);
    let chosen = sound(&parameters).page(0, &json!({"s": {"side": 2}}), &selections).unwrap().unwrap();
    assert_eq!(shown(&chosen), ["/s", "/s", "/s/radius"]);
}

#[test]
fn feature_flags_open_pages_and_properties() {
    let parameters = json!([
        {"backstage:featureFlag": "pages", "properties": {"a": {"type": "string"}}},
        {"required": ["b", "c"], "properties": {
            "b": {"type": "string", "backstage:featureFlag": "fields"},
            "c": {"type": "string", "ui:backstage": {"featureFlag": "fields"}},
            "d": {"type": "string"},
        }},
    ]);
    let off = sound(&parameters).page(0, &json!({}), &Selections::new()).unwrap().unwrap();
    assert_eq!((shown(&off), off.is_valid()), (vec!["/d"], true));
    let flags = ["pages", "fields"].map(str::to_owned).into();
    let on = forms::Form::new(Some(&parameters), Settings { flags, ..Settings::default() }).unwrap();
    assert_eq!(on.pages().len(), 2);
    let page = on.page(1, &json!({}), &Selections::new()).unwrap().unwrap();
    assert_eq!(shown(&page), ["/b", "/c", "/d"]);
}

#[test]
fn references_are_followed_even_in_a_circle() {
    let parameters = json!({
        "properties": {"tree": {"$ref": "#/definitions/node"}},
        "definitions": {"node": {"type": "object", "properties": {
            "name": {"type": "string"}, "children": {"type": "array", "items": {"$ref": "#/definitions/node"}},
        }}},
    });
    let page = page(&parameters, &json!({"tree": {"children": [{"name": 1}]}}));
    let expected = [
        "/tree",
        "/tree/name",
        "/tree/children",
        "/tree/children/0",
        "/tree/children/0/name",
        "/tree/children/0/children",
    ];
    assert_eq!(shown(&page), expected);
    assert_eq!(page.errors[0].pointer, "/tree/children/0/name");
}
