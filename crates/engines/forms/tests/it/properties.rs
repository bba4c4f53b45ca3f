//! Whatever a template and a user write, an answer comes, and it is one that holds.

use forms::{Form, Limits, Selections, Settings};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn name() -> impl Strategy<Value = String> + Clone {
    prop::sample::select(vec!["a", "b", "c", "d", "", "ui:field", "$ref", "a/b", "~"]).prop_map(str::to_owned)
}

fn scalar() -> impl Strategy<Value = Value> + Clone {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..1000).prop_map(Value::from),
        prop::sample::select(vec![
            "",
            "x",
            "a",
            "string",
            "object",
            "array",
            "#/definitions/a",
            "#",
            "^a+$",
            "(",
            "email",
            "EntityPicker"
        ])
        .prop_map(Value::from),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 30, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name(), inner, 0..4)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// Schemas of which most are sound, and any keyword may have any value.
fn schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        4 => prop::sample::select(vec!["string", "number", "integer", "boolean", "null", "array", "object"])
            .prop_map(|name| json!({"type": name})),
        1 => Just(json!({"$ref": "#/definitions/a"})),
        1 => prop::collection::vec(scalar(), 1..3).prop_map(|values| json!({"enum": values})),
        1 => scalar().prop_map(|value| json!({"const": value})),
        1 => (scalar(), scalar()).prop_map(|(pattern, default)| json!({"type": "string", "pattern": pattern, "default": default})),
        1 => any::<bool>().prop_map(Value::from),
        1 => value(),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        let named = prop::collection::btree_map(name(), inner.clone(), 0..4)
            .prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>()));
        let several = prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from);
        prop_oneof![
            3 => named.clone().prop_map(|properties| json!({"type": "object", "properties": properties})),
            1 => (named.clone(), several.clone()).prop_map(|(properties, parts)| json!({"properties": properties, "allOf": parts})),
            1 => several.clone().prop_map(|options| json!({"oneOf": options})),
            1 => several.clone().prop_map(|options| json!({"anyOf": options})),
            1 => (named.clone(), named.clone()).prop_map(|(properties, dependencies)| json!({"properties": properties, "dependencies": dependencies})),
            1 => (inner.clone(), inner.clone(), named.clone()).prop_map(|(condition, then, properties)| json!({"properties": properties, "if": condition, "then": then})),
            1 => inner.clone().prop_map(|items| json!({"type": "array", "items": items, "minItems": 1})),
            1 => (named, inner).prop_map(|(definitions, schema)| json!({"definitions": definitions, "properties": {"a": schema}})),
            1 => several.prop_map(|items| json!({"type": "array", "items": items})),
        ]
    })
}

fn tight() -> Settings {
    let limits = Limits { steps: 20_000, fields: 500, ..Limits::default() };
    Settings { limits, ..Settings::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_form_with_any_values_is_answered(schema in schema(), values in value()) {
        let Ok(form) = Form::new(Some(&json!([schema])), tight()) else { return Ok(()) };
        if let Ok(submission) = form.submit(&values, &Selections::new()) {
            submission.review();
            let page = &submission.pages[0];
            prop_assert!(page.values.is_object());
            for field in page.all_fields() {
                prop_assert!(field.pointer.is_empty() || field.pointer.starts_with('/'));
            }
        }
    }

    /// Evaluating again what an evaluation filled in changes nothing.
    #[test]
    fn defaults_settle(schema in schema(), values in value()) {
        let Ok(form) = Form::new(Some(&schema), tight()) else { return Ok(()) };
        let Ok(Some(first)) = form.page(0, &values, &Selections::new()) else { return Ok(()) };
        let Ok(Some(second)) = form.page(0, &first.values, &Selections::new()) else { return Ok(()) };
        prop_assert_eq!(first.values, second.values);
    }

    /// A page that is valid has no message anywhere, and one with a message is not valid.
    #[test]
    fn fields_and_page_agree(schema in schema(), values in value()) {
        let Ok(form) = Form::new(Some(&schema), tight()) else { return Ok(()) };
        let Ok(Some(page)) = form.page(0, &values, &Selections::new()) else { return Ok(()) };
        let says = page.all_fields().iter().any(|field| !field.errors.is_empty());
        prop_assert!(!(says && page.is_valid()));
    }
}
