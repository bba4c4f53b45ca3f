//! Which files are read, and how layers cover each other. Source: config contract, sections 1 and 2.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{Config, Environment, Sources, folder, load, messages, sources, value};

#[test]
fn default_files_in_order() {
    let files = [
        ("app-config.yaml", "a: 1\nbase: 1"),
        ("app-config.prod.yaml", "a: 2\nprod: 1"),
        ("app-config.eu.yaml", "a: 3\neu: 1"),
        ("app-config.local.yaml", "a: 4\nlocal: 1"),
        ("app-config.prod.local.yaml", "a: 5\nprodLocal: 1"),
    ];
    let cases = [
        ("", json!({"a": 4, "local": 1, "base": 1})),
        (" prod , ", json!({"a": 5, "prodLocal": 1, "local": 1, "prod": 1, "base": 1})),
        ("eu", json!({"a": 4, "local": 1, "eu": 1, "base": 1})),
        ("prod,eu", json!({"a": 5, "prodLocal": 1, "local": 1, "eu": 1, "prod": 1, "base": 1})),
        ("gone", json!({"a": 4, "local": 1, "base": 1})),
    ];
    for (names, expected) in cases {
        let config = load(&files, &[("BACKSTAGE_ENV", names)]).unwrap();
        assert_eq!(value(&config).to_string(), expected.to_string(), "{names}");
    }
}

#[test]
fn explicit_files_replace_the_defaults() {
    let folder = folder(&[
        ("app-config.yaml", "a: default"),
        ("app-config.local.yaml", "local: 1"),
        ("one.yaml", "a: 1\nb: 1"),
        ("two.yaml", "b: 2"),
        ("empty.yaml", "# nothing\n"),
    ]);
    let mut sources = sources(folder.path(), &[]);
    sources.files = ["one.yaml", "two.yaml", "empty.yaml"].map(|name| folder.path().join(name)).to_vec();
    assert_eq!(value(&Config::load(&sources).unwrap()), json!({"b": 2, "a": 1}));

    sources.files.push(folder.path().join("gone.yaml"));
    let errors = Config::load(&sources).err().unwrap();
    let gone = folder.path().join("gone.yaml").display().to_string();
    assert_eq!(errors[0].message, format!("Config file \"{gone}\" does not exist"));
    sources.files = vec!["https://config.example/app.yaml".into()];
    assert!(Config::load(&sources).err().unwrap()[0].message.contains("remote configuration is not enabled"));
}

#[test]
fn default_file_may_be_allowed_to_be_missing() {
    let folder = folder(&[]);
    let mut sources = sources(folder.path(), &[("APP_CONFIG_a", "1")]);
    assert!(Config::load(&sources).is_err());
    sources.required = false;
    assert_eq!(value(&Config::load(&sources).unwrap()), json!({"a": 1}));
    sources.environment = Environment::default();
    assert_eq!(value(&Config::load(&sources).unwrap()), json!({}));
}

#[test]
fn covering() {
    // Lower layer, higher layer, result with its key order.
    let cases = [
        ("a: {b: 1, c: 2}", "a: {c: 3}", json!({"a": {"c": 3, "b": 1}})),
        ("z: 1\na: 1", "m: 1\na: 2", json!({"m": 1, "a": 2, "z": 1})),
        ("a: [1, 2, 3]", "a: [4]", json!({"a": [4]})),
        ("a: {b: 1}", "a: text", json!({"a": "text"})),
        ("a: text", "a: {b: 1}", json!({"a": {"b": 1}})),
        ("a: [1]", "a: {b: 1}", json!({"a": {"b": 1}})),
        ("a: {b: 1, c: 2}", "a: {b: null}", json!({"a": {"c": 2}})),
        ("a: {b: 1}", "a: null", json!({})),
        ("a: {b: 1}", "a:", json!({})),
        ("a: null", "a: {b: 1}", json!({"a": {"b": 1}})),
        ("a: {b: {c: 1}}", "a: {b: {}}", json!({"a": {"b": {"c": 1}}})),
    ];
    for (low, high, expected) in cases {
        let config = load(&[("app-config.yaml", low), ("app-config.local.yaml", high)], &[]).unwrap();
        assert_eq!(value(&config).to_string(), expected.to_string(), "{low} | {high}");
    }
    let text = [
        ("app-config.yaml", "a: {y: 1}"),
        ("app-config.x.yaml", "a: null"),
        ("app-config.local.yaml", "a: {z: 1}"),
    ];
    assert_eq!(value(&load(&text, &[("BACKSTAGE_ENV", "x")]).unwrap()), json!({"a": {"z": 1}}));
}

