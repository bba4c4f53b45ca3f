//! Forms and values that are meant to do harm. Each is refused, or answered within the limits.

use forms::{Form, Limits, Selections, Settings};
use serde_json::{Map, Value, json};

use crate::{page, sound, wrong};

fn one(pattern: &str) -> Value {
    json!({"properties": {"a": {"type": "string", "pattern": pattern}}})
}

/// S-TPL-08: patterns run in linear time.
#[test]
fn a_pattern_that_would_go_back_for_ever_is_answered() {
    let text = format!("{}!", "a".repeat(100 * 1024));
    for pattern in ["(a+)+$", "^(a|aa)+$", "^(?!b)(a|aa)+$", "^(?=a)(a*)*$"] {
        let page = page(&one(pattern), &json!({"a": text}));
        assert_eq!(wrong(&page), [("/a", "pattern")], "{pattern}");
    }
}

/// S-TPL-08: a pattern that is too large when compiled is refused when the template is read.
#[test]
fn a_pattern_that_grows_is_a_problem_of_the_template() {
    let form = Form::new(Some(&one("(?:a{1000}){1000}")), Settings::default()).unwrap();
    let problem = &form.problems()[0];
    assert_eq!(problem.pointer, "/properties/a/pattern");
    assert!(problem.message.contains("too large"), "{problem}");
    let page = form.page(0, &json!({"a": "x"}), &Selections::new()).unwrap().unwrap();
    assert!(!page.is_valid() && page.unsound.is_some());
}

#[test]
fn forms_that_are_too_much_are_refused() {
    let deep = (0..80).fold(json!({"type": "string"}), |inner, _| json!({"properties": {"a": inner}}));
    let wide: Map<String, Value> = (0..60_000).map(|index| (format!("p{index}"), json!(true))).collect();
    let patterns: Map<String, Value> =
        (0..201).map(|index| (format!("p{index}"), json!({"pattern": format!("^{index}$")}))).collect();
    let mut doubling: Map<String, Value> = (0..40)
        .map(|index| {
            let next = json!({"$ref": format!("#/definitions/d{}", index + 1)});
            (format!("d{index}"), json!({"properties": {"x": next, "y": next}}))
        })
        .collect();
    doubling.insert("d40".to_owned(), json!({"type": "string"}));
    let chain: Map<String, Value> = (0..150)
        .map(|index| (format!("d{index}"), json!({"$ref": format!("#/definitions/d{}", index + 1)})))
        .collect();
    let table = [
        (deep, "nested deeper"),
        (json!({"properties": wide}), "more than 50000 values"),
        (json!({"properties": patterns}), "different patterns"),
        (
            json!({"definitions": doubling, "properties": {"a": {"$ref": "#/definitions/d0"}}}),
            "grows to more than",
        ),
        (
            json!({"definitions": chain, "properties": {"a": {"$ref": "#/definitions/d0"}}}),
            "different places",
        ),
    ];
    for (parameters, expected) in table {
        let error = Form::new(Some(&parameters), Settings::default()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn references_that_lead_nowhere_or_around_are_survived() {
    let table = [
        json!({"properties": {"a": {"$ref": "#/definitions/none"}}}),
        json!({"properties": {"a": {"$ref": "https://example.org/schema.json"}}}),
        json!({"properties": {"a": {"$ref": "file:///etc/passwd"}}}),
        json!({"properties": {"a": {"$ref": "#"}}}),
        json!({"$ref": "#"}),
        json!({"properties": {"a": {"$ref": "#/definitions/a"}}, "definitions": {"a": {"$ref": "#/definitions/b"}, "b": {"$ref": "#/definitions/a"}}}),
        json!({"properties": {"a": {"$ref": "#/definitions/a"}}, "definitions": {"a": {"type": "object", "properties": {"b": {"$ref": "#/definitions/a"}}}}}),
    ];
    for parameters in table {
        let form = Form::new(Some(&parameters), Settings::default()).unwrap();
        match form.page(0, &json!({"a": {"b": {}}}), &Selections::new()) {
            Ok(page) => assert!(page.is_some()),
            Err(overrun) => assert!(overrun.limit > 0, "{overrun}"),
        }
    }
}

#[test]
fn work_is_bounded() {
    let option = |index: usize| json!({"properties": {(format!("p{index}")): {"type": "string"}}});
    let options: Vec<Value> = (0..30).map(option).collect();
    let product = json!({"properties": {"a": {"allOf": (0..6).map(|_| json!({"anyOf": options})).enumerate().map(|(index, mut each)| {
        each["anyOf"][0]["title"] = json!(index.to_string());
        each
    }).collect::<Vec<_>>()}}});
    let minimum = json!({"properties": {"a": {"type": "array", "minItems": 1_000_000_000_u64, "items": {"type": "string"}}}});
    for parameters in [product, minimum] {
        let form = sound(&parameters);
        let overrun = form.page(0, &json!({"a": {}}), &Selections::new()).unwrap_err();
        assert_eq!(overrun.what, "steps to work out");
    }
}

#[test]
fn values_that_are_too_much_are_refused() {
    let form = sound(&json!({"properties": {"a": {"type": "string"}}}));
    let deep = (0..100).fold(json!(1), |inner, _| json!([inner]));
    let many = json!(vec![0; 30_000]);
    let long = json!("x".repeat(3 << 20));
    for (value, what) in [(deep, "levels of values"), (many, "values filled in"), (long, "bytes of text")] {
        let overrun = form.page(0, &json!({"a": value}), &Selections::new()).unwrap_err();
        assert_eq!(overrun.what, what);
    }
    let few = Settings { limits: Limits { fields: 3, ..Limits::default() }, ..Settings::default() };
    let rows = json!({"properties": {"a": {"type": "array", "items": {"type": "string"}}}});
    let form = Form::new(Some(&rows), few).unwrap();
    let overrun = form.page(0, &json!({"a": ["x", "y", "z"]}), &Selections::new()).unwrap_err();
    assert_eq!(overrun.what, "fields on one page");
}