#[test]
fn environment_layer() {
    let cases: [(&[(&str, &str)], Value); 8] = [
        (&[("APP_CONFIG_a", "\"over\"")], json!({"a": "over", "k": {"x": 1}})),
        (&[("APP_CONFIG_n", "5")], json!({"n": 5, "a": "file", "k": {"x": 1}})),
        (&[("APP_CONFIG_s", "abc")], json!({"s": "abc", "a": "file", "k": {"x": 1}})),
        (&[("APP_CONFIG_k_y", "{\"z\": [1]}")], json!({"k": {"y": {"z": [1]}, "x": 1}, "a": "file"})),
        (&[("APP_CONFIG_e", "")], json!({"a": "file", "k": {"x": 1}})),
        (&[("APP_CONFIG_s", "${FOO}"), ("FOO", "foo")], json!({"s": "${FOO}", "a": "file", "k": {"x": 1}})),
        (&[("APP_CONFIG_a-b", "[1, ")], json!({"a-b": "[1, ", "a": "file", "k": {"x": 1}})),
        (
            &[("APP_CONFIG_k", "{\"p\": 1}"), ("APP_CONFIG_k_q", "2")],
            json!({"k": {"p": 1, "q": 2, "x": 1}, "a": "file"}),
        ),
    ];
    for (variables, expected) in cases {
        let config = load(&[("app-config.yaml", "a: file\nk: {x: 1}")], variables).unwrap();
        assert_eq!(value(&config).to_string(), expected.to_string(), "{variables:?}");
    }
}

#[test]
fn environment_refusals() {
    let cases: [(&[(&str, &str)], &str); 6] = [
        (
            &[("APP_CONFIG_n", "null")],
            "Failed to parse JSON-serialized config value for key 'n', Error: value may not be null",
        ),
        (
            &[("APP_CONFIG_a", "1"), ("APP_CONFIG_a_b", "2")],
            "Could not nest config for key 'a_b' under existing value 'a'",
        ),
        (
            &[("APP_CONFIG_a", "{\"b\": 1}"), ("APP_CONFIG_a_b", "2")],
            "Refusing to override existing config at key 'a_b'",
        ),
        (&[("APP_CONFIG_a__b", "1")], "Invalid env config key 'a__b'"),
        (&[("APP_CONFIG_", "1")], "Invalid env config key ''"),
        (&[("APP_CONFIG_1a", "1")], "Invalid env config key '1a'"),
    ];
    for (variables, expected) in cases {
        assert_eq!(messages(&[("app-config.yaml", "x: 1")], variables), [expected], "{variables:?}");
    }
}

#[test]
fn sources_do_not_print_the_environment() {
    let sources = Sources {
        files: Vec::new(),
        root: "/".into(),
        environment: Environment::from_pairs([("TOKEN", "hunter2")]),
        required: true,
    };
    assert!(!format!("{sources:?}").contains("hunter2"));
}

/// Values without null, as a file or the merge could give them.
fn tree() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[a-z]{0,4}".prop_map(Value::from),
        Just(Value::Null)
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[a-d]", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn object() -> impl Strategy<Value = Value> {
    prop::collection::btree_map("[a-d]", tree(), 0..4)
        .prop_map(|map| Value::Object(map.into_iter().collect::<Map<_, _>>()))
}

fn merged(low: &Value, high: &Value) -> Value {
    let (low, high) = (low.to_string(), high.to_string());
    value(&load(&[("app-config.yaml", &low), ("app-config.local.yaml", &high)], &[]).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn merging_with_itself_or_nothing_changes_nothing(tree in object()) {
        let alone = value(&load(&[("app-config.yaml", &tree.to_string())], &[]).unwrap());
        prop_assert_eq!(&merged(&tree, &tree), &alone);
        prop_assert_eq!(&merged(&json!({}), &tree), &alone);
        prop_assert_eq!(&merged(&tree, &json!({})), &alone);
    }

    #[test]
    fn every_leaf_comes_from_the_highest_layer_that_has_it(low in object(), high in object()) {
        let result = merged(&low, &high);
        for key in ["a", "b", "c", "d"] {
            let expected = match (low.get(key), high.get(key)) {
                (_, Some(Value::Null)) => None,
                // Trees may lose nulls inside; leaves are enough here.
                (_, Some(Value::Object(_) | Value::Array(_))) | (Some(Value::Object(_) | Value::Array(_)), None) => continue,
                (_, Some(higher)) => Some(higher),
                (lower, None) => lower.filter(|lower| !lower.is_null()),
            };
            prop_assert_eq!(result.get(key), expected);
        }
    }
}
